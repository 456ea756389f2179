import CTerminal
import Glibc

/// Copies text: by the terminal (OSC 52), which works over ssh, and by the desktop's own program where there is one.
package struct Clipboard: Sendable {
  /// The desktop's program and how to call it; nil where none is in the path.
  package let command: [String]?

  package init(environment: [String: String]) {
    var candidates: [[String]] = []
    if environment["WAYLAND_DISPLAY"]?.isEmpty == false { candidates.append(["wl-copy"]) }
    if environment["DISPLAY"]?.isEmpty == false {
      candidates.append(["xclip", "-selection", "clipboard"])
      candidates.append(["xsel", "--clipboard", "--input"])
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    command = candidates.first { candidate in
      folders.contains { access("\($0)/\(candidate[0])", X_OK) == 0 }
    }
  }

  /// By which way text is copied, in words.
  package var route: String {
    command.map { "terminal clipboard and \($0[0])" } ?? "terminal clipboard"
  }

  /// Copies a text.
  package func copy(_ text: String, through session: TerminalSession) {
    session.write("\u{1B}]52;c;\(Clipboard.base64(Array(text.utf8)))\u{7}")
    guard let command else { return }
    var pointers = command.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    let bytes = Array(text.utf8CString)
    _ = atelier_run_detached(command[0], &pointers, bytes, Int32(bytes.count - 1))
  }

  /// RFC 4648, with padding.
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let chunk = bytes[start..<min(start + 3, bytes.count)]
      var value = 0
      for index in 0..<3 { value = value << 8 | (index < chunk.count ? Int(chunk[start + index]) : 0) }
      for index in 0..<4 {
        output.append(index <= chunk.count ? alphabet[value >> (18 - 6 * index) & 0x3F] : UInt8(ascii: "="))
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}

/// Starts a program of the desktop that goes on by itself, such as a browser.
package enum DetachedProgram {
  /// Starts it.
  ///
  /// Returns whether it could be started.
  package static func start(_ arguments: [String]) -> Bool {
    var pointers = arguments.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return atelier_run_detached(arguments[0], &pointers, "", 0) == 0
  }
}
