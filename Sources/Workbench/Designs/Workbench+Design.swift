import Catalog
import FoundationEssentials
import TerminalUI

/// Designs of one's own on the screen.
extension Workbench {
  var designView: DesignView? {
    get { if case .design(let view)? = tool { view } else { nil } }
    set { tool = newValue.map { .design($0) } }
  }

  /// The day of today, as ISO 8601.
  var today: String {
    Date(timeIntervalSince1970: wallTime).formatted(.iso8601.year().month().day())
  }

  // MARK: Beginning

  /// Opens the design on show, or begins one: from the architecture on show, or from nothing.
  mutating func openDesign() -> [Effect] {
    guard let library = catalog.contents?.library else { return [] }
    let entry = catalog.entryAtHand
    if let kept = catalog.notebook.designs.first(where: { Notebook.address(ofDesign: $0.name) == entry?.id })
    {
      do {
        let document = try DesignDocument(reading: kept)
        designView = DesignView(document.design, in: library, base: kept.version, today: today)
        if let problem = document.problems.first {
          say("Line \(problem.position?.line ?? 0): \(problem.message)", .problem, seconds: 6)
        }
      } catch {
        say("This design cannot be read: \(error.message)", .problem, seconds: 8)
      }
      return []
    }
    let base = entry?.kind == .architecture || entry?.kind == .pattern ? entry : nil
    open(
      NoteForm(
        .newDesign(basedOn: base?.id), title: "Begin a design",
        hint: base.map { "It begins as a copy of \($0.title)." }
          ?? "It begins empty; on the page of an architecture it begins from that.",
        label: "Title", placeholder: "what you build", text: "", rows: 1))
    return []
  }

  /// A name for a design that no other one has.
  private func freeName(for title: String) -> String {
    let base = Design.name(from: title)
    let taken = Set(catalog.notebook.designs.map(\.name))
    guard taken.contains(base) else { return base }
    var number = 2
    while taken.contains("\(base)-\(number)") { number += 1 }
    return "\(base)-\(number)"
  }

  private mutating func beginDesign(titled text: String, basedOn address: String?) -> [Effect] {
    guard let library = catalog.contents?.library else { return [] }
    let base = address.flatMap { library[$0] }
    let title = text.allSatisfy(\.isWhitespace) ? base.map { "My " + $0.title } ?? "My design" : text
    do {
      let name = freeName(for: title)
      let design =
        try base.map { try Design(name: name, title: title, basedOn: $0) } ?? Design(name: name, title: title)
      designView = DesignView(design, in: library, base: nil, today: today)
      return [keep(design, comment: base.map { "Begun from \($0.title)" } ?? "Begun", base: nil)]
    } catch {
      tell(error)
      return []
    }
  }

  // MARK: Changing

  private func keep(_ design: Design, comment: String, base: Int?) -> Effect {
    .saveDesign(design.name, document: DesignDocument.text(of: design), comment: comment, base: base)
  }

  private mutating func tell(_ error: any Error) {
    guard let error = error as? DesignError else { return say("\(error)", .problem) }
    say(error.message + (error.hint.map { ". \($0)" } ?? ""), .problem, seconds: 8)
  }

  /// Changes the design on show and keeps its next version, or says why it cannot be changed.
  mutating func changeDesign(_ comment: String, _ change: (inout Design) throws -> Void) -> [Effect] {
    guard var view = designView else { return [] }
    var changed = view.design
    do {
      try change(&changed)
    } catch {
      tell(error)
      return []
    }
    guard changed != view.design else { return [] }
    view.take(changed)
    designView = view
    return [keep(changed, comment: comment, base: view.base)]
  }

  mutating func undoDesign() -> [Effect] {
    guard var view = designView, view.undo() else {
      say("Nothing was changed since it was opened; v lists all versions", .note)
      return []
    }
    designView = view
    return [keep(view.design, comment: "Undone", base: view.base)]
  }

  /// Takes note of the version that was kept.
  mutating func refreshDesign() {
    guard var view = designView,
      let kept = catalog.notebook.designs.first(where: { $0.name == view.design.name })
    else { return }
    view.base = kept.version
    designView = view
  }

  // MARK: Services

  mutating func openComponents() -> [Effect] {
    guard let view = designView else { return [] }
    let items = view.design.components.map { component in
      PickerItem(
        id: Popup.Choice.component(component.id), title: component.title,
        detail: component.service.map { view.library.title(of: $0) } ?? "no entry", keywords: component.id)
    }
    open(Popup(kind: .components, picker: Picker(items: items)))
    return []
  }

  mutating func choose(component id: String) -> [Effect] {
    closePopup()
    designView?.select(component: id)
    return []
  }

