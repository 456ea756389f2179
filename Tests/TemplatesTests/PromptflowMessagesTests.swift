import Documents
import Templates
import Testing

/// The roles of prompt flow's LLM nodes.
struct PromptflowMessagesTests {
  @Test func roleLinesCutTheText() throws {
    let messages = try PromptflowMessages.messages(
      of: "\n# system:\nBe kind.\n\n  User :  \n\nHi user: there\n# assistant:\nYo\n")
    #expect(messages.map(\.role) == ["system", "user", "assistant"])
    #expect(messages.map(\.text) == ["Be kind.", "Hi user: there", "Yo"])
  }

  @Test func textBeforeTheFirstRoleIsAnError() {
    #expect(throws: DocumentError.self) { try PromptflowMessages.messages(of: "hello\nuser:\nx") }
    #expect(throws: DocumentError.self) { try PromptflowMessages.messages(of: "user: x") }
    #expect(throws: DocumentError.self) { try PromptflowMessages.messages(of: "") }
  }

  @Test func toolsAndFunctionsHaveTheirParts() throws {
    let messages = try PromptflowMessages.messages(
      of: """
        # assistant:
        ## tool_calls:
        [{'id': 'c1', 'type': 'function', 'function': {'name': 'f', 'arguments': '{"a": 1}'}, 'n': -1, 't': True, 'z': None}]
        # tool:
        ## tool_call_id:
        c1
        ## content:
        4 °C
        two lines
        # function:
        ## name:
        f
        ## content:
        result
        # user:
        ## name:
        Ada
        ## content:
        Thanks

        """)
    #expect(messages[0].attributes.first?.value[0]?["function"]?["arguments"] == "{\"a\": 1}")
    #expect(messages[0].attributes.first?.value[0]?["n"] == -1)
    #expect(messages[0].attributes.first?.value[0]?["z"]?.isNull == true)
    #expect(messages[1].attributes == [.init("tool_call_id", "c1")])
    #expect(messages[1].text == "4 °C\ntwo lines")
    #expect(messages[2].attributes == [.init("name", "f")])
    #expect(messages[3].json == ["role": "user", "content": "Thanks", "name": "Ada"])
    #expect(throws: DocumentError.self) { try PromptflowMessages.messages(of: "tool:\nx\n") }
    #expect(throws: DocumentError.self) { try PromptflowMessages.messages(of: "function:\nx\n") }
  }

  @Test func imagesStandOnLinesOfTheirOwn() throws {
    let messages = try PromptflowMessages.messages(
      of: "user:\nLook at\nhash1\nand tell\n", images: ["hash1": "data:image/png;base64,AA=="])
    #expect(
      messages[0].parts == [
        .text("Look at"), .image("data:image/png;base64,AA==", detail: nil), .text("and tell"),
      ])
  }
}
