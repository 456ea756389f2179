import Foundation
import GRDB
import PseudoTerminal
import TestSupport
import Testing

/// Conversations from the command line, as a person or a script has them: against servers that answer, dawdle and fall
/// silent, and with stores that are in the way.
@Suite struct ConversationCommandTests {
  let home = TemporaryHome()
  let server: TestServer
  var database: String { home.folder + "/.local/share/atelier/atelier.sqlite" }

  init() throws {
    server = try TestServer.chat()
    try home.write(
      "providers:\n  test: {type: openai-compatible, base_url: \"\(server.url)\"}\n",
      to: ".config/atelier/config.yaml")
  }

  /// The only session that is kept, with its messages.
  private func kept(
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> (
    id: String, replies: [[String: Any]]
  ) {
    let list = try home.atelier("sessions", "list", "--json").json(sourceLocation: sourceLocation)
    let sessions = try #require(list["sessions"] as? [[String: Any]], sourceLocation: sourceLocation)
    let id = try #require(sessions.first?["id"] as? String, sourceLocation: sourceLocation)
    let whole = try home.atelier("sessions", "show", id, "--json").json(sourceLocation: sourceLocation)
    let messages = try #require(whole["messages"] as? [[String: Any]], sourceLocation: sourceLocation)
    return (id, messages.filter { $0["role"] as? String == "assistant" })
  }

  private func text(_ reply: [String: Any]?) -> String? {
    (reply?["reply"] as? [String: Any])?["text"] as? String
  }

  private func ending(_ reply: [String: Any]?) -> String? {
    (reply?["ending"] as? [String: Any])?["kind"] as? String
  }

  /// A connection that keeps every other program from writing until it is let go.
  private func lock(_ path: String) throws -> DatabaseQueue {
    var configuration = GRDB.Configuration()
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    // A program that holds a lock has mostly written before.
    try queue.inDatabase {
      try $0.execute(sql: "UPDATE session SET updated_at = updated_at + 1; BEGIN IMMEDIATE")
    }
    return queue
  }

  // MARK: Replies and how they end

  @Test func aReplyIsPrintedAndKept() throws {
    let run = home.atelier("chat", "Hello?", "-m", "test/quick")
    #expect(run.status == 0 && run.text == "Hello there.\n" && run.error.isEmpty)
    let again = home.shell("echo and this | atelier chat --continue -m test/quick 'More of it:'")
    #expect(again.status == 0)
    let session = try kept()
    #expect(session.replies.map { text($0) } == ["Hello there.", "Hello there."])
    let search = home.atelier("sessions", "search", "more", "of", "it")
    #expect(search.status == 0 && search.text.contains(session.id))
    #expect(home.atelier("sessions", "search", "nowhere").status == 1)
  }

  @Test func aReplyThatIsInterruptedIsKeptAsStopped() throws {
    // Interrupted once words have come, however slow the machine is. Job control, as a shell's background
    // jobs otherwise ignore the signal.
    let run = home.shell(
      """
      set -m; atelier chat -m test/slow 'On and on' > reply & job=$!
      for _ in {1..400}; do grep -q word2 reply && break; read -rt 0.05 <> <(:); done
      kill -INT $job; wait $job
      """)
    #expect(run.status == 130 && run.error.contains("■ stopped"))
    let reply = try kept().replies.first
    #expect(ending(reply) == "cancelled" && text(reply)?.hasPrefix("word1 word2 ") == true)
  }

  @Test func aKilledProgramLeavesWhatHadComeAndItIsIncomplete() throws {
    // The last words came long before the end, and nothing after them.
    let run = home.shell("timeout -s KILL 5 atelier chat -m test/silent 'Say half of it'")
    #expect(run.status == 137)
    let reply = try kept().replies.first
    #expect(
      text(reply) == "Half of it" && ending(reply) == "incomplete" && reply?["streaming"] as? Bool == false)
    #expect(home.atelier("db", "check").status == 0)
  }

  @Test func aReaderThatGoesAwayStopsTheReplyAndItIsKept() throws {
    let run = home.shell("atelier chat -m test/slow 'On and on' | head -c 12; echo ${PIPESTATUS[0]}")
    #expect(run.text.hasPrefix("word1 word2 ") && run.text.hasSuffix("130\n") && run.error.isEmpty)
    let reply = try kept().replies.first
    #expect(ending(reply) == "cancelled" && text(reply)?.hasPrefix("word1 word2 ") == true)
  }