  mutating func openSwap() -> [Effect] {
    guard let view = designView, let component = view.selectedComponent else {
      say("Select a component first", .note)
      return []
    }
    let fitting = component.service.flatMap { view.alternatives[$0] } ?? []
    var items = fitting.map { alternative in
      PickerItem(
        id: Popup.Choice.swap(alternative.address), title: alternative.title,
        detail: (alternative.warnings + alternative.reasons).joined(separator: "; "),
        keywords: alternative.address)
    }
    // What nothing says to fit can be taken all the same, and stands below.
    let known = Set(fitting.map(\.address))
    items += services(in: view.library).filter { !known.contains($0.id) && $0.id != component.service }.map {
      PickerItem(
        id: .swap($0.id), title: $0.title,
        detail: component.service == nil ? $0.kind.title : "not said to fit",
        keywords: $0.id)
    }
    open(Popup(kind: .swap, picker: Picker(items: items)))
    return []
  }

  mutating func swap(for address: String) -> [Effect] {
    closePopup()
    guard let view = designView, let component = view.selectedComponent, let entry = view.library[address]
    else {
      return []
    }
    var flagged: [Int] = []
    let effects = changeDesign("\(component.title) became \(entry.title)") { design in
      flagged = try design.swap(component.id, for: entry, in: view.library, anyway: true).flagged
    }
    if !effects.isEmpty {
      let steps = flagged.map(String.init).joined(separator: ", ")
      say(
        flagged.isEmpty
          ? "\(component.title) is \(entry.title) now; its lines and steps stay"
          : "\(component.title) is \(entry.title) now; look at the text of step \(steps)", .done, seconds: 6)
    }
    return effects
  }

  mutating func openServicePicker() -> [Effect] {
    guard let view = designView else { return [] }
    let items = services(in: view.library).map { entry in
      PickerItem(
        id: Popup.Choice.service(entry.id), title: entry.title, detail: entry.kind.title, keywords: entry.id)
    }
    open(Popup(kind: .services, picker: Picker(items: items)))
    return []
  }

  private func services(in library: CatalogLibrary) -> [CatalogEntry] {
    let kinds: Set<EntryKind> = [.service, .platform, .modelFamily, .language]
    return library.entries.filter { kinds.contains($0.kind) }
      .sorted { ($0.title.lowercased(), $0.id) < ($1.title.lowercased(), $1.id) }
  }

  /// Adds a service beside the selected component, in its group, with a line from it.
  mutating func addService(_ address: String) -> [Effect] {
    closePopup()
    guard let view = designView, let entry = view.library[address] else { return [] }
    let beside = view.selectedComponent
    var added = ""
    let effects = changeDesign("\(entry.title) was added") { design in
      added = try design.add(
        entry, to: beside?.group, connectedFrom: beside.map { $0.isFrame ? [] : [$0.id] } ?? [])
    }
    designView?.select(component: added)
    if !effects.isEmpty, let beside, !beside.isFrame {
      say("\(entry.title) was added, with a line from \(beside.title)", .done)
    }
    return effects
  }

  mutating func removeFromDesign() -> [Effect] {
    guard let view = designView else { return [] }
    switch view.selectedRow {
    case .component:
      guard let component = view.selectedComponent else { return [] }
      guard view.removal?.id == component.id, let end = view.removal?.end, now < end else {
        let end = now + 4
        designView?.removal = (component.id, end)
        say("Press the key once more to remove \(component.title) with its lines; u brings it back", .note)
        return []
      }
      designView?.removal = nil
      return changeDesign("\(component.title) was removed") { try $0.remove(component.id) }
    case .assumption(let index):
      return changeDesign("An assumption was removed") { $0.removeAssumption(index) }
    case .question(let index): return changeDesign("A question was removed") { $0.removeQuestion(index) }
    case .decision(let text): return changeDesign("A decision was removed") { $0.removeDecision(text) }
    default:
      say("Nothing here can be removed", .note)
      return []
    }
  }

  // MARK: Texts

  mutating func writeInDesign() -> [Effect] {
    guard let view = designView else { return [] }
    switch view.selectedRow {
    case .component:
      guard let component = view.selectedComponent else { return [] }
      open(
        NoteForm(
          .component(component.id), title: "Note on " + component.title, hint: "Kept with the design.",
          text: component.note))
    case .item(let id):
      let note = view.status.item(id)?.answer?.note ?? ""
      open(NoteForm(.item(id), title: "Note on this item", hint: "Kept with the answer.", text: note))
    default:
      open(
        NoteForm(
          .designNotes, title: "Notes on the design", hint: "Kept with the design.", text: view.design.notes))
    }
    return []
  }

