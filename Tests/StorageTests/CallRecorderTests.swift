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
}
