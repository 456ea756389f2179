import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Models

/// A folder with a model's file and a program in place of the server.
private final class Bench: Sendable {
  let scratch: Scratch
  let model: String

  init() throws {
    scratch = try Scratch()
    // A path that a shell would take apart.
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/my models", withIntermediateDirectories: true)
    model = scratch.file("my models/it's {port} $HOME.gguf", "GGUF rest")
  }

  /// - Parameter script: the server, which is given the model and the port.
  func servers(
    _ script: String, patience: Double = 500, end: Double = 400, environment: [String: String] = [:],
    port: @escaping @Sendable () -> Int? = ServerWatcher.freePort
  ) -> LocalServers {
    let program = scratch.program("server-\(script.utf8.count)", script)
    return LocalServers(
      settings([program, "-m", "{model}", "--port={port}"], patience, end, environment),
      transport: AsyncHTTPTransport(environment: [:]), port: port)
  }

  func settings(
    _ command: [String], _ patience: Double = 500, _ end: Double = 400, _ environment: [String: String] = [:]
  ) -> LocalServerSettings {
    LocalServerSettings(
      command: command, folder: scratch.path + "/state",
      environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }, loadingPatience: patience,
      endPatience: end)
  }

  func failure(_ servers: LocalServers, _ model: String? = nil) async -> String {
    do {
      let server = try await servers.start(model ?? self.model)
      return "it runs: \(server)"
    } catch {
      return
        ((error as? ModelError).map { [$0.message, $0.hint].compactMap(\.self).joined(separator: " | ") })
        ?? "\(error)"
    }
  }
}

/// Polls until something holds.
func until(_ condition: @Sendable () -> Bool) async throws {
  while !condition() { try await Task.sleep(for: .milliseconds(5)) }
}

@Suite(.timeLimit(.minutes(10)))
struct LocalServersTests {
  @Test func anEndBeforeItIsReadyIsToldWithTheLastWords() async throws {
    let bench = try Bench()
    let servers = bench.servers(
      #"echo "args: $*"; for i in 1 2 3 4 5; do printf "\033[31mline $i\033[0m\n\n"; done; echo "unknown model architecture" >&2; exit 7"#
    )
    let text = await bench.failure(servers)
    #expect(
      text.hasPrefix(
        "the server of \(bench.model) ended with code 7 before it was ready:\nline 3\nline 4\nline 5\nunknown model architecture | All it said: \(bench.scratch.path)/state/"
      ), "\(text)")
    // The arguments have come through whole.
    let log = try #require(text.split(separator: " ").last.map(String.init))
    let said = try String(contentsOfFile: log, encoding: .utf8)
    #expect(said.hasPrefix("args: -m \(bench.model) --port="))
    #expect(await servers.running().isEmpty)
  }

  @Test func oneThatSaysNothingAndOneThatIsKilledAreTold() async throws {
    let bench = try Bench()
    #expect(
      await bench.failure(bench.servers("exit 1")).contains(
        "ended with code 1 before it was ready without a word"))
    #expect(
      await bench.failure(bench.servers("kill -SEGV $$")).contains(
        "was ended by signal 11 before it was ready"))
  }

  @Test func oneThatIsNeverReadyIsStopped() async throws {
    let bench = try Bench()
    let servers = bench.servers("echo $$ >\(bench.scratch.path)/pid; sleep 555 & wait", patience: 2)
    let text = await bench.failure(servers)
    #expect(text.contains("was not ready within 2 s and was stopped: it does not answer at port"))
    let group = pid_t(bench.scratch.text("pid").trimmingCharacters(in: .whitespacesAndNewlines))
    if let group { #expect(ProcessIdentity(running: group)?.isRunning != true) }
    #expect(await servers.running().isEmpty)
  }

  @Test func whatIsNoModelAndWhatIsNotInstalledIsTold() async throws {
    let bench = try Bench()
    let none = LocalServers(bench.settings(["no-such-server", "{model}", "{port}"]))
    #expect(
      await bench.failure(none)
        == "no-such-server is not installed, or not in PATH, so that \(bench.model) cannot be run | Install llama.cpp, or set local_server.command."
    )
    #expect(await bench.failure(none, "/nowhere/x.gguf").hasPrefix("there is no file /nowhere/x.gguf"))
    let text = bench.scratch.file("text.gguf", "Hello")
    #expect(await bench.failure(none, text).hasPrefix("\(text) is no model in the GGUF format"))
    for command in [[], ["x", "{model}"], ["x", "{port}"]] {
      #expect(
        await bench.failure(LocalServers(bench.settings(command))).hasPrefix("the command for local models"))
    }
  }

  @Test func aPortThatIsTakenMeanwhileIsGivenUp() async throws {
    let bench = try Bench()
    let ports = Mutex([1001, 1002, 1003, 1004])
    let servers = bench.servers("echo \"couldn't bind HTTP server socket, $3\"; exit 1") {
      ports.withLock { $0.removeFirst() }
    }
    #expect(await bench.failure(servers).hasPrefix("no free port could be kept"))
    #expect(ports.withLock { $0 } == [1004])
  }

  @Test func bracesAreFilledInOnce() {
    let settings = LocalServerSettings(
      command: ["{model}", "--port={port}", "{other}", "{"], folder: "", environment: [:])
    #expect(settings.command(model: "/a {port}", port: 9) == ["/a {port}", "--port=9", "{other}", "{"])
    #expect(LocalServerSettings(folder: "", environment: [:]).problem == nil)
  }

  @Test func modelsAreNamedByTheirFile() {
    #expect(LocalServer.modelFile(in: "gguf:/a/b.gguf", home: "/h") == "/a/b.gguf")
    #expect(LocalServer.modelFile(in: "gguf:~/b.gguf", home: "/h") == "/h/b.gguf")
    #expect(LocalServer.modelFile(in: "ollama/phi4", home: "/h") == nil)
  }

  @Test func stoppingTheTaskEndsAServerThatIsStillLoading() async throws {
    let bench = try Bench()
    let servers = bench.servers("echo $$ >\(bench.scratch.path)/pid; exec sleep 556")
    let task = Task { try await servers.start(bench.model) }
    let pid = Mutex<pid_t?>(nil)
    try await until {
      let id = pid_t(bench.scratch.text("pid").trimmingCharacters(in: .whitespacesAndNewlines))
      pid.withLock { $0 = id }
      return id != nil
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    try await until { pid.withLock { $0 }.map { ProcessIdentity(running: $0)?.isRunning != true } ?? false }
  }
}