  @Test func aDeadServerFails() throws {
    let port = try TestServer.freePort()
    try home.write(
      "providers:\n  test: {type: openai-compatible, base_url: \"http://127.0.0.1:\(port)/v1\"}\n",
      to: ".config/atelier/config.yaml")
    let run = home.atelier("chat", "Hello?", "-m", "test/quick")
    #expect(run.status == 3 && run.error.contains("✗ failed") && run.error.contains("Is it running?"))
    #expect(try ending(kept().replies.first) == "failed")
    let models = home.atelier("models", "list")
    #expect(models.status == 3 && models.text.contains("builtin/librarian"))
  }

  @Test func nothingFromAModelReachesThePipeRaw() throws {
    let run = home.atelier("chat", "Try", "-m", "test/hostile")
    #expect(run.status == 0 && run.output.count > 1 << 20)
    #expect(run.output.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A })
    #expect(run.text.hasPrefix("^[[2J^[]0;owned^G<U+202E>txet "))
    let id = try kept().id
    for command in [["show", id], ["export", id]] {
      let shown = home.shell("atelier sessions \(command.joined(separator: " "))")
      #expect(!shown.output.contains(0x1B) && shown.text.contains("^[[2J"))
    }
  }

  @Test func theLibrarianSaysWhatTheCatalogHolds() throws {
    let run = home.atelier("ask", "What is vector search?")
    #expect(run.status == 0 && run.text.contains("[1] ") && run.text.contains("(vector-search)"))
    let refused = home.atelier("ask", "What is the best recipe for lasagne?")
    #expect(refused.status == 1 && refused.text.contains("The catalog holds no answer"))
  }

  // MARK: What belongs to the prompt

  @Test func aLoopOfTheShellKeepsItsLines() throws {
    try home.write("What is vector search?\nWhat is MLflow?\n", to: "questions")
    let line = "while read -r q; do atelier %@ \"$q\" >/dev/null || exit; done < questions"
    #expect(home.shell(line.replacing("%@", with: "ask")).status == 0)
    #expect(home.shell(line.replacing("%@", with: "chat -m test/quick")).status == 0)
    let list = try home.atelier("sessions", "list", "--json").json()
    #expect(list["total"] as? Int == 4)
    // A file from its start is part of the prompt.
    #expect(home.shell("atelier chat -m test/quick 'Read this:' < questions").status == 0)
    #expect(home.atelier("sessions", "search", "read", "MLflow").status == 0)
  }

