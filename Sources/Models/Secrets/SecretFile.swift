import Glibc

/// Reads a key from a file, if nobody else can read or change it.
enum SecretFile {
  /// The largest file read, in bytes.
  private static let limit = 65_536

  /// The file's first line.
  ///
  /// What is checked is the file that was opened, so that none can be put in its place in between.
  ///
  /// - Parameter user: who runs this program.
  static func read(
    _ path: String, of provider: String, user: uid_t = geteuid()
  ) throws(SecretProblem)
    -> SecretValue
  {
    try checkLink(path, of: provider, user: user)
    // Without waiting: what is no file, such as a pipe, may never begin.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let error = errno
      guard error != ENOENT else {
        throw SecretProblem(
          "the key of \(provider) should be in \(path), which is not there",
          hint: "Write it there, and “chmod 600 \(quoted(path))”.")
      }
      throw SecretProblem(
        "\(path) with the key of \(provider) cannot be read: \(String(cString: strerror(error)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw SecretProblem("\(path), which should hold the key of \(provider), is no file")
    }
    guard status.st_uid == user || status.st_uid == 0 else {
      throw SecretProblem(
        "\(path) with the key of \(provider) belongs to somebody else, who can change it",
        hint: "Make a file of your own.")
    }
    let excess = status.st_mode & 0o077
    guard excess == 0 else {
      let verb = excess & 0o044 != 0 ? "read" : "change"
      throw SecretProblem(
        "\(path) holds the key of \(provider), and others can \(verb) it",
        hint: "Type “chmod 600 \(quoted(path))”, and think about a new key.")
    }
    guard let bytes = FileBytes.read(descriptor, limit: limit) else {
      throw SecretProblem("\(path) with the key of \(provider) cannot be read")
    }
    guard let value = SecretValue(printed: bytes) else {
      throw SecretProblem("\(path), which should hold the key of \(provider), is empty")
    }
    return value
  }

  /// A link that somebody else has made could lead to any file of this user, whose first line would be sent away.
  private static func checkLink(_ path: String, of provider: String, user: uid_t) throws(SecretProblem) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return }
    guard status.st_uid == user || status.st_uid == 0 else {
      throw SecretProblem(
        "\(path), which should hold the key of \(provider), is a link that somebody else has made",
        hint: "Name the file itself.")
    }
  }

  /// A path as a shell takes it.
  static func quoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      byte | 0x20 &- 0x61 < 26 || (0x2B...0x3A).contains(byte) && byte != 0x2C || byte == UInt8(ascii: "_")
    }
    guard !isPlain else { return path }
    return "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}
