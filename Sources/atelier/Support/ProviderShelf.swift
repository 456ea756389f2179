import Documents
import FoundationEssentials
import Models
import Preferences
import Synchronization
import Workbench

/// The providers of the configuration as they are now: a screen may add and change them while the program runs.
final class ProviderShelf: Sendable {
  private let file: String
  private let home: String
  private let current: Mutex<[ProviderSettings]>
  /// When the file was changed last, as far as is known.
  private let seen: Mutex<Date?>

  init(_ settings: Settings) {
    file = settings.paths.configurationFile
    home = settings.environment["HOME"] ?? "/"
    current = Mutex(settings.configuration.providers)
    seen = Mutex(Self.changeDate(of: settings.paths.configurationFile))
  }

  private static func changeDate(of file: String) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: file))?[.modificationDate] as? Date
  }

  /// What a person has changed in an editor meanwhile counts, unless the file is broken just now.
  var all: [ProviderSettings] {
    let date = Self.changeDate(of: file)
    let isNew = seen.withLock { seen in
      defer { seen = date }
      return seen != date
    }
    if isNew, let text = Settings.text(ofFile: file) {
      let (configuration, _, notes) = Configuration.read(text, home: home)
      if notes.refusal == nil { current.withLock { $0 = configuration.providers } }
    }
    return current.withLock(\.self)
  }

  subscript(name: String) -> ProviderSettings? { all.first { $0.name == name } }

  /// Writes a provider into the configuration file, in the place of the one named.
  ///
  /// - Throws: ``CommandFailure`` when the file is broken or cannot be written; then it is as it was.
  func save(_ provider: ProviderSettings, replacing old: String?) throws {
    try change { text throws(DocumentError) in
      try Configuration.settingProvider(provider, replacing: old, in: text, home: home)
    }
  }

  /// Takes a provider out of the configuration file.
  ///
  /// - Throws: as ``save(_:replacing:)`` does.
  func remove(_ name: String) throws {
    try change { text throws(DocumentError) in
      try Configuration.removingProvider(name, in: text, home: home)
    }
  }

  private func change(_ edit: (String) throws(DocumentError) -> String) throws {
    try current.withLock { providers in
      var text = ""
      if FileManager.default.fileExists(atPath: file) {
        // Read anew: a person may have changed it in an editor meanwhile.
        guard let found = Settings.text(ofFile: file) else {
          throw CommandFailure(code: "bad_configuration", message: "\(file) cannot be read as UTF-8 text")
        }
        text = found
      }
      let changed: String
      do throws(DocumentError) {
        changed = try edit(text)
      } catch {
        throw CommandFailure(
          code: "bad_configuration", message: error.message, file: file, position: error.position)
      }
      do {
        try PlacedFile.replace(file, with: changed)
      } catch {
        throw CommandFailure(code: "cannot_write", message: "\(file) cannot be written: \(error)")
      }
      providers = Configuration.read(changed, home: home).configuration.providers
    }
  }
}
