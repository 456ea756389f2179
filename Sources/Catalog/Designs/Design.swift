import Diagrams
import Documents

/// An architecture of one's own: a diagram, the services behind its boxes, and what was thought about it.
///
/// It is a value without any input or output. The diagram is the one place that knows of boxes, groups, lines and steps;
/// what else is said of a box hangs on its id. Every change leaves a design that ``DesignDocument`` writes and reads back
/// without loss: texts are cleaned (``DesignText``) when they come in.
package struct Design: Equatable, Sendable {
  /// A box of the diagram, or a frame that stands for a service.
  package struct Component: Hashable, Sendable, Identifiable {
    /// Its id in the diagram.
    package var id: String
    /// The address of the entry behind it; nil for what is no entry, such as a user.
    package var service: String?
    package var title: String
    /// What a person says of it.
    package var note: String
    /// How many of it there are; nil when nobody has said.
    package var quantity: Int?
    package var isFrame: Bool
    /// The id of the group it stands in.
    package var group: String?
  }

  /// What is said of a component beside the diagram.
  package struct Remark: Hashable, Sendable {
    package var note = ""
    package var quantity: Int?
  }

  package struct Question: Hashable, Sendable {
    package var text: String
    package var isAnswered = false
    package var answer = ""
  }

  /// A step whose text should be looked at again, and why.
  package struct Flag: Hashable, Sendable {
    package var step: Int
    package var reason: String
  }

  /// The answer to an item of a checklist.
  package struct Answer: Hashable, Sendable {
    package enum Status: String, CaseIterable, Sendable {
      case yes, partly, no
      case notApplicable = "not-applicable"

      /// The status that a person's word means: `n/a` is short for not applicable.
      package init?(word: String) {
        let lower = word.lowercased().replacing(" ", with: "-")
        self.init(rawValue: lower == "n/a" || lower == "na" ? "not-applicable" : lower)
      }
    }
    package var status: Status
    package var note = ""
  }

  /// What it is called on the command line: small letters, digits and hyphens.
  package internal(set) var name: String
  package internal(set) var title: String
  /// The address of the architecture it began from.
  package internal(set) var basedOn: String?
  /// What it is for, as Markdown.
  package internal(set) var overview = ""
  /// Boxes, groups, lines and steps.
  package internal(set) var graph = DiagramGraph(kind: .flowchart)
  package internal(set) var remarks: [String: Remark] = [:]
  package internal(set) var flags: [Flag] = []
  package internal(set) var assumptions: [String] = []
  package internal(set) var questions: [Question] = []
  /// Answers by the id of the checklist's item.
  package internal(set) var answers: [String: Answer] = [:]
  /// The ids or titles of decisions.
  package internal(set) var decisions: [String] = []
  /// Markdown.
  package internal(set) var notes = ""
  /// What kind of workload it is, when a person has said so; else ``derivedTags(in:)`` tells.
  package internal(set) var chosenTags: [String]?

  /// An empty design.
  ///
  /// - Parameter title: without one, the name with a capital letter and spaces.
  package init(name: String, title: String = "") throws(DesignError) {
    guard Design.isName(name) else {
      throw DesignError(
        "“\(DesignText.line(name))” is no name for a design",
        hint: "A name has small letters, digits and hyphens, such as \(Design.name(from: name)).")
    }
    self.name = name
    self.title = DesignText.line(title)
    if self.title.isEmpty {
      let words = name.replacing("-", with: " ")
      self.title = words.prefix(1).uppercased() + words.dropFirst()
    }
    graph.direction = .right
  }

  /// A design that has no name yet, while its document is read.
  init() {
    name = ""
    title = ""
  }

  // MARK: Names

  /// Whether a text can be the name of a design.
  package static func isName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, bytes.count <= 80 else { return false }
    let hyphen = UInt8(ascii: "-")
    return first != hyphen && last != hyphen
      && bytes.allSatisfy { $0 == hyphen || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
  }

  /// The name that a title suggests.
  package static func name(from title: String) -> String {
    var name = ""
    for character in title.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        name.append(character)
      } else if !name.isEmpty, name.last != "-" {
        name += "-"
      }
    }
    name = String(name.prefix(60))
    while name.last == "-" { name.removeLast() }
    return name.isEmpty ? "design" : name
  }

  // MARK: What it is made of

  /// The boxes, and the frames that stand for a service or of which something is said.
  package var components: [Component] {
    let boxes = graph.boxes.map { box in
      component(box.id, box.ref, box.label, isFrame: false, group: box.group)
    }
    let frames = graph.groups.compactMap { group -> Component? in
      guard group.ref != nil || remarks[group.id] != nil else { return nil }
      return component(group.id, group.ref, group.title, isFrame: true, group: group.parent)
    }
    return boxes + frames
  }

  private func component(
    _ id: String, _ service: String?, _ label: [String], isFrame: Bool, group: Int?
  ) -> Component {
    let title = label.filter { !$0.isEmpty }.joined(separator: " ")
    let remark = remarks[id] ?? Remark()
    return Component(
      id: id, service: service, title: title.isEmpty ? id : title, note: remark.note,
      quantity: remark.quantity,
      isFrame: isFrame, group: group.map { graph.groups[$0].id })
  }

  /// The component that a person means by its id or its title, in any case.
  package func component(named name: String) throws(DesignError) -> Component {
    var all = components
    // A frame without a service has an id too.
    let known = Set(all.map(\.id))
    all += graph.groups.filter { !known.contains($0.id) }.map {
      component($0.id, nil, $0.title, isFrame: true, group: $0.parent)
    }
    if let found = all.first(where: { $0.id == name }) { return found }
    let lower = DesignText.line(name).lowercased()
    let found = all.filter { $0.id.lowercased() == lower || $0.title.lowercased() == lower }
    if found.count == 1 { return found[0] }
    if found.count > 1 {
      throw DesignError(
        "\(found.count) boxes are called “\(DesignText.line(name))”",
        hint: "Name one by its id: \(found.map(\.id).joined(separator: ", ")).")
    }
    let names = all.flatMap { [$0.id, $0.title] }
    throw DesignError(
      "the design “\(self.name)” has no box “\(DesignText.line(name))”", code: "not_found",
      hint: lower.count <= 60
        ? NearestName.of(lower, among: names).map { "Did you mean “\($0)”?" }
          ?? (all.isEmpty
            ? "It has no boxes yet." : "Its boxes: \(all.prefix(12).map(\.id).joined(separator: ", ")).")
        : nil)
  }

  /// The addresses behind its boxes and frames, each once, in their order.
  package var services: [String] {
    var seen: Set<String> = []
    return components.compactMap(\.service).filter { seen.insert($0).inserted }
  }

  /// The diagram as Mermaid.
  package var source: String { MermaidWriter.write(graph) }

  /// The diagram, to be drawn.
  package var diagram: Diagram { .graph(graph) }

  /// The steps, with what should be looked at again.
  package func flags(ofStep number: Int) -> [Flag] { flags.filter { $0.step == number } }
}
