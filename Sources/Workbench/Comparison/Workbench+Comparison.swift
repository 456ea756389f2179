import Catalog
import TerminalUI

/// Comparing entries on the screen.
extension Workbench {
  var comparison: ComparisonView? {
    get { if case .comparison(let view)? = tool { view } else { nil } }
    set { tool = newValue.map { .comparison($0) } }
  }

  /// Marks the entry at hand for comparing, or takes the mark away.
  mutating func toggleMark() -> [Effect] {
    guard let entry = catalog.entryAtHand, !entry.isOwn else {
      say("Only entries of the catalog can be compared", .note)
      return []
    }
    if let index = catalog.marked.firstIndex(of: entry.id) {
      catalog.marked.remove(at: index)
      return []
    }
    guard catalog.marked.count < Comparison.countRange.upperBound else {
      say("Four are marked already: C compares them, c on one of them takes its mark away", .note)
      return []
    }
    catalog.marked.append(entry.id)
    if catalog.marked.count == 1 {
      say("\(entry.title) is marked: mark one to three more with c, then C compares", .note)
    }
    return []
  }

  /// Compares what is marked; with fewer than two marks the entry at hand with its alternatives.
  mutating func openComparison() -> [Effect] {
    guard let library = catalog.contents?.library else { return [] }
    var wanted = catalog.marked.filter { library[$0] != nil }
    if wanted.count < 2, let entry = catalog.entryAtHand, !entry.isOwn {
      if !wanted.contains(entry.id) { wanted.append(entry.id) }
      let alternatives = library.related(to: entry).first { $0.title == RelationKind.alternativeTo.title }
      for address in alternatives?.addresses ?? [] where wanted.count < 4 && !wanted.contains(address) {
        wanted.append(address)
      }
    }
    guard wanted.count >= 2 else {
      say("Mark two to four entries with c; this one names no alternatives", .note)
      return []
    }
    comparison = ComparisonView(wanted, in: library, constraints: lastConstraints)
    // How to mark more would only cover what is compared.
    toast = nil
    return []
  }

  mutating func toggleDifferences() -> [Effect] {
    comparison?.onlyDifferences.toggle()
    return []
  }

  mutating func removeFromComparison() -> [Effect] {
    guard let view = comparison, let entry = view.selectedEntry else { return [] }
    guard comparison?.removeColumn() == true else {
      say("Two are the fewest that can be compared", .note)
      return []
    }
    catalog.marked.removeAll { $0 == entry }
    return []
  }

  // MARK: Constraints

  mutating func openConstraints() -> [Effect] {
    guard let comparison else { return [] }
    open(Popup(kind: .constraints, picker: Picker(items: items(of: comparison))))
    return []
  }

  mutating func toggle(constraint id: String) -> [Effect] {
    comparison?.toggle(constraint: id)
    guard let comparison else { return [] }
    lastConstraints = comparison.constraints
    let items = items(of: comparison)
    popup?.picker.replaceItems(items)
    return []
  }

  private func items(of view: ComparisonView) -> [PickerItem<Popup.Choice>] {
    Constraint.all.map { constraint in
      let isOn = view.constraints.contains(constraint.id)
      return PickerItem(
        id: .constraint(constraint.id), title: (isOn ? "✓ " : "  ") + constraint.title,
        detail: constraint.id)
    }
  }

  // MARK: Out of it

  func exportComparison(asCSV: Bool) -> [Effect] {
    guard let view = comparison else { return [] }
    let name = "compare-" + view.addresses.map { $0.replacing("#", with: "-") }.joined(separator: "-")
    let stem = String(name.prefix(100))
    return asCSV
      ? [.export(view.comparison.csv(onlyDifferences: view.onlyDifferences), fileName: stem + ".csv")]
      : [.export(view.comparison.markdown(onlyDifferences: view.onlyDifferences), fileName: stem + ".md")]
  }

  func copyComparison() -> [Effect] {
    guard let view = comparison else { return [] }
    return [.copy(view.comparison.markdown(onlyDifferences: view.onlyDifferences), what: "the comparison")]
  }
}
