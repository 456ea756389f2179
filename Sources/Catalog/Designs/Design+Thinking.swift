import Documents

/// Changes to what was thought about a design: notes, assumptions, questions, answers, decisions.
extension Design {
  package mutating func setTitle(_ text: String) throws(DesignError) {
    let line = DesignText.line(text)
    guard !line.isEmpty else { throw DesignError("the title is empty") }
    title = line
  }

  /// Gives it another name; what is kept under the old one is the store's to rename.
  package mutating func rename(_ newName: String) throws(DesignError) {
    name = try Design(name: newName).name
  }

  package mutating func setOverview(_ text: String) { overview = DesignText.clean(text) }

  package mutating func setNotes(_ text: String) { notes = DesignText.clean(text) }

  /// Adds a paragraph to the notes.
  package mutating func addNote(_ text: String) {
    let text = DesignText.clean(text)
    guard !text.isEmpty else { return }
    notes += (notes.isEmpty ? "" : "\n\n") + text
  }

  /// Says something of a box or a frame; an empty text takes it back.
  package mutating func setNote(_ text: String, on name: String) throws(DesignError) {
    let id = try component(named: name).id
    setRemark(id) { $0.note = DesignText.clean(text) }
  }

  /// Says how many there are of a box; nil takes it back.
  package mutating func setQuantity(_ quantity: Int?, of name: String) throws(DesignError) {
    let id = try component(named: name).id
    if let quantity, quantity < 1 || quantity > 1_000_000 {
      throw DesignError("\(quantity) is no number of boxes", hint: "It is 1 or more.")
    }
    setRemark(id) { $0.quantity = quantity }
  }

  private mutating func setRemark(_ id: String, _ body: (inout Remark) -> Void) {
    var remark = remarks[id] ?? Remark()
    body(&remark)
    remarks[id] = remark == Remark() ? nil : remark
  }

  // MARK: Lists

  package mutating func assume(_ text: String) throws(DesignError) {
    let text = DesignText.clean(text)
    guard !text.isEmpty else { throw DesignError("the assumption says nothing") }
    if !assumptions.contains(text) { assumptions.append(text) }
  }

  package mutating func removeAssumption(_ index: Int) {
    if assumptions.indices.contains(index) { assumptions.remove(at: index) }
  }

  package mutating func setAssumption(_ index: Int, _ text: String) {
    let text = DesignText.clean(text)
    guard assumptions.indices.contains(index) else { return }
    if text.isEmpty { assumptions.remove(at: index) } else { assumptions[index] = text }
  }

  /// Asks something, or answers what was asked in the same words.
  ///
  /// - Parameter answer: nil leaves it open.
  package mutating func ask(_ text: String, answer: String? = nil) throws(DesignError) {
    let text = DesignText.clean(text)
    guard !text.isEmpty else { throw DesignError("the question says nothing") }
    let place: Int
    if let known = questions.firstIndex(where: { $0.text == text }) {
      place = known
    } else {
      place = questions.count
      questions.append(Question(text: text))
    }
    if let answer { setQuestion(place, isAnswered: true, answer: answer) }
  }

  package mutating func setQuestion(_ index: Int, isAnswered: Bool, answer: String) {
    guard questions.indices.contains(index) else { return }
    questions[index].isAnswered = isAnswered
    questions[index].answer = DesignText.clean(answer)
  }

  package mutating func removeQuestion(_ index: Int) {
    if questions.indices.contains(index) { questions.remove(at: index) }
  }

  /// Notes a decision by its id or title; one that is there already is not noted again.
  package mutating func decide(_ decision: String) throws(DesignError) {
    let text = DesignText.line(decision)
    guard !text.isEmpty else { throw DesignError("the decision has no name") }
    if !decisions.contains(text) { decisions.append(text) }
  }

  package mutating func removeDecision(_ decision: String) { decisions.removeAll { $0 == decision } }

  // MARK: Checklist

  /// Answers an item of a checklist; nil takes the answer back.
  package mutating func answer(
    _ item: String, _ status: Answer.Status?, note: String = ""
  ) throws(DesignError) {
    let id = DesignText.line(item)
    guard !id.isEmpty else { throw DesignError("the item has no id") }
    answers[id] = status.map { Answer(status: $0, note: DesignText.clean(note)) }
  }

  /// Says what kind of workload it is; nil leaves it to ``derivedTags(in:)``.
  package mutating func setTags(_ tags: [String]?) throws(DesignError) {
    guard let tags else {
      chosenTags = nil
      return
    }
    for tag in tags where !Design.tags.contains(tag) {
      throw DesignError(
        "there is no kind of workload “\(DesignText.line(tag))”",
        hint: (tag.count <= 60 ? NearestName.of(tag, among: Design.tags).map { "Did you mean \($0)?" } : nil)
          ?? "Known: \(Design.tags.joined(separator: ", ")).")
    }
    chosenTags = Design.tags.filter(tags.contains)
  }
}
