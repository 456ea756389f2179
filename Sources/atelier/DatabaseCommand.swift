import ArgumentParser
import Documents
import FoundationEssentials
import Storage
import Workbench

/// `atelier db …`
struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db", _superCommandName: Atelier.name, abstract: "Back up, check and thin out the database.",
    subcommands: [DatabaseBackup.self, DatabaseCheck.self, DatabaseForget.self])
}

/// `atelier db backup`
struct DatabaseBackup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Write a copy to a new file, while other programs go on.")

  @Argument(help: "The new file.") var file: String
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.open(for: .looking)
    try store.backup(to: file)
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.db.backup/1", "file": .string(store.path), "copy": .string(file),
      ]
      Output.write(json.text() + "\n")
    } else {
      Output.complain("\(store.path) is copied to \(file)", isPrefixed: false)
    }
  }
}

/// `atelier db check`
struct DatabaseCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look the whole file over.",
    discussion: "Exits with 1 when something is wrong. The file is not changed, except by --repair.")

  @Flag(help: "Make the search index anew from the texts.") var repair = false
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let settings = try Settings.forConversations(database: database.database)
    var findings: [String]
    do {
      let store = try Services(settings: settings).openStore(for: repair ? .existing : .looking)
      if repair { try store.rebuildSearch() }
      findings = try store.check()
    } catch let error as StorageError where error.kind == .damaged {
      findings = [error.message]
    }
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.db.check/1", "file": .string(settings.databaseFile),
        "findings": .array(findings.map(JSONValue.string)),
      ]
      Output.write(json.text() + "\n")
    } else {
      Output.write(
        findings.isEmpty ? "\(settings.databaseFile) is sound\n" : findings.joined(separator: "\n") + "\n")
    }
    if !findings.isEmpty { throw ExitCode(1) }
  }
}

/// `atelier db forget`
struct DatabaseForget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Delete conversations so that no trace of them stays in the file.",
    discussion: """
      Without an id it sweeps out what is left of conversations that were deleted before. Copies that `atelier db backup` \
      made are not touched.
      """)

  @Argument(help: "Conversations, by their ids or the start of them.") var sessions: [String] = []
  @Flag(help: "All conversations.") var all = false
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if all, !sessions.isEmpty { throw ValidationError("Name conversations, or say --all, not both.") }
  }

  func run() throws {
    let store = try database.openExisting()
    let found =
      all
      ? try store.sessions(limit: .max)
      : try sessions.map { try SessionsCommand.find($0, in: store, least: SessionsCommand.leastToDelete) }
    let copies = try store.forget(found.map(\.id))
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.db.forget/1", "forgotten": .array(found.map { .string($0.id) }),
        "left": .array(copies.map(JSONValue.string)),
      ]
      Output.write(json.text() + "\n")
      return
    }
    for copy in copies {
      Output.complain("\(copy) may still hold their text; delete it by hand", isPrefixed: false)
    }
    let what = found.count == 1 ? "1 conversation is" : "\(found.count) conversations are"
    Output.complain(
      found.isEmpty
        ? "what was deleted before is swept out"
        : "\(what) gone for good; copies made by `db backup` are not touched",
      isPrefixed: false)
  }
}
