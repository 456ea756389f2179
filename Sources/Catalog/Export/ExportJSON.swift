import Diagrams
import Documents

/// What the export of the catalog tells beside its entries, as JSON.
package enum ExportJSON {
  /// A decision guide with everything that leads to its outcome.
  package static func guide(_ guide: DecisionGuide) -> JSONValue {
    [
      "id": .string(guide.id), "title": .string(guide.title), "engine": .string(guide.engine.rawValue),
      "intro": text(guide.intro),
      "options": .array(
        guide.options.map { option in
          [
            "id": .string(option.id), "title": text(option.title), "for": strings(option.reasonsFor),
            "against": strings(option.reasonsAgainst),
            "fits": .object(
              option.fits.sorted { $0.key < $1.key }.map { .init($0.key, strings($0.value.sorted())) }),
            "start": .integer(option.start), "at_least": option.leastPoints.map { .integer($0) } ?? .null,
          ]
        }),
      "questions": .array(guide.questions.map(question)),
      "levels": .array(
        guide.levels.map { ["level": .integer($0.level), "name": .string($0.name)] }),
      "notes": strings(guide.notes),
      "table": guide.table.map { table in
        [
          "columns": strings(table.columns),
          "rows": .array(
            table.rows.map { ["name": .string($0.name), "cells": strings($0.cells)] }),
        ]
      } ?? .null,
      "sources": .array(
        guide.sources.map { ["ref": .string($0.reference), "lines": .string($0.lines)] }),
    ]
  }

  private static func question(_ question: DecisionGuide.Question) -> JSONValue {
    [
      "id": .string(question.id), "ask": .string(question.ask), "note": text(question.note),
      "level": .integer(question.level),
      "cells": .object(
        question.cells.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
      "answers": .array(
        question.answers.map { answer in
          [
            "id": .string(answer.id), "label": .string(answer.label), "next": .optional(answer.next),
            "picks": strings(answer.picks), "because": text(answer.because),
            "points": .object(
              answer.points.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) }),
          ]
        }),
    ]
  }

  /// A drawing: its source, and its text at the natural width, which is null where it cannot be drawn.
  package static func diagram(_ source: String, of id: String) -> JSONValue {
    ["id": .string(id), "mermaid": .string(source), "text": .optional(PageFacts.drawing(of: source))]
  }

  /// A checklist with its items.
  package static func checklist(_ checklist: Checklist, of id: String) -> JSONValue {
    [
      "id": .string(id), "intro": text(checklist.intro),
      "items": .array(
        checklist.items.map { item in
          [
            "id": .string(item.id), "pillar": .string(item.pillar), "area": text(item.area),
            "severity": .string(item.severity.rawValue), "applies": strings(item.applies),
            "ask": .string(item.ask), "why": text(item.why), "how": text(item.how),
            "entries": strings(item.entries),
          ]
        }),
    ]
  }

  /// A model of a family.
  package static func model(_ model: ModelCard, of family: String) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    func integer(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
    return [
      "name": .string(model.name), "title": .string(model.title), "family": .string(family),
      "kind": .string(model.kind), "input": strings(model.input), "output": strings(model.output),
      "parameters": text(model.parameters), "context_tokens": integer(model.contextTokens),
      "max_input_tokens": integer(model.maxInputTokens), "max_output_tokens": integer(model.maxOutputTokens),
      "capabilities": strings(model.capabilities), "refuses": strings(model.refuses),
      "open_weights": model.openWeights.map { .bool($0) } ?? .null, "licence": text(model.licence),
      "released": text(model.released), "retires": text(model.retires), "state": text(model.state),
      "replaced_by": text(model.replacedBy),
      "price": model.price.map { price in
        [
          "unit": .string(price.unit), "input": number(price.input),
          "cached_input": number(price.cachedInput), "output": number(price.output),
          "cache_write": number(price.cacheWrite), "each": number(price.each),
          "currency": .string(price.currency), "date": text(price.date), "source": text(price.source),
        ]
      } ?? .null,
      "price_note": text(model.priceNote), "note": text(model.note), "source": text(model.source),
    ]
  }

  private static func strings(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

  /// A text; null where there is none.
  private static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }
}
