import Documents

/// The list in the forms in which it is handed on.
extension BillOfMaterials {
  /// Comma-separated values with a header, one row a service; boxes that are no entry come last.
  package var csv: String {
    var lines = [
      "service,title,kind,count,boxes,cost_drivers,needed_to_estimate,hosting,lifecycle,prices"
    ]
    for row in rows {
      let prices = row.prices.map { "\($0.model): \($0.text) (\($0.date), \($0.source))" }
      lines.append(
        BillOfMaterials.csvLine([
          row.service, row.title, row.kind, String(row.count), row.boxes.joined(separator: " "),
          row.costDrivers.joined(separator: "; "), row.needed.joined(separator: "; "),
          row.hosting.joined(separator: "; "), row.lifecycle ?? "", prices.joined(separator: "; "),
        ]))
    }
    for other in others {
      let kind = other.service.map { "not in the catalog: \($0)" } ?? "not in the catalog"
      lines.append(BillOfMaterials.csvLine(["", other.title, kind, "1", other.id, "", "", "", "", ""]))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func csvLine(_ fields: [String]) -> String {
    fields.map { field in
      let scalars = field.unicodeScalars
      // A spreadsheet would take the text for a formula.
      let text = scalars.first.map { "=+-@".unicodeScalars.contains($0) } ?? false ? "'" + field : field
      guard text.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else {
        return text
      }
      var quoted = String.UnicodeScalarView("\"".unicodeScalars)
      for scalar in text.unicodeScalars {
        if scalar == "\"" { quoted.append(scalar) }
        quoted.append(scalar)
      }
      quoted.append("\"")
      return String(quoted)
    }.joined(separator: ",")
  }

  /// A table in Markdown, and a list of what is not in the catalog.
  package var markdown: String {
    var lines: [String] = []
    if !rows.isEmpty {
      lines += DesignMarkup.table(
        ["Service", "Boxes", "Cost drivers", "Needed to estimate", "Hosting", "Lifecycle"],
        rows.map { row in
          [
            row.title, String(row.count), row.costDrivers.joined(separator: ", "),
            row.needed.joined(separator: "; "),
            row.hosting.joined(separator: ", "), row.lifecycle ?? "",
          ]
        })
    }
    let prices = rows.flatMap { row in row.prices.map { (row.title, $0) } }
    if !prices.isEmpty {
      lines += [""]
      lines += DesignMarkup.table(
        ["Model", "Price", "Of", "Source"], prices.map { [$1.model, $1.text, $1.date, $1.source] })
    }
    if !others.isEmpty {
      if !lines.isEmpty { lines.append("") }
      lines.append(
        "Not in the catalog: "
          + others.map { other in
            DesignMarkup.encode(DesignText.line(other.title))
              + (other.service.map { " (\(DesignMarkup.encode($0)))" } ?? "")
          }.joined(separator: ", ") + ".")
    }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }

  /// The members of its JSON, without a schema.
  package var json: [JSONValue.Member] {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
    return [
      .init(
        "services",
        .array(
          rows.map { row in
            [
              "service": .string(row.service), "title": .string(row.title), "kind": .string(row.kind),
              "count": .integer(row.count), "boxes": texts(row.boxes), "cost_drivers": texts(row.costDrivers),
              "needed_to_estimate": texts(row.needed), "hosting": texts(row.hosting),
              "lifecycle": .optional(row.lifecycle),
              "prices": .array(
                row.prices.map { price in
                  [
                    "model": .string(price.model), "price": .string(price.text), "date": .string(price.date),
                    "source": .string(price.source),
                  ]
                }),
            ]
          })),
      .init(
        "not_in_catalog",
        .array(
          others.map { other in
            ["id": .string(other.id), "title": .string(other.title), "service": .optional(other.service)]
          })),
    ]
  }
}
