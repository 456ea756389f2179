import Documents
import Testing

/// The name a person probably meant.
struct NearestNameTests {
  private static let names = ["title", "aliases", "summary", "section", "sections", "links", "id", "kind"]

  @Test(arguments: [
    ("titel", "title"), ("tilte", "title"), ("titles", "title"), ("aliase", "aliases"), ("sumary", "summary"),
    ("Kind", "kind"),
    ("sectoin", "section"), ("sectionss", "sections"), ("kidn", "kind"), ("ID", "id"), ("ix", "id"),
  ])
  func aSlipOfTheFingerIsUnderstood(_ name: String, _ meant: String) {
    #expect(NearestName.of(name, among: Self.names) == meant)
  }

  @Test(arguments: ["", "colour", "xyz", "ttttt", "lifecycle", "relation"])
  func aNameThatIsFarFromAllGetsNoHint(_ name: String) {
    #expect(NearestName.of(name, among: Self.names) == nil)
  }

  @Test func theFirstOfTheNearestIsTaken() {
    #expect(NearestName.of("cat", among: ["bat", "rat", "cab"]) == "bat")
    #expect(NearestName.of("cat", among: ["bat", "cat"]) == "cat")
    #expect(NearestName.of("cat", among: []) == nil)
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abd", 1),
    ("abc", "ab", 1),
    ("kitten", "sitting", 3), ("ca", "abc", 3), ("日本語", "日語", 1), ("abcd", "badc", 2),
  ])
  func stepsBetweenWordsAreCounted(_ left: String, _ right: String, _ steps: Int) {
    #expect(NearestName.editDistance(Array(left), Array(right)) == steps)
    #expect(NearestName.editDistance(Array(right), Array(left)) == steps)
  }
}
