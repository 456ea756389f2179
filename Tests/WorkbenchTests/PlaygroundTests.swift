import Models
import TerminalUI
import Testing

@testable import Workbench

/// What a person does on the Playground, and what comes of it.
struct PlaygroundTests {
  // MARK: Sending

  @Test func aQuestionMakesItsSessionAndIsShownOnceItIsKept() throws {
    var desk = Desk.playground()
    desk.type("What is RAG?")
    desk.press("Enter")
    guard case .send(let request)? = desk.effects.first else {
      Issue.record("nothing was sent: \(desk.effects)")
      return
    }
    #expect(request.isNew && request.question == "What is RAG?" && request.session.title == "What is RAG?")
    #expect(request.messages == [ChatMessage(.user, "What is RAG?")])
    #expect(desk.prompt == "" && desk.sees("the question is being kept"))
    // Until it is kept nothing else can be sent, and Ctrl-C stops it.
    desk.type("again")
    desk.press("Enter")
    #expect(desk.effects.isEmpty && desk.toast == "A reply is coming; Ctrl-C stops it")
    desk.press("Ctrl-C")
    #expect(desk.effects == [.stopReply(sessionID: request.session.id)])
  }

  @Test func whatCouldNotBeKeptComesBackIntoThePrompt() throws {
    var desk = Desk.playground()
    desk.type("What is RAG?")
    desk.press("Enter")
    guard case .send(let request)? = desk.effects.first else { return }
    desk.tell(.sendFailed(request, "the disk is full"))
    #expect(desk.prompt == "What is RAG?" && desk.toast == "the disk is full")
    desk.press("Enter")
    guard case .send(let second)? = desk.effects.first else {
      Issue.record("it cannot be sent again")
      return
    }
    #expect(second.isNew)
  }

  @Test func whatCouldNotBeKeptInAnotherSessionBecomesItsDraft() throws {
    var desk = Desk.playground()
    desk.type("What is RAG?")
    desk.press("Enter")
    guard case .send(let request)? = desk.effects.first else { return }
    desk.tell(.sessionOpened(Talk.sessions[0], Talk.branched, draft: "", at: nil))
    desk.tell(.sendFailed(request, "the disk is full"))
    #expect(desk.prompt == "")
    #expect(desk.effects == [.saveDraft("What is RAG?", sessionID: request.session.id)])
  }

  @Test func theReplyGrowsAndEnds() {
    var desk = Desk.playground()
    let place = desk.send("Hello?")
    #expect(desk.workbench.playground.streaming == "R1")
    desk.stream(.text("One "), .text("two"), to: place)
    #expect(desk.sees("One two") && desk.sees("▍"))
    desk.finish(.text("One two three"), .ended(Ending(.complete)), at: place)
    #expect(desk.sees("One two three") && desk.sees("✓") && !desk.sees("▍"))
    #expect(desk.workbench.playground.streaming == nil)
  }

  @Test func aReferenceDefinedBelowIsFollowedOnceTheReplyIsWhole() {
    var desk = Desk.playground()
    let place = desk.send("Hello?")
    let text = "See [the guide][1].\n\n[1]: https://example.com/guide"
    desk.stream(.text(text), to: place)
    desk.finish(.text(text), .ended(Ending(.complete)), at: place)
    #expect(desk.sees("See the guide ↗."))
  }

  @Test func aReplyGoesOnWhileAnotherSessionIsOnShow() {
    var desk = Desk.playground()
    let place = desk.send("Hello?", reply: "L1")
    desk.stream(.text("One "), to: place)
    desk.tell(.sessionOpened(Talk.sessions[0], Talk.branched, draft: "", at: nil))
    #expect(desk.workbench.playground.streaming == nil && desk.sees("The second answer."))
    desk.stream(.text("two "), to: place)
    // What was kept lags behind; what has come is shown all the same.
    let kept = [
      Talk.question("QL1", "Hello?", in: place.session),
      Talk.answer("L1", in: place.session, after: "QL1", .text("On"), isStreaming: true),
    ]
    desk.tell(
      .sessionOpened(
        Talk.session(place.session, "Hello?", at: Desk.noon, tip: "L1"), kept, draft: "", at: nil))
    desk.stream(.text("three"), to: place)
    #expect(desk.sees("One two three"))
  }

