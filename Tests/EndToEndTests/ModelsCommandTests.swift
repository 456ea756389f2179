import Foundation
import GRDB
import PseudoTerminal
import TestSupport
import Testing

/// Models from the command line: what is known of them, whether they answer, and several asked at once.
@Suite struct ModelsCommandTests {
  let home = TemporaryHome()
  let server: TestServer

  init() throws {
    server = try TestServer.chat()
    try home.write(
      """
      providers:
        test: {type: openai-compatible, base_url: "\(server.url)"}
        keyed: {type: openai-compatible, base_url: "\(server.url)", api_key_env: NOT_SET_HERE}
      """, to: ".config/atelier/config.yaml")
  }

  @Test func theLimitsAndThePriceOfAModelAreShownWithTheirSource() throws {
    let run = home.atelier("models", "show", "openai/gpt-4o")
    #expect(run.status == 0 && run.text.contains("128000 tokens") && run.text.contains("price as of"))
    let json = try home.atelier("models", "show", "openai/gpt-4o", "--json").json()
    let price = try #require(json["price"] as? [String: Any])
    #expect((price["date"] as? String)?.hasPrefix("20") == true && price["input_per_mtok"] is Double)
    let unknown = home.atelier("models", "show", "test/nobody-knows")
    #expect(unknown.status == 1 && unknown.error.contains("models.yaml"))
    try home.write(
      """
      models:
        - name: test/nobody-knows
          context: 4096
          price: {input: 2, output: 8, currency: EUR, date: "2026-11-01", source: my contract}
      """, to: ".config/atelier/models.yaml")
    let own = home.atelier("models", "show", "test/nobody-knows")
    #expect(own.status == 0 && own.text.contains("2 EUR in, 8 EUR out") && own.text.contains("my contract"))
  }

  @Test func aProviderIsTriedStepByStepWithoutShowingItsKey() throws {
    let good = home.atelier("models", "test", "test/quick")
    #expect(good.status == 0 && good.text.contains("✓ question"), "\(good.text)\(good.error)")
    let bad = home.atelier("models", "test", "keyed/quick")
    #expect(bad.status == 3 && bad.text.contains("✗ key") && bad.text.contains("NOT_SET_HERE"))
    let secret = home.atelier(
      "models", "test", "keyed/quick", environment: ["NOT_SET_HERE": "sk-very-secret"])
    #expect(secret.status == 0 && secret.text.contains("14 characters"))
    #expect(!secret.text.contains("sk-very-secret") && !secret.error.contains("sk-very-secret"))
  }

  @Test func severalModelsAreAskedAtOnceAndTheWorstDecides() throws {
    let run = home.atelier("chat", "Hello?", "-m", "test/quick", "-m", "builtin/lead", "-m", "test/quick")
    #expect(run.text.hasPrefix("── test/quick ──\nHello there.\n\n── builtin/lead ──\n"), "\(run.text)")
    let json = home.atelier("chat", "Hello?", "-m", "test/quick", "-m", "test/nowhere", "--json")
    let values = try #require(
      try JSONSerialization.jsonObject(with: Data(json.text.utf8)) as? [[String: Any]])
    #expect(values.map { $0["model"] as? String } == ["test/quick", "test/nowhere"])
    let sessions = try home.atelier("sessions", "list", "--json").json()["sessions"] as? [[String: Any]]
    #expect(sessions?.count == 5)
    #expect(home.atelier("chat", "x", "-m", "a/b", "-m", "c/d", "--continue").status == 2)
  }

  @Test func everyCallIsRecordedWithItsTokensAndEnding() throws {
    #expect(home.atelier("chat", "Hello?", "-m", "test/quick").status == 0)
    #expect(home.atelier("chat", "Hello?", "-m", "test/quick", "--no-save").status == 0)
    let database = try DatabaseQueue(path: home.folder + "/.local/share/atelier/atelier.sqlite")
    let rows = try database.read { try Row.fetchAll($0, sql: "SELECT * FROM call") }
    #expect(rows.count == 1)
    #expect(rows.first?["ending"] == "complete" && rows.first?["provider"] == "test")
    #expect(rows.first?["purpose"] == "chat" && rows.first?["cost"] == nil as Double?)
  }

  @Test func filesAndParametersGoAlong() throws {
    try home.write("A note.", to: "note.txt")
    let run = home.atelier(
      "chat", "Sum up", "--file", "note.txt", "--param", "top_k=40", "-m", "test/quick", "--json")
    let request = try #require(try run.json()["request"] as? [String: Any])
    let messages = try #require(request["messages"] as? [[String: Any]])
    #expect((messages.last?["content"] as? String)?.contains("note.txt:\n\n```txt\nA note.\n```") == true)
    #expect(home.atelier("chat", "x", "--file", "gone.txt", "-m", "test/quick").status == 2)
    #expect(home.atelier("chat", "x", "--param", "oops", "-m", "test/quick").status == 2)
  }

  @Test func anAnswerThatDoesNotKeepToItsSchemaIsNoGoodAnswer() throws {
    try home.write(#"{"type": "object", "required": ["name"]}"#, to: "schema.json")
    let run = home.atelier("chat", "Hello?", "--schema", "schema.json", "-m", "test/quick")
    #expect(run.status == 1 && run.error.contains("the answer is no JSON"), "\(run.error)")
    let json = try home.atelier(
      "chat", "Hello?", "--schema", "schema.json", "-m", "test/quick", "--json"
    ).json()
    #expect((json["structured"] as? [String: Any])?["valid"] as? Bool == false)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["ATELIER_PEERS"] != nil))
  func aModelsFileIsServedAskedAndStopped() throws {
    let peers = ProcessInfo.processInfo.environment["ATELIER_PEERS"] ?? ""
    let file = peers + "/scripts/tiny.gguf"
    try home.write(
      """
      local_server:
        command: [\(peers)/core/bin/python, \(peers)/scripts/llama_serve.py, "{model}", --port, "{port}", --ttl, "120"]
      """, to: ".config/atelier/config.yaml")
    let first = home.atelier("chat", "What is RAG?", "-m", "gguf:" + file, "--max-tokens", "20", "--json")
    let ending = try first.json()["ending"] as? [String: Any]
    #expect(["complete", "length"].contains(ending?["kind"] as? String ?? ""), "\(first.text)\(first.error)")
    let started = try home.atelier("models", "start", file, "--json").json()
    #expect((started["base_url"] as? String)?.hasPrefix("http://127.0.0.1:") == true)
    #expect(home.atelier("models", "list", "--no-search").text.contains("gguf:" + file))
    #expect(home.atelier("models", "stop", file).status == 0)
    #expect(home.atelier("models", "stop").status == 1)
  }
}
