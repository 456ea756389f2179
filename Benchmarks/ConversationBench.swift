import Foundation
import Models
import PseudoTerminal
import Storage

/// Measures conversations: a big store, a flood of events, and what one question costs.
enum ConversationBench {
  static func run(_ program: String, folder: String) {
    guard let server = StreamServer() else { return }
    let home = folder + "/conversations"
    let settings = """
      default_model: bench/flood
      providers:
        bench: {type: openai-compatible, base_url: "http://127.0.0.1:\(server.port)/v1"}
      """
    try? FileManager.default.createDirectory(
      atPath: home + "/.config/atelier", withIntermediateDirectories: true)
    try? settings.write(toFile: home + "/.config/atelier/config.yaml", atomically: true, encoding: .utf8)
    fill(home + "/.local/share/atelier/atelier.sqlite")

    Report.head("Conversations, with 10,000 messages kept")
    firstFrame(program, home: home)
    flood(program, home: home)
    question(program, home: home, port: server.port)
  }

  /// 200 sessions of 50 messages each.
  private static func fill(_ path: String) {
    guard let database = try? Database(path: path) else { return }
    for number in 0..<200 {
      let time = 1_700_000_000 + Double(number * 1000)
      let session = Session(
        id: ULID.make(at: time), title: "Talk number \(number)", createdAt: time, updatedAt: time,
        model: .librarian)
      try? database.createSession(session)
      var parent: String?
      for pair in 0..<25 {
        let asked = SessionMessage(
          id: ULID.make(at: time + Double(pair)), sessionID: session.id, parentID: parent,
          createdAt: time + Double(pair), content: .question("question \(pair) about topic \(number)"))
        try? database.addQuestion(asked)
        var reply = Reply()
        reply.apply(.text(String(repeating: "An answer of some length. ", count: 20)), at: 0.1)
        reply.apply(.ended(Ending(.complete)), at: 0.2)
        let answer = SessionMessage(
          id: ULID.make(at: time + Double(pair) + 0.5), sessionID: session.id, parentID: asked.id,
          createdAt: time + Double(pair) + 0.5,
          content: .reply(
            StoredReply(model: .librarian, parameters: SamplingParameters(), reply: reply, isStreaming: true))
        )
        try? database.beginReply(answer)
        try? database.finishReply(answer.id, reply)
        parent = answer.id
      }
    }
  }

  private static func open(_ program: String, home: String) -> PseudoTerminal? {
    PseudoTerminal(
      [program], columns: Bench.columns, rows: Bench.rows, environment: Bench.environment(home), folder: home)
  }

  private static func firstFrame(_ program: String, home: String) {
    var first: [Double] = []
    var sessions: [Double] = []
    for round in 0..<11 {
      guard let terminal = open(program, home: home) else { continue }
      let start = ContinuousClock.now
      guard let frame = terminal.wait(for: "Atelier", since: start) else { continue }
      terminal.settle(milliseconds: 100)
      let pressed = ContinuousClock.now
      terminal.send("2")
      if let list = terminal.wait(for: "Talk number 199", since: pressed), round > 0 {
        first.append(frame)
        sessions.append(list)
      }
    }
    Report.row("first frame", Figures(values: first).median, unit: "ms", aim: "< 50 ms")
    Report.row("sessions listed after the key", Figures(values: sessions).median, unit: "ms")
  }

  private static func flood(_ program: String, home: String) {
    guard let terminal = open(program, home: home) else { return }
    terminal.settle()
    terminal.send("2")
    terminal.settle()
    terminal.send("go\r")
    guard terminal.wait(for: "word", since: .now) != nil else { return }
    let before = terminal.processorTime
    let began = ContinuousClock.now
    let typed = "keys typed while it comes"
    for character in typed {
      terminal.send(String(character))
      let due = ContinuousClock.now + .milliseconds(120)
      while ContinuousClock.now < due { terminal.read(milliseconds: 10) }
    }
    let seconds = began.duration(to: .now).milliseconds / 1000
    let share = (terminal.processorTime - before) / seconds * 100
    // Painted anew, the prompt holds every key or it does not.
    terminal.settle()
    terminal.send("\u{C}")
    let isWhole = terminal.wait(for: typed, since: .now) != nil
    Report.row(
      "3,000 events a second, processor", share, unit: "%", aim: "< 30 %",
      detail: isWhole ? "no key lost" : "KEYS WERE LOST")
  }

  private static func question(_ program: String, home: String, port: UInt16) {
    setenv("HOME", home, 1)
    let ours = Figures(
      values: (0..<11).compactMap { _ in Bench.run([program, "chat", "hi", "-m", "bench/quick"]) })
    let folder = home + "/llm"
    let models = """
      - {model_id: quick, model_name: quick, api_base: "http://127.0.0.1:\(port)/v1", api_key_name: none}
      """
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? models.write(toFile: folder + "/extra-openai-models.yaml", atomically: true, encoding: .utf8)
    setenv("LLM_USER_PATH", folder, 1)
    let peers = ProcessInfo.processInfo.environment["ATELIER_PEERS"].map { $0 + "/llm/bin/llm" }
    let llm = peers.flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil } ?? "llm"
    let peer = Figures(
      values: (0..<5).compactMap { _ in Bench.run([llm, "-m", "quick", "--key", "none", "hi"]) })
    Report.columns(peer: peer.values.isEmpty ? "" : "simonw/llm")
    Report.row(
      "one kept question, processor", ours.median, unit: "ms", peer: peer.values.isEmpty ? nil : peer.median,
      aim: "< 50 ms")
  }
}
