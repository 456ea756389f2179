import Documents
import TerminalUI

/// A text that is being written over the screen: a private note, or a text of a design.
struct NoteForm: Hashable, Sendable {
  /// What becomes of the text.
  enum Purpose: Hashable, Sendable {
    /// The private note on an entry.
    case entry(String)
    /// The title of a design that is begun, from an architecture or from nothing.
    case newDesign(basedOn: String?)
    case component(String)
    case item(String)
    /// The text of a step, which is looked at again.
    case step(Int)
    /// The text of a box.
    case label(String)
    case designNotes, assumption, question, designTitle
    case answer(Int)
    /// The name of a model that an Ollama server fetches.
    case pull(String)
    /// The name of the file that a prompt is saved in.
    case promptFile
  }

  var purpose: Purpose
  var title: String
  var hint: String
  var form: Form
  private let initial: String

  init(
    _ purpose: Purpose, title: String, hint: String, label: String = "Note", placeholder: String = "Markdown",
    text: String, draft: String? = nil, rows: Int = 8
  ) {
    self.purpose = purpose
    self.title = title
    self.hint = hint
    initial = text
    form = Form(fields: [
      .init(
        label, .text(TextEditor(draft ?? text, isSingleLine: rows == 1)), placeholder: placeholder, rows: rows
      )
    ])
  }

  var text: String { form.fields.first?.text ?? "" }
  var isChanged: Bool { text != initial }
  /// The address of the entry whose note it is.
  var address: String? { if case .entry(let address) = purpose { address } else { nil } }
}

extension Workbench {
  mutating func openNote() -> [Effect] {
    guard let entry = catalog.currentEntry else { return [] }
    open(
      NoteForm(
        .entry(entry.id), title: "My note on " + entry.title,
        hint: "Only for you: kept in your database, found by the search.",
        placeholder: "for yourself; Markdown", text: catalog.notebook.notes[entry.id] ?? "",
        draft: noteDrafts[entry.id]))
    return []
  }

  mutating func open(_ form: NoteForm) {
    noteForm = form
    fitNote()
  }

  private var noteFrame: Rect {
    let height = (noteForm?.form.height ?? 0) + 4
    return Rect(size).centered(Size(width: min(76, size.width - 4), height: min(height, size.height - 2)))
  }

  private var noteArea: Rect { noteFrame.inset(left: 2, top: 1, right: 2, bottom: 2) }

  private mutating func fitNote() {
    let width = noteArea.width
    noteForm?.form.setWidth(width)
  }

  mutating func handleNote(_ press: KeyPress) -> [Effect] {
    fitNote()
    switch (press.key, press.modifiers) {
    case (.escape, []), (.character("c"), .control): return leaveNote()
    case (.enter, []): return keepNote()
    case (.enter, .alt), (.enter, .shift): _ = noteForm?.form.handle(KeyPress("j", .control))
    case (.character("g"), .control):
      return [.editText(noteForm?.text ?? "", .note)]
    default: _ = noteForm?.form.handle(press)
    }
    noteDeadline = now + 0.5
    return []
  }

  mutating func handleNote(_ mouse: MouseEvent) -> [Effect] {
    guard case .press(.left) = mouse.action,
      !noteFrame.contains(Point(x: mouse.column, y: mouse.row))
    else { return [] }
    return leaveNote()
  }

  /// Closes the form; what was changed is there again when it is opened next.
  mutating func leaveNote() -> [Effect] {
    guard let form = noteForm else { return [] }
    noteForm = nil
    noteDeadline = nil
    guard let address = form.address else { return [] }
    noteDrafts[address] = form.isChanged ? form.text : nil
    if form.isChanged { say("Not kept: what you wrote is there again with the same key", .note) }
    return [saveNoteDrafts()]
  }

  /// Keeps what is being written, so that nothing is lost when the program dies.
  mutating func keepNoteDraft() -> [Effect] {
    guard let form = noteForm, let address = form.address else { return [] }
    noteDrafts[address] = form.isChanged ? form.text : nil
    return [saveNoteDrafts()]
  }

  private func saveNoteDrafts() -> Effect {
    let members = noteDrafts.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
    return .savePreference("note.draft", JSONValue.object(members).text())
  }

  /// Takes up notes that were being written when the program ended.
  mutating func restoreNoteDrafts(_ text: String) {
    guard case .object(let members)? = try? JSONReader.read(text) else { return }
    for member in members {
      guard case .string(let draft) = member.value, noteDrafts[member.key] == nil else { continue }
      noteDrafts[member.key] = draft
    }
  }

  private mutating func keepNote() -> [Effect] {
    guard let form = noteForm else { return [] }
    noteForm = nil
    noteDeadline = nil
    if case .promptFile = form.purpose { return savePrompt(to: form.text) }
    if case .pull(let provider) = form.purpose { return pull(form.text, by: provider) }
    guard let address = form.address else { return takeDesignText(form) }
    noteDrafts[address] = nil
    let isEmpty = form.text.allSatisfy(\.isWhitespace)
    catalog.setNote(isEmpty ? nil : form.text, on: address)
    say(isEmpty ? "The note was taken away" : "Your note is kept", .done)
    return [.saveNote(form.text, address: address), saveNoteDrafts()]
  }

  func drawNote(into surface: inout Surface) {
    guard let noteForm else { return }
    surface.cursor = nil
    surface.drawFrame(
      noteFrame, title: noteForm.title, style: Style(.border, on: .popup))
    noteForm.form.draw(into: &surface, in: noteArea)
    surface.draw(
      noteForm.hint,
      at: Point(x: noteArea.x, y: noteArea.bottom), style: Style(.dim, on: .popup), width: noteArea.width)
  }

  // MARK: Bookmarks and what is one's own

  /// Deletes the decision or design on show; asks once.
  mutating func deleteOwn() -> [Effect] {
    guard let entry = catalog.currentEntry, entry.isOwn else { return [] }
    guard deletion?.id == entry.id, let end = deletion?.end, now < end else {
      deletion = (entry.id, now + 4)
      say("Press the key once more to delete “\(entry.title)” for good", .note, seconds: 4)
      return []
    }
    deletion = nil
    say("Deleted “\(entry.title)”", .done)
    let name = String(entry.id.drop { $0 != ":" }.dropFirst())
    return [entry.id.hasPrefix("decision:") ? .removeDecision(name) : .removeDesign(name)]
  }

  mutating func toggleBookmark() -> [Effect] {
    guard let entry = catalog.currentEntry else { return [] }
    let isMarked = catalog.notebook.bookmarks.contains(entry.id)
    catalog.setBookmark(!isMarked, on: entry.id)
    say(isMarked ? "The bookmark was taken away" : "\(entry.title) is bookmarked", .done)
    return [.setBookmark(entry.id, isOn: !isMarked)]
  }
}
