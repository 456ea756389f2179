/// Fetches keys from where the configuration says they are, and keeps those that a program had to be asked for.
///
/// Keys are kept in memory only. A token is kept until shortly before it expires; several who need a key at once wait for
/// one program.
package actor SecretReader {
  private let environment: [String: String]
  private let mayAsk: Bool
  private let patience: Double
  private let now: @Sendable () -> Double
  private var kept: [SecretSource: SecretValue] = [:]
  private var running: [SecretSource: Task<SecretValue, any Error>] = [:]
  /// How many wait for each program.
  private var waiters: [SecretSource: Int] = [:]

  /// How long before its end a token is fetched anew, in seconds: the request that it is for takes its time, and clocks
  /// differ.
  static let margin = 300.0

  /// - Parameters:
  ///   - environment: where variables are looked up, and what programs are given.
  ///   - mayAsk: whether a program may ask on the terminal; beside a screen it must not.
  ///   - patience: how long a program may take, in seconds.
  ///   - now: seconds since 1970.
  package init(
    environment: [String: String], mayAsk: Bool, patience: Double = 60,
    now: @escaping @Sendable () -> Double
  ) {
    self.environment = environment
    self.mayAsk = mayAsk
    self.patience = patience
    self.now = now
  }

  /// The key from a source as what providers take: it is looked up with the first request.
  package nonisolated func secret(_ source: SecretSource, of provider: String) -> Secret {
    Secret(
      reading: {
        do {
          return try await self.value(source, of: provider).text
        } catch let problem as SecretProblem {
          throw ModelError(provider: provider, message: problem.message, hint: problem.hint)
        }
      },
      forgetting: { await self.forget(source, refused: $0) })
  }

  /// What is known of a key without showing it.
  package struct Report: Hashable, Sendable {
    /// Where it comes from, in words.
    package var source: String
    /// How many characters it has.
    package var length: Int
    /// Seconds since 1970; nil where the key does not tell.
    package var expiry: Double?
  }

  /// Fetches a key and tells about it.
  ///
  /// - Throws: ``SecretProblem``; `CancellationError`.
  package func report(_ source: SecretSource, of provider: String) async throws -> Report {
    let value = try await value(source, of: provider)
    return Report(source: source.shown, length: value.text.count, expiry: value.expiry)
  }

  /// Lets go of a key that was refused, so that it is fetched anew when it is needed again.
  ///
  /// One that was fetched since then stays.
  func forget(_ source: SecretSource, refused key: String) {
    if kept[source]?.text == key { kept[source] = nil }
  }

  /// The key.
  ///
  /// - Throws: ``SecretProblem``; `CancellationError`.
  func value(_ source: SecretSource, of provider: String) async throws -> SecretValue {
    switch source {
    case .environment(let name):
      guard let text = environment[name], let value = SecretValue(line: text) else {
        throw SecretProblem(
          "the key of \(provider) should be in the variable \(name), which is not set",
          hint: "Set and export it, or name another source.")
      }
      return try checked(value, source, provider)
    case .file(let path):
      return try checked(try SecretFile.read(path, of: provider), source, provider)
    case .command, .shell, .secretService: break
    }
    if let value = kept[source] {
      if value.expiry.map({ $0 - Self.margin > now() }) ?? true { return value }
      kept[source] = nil
    }
    let task =
      running[source]
      ?? Task {
        defer { running[source] = nil }
        let value = try await self.run(source, of: provider)
        kept[source] = value
        return value
      }
    running[source] = task
    waiters[source, default: 0] += 1
    defer {
      waiters[source, default: 1] -= 1
      // Whoever gives up stops waiting; with the last one the program is stopped.
      if waiters[source] == 0, Task.isCancelled { task.cancel() }
    }
    return try await Self.waiting(for: task)
  }

  private static func waiting(for task: Task<SecretValue, any Error>) async throws -> SecretValue {
    try Task.checkCancellation()
    let gate = Gate<Result<SecretValue, any Error>>()
    let waiter = Task { await gate.open(with: task.result) }
    defer { waiter.cancel() }
    return try await withTaskCancellationHandler {
      try await gate.value().get()
    } onCancel: {
      gate.open(with: .failure(CancellationError()))
    }
  }

  private func run(_ source: SecretSource, of provider: String) async throws -> SecretValue {
    let command = source.command ?? []
    let name = source.programName
    let outcome: CommandRun.Outcome
    do {
      outcome = try await CommandRun(
        command: command, environment: environment, mayAsk: mayAsk, patience: patience
      ).run()
    } catch CommandRun.Failure.cannotStart(let failure) {
      throw SecretProblem(
        "\(name), which should tell the key of \(provider), cannot be started: \(failure.reason)",
        hint: source.isSecretService ? "It is in the package libsecret-tools." : nil)
    } catch CommandRun.Failure.tooLong {
      throw SecretProblem(
        "\(name) did not tell the key of \(provider) within \(Int(patience)) s and was stopped",
        hint: mayAsk ? nil : "It may have asked something; run it once by yourself.")
    }
    let complaint = Complaint.shown(outcome.errors, hiding: outcome.output)
    guard outcome.exit == .code(0) else {
      throw source.problem(of: outcome.exit, complaint, provider: provider)
    }
    guard let value = SecretValue(printed: outcome.output) else {
      throw SecretProblem(
        "\(name) gave no key for \(provider)" + (complaint.isEmpty ? "" : ": \(complaint)"))
    }
    return try checked(value, source, provider)
  }

  /// A key with a line end or another control character in it would be cut, or become a header of its own.
  private func checked(
    _ value: SecretValue, _ source: SecretSource, _ provider: String
  ) throws
    -> SecretValue
  {
    guard value.text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
      throw SecretProblem(
        "what \(source.shown) gives as the key of \(provider) holds characters that no key has",
        hint: "Check what it gives; the first line should be the key.")
    }
    return value
  }
}

