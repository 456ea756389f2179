/// A dialogue that leads from questions to a recommendation among options.
///
/// It is one YAML file in the folder `decisions` of a catalog (the format is described in ARCHITECTURE.md).
package struct DecisionGuide: Hashable, Sendable, Identifiable {
  /// How answers become a recommendation.
  package enum Engine: String, CaseIterable, Sendable {
    /// Each answer leads to another question, or ends with an option.
    case tree
    /// Each answer rules out the options that do not fit it.
    case filter
    /// As ``filter``, but an earlier question outranks a later one: an answer that would leave nothing rules out nothing.
    case orderedFilter = "ordered-filter"
    /// Each answer gives or takes points.
    case score
    /// The cells of a comparison are wished for row by row.
    case matrix
    /// Items are ticked; what they reach is a level.
    case checklist
  }

  /// What can be recommended or ruled out: mostly an entry of the catalog.
  package struct Option: Hashable, Sendable, Identifiable {
    /// The address of an entry, or a name of the guide's own.
    package var id: String
    /// The title of an option that is no entry; empty when the entry's is meant.
    package var title = ""
    /// What always speaks for it, and against it.
    package var reasonsFor: [String] = []
    package var reasonsAgainst: [String] = []
    /// The answers that it fits, by question; a question that is not there fits with every answer.
    package var fits: [String: Set<String>] = [:]
    /// The points it starts with.
    package var start = 0
    /// The points without which it is ruled out.
    package var leastPoints: Int?
  }

  /// One way to answer a question.
  package struct Answer: Hashable, Sendable, Identifiable {
    package var id: String
    package var label: String
    /// The question that comes next, in a tree.
    package var next: String?
    /// The options with which a tree ends here, and why.
    package var picks: [String] = []
    package var because = ""
    /// Points by option.
    package var points: [String: Int] = [:]
  }

  package struct Question: Hashable, Sendable, Identifiable {
    package var id: String
    package var ask: String
    package var note = ""
    package var answers: [Answer] = []
    /// What each option has to offer here, in a matrix.
    package var cells: [String: String] = [:]
    /// The level that needs this item, in a checklist.
    package var level = 0
  }

  /// A stage of a checklist.
  package struct Level: Hashable, Sendable {
    package var level: Int
    package var name: String
  }

  /// A comparison that stands beside the questions.
  package struct Table: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
      package var name: String
      package var cells: [String]
    }
    package var columns: [String]
    package var rows: [Row]
  }

  package var id: String
  package var title: String
  package var engine: Engine
  package var intro = ""
  package var options: [Option] = []
  /// The questions; a tree begins with the first.
  package var questions: [Question] = []
  package var levels: [Level] = []
  package var notes: [String] = []
  package var table: Table?
  package var sources: [CatalogEntry.Source] = []

  package func question(_ id: String) -> Question? { questions.first { $0.id == id } }
  package func option(_ id: String) -> Option? { options.first { $0.id == id } }

  /// The answer that leaves a question out: it counts for nothing.
  package static let skip = "any"

  /// Whether a question may be left out.
  package var canSkip: Bool { engine != .tree && engine != .checklist }

  /// What its page says: what it decides, and what it asks.
  package var markdown: String {
    var lines: [String] = intro.isEmpty ? [] : [intro, ""]
    lines += [engine == .checklist ? "## What it looks at" : "## What it asks", ""]
    lines += questions.enumerated().map { index, question in
      "\(index + 1). \(question.ask)" + (question.note.isEmpty ? "" : " \(question.note)")
    }
    if !levels.isEmpty {
      lines += ["", "## Levels", ""]
      lines += levels.map { "- **\($0.level)**: \($0.name)" }
    }
    if !notes.isEmpty {
      lines += ["", "## Good to know", ""]
      lines += notes.map { "- \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}
