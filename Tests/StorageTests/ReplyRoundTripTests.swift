import Documents
import Foundation
import GRDB
import Models
import Testing

@testable import Storage

/// Nothing of a reply is lost when it is kept.
struct ReplyRoundTripTests {
  let folder: TemporaryFolder
  let database: Storage.Database
  let session = Sample.session()

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.database)
    try database.createSession(session)
  }

  /// Keeps a reply, and reads it with another connection.
  private func kept(_ reply: Reply) throws -> Reply {
    let begun = Sample.reply(in: session, after: nil)
    try database.beginReply(begun)
    try database.finishReply(begun.id, reply)
    let other = try Storage.Database(path: folder.database)
    #expect(try other.check() == [])
    return try #require(try other.messages(ofSession: session.id).last?.stored).reply
  }

  /// A reply in which every member has another value than it has in an empty one.
  private static func full() -> Reply {
    var reply = Reply()
    for event in [
      ReplyEvent.reasoningField("reasoning"), .reasoning("let me \u{0}think"), .text("Because \u{1F600}\r\n"),
      .refusal("no"), .toolCall(index: 0, id: "c1", name: "look", arguments: #"{"q": "x""#),
      .toolCallExtra(
        index: 0, [.init("extra_content", ["google": ["thought_signature": "a\u{0}b\u{1B}"]])]),
      .toolCall(index: 1, id: "", name: "add", arguments: ""),
      .citation(Citation(number: 1, id: "azure-speech#limits", title: "Limits / \"quoted\"")),
      .usage(
        Usage(
          inputTokens: 12, outputTokens: 0, cachedTokens: 3, cacheWriteTokens: 4, reasoningTokens: 5,
          source: .counted)),
      .serverTimings(
        ServerTimings(
          load: 0.1, prompt: 1e-9, generation: 12.5, total: 13, promptTokens: 7, generatedTokens: 8)),
      .filterFindings([
        FilterFinding(
          subject: .answer, category: "violence", severity: "high", isDetected: true, isFiltered: true,
          range: 3..<9, detail: "MIT, https://example.com"),
        FilterFinding(subject: .prompt, category: "jailbreak", isDetected: false),
      ]),
      .withdrawn,
      .metadata([
        .init("system_fingerprint", "fp\u{202E}"), .init("n", 1),
        .init("deep", ["a": [.null, .number(1.5)]]),
      ]),
      .item(
        ProviderItem(.anthropic, ["type": "thinking", "thinking": "", "signature": "EqQB\u{0}\u{7F}+/=="])),
      .item(ProviderItem(.responses, ["type": "reasoning", "summary": [], "encrypted_content": .null])),
      .item(ProviderItem(.chat, ["reasoning_details": [["z": 1, "a": 2]]])),
      .warning("careful\u{0}"), .droppedParameter("seed"),
    ] { reply.apply(event, at: 0.25) }
    reply.apply(.ended(Ending(.filtered, reason: "the filter", raw: "content_filter")), at: 0.123456789012345)
    // Texts are SQLite's, which end at a zero.
    reply.reasoning = "let me \u{FFFD}think"
    return reply
  }

  @Test func aReplyComesBackWhole() throws {
    let reply = Self.full()
    let back = try kept(reply)
    #expect(back.items == reply.items)
    #expect(back.toolCalls == reply.toolCalls)
    #expect(back.filterFindings == reply.filterFindings)
    #expect(back.metadata == reply.metadata)
    #expect(back.isWithdrawn && back.reasoningField == "reasoning")
    #expect(back == reply)
  }

  /// Who adds a member of a reply, or of one of its parts, has to keep it, to try it in `full`, and to name it here.
  @Test func everyMemberOfAReplyIsTried() throws {
    let reply = Self.full()
    func names(_ value: Any) -> [String] { Mirror(reflecting: value).children.map { $0.label ?? "" } }
    #expect(
      names(reply) == [
        "text", "reasoning", "refusal", "toolCalls", "citations", "usage", "serverTimings", "filterFindings",
        "isWithdrawn", "metadata", "reasoningField", "items", "timing", "warnings", "droppedParameters",
        "ending",
        "toolIndices",
      ])
    #expect(names(reply.toolCalls[0]) == ["id", "name", "arguments", "extra"])
    #expect(names(reply.citations[0]) == ["number", "id", "title"])
    #expect(
      names(try #require(reply.usage)) == [
        "inputTokens", "outputTokens", "cachedTokens", "cacheWriteTokens", "reasoningTokens", "source",
      ])
    #expect(
      names(try #require(reply.serverTimings)) == [
        "load", "prompt", "generation", "total", "promptTokens", "generatedTokens",
      ])
    #expect(
      names(reply.filterFindings[0]) == [
        "subject", "category", "severity", "isDetected", "isFiltered", "range", "detail",
      ])
    #expect(names(reply.items[0]) == ["format", "value"])
    #expect(names(reply.timing) == ["firstToken", "total"])
    #expect(names(try #require(reply.ending)) == ["kind", "reason", "raw"])
    let message = Sample.reply(in: session, after: nil)
    #expect(
      names(try #require(message.stored)) == [
        "model", "parameters", "reply", "isStreaming", "conversation",
      ])
    #expect(names(message) == ["id", "sessionID", "parentID", "createdAt", "content", "attachments"])
    // No member of it is what it is in an empty reply, so that one that is lost is missed.
    for (full, empty) in zip(Mirror(reflecting: reply).children, Mirror(reflecting: Reply()).children) {
      #expect("\(full.value)" != "\(empty.value)", "\(full.label ?? "")")
    }
  }

  /// The same for what is kept beside replies; their own tests try each member.
  @Test func everyMemberOfWhatIsKeptIsKnown() {
    func names(_ value: Any) -> [String] { Mirror(reflecting: value).children.map { $0.label ?? "" } }
    #expect(
      names(session) == [
        "id", "title", "createdAt", "updatedAt", "model", "system", "parameters", "tip",
      ])
    #expect(
      names(SamplingParameters()) == [
        "temperature", "topP", "maxOutputTokens", "seed", "stop", "frequencyPenalty", "presencePenalty",
      ])
    #expect(
      names(SessionAttachment(.url("x"))) == ["id", "mediaType", "byteCount", "name", "image"])
    let call = CallRecord(id: "1", startedAt: 1, model: session.model, purpose: .chat)
    #expect(
      names(call) == [
        "id", "startedAt", "model", "purpose", "context", "timing", "usage", "cost", "ending", "retries",
        "toolCallCount", "droppedParameters",
      ])
  }

  @Test func theConversationThatAReplyAnswersIsKept() throws {
    var begun = Sample.reply(in: session, after: nil)
    begun.content = .reply(
      StoredReply(
        model: session.model, parameters: session.parameters, reply: Reply(), isStreaming: true,
        conversation: "c0ffee"))
    try database.beginReply(begun)
    try database.finishReply(begun.id, Sample.answer("yes"))
    #expect(try database.messages(ofSession: session.id).last?.stored?.conversation == "c0ffee")
  }

  @Test func aRowOfAnOlderProgramIsRead() throws {
    var reply = try kept(Sample.answer("old"))
    try database.write { connection in
      try connection.execute(
        sql: "UPDATE reply SET lists = ?",
        arguments: [
          #"{"citations":[{"id":"i","number":2,"title":"t"}],"dropped_parameters":["seed"],"#
            + #""tool_calls":[{"arguments":"{}","id":"c1","name":"find"}],"warnings":["w"]}"#
        ])
    }
    reply.apply(.toolCall(index: 0, id: "c1", name: "find", arguments: "{}"), at: reply.timing.total)
    reply.citations = [Citation(number: 2, id: "i", title: "t")]
    reply.droppedParameters = ["seed"]
    reply.warnings = ["w"]
    #expect(try database.messages(ofSession: session.id).last?.stored?.reply == reply)
  }

  @Test(arguments: [
    "[]", "7", #"{"items": 3, "warnings": ["w"]}"#, #"{"items": [{"format": "new"}], "warnings": ["w"]}"#,
    #"{"filter_findings": [{}, 4], "server_timings": [], "metadata": [], "warnings": ["w"]}"#,
    #"{"tool_calls": [null], "citations": {}, "withdrawn": "no", "warnings": ["w"]}"#,
    String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
  ])
  func whatIsUnknownInARowHidesNothingElse(lists: String) throws {
    _ = try kept(Sample.answer("still here"))
    try database.write { try $0.execute(sql: "UPDATE reply SET lists = ?", arguments: [lists]) }
    let back = try #require(try database.messages(ofSession: session.id).last?.stored).reply
    #expect(back.text == "still here" && back.items.isEmpty && back.metadata.isEmpty && !back.isWithdrawn)
    #expect(!lists.contains("warnings") || back.warnings == ["w"])
  }

  // MARK: Bounds

  @Test func metadataHasABoundAndWhatFitsIsKept() throws {
    var reply = Sample.answer("yes")
    reply.metadata = [
      .init("first", "kept"), .init("huge", .string(String(repeating: "x", count: 10_000_000))),
      .init("last", "kept too"),
    ]
    #expect(try kept(reply).metadata == [.init("first", "kept"), .init("last", "kept too")])
    reply.metadata = (0..<5_000).map { .init("name\($0)", "a value of some length") }
    let names = try kept(reply).metadata.map(\.key)
    #expect(names.count > 1_000 && names.count < 3_000 && names[0] == "name0")
  }

  @Test func itemsAreKeptAllOrNone() throws {
    var reply = Sample.answer("yes")
    let small = ProviderItem(.anthropic, ["type": "text", "text": "yes"])
    let image = JSONValue.string(String(repeating: "A", count: 300_000))
    reply.items = [small, ProviderItem(.responses, ["type": "image_generation_call", "result": image])]
    #expect(try kept(reply).items == reply.items)
    let huge = JSONValue.string(String(repeating: "A", count: Reply.itemsLimit))
    reply.items.append(ProviderItem(.responses, ["result": huge]))
    #expect(try kept(reply).items.isEmpty)
  }

  @Test func nestingAsDeepAsAReaderTakesBreaksNoRow() throws {
    func nested(_ levels: Int) -> JSONValue { (0..<levels).reduce("core") { value, _ in .array([value]) } }
    for levels in [0, 100, 189, 190, 191, 195, 199, 200, 3_000] {
      var reply = Sample.answer("yes")
      reply.citations = [Citation(number: 1, id: "i", title: "t")]
      reply.items = [ProviderItem(.chat, ["x": nested(levels)])]
      reply.metadata = [.init("x", nested(levels))]
      reply.apply(.toolCall(index: 0, id: "c", name: "n", arguments: "{}"), at: 1.5)
      reply.apply(.toolCallExtra(index: 0, [.init("x", nested(levels))]), at: 1.5)
      let back = try kept(reply)
      #expect(back.citations == reply.citations && back.toolCalls.map(\.id) == ["c"], "\(levels)")
      if levels < 189 { #expect(back == reply, "\(levels)") }
      #expect(levels <= 190 || back.metadata.isEmpty && back.items.isEmpty)
    }
  }

  @Test func numbersThatJSONDoesNotHaveBreakNoRow() throws {
    var reply = Sample.answer("yes")
    reply.serverTimings = ServerTimings(load: .nan, prompt: .infinity, generation: 2)
    reply.metadata = [.init("x", .number(.infinity)), .init("y", .number(1e300))]
    let back = try kept(reply)
    #expect(back.serverTimings == ServerTimings(generation: 2))
    #expect(back.metadata == [.init("x", .null), .init("y", .number(1e300))])
    #expect(back.text == "yes")
  }

  // MARK: Taken back

  @Test func whatAFilterTookBackStaysHiddenAndIsNotFound() throws {
    var reply = Sample.answer("an aardvark", reasoning: "an axolotl")
    reply.isWithdrawn = true
    _ = try kept(reply)
    _ = try kept(Sample.answer("an armadillo"))
    for _ in 0..<2 {
      #expect(
        try database.search("aardvark", limit: 5).isEmpty && database.search("axolotl", limit: 5).isEmpty)
      #expect(try database.search("armadillo", limit: 5).count == 1)
      try database.rebuildSearch()
    }
    #expect(try database.check() == [])
    let messages = try database.messages(ofSession: session.id)
    let text = SessionMarkdown.text(
      of: session, messages: [try #require(messages.first)])
    #expect(!text.contains("aardvark") && text.contains("took this answer back"), "\(text)")
  }
}
