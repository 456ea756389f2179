import Catalog
import Documents
import Foundation

/// Writes the Swift file that carries the catalog, the themes and the mock server's streams. Called by the build plugin
/// `EmbedCatalog`:
///
///     pack CATALOG-FOLDER THEMES-FOLDER STREAMS-FOLDER OUTPUT.swift
@main
struct Pack {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 5 else {
      fail("usage: pack CATALOG-FOLDER THEMES-FOLDER STREAMS-FOLDER OUTPUT.swift")
    }
    do {
      let catalog = try CatalogFolder(path: arguments[1])
      for problem in catalog.problems {
        // In the compilers' own form, so that the build shows it as an error of that file.
        print(
          "\(arguments[1])/\(problem.error.described(file: problem.file).replacing(": ", with: ": error: ", maxReplacements: 1))"
        )
      }
      guard catalog.problems.isEmpty else { exit(1) }
      let library = CatalogLibrary(layers: [catalog.entries])
      let themes = try themeFiles(in: arguments[2])
      let output = """
        // Written by the build from Catalog/, Themes/ and Sources/MockServer/Streams/. Do not edit.
        enum ShippedText {
          static let catalog: StaticString = \(literal(CatalogArchive.pack(library.entries)))
          static let themes: StaticString = \(literal(themes))
          static let streams: StaticString = \(literal(try streamFiles(in: arguments[3])))
        }

        """
      try output.write(toFile: arguments[4], atomically: true, encoding: .utf8)
    } catch {
      fail("\((error as? DocumentError)?.message ?? String(describing: error))")
    }
  }

  /// All theme files in one text: name, unit separator, text, record separator.
  private static func themeFiles(in folder: String) throws -> String {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".yaml") }
      .sorted()
      .map { file in
        let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
        return file.dropLast(5) + "\u{1F}" + text
      }
      .joined(separator: "\u{1E}")
  }

  /// All streams in one text: path, unit separator, base64 (many are broken on purpose), record separator.
  private static func streamFiles(in folder: String) throws -> String {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    return try paths.filter { [".sse", ".ndjson", ".json", ".yaml"].contains(where: $0.hasSuffix) }
      .map { path in
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path))
        return path + "\u{1F}" + bytes.base64EncodedString()
      }
      .joined(separator: "\u{1E}")
  }

  /// A string literal with the text as it is: raw, so that nothing in it needs an escape but its own end.
  private static func literal(_ text: String) -> String {
    guard !text.contains("\"\"\"####"), !text.contains("\r") else {
      fail("the catalog holds a carriage return or \"\"\"####, which cannot stand in the program")
    }
    return "####\"\"\"\n"
      + text.replacing("\u{1F}", with: "\\####u{1F}").replacing("\u{1E}", with: "\\####u{1E}")
      + "\n\"\"\"####"
  }

  private static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("pack: error: \(message)\n".utf8))
    exit(1)
  }
}
