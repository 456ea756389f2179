import Documents

/// A comparison as text for other programs.
extension Comparison {
  /// A table in Markdown with GitHub's extension; `≠` marks the rows in which the entries differ.
  package func markdown(onlyDifferences: Bool = false) -> String {
    var lines = [MarkdownText.row([""] + entries.map { MarkdownText.escaped($0.title) })]
    lines.append(MarkdownText.row([String](repeating: "---", count: entries.count + 1)))
    for judgement in judgements {
      lines.append(
        MarkdownText.row(
          [MarkdownText.escaped(judgement.constraint.title)]
            + judgement.verdicts.map { MarkdownText.escaped($0.text) }))
    }
    for row in onlyDifferences ? differences : rows {
      let cells = entries.indices.map { index in
        row.cells[index].isEmpty
          ? "*\(Comparison.unknownText)*"
          : row.cells[index].map(MarkdownText.value).joined(separator: "<br>")
      }
      let sign = row.differs ? "≠ " : ""
      lines.append(MarkdownText.row(["\(sign)**\(MarkdownText.escaped(row.attribute.fullTitle))**"] + cells))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Comma-separated values by RFC 4180, safe to open in a spreadsheet.
  package func csv(onlyDifferences: Bool = false) -> String {
    var records = [["attribute", "guide", "differs"] + entries.map(\.id)]
    for judgement in judgements {
      records.append(
        ["must: \(judgement.constraint.id)", "", String(Set(judgement.verdicts.map(\.name)).count > 1)]
          + judgement.verdicts.map(\.text))
    }
    for row in onlyDifferences ? differences : rows {
      records.append(
        [row.attribute.title, row.attribute.guide ?? "", String(row.differs)]
          + row.cells.map { cell in
            cell.isEmpty ? Comparison.unknownText : cell.map(\.text).joined(separator: "; ")
          })
    }
    return records.map { $0.map(Comparison.field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A field of a record: what a spreadsheet would run as a formula is made text.
  static func field(_ text: String) -> String {
    let starts: [Unicode.Scalar] = ["=", "+", "-", "@", "\t", "\r"]
    let safe = text.unicodeScalars.first.map(starts.contains) == true ? "'" + text : text
    let isPlain = safe.unicodeScalars.allSatisfy { !["\"", ",", "\n", "\r"].contains($0) }
    return isPlain ? safe : "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }

  /// The comparison in the form that scripts rely on.
  package func json(onlyDifferences: Bool = false) -> JSONValue {
    [
      "schema": "atelier.catalog.compare/1",
      "entries": .array(
        entries.indices.map { index in
          [
            "id": .string(entries[index].id), "title": .string(entries[index].title),
            "kind": .string(entries[index].kind.rawValue),
            "fails": .array(failures(at: index).map(JSONValue.string)),
          ]
        }),
      "constraints": .array(
        judgements.map { judgement in
          [
            "id": .string(judgement.id), "title": .string(judgement.constraint.title),
            "verdicts": .array(
              judgement.verdicts.map { ["verdict": .string($0.name), "reason": .optional($0.reason)] }),
          ]
        }),
      "rows": .array(
        (onlyDifferences ? differences : rows).map { row in
          [
            "attribute": .string(row.attribute.id), "title": .string(row.attribute.title),
            "guide": .optional(row.attribute.guide), "differs": .bool(row.differs),
            "cells": .array(
              row.cells.map { cell in cell.isEmpty ? .null : .array(cell.map { .string($0.text) }) }),
          ]
        }),
    ]
  }
}

extension Constraint.Verdict {
  /// A name for programs: `passes`, `fails` or `unknown`.
  package var name: String {
    switch self {
    case .passes: "passes"
    case .fails: "fails"
    case .unknown: "unknown"
    }
  }

  /// What speaks for the verdict; nil where nothing is known.
  package var reason: String? {
    switch self {
    case .passes(let reason), .fails(let reason): reason
    case .unknown: nil
    }
  }

  /// The verdict in words.
  package var text: String {
    switch self {
    case .passes(let reason): "✓ \(reason)"
    case .fails(let reason): "✗ fails: \(reason)"
    case .unknown: "? \(Comparison.unknownText)"
    }
  }
}
