import ArgumentParser
import Catalog
import Documents
import TerminalUI

/// `atelier bookmark …`
struct BookmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bookmark", _superCommandName: Atelier.name,
    abstract: "Keep entries of the catalog to come back to.",
    subcommands: [BookmarkAdd.self, BookmarkList.self, BookmarkRemove.self])
}

/// `atelier bookmark add`
struct BookmarkAdd: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "add", abstract: "Bookmark an entry.")

  @Argument(help: "The entry: its id, its title or another name.") var entry: String
  @OptionGroup var notebook: NotebookOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try notebook.database.open(for: .keeping)
    let library = notebook.library()
    let address = try notebook.address(of: entry, in: library)
    let isNew = try !store.bookmarks().contains { $0.address == address }
    try store.addBookmark(address, at: Services.now())
    if output.isJSON {
      let json = JSONValue.object(
        [.init("schema", "atelier.bookmark.add/1")] + NotebookJSON.place(address, in: library)
          + [.init("is_new", .bool(isNew))])
      Output.write(json.text() + "\n")
    } else {
      Output.complain(
        "\(address) “\(library.title(of: address))” \(isNew ? "is bookmarked" : "was bookmarked already")",
        isPrefixed: false)
    }
  }
}

/// `atelier bookmark list`
struct BookmarkList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the bookmarks, the newest first.")

  @OptionGroup var notebook: NotebookOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let bookmarks = try notebook.database.openIfThere()?.bookmarks() ?? []
    let library = notebook.library()
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.bookmark.list/1", "total": .integer(bookmarks.count),
        "bookmarks": .array(bookmarks.map { NotebookJSON.bookmark($0, in: library) }),
      ]
      Output.write(json.text() + "\n")
      return
    }
    guard !bookmarks.isEmpty else {
      Output.complain(
        "there is no bookmark yet: atelier bookmark add ai-search makes the first", isPrefixed: false)
      return
    }
    let table = Table(
      columns: [.init("entry"), .init("added", priority: 1), .init("title", minimum: 12)],
      rows: bookmarks.map { bookmark in
        [
          Span(bookmark.address, .accent), Span(SessionJSON.time(bookmark.addedAt), .dim),
          Span(library[bookmark.address]?.title ?? NoteCommand.gone),
        ]
      })
    StyledOutput(output, environment: Settings().environment).write(table.lines(in: Output.width ?? 200))
  }
}

/// `atelier bookmark rm`
struct BookmarkRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Take a bookmark away.", discussion: "Exits with 1 when there is none.")

  @Argument(help: "The entry: its id, its title or another name.") var entry: String
  @OptionGroup var notebook: NotebookOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try notebook.database.openIfThere()
    let library = notebook.library()
    let kept = try Set(store?.bookmarks().map(\.address) ?? [])
    let address = try notebook.address(of: entry, in: library, orKept: kept.contains)
    let isThere = try store?.removeBookmark(address) ?? false
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.bookmark.rm/1", "removed": .array(isThere ? [.string(address)] : []),
      ]
      Output.write(json.text() + "\n")
    } else {
      Output.complain(
        isThere ? "\(address) is no bookmark any more" : "\(address) is not bookmarked", isPrefixed: !isThere)
    }
    if !isThere { throw ExitCode(1) }
  }
}
