import ArgumentParser
import Documents
import FoundationEssentials
import Storage
import Workbench

/// `atelier db …`
struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db", abstract: "Back up, check and thin out the database.",
    subcommands: [DatabaseBackup.self, DatabaseCheck.self, DatabaseForget.self])

  /// Opens the database without making one.
  static func open(_ settings: Settings) throws -> Database {
    let path = settings.databaseFile
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(
        code: "not_found", message: "there is no database at \(path)",
        hint: "It is made with the first conversation.")
    }
    do {
      let database = try Database(path: path)
      if let notice = database.notice { Output.complain(notice, isPrefixed: false) }
      return database
    } catch {
      throw CommandFailure(code: "database", message: error.message)
    }
  }
}

/// `atelier db backup`
struct DatabaseBackup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Write a copy to a new file, while other programs go on.")

  @Argument(help: "The new file.") var file: String
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    let store = try DatabaseCommand.open(database.settings)
    do {
      try store.backup(to: file)
    } catch {
      throw CommandFailure(code: "database", message: error.message)
    }
    Output.complain("\(store.path) is copied to \(file)", isPrefixed: false)
  }
}

/// `atelier db check`
struct DatabaseCheck: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "check", abstract: "Look the whole file over.")

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try DatabaseCommand.open(database.settings)
    let findings: [String]
    do {
      findings = try store.check()
    } catch {
      throw CommandFailure(code: "database", message: error.message)
    }
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.db.check/1", "file": .string(store.path),
        "findings": .array(findings.map(JSONValue.string)),
      ]
      Output.write(json.text() + "\n")
    } else {
      Output.write(findings.isEmpty ? "\(store.path) is sound\n" : findings.joined(separator: "\n") + "\n")
    }
    if !findings.isEmpty { throw ExitCode(1) }
  }
}

/// `atelier db forget`
struct DatabaseForget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Delete conversations so that no trace of them stays in the file.")

  @Argument(help: "Conversations, by their ids or the start of them.") var sessions: [String] = []
  @Flag(help: "All conversations.") var all = false
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if sessions.isEmpty != all { throw ValidationError("Name conversations, or say --all.") }
  }

  func run() throws {
    let store = try DatabaseCommand.open(database.settings)
    do {
      let found =
        all ? try store.sessions(limit: .max) : try sessions.map { try SessionsCommand.find($0, in: store) }
      let copies = try store.forget(found.map(\.id))
      for copy in copies {
        Output.complain("\(copy) may still hold their text; delete it by hand", isPrefixed: false)
      }
      Output.complain(
        "\(found.count) conversations are gone for good; copies made by `db backup` are not touched",
        isPrefixed: false)
    } catch let error as StorageError {
      throw CommandFailure(code: "database", message: error.message)
    }
  }
}
