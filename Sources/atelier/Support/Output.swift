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

  enum ColorUse: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never

    /// Whether to colour: on a terminal, unless NO_COLOR or the person says otherwise.
    var isColored: Bool {
      switch self {
      case .always: true
      case .never: false
      case .auto:
        Output.isTerminal && Output.environment("NO_COLOR") == nil && Output.environment("TERM") != "dumb"
      }
    }
  }

  var isJSON: Bool { json || format == .json }

  var isColored: Bool { color.isColored }
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
  /// A reader that has gone away ends the program quietly; anything else in the way ends it with a word.
  static func write(_ text: String) {
    switch attempt(text, on: STDOUT_FILENO) {
    case 0: break
    case EPIPE: Glibc.exit(0)
    case let error:
      complain("writing the output failed: \(String(cString: strerror(error)))")
      Glibc.exit(2)
    }
  }

  /// Writes to standard output, and tells the system's error instead of ending the program; 0 when all is well.
  static func attempt(_ text: String) -> Int32 { attempt(text, on: STDOUT_FILENO) }

  /// Tells a person on standard error what is wrong.
  ///
  /// Where nobody reads it, the work goes on.
  static func complain(_ text: String, isPrefixed: Bool = true) {
    _ = attempt((isPrefixed ? "atelier: " : "") + VisibleText.make(text, .stream) + "\n", on: STDERR_FILENO)
  }

  /// Writes one line of progress over the one before, where a person sees it.
  static func writeProgress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    _ = attempt("\r" + VisibleText.make(text, .stream) + "\u{1B}[K", on: STDERR_FILENO)
  }

  /// Takes the line of progress away.
  static func endProgress() {
    guard isatty(STDERR_FILENO) == 1 else { return }
    _ = attempt("\r\u{1B}[K", on: STDERR_FILENO)
  }

  private static func attempt(_ text: String, on descriptor: Int32) -> Int32 {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        guard errno == EINTR || errno == EAGAIN else { return errno }
        // A descriptor that others have made non-blocking is waited for, not spun on.
        if errno == EAGAIN {
          var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&poller, 1, 1000)
        }
        continue
      }
      bytes = bytes.dropFirst(written)
    }
    return 0
  }

  /// Does not let a reader that has gone away kill the program before it can end in good order.
  static func ignoreBrokenPipe() {
    signal(SIGPIPE, SIG_IGN)
  }
}
