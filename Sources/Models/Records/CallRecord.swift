/// One call of a model, whoever made it: what a list of all that was asked, took and cost is made from.
///
/// It holds no text of the conversation.
package struct CallRecord: Hashable, Sendable {
  /// What a call was for.
  package enum Purpose: String, Hashable, Sendable, CaseIterable {
    case chat, ask, flow, evaluation, judge, embedding, tool, test
  }

  /// A ULID, by which records sort in the order of their calls.
  package var id: String
  /// When it began, in seconds since 1970.
  package var startedAt: Double
  package var model: ModelName
  package var purpose: Purpose
  /// What it belongs to.
  package var context: CallContext
  package var timing: Timing
  /// What it took; nil where the provider did not tell.
  package var usage: Usage?
  /// What it cost; nil where the price or the usage is unknown.
  package var cost: Cost?
  /// How it ended; nil while it runs, or when the program died.
  package var ending: Ending?
  /// How often the request was sent again.
  package var retries = 0
  package var toolCallCount = 0
  /// The parameters that were left out because the model does not take them.
  package var droppedParameters: [String] = []

  package init(
    id: String, startedAt: Double, model: ModelName, purpose: Purpose, context: CallContext = CallContext()
  ) {
    self.id = id
    self.startedAt = startedAt
    self.model = model
    self.purpose = purpose
    self.context = context
    timing = Timing()
  }

  /// Tokens of input and output together; nil where one of them is unknown.
  package var totalTokens: Int? {
    guard let input = usage?.inputTokens, let output = usage?.outputTokens else { return nil }
    return input + output
  }
}

/// What a call belongs to, so that a trace can be drawn of it.
package struct CallContext: Hashable, Sendable {
  /// The run, session or question of which the call is a part; calls of one trace have the same.
  package var traceID: String?
  /// The step within it.
  package var parentID: String?
  /// A few words, such as the name of a flow and its node.
  package var label: String?

  package init(traceID: String? = nil, parentID: String? = nil, label: String? = nil) {
    self.traceID = traceID
    self.parentID = parentID
    self.label = label
  }
}

/// Keeps records of calls.
///
/// Each call is committed when it returns. Both may throw an error that can be shown to a person.
package protocol CallRecorder: Sendable {
  /// Keeps a call that is about to be made, so that one whose program dies is not lost.
  func begin(_ record: CallRecord) throws
  /// Keeps a call that has ended, in place of the one with the same id.
  func finish(_ record: CallRecord) throws
}

/// Many calls added up.
package struct CallTotals: Hashable, Sendable {
  package var calls = 0
  /// Calls that failed or came to no end.
  package var failures = 0
  package var inputTokens = 0
  package var outputTokens = 0
  /// Calls whose tokens are unknown, so that the sums are too low.
  package var callsWithoutUsage = 0
  /// By currency.
  package var costs: [String: Double] = [:]
  /// Calls whose cost is unknown, so that the sums are too low.
  package var callsWithoutCost = 0
  /// Of the calls that ended well, in seconds.
  private var durations: [Double] = []

  package init(_ records: some Sequence<CallRecord>) {
    for record in records { add(record) }
    durations.sort()
  }

  private mutating func add(_ record: CallRecord) {
    calls += 1
    switch record.ending?.kind {
    case .failed, .incomplete, nil: failures += 1
    case .cancelled: break
    default: durations.append(record.timing.total)
    }
    if record.totalTokens == nil { callsWithoutUsage += 1 }
    inputTokens += record.usage?.inputTokens ?? 0
    outputTokens += record.usage?.outputTokens ?? 0
    if let cost = record.cost {
      costs[cost.currency, default: 0] += cost.amount
    } else {
      callsWithoutCost += 1
    }
  }

  /// The time within which a part of the calls that ended well had ended, in seconds: the nearest rank.
  ///
  /// - Parameter part: from 0 to 1, such as 0.95.
  /// - Returns: nil where no call ended well.
  package func duration(percentile part: Double) -> Double? {
    guard !durations.isEmpty else { return nil }
    let rank = Int((part * Double(durations.count)).rounded(.up))
    return durations[min(max(rank, 1), durations.count) - 1]
  }
}
