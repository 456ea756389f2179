import Glibc

/// Fetches a provider's key from where the configuration says it is.
package enum KeyReader {
  /// Why a key could not be had: what happened and what to do next.
  ///
  /// It never holds the key.
  package struct Problem: Error, Hashable, Sendable {
    package var message: String
  }

  /// Reads the key; nil where the provider needs none.
  ///
  /// - Parameters:
  ///   - mayAsk: whether a program that is run for the key may ask on the terminal; beside a screen it must not.
  ///   - patience: how long such a program may take, in seconds.
  /// - Throws: ``Problem``.
  package static func read(
    _ source: ProviderSettings.KeySource, provider: String, environment: [String: String],
    mayAsk: Bool = true,
    patience: Double = 60
  ) throws(Problem) -> String? {
    let run = Run(provider: provider, mayAsk: mayAsk, patience: patience)
    switch source {
    case .none: return nil
    case .environment(let name):
      guard let value = environment[name], !value.isEmpty else {
        throw Problem(message: "the key of \(provider) should be in the variable \(name), which is not set")
      }
      return value
    case .command(let words):
      return try run.firstLine(of: words)
    case .secret(let item):
      return try run.firstLine(of: ["secret-tool", "lookup", "service", "atelier", "account", item])
    case .file(let path):
      return try firstLine(ofFile: path, provider: provider)
    }
  }

  private static func firstLine(ofFile path: String, provider: String) throws(Problem) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw Problem(message: "the key of \(provider) should be in \(path), which is not there")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw Problem(
        message: "\(path) holds the key of \(provider) and others can read it; chmod 600 it first")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Problem(message: "\(path) with the key of \(provider) cannot be read")
    }
    defer { close(descriptor) }
    return try line(try contents(of: descriptor), of: path, provider: provider)
  }

  /// A run of a program that tells a key.
  private struct Run {
    /// `POSIX_SPAWN_SETSID` of glibc's spawn.h, which Swift does not see.
    static let newSession: Int16 = 0x80

    var provider: String
    var mayAsk: Bool
    var patience: Double

    /// Runs a program and takes the first line that it prints.
    ///
    /// What it says on standard error reaches the person: a password manager may ask there.
    func firstLine(of command: [String]) throws(Problem) -> String {
      let (child, output) = try start(command)
      let bytes = read(output)
      // A program that has more to say is not waited for.
      close(output)
      if bytes == nil { kill(child, SIGKILL) }
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      guard let bytes else {
        throw Problem(
          message:
            "\(command[0]) did not tell the key of \(provider) within \(Int(patience)) s and was stopped")
      }
      let hasLine = bytes.contains(UInt8(ascii: "\n"))
      guard status == 0 || hasLine && status & 0x7F == SIGPIPE else {
        throw Problem(message: "\(command[0]) failed, so there is no key for \(provider)")
      }
      return try KeyReader.line(bytes, of: command[0], provider: provider)
    }

    private func start(_ command: [String]) throws(Problem) -> (child: pid_t, output: Int32) {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else {
        throw Problem(message: "the key of \(provider) cannot be fetched: no pipe")
      }
      // The child keeps only what it is given: its standard output.
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
      var attributes = posix_spawnattr_t()
      posix_spawnattr_init(&attributes)
      // Signals that this program ignores are not ignored by another one.
      var signals = sigset_t()
      sigfillset(&signals)
      posix_spawnattr_setsigdefault(&attributes, &signals)
      sigemptyset(&signals)
      posix_spawnattr_setsigmask(&attributes, &signals)
      var flags = Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
      if !mayAsk {
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        // Without a terminal of its own: not even by name does it reach the one with the screen.
        flags |= Run.newSession
      }
      posix_spawnattr_setflags(&attributes, flags)
      var arguments = command.map { strdup($0) } + [nil]
      defer {
        for pointer in arguments { free(pointer) }
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
      }
      var child: pid_t = 0
      let error = posix_spawnp(&child, command[0], &actions, &attributes, &arguments, environ)
      close(ends[1])
      guard error == 0 else {
        close(ends[0])
        throw Problem(
          message:
            "\(command[0]), which should tell the key of \(provider), cannot be started: \(String(cString: strerror(error)))"
        )
      }
      return (child, ends[0])
    }

    /// Reads until the output ends or is longer than any key; nil when the time is over before.
    private func read(_ output: Int32) -> [UInt8]? {
      let end = ContinuousClock.now + .seconds(patience)
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while bytes.count < 65_536 {
        let left = ContinuousClock.now.duration(to: end).components
        guard left.seconds >= 0 else { return nil }
        var poller = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        let ready = poll(&poller, 1, Int32(left.seconds * 1000) + 50)
        if ready < 0, errno == EINTR { continue }
        guard ready > 0 else { continue }
        let count = Glibc.read(output, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        bytes += buffer[..<count]
      }
      return bytes
    }
  }

  private static func contents(of descriptor: Int32) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count < 65_536 {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  private static func line(_ bytes: [UInt8], of origin: String, provider: String) throws(Problem) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let key = String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    guard !key.isEmpty else { throw Problem(message: "\(origin) gave no key for \(provider)") }
    return key
  }
}