/// The real server of llama.cpp, with a tiny model.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["ATELIER_PEERS"] != nil, "ATELIER_PEERS names the servers"),
  .serialized, .timeLimit(.minutes(10)))
struct RealLocalServerTests {
  private let bench: Bench
  private let model: String
  private let command: [String]

  init() throws {
    bench = try Bench()
    let peers = try #require(ProcessInfo.processInfo.environment["ATELIER_PEERS"])
    model = peers + "/scripts/tiny.gguf"
    command = [
      peers + "/core/bin/python", peers + "/scripts/llama_serve.py", "{model}", "--port", "{port}", "--ttl",
      "500",
      "--ctx", "4096", "--parallel", "1",
    ]
  }

  private func servers() -> LocalServers {
    LocalServers(bench.settings(command), transport: AsyncHTTPTransport(environment: [:]))
  }

  private func isRunning(_ server: LocalServer) -> Bool {
    ProcessIdentity(running: pid_t(server.processID))?.isRunning == true
  }

  private func answers(_ server: LocalServer) async -> Reply {
    let provider = makeProvider(AsyncHTTPTransport(environment: [:]), url: server.baseURL, key: nil)
    return await events(provider, SamplingParameters(maxOutputTokens: 5)).reply
  }

  @Test func aServerAnswersIsSharedAndEndsWithItsLastUser() async throws {
    let (first, second) = (servers(), servers())
    let steps = Mutex<[LocalServer.Progress]>([])
    let server = try await first.start(model) { step in steps.withLock { $0.append(step) } }
    #expect(steps.withLock { $0 }.last.map { if case .ready = $0 { true } else { false } } == true)
    let reply = await answers(server)
    #expect(
      [.length, .complete].contains(reply.ending?.kind ?? .failed) && (reply.usage?.outputTokens ?? 0) > 0)
    let found = await ServerFinder(
      places: [.init(port: server.port, usual: .vllm)], limit: 500
    ).find()
    #expect(found.map(\.kind) == [.llamaServer] && found.first?.models.first?.name.model == "tiny-seed")
    #expect((found.first?.models.first?.contextTokens ?? 0) > 1000)
    let same = try await second.start(model)
    #expect(same.port == server.port && same.processID == server.processID && !same.isKept)
    #expect(await second.running().map(\.port) == [server.port])
    await first.release(model)
    #expect(await answers(server).ending?.kind != .failed && isRunning(server))
    await second.release(model)
    try await until { !isRunning(server) }
    // And begins anew.
    let other = try await first.start(model)
    #expect(other.processID != server.processID)
    #expect(try await second.stop(model).map(\.processID) == [other.processID])
    #expect(!isRunning(other))
    #expect(await first.running().isEmpty)
    #expect(try await second.stop(model).isEmpty)
  }

  @Test func manyWhoStartAtOnceGetOneServer() async throws {
    let all = (0..<6).map { _ in servers() }
    let ports = try await withThrowingTaskGroup(of: Int.self) { group in
      for servers in all { for _ in 0..<2 { group.addTask { try await servers.start(model).port } } }
      var ports: Set<Int> = []
      for try await port in group { ports.insert(port) }
      return ports
    }
    #expect(ports.count == 1)
    try await all[0].stop()
  }

  @Test func aServerThatIsToStayOutlivesItsUsers() async throws {
    let first = servers()
    let server = try await first.start(model, keeps: true)
    #expect(server.isKept)
    await first.release(model)
    let second = servers()
    let same = try await second.start(model)
    #expect(same.processID == server.processID)
    await second.release(model)
    #expect(await answers(server).ending?.kind != .failed && isRunning(server))
    try await servers().stop(model)
    #expect(!isRunning(server))
  }

  @Test func aServerKilledHalfWayIsReplaced() async throws {
    let servers = servers()
    let server = try await servers.start(model)
    // The server itself, not the process that watches over it.
    for member in ProcessIdentity.members(ofGroup: pid_t(server.processID))
    where member != pid_t(server.processID) {
      kill(member, SIGKILL)
    }
    try await until {
      !isRunning(server) || ProcessIdentity.members(ofGroup: pid_t(server.processID)).isEmpty
    }
    #expect(await answers(server).ending?.reason?.contains("refused the connection") == true)
    let other = try await servers.start(model)
    #expect(other.processID != server.processID)
    #expect(await answers(other).ending?.kind != .failed)
    // And when the one that watches is killed, its server is found and ended.
    kill(pid_t(other.processID), SIGKILL)
    try await until { !isRunning(other) }
    let third = try await servers.start(model)
    #expect(ProcessIdentity.members(ofGroup: pid_t(other.processID)).isEmpty)
    #expect(await answers(third).ending?.kind != .failed)
    try await servers.stop()
    #expect(!isRunning(third))
  }

  /// Where a process that is killed and the one that looks after it meet.
  private static func meetingPlace(of process: pid_t) -> String { "/tmp/atelier-killed-\(process)" }

  @Test func aServerEndsAlsoWhenItsUserIsKilled() async throws {
    let place = Self.meetingPlace(of: getpid())
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: place) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let place = Self.meetingPlace(of: getppid())
      let peers = try #require(ProcessInfo.processInfo.environment["ATELIER_PEERS"])
      let command = [
        peers + "/core/bin/python", peers + "/scripts/llama_serve.py", "{model}", "--port", "{port}", "--ttl",
        "500", "--ctx", "4096",
      ]
      let settings = LocalServerSettings(
        command: command, folder: place, environment: ProcessInfo.processInfo.environment)
      let servers = LocalServers(settings, transport: AsyncHTTPTransport(environment: [:]))
      let server = try await servers.start(peers + "/scripts/tiny.gguf")
      try "\(server.processID) \(server.port)".write(
        toFile: place + "/ready", atomically: true, encoding: .utf8)
      kill(getpid(), SIGKILL)
    }
    let words = try String(contentsOfFile: place + "/ready", encoding: .utf8).split(separator: " ")
    let group = try #require(words.first.flatMap { pid_t($0) })
    try await until { ProcessIdentity.members(ofGroup: group).isEmpty }
    let port = try #require(words.last.flatMap { Int($0) })
    let provider = makeProvider(AsyncHTTPTransport(environment: [:]), url: "http://127.0.0.1:\(port)/v1")
    #expect(await events(provider).reply.ending?.reason?.contains("refused the connection") == true)
  }

  @Test func aBrokenModelIsToldInTheServersWords() async throws {
    let broken = bench.scratch.file("broken.gguf", "GGUF" + String(repeating: "x", count: 1000))
    let text = await bench.failure(servers(), broken)
    #expect(text.contains("before it was ready"), "\(text)")
    #expect(text.split(separator: "\n").count > 1, "\(text)")
  }

  @Test func aPortThatIsTakenIsNotMistakenForTheServer() async throws {
    // Somebody else answers there that all is well.
    let stranger = try TestServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    }
    defer { stranger.stop() }
    let ports = Mutex([stranger.port, stranger.port])
    let servers = LocalServers(
      bench.settings(command), transport: AsyncHTTPTransport(environment: [:])
    ) {
      ports.withLock { $0.popLast() } ?? ServerWatcher.freePort()
    }
    let server = try await servers.start(model)
    #expect(server.port != stranger.port)
    #expect(await answers(server).ending?.kind != .failed)
    try await servers.stop()
  }
}
