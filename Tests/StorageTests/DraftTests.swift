import Foundation
import GRDB
import Models
import Testing

@testable import Storage

/// What was typed and not sent.
struct DraftTests {
  let folder: TemporaryFolder
  let database: Storage.Database
  let session = Sample.session("S1")

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.database)
    try database.createSession(session)
  }

  /// Gives this program's draft of a session to another one: a process that lives, or one that is gone.
  private func handOver(_ id: String, toLiving isAlive: Bool) throws {
    let process = isAlive ? getppid() : 1
    let start = isAlive ? Owner.startTime(of: process) ?? 0 : -1
    try database.write { database in
      try database.execute(
        sql: "UPDATE draft SET owner_process = ?, owner_start = ? WHERE session_id = ? AND owner_process = ?",
        arguments: [process, start, id, getpid()])
    }
  }

  @Test func aDraftIsKeptChangedAndTakenAway() throws {
    #expect(try database.takeDraft(ofSession: "S1") == "")
    try database.saveDraft("half a", ofSession: "S1")
    try database.saveDraft("half a \0 thou", ofSession: "S1")
    #expect(try database.takeDraft(ofSession: "S1") == "half a \u{FFFD} thou")
    #expect(try database.drafts() == ["S1": "half a \u{FFFD} thou"])
    // This program is not gone: what it types is not abandoned.
    #expect(try database.abandonedDraft() == nil)
    try database.saveDraft("", ofSession: "S1")
    #expect(try database.takeDraft(ofSession: "S1") == "")
    #expect(try database.drafts().isEmpty)
    // A conversation that was deleted elsewhere keeps nothing, and that is no error.
    try database.saveDraft("text", ofSession: "nothing")
    #expect(try database.drafts().isEmpty)
  }

  @Test func whatAProgramThatIsGoneLeftIsTakenOver() throws {
    try database.createSession(Sample.session("S2", at: 2))
    try database.saveDraft("older", ofSession: "S2")
    try handOver("S2", toLiving: false)
    try database.saveDraft("newer", ofSession: "S1")
    try handOver("S1", toLiving: false)
    #expect(try database.abandonedDraft() == "S1")
    #expect(try database.takeDraft(ofSession: "S1") == "newer")
    // Taken: it is this program's now, and goes when it is sent.
    #expect(try database.abandonedDraft() == "S2")
    try database.saveDraft("", ofSession: "S1")
    #expect(try database.takeDraft(ofSession: "S1") == "")
  }

  @Test func twoWindowsDoNotWriteOverEachOther() throws {
    try database.saveDraft("typed in the other window", ofSession: "S1")
    try handOver("S1", toLiving: true)
    #expect(try database.takeDraft(ofSession: "S1") == "")
    #expect(try database.abandonedDraft() == nil)
    try database.saveDraft("typed here", ofSession: "S1")
    #expect(try database.takeDraft(ofSession: "S1") == "typed here")
    try database.saveDraft("", ofSession: "S1")
    #expect(try database.drafts() == ["S1": "typed in the other window"])
  }

  @Test func aDraftGoesWithTheQuestionItBecomes() throws {
    try database.saveDraft("  why?\n", ofSession: "S1")
    try database.addQuestion(Sample.question("why?", in: session))
    #expect(try database.drafts().isEmpty)
    // What was typed after it was sent is another text, and stays.
    try database.saveDraft("and then?", ofSession: "S1")
    try database.addQuestion(Sample.question("why?", in: session))
    #expect(try database.drafts() == ["S1": "and then?"])
  }

  @Test func aDraftGoesWithItsSession() throws {
    try database.saveDraft("text", ofSession: "S1")
    try database.deleteSession("S1")
    #expect(try database.drafts().isEmpty)
    #expect(try database.check() == [])
  }

  @Test func onlyAnEmptySessionIsTidiedAway() throws {
    func isThere(_ id: String) throws -> Bool {
      try database.deleteSessionIfEmpty(id)
      return try database.session(id) != nil
    }
    try database.saveDraft("text", ofSession: "S1")
    #expect(try isThere("S1"))
    try database.saveDraft("", ofSession: "S1")
    #expect(try !isThere("S1"))

    var withPrompt = Sample.session("S2")
    withPrompt.system = "Be brief."
    try database.createSession(withPrompt)
    #expect(try isThere("S2"))

    var withParameters = Sample.session("S3")
    withParameters.parameters.seed = 1
    try database.createSession(withParameters)
    #expect(try isThere("S3"))

    let asked = try Sample.keep("why?", "so", in: database)
    #expect(try isThere(asked.id))
  }
}

struct RecentQuestionTests {
  @Test func theLastQuestionsOfAllSessionsComeInTheirOrder() throws {
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.database)
    for number in 1...5 { try Sample.keep("question \(number)", "answer", in: database) }
    #expect(try database.recentQuestions(limit: 3) == ["question 3", "question 4", "question 5"])
  }
}
