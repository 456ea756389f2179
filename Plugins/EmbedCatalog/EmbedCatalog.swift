import Foundation
import PackagePlugin

/// Packs `Catalog/`, `Themes/` and the streams of the mock server into the target that names this plugin, so that the program is one file.
@main
struct EmbedCatalog: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let catalog = root.appending(path: "Catalog")
    let themes = root.appending(path: "Themes")
    let streams = context.package.directoryURL.appending(path: "Sources/MockServer/Streams")
    let output = context.pluginWorkDirectoryURL.appending(path: "ShippedText.swift")
    return [
      .buildCommand(
        displayName: "Packing the catalog, the themes and the streams",
        executable: try context.tool(named: "pack").url,
        arguments: [catalog.path(), themes.path(), streams.path(), output.path()],
        inputFiles: inputs(under: catalog) + inputs(under: themes) + inputs(under: streams),
        outputFiles: [output])
    ]
  }

  /// Every file and every folder: the folders make the build notice a file that was added or removed.
  private func inputs(under folder: URL) -> [URL] {
    var found = [folder]
    let enumerator = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let url = enumerator?.nextObject() as? URL {
      if !url.lastPathComponent.hasPrefix(".") { found.append(url) }
    }
    return found
  }
}
