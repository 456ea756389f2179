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
  /// - Throws: ``Problem``.
  package static func read(
    _ source: ProviderSettings.KeySource, provider: String, environment: [String: String]
  ) throws(Problem) -> String? {
    switch source {
    case .none: return nil
    case .environment(let name):
      guard let value = environment[name], !value.isEmpty else {
        throw Problem(message: "the key of \(provider) should be in the variable \(name), which is not set")
      }
      return value
    case .command(let words):
      return try firstLine(of: words, provider: provider)
    case .secret(let item):
      return try firstLine(
        of: ["secret-tool", "lookup", "service", "atelier", "account", item], provider: provider)
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

  /// Runs a program and takes the first line that it prints.
  ///
  /// What it says on standard error reaches the person: a password manager may ask there.
  private static func firstLine(of command: [String], provider: String) throws(Problem) -> String {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw Problem(message: "the key of \(provider) cannot be fetched: no pipe")
    }
    // The child keeps only what it is given: its standard output.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    var arguments = command.map { strdup($0) } + [nil]
    defer {
      for pointer in arguments { free(pointer) }
      posix_spawn_file_actions_destroy(&actions)
      close(ends[0])
    }
    var child: pid_t = 0
    let error = posix_spawnp(&child, command[0], &actions, nil, &arguments, environ)
    close(ends[1])
    guard error == 0 else {
      throw Problem(
        message:
          "\(command[0]), which should tell the key of \(provider), cannot be started: \(String(cString: strerror(error)))"
      )
    }
    let bytes = try contents(of: ends[0])
    var status: Int32 = 0
    waitpid(child, &status, 0)
    guard status == 0 else {
      throw Problem(message: "\(command.joined(separator: " ")) failed, so there is no key for \(provider)")
    }
    return try line(bytes, of: command[0], provider: provider)
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
