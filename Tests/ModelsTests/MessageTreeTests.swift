import Documents
import Testing

@testable import Models

/// What of a session a model is given.
struct MessageTreeTests {
  private static let model = ModelName(provider: "test", model: "m")

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
            model: Self.model, parameters: SamplingParameters(), reply: reply,
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
    #expect(text(tree.request(system: "", to: tip, for: Self.model)) == expected)
    #expect(
      text(tree.request(system: "Be brief.", to: tip, for: Self.model)) == ["system: Be brief."] + expected)
  }

  @Test(arguments: [
    ([], ["user: z"]), (["a", ">"], ["user: z"]), (["a"], ["user: z"]),
    (["a", ">b"], ["user: a", "assistant: b", "user: z"]),
  ])
  func theQuestionToAskComesLast(_ turns: [String], _ expected: [String]) {
    let (tree, tip) = tree(turns)
    #expect(text(tree.request(system: "", to: tip, for: Self.model, asking: "z")) == expected)
  }

  @Test func aRefusalIsAReply() {
    var (tree, tip) = tree(["a", ">"])
    tree.update("1") { message in
      guard case .reply(var stored) = message.content else { return }
      stored.reply.refusal = "No."
      message.content = .reply(stored)
    }
    #expect(text(tree.request(system: "", to: tip, for: Self.model)) == ["user: a", "assistant: No."])
    tip = "0"
    #expect(text(tree.request(system: "", to: tip, for: Self.model)) == ["user: a"])
  }

  // MARK: Giving back

  private static let thinking = ProviderItem(
    .anthropic, ["type": "thinking", "thinking": "hm", "signature": "c2ln"])
  private static let said = ProviderItem(.anthropic, ["type": "text", "text": "Yes."])

  /// A question with its reply, and where the next one goes on.
  private func answered(
    _ events: [ReplyEvent], _ ending: Ending = Ending(.complete), by model: ModelName = model,
    system: String = "", attachments: [SessionAttachment] = []
  ) -> MessageTree {
    var tree = MessageTree()
    tree.insert(
      SessionMessage(
        id: "Q", sessionID: "S", parentID: nil, createdAt: 0, content: .question("Is it?"),
        attachments: attachments))
    var reply = Reply()
    for event in events + [.ended(ending)] { reply.apply(event, at: 0) }
    let asked = tree.request(system: system, to: "Q", for: model)
    tree.insert(
      SessionMessage(
        id: "R", sessionID: "S", parentID: "Q", createdAt: 0,
        content: .reply(
          StoredReply(
            model: model, parameters: SamplingParameters(), reply: reply, isStreaming: false,
            conversation: ConversationDigest.of(asked)))))
    return tree
  }

  private func next(
    _ tree: MessageTree, for model: ModelName = model, system: String = ""
  ) -> [ChatMessage] {
    tree.request(system: system, to: "R", for: model, asking: "Why?")
  }

  private static let signed: [ReplyEvent] = [
    .reasoning("hm"), .text("Yes."), .item(thinking), .item(said),
  ]

  @Test func aSignedReplyGoesBackToItsModelAsItCame() throws {
    let messages = next(answered(Self.signed))
    #expect(text(messages) == ["user: Is it?", "assistant: Yes.", "user: Why?"])
    #expect(messages[1].items == [Self.thinking, Self.said])
    #expect(messages[1].reasoning == "hm")
  }

  @Test func theBodyOfTheNextRequestCarriesTheThinkingUnchangedAndOnlyWhereItCameFrom() throws {
    let messages = next(answered(Self.signed))
    let request = ChatRequest(model: Self.model, messages: messages)
    let anthropic = try AnthropicFormat().body(request, Dialect()).json(Dialect())
    let blocks = anthropic["messages"]?[1]?["content"]
    #expect(blocks == .array([Self.thinking.value, Self.said.value]), "\(anthropic.text())")
    for body in [
      ChatCompletionsFormat().body(request, Dialect()).json(Dialect()),
      ResponsesFormat().body(request, Dialect()).json(Dialect()),
      try OllamaFormat().body(request, Dialect()).json(Dialect()),
    ] {
      #expect(!body.text().contains("c2ln") && !body.text().contains("hm"), "\(body.text())")
      #expect(body.text().contains("Yes."))
    }
  }

  @Test func whatAnotherModelSignedStaysHere() {
    let messages = next(answered(Self.signed), for: ModelName(provider: "test", model: "other"))
    #expect(text(messages) == ["user: Is it?", "assistant: Yes.", "user: Why?"])
    #expect(messages[1].items.isEmpty)
  }

  @Test func signedThinkingIsNotGivenBackBehindAChangedConversation() {
    let tree = answered(Self.signed, system: "Be brief.")
    #expect(next(tree, system: "Be brief.")[2].items.count == 2)
    #expect(next(tree, system: "Be long.")[2].items.isEmpty)
    #expect(next(tree)[1].items.isEmpty)
    // One of which the conversation is not known is never sure.
    var unsure = tree
    unsure.update("R") { message in
      guard case .reply(var stored) = message.content else { return }
      stored.conversation = nil
      message.content = .reply(stored)
    }
    #expect(next(unsure, system: "Be brief.")[2].items.isEmpty)
  }

  @Test func aPictureIsTheSameReadOrUnread() {
    let picture = SessionAttachment(.bytes([1, 2], mediaType: "image/png"), name: "a")
    var tree = answered(Self.signed, attachments: [picture])
    #expect(next(tree)[0].images.count == 1 && next(tree)[1].items.count == 2)
    tree.update("Q") { $0.attachments = [picture.unread] }
    #expect(next(tree)[0].unread == [picture.unread] && next(tree)[1].items.count == 2)
    tree.update("Q") { $0.attachments = [] }
    #expect(next(tree)[1].items.isEmpty)
  }

  @Test(arguments: [Ending.Kind.length, .cancelled, .failed, .incomplete])
  func aReplyThatWasCutGoesBackAsItsTextAlone(kind: Ending.Kind) {
    let messages = next(answered(Self.signed, Ending(kind)))
    #expect(text(messages) == ["user: Is it?", "assistant: Yes.", "user: Why?"])
    #expect(messages[1].items.isEmpty)
  }

  @Test func callsThatNobodyAnsweredDoNotGoBack() {
    let call: [ReplyEvent] = [
      .text("I look."), .toolCall(index: 0, id: "c1", name: "find", arguments: "{}"), .item(Self.thinking),
      .item(ProviderItem(.anthropic, ["type": "tool_use", "id": "c1", "name": "find", "input": [:]])),
    ]
    let messages = next(answered(call, Ending(.complete, raw: "tool_use")))
    #expect(text(messages) == ["user: Is it?", "assistant: I look.", "user: Why?"])
    #expect(messages[1].toolCalls.isEmpty && messages[1].items.isEmpty)
  }

  @Test func whatBelongsToACallStaysHereWithIt() {
    let details = ProviderItem(.chat, ["reasoning_details": [["type": "reasoning.encrypted", "data": "x"]]])
    let call: [ReplyEvent] = [
      .text("I look."), .toolCall(index: 0, id: "c1", name: "find", arguments: "{}"), .item(details),
    ]
    #expect(next(answered(call))[1].items.isEmpty)
    #expect(next(answered([.text("I look."), .item(details)]))[1].items == [details])
  }

  @Test(arguments: [
    ("computer_call", false), ("custom_tool_call", false), ("mcp_approval_request", false),
    ("tool_use", false), ("web_search_call", true), ("server_tool_use", true), ("reasoning", true),
  ])
  func itemsGoBackUnlessOneOfThemWaitsForAnAnswer(_ type: String, _ isReturned: Bool) {
    let item = ProviderItem(.responses, ["type": .string(type), "id": "x"])
    let messages = next(answered([.text("Yes."), .item(item)]))
    #expect(messages[1].items == (isReturned ? [item] : []))
  }

  @Test func whatAFilterStoppedOrTookBackIsNotSaidAgain() {
    #expect(text(next(answered([.text("Bad"), .withdrawn]))) == ["user: Why?"])
    #expect(text(next(answered([.text("Bad"), .withdrawn], Ending(.filtered)))) == ["user: Why?"])
    #expect(text(next(answered([.text("Half")], Ending(.filtered)))) == ["user: Why?"])
  }

  @Test func aReplyThatAClassifierBrokeOffIsTakenOutAndOneInWordsStays() {
    #expect(text(next(answered([.text("Hello")], Ending(.refused, raw: "refusal")))) == ["user: Why?"])
    #expect(
      text(next(answered([.refusal("No.")], Ending(.refused)))) == [
        "user: Is it?", "assistant: No.", "user: Why?",
      ])
  }

  @Test func reasoningKeepsItsFieldForItsModelOnly() {
    let tree = answered([.reasoningField("reasoning"), .reasoning("hm"), .text("Yes.")])
    #expect(next(tree)[1].reasoningField == "reasoning")
    let other = next(tree, for: ModelName(provider: "test", model: "other"))[1]
    #expect(other.reasoningField == nil && other.reasoning == "hm")
  }

  // MARK: Digests

  @Test func aDigestTellsConversationsApart() {
    let one = [ChatMessage(.user, "ab"), ChatMessage(.assistant, "c")]
    let others = [
      [ChatMessage(.user, "ab")], [ChatMessage(.user, "a"), ChatMessage(.assistant, "bc")],
      [ChatMessage(.assistant, "ab"), ChatMessage(.assistant, "c")],
      [ChatMessage(.user, "abc")], [ChatMessage(.assistant, "c"), ChatMessage(.user, "ab")],
      [ChatMessage(.user, parts: [.text("a"), .text("b")]), ChatMessage(.assistant, "c")],
      [ChatMessage(.user, parts: [.image(.url("ab"))]), ChatMessage(.assistant, "c")],
    ]
    let digests = Set((others + [one]).map(ConversationDigest.of))
    #expect(digests.count == others.count + 1)
    #expect(ConversationDigest.of(one) == ConversationDigest.of(one))
  }

  /// Examples of FIPS 180-4 and of its validation program.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func digestsAreThoseOfTheStandard(_ text: String, _ expected: String) {
    var whole = SHA256()
    whole.update(text.utf8)
    #expect(whole.hexDigest() == expected)
    // In pieces of every size around a block's.
    var pieces = SHA256()
    var left = Array(text.utf8)[...]
    var size = 1
    while !left.isEmpty {
      pieces.update(left.prefix(size))
      left = left.dropFirst(size)
      size = size % 200 + 1
    }
    #expect(pieces.hexDigest() == expected)
  }

  @Test(.timeLimit(.minutes(10))) func messagesThatAreTheirOwnParentsEndSomewhere() {
    var tree = MessageTree()
    for (id, parent) in [("A", "A"), ("B", "C"), ("C", "B")] {
      tree.insert(
        SessionMessage(id: id, sessionID: "S", parentID: parent, createdAt: 0, content: .question(id)))
    }
    for id in ["A", "B", "C"] {
      #expect(tree[tree.tip(below: id)] != nil)
      #expect(!tree.branch(to: id).isEmpty)
      #expect(!tree.request(system: "", to: id, for: Self.model).isEmpty)
    }
  }
}
