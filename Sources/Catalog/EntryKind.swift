/// What an entry is about.
package enum EntryKind: String, CaseIterable, Sendable {
  case concept, service, platform, language
  case modelFamily = "model-family"
  case architecture, pattern, guide, decision, checklist, story, resource

  /// The folder of the catalog in which entries of this kind lie.
  package var folder: String {
    switch self {
    case .concept: "concepts"
    case .service: "services"
    case .platform: "platforms"
    case .language: "languages"
    case .modelFamily: "models"
    case .architecture: "architectures"
    case .pattern: "patterns"
    case .guide: "guides"
    case .decision: "decisions"
    case .checklist: "checklists"
    case .story: "stories"
    case .resource: "resources"
    }
  }

  /// How the names of its entries' files end.
  package var fileSuffix: String { self == .decision || self == .checklist ? ".yaml" : ".md" }

  /// The name of a group of entries of this kind.
  package var pluralTitle: String {
    switch self {
    case .concept: "Concepts"
    case .service: "Services"
    case .platform: "Platforms"
    case .language: "Languages and libraries"
    case .modelFamily: "Models"
    case .architecture: "Architectures"
    case .pattern: "Patterns"
    case .guide: "Guides"
    case .decision: "Decision guides"
    case .checklist: "Checklists"
    case .story: "Customer stories"
    case .resource: "Resources"
    }
  }

  /// The name of one entry of this kind, in running text.
  package var title: String {
    switch self {
    case .modelFamily: "model"
    case .story: "customer story"
    case .decision: "decision guide"
    case .language: "language or library"
    default: rawValue
    }
  }
}

/// How one entry stands to another.
package enum RelationKind: String, CaseIterable, Sendable {
  case partOf = "part-of"
  case uses
  case hosts
  case alternativeTo = "alternative-to"
  case seeAlso = "see-also"

  /// The label before the entries that this one points to.
  package var title: String {
    switch self {
    case .partOf: "Part of"
    case .uses: "Uses"
    case .hosts: "Hosts"
    case .alternativeTo: "Instead"
    case .seeAlso: "See also"
    }
  }

  /// The label before the entries that point here.
  package var inverseTitle: String {
    switch self {
    case .partOf: "Parts"
    case .uses: "Used in"
    case .hosts: "Hosted by"
    case .alternativeTo: "Instead"
    case .seeAlso: "See also"
    }
  }

  /// Whether the relation says the same in both directions.
  package var isSymmetric: Bool { self == .alternativeTo || self == .seeAlso }
}