  @Test func whatIsWrongIsFoundBeforeThePromptIsWritten() throws {
    try home.writeProgram("write", #"echo "a long thought" > "$1"; exit ${WRITE_STATUS:-0}"#)
    func chat(_ line: String, status: String = "0") throws -> String {
      // In a terminal, for only there the editor is opened.
      let terminal = try PseudoTerminal.start(
        ["/bin/sh", "-c", line], home: home, environment: ["EDITOR": "write", "WRITE_STATUS": status])
      try terminal.waitForOutputToEnd()
      return terminal.text()
    }
    #expect(try chat("atelier chat -m typo/x").contains("there is no provider “typo”"))
    #expect(home.names(in: "tmp").isEmpty)
    #expect(try chat("atelier chat -m test/quick").contains("Hello there."))
    #expect(home.names(in: "tmp").isEmpty)
    // An editor that fails does not take the text along.
    let failed = try chat("atelier chat -m test/quick", status: "1")
    let folder = try #require(home.names(in: "tmp").first)
    #expect(failed.contains("what you wrote is kept in"))
    #expect(home.text(of: "tmp/\(folder)/prompt.md") == "a long thought\n")
  }

  // MARK: Stores that are in the way

  @Test func twoHundredAtOnceLoseNothing() throws {
    let run = home.shell(
      "seq 200 | xargs -P 200 -I{} atelier chat -m test/quick 'question {}' >/dev/null")
    #expect(run.status == 0, "\(run.error.prefix(2000))")
    let list = try home.atelier("sessions", "list", "--limit", "500", "--json").json()
    #expect(list["total"] as? Int == 200)
    let export = try home.atelier("sessions", "export", "--json").json()
    let sessions = export["sessions"] as? [[String: Any]] ?? []
    let messages = sessions.flatMap { $0["messages"] as? [[String: Any]] ?? [] }
    #expect(messages.count == 400)
    #expect(messages.filter { ending($0) == "complete" }.count == 200)
    #expect(home.atelier("db", "check").text == "\(database) is sound\n")
  }

  @Test func aLockedDatabaseIsAClearLine() throws {
    #expect(home.atelier("chat", "first", "-m", "test/quick").status == 0)
    let lock = try lock(database)
    let run = home.atelier("chat", "second", "-m", "test/quick", "--json")
    #expect(run.status == 2)
    let error = try #require(run.json()["error"] as? [String: Any])
    #expect(error["code"] as? String == "database_locked")
    #expect((error["message"] as? String)?.contains("is locked by another program") == true)
    // What only reads goes on.
    #expect(home.atelier("sessions", "list").status == 0)
    try lock.close()
    #expect(home.atelier("chat", "second", "-m", "test/quick").status == 0)
  }

  @Test func aNewerDatabaseIsRefusedAndNotTouched() throws {
    #expect(home.atelier("chat", "first", "-m", "test/quick").status == 0)
    do {
      let queue = try DatabaseQueue(path: database)
      try queue.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)")
      }
      try queue.close()
    }
    let before = try Data(contentsOf: URL(filePath: database))
    for command in ["chat hi -m test/quick", "sessions list", "db check", "db backup copy.sqlite"] {
      let run = home.shell("atelier " + command)
      #expect(run.status == 2 && run.error.contains("newer atelier"), "\(command): \(run.error)")
    }
    #expect(try Data(contentsOf: URL(filePath: database)) == before)
  }

  @Test func aDamagedDatabaseIsLookedAtWithoutBeingMovedAndSetAsideOnlyToKeep() throws {
    let folder = ".local/share/atelier"
    try home.write(String(repeating: "no database at all ", count: 1000), to: folder + "/atelier.sqlite")
    let check = home.atelier("db", "check")
    #expect(check.status == 1 && check.text.contains("is damaged"))
    for command in ["sessions list", "db backup copy.sqlite", "doctor"] {
      #expect(home.shell("atelier " + command).status != 0, "\(command)")
    }
    #expect(home.names(in: folder) == ["atelier.sqlite"])
    let chat = home.atelier("chat", "hi", "-m", "test/quick")
    #expect(chat.status == 0 && chat.error.contains("It is kept as "))
    let aside = try #require(home.names(in: folder).first { $0.contains(".damaged-") })
    #expect(home.text(of: "\(folder)/\(aside)")?.hasPrefix("no database at all") == true)
  }

  @Test func aFileOfSomebodyElseIsLeftAlone() throws {
    let path = try home.write(String(repeating: "somebody's vault ", count: 1000), to: "vault.sqlite")
    for command in ["chat hi -m test/quick", "sessions list", "db check"] {
      let run = home.shell("atelier \(command) --database vault.sqlite")
      #expect(run.status == 2 && run.error.contains("left untouched"), "\(command): \(run.error)")
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("somebody's vault"))
    // A name that was mistyped makes nothing.
    let typo = home.shell("atelier sessions show 01ABCDEF --database no/such/file.sqlite")
    #expect(typo.status == 2 && typo.error.contains("there is no database at"))
    #expect(!home.names(in: "").contains("no"))
  }

  @Test func aReadOnlyFolderIsAClearLine() throws {
    #expect(home.atelier("chat", "first", "-m", "test/quick").status == 0)
    // Root may write anywhere: it becomes somebody else for this.
    let asOther = geteuid() == 0 ? "setpriv --reuid=65534 --clear-groups " : ""
    let run = home.shell(
      """
      chmod 755 "$HOME" "$HOME/.local" "$HOME/.local/share" "$HOME/.config" "$HOME/.config/atelier"
      chmod 555 "$HOME/.local/share/atelier"; chmod 444 "$HOME/.local/share/atelier"/*
      \(asOther)atelier chat second -m test/quick; status=$?
      chmod 755 "$HOME/.local/share/atelier"
      exit $status
      """)
    #expect(run.status == 2 && run.error.contains("read-only"), "\(run.error)")
  }

  @Test(.enabled(if: SmallDisk.isPossible, "a small disk can be made by root alone, and not everywhere"))
  func aFullDiskIsAClearLineAndLosesNothing() throws {
    let disk = try SmallDisk(kilobytes: 400, at: home.folder + "/disk")
    let path = disk.path + "/atelier.sqlite"
    #expect(home.atelier("chat", "first", "-m", "test/quick", "--database", path).status == 0)
    try disk.fill()
    let run = home.atelier("chat", "second", "-m", "test/quick", "--database", path)
    #expect(run.status == 2 && run.error.contains("the disk is full"), "\(run.error)")
    disk.makeRoom()
    let list = try home.atelier("sessions", "list", "--json", "--database", path).json()
    #expect(
      ((list["sessions"] as? [[String: Any]])?.map { $0["title"] as? String })?.contains("first") == true)
    #expect(home.atelier("db", "check", "--database", path).status == 0)
  }

  // MARK: Which database, and whether at all

  @Test func theVariableGoesBeforeTheFileAndTheOptionBeforeBoth() throws {
    try home.write(
      "database: \(home.folder)/from-file.sqlite\n"
        + "providers:\n  test: {type: openai-compatible, base_url: \"\(server.url)\"}\n",
      to: ".config/atelier/config.yaml")
    let variable = ["ATELIER_DATABASE": home.folder + "/from-variable.sqlite"]
    #expect(home.atelier("chat", "one", "-m", "test/quick").status == 0)
    #expect(home.atelier("chat", "two", "-m", "test/quick", environment: variable).status == 0)
    #expect(
      home.atelier(
        "chat", "three", "-m", "test/quick", "--database", "from-option.sqlite", environment: variable
      ).status == 0)
    let names = home.names(in: "").filter { $0.hasSuffix(".sqlite") }
    #expect(names == ["from-file.sqlite", "from-option.sqlite", "from-variable.sqlite"])
    #expect(home.atelier("db", "forget", "--all", environment: variable).status == 0)
    #expect(try home.atelier("sessions", "list", "--json").json()["total"] as? Int == 1)
  }

  @Test(arguments: [
    "theme: nord\ntheme: dracula\n", "database: [a]\n",
  ])
  func aConfigurationThatLeavesItOpenIsRefused(text: String) throws {
    try home.write(text, to: ".config/atelier/config.yaml")
    for command in ["chat hi", "ask hi", "sessions list", "db check", "models list"] {
      let run = home.shell("atelier " + command)
      #expect(run.status == 2 && run.error.contains(/config\.yaml:\d+:\d+:/), "\(command): \(run.error)")
    }
    #expect(home.names(in: ".local/share/atelier").isEmpty)
    // The workbench opens, and says that nothing is kept.
    #expect(home.atelier("catalog", "list").status == 0)
  }

  @Test func aWrongDefaultModelConcernsNobodyWhoNamesOne() throws {
    try home.write(
      "default_model: tset/quick\nproviders:\n  test: {type: openai-compatible, base_url: \"\(server.url)\"}\n",
      to: ".config/atelier/config.yaml")
    let run = home.atelier("chat", "hi")
    #expect(run.status == 2 && run.error.contains("did you mean test?"), "\(run.error)")
    #expect(home.atelier("chat", "hi", "-m", "test/quick").status == 0)
    #expect(home.atelier("ask", "What is MLflow?").status == 0)
    #expect(home.atelier("chat", "--continue", "-m", "test/quick", "more").status == 0)
    #expect(try home.atelier("sessions", "list", "--json").json()["total"] as? Int == 2)
  }

  @Test func aQuestionMayBePipedOrStandInManyWords() throws {
    let piped = home.shell("echo 'What is MLflow?' | atelier ask")
    let plain = home.shell("atelier ask What is MLflow? </dev/null")
    #expect(piped.status == 0 && piped.text == plain.text && piped.text.contains("(mlflow)"))
    let none = home.shell("atelier ask </dev/null")
    #expect(none.status == 2 && none.error.contains("there is no prompt"))
  }

  @Test func aMisspeltCommandIsNamed() throws {
    let run = home.atelier("catlog", "list")
    #expect(run.status == 2 && run.error.contains("Did you mean `atelier catalog`?"), "\(run.error)")
    // An entry with options is no command: here only the terminal is missing.
    let open = home.atelier("ai-search", "--theme", "nord")
    #expect(open.status == 2 && open.error.contains("needs a terminal"), "\(open.error)")
  }

  @Test func aSlipOfTheHandDeletesNothing() throws {
    #expect(home.atelier("chat", "first", "-m", "test/quick").status == 0)
    let id = try kept().id
    for wanted in ["", "0", String(id.prefix(7))] {
      #expect(home.atelier("sessions", "rm", wanted).status == 2)
      #expect(home.atelier("db", "forget", wanted).status == 2)
    }
    #expect(home.atelier("db", "forget").error.contains("swept out"))
    #expect(try kept().id == id)
    #expect(home.atelier("sessions", "rm", String(id.prefix(10))).status == 0)
    #expect(try home.atelier("sessions", "list", "--json").json()["total"] as? Int == 0)
  }

  @Test func noKeyIsEverPrinted() throws {
    let key = "sk-proj-verysecret12345"
    try home.write(
      """
      providers:
        a: {type: openai-compatible, base_url: "\(server.url)", api_key_env: \(key)}
        b: {type: openai-compatible, base_url: "http://user:\(key)@127.0.0.1:9/v1"}
        c: {type: openai-compatible, base_url: "http://127.0.0.1:9/v1?key=\(key)", api_key_command: [sh, -c, "exit 1", \(key)]}
      """, to: ".config/atelier/config.yaml")
    for command in [
      "config check", "doctor", "models list", "chat hi -m a/quick", "chat hi -m c/x", "doctor --json",
    ] {
      let run = home.shell("atelier " + command)
      #expect(!run.text.contains(key) && !run.error.contains(key), "\(command): \(run.text) \(run.error)")
    }
  }

  // MARK: JSON

  /// What scripts rely on: identifiers, times, addresses and durations are the run's own.
  private func expectGolden(
    _ run: ProgramRun, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var text = run.text.replacing(home.folder, with: "HOME")
    text = text.replacing(/[0-7][0-9A-HJKMNP-TV-Z]{25}/, with: "ID")
    text = text.replacing(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "TIME")
    text = text.replacing(/_s":( ?)[0-9.e-]+/, with: "_s\": 0").replacing(
      /127\.0\.0\.1:\d+/, with: "127.0.0.1:PORT")
    Golden.expect(text: text, name, sourceLocation: sourceLocation)
  }

  @Test func scriptsCanRelyOnTheJSON() throws {
    try home.write(
      "providers:\n  test: {type: openai-compatible, base_url: \"\(server.url)\"}\n"
        + "  dead: {type: openai-compatible, base_url: \"http://127.0.0.1:9/v1\"}\n",
      to: ".config/atelier/config.yaml")
    expectGolden(
      home.atelier("chat", "Hello?", "-m", "test/quick", "--temperature", "0.5", "-s", "Be brief.", "--json"),
      "chat-json")
    expectGolden(home.atelier("sessions", "list", "--json"), "sessions-list-json")
    let id = try kept().id
    expectGolden(home.atelier("sessions", "show", id, "--json"), "sessions-show-json")
    expectGolden(home.atelier("sessions", "search", "hello", "--json"), "sessions-search-json")
    expectGolden(home.atelier("sessions", "export", id, "--json"), "sessions-export-json")
    expectGolden(home.atelier("models", "list", "--no-search", "--json"), "models-list-json")
    expectGolden(home.atelier("db", "check", "--json"), "db-check-json")
    expectGolden(home.atelier("db", "backup", "copy.sqlite", "--json"), "db-backup-json")
    expectGolden(home.atelier("chat", "hi", "-m", "typo/x", "--json"), "error-json")
    expectGolden(home.atelier("sessions", "rm", id, "--json"), "sessions-rm-json")
    expectGolden(home.atelier("db", "forget", "--all", "--json"), "db-forget-json")
  }
}

/// A disk of a few kilobytes, for what happens when it is full.
final class SmallDisk {
  let path: String

  /// Whether this system lets us make one.
  static let isPossible: Bool = {
    guard geteuid() == 0 else { return false }
    let folder = FileManager.default.temporaryDirectory.path + "/atelier-disk-" + UUID().uuidString.prefix(8)
    guard (try? SmallDisk(kilobytes: 64, at: folder)) != nil else { return false }
    try? FileManager.default.removeItem(atPath: folder)
    return true
  }()

  struct Failure: Error {}

  init(kilobytes: Int, at path: String) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard SmallDisk.run("mount -t tmpfs -o size=\(kilobytes)k none '\(path)' 2>/dev/null") else {
      throw Failure()
    }
  }

  deinit {
    _ = SmallDisk.run("umount '\(path)' 2>/dev/null")
  }

  /// Takes all room that is left.
  func fill() throws {
    _ = SmallDisk.run("cat /dev/zero > '\(path)/filler' 2>/dev/null")
  }

  func makeRoom() {
    _ = SmallDisk.run("rm '\(path)/filler'")
  }

  private static func run(_ line: String) -> Bool {
    ProgramRun(["/bin/sh", "-c", line], environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], folder: "/")
      .status == 0
  }
}
