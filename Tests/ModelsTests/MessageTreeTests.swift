import Testing

@testable import Models

/// What of a session a model is given.
struct MessageTreeTests {
  /// A branch: questions as they are, replies with a mark before them.
  private func tree(_ turns: [String]) -> (tree: MessageTree, tip: String?) {
    var tree = MessageTree()
    for (index, turn) in turns.enumerated() {
      let isReply = turn.first == ">"
      var reply = Reply()
      reply.text = String(turn.dropFirst())
      let content: SessionMessage.Content =
        isReply
        ? .reply(
          StoredReply(
            model: ModelName(provider: "test", model: "m"), parameters: SamplingParameters(), reply: reply,
            isStreaming: false))
        : .question(turn)
      tree.insert(
        SessionMessage(
          id: "\(index)", sessionID: "S", parentID: index > 0 ? "\(index - 1)" : nil, createdAt: 0,
          content: content))
    }
    return (tree, turns.isEmpty ? nil : "\(turns.count - 1)")
  }

  private func text(_ messages: [ChatMessage]) -> [String] {
    messages.map { "\($0.role): \($0.content)" }
  }

  @Test(arguments: [
    ([], []), (["a"], ["user: a"]), (["a", ">b"], ["user: a", "assistant: b"]),
    (["a", ">"], []), (["a", "> \n"], []), (["a", ">", "c"], ["user: c"]),
    (["a", ">b", "c", ">", "d", ">e"], ["user: a", "assistant: b", "user: d", "assistant: e"]),
    (["a", "b", ">c"], ["user: b", "assistant: c"]),
  ])
  func aQuestionWhoseReplyHoldsNothingIsLeftOut(_ turns: [String], _ expected: [String]) {
    let (tree, tip) = tree(turns)
    #expect(text(tree.request(system: "", to: tip)) == expected)
    #expect(text(tree.request(system: "Be brief.", to: tip)) == ["system: Be brief."] + expected)
  }

  @Test(arguments: [
    ([], ["user: z"]), (["a", ">"], ["user: z"]), (["a"], ["user: z"]),
    (["a", ">b"], ["user: a", "assistant: b", "user: z"]),
  ])
  func theQuestionToAskComesLast(_ turns: [String], _ expected: [String]) {
    let (tree, tip) = tree(turns)
    #expect(text(tree.request(system: "", to: tip, asking: "z")) == expected)
  }

  @Test func aRefusalIsAReply() {
    var (tree, tip) = tree(["a", ">"])
    tree.update("1") { message in
      guard case .reply(var stored) = message.content else { return }
      stored.reply.refusal = "No."
      message.content = .reply(stored)
    }
    #expect(text(tree.request(system: "", to: tip)) == ["user: a", "assistant: No."])
    tip = "0"
    #expect(text(tree.request(system: "", to: tip)) == ["user: a"])
  }
}
