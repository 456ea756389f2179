import Catalog
import Foundation

/// Makes a folder with a catalog of any size, always the same for a number of entries.
///
/// The texts are put together from the sentences of real entries, so that words are as common and as rare as in
/// life, with made-up words among them; names, facets, relations, links and sections stand as a person writes them.
enum GeneratedCatalog {
  private static let kinds: [EntryKind] = [
    .service, .concept, .service, .modelFamily, .platform, .concept, .pattern, .guide,
  ]

  /// Writes the entries into a new folder.
  ///
  /// The first one is called `Generated atlas number 0`, and alone goes by the name `Gazetteer`.
  static func write(_ count: Int, from entries: [CatalogEntry], to folder: String) throws {
    let manager = FileManager.default
    for kind in Set(kinds) {
      try manager.createDirectory(atPath: folder + "/" + kind.folder, withIntermediateDirectories: true)
    }
    var random = Random(state: 20_261_129)
    let sentences = entries.filter { $0.parent == nil }.flatMap { Self.sentences(of: $0.body) }
    guard !sentences.isEmpty else { return }
    for number in 0..<count {
      let kind = kinds[number % kinds.count]
      let text = page(number, of: count, kind: kind, sentences: sentences, random: &random)
      try text.write(
        toFile: "\(folder)/\(kind.folder)/\(id(number)).md", atomically: false, encoding: .utf8)
    }
  }

  private static func id(_ number: Int) -> String { "generated-\(word(number))-\(number)" }

  private static func page(
    _ number: Int, of count: Int, kind: EntryKind, sentences: [String], random: inout Random
  ) -> String {
    let name = word(number)
    let other = word(random.next(20_736))
    var lines = [
      "---", "id: \(id(number))", "kind: \(kind.rawValue)",
      number == 0
        ? "title: Generated atlas number 0"
        : "title: \(name.capitalized) \(other) \(nouns[number % nouns.count])",
    ]
    if number == 0 {
      lines.append("aliases: [Gazetteer]")
    } else if number % 3 == 0 {
      lines.append("aliases: [\(name.capitalized) \(other), \"\(other): \(number)\"]")
    }
    let summary = sentences[random.next(sentences.count)].prefix(90).replacing("\"", with: "")
    lines += [
      "summary: \"\(name.capitalized): \(summary)\"", "section: ai-concepts", "order: \(1000 + number)",
    ]
    lines += [
      "facets:", "  modality: [\(["text", "text, image", "audio", "text, audio"][random.next(4)])]",
      "  hosting: [\(["serverless", "container", "own machine"][random.next(3)])]",
    ]
    lines.append("relations:")
    for _ in 0..<1 + random.next(3) {
      let kind = ["uses", "part-of", "see-also", "alternative-to", "hosts"][random.next(5)]
      lines.append("  - {rel: \(kind), to: \(id(random.next(count)))}")
    }
    if number % 4 == 0 {
      lines.append("equivalents: {aws: Amazon \(other.capitalized), gcp: Vertex \(name)}")
    }
    if number % 10 == 0 { lines.append("lifecycle: {state: preview, date: \"2026-0\(1 + number % 9)-15\"}") }
    lines += [
      "links:",
      "  - {title: What is \(name)?, href: /azure/\(name)/overview, kind: documentation}",
      "  - {id: start, title: \"Quickstart: \(other)\", href: \"https://example.com/\(other)#\(number)\"}",
      "sources:", "  - {ref: seed, lines: \"\(number)-\(number + 3)\"}",
    ]
    let hasSection = number % 20 == 7
    if hasSection {
      lines += [
        "sections:", "  - anchor: limits", "    kind: \(kind.rawValue)",
        "    title: Limits of \(name) \(other) \(number)", "    summary: How far \(name) goes",
      ]
    }
    lines += ["---", ""]
    let words = 150 + random.next(250)
    lines += body(words, number, of: count, sentences: sentences, random: &random)
    if hasSection {
      lines += [
        "", "## Limits of \(name) \(other) \(number)", "", sentences[random.next(sentences.count)] + ".",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func body(
    _ words: Int, _ number: Int, of count: Int, sentences: [String], random: inout Random
  ) -> [String] {
    var lines: [String] = []
    var paragraph: [Substring] = []
    var written = 0
    while written < words {
      let sentence = sentences[random.next(sentences.count)]
      paragraph += sentence.split(separator: " ")
      paragraph.append(
        "The \(word(number &* 31 &+ written)) of [\(word(written))](\(id(random.next(count)))) decides.")
      written += sentence.split(separator: " ").count + 5
      if paragraph.count > 70 || written >= words {
        var line = ""
        for part in paragraph {
          if line.count + part.count > 99 {
            lines.append(line)
            line = ""
          }
          line += line.isEmpty ? part : " " + part
        }
        lines += [line, ""]
        paragraph = []
      }
    }
    return lines
  }

  /// The sentences of a text without its marks, each on one line.
  private static func sentences(of body: String) -> [String] {
    let plain = body.split(separator: "\n").filter { line in
      guard let first = line.first else { return false }
      return first.isLetter
    }
    var text = ""
    var isTarget = false
    for character in plain.joined(separator: " ") {
      switch character {
      case "(" where text.hasSuffix("]"): isTarget = true
      case ")" where isTarget: isTarget = false
      case _ where isTarget: break
      default: text.append(character)
      }
    }
    return text.filter { !"[]*`|#<>_".contains($0) }.split(separator: ". ").map(String.init)
      .filter { $0.count > 30 }
  }

  private static let nouns = ["service", "studio", "engine", "index", "gateway", "model", "runtime", "hub"]

  /// A made-up word, always the same for a number.
  static func word(_ number: Int) -> String {
    let syllables = ["ka", "lo", "mi", "ru", "ten", "sor", "vi", "pla", "dro", "ne", "fu", "gar"]
    var rest = abs(number &* 2_654_435_761) % 20_736
    var text = ""
    for _ in 0..<4 {
      text += syllables[rest % 12]
      rest /= 12
    }
    return text
  }

  /// Chance that is the same on every run.
  private struct Random {
    var state: UInt64

    mutating func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, limit)
    }
  }
}
