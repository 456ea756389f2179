// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "atelier",
  products: [
    .executable(name: "atelier", targets: ["atelier"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
  ],
  targets: [
    // The two doors: sub-commands and screens.
    .executableTarget(
      name: "atelier",
      dependencies: [
        "Workbench", "Terminal", "TerminalUI", "Catalog", "Diagrams", "Markdown", "MockServer", "Models",
        "Retrieval",
        "Storage", "Templates",
        "Documents",
        "Preferences", "Shipped", "TextWidth",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .target(
      name: "Workbench",
      dependencies: [
        "Terminal", "TerminalUI", "Catalog", "Diagrams", "Markdown", "Models", "Documents", "Preferences",
        "Retrieval", "Shipped", "Templates",
        "TextWidth",
        .product(name: "Logging", package: "swift-log"),
      ]),

    // The terminal.
    .target(name: "TerminalUI", dependencies: ["Documents", "Markdown", "TextWidth"]),
    .target(name: "Terminal", dependencies: ["CTerminal", "TerminalUI", "TextWidth"]),
    .target(
      name: "CTerminal",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),

    // The rooms of the domain, and what they stand on.
    .target(name: "Catalog", dependencies: ["Diagrams", "Documents", "Markdown"]),
    .target(name: "Diagrams", dependencies: ["Documents", "TextWidth"]),
    .target(
      name: "Models",
      dependencies: [
        "Documents",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    // Streams of providers as a server shows them to other clients.
    .target(
      name: "MockServer",
      dependencies: [
        "Documents",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      exclude: ["Streams"]),
    .target(name: "Templates", dependencies: ["Documents"]),
    .target(name: "Retrieval", dependencies: ["Catalog", "Markdown", "Models"]),
    .target(
      name: "Storage",
      dependencies: ["Catalog", "Documents", "Models", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(name: "Markdown", dependencies: ["CMarkdown"]),
    .target(name: "Preferences", dependencies: ["Documents", "Models"]),
    .target(name: "Documents", dependencies: [.product(name: "Yams", package: "Yams")]),
    .target(name: "TextWidth", dependencies: ["CTextWidth"]),
    .target(name: "CTextWidth"),
    .systemLibrary(name: "CMarkdown"),

    // What the program carries: Catalog/ and Themes/, packed by the build.
    .target(name: "Shipped", plugins: ["EmbedCatalog"]),
    .plugin(name: "EmbedCatalog", capability: .buildTool(), dependencies: ["pack"]),
    .executableTarget(name: "pack", dependencies: ["Catalog", "Documents"]),

    // What the README's figures come from.
    .executableTarget(
      name: "bench", dependencies: ["Catalog", "Models", "PseudoTerminal", "Shipped", "Storage"],
      path: "Benchmarks",
      exclude: ["Templates"]),
    // Renders for the scripts that hold templates against other engines.
    .executableTarget(
      name: "template-program", dependencies: ["Documents", "Templates"], path: "Benchmarks/Templates"),
    .target(name: "PseudoTerminal", dependencies: ["CPseudoTerminal"], path: "Tests/PseudoTerminal"),
    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),

    // The tests: one target each, the rules of the house, and the built program in a real terminal.
    .target(name: "TestSupport", dependencies: ["TerminalUI"], path: "Tests/TestSupport"),
    .testTarget(name: "TextWidthTests", dependencies: ["TextWidth"]),
    .testTarget(name: "DocumentsTests", dependencies: ["Documents", "TestSupport"], exclude: ["Corpus"]),
    .testTarget(
      name: "DiagramsTests", dependencies: ["Diagrams", "Catalog", "Documents", "TestSupport"],
      exclude: ["Corpus", "Golden"]),
    .testTarget(name: "MarkdownTests", dependencies: ["Markdown"]),
    .testTarget(name: "PreferencesTests", dependencies: ["Models", "Preferences"]),
    .testTarget(
      name: "CatalogTests", dependencies: ["Catalog", "Documents", "Shipped", "TestSupport"],
      exclude: ["Designs/Golden", "Fixtures"]),
    .testTarget(name: "TerminalUITests", dependencies: ["TerminalUI", "TestSupport"], exclude: ["Golden"]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "TerminalUI"], exclude: ["Corpus"]),
    .testTarget(name: "WorkbenchTests", dependencies: ["Workbench", "TestSupport"], exclude: ["Golden"]),
    .testTarget(
      name: "ModelsTests", dependencies: ["Documents", "MockServer", "Models", "TestSupport"]),
    .testTarget(
      name: "RetrievalTests", dependencies: ["Retrieval", "Catalog", "Models", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "TemplatesTests", dependencies: ["Documents", "Templates", "TestSupport"],
      exclude: ["Fixtures", "Oracles"]),
    .testTarget(name: "StorageTests", dependencies: ["Catalog", "Storage", "Models"]),
    .testTarget(name: "HouseTests", dependencies: ["TestSupport"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "atelier", "PseudoTerminal", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Golden", "Journeys"]),
  ],
  swiftLanguageModes: [.v6]
)
