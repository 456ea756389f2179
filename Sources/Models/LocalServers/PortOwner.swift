import Glibc

/// Finds out who listens at a port of this machine (proc(5)).
enum PortOwner {
  /// The processes that listen at a port, as far as this user may see them.
  static func processes(at port: Int) -> [pid_t] {
    let wanted = sockets(at: port)
    guard !wanted.isEmpty else { return [] }
    return names(in: "/proc").compactMap { pid_t($0) }.filter { id in
      names(in: "/proc/\(id)/fd").contains { name in
        target(of: "/proc/\(id)/fd/\(name)").map { wanted.contains($0) } ?? false
      }
    }
  }

  /// The listening sockets, such as `socket:[3937160]`.
  private static func sockets(at port: Int) -> Set<String> {
    var found: Set<String> = []
    let ending =
      ":" + String(repeating: "0", count: max(0, 4 - String(port, radix: 16).count))
      + String(port, radix: 16).uppercased()
    for file in ["/proc/net/tcp", "/proc/net/tcp6"] {
      let text = String(decoding: FileBytes.read(file) ?? [], as: UTF8.self)
      for line in text.split(separator: "\n").dropFirst() {
        let fields = line.split(separator: " ")
        // 0A is TCP_LISTEN.
        guard fields.count > 9, fields[3] == "0A", fields[1].hasSuffix(ending) else { continue }
        found.insert("socket:[\(fields[9])]")
      }
    }
    return found
  }

  private static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }

  private static func target(of link: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 64)
    let count = readlink(link, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }
}
