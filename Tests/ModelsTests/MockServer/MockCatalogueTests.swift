import Documents
import MockServer
import Testing

@testable import Models

/// The index of the streams, held against the files and against what our own decoder makes of them.
struct MockCatalogueTests {
  @Test(arguments: WireFormat.allCases)
  func everyFileHasAnEntry(_ format: WireFormat) throws {
    let streams = try MockCorpus.catalogue().cases.filter {
      $0.format.rawValue == format.rawValue && $0.fault == nil
    }
    #expect(streams.map(\.name).sorted() == (try StreamFixture.files(of: format)))
    #expect(streams.count > 30)
  }

  @Test func ourOwnDecoderReachesTheEndingOfEveryEntry() throws {
    for mockCase in try MockCorpus.catalogue().cases where mockCase.fault == nil {
      let reply = try Self.reply(to: mockCase.body, mockCase)
      let ending = try #require(reply.ending)
      #expect(ending.kind.rawValue == mockCase.ending.rawValue, "\(mockCase.id)")
      #expect(reply.text == mockCase.text, "\(mockCase.id)")
      if let word = mockCase.word { #expect(ending.raw == word, "\(mockCase.id)") }
      if let reason = mockCase.reason {
        #expect(ending.reason?.contains(reason) == true, "\(mockCase.id): \(ending.reason ?? "")")
      }
    }
  }

  @Test func aWholeFormIsTheSameReplyAsItsStream() throws {
    var count = 0
    for mockCase in try MockCorpus.catalogue().cases {
      guard let body = mockCase.wholeBody else { continue }
      let stream = try Self.reply(to: mockCase.body, mockCase)
      let whole = try Self.reply(to: body, mockCase)
      #expect(whole.ending == stream.ending, "\(mockCase.id)")
      #expect(whole.text == stream.text && whole.reasoning == stream.reasoning, "\(mockCase.id)")
      #expect(whole.refusal == stream.refusal, "\(mockCase.id)")
      #expect(
        whole.toolCalls.map { "\($0.id) \($0.name) \($0.arguments)" }
          == stream.toolCalls.map { "\($0.id) \($0.name) \($0.arguments)" }, "\(mockCase.id)")
      count += 1
    }
    #expect(count > 15)
  }

  private static func reply(to bytes: [UInt8], _ mockCase: MockCase) throws -> Reply {
    let format = try #require(WireFormat(rawValue: mockCase.format.rawValue))
    var decoder = ReplyDecoder(format)
    return (decoder.feed(bytes) + decoder.finish()).reply
  }

  @Test func aNameIsACaseInEveryFormatOrInOne() throws {
    let catalogue = try MockCorpus.catalogue()
    #expect(catalogue.find("cut").map(\.id) == ["chat/cut", "responses/cut", "anthropic/cut", "ollama/cut"])
    #expect(catalogue.find("chat/cut").map(\.id) == ["chat/cut"])
    #expect(catalogue.find("gzip-bomb").count == 4)
    #expect(catalogue.find("all").count == catalogue.cases.count)
    #expect(catalogue.find("cat").isEmpty)
    #expect(catalogue.nearest("cat") == "cut")
    #expect(catalogue.nearest("chat/lenght") == "chat/length")
  }

  @Test(arguments: [
    ("- a", "expected the formats"), ("gemini: {a: {about: x, ending: complete}}", "there is no format"),
    ("chat: [a]", "chat: expected names"), ("chat: {a: {ending: complete}}", "a: expected about"),
    ("chat: {a: {about: x, ending: fine}}", "ending: complete, length"),
    ("chat: {b: {about: x, ending: complete}}", "there is no file chat/b.sse"),
    ("chat: {a: nothing}", "expected a name and what is in it"),
  ])
  func whatIsWrongInAnIndexIsToldWithItsPlace(_ text: String, _ part: String) throws {
    let error = #expect(throws: DocumentError.self) {
      try MockCatalogue(index: text) { $0 == "chat/a.sse" ? [] : nil }
    }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    #expect(error?.position != nil)
  }
}
