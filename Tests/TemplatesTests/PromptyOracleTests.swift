import Documents
import Templates
import TestSupport
import Testing

/// Prompty files of both generations, held against what the packages made of them.
struct PromptyOracleTests {
  /// What the packages refuse and the specification, or good sense, allows: a value alone in place of an input, and a
  /// file without front matter, which is all body.
  private static let accepted = ["Invalid Property discriminator", "ScannerError"]

  private func surroundings(_ json: JSONValue) -> PromptSurroundings {
    let files = json["files"]
    let environment = json["env"]
    return PromptSurroundings(
      environment: { environment?[$0]?.string }, text: { files?[$0]?.string },
      bytes: { files?[$0]?.string.map { Array($0.utf8) } })
  }

  /// A message without the keys whose order or absence says nothing.
  private func comparable(_ json: JSONValue) -> JSONValue {
    switch json {
    case .object(let members):
      return .object(
        members.map { JSONValue.Member($0.key, comparable($0.value)) }.sorted { $0.key < $1.key })
    case .array(let values): return .array(values.map(comparable))
    case .number(let number): return Int(exactly: number).map { .integer($0) } ?? json
    default: return json
    }
  }

  @Test func filesBecomeTheMessagesThatThePackagesMakeOfThem() throws {
    var count = 0
    let text = try Checkout.text(of: "Tests/TemplatesTests/Fixtures/prompty.jsonl")
    for (index, line) in text.split(separator: "\n").enumerated() {
      let json = try JSONReader.read(String(line))
      let file = try #require(json["p"]?.string)
      let generation = try #require(Prompty.Generation(rawValue: json["g"]?.string ?? ""))
      let place = "prompty.jsonl:\(index + 1) \(file)"
      count += 1
      do {
        let prompty = try Prompty(
          reading: file, generation: generation, surroundings: surroundings(json), requiresReferences: true)
        let rendered = try prompty.rendered(json["i"]?.object ?? [], surroundings: surroundings(json))
        let failed = json["failed"]?.string
        if let failed, Self.accepted.contains(where: { failed.contains($0) }) { continue }
        #expect(failed == nil, "\(place) should fail")
        #expect(
          comparable(.array(rendered.messages.map(\.json))) == comparable(json["messages"] ?? .null),
          "\(place)")
        if let expected = json["text"] { #expect(rendered.text == expected.string) }
        if let parameters = json["parameters"] {
          #expect(comparable(.object(prompty.parameters)) == comparable(parameters), "\(place)")
        }
      } catch {
        #expect(json["failed"] != nil, "\(place): \(error)")
      }
    }
    #expect(count >= 70)
  }
}