  @Test func theEndOfAReplyNobodyLooksAtIsTold() {
    var desk = Desk.playground()
    let place = desk.send("Hello?")
    desk.tell(.sessionsLoaded([Talk.session(place.session, "Hello?", at: Desk.noon)], drafts: [:]))
    desk.press("Alt-1")
    desk.finish(.text("Yes"), .ended(Ending(.complete)), at: place)
    #expect(desk.effects == [.announce("✓ Hello?")])
    #expect(desk.sees("2 Playground •"))
    desk.press("2")
    #expect(desk.effects == [.announce("")] && !desk.sees("2 Playground •"))
  }

  @Test func leavingWithAReplyUnderWaySaysWhatThatMeans() {
    var desk = Desk.playground()
    _ = desk.send("Hello?")
    desk.press("Alt-1", "Ctrl-C")
    #expect(
      desk.toast == "A reply is still coming: the key once more stops and keeps what has come, and leaves")
    desk.press("Ctrl-C")
    #expect(desk.effects == [.quit])
  }

  // MARK: Keys

  @Test func escapeLeavesThePromptFirstAndThenStopsTheReply() {
    var desk = Desk.playground()
    let place = desk.send("Hello?")
    desk.type("the next question")
    desk.press("Esc")
    #expect(desk.effects.isEmpty && desk.workbench.playground.focus == .conversation)
    desk.press("Esc")
    #expect(desk.effects == [.stopReply(sessionID: place.session)])
    #expect(desk.prompt == "the next question")
  }

  @Test func theKeyBarTellsHowToStop() {
    var desk = Desk.playground(80, 24)
    #expect(desk.workbench.keyHints.first?.title == "send")
    _ = desk.send("Hello?")
    #expect(desk.workbench.keyHints.first == KeyHint("Ctrl-C", "stop"))
  }

  @Test func theHelpOfThePromptHoldsNoKeyThatTypes() {
    var desk = Desk.playground()
    desk.press("F1")
    let details = desk.workbench.popup?.picker.items.map(\.detail) ?? []
    #expect(details.contains("Ctrl-_, Ctrl-Y"))
    #expect(details.filter { $0.split(separator: ", ").contains("Enter") }.count == 1)
    #expect(!details.contains { $0.split(separator: ", ").contains("]") })
    #expect(details.filter { $0.split(separator: ", ").contains("Ctrl-T") }.count == 1)
  }

  @Test func promptsSentBeforeAreRecalledAndAChangedOneIsKept() {
    var desk = Desk.playground()
    _ = desk.send("first")
    desk.finish(
      .text("a"), .ended(Ending(.complete)), at: (desk.workbench.playground.session?.id ?? "", "R1"))
    _ = desk.send("second", reply: "R2")
    desk.finish(
      .text("b"), .ended(Ending(.complete)), at: (desk.workbench.playground.session?.id ?? "", "R2"))
    desk.press("Up")
    #expect(desk.prompt == "second")
    desk.press("Up")
    #expect(desk.prompt == "first")
    desk.press("Down")
    #expect(desk.prompt == "second")
    desk.type("!")
    desk.press("Up", "Down")
    #expect(desk.prompt == "second!")
  }

  @Test func pastedTextIsOneEditAndNeverSent() {
    var desk = Desk.playground()
    desk.give(.paste("one\ntwo\n"))
    #expect(desk.prompt == "one\ntwo\n" && desk.effects.isEmpty)
    desk.press("Ctrl-_")
    #expect(desk.prompt == "")
  }

  @Test func aClickPutsTheCursorIntoThePrompt() throws {
    var desk = Desk.playground()
    desk.type("hello world")
    desk.press("Esc")
    let place = try #require(desk.place(of: "world"))
    desk.click(place)
    desk.type("big ")
    #expect(desk.prompt == "hello big world")
  }

  // MARK: Drafts

  @Test func whatIsTypedInANewConversationIsKeptWithASessionOfItsOwn() {
    var desk = Desk.playground()
    desk.type("half a thought")
    desk.time += 1
    let effects = desk.workbench.tick(at: desk.time)
    guard effects.count == 2, case .createSession(let session) = effects[0] else {
      Issue.record("\(effects)")
      return
    }
    #expect(effects[1] == .saveDraft("half a thought", sessionID: session.id))
    // Sent, the session that is there is used, and gets its title.
    desk.press("Enter")
    guard case .send(let request)? = desk.effects.first else { return }
    #expect(!request.isNew && request.session.id == session.id && request.session.title == "half a thought")
  }

  @Test func anEmptyConversationLeavesNothingBehind() {
    var desk = Desk.playground()
    desk.type("x")
    desk.time += 1
    _ = desk.workbench.tick(at: desk.time)
    let id = desk.workbench.playground.session?.id ?? ""
    desk.press("Backspace")
    desk.press("Ctrl-N")
    #expect(desk.effects == [.saveDraft("", sessionID: id), .leaveSession(id)])
  }

  @Test func aNewConversationKeepsWhatWasTypedIntoTheOldOne() {
    var desk = Desk.playground()
    desk.tell(.sessionOpened(Talk.sessions[0], Talk.branched, draft: "old", at: nil))
    #expect(desk.prompt == "old")
    desk.type(" and new")
    desk.press("Ctrl-N")
    #expect(desk.effects == [.saveDraft("old and new", sessionID: "S2")])
    #expect(desk.prompt == "" && desk.workbench.playground.session == nil)
  }

  @Test func anAbandonedDraftIsOpenedUnlessSomethingWasBegun() {
    var desk = Desk.playground()
    desk.tell(.draftFound(sessionID: "S1"))
    #expect(desk.effects == [.openSession("S1", at: nil)])
    var other = Desk.playground()
    other.type("already typing")
    other.tell(.draftFound(sessionID: "S1"))
    #expect(other.effects.isEmpty)
  }

  @Test func theEndOfTheProgramKeepsWhatWasJustTyped() {
    var desk = Desk.playground()
    desk.type("typed a moment ago")
    let effects = desk.workbench.farewell()
    #expect(effects.contains { if case .saveDraft("typed a moment ago", _) = $0 { true } else { false } })
  }

  // MARK: Sessions

  @Test func aFoundSessionOpensAtTheMessageAndNWalksItsMatches() {
    var desk = Desk.playground()
    desk.press("Esc", "/")
    desk.type("answer")
    #expect(desk.effects == [.findSessions("answer")] && desk.sees("Searching …"))
    let hit = SessionFinding(
      sessionID: "S2", messageID: "R1", title: "Contract", excerpt: "The first answer", date: Desk.noon)
    desk.tell(.sessionsFound("answer", [hit]))
    desk.press("Enter")
    #expect(desk.effects == [.openSession("S2", at: "R1")])
    desk.tell(.sessionOpened(Talk.sessions[0], Talk.branched, draft: "", at: "R1"))
    // It stands on the branch that was not on show.
    #expect(desk.sees("The first answer.") && desk.sees("reply 1 of 2"))
    #expect(desk.workbench.playground.view.match?.number == 1)
    desk.press("n")
    #expect(desk.workbench.playground.view.match?.count == 1)
    desk.press("Esc", "Esc")
    #expect(desk.workbench.playground.query == nil && desk.effects.isEmpty)
  }

  @Test func pastedTextIsSearchedFor() {
    var desk = Desk.playground()
    desk.press("Esc", "/")
    desk.give(.paste("contract"))
    #expect(desk.effects == [.findSessions("contract")])
  }

  @Test func aSessionIsDeletedOnlyByASecondPress() {
    var desk = Desk.playground()
    desk.press("Esc", "Esc", "D")
    #expect(desk.effects.isEmpty)
    desk.time += 5
    desk.press("D")
    #expect(desk.effects.isEmpty)
    desk.press("D")
    #expect(desk.effects == [.deleteSession("S2")])
  }

  @Test func theListStaysWhereItIsWhenASessionIsKept() {
    let many = (0..<60).map { Talk.session("S\($0)", "Number \($0)", at: Desk.noon - Double($0)) }
    var desk = Desk.playground(sessions: many)
    desk.press("Esc", "Esc")
    for _ in 0..<20 { desk.press("j") }
    let before = desk.place(of: "Number 20")
    // Another session was kept, and is the first now.
    desk.tell(.sessionsLoaded([Talk.session("N", "New", at: Desk.noon)] + many, drafts: [:]))
    #expect(desk.place(of: "Number 20") == before)
  }

  @Test func changesOfAnotherProgramAreShownAndThePromptStays() {
    var desk = Desk.playground()
    desk.tell(.sessionOpened(Talk.sessions[0], Talk.branched, draft: "", at: nil))
    desk.type("mine")
    var session = Talk.sessions[0]
    session.tip = "R3"
    let added =
      Talk.branched + [
        Talk.question("Q3", "asked elsewhere", in: "S2", after: "R2"),
        Talk.answer("R3", in: "S2", after: "Q3", .text("Answered elsewhere"), .ended(Ending(.complete))),
      ]
    desk.tell(.sessionChanged(session, added))
    #expect(desk.sees("asked elsewhere") && desk.sees("Answered elsewhere") && desk.prompt == "mine")
    // Of a session that is not on show nothing is taken.
    desk.tell(.sessionChanged(Talk.sessions[1], []))
    #expect(desk.sees("Answered elsewhere"))
  }

  @Test func aBranchThatWasChosenStaysAndIsKept() {
    var desk = Desk.playground()
    desk.tell(.sessionOpened(Talk.sessions[0], Talk.branched, draft: "", at: nil))
    desk.press("Esc", "[")
    #expect(desk.effects == [.saveTip("R1", sessionID: "S2")])
    desk.tell(.sessionChanged(Talk.sessions[0], Talk.branched))
    #expect(desk.sees("The first answer."))
  }

  // MARK: Between screens

  @Test func theCatalogsPageGoesWithTheQuestion() {
    var desk = Desk.playground()
    desk.workbench.use(defaultModel: Talk.local)
    desk.press("Alt-1")
    desk.open("Azure AI Search")
    desk.press("A")
    #expect(desk.sees("A question about"))
    desk.type("What does it cost?")
    desk.press("Enter")
    guard case .send(let request)? = desk.effects.last else {
      Issue.record("nothing was sent")
      return
    }
    // A model that is not the librarian cannot look the page up: it is given it.
    #expect(request.messages.first?.role == .system)
    #expect(request.messages.first?.content.contains("# Azure AI Search") == true)
  }

  @Test func commandsOfAnotherScreenShowThatScreen() {
    var desk = Desk()
    desk.workbench.wallTime = Desk.noon
    desk.press("Ctrl-P")
    #expect(desk.effects == [.loadSessions(findsDraft: false)])
    desk.type("a new conversation")
    desk.press("Enter")
    #expect(desk.workbench.screen == .playground)
  }

  @Test func thePaletteFindsSessionsThatComeWhileItIsOpen() {
    var desk = Desk()
    desk.press("Ctrl-P")
    desk.type("five points")
    desk.tell(.sessionsLoaded(Talk.sessions, drafts: [:]))
    #expect(desk.workbench.popup?.picker.selection?.id == .session("S2"))
    desk.press("Enter")
    #expect(desk.workbench.screen == .playground && desk.effects.last == .openSession("S2", at: nil))
  }

  // MARK: Settings

  @Test func settingsThatNobodyTouchedStayAsTheyAre() {
    var session = Talk.sessions[0]
    session.system = "Line one\n  line two\n"
    session.parameters.stop = ["\n\n", "a, b", " x"]
    var desk = Desk.playground()
    desk.tell(.sessionOpened(session, Talk.branched, draft: "", at: nil))
    desk.press("Ctrl-T", "Tab")
    desk.type("0.5")
    desk.press("Enter")
    var wanted = session
    wanted.parameters.temperature = 0.5
    #expect(desk.effects == [.saveSession(wanted)])
  }

  @Test func settingsLeftHalfWayAreThereAgain() {
    var desk = Desk.playground()
    desk.press("Ctrl-T")
    desk.type("You are")
    desk.press("Ctrl-J")
    desk.type("brief.")
    desk.press("Esc")
    #expect(desk.workbench.settings == nil)
    desk.press("Ctrl-T")
    #expect(desk.workbench.settings?.form.focusedText == "You are\nbrief.")
    desk.press("Enter")
    guard desk.effects.count == 2, case .saveSession(let session) = desk.effects[1] else {
      Issue.record("\(desk.effects)")
      return
    }
    #expect(session.system == "You are\nbrief.")
  }

  @Test(arguments: [
    ("END", ["END"]), ("a, b", ["a", "b"]), ("\\n\\n, x\\, y", ["\n\n", "x, y"]), (" , ", []),
    ("a\\\\b", ["a\\b"]),
  ])
  func stopTextsAreReadAsTheyAreWritten(line: String, texts: [String]) {
    #expect(StopTexts.read(line) == texts)
    #expect(StopTexts.read(StopTexts.shown(texts)) == texts)
  }

  @Test func aWrongValueKeepsTheFormOpen() {
    var desk = Desk.playground()
    desk.press("Ctrl-T", "Tab")
    desk.type("9")
    desk.press("Enter")
    #expect(desk.effects.isEmpty && desk.sees("expected a number from 0 to 2"))
  }

  // MARK: What was told

  @Test func messagesCanBeReadOnceMore() {
    var desk = Desk.playground(60, 20)
    let problem =
      "/home/me/.config/atelier/config.yaml:2:19: keys: there is no command “catalog.serach”; did you mean catalog.search?"
    desk.tell(.note("the first"))
    desk.tell(.note(problem))
    desk.time += 100
    _ = desk.workbench.tick(at: desk.time)
    desk.press("Esc", "!")
    #expect(desk.sees("What was told") && desk.sees("did you mean") && desk.sees("the first"))
    desk.press("y")
    #expect(desk.effects == [.copy("the first\n" + problem, what: "the messages")])
    desk.press("Esc")
    #expect(desk.workbench.reader == nil)
  }
}

