/// A new entry's file, with comments that say what to put where.
///
/// What it writes is a valid entry as it stands, so that a catalog can be checked from its first minute.
package struct EntryTemplate: Sendable {
  package let kind: EntryKind
  package let id: String
  package let title: String

  /// - Parameter title: the title; without one it is made of the id.
  package init(kind: EntryKind, id: String, title: String? = nil) {
    self.kind = kind
    self.id = id
    let words = id.replacing("-", with: " ")
    self.title = title ?? words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The id that a title makes: small letters, digits and hyphens; nil when nothing is left of it.
  package static func id(ofTitle title: String) -> String? {
    var id = ""
    for character in title.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        id.append(character)
      } else if !id.isEmpty, id.last != "-" {
        id.append("-")
      }
    }
    while id.last == "-" { id.removeLast() }
    return id.isEmpty ? nil : id
  }

  /// Whether an id may be one: small letters, digits, hyphens and full stops, and no hidden file.
  package static func isID(_ id: String) -> Bool {
    !id.isEmpty && id.first != "."
      && id.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" || $0 == "."
      }
  }

  /// The files, by their paths within the catalog's folder; the first is the page.
  package var files: [ExportedFile] {
    let path = "\(kind.folder)/\(id)"
    let page = ExportedFile(path: path + kind.fileSuffix, text: text)
    return kind == .architecture
      ? [page, ExportedFile(path: path + ".mmd", text: EntryTemplate.drawing)] : [page]
  }

  private var text: String {
    switch kind {
    case .decision: head + EntryTemplate.dialogue
    case .checklist: head + EntryTemplate.items
    default: "---\n" + head + more + "---\n\n" + EntryTemplate.body(of: kind)
    }
  }

  private var head: String {
    """
    id: \(id)                # the file's name; other pages lead here by it
    kind: \(kind.rawValue)
    title: \(EntryTemplate.quoted(title))
    summary: "One sentence that says what it is, at most 140 characters"
    # aliases: [other names, former names]          no two entries share one
    # section: an-entry                             the entry that heads its topic
    # order: 100                                    its place among the topic's entries
    # relations:                                    part-of, uses, hosts, alternative-to, see-also
    #   - {rel: uses, to: ai-search}
    # sources:                                      where its facts come from
    #   - {ref: "https://example.org/page, 2026-01-31"}

    """
  }

  /// The fields of a page that is no YAML alone.
  private var more: String {
    var lines: [String] = ["# facets:"]
    for facet in FacetVocabulary.facets {
      lines.append(
        "#   \(facet.name): [\(facet.values.prefix(1).joined())]    # \(facet.values.joined(separator: ", "))"
      )
    }
    lines += [
      "# equivalents: {aws: its counterpart, gcp: its counterpart, oss: its counterpart}",
      "# lifecycle: {state: current}                  preview, current, renamed, rolling, superseded, retiring, retired",
      "# links:",
      "#   - {title: Where to read more, href: \"https://example.org/\", kind: documentation}",
    ]
    if kind == .modelFamily {
      lines += [
        "# models:                                       leave out what no source states",
        "#   - name: provider/name",
        "#     title: Its name",
        "#     kind: chat",
        "#     context: 128000",
        "#     price: {unit: tokens, input: 0.15, output: 0.6, currency: USD, date: \"2026-01-31\", source: \"https://example.org/\"}",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func body(of kind: EntryKind) -> String {
    """
    Say what it is, when to use it and when not. Markdown; a link to another entry is its id between
    round brackets, as in `[Azure AI Search](ai-search)`.
    \(kind == .architecture ? "\nThe drawing lies beside this file under the same name, with the suffix .mmd.\n" : "")
    """
  }

  private static let drawing = """
    %% A comment “ref” leads from a box to its entry: %% ref search ai-search
    flowchart LR
      user([User]) --> app[Application]
      app --> model[Language model]
    %% step 1 (user->app): The user asks the application
    %% step 2 (app->model): The application asks the model

    """

  private static let dialogue = """
    engine: tree                    # tree, filter, ordered-filter, score, matrix or checklist
    intro: "What is decided here, and for whom."
    options:                        # the id of an entry, or a name of its own with a title
      - id: first-way
        title: The first way
        for: ["what speaks for it"]
      - id: second-way
        title: The second way
        against: ["what speaks against it"]
    questions:                      # a tree begins with the first
      - id: small
        ask: "Is it small?"
        answers:
          - {id: "yes", pick: first-way, because: "Small things are done the first way."}
          - {id: "no", next: alone}
      - id: alone
        ask: "Does one person run it?"
        answers:
          - {id: "yes", pick: first-way, because: "One person keeps it simple."}
          - {id: "no", pick: second-way, because: "Several people need the second way."}

    """

  private static let items = """
    intro: "What is looked at, and when."
    items:
      - id: first-item
        pillar: reliability         # \(Checklist.pillars.joined(separator: ", "))
        area: design                # the part of the design
        severity: high              # high, medium or low
        applies: [any]              # the workloads it holds for
        ask: "Does it go on when a part fails?"
        why: "Every part fails one day."
        how: "Switch each part off in a test, and look."
        # see: [ai-search]          # the entries it is about
      - id: second-item
        pillar: security
        area: access
        severity: medium
        applies: [any]
        ask: "Can everybody do only what they need?"
        why: "What is not allowed cannot be misused."
        how: "List the roles, and try one that should be refused."

    """

  /// A text as a YAML scalar between quotes.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value): result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
