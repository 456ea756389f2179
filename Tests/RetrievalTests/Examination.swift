import Catalog
import Foundation
import Models
import TestSupport

@testable import Retrieval

/// The librarian over the catalog of the checkout, and questions put to it.
struct Examination {
  /// A question and what a right answer holds.
  struct Item {
    var question: String
    /// One of these must be cited; empty when the catalog holds no answer.
    var addresses: [String]
    var words: [String]
    var isAnswerable: Bool { !addresses.isEmpty }
  }

  let library: CatalogLibrary
  let librarian: Librarian

  private static let loaded = Result { try Examination(path: Checkout.root.path + "/Catalog") }

  /// The one over the real catalog, read once for all tests.
  init() throws { self = try Examination.loaded.get() }

  private init(path: String) throws {
    let folder = try CatalogFolder(path: path)
    library = CatalogLibrary(layers: [folder.entries])
    librarian = Librarian(library: library, search: CatalogSearch(library))
  }

  /// The questions of a fixture.
  static func items(of file: String) throws -> [Item] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(file)")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").compactMap { line in
      guard !line.hasPrefix("#") else { return nil }
      let fields = line.split(separator: "\t").map(String.init)
      let addresses = fields[1] == "-" ? [] : fields[1].split(separator: ",").map(String.init)
      let words = fields.count > 2 ? fields[2].split(separator: ",").map(String.init) : []
      return Item(question: fields[0], addresses: addresses, words: words)
    }
  }

  /// The messages of a question; turns are parted by a bar, and `On show:` makes a system message.
  static func request(_ question: String) -> ChatRequest {
    let messages = question.split(separator: "|").map { part -> ChatMessage in
      let text = part.trimmingCharacters(in: .whitespaces)
      return ChatMessage(text.hasPrefix("On show:") ? .system : .user, text)
    }
    return ChatRequest(model: .librarian, messages: messages)
  }

  func events(_ question: String) async -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    for await event in librarian.stream(Examination.request(question)) { events.append(event) }
    return events
  }

  func reply(_ question: String) async -> Reply {
    var reply = Reply()
    for event in await events(question) { reply.apply(event, at: 0) }
    return reply
  }

  /// Whether a reply is right: cited and with the words, or plainly refused where there is no answer.
  static func isRight(_ reply: Reply, for item: Item) -> Bool {
    let isRefused = reply.text.contains(Composer.noAnswer)
    guard item.isAnswerable else { return isRefused }
    guard !isRefused, reply.ending?.kind == .complete else { return false }
    let cited = reply.citations.filter { reply.text.contains("[\($0.number)]") }
      .flatMap { [$0.id, String($0.id.prefix { $0 != "#" })] }
    let text = reply.text.lowercased()
    return !Set(cited).isDisjoint(with: item.addresses)
      && item.words.allSatisfy { text.contains($0.lowercased()) }
  }
}
