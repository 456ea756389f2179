import ArgumentParser
import Catalog
import Diagrams
import Documents
import FoundationEssentials
import Glibc
import TerminalUI
import Workbench

/// `atelier diagram …`: diagrams as text.
struct DiagramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagram", _superCommandName: Atelier.name,
    abstract: "Draw Mermaid diagrams as text, and check their sources.",
    subcommands: [DiagramRender.self, DiagramCheck.self])

  /// How many of a thing, in words.
  static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }

  /// The failure that a mistake in a source stands for.
  static func failure(_ error: DiagramError, file: String?) -> CommandFailure {
    CommandFailure(
      code: "bad_input", message: error.message, hint: error.hint, file: file, position: error.position)
  }
}

/// `atelier diagram render`
struct DiagramRender: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Draw a Mermaid diagram as text.",
    discussion: """
      Draws flowcharts, sequence, state, class and entity-relationship diagrams. A drawing is fitted to the width by \
      tighter gaps, narrower texts, a turned flow and folded rows; nothing is ever cut. What cannot fit is drawn at its \
      natural width, and standard error says so.
      Numbered steps are comments in the source: %% step 2 (a->b, c): what happens
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, mermaid, dot
  }

  @Argument(help: "A file, the id of a catalog entry that has a drawing, or - for standard input.")
  var source: String

  @Option(help: ArgumentHelp("Of a Markdown text with several Mermaid blocks: which one.", valueName: "n"))
  var block: Int?

  @Option(help: "The width to fit into; 0 is the natural width. Without it: the terminal's width.")
  var width: Int?

  @Option(help: "The direction of the main flow: TB, BT, LR or RL.")
  var direction: String?

  @Option(help: ArgumentHelp("Light the boxes and lines of this step.", valueName: "n"))
  var step: Int?

  @Option(help: "How to print: text, json, mermaid (the source) or dot (for Graphviz).")
  var format: Format = .text

  @Flag(help: "Short for --format json.")
  var json = false

  @Option(help: "Colours: auto, always or never.")
  var color: OutputOptions.ColorUse = .auto

  @Flag(help: "ASCII lines and signs only.")
  var ascii = false

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var catalog: CatalogOptions

  func run() throws {
    let (text, file, firstLine) = try readBlock()
    let format = json ? .json : format
    if format == .mermaid {
      Output.write(text.hasSuffix("\n") ? text : text + "\n")
      return
    }
    do {
      let diagram = try Diagram(reading: text)
      if format == .dot {
        try writeDot(diagram)
        return
      }
      var options = Diagram.Options(
        width: try wantedWidth(), isASCII: ascii, direction: try wantedDirection())
      options.step = try wantedStep(of: diagram)
      let drawing = try diagram.draw(options)
      if format == .json {
        Output.write(DiagramJSON.render(drawing).text() + "\n")
      } else {
        print(drawing)
      }
    } catch var error as DiagramError {
      error.position?.line += firstLine - 1
      throw DiagramCommand.failure(error, file: file)
    }
  }

  private func print(_ drawing: Drawing) {
    if color.isColored {
      StyledOutput(isColored: true, isASCII: false).write(DiagramLines.lines(of: drawing))
    } else {
      Output.write(drawing.grid.rows.map { $0 + "\n" }.joined())
    }
    if let step, let lit = drawing.steps.first(where: { $0.number == step }) {
      Output.write("\n\(lit.number)  \(lit.text)\n")
    }
    if !drawing.fits {
      Output.complain(
        "the drawing is \(drawing.width) columns wide, which is more than \(width ?? Output.width ?? 0); "
          + "`less -S` shows it sideways")
    }
  }

  // MARK: What is asked for

  /// The source: of a Markdown text its Mermaid block, with the line at which that begins.
  private func readBlock() throws -> (text: String, file: String?, firstLine: Int) {
    let (text, file) = try read()
    let isMarkdown =
      file?.hasSuffix(".md") == true
      || text.split(separator: "\n").first { !$0.allSatisfy(\.isWhitespace) }?.hasPrefix("```") == true
    guard isMarkdown || block != nil else { return (text, file, 1) }
    let blocks = MermaidBlocks.blocks(in: text)
    guard !blocks.isEmpty else {
      throw CommandFailure(
        code: "bad_input", message: "the text holds no Mermaid block", hint: "One begins with ```mermaid.",
        file: file)
    }
    guard let number = block ?? (blocks.count == 1 ? 1 : nil) else {
      throw CommandFailure(
        code: "bad_input", message: "the text holds \(blocks.count) Mermaid blocks",
        hint: "Say which with --block 1 to --block \(blocks.count).", file: file)
    }
    guard blocks.indices.contains(number - 1) else {
      throw CommandFailure(
        code: "bad_input", message: "there is no Mermaid block \(number)",
        hint: "The text holds \(blocks.count).", file: file)
    }
    return (blocks[number - 1].text, file, blocks[number - 1].firstLine)
  }

  /// The drawing of a design of one's own.
  private func design(named name: String) throws -> String {
    let store = try database.openIfThere()
    guard let kept = try store?.design(named: name) else {
      throw DesignCommand.missing(name, among: try store?.designs().map(\.name) ?? [])
    }
    return try DesignDocument(reading: kept).design.source
  }

  /// The source, and the file it comes from.
  private func read() throws -> (text: String, file: String?) {
    if source == "-" {
      guard let text = String(validating: FileHandleReader.readAll(STDIN_FILENO), as: UTF8.self) else {
        throw CommandFailure(code: "bad_input", message: "standard input is not UTF-8")
      }
      return (text, nil)
    }
    let isFile =
      source.contains("/") || source.contains(".") || FileManager.default.fileExists(atPath: source)
    if isFile {
      guard let data = FileManager.default.contents(atPath: source) else {
        throw CommandFailure(
          code: "cannot_read", message: "cannot read “\(source)”",
          hint: "Give a file, the id of a catalog entry, or - for standard input.")
      }
      guard let text = String(validating: data, as: UTF8.self) else {
        throw CommandFailure(code: "bad_input", message: "the file is not UTF-8", file: source)
      }
      return (text, source)
    }
    if source.hasPrefix("design:") { return (try design(named: String(source.dropFirst(7))), nil) }
    let library = try CatalogCommand.library(catalog)
    guard let entry = library.entry(named: source) else {
      let drawn = library.entries.filter { $0.diagram != nil }.map(\.id)
      throw CommandFailure(
        code: "not_found", message: "there is no file and no entry “\(source)”",
        hint: NearestName.of(source, among: drawn).map { "Did you mean \($0)?" }
          ?? "`atelier catalog list --kind architecture` names the architectures.")
    }
    guard let text = entry.diagram else {
      let near = library.backlinks(to: entry.id).map(\.from).filter { library[$0]?.diagram != nil }
      throw CommandFailure(
        code: "not_found", message: "the entry “\(entry.id)” has no drawing",
        hint: near.isEmpty
          ? nil : "It is part of these, which have one: \(near.prefix(3).joined(separator: ", ")).")
    }
    return (text, nil)
  }

  private func wantedWidth() throws -> Int? {
    if let width, width < 0 {
      throw CommandFailure(
        code: "bad_input", message: "--width \(width) is no width", hint: "0 is the natural width.")
    }
    let wanted = width ?? Output.width ?? 0
    return wanted == 0 ? nil : wanted
  }

  private func wantedDirection() throws -> Direction? {
    guard let direction else { return nil }
    guard let known = Direction(word: direction.uppercased()) else {
      throw CommandFailure(
        code: "bad_input", message: "there is no direction “\(direction)”",
        hint: "TB is down, BT up, LR to the right, RL to the left.")
    }
    return known
  }

  private func wantedStep(of diagram: Diagram) throws -> Int? {
    guard let step else { return nil }
    let numbers = diagram.steps.map(\.number)
    guard numbers.contains(step) else {
      throw CommandFailure(
        code: "not_found", message: "there is no step \(step)",
        hint: numbers.isEmpty
          ? "The diagram has no steps." : "Its steps are \(numbers.map(String.init).joined(separator: ", "))."
      )
    }
    return step
  }

  private func writeDot(_ diagram: Diagram) throws {
    guard case .graph(let graph) = diagram else {
      throw CommandFailure(
        code: "bad_input", message: "a sequence diagram has no form in DOT", hint: "Use --format mermaid.")
    }
    Output.write(DotWriter.write(graph))
  }
}

/// `atelier diagram check`
struct DiagramCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the Mermaid sources of a folder or a file.",
    discussion:
      "Reads *.mmd, *.mermaid and the Mermaid blocks of *.md, prints one finding a line as file:line:column: message, "
      + "and exits with 1 when there is any.")

  @Argument(help: "The folder or file.")
  var path: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    var files = 0
    var findings: [(file: String, error: DiagramError)] = []
    for file in try sources() {
      guard let data = FileManager.default.contents(atPath: file),
        let text = String(validating: data, as: UTF8.self)
      else {
        files += 1
        findings.append((file, DiagramError("the file cannot be read as UTF-8 text")))
        continue
      }
      let blocks =
        file.hasSuffix(".md")
        ? MermaidBlocks.blocks(in: text) : [MermaidBlocks.Block(text: text, firstLine: 1)]
      if !blocks.isEmpty { files += 1 }
      for block in blocks {
        do {
          _ = try Diagram(reading: block.text).draw()
        } catch {
          var error = error
          error.position?.line += block.firstLine - 1
          findings.append((file, error))
        }
      }
    }
    if output.isJSON {
      Output.write(DiagramJSON.check(files: files, findings: findings).text() + "\n")
    } else {
      for (file, error) in findings {
        Output.write(DiagramCommand.failure(error, file: file).description + "\n")
      }
      Output.complain(
        findings.isEmpty
          ? "\(DiagramCommand.count(files, "file")), nothing to find fault with"
          : "\(DiagramCommand.count(files, "file")), \(DiagramCommand.count(findings.count, "finding"))",
        isPrefixed: false)
    }
    if !findings.isEmpty { throw ExitCode(1) }
  }

  private func sources() throws -> [String] {
    let manager = FileManager.default
    var isFolder = false
    guard manager.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandFailure(code: "cannot_read", message: "there is no file or folder “\(path)”")
    }
    guard isFolder else { return [path] }
    let names = (try? manager.subpathsOfDirectory(atPath: path)) ?? []
    return names.filter { name in
      [".mmd", ".mermaid", ".md"].contains { name.hasSuffix($0) }
        && !name.split(separator: "/").contains { $0.hasPrefix(".") }
    }.sorted().map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
  }
}
