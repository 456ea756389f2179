/// Where a key comes from. It never holds the key itself.
package enum SecretSource: Hashable, Sendable {
  /// A variable of the environment.
  case environment(String)
  /// A program, run directly and not by a shell, whose first line of output is the key.
  ///
  /// It may also print a token as JSON, such as `az account get-access-token` does.
  case command([String])
  /// A line for `/bin/sh`, for those who need a pipe in it.
  case shell(String)
  /// An item of the Secret Service (freedesktop.org), found by its attributes.
  case secretService([String: String])
  /// A file that only its owner can read.
  case file(String)

  /// The item of the Secret Service that was stored with `service atelier account NAME`.
  package static func secretService(account: String) -> SecretSource {
    .secretService(["service": "atelier", "account": account])
  }

  /// The source as a person may read it, such as `the variable OPENAI_API_KEY`.
  ///
  /// Arguments are left out: some people write a password there.
  package var shown: String {
    switch self {
    case .environment(let name): "the variable \(name)"
    case .command(let words): "the program \(words.first ?? "")"
    case .shell: "a line for the shell"
    case .secretService: "the Secret Service"
    case .file(let path): "the file \(path)"
    }
  }

  /// The program and its arguments; nil where none is run.
  var command: [String]? {
    switch self {
    case .environment, .file: nil
    case .command(let words): words
    case .shell(let line): ["/bin/sh", "-c", line]
    case .secretService(let attributes):
      ["secret-tool", "lookup"] + attributes.sorted { $0.key > $1.key }.flatMap { [$0.key, $0.value] }
    }
  }
}

/// Why a key could not be had: what happened, and what to do next.
///
/// It never holds the key.
package struct SecretProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package var message: String
  package var hint: String?

  package init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  package var description: String { [message, hint].compactMap(\.self).joined(separator: ". ") }
}
