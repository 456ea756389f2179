import Foundation
import PackagePlugin

/// Packs `Catalog/` and `Themes/` into the target that names this plugin, so that the program is one file.
@main
struct EmbedCatalog: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let catalog = root.appending(path: "Catalog")
    let themes = root.appending(path: "Themes")
    let output = context.pluginWorkDirectoryURL.appending(path: "ShippedText.swift")
    return [
      .buildCommand(
        displayName: "Packing the catalog and the themes",
        executable: try context.tool(named: "pack").url,
        arguments: [catalog.path(), themes.path(), output.path()],
        inputFiles: inputs(under: catalog) + inputs(under: themes),
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