/// Reasoning is folded until somebody wants it, or it is all there is.
struct ReasoningTests {
  @Test func reasoningIsUnfoldedByAKey() {
    var desk = Desk.playground()
    let place = desk.send("Hello?")
    desk.finish(.reasoning("I think so."), .text("Yes."), .ended(Ending(.complete)), at: place)
    #expect(desk.sees("▸ reasoning, 3 words") && !desk.sees("I think so."))
    desk.press("Esc", "r")
    #expect(desk.sees("▾ reasoning, 3 words") && desk.sees("I think so."))
    desk.press("r")
    #expect(!desk.sees("I think so."))
  }

  @Test func reasoningThatIsAllThereIsIsShown() {
    var desk = Desk.playground()
    let place = desk.send("Hello?")
    desk.finish(.reasoning("I think so."), .ended(Ending(.complete)), at: place)
    #expect(desk.sees("I think so."))
  }

  @Test func aMatchInTheReasoningUnfoldsIt() {
    var desk = Desk.playground()
    desk.press("Esc", "/")
    desk.type("wombat")
    let messages = [
      Talk.question("Q1", "Why?", in: "S2"),
      Talk.answer(
        "R1", in: "S2", after: "Q1", .reasoning("A wombat."), .text("So."), .ended(Ending(.complete))),
    ]
    desk.tell(
      .sessionsFound(
        "wombat", [SessionFinding(sessionID: "S2", messageID: "R1", title: "t", excerpt: "A wombat", date: 0)]
      ))
    desk.press("Enter")
    desk.tell(.sessionOpened(Talk.session("S2", "t", at: 0, tip: "R1"), messages, draft: "", at: "R1"))
    #expect(desk.sees("A wombat."))
  }
}

