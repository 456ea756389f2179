import TestSupport
import Testing

/// The rules of ARCHITECTURE.md that a compiler does not enforce.
struct ImportTests {
  /// What each target may import of ours: the layers, from the ground up.
  private static let allowed: [String: Set<String>] = [
    "TextWidth": ["CTextWidth"],
    "Documents": [],
    "Markdown": ["CMarkdown"],
    "Preferences": ["Documents", "Models"],
    "Diagrams": ["Documents", "TextWidth"],
    "Catalog": ["Diagrams", "Documents", "Markdown"],
    "Models": ["Documents"],
    "MockServer": ["Documents"],
    "Templates": ["Documents"],
    "Retrieval": ["Catalog", "Markdown", "Models"],
    "Storage": ["Catalog", "Documents", "Models"],
    "TerminalUI": ["Documents", "Markdown", "TextWidth"],
    "Terminal": ["CTerminal", "TerminalUI", "TextWidth"],
    "Shipped": [],
    "Workbench": [
      "Catalog", "Diagrams", "Documents", "Markdown", "Models", "Preferences", "Retrieval", "Shipped",
      "Templates", "Terminal", "TerminalUI", "TextWidth",
    ],
    "atelier": [
      "Catalog", "Diagrams", "Documents", "Markdown", "MockServer", "Models", "Preferences", "Retrieval",
      "Shipped", "Storage", "Templates",
      "Terminal",
      "TerminalUI", "TextWidth", "Workbench",
    ],
    "pack": ["Catalog", "Documents"],
  ]

  /// Who may import a module of somebody else.
  private static let owners: [String: Set<String>] = [
    "Yams": ["Documents"],
    "GRDB": ["Storage"],
    "AsyncHTTPClient": ["Models"],
    "NIOCore": ["MockServer", "Models"],
    "NIOHTTP1": ["MockServer"],
    "NIOPosix": ["MockServer", "Models"],
    "ArgumentParser": ["atelier"],
    "Logging": ["atelier", "Workbench"],
    // Full Foundation costs start-up time; the build tool runs on its own, and GRDB brings it along anyway.
    "Foundation": ["pack", "Storage"],
  ]

  @Test func importsPointDownOnly() throws {
    var isChecked = 0
    for file in Checkout.files(under: "Sources", suffix: ".swift") {
      let target = String(file.split(separator: "/")[1])
      let mayImport = try #require(Self.allowed[target], "\(target) has no rule yet")
      for module in try imports(of: file) {
        if Self.allowed[module] != nil
          || module.hasPrefix("C") && module != "Preferences" && module != "Catalog"
        {
          #expect(mayImport.contains(module), "\(file) must not import \(module)")
        }
        if let owners = Self.owners[module] {
          #expect(owners.contains(target), "\(file) must not import \(module)")
        }
        isChecked += 1
      }
    }
    #expect(isChecked > 100)
  }

  @Test func noSourceFileIsLongerThan500Lines() throws {
    for file in Checkout.files(under: "Sources", suffix: ".swift") {
      let count = try Checkout.text(of: file).split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(count <= 501, "\(file) has \(count) lines")
    }
  }

  @Test func nothingTrapsOnPurpose() throws {
    for file in Checkout.files(under: "Sources", suffix: ".swift") {
      let text = try Checkout.text(of: file)
      for word in ["try!", "as!", "fatalError(", "@unchecked Sendable", "nonisolated(unsafe)"] {
        #expect(!text.contains(word), "\(file) holds \(word)")
      }
    }
  }

  private func imports(of file: String) throws -> [String] {
    try Checkout.text(of: file).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let index = words.firstIndex(of: "import"), index + 1 < words.count, index <= 1 else {
        return nil
      }
      guard index == 0 || words[0].hasPrefix("@") else { return nil }
      return String(words[index + 1])
    }
  }
}
