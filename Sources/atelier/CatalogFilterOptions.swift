import ArgumentParser
import Catalog
import Documents

/// The options that narrow a list or a search.
///
/// Each may be given several times: one of its values is enough. Different options must all hold.
struct CatalogFilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only entries of this kind, such as service or concept.", valueName: "kind"))
  var kind: [String] = []

  @Option(
    help: ArgumentHelp("Only entries of this topic: the id of the entry that heads it.", valueName: "id"))
  var section: [String] = []

  @Option(help: ArgumentHelp("What it works on: text, image, audio …", valueName: "value"))
  var modality: [String] = []

  @Option(help: ArgumentHelp("How it runs: serverless, managed, container …", valueName: "value"))
  var hosting: [String] = []

  @Option(help: ArgumentHelp("Where data stays: regional, tenant, on-premises …", valueName: "value"))
  var residency: [String] = []

  @Option(help: ArgumentHelp("How it is reached: private-endpoint, vnet …", valueName: "value"))
  var network: [String] = []

  @Option(help: ArgumentHelp("How ripe it is: preview, ga, legacy …", valueName: "value"))
  var maturity: [String] = []

  @Option(help: ArgumentHelp("Where it stands: preview, current, retiring, retired …", valueName: "state"))
  var lifecycle: [String] = []

  @Option(help: ArgumentHelp("Who works with it: developer, analyst …", valueName: "value"))
  var skill: [String] = []

  @Option(help: ArgumentHelp("What drives its cost: tokens, storage …", valueName: "value"))
  var costDriver: [String] = []

  @Option(
    help: ArgumentHelp("The Well-Architected pillar it matters for, such as security.", valueName: "pillar"))
  var pillar: [String] = []

  @Option(help: ArgumentHelp("Any facet by its name, such as modality=text.", valueName: "name=value"))
  var facet: [String] = []

  /// What is wanted, by dimension.
  private var wanted: [(option: String, dimension: String, values: [String])] {
    [
      ("kind", "kind", kind), ("section", "section", section), ("modality", "modality", modality),
      ("hosting", "hosting", hosting), ("residency", "residency", residency), ("network", "network", network),
      ("maturity", "maturity", maturity), ("lifecycle", "lifecycle", lifecycle), ("skill", "skill", skill),
      ("cost-driver", "cost_driver", costDriver), ("pillar", "pillar", pillar),
    ]
  }

  /// The filter, checked against what there is.
  func filter(in library: CatalogLibrary) throws -> CatalogFilter {
    var filter = CatalogFilter()
    for (option, dimension, values) in wanted {
      for value in values {
        var known = library.values(of: dimension) ?? []
        // A kind of which there is no entry is still a kind.
        if dimension == "kind" { known.formUnion(EntryKind.allCases.map(\.rawValue)) }
        guard known.contains(value) else {
          let what = option == "section" ? "topic" : option.replacing("-", with: " ")
          throw unknown("there is no \(what) “\(value)”", value, among: known.sorted())
        }
        filter.want(value, of: dimension)
      }
    }
    for text in facet {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw CommandFailure(code: "bad_input", message: "--facet expects name=value, found “\(text)”")
      }
      guard let known = library.values(of: parts[0]) else {
        throw CommandFailure(
          code: "bad_input", message: "there is no facet “\(parts[0])”",
          hint: "Known: \(library.dimensions.joined(separator: ", ")).")
      }
      guard known.contains(parts[1]) else {
        throw unknown("the facet \(parts[0]) never is “\(parts[1])”", parts[1], among: known.sorted())
      }
      filter.want(parts[1], of: parts[0])
    }
    return filter
  }

  private func unknown(_ message: String, _ value: String, among known: [String]) -> CommandFailure {
    CommandFailure(
      code: "bad_input", message: message,
      hint: NearestName.of(value, among: known).map { "Did you mean \($0)?" }
        ?? "Known: \(known.joined(separator: ", ")).")
  }

  /// The filter as JSON tells it.
  var json: JSONValue {
    var members = wanted.filter { !$0.values.isEmpty }.map { wanted in
      JSONValue.Member(wanted.dimension, .array(wanted.values.map(JSONValue.string)))
    }
    if !facet.isEmpty { members.append(.init("facet", .array(facet.map(JSONValue.string)))) }
    return .object(members)
  }
}
