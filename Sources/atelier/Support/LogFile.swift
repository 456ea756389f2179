import FoundationEssentials
import Glibc
import Logging

/// The log: a file of limited size, because a screen has no room for it.
struct LogFile {
  /// Open for appending; the null device where no file can be written.
  let descriptor: Int32
  private static let sizeLimit = 1 << 20

  init(path: String) {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    try? FileManager.default.createDirectory(
      atPath: "/" + folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var status = stat()
    if stat(path, &status) == 0, status.st_size > LogFile.sizeLimit { rename(path, path + ".1") }
    let file = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    descriptor = file >= 0 ? file : Glibc.open("/dev/null", O_WRONLY | O_CLOEXEC)
  }

  /// Sends every logger's lines to the file.
  func bootstrap() {
    let descriptor = descriptor
    LoggingSystem.bootstrap { label in FileLogHandler(label: label, descriptor: descriptor) }
  }
}

/// Writes one line a message: time, level, label, text.
private struct FileLogHandler: LogHandler {
  let label: String
  let descriptor: Int32
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var buffer = [CChar](repeating: 0, count: 32)
    strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    let stamp = buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    let line = Array("\(stamp) \(event.level) \(label): \(event.message)\n".utf8)
    _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }
}