  mutating func addToDesign() -> [Effect] {
    guard designView?.section == .points else { return openServicePicker() }
    open(
      NoteForm(
        .question, title: "Open question", hint: "Enter on it answers it later.", label: "Question",
        placeholder: "what is still to be found out", text: "", rows: 3))
    return []
  }

  mutating func addAssumption() -> [Effect] {
    open(
      NoteForm(
        .assumption, title: "Assumption", hint: "What the design takes for granted.", label: "Assumption",
        placeholder: "for example: 5,000 questions a day", text: "", rows: 3))
    return []
  }

  mutating func retitleDesign() -> [Effect] {
    guard let view = designView else { return [] }
    open(
      NoteForm(
        .designTitle, title: "Title of the design", hint: "Its name stays \(view.design.name).",
        label: "Title",
        text: view.design.title, rows: 1))
    return []
  }

  /// Takes a text that was written for a design.
  mutating func takeDesignText(_ form: NoteForm) -> [Effect] {
    let text = form.text
    switch form.purpose {
    case .entry, .pull, .promptFile: return []
    case .newDesign(let base): return beginDesign(titled: text, basedOn: base)
    case .component(let id): return changeDesign("A note was written") { try $0.setNote(text, on: id) }
    case .step(let number):
      return changeDesign("Step \(number) was looked at") { try $0.setStep(number, text) }
    case .label(let id): return changeDesign("A component has another title") { try $0.retitle(id, text) }
    case .item(let id):
      return changeDesign("A note was written") { design in
        let status = design.answers[id]?.status
        try design.answer(id, status ?? .partly, note: text)
      }
    case .designNotes: return changeDesign("Notes were written") { $0.setNotes(text) }
    case .assumption: return changeDesign("An assumption was added") { try $0.assume(text) }
    case .question: return changeDesign("A question was added") { try $0.ask(text) }
    case .designTitle: return changeDesign("It has another title") { try $0.setTitle(text) }
    case .answer(let index):
      let isAnswered = !text.allSatisfy(\.isWhitespace)
      return changeDesign("A question was answered") {
        $0.setQuestion(index, isAnswered: isAnswered, answer: text)
      }
    }
  }

  // MARK: Checklist and questions

  /// Goes on to the next answer of the selected item: yes, partly, no, not applicable, none.
  mutating func cycleItem() -> [Effect] {
    guard let view = designView, case .item(let id)? = view.selectedRow else {
      say("Space answers items of the checklist", .note)
      return []
    }
    let order: [Design.Answer.Status?] = [nil, .yes, .partly, .no, .notApplicable]
    let current = view.design.answers[id]
    let place = order.firstIndex(of: current?.status) ?? 0
    let next = order[(place + 1) % order.count]
    return changeDesign("A checklist item was answered") {
      try $0.answer(id, next, note: current?.note ?? "")
    }
  }

  mutating func toggleOpenItems() -> [Effect] {
    designView?.showsOnlyOpen.toggle()
    return []
  }

  /// Enter: answers a question or an item, or opens the entry behind the row.
  mutating func openInDesign() -> [Effect] {
    guard let view = designView else { return [] }
    switch view.selectedRow {
    case .question(let index):
      let question = view.design.questions[index]
      open(
        NoteForm(
          .answer(index), title: "Answer", hint: "An empty answer leaves it open.", label: "Answer",
          text: question.answer, rows: 4))
      return []
    case .note: return writeInDesign()
    case .finding(let index) where view.findings[index].step != nil:
      let number = view.findings[index].step ?? 0
      open(
        NoteForm(
          .step(number), title: "Step \(number)",
          hint: "It \(view.design.flags(ofStep: number).map(\.reason).joined(separator: "; it ")).",
          label: "Text",
          text: view.design.graph.steps.first { $0.number == number }?.text ?? "", rows: 6))
      return []
    default: break
    }
    guard let entry = view.selectedEntry else {
      say("No entry of the catalog stands behind this row", .note)
      return []
    }
    return openFromTool(entry)
  }

  // MARK: Out of it

  mutating func openDesignDiagram() -> [Effect] {
    guard let view = designView else { return [] }
    return openDiagram(title: view.design.title, source: view.design.source)
  }

  func exportDesign() -> [Effect] {
    guard let view = designView else { return [] }
    let text = DesignDocument.text(of: view.design, in: view.library, version: view.base)
    return [.export(text, fileName: view.design.name + ".md")]
  }

  func exportMaterials() -> [Effect] {
    guard let view = designView else { return [] }
    return [.export(view.materials.csv, fileName: view.design.name + "-materials.csv")]
  }

  func copyDesign() -> [Effect] {
    guard let view = designView else { return [] }
    return [
      .copy(DesignDocument.text(of: view.design, in: view.library, version: view.base), what: "the design")
    ]
  }
}
