import ArgumentParser
import Catalog
import Diagrams
import Documents
import TerminalUI
import Workbench

/// `atelier design show`
struct DesignShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a design: its diagram, flow, components and what is open.")

  @Argument(help: "The design.") var name: String
  @Option(help: ArgumentHelp("An earlier version.", valueName: "n")) var version: Int?
  @Option(help: "The width to fit into; 0 is the natural width. Without it: the terminal's width.") var width:
    Int?
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    if let width, width < 0 {
      throw CommandFailure(
        code: "bad_input", message: "--width \(width) is no width", hint: "0 is the natural width.")
    }
    let (design, kept) = try options.find(name, version: version)
    let library = try options.library()
    if output.isJSON { return Output.write(DesignJSON.show(design, kept, in: library).text() + "\n") }
    let printer = StyledOutput(output, environment: Settings().environment)
    let wanted = width.map { $0 == 0 ? nil : $0 } ?? Output.width
    let lines = DesignLines(design: design, library: library, width: wanted ?? 100)
    printer.write(lines.head(version: kept.version))
    if !design.graph.boxes.isEmpty || !design.graph.groups.isEmpty {
      do {
        let drawing = try design.diagram.draw(Diagram.Options(width: wanted, isASCII: printer.isASCII))
        printer.write([StyledLine()] + DiagramLines.lines(of: drawing))
        if !drawing.fits {
          Output.complain("the drawing is \(drawing.width) columns wide; `less -S` shows it sideways")
        }
      } catch {
        Output.complain("the diagram cannot be drawn: \(error.message)")
      }
    }
    printer.write(
      lines.flow + lines.components + lines.findings(today: DesignCommand.today) + lines.thoughts)
  }
}
