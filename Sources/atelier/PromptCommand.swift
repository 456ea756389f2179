import ArgumentParser
import Documents
import FoundationEssentials
import Glibc
import Models
import Templates
import TextWidth

/// `atelier prompt …`
struct PromptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompt", _superCommandName: Atelier.name,
    abstract: "Render, check, convert and run prompt files: Jinja, prompty, prompt flow, nunjucks, Mustache.",
    subcommands: [PromptRender.self, PromptCheck.self, PromptConvert.self, PromptRun.self])
}

/// A prompt's file, its dialect and what is put into it.
struct PromptOptions: ParsableArguments {
  @Argument(help: "The file, or - for standard input.") var file: String

  @Option(
    help: ArgumentHelp(
      "How it is written: promptflow, prompty, prompty-v2, hf-chat, nunjucks, mustache or jinja; guessed when left out.",
      valueName: "dialect"))
  var dialect: String?

  @Option(
    name: [.customLong("input"), .customShort("i")],
    help: ArgumentHelp("An input, as name=value; the value is JSON, or else a text.", valueName: "name=value")
  )
  var inputs: [String] = []

  @Option(
    help: ArgumentHelp("A JSON file with inputs, or -; those of --input go before it.", valueName: "file"))
  var data: String?

  @Flag(help: "Names that are not defined are errors.") var strict = false

  /// What was read.
  struct Source {
    var text: String
    var name: String?
    var dialect: TemplateDialect
    var isPrompty: Bool
  }

  func source() throws -> Source {
    let name = file == "-" ? nil : file
    let text = try name.map { try Self.text(of: $0) } ?? Self.standardInput()
    let base = name?.split(separator: "/").last.map(String.init) ?? ""
    let guessed = TemplateDialect.guessed(fileName: base, text: text)
    guard let dialect else {
      return Source(
        text: text, name: name, dialect: guessed, isPrompty: guessed == .prompty || guessed == .promptyV2)
    }
    guard let wanted = TemplateDialect(rawValue: dialect) else {
      let known = TemplateDialect.allCases.map(\.rawValue)
      throw CommandFailure(
        code: "bad_input", message: "there is no dialect “\(dialect)”",
        hint: NearestName.of(dialect, among: known).map { "Did you mean \($0)?" }
          ?? "Known: \(known.joined(separator: ", ")).")
    }
    return Source(
      text: text, name: name, dialect: wanted, isPrompty: wanted == .prompty || wanted == .promptyV2)
  }

  /// The inputs, those of the command line before those of the file.
  func values() throws -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    if let data {
      guard data != "-" || file != "-" else {
        throw CommandFailure(
          code: "bad_input", message: "the prompt and its data cannot both be standard input")
      }
      do {
        guard case .object(let found) = try JSONReader.read(try Self.text(of: data)) else {
          throw CommandFailure(code: "bad_input", message: "the data is no JSON object", file: data)
        }
        members = found
      } catch let error as DocumentError {
        throw CommandFailure(code: "bad_input", message: error.message, file: data, position: error.position)
      }
    }
    for input in inputs {
      guard let equals = input.firstIndex(of: "="), equals != input.startIndex else {
        throw CommandFailure(
          code: "bad_input", message: "“\(input)” is no input",
          hint: "Such as --input question=\"What is RAG?\".")
      }
      let name = String(input[..<equals])
      let text = String(input[input.index(after: equals)...])
      members.removeAll { $0.key == name }
      members.append(.init(name, (try? JSONReader.read(text)) ?? .string(text)))
    }
    return members
  }

  private var place: PromptPlace {
    PromptPlace(of: file == "-" ? nil : file, environment: Settings().environment)
  }

  /// What lies beside the prompt: files within its folder only, and the environment.
  var surroundings: PromptSurroundings { place.surroundings }

  var renderOptions: RenderOptions { place.renderOptions(isStrict: strict) }

  func prompty(_ source: Source, requiresReferences: Bool = false) throws -> Prompty {
    do {
      return try Prompty(
        reading: source.text, file: source.name,
        generation: dialect == nil ? nil : source.dialect == .prompty ? .first : .second,
        surroundings: surroundings, requiresReferences: requiresReferences)
    } catch {
      throw CommandFailure(
        code: "bad_input", message: error.message, file: source.name, position: error.position)
    }
  }

  static func failure(_ error: TemplateError) -> CommandFailure {
    CommandFailure(
      code: "bad_template", message: error.message, hint: error.hint, file: error.file,
      position: error.position)
  }

  private static func text(of path: String) throws -> String {
    if path == "-" { return try standardInput() }
    // Opened and read to its end: a pipe has no size to ask for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandFailure(
        code: "cannot_read", message: "cannot read “\(path)”: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      throw CommandFailure(
        code: "cannot_read", message: "“\(path)” is a folder", hint: "Name a prompt file in it.")
    }
    guard let text = String(validating: FileHandleReader.readAll(descriptor), as: UTF8.self) else {
      throw CommandFailure(code: "bad_input", message: "the file is not UTF-8", file: path)
    }
    // A mark of the byte order, as editors leave it, would stand before the first role.
    return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  private static func standardInput() throws -> String {
    guard let text = String(validating: FileHandleReader.readAll(0), as: UTF8.self) else {
      throw CommandFailure(code: "bad_input", message: "standard input is not UTF-8 text")
    }
    return text
  }

  /// Says which inputs mean nothing to the prompt: a name that is misspelt would leave its default in place.
  private func tellUnknown(_ values: [JSONValue.Member], _ source: Source) {
    guard !values.isEmpty else { return }
    let preview = TemplatePreview(
      source.text, fileName: source.name ?? "", dialect: source.dialect, surroundings: surroundings)
    let known = preview.variables.map(\.name)
    for value in values where !known.contains(value.key) {
      let hint = NearestName.of(value.key, among: known).map { "; did you mean \($0)?" } ?? ""
      Output.complain("the prompt has no input “\(value.key)”\(hint)", isPrefixed: false)
    }
  }

  /// What a prompt became.
  struct Rendered {
    var text: String
    /// None for a bare template.
    var messages: [PromptMessage]
    var warnings: [PromptWarning]
    /// Parameters that the file sets.
    var parameters: [JSONValue.Member] = []
  }

  /// Renders the file.
  ///
  /// - Throws: ``CommandFailure`` with line and column.
  func rendered(requiresReferences: Bool = false) throws -> Rendered {
    let source = try source()
    let values = try values()
    tellUnknown(values, source)
    do {
      if source.isPrompty {
        let prompty = try prompty(source, requiresReferences: requiresReferences)
        let rendered = try prompty.rendered(values, surroundings: surroundings, options: renderOptions)
        return Rendered(
          text: rendered.text, messages: rendered.messages,
          warnings: PromptLines.unique(prompty.warnings + rendered.warnings),
          parameters: prompty.parameters)
      }
      let template = try Template(source.text, name: source.name, dialect: source.dialect)
      let text = try template.render(values, options: renderOptions)
      let messages = source.dialect == .promptflow ? (try? PromptflowMessages.messages(of: text)) ?? [] : []
      return Rendered(text: text, messages: messages, warnings: [])
    } catch var error as TemplateError {
      error.file = error.file ?? source.name
      throw Self.failure(error)
    }
  }
}
