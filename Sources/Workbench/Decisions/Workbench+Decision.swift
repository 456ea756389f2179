import Catalog
import Documents
import TerminalUI

/// The dialogue of a decision guide on the screen.
extension Workbench {
  var decision: DecisionView? {
    get { if case .decision(let view)? = tool { view } else { nil } }
    set { tool = newValue.map { .decision($0) } }
  }

  /// Opens the dialogue of the guide on show, with the answers of the last time.
  mutating func openDecision() -> [Effect] {
    guard let entry = catalog.currentEntry, let library = catalog.contents?.library else { return [] }
    let kept = catalog.notebook.decisions.first { Notebook.address(ofDecision: $0.id) == entry.id }
    guard let text = kept.flatMap({ library[$0.guide]?.dialogue }) ?? entry.dialogue else { return [] }
    do {
      let guide = try DecisionGuide(reading: text)
      var view = DecisionView(guide, in: library, answers: kept?.answers ?? answersBegun(of: guide.id))
      view.keptID = kept?.id
      decision = view
    } catch {
      say("This guide cannot be read: \(error.message)", .problem, seconds: 8)
    }
    return []
  }

  mutating func answer(_ index: Int? = nil) -> [Effect] {
    guard decision?.take(index) == true else {
      say("There is no such answer", .note)
      return []
    }
    return keepAnswers()
  }

  mutating func undoAnswer() -> [Effect] {
    guard decision?.undo() == true else {
      say("No question has been answered", .note)
      return []
    }
    return keepAnswers()
  }

  mutating func clearAnswers() -> [Effect] {
    decision?.clear()
    return keepAnswers()
  }

  // MARK: Keeping

  /// What was answered of a guide when it was left.
  private func answersBegun(of guide: String) -> [String: String] {
    guard let text = catalog.notebook.preferences["decision.answers"],
      case .object(let guides)? = try? JSONReader.read(text),
      case .object(let members)? = guides.first(where: { $0.key == guide })?.value
    else { return [:] }
    var answers: [String: String] = [:]
    for member in members { if case .string(let answer) = member.value { answers[member.key] = answer } }
    return answers
  }

  /// Keeps the answers at hand, so that the dialogue goes on where it was left.
  private mutating func keepAnswers() -> [Effect] {
    guard let decision else { return [] }
    var guides: [JSONValue.Member] = []
    if let text = catalog.notebook.preferences["decision.answers"],
      case .object(let members)? = try? JSONReader.read(text)
    {
      guides = members.filter { $0.key != decision.guide.id }
    }
    if !decision.answers.isEmpty {
      let answers = decision.answers.sorted { $0.key < $1.key }
      guides.append(.init(decision.guide.id, .object(answers.map { .init($0.key, .string($0.value)) })))
    }
    let json = JSONValue.object(guides).text(pretty: false)
    catalog.notebook.preferences["decision.answers"] = json
    return [.savePreference("decision.answers", json)]
  }

  mutating func saveDecision() -> [Effect] {
    guard var view = decision else { return [] }
    let id = view.keptID ?? "\(view.guide.id)-\(today)-\(String(Int(wallTime * 1000), radix: 36))"
    view.keptID = id
    decision = view
    say("Kept under My decisions", .done)
    return [
      .saveDecision(
        KeptDecision(
          id: id, guide: view.guide.id, title: view.guide.title, answers: view.answers,
          outcome: view.record.outcome, record: view.record.markdown(date: today), savedAt: wallTime))
    ]
  }

  func exportDecision() -> [Effect] {
    guard let decision else { return [] }
    return [.export(decision.record.markdown(date: today), fileName: "\(decision.guide.id).md")]
  }

  func copyDecision() -> [Effect] {
    guard let decision else { return [] }
    return [.copy(decision.record.markdown(date: today), what: "the decision record")]
  }
}