extension PlaygroundTests {
  @Test func aSessionFoundByItsTitleIsReadFromItsFirstMatch() {
    var desk = Desk.playground()
    desk.press("Esc", "/")
    desk.type("contract")
    desk.tell(
      .sessionsFound(
        "contract", [SessionFinding(sessionID: "S2", messageID: nil, title: "Contract", excerpt: "", date: 0)]
      ))
    desk.press("Enter")
    desk.tell(.sessionOpened(Talk.sessions[0], Talk.branched, draft: "", at: nil))
    #expect(desk.workbench.playground.view.match?.number == 1)
  }
}

extension PlaygroundTests {
  @Test func theWayBackFromASourceLeadsToTheConversation() {
    var desk = Desk.playground()
    let place = desk.send("Hello?")
    desk.finish(
      .text("See [1]."), .citation(Citation(number: 1, id: "ai-search", title: "Azure AI Search")),
      .ended(Ending(.complete)), at: place)
    desk.press("Esc", "Tab", "Enter")
    #expect(desk.workbench.screen == .catalog && desk.page == "ai-search")
    desk.press("Backspace")
    #expect(desk.workbench.screen == .playground && desk.sees("See [1]."))
  }

  @Test func tabBeginsWithTheSourcesOfTheLastReply() {
    var desk = Desk.playground()
    for number in 1...2 {
      let place = desk.send("Question \(number)?", reply: "R\(number)")
      desk.finish(
        .text("See [1]."),
        .citation(Citation(number: 1, id: number == 1 ? "speech" : "ai-search", title: "Source \(number)")),
        .ended(Ending(.complete)), at: place)
    }
    desk.press("Esc", "Tab", "Enter")
    #expect(desk.page == "ai-search")
  }

