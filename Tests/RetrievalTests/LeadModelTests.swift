import Catalog
import Models
import Testing

@testable import Retrieval

/// The plain baseline: the opening of the entry that a search finds first.
struct LeadModelTests {
  private let model: LeadModel = {
    var entry = CatalogEntry(id: "store", kind: .service, title: "Store", summary: "Keeps vectors")
    entry.body = "## Head\n\nIt *keeps* vectors\nand finds [them](find).\n\nMore."
    let library = CatalogLibrary(layers: [[entry]])
    return LeadModel(library: library, search: CatalogSearch(library))
  }()

  private func reply(_ question: String, most: Int? = nil) async -> Reply {
    var reply = Reply()
    let request = ChatRequest(
      model: .lead, messages: [ChatMessage(.user, question)],
      parameters: SamplingParameters(maxOutputTokens: most))
    for await event in model.stream(request) { reply.apply(event, at: 0) }
    return reply
  }

  @Test func itAnswersWithTheOpeningAndCitesIt() async {
    let reply = await reply("Which store keeps vectors?")
    #expect(reply.text == "Keeps vectors. It keeps vectors and finds them. [1]")
    #expect(reply.citations.map(\.id) == ["store"] && reply.ending == Ending(.complete))
    #expect((reply.usage?.outputTokens ?? 0) > 5)
  }

  @Test func whatItDoesNotFindItSays() async {
    let reply = await reply("zebra")
    #expect(reply.ending?.raw == Librarian.noAnswer && reply.citations.isEmpty)
  }

  @Test func aLimitCutsIt() async {
    let reply = await reply("Which store keeps vectors?", most: 3)
    #expect(reply.ending?.kind == .length && (reply.usage?.outputTokens ?? 99) <= 3)
  }
}
