import ArgumentParser
import Catalog
import Documents
import TerminalUI
import Workbench

/// `atelier design add`
struct DesignAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a box for a service, or for what is no entry of the catalog.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "The service; left out for a box with a --title alone, such as a user.") var service:
    String?
  @Option(help: "The text of the box.") var title = ""
  @Option(help: "The group to stand in.") var group: String?
  @Option(help: ArgumentHelp("Begin a group with this title around it.", valueName: "title")) var newGroup:
    String?
  @Option(help: ArgumentHelp("A box or group from which a line leads to it.", valueName: "box")) var from:
    [String] = []
  @Option(help: ArgumentHelp("A box or group to which a line leads from it.", valueName: "box")) var to:
    [String] = []
  @Option(help: "The text of those lines.") var label = ""
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let entry = try service.map { try DesignCommand.entry($0, in: try options.library()) }
    try options.change(name, output) { design in
      var home = group
      if let newGroup { home = try design.addGroup(title: newGroup, in: group) }
      let id = try design.add(
        entry, title: title, to: home, connectedFrom: from, connectedTo: to, label: label)
      let box = try design.component(named: id)
      let badge = entry?.lifecycle.flatMap { $0.isEnding ? $0.badge : nil }
      return .init(
        comment: "added “\(box.title)” as \(id)", warnings: badge.map { ["\(box.title) is \($0)"] } ?? [])
    }
  }
}

/// `atelier design swap`
struct DesignSwap: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swap", abstract: "Put another service in the place of one; without one, list what fits.",
    discussion:
      "Lines and steps stay. What the catalog does not know to fit is refused, unless --anyway is given.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "The box.") var box: String
  @Argument(help: "The service to put there.") var service: String?
  @Flag(help: "Also one that nothing in the catalog says to fit.") var anyway = false
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = try options.library()
    guard let service else { return try list(library) }
    let entry = try DesignCommand.entry(service, in: library)
    try options.change(name, output) { design in
      let swap = try design.swap(box, for: entry, in: library, anyway: anyway)
      return .init(
        comment: "\(swap.id): “\(swap.oldTitle)” is now “\(swap.newTitle)”", flagged: swap.flagged,
        warnings: swap.warnings)
    }
  }

  private func list(_ library: CatalogLibrary) throws {
    let (design, _, _) = try options.find(name)
    let component = try DesignCommand.telling { try design.component(named: box) }
    let found = try DesignCommand.telling { try design.alternatives(for: component.id, in: library) }
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.design.alternatives/1", "name": .string(name), "box": .string(component.id),
        "service": .optional(component.service),
        "alternatives": .array(
          found.map { other in
            [
              "service": .string(other.address), "title": .string(other.title),
              "reasons": .array(other.reasons.map(JSONValue.string)),
              "warnings": .array(other.warnings.map(JSONValue.string)),
            ]
          }),
      ]
      Output.write(json.text() + "\n")
    } else if found.isEmpty {
      Output.complain(
        component.service == nil
          ? "“\(component.title)” is no entry of the catalog: any service may take its place"
          : "the catalog names nothing that can take the place of “\(component.title)”; --anyway swaps all the same",
        isPrefixed: false)
    } else {
      let width = Output.width ?? 100
      StyledOutput(output, environment: Settings().environment).write(
        found.flatMap { other in
          [StyledLine([Span(other.address, .accent), Span("  " + other.title)])]
            + other.reasons.flatMap { DesignLines.indented($0, "    + ", .dim, width) }
            + other.warnings.flatMap { DesignLines.indented($0, "    ! ", Style(.warning), width) }
        })
    }
    if found.isEmpty, !output.isJSON || component.service != nil { throw ExitCode(1) }
  }
}

/// `atelier design remove`
struct DesignRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take a box away with its lines, or the frame of a group.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "The box or group.") var box: String
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try options.change(name, output) { design in
      let title = try design.component(named: box).title
      let before = design.flags
      try design.remove(box)
      let flagged = design.flags.filter { !before.contains($0) }.map(\.step)
      return .init(comment: "removed “\(title)”", flagged: flagged)
    }
  }
}

/// `atelier design connect`
struct DesignConnect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect", abstract: "Draw a line between two boxes.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "Where it begins.") var from: String
  @Argument(help: "Where it ends.") var to: String
  @Option(help: "Its text.") var label = ""
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try options.change(name, output) { design in
      try design.connect(from, to: to, label: label)
      return .init(comment: "connected “\(from)” to “\(to)”")
    }
  }
}

/// `atelier design disconnect`
struct DesignDisconnect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disconnect", abstract: "Take the lines from one box to another away.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "Where they begin.") var from: String
  @Argument(help: "Where they end.") var to: String
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try options.change(name, output) { design in
      let before = design.flags
      let count = try design.disconnect(from, from: to)
      return .init(
        comment: "removed \(count == 1 ? "the line" : "\(count) lines") from “\(from)” to “\(to)”",
        flagged: design.flags.filter { !before.contains($0) }.map(\.step))
    }
  }
}

/// `atelier design title`
struct DesignTitle: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "title", abstract: "Change the title of a design, or the text of one of its boxes.")

  @Argument(help: "The design.") var name: String
  @Argument(help: ArgumentHelp("The box or group, if one is meant; then the text.", valueName: "box] [text"))
  var words: [String]
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if words.count > 2 {
      throw ValidationError("expected a text, or a box and a text: put quotes around words")
    }
  }

  func run() throws {
    try options.change(name, output) { design in
      if words.count == 1 {
        try design.setTitle(words[0])
      } else {
        try design.retitle(words[0], words[1])
      }
      return .init(comment: words.count == 1 ? "another title" : "another text for “\(words[0])”")
    }
  }
}

/// `atelier design step`
struct DesignStep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step", abstract: "Write a step of the flow; one that was to be checked is then in order.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "The number of the step.") var number: Int
  @Argument(help: "What happens; left out, the text stays and counts as checked.") var text: String?
  @Option(help: ArgumentHelp("What it lights: boxes, groups and lines.", valueName: "a,b,a->b")) var lights:
    String?
  @Flag(name: .customLong("rm"), help: "Take the step away.") var isRemoved = false
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try options.change(name, output) { design in
      if isRemoved {
        try design.removeStep(number)
        return .init(comment: "removed step \(number)")
      }
      let old = design.graph.steps.first { $0.number == number }
      guard let words = text ?? old?.text else {
        throw DesignError("there is no step \(number)", code: "not_found", hint: "Give a text to begin it.")
      }
      try design.setStep(number, words, lights: lights)
      return .init(comment: text == nil && lights == nil ? "checked step \(number)" : "wrote step \(number)")
    }
  }
}
