import Documents
import FoundationEssentials
import Glibc

/// Reads the files of a catalog's folder, and only those: nothing that lies elsewhere, is too large or is no file.
struct CatalogFileReader: Sendable {
  /// The most bytes that a file of a catalog may have.
  static let byteLimit = 2_000_000
  /// So much of a file holds the front matter of nearly every page.
  private static let headLength = 4096

  private let root: String
  /// The folder as the system names it, without symbolic links, ending in a slash.
  private let resolvedRoot: String

  init(root: String) {
    self.root = root
    let resolved = CatalogFileReader.resolved(root) ?? root
    resolvedRoot = resolved.hasSuffix("/") ? resolved : resolved + "/"
  }

  /// Where a path really leads; nil when there is nothing.
  private static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// What keeps a file or a folder from being followed: it lies outside; nil when it lies within.
  func refusal(of path: String) -> DocumentError? {
    guard let resolved = CatalogFileReader.resolved("\(root)/\(path)"), !resolved.hasPrefix(resolvedRoot)
    else {
      return nil
    }
    return DocumentError("a symbolic link leads out of the catalog, so it is not followed", at: nil)
  }

  /// The text of a file.
  ///
  /// - Parameter file: its path within the folder.
  /// - Throws: ``DocumentError`` when it must not or cannot be read as text.
  func text(of file: String) throws(DocumentError) -> String {
    if let text = plainText(of: file) { return text }
    if let refusal = refusal(of: file) { throw refusal }
    let manager = FileManager.default
    guard let path = CatalogFileReader.resolved("\(root)/\(file)"),
      let attributes = try? manager.attributesOfItem(atPath: path)
    else {
      throw DocumentError("the file cannot be read", at: nil)
    }
    // A pipe of that name would be waited for without end.
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw DocumentError("this is no regular file", at: nil)
    }
    let size = (attributes[.size] as? Int) ?? (attributes[.size] as? UInt64).map(Int.init(clamping:)) ?? 0
    guard size <= CatalogFileReader.byteLimit else {
      let megabytes = Double((size + 99_999) / 100_000) / 10
      throw DocumentError("the file has \(megabytes) MB; 2 MB is the most", at: nil)
    }
    guard let data = manager.contents(atPath: path) else {
      throw DocumentError("the file cannot be read", at: nil)
    }
    return try CatalogFileReader.text(of: data)
  }

  /// The text of a file that is neither a link nor in any way special; nil leaves it to those who look closer.
  ///
  /// The folder that it lies in was looked at when its files were listed.
  private func plainText(of file: String) -> String? {
    guard let (bytes, isWhole) = plainBytes(of: file, upTo: CatalogFileReader.byteLimit), isWhole else {
      return nil
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The beginning of such a file, if its front matter ends within it; nil leaves it to those who read all.
  func head(of file: String) -> String? {
    guard let (bytes, _) = plainBytes(of: file, upTo: CatalogFileReader.headLength),
      bytes.starts(with: "---\n".utf8)
    else { return nil }
    let fence = Array("\n---\n".utf8)
    var index = 3
    while let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) {
      if bytes[end...].starts(with: fence) {
        return String(validating: bytes[..<(end + fence.count)], as: UTF8.self)
      }
      index = end + 1
    }
    return nil
  }

  /// The first bytes of a file that is neither a link nor in any way special, and whether they are all.
  private func plainBytes(of file: String, upTo limit: Int) -> (bytes: [UInt8], isWhole: Bool)? {
    let descriptor = open("\(root)/\(file)", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
      status.st_size <= CatalogFileReader.byteLimit
    else { return nil }
    let size = min(Int(status.st_size), limit)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let part = read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
        if part < 0, errno == EINTR { continue }
        guard part > 0 else { break }
        count += part
      }
    }
    return bytes.count == size ? (bytes, size == Int(status.st_size)) : nil
  }

  /// The text of bytes, or where they stop being UTF-8.
  static func text(of data: Data) throws(DocumentError) -> String {
    let bytes = [UInt8](data)
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    var line = 1
    var column = 1
    decoding: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        offset += UTF8.width(scalar)
        (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
      case .emptyInput, .error: break decoding
      }
    }
    let byte = offset < bytes.count ? String(bytes[offset], radix: 16, uppercase: true) : ""
    let guess =
      bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      ? "; it looks like UTF-16" : ""
    throw DocumentError(
      "the file is not UTF-8: byte \(byte) at offset \(offset) begins no character\(guess)",
      at: SourcePosition(line: line, column: column))
  }
}

extension UTF8 {
  /// How many bytes a scalar takes.
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x80: 1
    case ..<0x800: 2
    case ..<0x10000: 3
    default: 4
    }
  }
}
