import Models
import Preferences
import TerminalUI

/// Every model that can be asked, with the providers that are silent and the servers that were found.
struct ModelsView: Sendable {
  enum Row: Hashable, Sendable {
    case model(ModelRow)
    /// A model on its way.
    case pull(ModelName)
    /// A provider of the configuration that did not answer.
    case silent(UnreachableProvider)
    /// A server on this machine that the configuration does not name.
    case server(FoundServer)

    /// What keeps the selection in its place when the list changes.
    var id: String {
      switch self {
      case .model(let row): row.name.description
      case .pull(let name): "pull:\(name)"
      case .silent(let provider): "silent:\(provider.provider)"
      case .server(let server): "server:\(server.baseURL)"
      }
    }
  }

  private(set) var rows: [Row] = []
  /// How many models there are without any narrowing.
  private(set) var total = 0
  private(set) var shown = 0
  var list = ListState()
  var query: TextEditor?
  var isTyping = false
  private(set) var facets: [ModelFacet] = []
  private(set) var order = ModelOrder.provider
  var detail = DocumentState()
  /// The model that answers now: marked.
  var current: ModelName
  /// The row that the list keeps selected while others come.
  private var wanted: String?

  init(current: ModelName) {
    self.current = current
    wanted = current.description
  }

  var selected: Row? { rows.indices.contains(list.selected) ? rows[list.selected] : nil }

  var selectedModel: ModelName? {
    switch selected {
    case .model(let row): row.name
    case .pull(let name): name
    default: nil
    }
  }

  /// The provider behind the selected row, by its name in the configuration.
  var selectedProvider: String? {
    switch selected {
    case .model(let row): row.name.provider
    case .pull(let name): name.provider
    case .silent(let provider): provider.provider
    case .server, nil: nil
    }
  }

  // MARK: What is shown

  /// Takes what is known now; the selection stays with its row.
  mutating func update(_ models: [ModelInfo], _ unreachable: [UnreachableProvider], _ shelf: ModelShelf) {
    let known = models.isEmpty ? [ModelInfo(name: .librarian)] : models
    let silent = Set(unreachable.map(\.provider))
    let all = known.map { model in
      var row = ModelRow(model, shelf)
      row.isOld = silent.contains(model.name.provider)
      return row
    }
    total = all.count
    let words = (query?.text ?? "").lowercased().split(separator: " ").map(String.init)
    let found = all.filter { row in
      facets.allSatisfy { $0.holds(for: row) } && words.allSatisfy { Self.matches($0, row) }
    }
    shown = found.count
    var rows = order.sorted(found).map(Row.model)
    func fits(_ text: String) -> Bool {
      facets.isEmpty && words.allSatisfy { text.lowercased().contains($0) }
    }
    let there = Set(known.map(\.name))
    rows += shelf.pulls.filter { !there.contains($0.name) }.map { .pull($0.name) }
    rows += unreachable.filter { fits($0.provider) }.map(Row.silent)
    rows += (shelf.servers ?? []).filter { fits($0.kind.title + " " + $0.baseURL) }.map(Row.server)
    let before = selected?.id
    self.rows = rows
    if let wanted, let index = index(of: wanted) {
      list.follow(index, count: rows.count)
      if shelf.isListed { self.wanted = nil }
    } else if let before, let index = rows.firstIndex(where: { $0.id == before }) {
      list.follow(index, count: rows.count)
    }
  }

  /// The row of an id, else the first one whose id begins with it: a provider's first model, a model's tag.
  private func index(of id: String) -> Int? {
    rows.firstIndex { $0.id == id } ?? rows.firstIndex { $0.id.hasPrefix(id) }
  }

  /// Whether a word of the search fits: part of a name or of what a model can do, `>128k` for its context, `<$2` for its
  /// input price.
  static func matches(_ word: String, _ row: ModelRow) -> Bool {
    if let sign = word.first, sign == ">" || sign == "<", word.count > 1 {
      let rest = word.dropFirst().drop { $0 == "=" || $0 == "$" }
      if sign == ">", let tokens = tokens(rest) { return row.contextTokens.map { $0 >= tokens } ?? false }
      if sign == "<", let amount = Double(rest) { return ModelFacet.price(amount).holds(for: row) }
    }
    return row.name.description.lowercased().contains(word)
      || row.capabilities.contains { $0.contains(word) || $0.replacing("_", with: " ").contains(word) }
  }

  private static func tokens(_ text: Substring) -> Int? {
    let unit: Double = text.hasSuffix("k") ? 1000 : text.hasSuffix("m") ? 1_000_000 : 1
    let number = unit == 1 ? text : text.dropLast()
    guard let value = Double(number), value >= 0, value < 1e12 else { return nil }
    return Int(value * unit)
  }

  mutating func toggle(_ facet: ModelFacet) {
    if let index = facets.firstIndex(of: facet) {
      facets.remove(at: index)
    } else {
      facets.removeAll { $0.isSameKind(as: facet) }
      facets.append(facet)
    }
    list = ListState()
  }

  mutating func clearFacets() { facets = [] }

  mutating func nextOrder() {
    let all = ModelOrder.allCases
    order = all[((all.firstIndex(of: order) ?? 0) + 1) % all.count]
    wanted = selected?.id
  }

  mutating func move(_ movement: Movement, height: Int) {
    wanted = nil
    list.move(movement, count: rows.count, height: height)
    detail = DocumentState()
  }

  mutating func select(_ index: Int, height: Int) {
    wanted = nil
    list.select(index, count: rows.count, height: height)
    detail = DocumentState()
  }

  /// Selects a row once it is there.
  mutating func want(_ id: String) { wanted = id }

  var status: String {
    let count = shown == total ? "\(total) models" : "\(shown) of \(total) models"
    return order == .provider ? count : count + " · " + order.title
  }
}
