import Preferences
import Testing

/// Where the files lie, by the XDG base directory specification.
struct ConfigurationPathsTests {
  @Test func theHomeFolderIsWhereFilesLie() {
    let paths = ConfigurationPaths(environment: ["HOME": "/home/ada"])
    #expect(paths.configurationFile == "/home/ada/.config/atelier/config.yaml")
    #expect(paths.themesFolder == "/home/ada/.config/atelier/themes")
    #expect(paths.stateFolder == "/home/ada/.local/state/atelier")
    #expect(paths.logFile == "/home/ada/.local/state/atelier/atelier.log")
    #expect(paths.catalogCacheFolder == "/home/ada/.cache/atelier/catalogs")
    #expect(paths.modelListsFile == "/home/ada/.cache/atelier/model-lists.json")
  }

  @Test func theFoldersOfTheSpecificationComeFirst() {
    let paths = ConfigurationPaths(
      environment: ["HOME": "/home/ada", "XDG_CONFIG_HOME": "/etc/ada", "XDG_STATE_HOME": "/var/ada"])
    #expect(paths.configurationFile == "/etc/ada/atelier/config.yaml")
    #expect(paths.themesFolder == "/etc/ada/atelier/themes")
    #expect(paths.logFile == "/var/ada/atelier/atelier.log")
  }

  @Test(arguments: ["", "relative/folder", "./x", "~/x"])
  func aFolderThatIsNotAbsoluteIsIgnored(_ folder: String) {
    let paths = ConfigurationPaths(
      environment: ["HOME": "/home/ada", "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder])
    #expect(paths == ConfigurationPaths(environment: ["HOME": "/home/ada"]))
  }

  @Test func aFileCanBeNamedByItself() {
    let paths = ConfigurationPaths(environment: ["HOME": "/home/ada", "ATELIER_CONFIG": "other.yaml"])
    #expect(paths.configurationFile == "other.yaml")
    // Themes stay where a person's own themes are.
    #expect(paths.themesFolder == "/home/ada/.config/atelier/themes")
    #expect(
      ConfigurationPaths(environment: ["HOME": "/home/ada", "ATELIER_CONFIG": ""]).configurationFile
        == "/home/ada/.config/atelier/config.yaml")
  }

  @Test func withoutAHomeTheFilesAreStillSomewhere() {
    for path in [
      ConfigurationPaths(environment: [:]).configurationFile,
      ConfigurationPaths(environment: [:]).stateFolder,
    ] {
      #expect(path.hasPrefix("/"))
    }
  }
}
