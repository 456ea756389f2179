import Documents
import Foundation
import MockServer
import TestSupport
import Testing

@testable import Models

/// The mock server, asked by the official clients in Python.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ATELIER_PEERS"] != nil, "needs ATELIER_PEERS"))
struct MockSDKTests {
  /// Asks by each client: its list of models, a stream, a stream that was refused first, a whole reply, an unknown case.
  private static let script = """
    import json, sys
    import anthropic, ollama, openai
    address = sys.argv[1]
    out = {}
    client = openai.OpenAI(base_url=address + "/v1", api_key="x")
    azure = openai.AzureOpenAI(azure_endpoint=address, api_key="x", api_version="2024-10-21")
    def chat(client, model):
        text, finish = "", None
        for piece in client.chat.completions.create(model=model, messages=[], stream=True):
            for choice in piece.choices:
                text += choice.delta.content or ""
                finish = choice.finish_reason or finish
        return [text, finish]
    def error(ask):
        try: ask()
        except Exception as failure: return type(failure).__name__ + " " + str(getattr(failure, "status_code", ""))
    out["openai list"] = "tool-no-index" in [model.id for model in client.models.list()]
    out["openai complete"] = chat(client, "complete")
    out["openai cut"] = chat(client, "cut")
    out["openai azure"] = chat(azure, "length")
    out["openai bom"] = error(lambda: chat(client, "bom"))
    whole = client.chat.completions.create(model="refusal", messages=[])
    out["openai whole"] = [whole.choices[0].message.refusal, whole.choices[0].finish_reason]
    out["openai unknown"] = error(lambda: chat(client, "nowhere"))
    out["openai stream only"] = error(lambda: client.chat.completions.create(model="cut", messages=[]))
    types = [event.type for event in client.responses.create(model="complete", input="x", stream=True)]
    out["responses complete"] = [types[0], types[-1]]
    out["responses whole"] = client.responses.create(model="complete", input="x").output_text
    claude = anthropic.Anthropic(base_url=address, api_key="x")
    def message(model):
        with claude.messages.stream(model=model, max_tokens=9, messages=[{"role": "user", "content": "x"}]) as stream:
            return [stream.get_final_text(), stream.get_final_message().stop_reason]
    out["anthropic list"] = "tool-cut" in [model.id for model in claude.models.list()]
    out["anthropic complete"] = message("complete")
    out["anthropic overloaded"] = error(lambda: message("error-overloaded"))
    whole = claude.messages.create(model="tool-use", max_tokens=9, messages=[{"role": "user", "content": "x"}])
    out["anthropic whole"] = [whole.stop_reason, whole.content[1].input["q"]]
    out["anthropic unknown"] = error(lambda: message("nowhere"))
    local = ollama.Client(host=address)
    out["ollama list"] = "at-once" in [model.model for model in local.list().models]
    pieces = list(local.chat(model="complete", messages=[], stream=True))
    out["ollama complete"] = ["".join(piece.message.content or "" for piece in pieces), pieces[-1].done_reason]
    out["ollama whole"] = local.chat(model="length", messages=[]).done_reason
    out["ollama error line"] = error(lambda: list(local.chat(model="error-line", messages=[], stream=True)))
    out["ollama unknown"] = error(lambda: local.chat(model="nowhere", messages=[]))
    print(json.dumps(out))
    """

  @Test func theOfficialClientsReadWhatItSays() async throws {
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().cases)
    let seen = try await Self.run(server.address)
    await server.stop()
    let expected: JSONValue = [
      "openai list": true, "openai complete": ["Hello world", "stop"],
      // The client does not notice that there was no end.
      "openai cut": ["Hello ", .null], "openai azure": ["One two", "length"],
      "openai bom": seen["openai bom"] ?? .null, "openai whole": ["I cannot do that.", "stop"],
      "openai unknown": "NotFoundError 404", "openai stream only": "BadRequestError 400",
      "responses complete": ["response.created", "response.completed"], "responses whole": "Hello world",
      "anthropic list": true, "anthropic complete": ["Hello world", "end_turn"],
      "anthropic overloaded": seen["anthropic overloaded"] ?? .null, "anthropic whole": ["tool_use", 1],
      "anthropic unknown": "NotFoundError 404", "ollama list": true,
      "ollama complete": ["Hello world", "stop"], "ollama whole": "length",
      "ollama error line": "ResponseError -1", "ollama unknown": "ResponseError 404",
    ]
    for member in expected.object ?? [] {
      #expect(seen[member.key] == member.value, "\(member.key)")
    }
    // Both fail in the client as they should: one reads no byte order mark, the other raises what the stream says.
    #expect(seen["openai bom"]?.string != nil)
    #expect(seen["anthropic overloaded"]?.string?.isEmpty == false)
  }

  @Test func theOfficialClientsAskAgainAfterARefusal() async throws {
    let server = try await MockServer.start(
      cases: try MockCorpus.catalogue().find("complete"),
      pacing: MockPacing(refusal: .init(status: 429, retryAfter: "10ms", count: 2)))
    let script = """
      import json, sys, anthropic, openai
      address = sys.argv[1]
      client = openai.OpenAI(base_url=address + "/v1", api_key="x", max_retries=2)
      claude = anthropic.Anthropic(base_url=address, api_key="x", max_retries=2)
      whole = claude.messages.create(model="m", max_tokens=9, messages=[{"role": "user", "content": "x"}])
      print(json.dumps([
          client.chat.completions.create(model="m", messages=[]).choices[0].message.content,
          client.responses.create(model="m", input="x").output_text, whole.content[0].text]))
      """
    let seen = try await Self.run(server.address, script)
    await server.stop()
    #expect(seen == ["Hello world", "Hello world", "Hello world"])
  }

  private static func run(_ address: String, _ script: String = Self.script) async throws -> JSONValue {
    let peers = URL(filePath: try #require(ProcessInfo.processInfo.environment["ATELIER_PEERS"]))
    let process = Process()
    process.executableURL = peers.appending(path: "core/bin/python")
    process.arguments = ["-c", script, address]
    let output = Pipe()
    process.standardOutput = output
    let bytes = try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<[UInt8], any Error>) in
      process.terminationHandler = { _ in
        continuation.resume(returning: [UInt8](output.fileHandleForReading.readDataToEndOfFile()))
      }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    #expect(process.terminationStatus == 0)
    return try JSONReader.read(bytes)
  }
}
