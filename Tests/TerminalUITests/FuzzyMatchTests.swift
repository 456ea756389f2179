import TerminalUI
import Testing

struct FuzzyMatchTests {
  private func score(_ pattern: String, _ text: String) -> Int? { FuzzyMatch.score(pattern, in: text)?.score }
  private func hit(_ pattern: String, _ text: String) -> String {
    let characters = Array(text)
    return String((FuzzyMatch.score(pattern, in: text)?.positions ?? []).map { characters[$0] })
  }

  @Test func everyLetterMustOccurInOrder() {
    #expect(FuzzyMatch.score("ctg", in: "Catalog") != nil)
    #expect(FuzzyMatch.score("gtc", in: "Catalog") == nil)
    #expect(FuzzyMatch.score("catalogs", in: "Catalog") == nil)
    #expect(FuzzyMatch.score("a", in: "") == nil)
  }

  @Test func caseAndSpacesOfThePatternDoNotCount() {
    #expect(hit("CAT LOG", "catalog") == "catlog")
    #expect(FuzzyMatch.score("  ", in: "anything")?.positions == [])
  }

  @Test func theStartsOfWordsCountMost() throws {
    #expect(try #require(score("cs", "Catalog search")) > #require(score("cs", "classic")))
    #expect(try #require(score("as", "Azure Search")) > #require(score("as", "Database")))
    #expect(try #require(score("ml", "AzureMl")) > #require(score("ml", "html")))
  }

  @Test func lettersInARowCountMoreThanScatteredOnes() throws {
    #expect(try #require(score("sear", "Search")) > #require(score("sear", "Sum every artful run")))
    #expect(hit("log", "local log") == "log")
    #expect(FuzzyMatch.score("log", in: "local log")?.positions == [6, 7, 8])
  }

  @Test func anEarlyMatchIsBetter() throws {
    #expect(try #require(score("b", "a b c d e")) > #require(score("b", "a c d e b")))
  }

  @Test func theShorterTextIsBetter() throws {
    #expect(
      try #require(score("search", "Search")) > #require(score("search", "Search every word of the catalog")))
  }

  @Test func positionsRiseAndNameTheLetters() {
    for (pattern, text) in [
      ("aais", "Azure AI Search"), ("gt", "Go to the Catalog"), ("éa", "École à part"), ("日語", "日本語"),
    ] {
      let positions = FuzzyMatch.score(pattern, in: text)?.positions ?? []
      #expect(positions.count == pattern.count)
      #expect(zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 })
      #expect(hit(pattern, text).lowercased() == pattern)
    }
  }

  @Test func aTextOfManyScreensIsNotSearched() {
    #expect(FuzzyMatch.score("a", in: String(repeating: "a", count: 400)) != nil)
    #expect(FuzzyMatch.score("a", in: String(repeating: "a", count: 401)) == nil)
  }
}
