import Catalog
import Documents

/// Designs as JSON, in the form that scripts rely on.
enum DesignJSON {
  private static func texts(_ texts: some Sequence<String>) -> JSONValue {
    .array(texts.map(JSONValue.string))
  }

  private static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }

  static func list(_ designs: [(kept: KeptDesign, design: Design?)]) -> JSONValue {
    [
      "schema": "atelier.design.list/1", "total": .integer(designs.count),
      "designs": .array(
        designs.map { kept, design in
          [
            "name": .string(kept.name), "title": .optional(design?.title), "version": .integer(kept.version),
            "based_on": .optional(design?.basedOn),
            "components": design.map { .integer($0.components.count) } ?? .null,
            "services": design.map { texts($0.services) } ?? .null,
            "created": .string(SessionJSON.time(kept.createdAt)),
            "updated": .string(SessionJSON.time(kept.updatedAt)),
          ]
        }),
    ]
  }

  static func show(_ design: Design, _ kept: KeptDesign, in library: CatalogLibrary) -> JSONValue {
    [
      "schema": "atelier.design.show/1", "name": .string(kept.name), "version": .integer(kept.version),
      "title": .string(design.title), "based_on": .optional(design.basedOn),
      "tags": texts(design.tags(in: library)), "tags_chosen": .bool(design.chosenTags != nil),
      "overview": text(design.overview),
      "components": .array(design.components.map { component($0, in: library) }),
      "groups": .array(
        design.graph.groups.map { group in
          [
            "id": .string(group.id), "title": .string(group.title.joined(separator: "\n")),
            "parent": .optional(group.parent.map { design.graph.groups[$0].id }), "ref": .optional(group.ref),
          ]
        }),
      "edges": .array(
        design.graph.edges.map { edge in
          [
            "id": .string(edge.id), "from": .string(design.id(of: edge.from)),
            "to": .string(design.id(of: edge.to)),
            "label": .string(edge.label.joined(separator: "\n")), "style": .string(edge.style.rawValue),
          ]
        }),
      "steps": .array(
        design.graph.steps.map { step in
          [
            "n": .integer(step.number), "text": .string(step.text),
            "boxes": texts(
              step.boxes.map { design.graph.boxes[$0].id } + step.groups.map { design.graph.groups[$0].id }),
            "edges": texts(step.edges.map { design.graph.edges[$0].id }),
            "check": texts(design.flags(ofStep: step.number).map(\.reason)),
          ]
        }),
      "assumptions": texts(design.assumptions),
      "questions": .array(
        design.questions.map { question in
          [
            "text": .string(question.text), "answered": .bool(question.isAnswered),
            "answer": text(question.answer),
          ]
        }),
      "answers": .array(
        design.answers.sorted { $0.key < $1.key }.map { id, answer in
          ["item": .string(id), "status": .string(answer.status.rawValue), "note": text(answer.note)]
        }),
      "decisions": texts(design.decisions), "notes": text(design.notes), "diagram": .string(design.source),
    ]
  }

  private static func component(_ component: Design.Component, in library: CatalogLibrary) -> JSONValue {
    let entry = component.service.flatMap { library[$0] }
    return [
      "id": .string(component.id), "title": .string(component.title), "service": .optional(component.service),
      "service_title": .optional(entry?.title), "lifecycle": .optional(entry?.lifecycle?.badge),
      "frame": .bool(component.isFrame), "group": .optional(component.group),
      "quantity": component.quantity.map { .integer($0) } ?? .null, "note": text(component.note),
    ]
  }

  static func check(_ kept: KeptDesign, _ findings: [DesignCheck.Finding]) -> JSONValue {
    [
      "schema": "atelier.design.check/1", "name": .string(kept.name), "version": .integer(kept.version),
      "problems": .integer(findings.count(where: \.isProblem)),
      "findings": .array(
        findings.map { finding in
          [
            "kind": .string(finding.kind.rawValue), "problem": .bool(finding.isProblem),
            "message": .string(finding.message), "hint": .optional(finding.hint),
            "components": texts(finding.components), "step": finding.step.map { .integer($0) } ?? .null,
            "date": .optional(finding.date), "replaced_by": .optional(finding.replacedBy),
          ]
        }),
    ]
  }

  static func checklist(
    _ kept: KeptDesign, _ status: ChecklistStatus, _ pillars: [ChecklistStatus.Pillar],
    _ isShown: (ChecklistStatus.Item) -> Bool
  ) -> JSONValue {
    [
      "schema": "atelier.design.checklist/1", "name": .string(kept.name), "version": .integer(kept.version),
      "tags": texts(status.tags), "counts": counts(status.counts),
      "pillars": .array(
        pillars.map { pillar in
          [
            "pillar": .string(pillar.name), "title": .string(pillar.title), "counts": counts(pillar.counts),
            "items": .array(
              pillar.items.filter(isShown).map { item in
                [
                  "id": .string(item.item.id), "checklist": .string(item.checklist),
                  "severity": .string(item.item.severity.rawValue), "area": text(item.item.area),
                  "ask": .string(item.item.ask), "status": .string(item.answer?.status.rawValue ?? "open"),
                  "note": text(item.answer?.note ?? ""), "see": texts(item.item.entries),
                ]
              }),
          ]
        }),
    ]
  }

  private static func counts(_ counts: ChecklistStatus.Counts) -> JSONValue {
    [
      "total": .integer(counts.total), "answered": .integer(counts.answered), "yes": .integer(counts.yes),
      "partly": .integer(counts.partly), "no": .integer(counts.no),
      "not_applicable": .integer(counts.notApplicable),
      "open": .integer(counts.open),
      "open_by_severity": .object(
        Checklist.Severity.allCases.map { .init($0.rawValue, .integer(counts.openBySeverity[$0] ?? 0)) }),
    ]
  }
}