/// What a program said on standard error, as it may be shown.
enum Complaint {
  /// - Parameter output: what it printed, which may be a key, or part of one.
  static func shown(_ errors: [UInt8], hiding output: [UInt8]) -> String {
    var text = plain(String(decoding: errors.prefix(4096), as: UTF8.self))
    let words = String(decoding: output, as: UTF8.self).split(maxSplits: 64) { $0.isWhitespace }
    for word in words { text = Redaction(key: String(word)).hiding(text) }
    // A token of any kind is hidden too: some programs repeat what they were given.
    let shown = text.split(whereSeparator: \.isWhitespace).map { word in
      isKeyLike(word) ? "•••" : String(word)
    }
    return shown.joined(separator: " ").shortened(to: 200)
  }

  private static func isKeyLike(_ word: Substring) -> Bool {
    let text = word.drop { !$0.isLetter && !$0.isNumber }
    if text.hasPrefix("eyJ"), text.utf8.count > 20 { return true }
    let prefixes = ["sk-", "sk_", "ghp_", "xoxb-", "AIza"]
    return text.utf8.count > 16 && prefixes.contains { text.hasPrefix($0) }
  }

  /// Without escape sequences (ECMA-48) and other control characters.
  static func plain(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      if scalar.value == 0x1B {
        switch scalars.popFirst()?.value {
        case 0x5B: while let next = scalars.popFirst(), !(0x40...0x7E).contains(next.value) {}
        case 0x5D, 0x50, 0x5E, 0x5F:
          while let next = scalars.popFirst(), next.value != 0x07, next.value != 0x5C {}
        default: break
        }
      } else if scalar.properties.generalCategory == .control {
        result.append(" ")
      } else if scalar.properties.generalCategory != .format {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

extension SecretSource {
  var isSecretService: Bool { if case .secretService = self { true } else { false } }

  /// The program that is run, without its folder.
  var programName: String {
    if case .shell = self { return "the shell's line" }
    return command?.first?.split(separator: "/").last.map(String.init) ?? ""
  }

  /// What a program that failed means.
  func problem(of exit: ChildProcess.Exit, _ complaint: String, provider: String) -> SecretProblem {
    if case .secretService(let attributes) = self {
      // Such as “Cannot autolaunch D-Bus without X11 $DISPLAY”, and “… was not provided by any .service files”.
      let signs = ["autolaunch", "connect", "ServiceUnknown", ".service files", "NoServer"]
      if signs.contains(where: complaint.contains) {
        return SecretProblem(
          "the Secret Service cannot be reached, so there is no key for \(provider): \(complaint)",
          hint: "It needs a session bus, as a desktop has; else use api_key_command or api_key_file.")
      }
      if exit == .code(1) {
        let words = attributes.sorted { $0.key > $1.key }.map { "\($0.key) \(SecretFile.quoted($0.value))" }
        return SecretProblem(
          "the Secret Service holds no key for \(provider)" + (complaint.isEmpty ? "" : ": \(complaint)"),
          hint:
            "Type “secret-tool store --label=\(SecretFile.quoted(provider)) \(words.joined(separator: " "))”."
        )
      }
    }
    let how =
      switch exit {
      case .code(let code): "failed (\(code))"
      case .signal(let signal): "was ended by signal \(signal)"
      }
    return SecretProblem(
      "\(programName) \(how), so there is no key for \(provider)"
        + (complaint.isEmpty ? "" : ": \(complaint)"))
  }
}
