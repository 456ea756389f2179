import Glibc

/// The model servers of this machine that this program starts, one for each model's file.
///
/// Processes of this program that run at the same time share them. A server ends when the last process that used it is
/// gone, unless it was started to stay.
package actor LocalServers {
  private let settings: LocalServerSettings
  private let transport: any HTTPTransport
  private let port: @Sendable () -> Int?
  /// What this process holds open, by the base path of the server's files.
  private var holds: [String: Int32] = [:]
  /// The servers that are children of this process.
  private var children: [String: ChildProcess] = [:]
  /// How many tasks wait for a server, and which servers somebody in this process has.
  private var waiting: [String: Int] = [:]
  private var used: Set<String> = []

  /// How often a start is tried again because somebody took the port in between.
  private static let portTries = 3

  package init(_ settings: LocalServerSettings, transport: any HTTPTransport = AsyncHTTPTransport()) {
    self.init(settings, transport: transport, port: ServerWatcher.freePort)
  }

  /// - Parameter port: finds a free port.
  init(
    _ settings: LocalServerSettings, transport: any HTTPTransport, port: @escaping @Sendable () -> Int?
  ) {
    self.settings = settings
    self.transport = transport
    self.port = port
  }

  /// A server for a model's file that is ready to answer: one that runs already, or a new one.
  ///
  /// - Parameters:
  ///   - model: the path of a GGUF file.
  ///   - keeps: whether the server stays when nobody uses it any more, until it is stopped.
  /// - Throws: ``ModelError`` when it does not become ready; `CancellationError`.
  package func start(
    _ model: String, keeps: Bool = false, progress: @Sendable (LocalServer.Progress) -> Void = { _ in }
  ) async throws -> LocalServer {
    let model = try Self.checked(model)
    if let problem = settings.problem {
      throw Self.failure(problem, hint: "Mend local_server.command in the configuration.")
    }
    guard FileBytes.makeFolder(settings.folder) else {
      throw Self.failure("the folder \(settings.folder) cannot be made", hint: "Check the rights above it.")
    }
    let files = LocalServerFiles(folder: settings.folder, model: model, command: settings.command)
    for attempt in 1... {
      let state = try await find(model, files: files, keeps: keeps)
      waiting[files.base, default: 0] += 1
      defer { waiting[files.base, default: 1] -= 1 }
      let isTaken = try await waitUntilReady(state, files: files, progress: progress)
      guard isTaken else { return server(state, files) }
      await forget(state, files)
      guard attempt < Self.portTries else { break }
    }
    throw Self.failure("no free port could be kept for the model's server", hint: "Try again.")
  }

  /// The servers that run now, whoever started them, in the order of their files' names.
  package func running() -> [LocalServer] {
    known().filter { $0.state.process.isRunning }.map { server($0.state, $0.files) }
  }

  /// Ends a server, also when others use it.
  ///
  /// - Parameter model: the model's file; nil for all servers.
  /// - Returns: the servers that were ended.
  /// - Throws: ``ModelError`` when one does not end.
  @discardableResult
  package func stop(_ model: String? = nil) async throws -> [LocalServer] {
    let wanted = model.map { Self.resolved($0) ?? $0 }
    var ended: [LocalServer] = []
    for (state, files) in known() where wanted == nil || state.model == wanted {
      guard let lock = try await FileLock.take(files.lock, patience: 30) else {
        throw Self.failure("another program is busy with the server of \(state.model)", hint: "Try again.")
      }
      defer { lock.release() }
      // Another program may have started a new one meanwhile.
      guard let current = LocalServerState(file: files.state) else { continue }
      let server = server(current, files)
      let isRunning = !current.members.isEmpty
      await forget(current, files)
      guard current.members.isEmpty else {
        throw Self.failure(
          "the server of \(current.model) (process \(current.process.id)) does not end",
          hint: "End it with “kill -9 -- -\(current.process.id)”.")
      }
      if isRunning { ended.append(server) }
    }
    return ended
  }

  /// Lets go of a server: it ends when nobody else uses it and it was not started to stay.
  package func release(_ model: String) {
    guard let model = Self.resolved(model) else { return }
    release(LocalServerFiles(folder: settings.folder, model: model, command: settings.command))
  }

  deinit {
    for hold in holds.values { close(hold) }
    for child in children.values { Self.reap(child) }
  }

  /// Takes the end of a child that is about to end, so that none stays behind as a process that has ended.
  ///
  /// One that others still use is left alone after a while.
  private static func reap(_ child: ChildProcess) {
    Task.detached {
      var wait = 10.0
      while child.exit() == nil, wait < 10_000 {
        try? await Task.sleep(for: .milliseconds(wait))
        wait *= 1.5
      }
    }
  }

  // MARK: Finding and starting

  /// The server for a model, held by this process: the one that runs, or a new one.
  private func find(_ model: String, files: LocalServerFiles, keeps: Bool) async throws -> LocalServerState {
    guard let lock = try await FileLock.take(files.lock, patience: 30) else {
      throw Self.failure("\(files.lock) cannot be locked", hint: "Another program may hang; try again.")
    }
    defer { lock.release() }
    if let state = LocalServerState(file: files.state) {
      if state.process.isRunning, children[files.base]?.exit() == nil, hold(files) {
        if keeps { FileBytes.write([], to: files.keep) }
        return state
      }
      // What a killed watcher left behind.
      await forget(state, files)
    }
    guard let port = port() else { throw Self.failure("there is no free port on this machine", hint: nil) }
    let command = settings.command(model: model, port: port)
    guard let program = command.first, ChildProcess.path(of: program, in: settings.environment["PATH"]) != nil
    else {
      throw Self.failure(
        "\(command.first ?? "") is not installed, or not in PATH, so that \(model) cannot be run",
        hint: "Install llama.cpp, or set local_server.command.")
    }
    if keeps { FileBytes.write([], to: files.keep) }
    let started = try ServerWatcher.start(command, files: files, settings: settings)
    guard let identity = ProcessIdentity(running: started.process.id) else {
      close(started.hold)
      throw Self.failure("the server of \(model) ended at once", hint: nil)
    }
    let state = LocalServerState(model: model, port: port, process: identity)
    release(files)
    holds[files.base] = started.hold
    children[files.base] = started.process
    guard FileBytes.write(state.bytes, to: files.state) else {
      await forget(state, files)
      throw Self.failure("\(files.state) cannot be written", hint: "Check the folder and its free space.")
    }
    return state
  }

  /// Holds a running server; whether that was possible.
  private func hold(_ files: LocalServerFiles) -> Bool {
    if let hold = holds[files.base], ServerWatcher.isHeld(hold) { return true }
    release(files)
    if let hold = ServerWatcher.join(files) {
      holds[files.base] = hold
      return true
    }
    // Nobody reads once the last user of a server that stays is gone.
    return access(files.keep, F_OK) == 0
  }

  private func release(_ files: LocalServerFiles) {
    used.remove(files.base)
    if let hold = holds.removeValue(forKey: files.base) { close(hold) }
    if let child = children[files.base] { Self.reap(child) }
  }

  /// Ends a server and takes its files away, except its log.
  private func forget(_ state: LocalServerState, _ files: LocalServerFiles) async {
    await ServerWatcher.end(state, patience: settings.endPatience)
    // So that the watcher does not stay behind as a process that has ended.
    if let child = children[files.base], child.exit() != nil { children[files.base] = nil }
    release(files)
    files.removeState()
  }

  // MARK: Waiting

  /// Waits until a server answers that it is ready.
  ///
  /// - Returns: whether it ended because its port was taken.
  private func waitUntilReady(
    _ state: LocalServerState, files: LocalServerFiles, progress: @Sendable (LocalServer.Progress) -> Void
  ) async throws -> Bool {
    let start = ContinuousClock.now
    var wait = 20.0
    var lastStatus: Int?
    while true {
      let status = await health(state.port)
      let seconds = start.duration(to: .now).inSeconds
      let exit = children[files.base].flatMap { $0.id == state.process.id ? $0.exit() : nil }
      guard exit == nil, state.process.isRunning else {
        return try ended(exit, state, files)
      }
      switch status {
      case 200 where children[files.base] != nil && isStranger(state):
        // Our own would not get the port, and end soon; nobody waits for that.
        return true
      case 200:
        progress(.ready(seconds: seconds))
        used.insert(files.base)
        return false
      case 503: progress(.loading(seconds: seconds))
      default: progress(.starting(seconds: seconds))
      }
      lastStatus = status ?? lastStatus
      guard seconds < settings.loadingPatience else {
        await forget(state, files)
        let said = lastStatus.map { $0 == 503 ? "it is still loading" : "/health answers with HTTP \($0)" }
        throw Self.failure(
          "the server of \(state.model) was not ready within \(Int(settings.loadingPatience)) s and was stopped: "
            + (said ?? "it does not answer at port \(state.port)"),
          hint: "What it said: \(files.log)")
      }
      do {
        try await Task.sleep(for: .milliseconds(wait))
      } catch {
        // Nobody waits for it any more, unless somebody else does.
        if waiting[files.base] == 1, !used.contains(files.base) { release(files) }
        throw error
      }
      wait = min(wait * 1.5, 250)
    }
  }

  /// What the server answers to the question whether it is ready; nil for nothing.
  private func health(_ port: Int) async -> Int? {
    let watchdog = Watchdog(Patience(event: 2, stall: 2))
    let transport = transport
    let answer = try? await watchdog.watch {
      let response = try await transport.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/health"))
      _ = try await response.collected(upTo: 65_536)
      return response.status
    }
    return answer ?? nil
  }

  /// Whether somebody took the port before our server could: a process that is older than it listens there.
  ///
  /// A younger one may well be the server's own, however it was started.
  private func isStranger(_ state: LocalServerState) -> Bool {
    let owners = PortOwner.processes(at: state.port)
    return !owners.isEmpty
      && owners.allSatisfy { id in
        ProcessIdentity.stat(of: id).map { $0.group != state.process.id && $0.start < state.process.start }
          ?? false
      }
  }

  /// A server that ended before it was ready.
  private func ended(
    _ exit: ChildProcess.Exit?, _ state: LocalServerState, _ files: LocalServerFiles
  ) throws
    -> Bool
  {
    let lines = files.lastLines(4)
    let text = lines.joined(separator: " ").lowercased()
    // Not every server says so in words that are known.
    let words = ["address already in use", "couldn't bind", "failed to bind", "bind failed"]
    if isStranger(state) || words.contains(where: text.contains) {
      return true
    }
    release(files)
    children[files.base] = nil
    files.removeState()
    let how =
      switch exit {
      case .code(let code)? where code > 128 && code < 160: "was ended by signal \(code - 128)"
      case .code(let code)? where code >= 0: "ended with code \(code)"
      case .signal(let signal)?: "was ended by signal \(signal)"
      default: "ended"
      }
    let said = lines.isEmpty ? " without a word" : ":\n" + lines.joined(separator: "\n")
    throw Self.failure(
      "the server of \(state.model) \(how) before it was ready\(said)",
      hint: "All it said: \(files.log)")
  }

  // MARK: Small parts

  private func server(_ state: LocalServerState, _ files: LocalServerFiles) -> LocalServer {
    LocalServer(
      model: state.model, port: state.port, logFile: files.log, processID: Int(state.process.id),
      isKept: access(files.keep, F_OK) == 0)
  }

  /// The servers that were started and not ended properly.
  private func known() -> [(state: LocalServerState, files: LocalServerFiles)] {
    guard let folder = opendir(settings.folder) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".json") { names.append(String(name.dropLast(".json".count))) }
    }
    return names.sorted().compactMap { name in
      let files = LocalServerFiles(base: "\(settings.folder)/\(name)")
      return LocalServerState(file: files.state).map { ($0, files) }
    }
  }

  /// A path without links in it; nil when nothing is there.
  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private static func checked(_ path: String) throws(ModelError) -> String {
    guard let real = resolved(path) else {
      throw failure("there is no file \(path)", hint: "Write gguf:/path/to/model.gguf.")
    }
    guard let start = FileBytes.read(real, limit: 4) else {
      throw failure("\(path) cannot be read", hint: "Check its rights.")
    }
    guard start.elementsEqual("GGUF".utf8) else {
      throw failure("\(path) is no model in the GGUF format", hint: "Such a file begins with “GGUF”.")
    }
    return real
  }

  private static func failure(_ message: String, hint: String?) -> ModelError {
    ModelError(provider: "gguf", message: message, hint: hint)
  }
}
