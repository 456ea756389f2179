import GRDB
import Models
import Testing

@testable import Storage

/// One row a call, whatever becomes of it.
struct CallRecorderTests {
  let folder: TemporaryFolder
  let database: Storage.Database

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.database)
  }

  private func record(_ id: String, at time: Double) -> CallRecord {
    CallRecord(
      id: id, startedAt: time, model: ModelName(provider: "work", model: "org/big \0"), purpose: .ask,
      context: CallContext(traceID: "t", label: "a\0b"))
  }

  @Test func aCallIsThereBeforeItEndsAndIsCompletedByItsEnd() throws {
    var call = record("01", at: 10)
    try database.begin(call)
    #expect(try database.calls().map(\.ending) == [nil])
    call.usage = Usage(inputTokens: 3, outputTokens: 4, cachedTokens: 1)
    call.timing = Timing(firstToken: 0.5, total: 2)
    call.cost = Cost(amount: 0.25, currency: "USD", priceDate: "2026-11-12", source: "a list")
    call.ending = Ending(.filtered, reason: "it says no")
    call.retries = 2
    call.droppedParameters = ["seed", "top_p"]
    try database.finish(call)
    let kept = try #require(try Storage.Database(path: folder.database).calls().first)
    #expect(kept.model.model == "org/big \u{FFFD}" && kept.context.label == "a\u{FFFD}b")
    #expect(kept.usage == call.usage && kept.timing == call.timing && kept.cost == call.cost)
    #expect(kept.ending == call.ending && kept.retries == 2 && kept.droppedParameters == ["seed", "top_p"])
  }

  @Test func whatIsUnknownStaysUnknown() throws {
    var call = record("01", at: 10)
    call.ending = Ending(.failed, reason: "no host")
    try database.finish(call)
    let kept = try #require(try database.calls().first)
    #expect(kept.usage == nil && kept.cost == nil && kept.timing.firstToken == nil)
  }

  @Test func theNewestComeFirstAndNoMoreThanWanted() throws {
    for number in 1...5 { try database.begin(record("0\(number)", at: Double(number))) }
    #expect(try database.calls(since: 2, limit: 3).map(\.id) == ["05", "04", "03"])
  }

  @Test func whatACallTookComesBackAsItWasTold() throws {
    let usages = [
      Usage(inputTokens: 3, outputTokens: 4, cachedTokens: 1, cacheWriteTokens: 2, reasoningTokens: 5),
      Usage(outputTokens: 4, source: .counted), Usage(cacheWriteTokens: 7), Usage(reasoningTokens: 0),
    ]
    for (number, usage) in usages.enumerated() {
      var call = record("0\(number)", at: 10)
      call.usage = usage
      call.timing = Timing(firstToken: .nan, total: .nan)
      call.droppedParameters = ["a\0b"]
      try database.finish(call)
      let kept = try #require(try database.calls().first)
      #expect(kept.usage == usage && kept.timing == Timing() && kept.droppedParameters == ["a\u{FFFD}b"])
    }
  }

  @Test func aRecordHoldsNoWordOfAConversationThatIsDeleted() throws {
    let (gone, left) = (Sample.session(), Sample.session())
    for session in [gone, left] {
      try database.createSession(session)
      var call = CallRecord(
        id: session.id, startedAt: 1, model: session.model, purpose: .chat,
        context: CallContext(traceID: session.id, parentID: "p", label: "wombatlabel"))
      call.usage = Usage(inputTokens: 3)
      call.ending = Ending(.refused, reason: "the model refused to answer: wombatreason")
      try database.finish(call)
    }
    try database.deleteSession(gone.id)
    let calls = try database.calls()
    #expect(calls.map(\.usage?.inputTokens) == [3, 3])
    let record = try #require(calls.first { $0.id == gone.id })
    #expect(record.context == CallContext() && record.ending == Ending(.refused))
    #expect(calls.contains { $0.context.traceID == left.id && $0.ending?.reason != nil })
    try database.forget([left.id])
    for word in ["wombatlabel", "wombatreason"] { #expect(try folder.files(holding: word) == []) }
  }
}
