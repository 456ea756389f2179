/// Where atelier keeps its files, by the XDG base directory specification.
package struct ConfigurationPaths: Hashable, Sendable {
  /// The configuration file.
  package var configurationFile: String
  /// What a person knows of models, such as prices: beside the configuration file.
  package var modelsFile: String
  /// A person's own themes.
  package var themesFolder: String
  /// The database that the environment names; nil where it names none.
  package var environmentDatabase: String?
  /// The database, unless another is named.
  package var databaseFile: String
  /// The log and what else may be thrown away.
  package var stateFolder: String
  /// What can be made again at any time.
  package var cacheFolder: String

  /// Reads the environment.
  ///
  /// A relative XDG path is ignored, as the specification asks.
  package init(environment: [String: String]) {
    let home = environment["HOME"] ?? "/"
    func folder(_ name: String, _ standard: String) -> String {
      guard let value = environment[name], value.hasPrefix("/") else { return home + "/" + standard }
      return value
    }
    let configuration = folder("XDG_CONFIG_HOME", ".config") + "/atelier"
    configurationFile =
      environment["ATELIER_CONFIG"].flatMap { $0.isEmpty ? nil : $0 } ?? configuration + "/config.yaml"
    themesFolder = configuration + "/themes"
    modelsFile = configuration + "/models.yaml"
    environmentDatabase = environment["ATELIER_DATABASE"].flatMap { $0.isEmpty ? nil : $0 }
    databaseFile = folder("XDG_DATA_HOME", ".local/share") + "/atelier/atelier.sqlite"
    stateFolder = folder("XDG_STATE_HOME", ".local/state") + "/atelier"
    cacheFolder = folder("XDG_CACHE_HOME", ".cache") + "/atelier"
  }

  /// Digests of catalogs.
  package var catalogCacheFolder: String { cacheFolder + "/catalogs" }

  /// What providers were last found to offer.
  package var modelListsFile: String { cacheFolder + "/model-lists.json" }

  package var logFile: String { stateFolder + "/atelier.log" }
}
