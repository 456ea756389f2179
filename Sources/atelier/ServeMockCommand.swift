import ArgumentParser
import Documents
import MockServer
import Shipped
import TerminalUI
import TextWidth
import Workbench

/// `atelier serve-mock`
struct ServeMockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve-mock", _superCommandName: Atelier.name,
    abstract: "Serve broken and odd replies of models on this machine, to try your own clients on.",
    discussion: """
      Every case is a reply as some provider has sent it: cut, filtered, refused, with errors at status 200, with odd \
      pieces. With one case every request gets it; with several, or with all, the model's name in the request says which: \
      a client that asks for the model cut gets the case cut. It listens on 127.0.0.1 alone, prints its address, tells \
      every request on standard error, and ends with Ctrl-C. Keys are neither needed nor shown.
      """)

  @Argument(help: "Cases, such as cut or anthropic/refusal; all of them when left out. --list names them.")
  var cases: [String] = []

  @Flag(help: "List the cases with what is in them and what a right client shows, and serve nothing.")
  var list = false

  @Option(help: "The port; 0 takes any that is free.") var port = 0

  @Option(help: ArgumentHelp("Send so many bytes at a time.", valueName: "bytes")) var piece: Int?

  @Option(help: ArgumentHelp("Wait so many seconds between pieces.", valueName: "seconds")) var delay = 0.0

  @Option(help: ArgumentHelp("Close the connection after so many bytes of the body.", valueName: "bytes"))
  var cutAfter: Int?

  @Option(
    help: ArgumentHelp(
      "Send Content-Length, wrong by so many bytes: more than 0 promises what never comes.",
      valueName: "bytes"))
  var lengthError: Int?

  @Option(help: ArgumentHelp("First answer with this error status, such as 429.", valueName: "status"))
  var refuse: Int?

  @Option(
    help: ArgumentHelp(
      "Retry-After of that answer: seconds, a date, or 1500ms for retry-after-ms.", valueName: "wait"))
  var retryAfter: String?

  @Option(help: ArgumentHelp("How many requests in a row are refused.", valueName: "n")) var refusals = 1

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let piece, piece < 1 { throw ValidationError("--piece is at least 1.") }
    if delay < 0 { throw ValidationError("--delay is no negative number.") }
    if let refuse, !(400...599).contains(refuse) {
      throw ValidationError("--refuse is an error's status, from 400 to 599.")
    }
    if refuse == nil, retryAfter != nil { throw ValidationError("--retry-after goes with --refuse.") }
  }

  func run() throws {
    let chosen = try Self.find(cases)
    if list { return show(chosen) }
    var pacing = MockPacing(
      pieceSize: piece ?? (delay > 0 ? 64 : nil), delay: delay, cutAfter: cutAfter, lengthError: lengthError)
    if let refuse {
      pacing.refusal = MockPacing.Refusal(status: refuse, retryAfter: retryAfter, count: max(1, refusals))
    }
    let isJSON = output.isJSON
    let port = port
    do {
      try Blocking.run { [pacing] in
        let server = try await MockServer.start(cases: chosen, port: port, pacing: pacing) { request in
          if isJSON {
            Output.write(Self.json(request).text(pretty: false) + "\n")
          } else {
            Self.tell(request)
          }
        }
        Self.announce(server, chosen, isJSON: isJSON)
        while (try? await Task.sleep(for: .seconds(3600))) != nil {}
        await server.stop()
        Output.complain("stopped", isPrefixed: false)
      }
    } catch let failure as MockServer.Failure {
      throw CommandFailure(code: "cannot_listen", message: failure.message, hint: failure.hint)
    }
    throw ExitCode(130)
  }

  // MARK: Cases

  private static func catalogue() throws -> MockCatalogue {
    let files = Dictionary(Shipped.streams.map { ($0.name, $0.text) }) { first, _ in first }
    func bytes(_ name: String) -> [UInt8]? {
      files[name].flatMap { Base64.bytes($0) }
    }
    do {
      return try MockCatalogue(
        index: String(decoding: bytes("cases.yaml") ?? [], as: UTF8.self), bytes: bytes)
    } catch {
      throw CommandFailure(
        code: "bad_build", message: "the cases of this program are broken: \(error.message)")
    }
  }

  private static func find(_ names: [String]) throws -> [MockCase] {
    let catalogue = try catalogue()
    var found: [MockCase] = []
    for name in names.isEmpty ? ["all"] : names {
      let these = catalogue.find(name)
      guard !these.isEmpty else {
        let near = catalogue.nearest(name).map { "Did you mean \($0)? " } ?? ""
        throw CommandFailure(
          code: "bad_input", message: "there is no case “\(name)”",
          hint: near + "`atelier serve-mock --list` names them all.")
      }
      found += these.filter { one in !found.contains { $0.id == one.id } }
    }
    return found
  }

  private func show(_ cases: [MockCase]) {
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.serve-mock.list/1",
        "cases": .array(
          cases.map { one in
            [
              "id": .string(one.id), "name": .string(one.name), "format": .string(one.format.rawValue),
              "about": .string(one.summary), "ending": .string(one.ending.rawValue),
              "reason": .optional(one.reason), "text": .string(one.text),
              "path": .string(one.format.path),
            ]
          }),
      ]
      return Output.write(json.text() + "\n")
    }
    let table = Table(
      columns: [
        .init("case", minimum: 20), .init("a right client shows"), .init("what is in it", minimum: 30),
      ],
      rows: cases.map { one in
        [Span(one.id, .accent), Span(one.ending.rawValue, .text), Span(one.summary, .dim)]
      })
    StyledOutput(output, environment: Settings().environment).write(table.lines(in: Output.width ?? 400))
  }

  // MARK: Telling

  private static func announce(_ server: MockServer, _ cases: [MockCase], isJSON: Bool) {
    if isJSON {
      let json: JSONValue = [
        "schema": "atelier.serve-mock/1", "address": .string(server.address), "port": .integer(server.port),
        "cases": .array(cases.map { .string($0.id) }),
      ]
      return Output.write(json.text(pretty: false) + "\n")
    }
    Output.write(server.address + "\n")
    for format in MockCase.Format.allCases {
      let these = cases.filter { $0.format == format }
      guard let first = these.first else { continue }
      let model =
        these.count == 1
        ? "every request gets \(first.name)"
        : "\(these.count) cases, by the model's name, such as \(first.name)"
      Output.complain("\(format.title): \(server.address)\(format.path) (\(model))", isPrefixed: false)
    }
    Output.complain("Ctrl-C ends it", isPrefixed: false)
  }

  private static func tell(_ request: MockRequest) {
    let model = request.model.map { " model \($0)" } ?? ""
    let answer = (request.caseID ?? request.problem).map { " " + $0 } ?? ""
    Output.complain(
      VisibleText.make("\(request.method) \(request.path)\(model): \(request.status)\(answer)"),
      isPrefixed: false)
  }

  private static func json(_ request: MockRequest) -> JSONValue {
    [
      "type": "request", "method": .string(request.method), "path": .string(request.path),
      "model": .optional(request.model), "stream": request.streams.map(JSONValue.bool) ?? .null,
      "headers": .array(
        request.headers.map { ["name": .string($0.name), "value": .optional($0.value)] }),
      "case": .optional(request.caseID), "status": .integer(request.status),
      "problem": .optional(request.problem),
    ]
  }
}
