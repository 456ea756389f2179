import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Models

/// Servers that break, or bend, every rule: each reply ends in a clear line, within its limit, with what had come kept.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct HostileServerTests {
  private func provider(
    _ url: String, limit: Int = 1 << 20, patience: Patience = Patience(),
    settings: AsyncHTTPTransport.Settings? = nil
  ) -> OpenAICompatibleProvider {
    makeProvider(
      AsyncHTTPTransport(settings: settings ?? .init(responseLimit: limit), environment: [:]), url: url,
      patience: patience)
  }

  private static let half = #"data: {"choices":[{"index":0,"delta":{"content":"Half"}}]}"# + "\n\n"

  /// Asks a server that does what a closure says, and waits until it has noticed that nobody listens any more.
  private func ask(
    limit: Int = 1 << 20, patience: Patience = Patience(),
    _ handle: @escaping @Sendable (TestServer.Connection) -> Void
  ) async throws -> Reply {
    let isOver = Mutex(0)
    let server = try TestServer { connection in
      _ = connection.readRequest()
      handle(connection)
      isOver.withLock { $0 += 1 }
    }
    defer { server.stop() }
    let reply = await events(provider(server.url, limit: limit, patience: patience)).reply
    // The server is let go of: whatever it still wanted to send, it cannot.
    try await until { isOver.withLock { $0 } > 0 }
    return reply
  }

  @Test(arguments: ["X-Long: ", ""])
  func anEndlessHeadEnds(start: String) async throws {
    let reply = try await ask { connection in
      connection.write("HTTP/1.1 200 OK\r\n" + start)
      let piece = start.isEmpty ? "X-Many: value\r\n" : "xxxxxxxxxxxxxxx"
      while connection.write(String(repeating: piece, count: 1000)) {}
    }
    #expect(reply.ending?.kind == .failed)
    #expect(reply.ending?.reason?.contains("head") == true, "\(reply.ending?.reason ?? "")")
  }

  @Test func anEndlessLineEnds() async throws {
    let reply = try await ask(limit: 16 << 20) { connection in
      connection.beginStream()
      connection.write(Self.half + "data: ")
      while connection.write(String(repeating: "x", count: 1 << 16)) {}
    }
    #expect(reply.text == "Half" && reply.ending?.kind == .failed)
    #expect(reply.ending?.reason?.hasPrefix("test sent a line longer than 8388608 bytes") == true)
  }

  @Test func aHugeReplyEndsAtTheLimit() async throws {
    let reply = try await ask(limit: 1 << 20) { connection in
      connection.beginStream("Content-Length: 1073741824\r\n")
      connection.write(Self.half)
      while connection.write(String(repeating: ": comment\n\n", count: 5000)) {}
    }
    #expect(reply.text == "Half" && reply.ending?.kind == .incomplete)
    #expect(reply.ending?.reason == "the answer of test is larger than 1 MB")
  }

  @Test func aLineOfManyGigabytesInOneChunkEnds() async throws {
    let reply = try await ask(limit: 1 << 20) { connection in
      connection.beginStream("Transfer-Encoding: chunked\r\n")
      connection.write("fffffffff\r\n" + Self.half)
      while connection.write(String(repeating: "x", count: 1 << 16)) {}
    }
    #expect(reply.text == "Half" && reply.ending?.reason == "the answer of test is larger than 1 MB")
  }

  @Test func aChunkThatIsNoneEndsWithWhatHadCome() async throws {
    let reply = try await ask { connection in
      connection.beginStream("Transfer-Encoding: chunked\r\n")
      connection.writeChunk(Self.half)
      connection.write("zz\r\nnonsense\r\n")
      _ = connection.isClosed(within: 500)
    }
    // Bytes that are read together with the broken ones are lost with them.
    #expect(reply.text.isEmpty || reply.text == "Half")
    #expect(reply.ending?.kind == .incomplete || reply.ending?.kind == .failed)
    #expect(
      reply.ending?.reason?.contains("what it sent is no HTTP") == true, "\(reply.ending?.reason ?? "")")
  }

  /// A gibibyte of one letter, packed.
  private static func bomb() -> [UInt8] {
    // A stored head and the same deflate block over and over: distance 1, length 258 (RFC 1951).
    // Bits: final 0, type 01; the literal “a” (10010001); then pairs of length 285 (11000101) and distance 0 (00000).
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var bits = 0
    var count = 0
    func put(_ value: Int, _ length: Int, from high: Bool) {
      for place in 0..<length {
        let bit = high ? value >> (length - 1 - place) & 1 : value >> place & 1
        bits |= bit << count
        count += 1
        if count == 8 {
          bytes.append(UInt8(bits))
          (bits, count) = (0, 0)
        }
      }
    }
    put(0, 1, from: false)
    put(1, 2, from: false)
    put(0b1001_0001, 8, from: true)
    // Eight pairs are thirteen whole bytes, so that they repeat wherever they begin.
    let start = bytes.count
    for _ in 0..<16 {
      put(0b1100_0101, 8, from: true)
      put(0, 5, from: true)
    }
    let period = Array(bytes[(start + 1)..<(start + 14)])
    bytes.removeSubrange((start + 14)...)
    for _ in 0..<((1 << 30) / 258 / 8) { bytes += period }
    return bytes
  }

  @Test func aPackedBombEndsAtTheLimit() async throws {
    let bomb = Self.bomb()
    #expect(bomb.count < 8 << 20)
    let before = Self.peakMegabytes()
    let reply = try await ask(limit: 1 << 20) { connection in
      connection.beginStream("Content-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n")
      connection.write(bomb)
      _ = connection.isClosed(within: 500)
    }
    #expect(reply.ending?.kind == .incomplete || reply.ending?.kind == .failed)
    #expect(
      reply.ending?.reason?.contains("larger than") == true
        || reply.ending?.reason?.contains("longer than") == true, "\(reply.ending?.reason ?? "")")
    // Other tests run beside this one and take memory too; a gibibyte it is not.
    #expect(Self.peakMegabytes() - before < 700)
  }

  /// The most memory that this process has had.
  private static func peakMegabytes() -> Int {
    let text = String(decoding: FileBytes.read("/proc/self/status", limit: 65_536) ?? [], as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) / 1024
  }

  @Test(arguments: [
    ("text/html", "<!DOCTYPE html><title>Log in</title>", "answered with a web page instead of a reply"),
    ("text/event-stream", "\u{FEFF}  <html></html>", "answered with a web page instead of a reply"),
    ("image/png", "\u{89}PNG\r\n\u{1A}\n", "answered with something that is no model's reply"),
    ("application/json", #"{"hello": "world"}"#, "answered with JSON that is no chat completion"),
    ("application/json", "[]", "answered with JSON that is no chat completion"),
    ("text/plain", "", "closed the connection before it said anything"),
  ])
  func whatIsNoReplyIsToldAtOnce(type: String, text: String, said: String) async throws {
    let reply = try await ask { connection in
      connection.write(
        "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)"
      )
    }
    #expect(reply.text.isEmpty && [.failed, .incomplete].contains(reply.ending?.kind ?? .complete))
    #expect(reply.ending?.reason?.contains(said) == true, "\(reply.ending?.reason ?? "")")
  }

  @Test func aStreamUnderAWrongNameIsReadAllTheSame() async throws {
    let reply = try await ask { connection in
      connection.write(
        "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nConnection: close\r\n\r\n\(shortReply)")
    }
    #expect(reply.text == "pong" && reply.ending?.kind == .complete)
  }

  @Test func brokenCharactersBecomeMarksAndNothingElseIsLost() async throws {
    let reply = try await ask { connection in
      connection.beginStream()
      connection.write(
        Array(#"data: {"choices":[{"index":0,"delta":{"content":"a"#.utf8) + [0xFF, 0xC3, 0xED, 0xA0, 0x80])
      connection.write(Array(#"b"}}]}"#.utf8) + [0x0A, 0x0A])
      connection.write("data: [DONE]\n\n")
    }
    #expect(
      reply.text.hasPrefix("a") && reply.text.hasSuffix("b") && reply.text.contains("\u{FFFD}"), "\(reply)")
    #expect(reply.ending?.kind == .complete)
  }

  @Test func endlessBlanksEnd() async throws {
    let reply = try await ask(limit: 64 << 20) { connection in
      connection.beginStream()
      while connection.write(String(repeating: " ", count: 1 << 16)) {}
    }
    #expect(reply.ending == Ending(.failed, reason: "test sent more than 16 MB of blanks"))
  }

  // MARK: Slowness

  @Test func aHeadThatComesByteByByteIsGivenUp() async throws {
    let reply = try await ask(patience: Patience(event: 2)) { connection in
      for byte in "HTTP/1.1 200 OK\r\nX-Slow: \(String(repeating: "x", count: 100_000))".utf8 {
        guard connection.write([byte]) else { return }
        usleep(20_000)
      }
    }
    #expect(reply.ending?.kind == .failed)
    #expect(reply.ending?.reason?.contains("sent nothing for 2 s") == true, "\(reply.ending?.reason ?? "")")
  }

  @Test(arguments: ["", Self.half])
  func aReplyThatComesByteByByteIsGivenUp(start: String) async throws {
    let reply = try await ask(patience: Patience(event: 3)) { connection in
      connection.beginStream()
      connection.write(start)
      // One event would take half an hour.
      for byte in "data: \(String(repeating: "x", count: 100_000))".utf8 {
        guard connection.write([byte]) else { return }
        usleep(20_000)
      }
    }
    #expect(reply.text == (start.isEmpty ? "" : "Half"))
    #expect(reply.ending?.kind == (start.isEmpty ? .failed : .incomplete))
    #expect(reply.ending?.reason?.contains("for 3 s") == true, "\(reply.ending?.reason ?? "")")
  }

  // MARK: Redirects

  @Test(arguments: ["GET", "POST"])
  func aRedirectIsNeverFollowedAndTheKeyStaysHere(method: String) async throws {
    let stolen = Mutex(0)
    let thief = try TestServer { _ in stolen.withLock { $0 += 1 } }
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.write(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(thief.port)/?k=sk-secret-key\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
      )
    }
    defer {
      server.stop()
      thief.stop()
    }
    let text: String
    if method == "GET" {
      do {
        _ = try await provider(server.url).models()
        text = "no error"
      } catch {
        text = (error as? ModelError)?.message ?? ""
      }
    } else {
      text = await events(provider(server.url)).reply.ending?.reason ?? ""
    }
    #expect(text.hasPrefix("test redirects to http://127.0.0.1:\(thief.port)/?k=•••"), "\(text)")
    #expect(stolen.withLock { $0 } == 0)
  }
}

/// Encrypted connections to a server of OpenSSL's, with certificates made for the test.
@Suite(
  .enabled(if: access("/usr/bin/openssl", X_OK) == 0, "openssl is not installed"), .serialized,
  .timeLimit(.minutes(10)))
struct CertificateTests {
  private let scratch: Scratch
  private let port: Int

  init() throws {
    scratch = try Scratch()
    port = try TestServer.freePort()
  }

  @discardableResult
  private func openssl(_ arguments: [String], waits: Bool = true) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: scratch.path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    if waits { process.waitUntilExit() }
    return process
  }

  /// A certificate that an authority of our own has signed; the authority's is `ca.pem`.
  private func makeCertificates(name: String, days: String = "30") throws {
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try openssl(
      ["req", "-x509"] + key + ["-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Our own"])
    try openssl(["req"] + key + ["-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=\(name)"])
    _ = scratch.file("names", "subjectAltName=\(name.first?.isNumber == true ? "IP" : "DNS"):\(name)\n")
    try openssl([
      "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
      days,
      "-out", "server.pem", "-extfile", "names",
    ])
  }

  /// Asks the server for its list of models.
  ///
  /// - Parameter own: the file of authorities of a provider as the configuration describes it; nil takes another way.
  private func list(
    trusting file: String?, asProviderWith own: String? = nil, environment: [String: String] = [:]
  ) async throws -> String {
    let list = #"{"object":"list","data":[{"id":"safe"}]}"#
    try FileManager.default.createDirectory(atPath: scratch.path + "/v1", withIntermediateDirectories: true)
    _ = scratch.file(
      "v1/models",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(list.utf8.count)\r\nConnection: close\r\n\r\n\(list)"
    )
    let server = try openssl(
      [
        "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "server.pem", "-key", "server.key", "-HTTP",
        "-quiet",
      ],
      waits: false)
    defer {
      // A thread of the pool may have had milder signals blocked when it started the server.
      kill(server.processIdentifier, SIGKILL)
      server.waitUntilExit()
    }
    let port = port
    try await until { Self.listens(port) }
    let settings = AsyncHTTPTransport.Settings(authorityFile: file)
    let url = "https://127.0.0.1:\(port)/v1"
    var setup = ProviderSetup(name: "test", type: .openAICompatible, baseURL: url)
    setup.authorityFile = own
    setup.patience = .ofTests
    let provider: any ModelProvider =
      own == nil
      ? makeProvider(AsyncHTTPTransport(settings: settings, environment: environment), url: url)
      : try setup.make()
    do {
      return try await provider.models().map(\.name.model).joined()
    } catch let error as ModelError {
      return error.message
    }
  }

  private static func listens(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  @Test func aServerThatWasNotThereYetIsAskedAgain() async throws {
    let provider = makeProvider(
      AsyncHTTPTransport(environment: [:]), url: "https://127.0.0.1:\(port)/v1")
    for _ in 0..<3 {
      let reason = await events(provider).reply.ending?.reason
      #expect(reason == "test refused the connection at 127.0.0.1:\(port). Is it running?")
    }
  }

  @Test func aCertificateOfAnUnknownAuthorityIsNotTrusted() async throws {
    try makeCertificates(name: "127.0.0.1")
    #expect(
      try await list(trusting: nil)
        == "test cannot be reached safely at 127.0.0.1:\(port): its certificate is not trusted")
  }

  @Test(arguments: [false, true])
  func aCertificateOfOnesOwnAuthorityIsTrusted(byEnvironment: Bool) async throws {
    try makeCertificates(name: "127.0.0.1")
    let file = scratch.path + "/ca.pem"
    let answer =
      byEnvironment
      ? try await list(trusting: nil, environment: ["SSL_CERT_FILE": file]) : try await list(trusting: file)
    #expect(answer == "safe")
  }

  @Test func aProviderMayTrustAnAuthorityOfItsOwn() async throws {
    try makeCertificates(name: "127.0.0.1")
    #expect(try await list(trusting: nil, asProviderWith: scratch.path + "/ca.pem") == "safe")
    // One provider's authority is not another one's.
    #expect(try await list(trusting: nil).contains("its certificate is not trusted"))
  }

  @Test func aCertificateForAnotherNameIsNotTrusted() async throws {
    try makeCertificates(name: "models.example")
    #expect(try await list(trusting: scratch.path + "/ca.pem").contains("cannot be reached safely"))
  }

  @Test(arguments: [("none.pem", "cannot be read"), ("text.pem", "holds no certificate in the PEM format")])
  func aFileOfCertificatesThatCannotBeUsedIsTold(name: String, said: String) async throws {
    _ = scratch.file("text.pem", "hello")
    let provider = makeProvider(
      AsyncHTTPTransport(settings: .init(authorityFile: "\(scratch.path)/\(name)"), environment: [:]),
      url: "https://127.0.0.1:9/v1")
    let reason = await events(provider).reply.ending?.reason ?? ""
    #expect(reason.contains("\(scratch.path)/\(name) \(said)"), "\(reason)")
  }
}
