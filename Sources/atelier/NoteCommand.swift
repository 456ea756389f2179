import ArgumentParser
import Catalog
import Documents
import Glibc
import TerminalUI
import TextWidth

/// `atelier note …`
struct NoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "note", _superCommandName: Atelier.name,
    abstract: "Write notes of your own on entries of the catalog, and find them again.",
    subcommands: [NoteAdd.self, NoteShow.self, NoteList.self, NoteSearch.self, NoteRemove.self])

  /// What stands beside a note whose entry the catalog does not have.
  static let gone = "(not in the catalog)"

  /// One line a note: entry, time, and how it begins.
  static func write(_ notes: [EntryNote], in library: CatalogLibrary, _ output: OutputOptions) {
    let table = Table(
      columns: [.init("entry"), .init("changed", priority: 1), .init("note", minimum: 12)],
      rows: notes.map { note in
        let isGone = library[note.address] == nil
        let first = note.text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
        let text = first.map { String($0.drop(while: \.isWhitespace)) } ?? ""
        return [
          Span(note.address, .accent), Span(SessionJSON.time(note.updatedAt), .dim),
          Span(isGone ? "\(gone) \(text)" : text),
        ]
      })
    StyledOutput(output, environment: Settings().environment).write(table.lines(in: Output.width ?? 200))
  }
}

/// `atelier note add`
struct NoteAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Write a note on an entry.",
    discussion: """
      The text is the argument, or what is piped into the command; an entry that has a note already gets a further \
      paragraph. On a terminal without a text the whole note is opened in your editor.
      """)

  @Argument(help: "The entry: its id, its title or another name.") var entry: String
  @Argument(help: "The text.") var text: [String] = []
  @Flag(help: "Put the text in the place of the note that is there.") var replace = false
  @OptionGroup var notebook: NotebookOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try notebook.database.open(for: .keeping)
    let library = notebook.library()
    let address = try notebook.address(of: entry, in: library) { try store.note(on: $0) != nil }
    let old = try store.note(on: address)?.text ?? ""
    func save(_ new: String) throws {
      let text = String(new.trimmed)
      guard !text.isEmpty else {
        throw CommandFailure(
          code: "bad_input", message: "the note is empty",
          hint: "`atelier note rm \(address)` takes one away.")
      }
      try store.saveNote(text, on: address, at: Services.now())
    }
    if text.isEmpty, isatty(STDIN_FILENO) == 1 {
      let editor = PromptEditor(
        environment: Settings().environment, what: "note", refusal: "nothing was kept", start: old)
      try editor.write { try save($0) }
    } else {
      let new = text.isEmpty ? try standardInput() : text.joined(separator: " ")
      guard !new.trimmed.isEmpty else { return try save("") }
      try save(old.isEmpty || replace ? new : old + "\n\n" + new)
    }
    guard let kept = try store.note(on: address) else { return }
    guard output.isJSON else {
      return Output.complain("kept on \(address) “\(library.title(of: address))”", isPrefixed: false)
    }
    Output.write(
      JSONValue.object(
        [.init("schema", "atelier.note.show/1")] + NotebookJSON.members(of: kept, in: library)
      ).text() + "\n")
  }

  private func standardInput() throws -> String {
    guard let text = String(validating: FileHandleReader.readAll(STDIN_FILENO), as: UTF8.self) else {
      throw CommandFailure(code: "bad_input", message: "standard input is not UTF-8 text")
    }
    return text
  }
}

/// `atelier note show`
struct NoteShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the note on an entry.",
    discussion: "Exits with 1 when there is none.")

  @Argument(help: "The entry: its id, its title or another name.") var entry: String
  @OptionGroup var notebook: NotebookOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try notebook.database.openIfThere()
    let library = notebook.library()
    let address = try notebook.address(of: entry, in: library) { try store?.note(on: $0) != nil }
    let note = try store?.note(on: address)
    if output.isJSON {
      let members =
        note.map { NotebookJSON.members(of: $0, in: library) }
        ?? NotebookJSON.place(address, in: library) + [.init("text", .null), .init("updated", .null)]
      Output.write(JSONValue.object([.init("schema", "atelier.note.show/1")] + members).text() + "\n")
    } else if let note {
      let text = VisibleText.make(note.text, .stream) + "\n"
      var wrap = StreamWrap(width: Output.width ?? .max)
      Output.write(Output.isTerminal ? wrap.feed(text) + wrap.finish() : text)
    } else {
      Output.complain("there is no note on \(address)")
    }
    if note == nil { throw ExitCode(1) }
  }
}

/// `atelier note list`
struct NoteList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the notes, the newest first.")

  @OptionGroup var notebook: NotebookOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let notes = try notebook.database.openIfThere()?.notes() ?? []
    let library = notebook.library()
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.note.list/1", "total": .integer(notes.count),
        "notes": .array(notes.map { NotebookJSON.note($0, in: library) }),
      ]
      Output.write(json.text() + "\n")
    } else if notes.isEmpty {
      Output.complain(
        "there is no note yet: atelier note add ai-search \"Ask about hybrid search\" keeps the first",
        isPrefixed: false)
    } else {
      NoteCommand.write(notes, in: library, output)
    }
  }
}

/// `atelier note search`
struct NoteSearch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find the notes that hold every one of some words, the newest first.",
    discussion: "Case and accents do not count. Exits with 1 when nothing matches.")

  @Argument(help: "What to look for.") var words: [String]
  @OptionGroup var notebook: NotebookOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let query = words.joined(separator: " ")
    let notes = try notebook.database.openIfThere()?.notes(matching: query) ?? []
    let library = notebook.library()
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.note.search/1", "query": .string(query), "total": .integer(notes.count),
        "notes": .array(notes.map { NotebookJSON.note($0, in: library) }),
      ]
      Output.write(json.text() + "\n")
    } else if notes.isEmpty {
      Output.complain("no note holds “\(query)”")
    } else {
      NoteCommand.write(notes, in: library, output)
    }
    if notes.isEmpty { throw ExitCode(1) }
  }
}

/// `atelier note rm`
struct NoteRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Take the note on an entry away.",
    discussion: "Exits with 1 when there is none.")

  @Argument(help: "The entry: its id, its title or another name.") var entry: String
  @OptionGroup var notebook: NotebookOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try notebook.database.openIfThere()
    let library = notebook.library()
    let address = try notebook.address(of: entry, in: library) { try store?.note(on: $0) != nil }
    let isThere = try store?.note(on: address) != nil
    if isThere { try store?.saveNote("", on: address, at: Services.now()) }
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.note.rm/1", "removed": .array(isThere ? [.string(address)] : []),
      ]
      Output.write(json.text() + "\n")
    } else {
      Output.complain(
        isThere ? "the note on \(address) is deleted" : "there is no note on \(address)", isPrefixed: !isThere
      )
    }
    if !isThere { throw ExitCode(1) }
  }
}

extension String {
  /// The text without blanks and line ends around it.
  fileprivate var trimmed: Substring {
    var text = drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
