import ArgumentParser
import Documents
import FoundationEssentials
import Models

/// What goes along with a prompt, or shapes its answer: files, free parameters, a schema.
struct ChatInputOptions: ParsableArguments {
  @Option(
    name: .customLong("file"),
    help: ArgumentHelp(
      "A file to send along: a picture, or text; may be given several times.", valueName: "path"))
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "A parameter of the provider's own, as name=value; the value is JSON, or else a text.",
      valueName: "name=value"))
  var param: [String] = []

  @Option(
    help: ArgumentHelp(
      "A JSON Schema for the answer, which is checked here as well; exits with 1 when it does not keep to it.",
      valueName: "file"))
  var schema: String?

  /// The largest file that is sent along, in bytes.
  private static let fileLimit = 20_000_000
  private static let pictures = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
  ]

  /// What was read.
  struct Input: Sendable {
    /// Texts to put behind the prompt.
    var texts: [String] = []
    /// Pictures, which are kept with the question.
    var attachments: [SessionAttachment] = []
    var extra: [JSONValue.Member] = []
    var format: ResponseFormat?

    /// Whether a request needs no completing.
    var isEmpty: Bool { extra.isEmpty && format == nil }

    /// Completes a request on its way.
    func shape(_ request: inout ChatRequest) {
      request.extra += extra
      if let format { request.responseFormat = format }
    }

    /// A provider that gets the parameters and the form.
    func shaping(_ provider: any ModelProvider) -> any ModelProvider {
      isEmpty ? provider : ShapedProvider(base: provider, shape: shape)
    }
  }

  /// Reads the files.
  ///
  /// - Throws: ``CommandFailure`` when one cannot be read or sent.
  func read() throws -> Input {
    var input = Input()
    for path in files { try add(path, to: &input) }
    for text in param {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw CommandFailure(
          code: "bad_input", message: "“\(text)” is no parameter", hint: "Such as --param top_k=40.")
      }
      let value = String(text[text.index(after: equals)...])
      input.extra.append(
        .init(String(text[..<equals]), (try? JSONReader.read(value)) ?? .string(value)))
    }
    if let schema {
      let text = try Self.text(of: schema)
      do {
        let value = try JSONReader.read(text)
        guard case .object = value else {
          throw CommandFailure(
            code: "bad_input", message: "a JSON Schema is an object",
            hint: "Such as {\"type\": \"object\", …}.",
            file: schema)
        }
        input.format = .schema(name: "answer", value, isStrict: nil)
      } catch let error as DocumentError {
        throw CommandFailure(
          code: "bad_input", message: error.message, file: schema, position: error.position)
      }
    }
    return input
  }

  private func add(_ path: String, to input: inout Input) throws {
    let suffix = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if let mediaType = Self.pictures[suffix] {
      let picture = ChatImage.bytes(try Self.bytes(of: path), mediaType: mediaType)
      input.attachments.append(SessionAttachment(picture, name: name))
    } else {
      input.texts.append("\(name):\n\n```\(suffix)\n\(try Self.text(of: path))\n```")
    }
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(code: "cannot_read", message: "cannot read “\(path)”")
    }
    guard data.count <= fileLimit else {
      throw CommandFailure(
        code: "bad_input", message: "“\(path)” has \(data.count / 1_000_000) MB; 20 MB is the most")
    }
    return Array(data)
  }

  private static func text(of path: String) throws -> String {
    guard let text = String(validating: try bytes(of: path), as: UTF8.self) else {
      throw CommandFailure(
        code: "bad_input", message: "the file is neither a picture that is known nor UTF-8 text",
        hint: "Pictures are png, jpg, gif and webp.", file: path)
    }
    return text
  }
}
