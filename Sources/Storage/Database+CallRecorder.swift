import GRDB
import Models

/// Records of calls: one row a call, kept when it begins and once more when it ends.
extension Database: CallRecorder {
  package func begin(_ record: CallRecord) throws { try keep(record) }

  package func finish(_ record: CallRecord) throws { try keep(record) }

  private func keep(_ record: CallRecord) throws {
    let label: String? = StoredValues.text(record.context.label)
    let provider: String = StoredValues.text(record.model.provider)
    let model: String = StoredValues.text(record.model.model)
    let reason: String? = record.ending?.reason
    let dropped: String = StoredValues.text(record.droppedParameters.joined(separator: " "))
    let usage = record.usage
    let timing = record.timing
    let kept: String? = StoredValues.text(reason)
    try write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO call(
            id, started_at, provider, model, purpose, trace, parent, label, input_tokens, output_tokens,
            cached_tokens, reasoning_tokens, first_token_s, total_s, cost, currency,
            price_date, price_source, ending, ending_reason, retries,
            tool_calls, dropped, cache_write_tokens, usage_source)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          record.id, record.startedAt, provider,
          model, record.purpose.rawValue, record.context.traceID,
          record.context.parentID, label, usage?.inputTokens,
          usage?.outputTokens, usage?.cachedTokens, usage?.reasoningTokens,
          timing.firstToken, timing.total.isNaN ? 0 : timing.total, record.cost?.amount,
          record.cost?.currency,
          record.cost?.priceDate, record.cost?.source,
          record.ending?.kind.rawValue, kept, record.retries,
          record.toolCallCount, dropped, usage?.cacheWriteTokens, usage?.source.rawValue,
        ])
    }
  }

  /// The calls since a time, the newest first.
  ///
  /// - Parameters:
  ///   - since: seconds since 1970.
  ///   - limit: the most that are read.
  package func calls(since: Double = 0, limit: Int = 1000) throws -> [CallRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM call WHERE started_at >= ? ORDER BY started_at DESC, id DESC LIMIT ?",
        arguments: [since, limit]
      ).map(Self.call)
    }
  }

  private static func call(_ row: Row) -> CallRecord {
    var record = CallRecord(
      id: row["id"], startedAt: row["started_at"],
      model: ModelName(provider: row["provider"], model: row["model"]),
      purpose: CallRecord.Purpose(rawValue: row["purpose"]) ?? .chat,
      context: CallContext(traceID: row["trace"], parentID: row["parent"], label: row["label"]))
    record.timing = Timing(firstToken: row["first_token_s"], total: row["total_s"])
    let source: String? = row["usage_source"]
    let usage = Usage(
      inputTokens: row["input_tokens"], outputTokens: row["output_tokens"],
      cachedTokens: row["cached_tokens"],
      cacheWriteTokens: row["cache_write_tokens"], reasoningTokens: row["reasoning_tokens"],
      source: source.flatMap(Usage.Source.init) ?? .provider)
    // Of a call that was kept before the source was, only the numbers tell whether there was a usage.
    if source != nil || usage != Usage() { record.usage = usage }
    if let amount: Double = row["cost"], let currency: String = row["currency"] {
      record.cost = Cost(
        amount: amount, currency: currency, priceDate: row["price_date"] ?? "",
        source: row["price_source"] ?? "")
    }
    let ending: String? = row["ending"]
    record.ending = ending.flatMap(Ending.Kind.init).map { Ending($0, reason: row["ending_reason"]) }
    record.retries = row["retries"]
    record.toolCallCount = row["tool_calls"]
    let dropped: String = row["dropped"]
    record.droppedParameters = dropped.split(separator: " ").map(String.init)
    return record
  }
}