  @Test func nothingIsSentWhileAnotherWindowGetsAReplyHere() {
    var desk = Desk.playground()
    let messages = [
      Talk.question("Q1", "Why?", in: "S2"),
      Talk.answer("R1", in: "S2", after: "Q1", .text("Half"), isStreaming: true),
    ]
    desk.tell(.sessionOpened(Talk.session("S2", "t", at: 0, tip: "R1"), messages, draft: "", at: nil))
    desk.type("and then?")
    desk.press("Enter")
    #expect(desk.effects.isEmpty && desk.toast?.hasPrefix("Another window is getting a reply here") == true)
    #expect(desk.prompt == "and then?")
  }

  @Test func theEmptyConversationNamesTheModelThatWillAnswer() {
    var desk = Desk.playground()
    desk.tell(.sessionOpened(Talk.session("S9", "", at: 0), [], draft: "half", at: nil))
    #expect(desk.sees("local/phi-4-mini answers.") && !desk.sees("needs no key"))
  }

  @Test func aSearchWithoutHitsShowsNoPage() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("/")
    desk.type("zzzzqqqq")
    #expect(desk.page == nil)
    desk.press("Esc")
    #expect(desk.page == "ai-search")
  }
}

extension PlaygroundTests {
  @Test func promptsOfOtherSessionsAreRecalledToo() {
    var desk = Desk.playground()
    desk.tell(.questionsLoaded(["the oldest", "elsewhere", "Summarise the contract in five points."]))
    desk.press("Up")
    #expect(desk.prompt == "Summarise the contract in five points.")
    desk.press("Up")
    #expect(desk.prompt == "elsewhere")
    desk.press("Ctrl-N")
    // In a session its own prompts come first.
    desk.tell(.sessionOpened(Talk.sessions[0], Talk.branched, draft: "", at: nil))
    desk.press("Up")
    #expect(desk.prompt == "Summarise the contract in five points.")
    desk.press("Up")
    #expect(desk.prompt == "elsewhere")
  }
}

extension PlaygroundTests {
  @Test func aConversationIsEditedAndExportedAsMarkdown() {
    var desk = Desk.playground()
    desk.press("Esc", "x")
    #expect(desk.effects.isEmpty && desk.toast == "There is no conversation yet")
    desk.tell(.sessionOpened(Talk.sessions[0], Talk.branched, draft: "", at: nil))
    desk.press("x")
    guard case .export(let text, let name)? = desk.effects.first else {
      Issue.record("\(desk.effects)")
      return
    }
    #expect(name == "contract-in-five-points.md")
    #expect(text.hasPrefix("# Contract in five points\n") && text.contains("The second answer."))
    #expect(!text.contains("The first answer."))
    desk.press("e")
    #expect(
      desk.effects == [.edit(EditorRequest(address: "", fileName: "conversation.md", text: text))])
    desk.tell(.edited(status: 0, change: .copy("/tmp/x/conversation.md")))
    #expect(desk.toast == "The conversation stays as it is; what you wrote is kept in /tmp/x/conversation.md")
  }
}
