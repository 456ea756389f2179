import Catalog
import TerminalUI

/// A design of one's own on the screen: its components, what they cost by, its checklists and what is open.
struct DesignView: Sendable {
  enum Section: Int, CaseIterable, Hashable, Sendable {
    case components, materials, checklist, points
  }

  /// A row of the list.
  enum Row: Hashable, Sendable {
    case component(String)
    case service(String)
    /// A box without an entry behind it, by its title.
    case other(String)
    case pillar(String)
    case item(String)
    case heading(String)
    case finding(Int)
    case assumption(Int)
    case question(Int)
    case decision(String)
    case note
  }

  let library: CatalogLibrary
  /// The day of today, as ISO 8601.
  let today: String
  private(set) var design: Design
  /// The version that is kept of it; nil until it is kept.
  var base: Int?
  private(set) var earlier: [Design] = []
  var section = Section.components
  private var lists: [Section: ListState] = [:]
  /// Whether the checklist shows only what is not answered.
  var showsOnlyOpen = false
  /// The component that a second press removes, and until when.
  var removal: (id: String, end: Double)?

  /// What fits in the place of a service: it reads all guides, so it is asked once for each.
  private(set) var alternatives: [String: [Design.Alternative]] = [:]

  // What follows from the design; made anew with every change.
  private(set) var materials: BillOfMaterials
  private(set) var status: ChecklistStatus
  private(set) var findings: [DesignCheck.Finding]

  init(_ design: Design, in library: CatalogLibrary, base: Int?, today: String) {
    self.design = design
    self.library = library
    self.base = base
    self.today = today
    materials = BillOfMaterials(design, in: library)
    status = ChecklistStatus(design, in: library)
    findings = DesignCheck.findings(design, in: library, today: today)
  }

  // MARK: Changing

  /// Takes the design as it is after a change.
  mutating func take(_ changed: Design) {
    guard changed != design else { return }
    earlier.append(design)
    if earlier.count > 100 { earlier.removeFirst() }
    show(changed)
  }

  /// Goes back to the design before the last change; false when there was none.
  mutating func undo() -> Bool {
    guard let last = earlier.popLast() else { return false }
    show(last)
    return true
  }

  private mutating func show(_ changed: Design) {
    design = changed
    materials = BillOfMaterials(changed, in: library)
    status = ChecklistStatus(changed, in: library)
    findings = DesignCheck.findings(changed, in: library, today: today)
    for section in Section.allCases {
      var list = lists[section] ?? ListState()
      list.select(list.selected, count: rows(of: section).count, height: 12)
      lists[section] = list
    }
  }

  // MARK: Rows

  var list: ListState {
    get { lists[section] ?? ListState() }
    set { lists[section] = newValue }
  }

  var rows: [Row] { rows(of: section) }

  func rows(of section: Section) -> [Row] {
    switch section {
    case .components: return design.components.map { .component($0.id) }
    case .materials:
      return materials.rows.map { .service($0.service) } + materials.others.map { .other($0.title) }
    case .checklist:
      return status.pillars.flatMap { pillar -> [Row] in
        let items = pillar.items.filter { !showsOnlyOpen || $0.answer == nil }
        return items.isEmpty ? [] : [.pillar(pillar.name)] + items.map { .item($0.item.id) }
      }
    case .points:
      var rows: [Row] = []
      if !findings.isEmpty { rows += [.heading("To look at")] + findings.indices.map { .finding($0) } }
      if !design.questions.isEmpty {
        rows += [.heading("Questions")] + design.questions.indices.map { .question($0) }
      }
      if !design.assumptions.isEmpty {
        rows += [.heading("Assumptions")] + design.assumptions.indices.map { .assumption($0) }
      }
      if !design.decisions.isEmpty {
        rows += [.heading("Decisions")] + design.decisions.map { .decision($0) }
      }
      return rows + [.heading("Notes"), .note]
    }
  }

  var selectedRow: Row? {
    let rows = rows
    return rows.indices.contains(list.selected) ? rows[list.selected] : nil
  }

  var selectedComponent: Design.Component? {
    guard case .component(let id)? = selectedRow else { return nil }
    return design.components.first { $0.id == id }
  }

  /// Finds what fits in the place of the selected component, unless it is known.
  mutating func findAlternatives() {
    guard let service = selectedComponent?.service, alternatives[service] == nil else { return }
    alternatives[service] = Design.alternatives(to: service, in: library)
  }

  /// The entry of the catalog that the selected row is about.
  var selectedEntry: String? {
    let address: String?
    switch selectedRow {
    case .component: address = selectedComponent?.service
    case .service(let service): address = service
    case .item(let id): address = status.item(id)?.item.entries.first
    case .finding(let index):
      let ids = findings[index].components
      address = findings[index].replacedBy ?? design.components.first { ids.contains($0.id) }?.service
    default: address = nil
    }
    return address.flatMap { library[$0] == nil ? nil : $0 }
  }

  mutating func move(_ movement: Movement, height: Int) {
    switch movement {
    case .left: walkSections(forward: false)
    case .right: walkSections(forward: true)
    default:
      let rows = rows
      list.move(movement, count: rows.count, height: height)
      // A heading is no row to stand on.
      let isUp = movement == .up || movement == .pageUp || movement == .top
      for _ in 0..<2 where isHeading(rows, list.selected) {
        if !list.move(isUp && list.selected > 0 ? .up : .down, count: rows.count, height: height) { break }
      }
    }
  }

  private func isHeading(_ rows: [Row], _ index: Int) -> Bool {
    guard rows.indices.contains(index), case .heading = rows[index] else { return false }
    return true
  }

  mutating func walkSections(forward: Bool) {
    let count = Section.allCases.count
    section = Section(rawValue: (section.rawValue + (forward ? 1 : count - 1)) % count) ?? .components
    if isHeading(rows, list.selected) { move(.down, height: 12) }
  }

  /// Selects the component with an id.
  mutating func select(component id: String) {
    section = .components
    if let index = rows.firstIndex(of: .component(id)) { list.select(index, count: rows.count, height: 12) }
  }

  func title(of section: Section) -> String {
    switch section {
    case .components: "Components \(design.components.count)"
    case .materials: "Bill of materials \(materials.rows.count)"
    case .checklist: "Checklist \(status.counts.answered)/\(status.counts.total)"
    case .points: "Open points \(findings.count(where: \.isProblem))"
    }
  }

  var statusText: String { base.map { "version \($0)" } ?? "not kept yet" }
}
