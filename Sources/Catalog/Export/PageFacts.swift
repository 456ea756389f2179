import Diagrams

/// What an exported page tells beside its text, in words that both Markdown and HTML are made of.
struct PageFacts {
  /// A label and what stands after it.
  struct Row: Hashable {
    var label: String
    var values: [Comparison.Value]
  }

  let entry: CatalogEntry
  let library: CatalogLibrary

  /// Kind, other names, facets, lifecycle and equivalents.
  var facts: [Row] {
    func row(_ label: String, _ values: [String]) -> Row {
      Row(label: label, values: values.filter { !$0.isEmpty }.map { Comparison.Value($0) })
    }
    var rows = [row("Kind", [entry.kind.title, entry.subkind])]
    rows.append(row("Also called", entry.aliases))
    rows += entry.facets.map { row(FacetVocabulary.title(of: $0.name), $0.values) }
    if let lifecycle = entry.lifecycle {
      rows.append(row("Lifecycle", [lifecycle.state, lifecycle.date ?? "", lifecycle.note ?? ""]))
      if let next = lifecycle.replacedBy {
        rows.append(
          Row(label: "Replaced by", values: [Comparison.Value(library.title(of: next), target: next)]))
      }
      rows += lifecycle.retiredFeatures.map {
        row("Ends", ["\($0.name): \($0.values.joined(separator: ", "))"])
      }
    }
    for (name, label) in [("aws", "On AWS"), ("gcp", "On Google Cloud"), ("oss", "Open source")] {
      rows.append(row(label, entry.equivalents.first { $0.name == name }?.values ?? []))
    }
    rows.append(row("Checklists", library.pillars(of: entry).map(Checklist.title(ofPillar:))))
    return rows.filter { !$0.values.isEmpty }
  }

  /// The entries it stands in a relation to.
  var relations: [Row] {
    library.related(to: entry).map { group in
      Row(
        label: group.title,
        values: group.addresses.map { Comparison.Value(library.title(of: $0), target: $0) })
    }
  }

  /// The models of a family: a header, and one row a model.
  var models: (columns: [String], rows: [[String]]) {
    (
      ["Model", "Name", "Kind", "Context", "Most output", "Price", "Ends"],
      entry.models.map { model in
        [
          model.title, model.name, model.kind, model.contextTokens.map(String.init) ?? Comparison.unknownText,
          model.maxOutputTokens.map(String.init) ?? Comparison.unknownText,
          model.priceText ?? Comparison.unknownText,
          model.retires.isEmpty ? Comparison.unknownText : model.retires,
        ]
      }
    )
  }

  /// Its dialogue, when it is a decision guide.
  var guide: DecisionGuide? { entry.dialogue.flatMap { try? DecisionGuide(reading: $0) } }

  /// An option of a guide, which mostly is an entry.
  func value(of option: DecisionGuide.Option) -> Comparison.Value {
    Comparison.Value(
      option.title.isEmpty ? library.title(of: option.id) : option.title,
      target: library[option.id] == nil ? nil : option.id)
  }

  /// The title above a column of a guide's table.
  func columnTitle(_ column: String, of guide: DecisionGuide) -> String {
    guide.option(column).map { value(of: $0).text } ?? library.title(of: column)
  }

  /// Where its facts come from.
  var sources: [String] {
    entry.sources.map { $0.lines.isEmpty ? $0.reference : "\($0.reference), lines \($0.lines)" }
  }

  /// Its drawing at the natural width; nil when there is none, or it cannot be drawn.
  var drawing: String? { entry.diagram.flatMap(PageFacts.drawing(of:)) }

  /// A Mermaid source drawn at its natural width; nil when it cannot be drawn.
  static func drawing(of source: String) -> String? {
    guard let drawing = try? Diagram(reading: source).draw() else { return nil }
    return drawing.grid.rows.map { row in
      var row = row
      while row.last == " " { row.removeLast() }
      return row
    }.joined(separator: "\n")
  }
}
