import Diagrams
import Documents

/// A drawing as JSON, in the form that scripts rely on. Cells count from 0.
enum DiagramJSON {
  static func render(_ drawing: Drawing) -> JSONValue {
    let stepsOfEdge = drawing.steps.reduce(into: [Int: [Int]]()) { steps, step in
      for edge in step.edges { steps[edge, default: []].append(step.number) }
    }
    return [
      "schema": "atelier.diagram.render/1", "kind": .string(drawing.kind.rawValue),
      "title": .optional(drawing.title), "width": .integer(drawing.width),
      "height": .integer(drawing.height), "direction": .string(drawing.direction.rawValue),
      "fits": .bool(drawing.fits),
      "boxes": .array(
        drawing.boxes.map { box in
          .object(
            [
              .init("id", .string(box.id)), .init("label", .string(box.label)),
              .init("lines", .array(box.lines.map(JSONValue.string))),
              .init("shape", .string(box.shape.rawValue)),
              .init("group", .optional(box.group.map { drawing.groups[$0].id })),
              .init("ref", .optional(box.ref)),
            ] + place(box.frame))
        }),
      "groups": .array(
        drawing.groups.map { group in
          .object(
            [
              .init("id", .string(group.id)), .init("title", .string(group.title)),
              .init("parent", .optional(group.parent.map { drawing.groups[$0].id })),
              .init("ref", .optional(group.ref)),
            ] + place(group.frame))
        }),
      "edges": .array(
        drawing.edges.enumerated().map { index, edge in
          [
            "id": .string(edge.id), "from": .string(drawing.id(of: edge.from)),
            "to": .string(drawing.id(of: edge.to)), "label": .string(edge.label),
            "label_box": edge.labelFrame.map { .object(place($0)) } ?? .null,
            "style": .string(edge.style.rawValue), "head": .string(edge.head.rawValue),
            "tail": .string(edge.tail.rawValue),
            "path": .array(edge.path.map { .array([.integer($0.x), .integer($0.y)]) }),
            "steps": .array((stepsOfEdge[index] ?? []).map(JSONValue.integer)),
          ]
        }),
      "steps": .array(
        drawing.steps.map { step in
          [
            "n": .integer(step.number), "text": .string(step.text),
            "boxes": .array(
              step.boxes.map { .string(drawing.boxes[$0].id) }
                + step.groups.map { .string(drawing.groups[$0].id) }),
            "edges": .array(step.edges.map { .string(drawing.edges[$0].id) }),
          ]
        }),
      "rows": .array(drawing.grid.rows.map(JSONValue.string)),
    ]
  }

  static func check(files: Int, findings: [(file: String, error: DiagramError)]) -> JSONValue {
    [
      "schema": "atelier.diagram.check/1", "files": .integer(files),
      "findings": .array(
        findings.map { finding in
          [
            "file": .string(finding.file), "line": finding.error.position.map { .integer($0.line) } ?? .null,
            "column": finding.error.position.map { .integer($0.column) } ?? .null,
            "message": .string(finding.error.message), "hint": .optional(finding.error.hint),
          ]
        }),
    ]
  }

  private static func place(_ frame: Rectangle) -> [JSONValue.Member] {
    [
      .init("x", .integer(frame.x)), .init("y", .integer(frame.y)), .init("w", .integer(frame.width)),
      .init("h", .integer(frame.height)),
    ]
  }
}
