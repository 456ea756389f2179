import ArgumentParser
import Catalog
import Documents
import TerminalUI

/// `atelier catalog compare`
struct CatalogCompare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Set two to four entries beside each other, attribute by attribute.",
    discussion: """
      What the catalog does not say is “not stated”, never a pass. “≠” stands before rows that differ. Constraints:
      \(Constraint.all.map { "  \($0.id): \($0.title)" }.joined(separator: "\n"))
      Exits with 1 when no entry fulfils what --must asks for.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, csv
  }

  @Argument(help: "Two to four entries: ids, titles or other names.")
  var entries: [String] = []

  @Option(
    help: ArgumentHelp(
      "What must be so; may be given several times. Known: \(Constraint.all.map(\.id).joined(separator: ", ")).",
      valueName: "constraint"))
  var must: [String] = []

  @Flag(help: "Only the rows that differ.")
  var differences = false

  @Option(help: "How to print: text, json, markdown or csv.")
  var format: Format = .text

  @Flag(help: "Short for --format json.")
  var json = false

  @Option(help: "Colours: auto, always or never.")
  var color: OutputOptions.ColorUse = .auto

  @Flag(help: "ASCII signs only.")
  var ascii = false

  @OptionGroup var catalog: CatalogOptions

  func run() throws {
    guard Comparison.countRange.contains(entries.count) else {
      let found = entries.isEmpty ? "none" : "\(entries.count)"
      throw CommandFailure(
        code: "bad_input", message: "a comparison takes two to four entries, found \(found)",
        hint: "Such as `atelier catalog compare ai-search cosmos-db`.")
    }
    let constraints = try constraints()
    let library = try CatalogCommand.library(catalog)
    let found = try entries.map { try CatalogCommand.entry(named: $0, in: library) }
    for (index, entry) in found.enumerated() {
      if let other = found[..<index].firstIndex(where: { $0.id == entry.id }) {
        throw CommandFailure(
          code: "bad_input",
          message: "“\(entries[other])” and “\(entries[index])” are the same entry, \(entry.id)",
          hint: "Name two different ones.")
      }
    }
    let comparison = Comparison(of: found, in: library, constraints: constraints)
    switch json ? .json : format {
    case .json: Output.write(comparison.json(onlyDifferences: differences).text() + "\n")
    case .csv: Output.write(comparison.csv(onlyDifferences: differences))
    case .markdown:
      // Kept for another program, so that lines stay; a person's terminal is not steered by them.
      StyledOutput(isColored: false, isASCII: ascii)
        .write(
          comparison.markdown(onlyDifferences: differences).split(separator: "\n").map {
            StyledLine(String($0))
          })
    case .text:
      var options = OutputOptions()
      options.color = color
      options.ascii = ascii
      let lines = ComparisonLines(comparison, onlyDifferences: differences, width: Output.width).lines
      StyledOutput(options, environment: Settings().environment).write(lines)
    }
    if comparison.allFail { throw ExitCode(1) }
  }

  private func constraints() throws -> [Constraint] {
    var found: [Constraint] = []
    for name in must.flatMap({ $0.split(separator: ",").map(String.init) }) {
      guard let constraint = Constraint.named(name) else {
        let known = Constraint.all.map(\.id)
        throw CommandFailure(
          code: "bad_input", message: "there is no constraint “\(name)”",
          hint: (NearestName.of(name, among: known).map { "Did you mean \($0)? " } ?? "")
            + "Known: \(known.joined(separator: ", ")).")
      }
      if !found.contains(constraint) { found.append(constraint) }
    }
    return found
  }
}
