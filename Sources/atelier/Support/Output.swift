import ArgumentParser
import Glibc
import TextWidth

/// How a command prints what it found.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json

  /// Whether the command line asks for JSON, also where it could not be parsed.
  static var isJSONRequested: Bool {
    let arguments = CommandLine.arguments
    if arguments.contains("--json") || arguments.contains("--format=json") { return true }
    return zip(arguments, arguments.dropFirst()).contains { $0 == "--format" && $1 == "json" }
  }
}

/// The options that every printing command has.
struct OutputOptions: ParsableArguments {
  @Option(help: "How to print: text or json.")
  var format: OutputFormat = .text

  @Flag(help: "Short for --format json.")
  var json = false

  @Option(help: "Colours: auto, always or never.")
  var color: ColorUse = .auto

  @Flag(help: "ASCII signs only.")
  var ascii = false

  enum ColorUse: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

  var isJSON: Bool { json || format == .json }

  /// Whether to colour: on a terminal, unless NO_COLOR or the person says otherwise.
  var isColored: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      Output.isTerminal && Output.environment("NO_COLOR") == nil && Output.environment("TERM") != "dumb"
    }
  }
}

/// Standard output and standard error.
enum Output {
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// The width for text: the terminal's, else none.
  static var width: Int? {
    var size = winsize()
    guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// An environment variable that is set and not empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Writes to standard output.
  ///
  /// A reader that has gone away ends the program quietly.
  static func write(_ text: String) {
    write(text, to: STDOUT_FILENO)
  }

  /// Tells a person on standard error what is wrong.
  static func complain(_ text: String, isPrefixed: Bool = true) {
    write((isPrefixed ? "atelier: " : "") + VisibleText.make(text, .stream) + "\n", to: STDERR_FILENO)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        // A closed pipe ends quietly; what else fails here (a full disk behind a redirection) must be known.
        if errno == EPIPE { Glibc.exit(0) }
        let reason = String(cString: strerror(errno))
        if descriptor == STDOUT_FILENO { complain("writing the output failed: \(reason)") }
        Glibc.exit(2)
      }
      bytes = bytes.dropFirst(written)
    }
  }

  /// Does not let a reader that has gone away kill the program before it can end quietly.
  static func ignoreBrokenPipe() {
    signal(SIGPIPE, SIG_IGN)
  }
}
