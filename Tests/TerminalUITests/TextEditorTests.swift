import TerminalUI
import Testing

struct TextEditorTests {
  /// An editor with a text in which `|` marks the cursor.
  private func editor(_ marked: String, isSingleLine: Bool = false) -> TextEditor {
    let text = marked.filter { $0 != "|" }
    var editor = TextEditor(text, isSingleLine: isSingleLine)
    let before = marked.prefix { $0 != "|" }
    #expect(press(&editor, "Ctrl-Home"))
    for _ in before { #expect(press(&editor, "Right")) }
    return editor
  }

  /// The text with `|` at the cursor.
  private func marked(_ editor: TextEditor) -> String {
    var lines = editor.lines
    lines[editor.cursor.line].insert("|", at: editor.cursor.column)
    return lines.map { String($0) }.joined(separator: "\n")
  }

  @discardableResult
  private func press(_ editor: inout TextEditor, _ names: String...) -> Bool {
    var isTaken = true
    for name in names {
      guard let press = KeyPress(name: name) else {
        Issue.record("no key \(name)")
        return false
      }
      isTaken = editor.handle(press) && isTaken
    }
    return isTaken
  }

  private func type(_ text: String, into editor: inout TextEditor) {
    for character in text { #expect(editor.handle(KeyPress(character)) == true) }
  }

  // MARK: Every key

  struct KeyCase: CustomTestStringConvertible {
    var key: String
    var before: String
    var after: String
    var testDescription: String { "\(key) on \(before)" }
  }

  static let keys: [KeyCase] = [
    ("Left", "ab|c", "a|bc"), ("Left", "ab\n|c", "ab|\nc"), ("Left", "|a", "|a"), ("Ctrl-B", "ab|c", "a|bc"),
    ("Right", "a|bc", "ab|c"), ("Right", "ab|\nc", "ab\n|c"), ("Right", "a|", "a|"),
    ("Ctrl-F", "a|bc", "ab|c"),
    ("Ctrl-Left", "one two|", "one |two"), ("Alt-Left", "one  |two", "|one  two"),
    ("Alt-B", "a\n|b", "|a\nb"),
    ("Ctrl-Left", "|one", "|one"), ("Ctrl-Left", "snake_case|", "|snake_case"),
    ("Ctrl-Right", "one| two", "one two|"), ("Alt-Right", "|one two", "one| two"),
    ("Alt-F", "a|\nb", "a\nb|"),
    ("Ctrl-Right", "one|", "one|"), ("Ctrl-Right", "|  (one)", "  (one|)"),
    ("Home", "ab\nc|d", "ab\n|cd"), ("Ctrl-A", "ab\nc|d", "ab\n|cd"),
    ("End", "a|b\ncd", "ab|\ncd"), ("Ctrl-E", "a|b\ncd", "ab|\ncd"),
    ("Ctrl-Home", "ab\nc|d", "|ab\ncd"), ("Ctrl-End", "a|b\ncd", "ab\ncd|"),
    ("Up", "abc\nde|f", "ab|c\ndef"), ("Up", "ab|c", "|abc"), ("Down", "ab|c\ndef", "abc\nde|f"),
    ("Down", "a|bc", "abc|"), ("Down", "abc|\nd", "abc\nd|"),
    ("Backspace", "ab|c", "a|c"), ("Backspace", "ab\n|c", "ab|c"), ("Backspace", "|a", "|a"),
    ("Delete", "a|bc", "a|c"), ("Delete", "ab|\nc", "ab|c"), ("Delete", "a|", "a|"),
    ("Ctrl-D", "a|bc", "a|c"),
    ("Ctrl-W", "one two|", "one |"), ("Alt-Backspace", "one two |", "one |"),
    ("Ctrl-Backspace", "a\n|b", "|b"),
    ("Alt-D", "one| two", "one|"), ("Ctrl-Delete", "|one two", "| two"), ("Alt-D", "a|", "a|"),
    ("Ctrl-U", "ab\ncd|e", "ab\n|e"), ("Ctrl-U", "ab\n|e", "ab\n|e"),
    ("Ctrl-K", "a|bc\nd", "a|\nd"), ("Ctrl-K", "a|\nd", "a|d"), ("Ctrl-K", "a|", "a|"),
    ("Ctrl-J", "a|b", "a\n|b"), ("x", "a|b", "ax|b"), ("Space", "a|b", "a |b"),
  ].map { KeyCase(key: $0.0, before: $0.1, after: $0.2) }

  @Test(arguments: keys)
  func aKeyDoesWhatItIsFor(of example: KeyCase) {
    var editor = editor(example.before)
    #expect(press(&editor, example.key))
    #expect(marked(editor) == example.after)
  }

  @Test(arguments: [
    "Enter", "Esc", "Tab", "Shift-Tab", "PgUp", "PgDn", "Insert", "F1", "Ctrl-P", "Ctrl-C", "Ctrl-G", "Alt-1",
  ])
  func aKeyForOthersIsLeftAlone(name: String) {
    var editor = editor("a|b")
    #expect(!press(&editor, name))
    #expect(marked(editor) == "a|b")
  }

  @Test(arguments: ["Up", "Down", "Ctrl-J", "Enter"])
  func aSingleLineLeavesTheKeysOfLinesAlone(name: String) {
    var editor = editor("a|b", isSingleLine: true)
    #expect(!press(&editor, name))
    #expect(marked(editor) == "a|b")
  }

  @Test func upAndDownKeepTheirColumn() {
    var editor = editor("abcd|ef\nab\nabcdef")
    press(&editor, "Down")
    #expect(marked(editor) == "abcdef\nab|\nabcdef")
    press(&editor, "Down")
    #expect(marked(editor) == "abcdef\nab\nabcd|ef")
    press(&editor, "Up", "Up")
    #expect(marked(editor) == "abcd|ef\nab\nabcdef")
  }

  @Test func aMoveSidewaysForgetsTheColumn() {
    var editor = editor("abcd|ef\nab\nabcdef")
    press(&editor, "Down", "Left", "Down")
    #expect(marked(editor) == "abcdef\nab\na|bcdef")
  }

  @Test func columnsAreCellsNotLetters() {
    var editor = editor("日本|語\nabcdef")
    press(&editor, "Down")
    #expect(marked(editor) == "日本語\nabcd|ef")
    press(&editor, "Left", "Up")
    #expect(marked(editor) == "日|本語\nabcdef")
  }

  // MARK: Text

  @Test func aNewEditorStandsAtItsEnd() {
    #expect(marked(TextEditor("ab\ncd")) == "ab\ncd|")
    #expect(TextEditor().isEmpty)
    #expect(!TextEditor("\n").isEmpty)
  }

  @Test func everyKindOfLineEndIsALineEnd() {
    #expect(TextEditor("a\r\nb\rc\nd").text == "a\nb\nc\nd")
    #expect(TextEditor("a\r\nb\nc", isSingleLine: true).text == "a b c")
  }

  @Test func settingTheTextIsAnEdit() {
    var editor = TextEditor("one")
    editor.text = "two words"
    #expect(marked(editor) == "two words|")
    #expect(editor.undo() == true)
    #expect(editor.text == "one")
  }

  @Test func settingTheSameTextIsNone() {
    var editor = editor("o|ne")
    editor.text = "one"
    #expect(marked(editor) == "o|ne")
    #expect(editor.undo() == false)
  }

  @Test func aMarkJoinsTheLetterBeforeIt() {
    var editor = TextEditor()
    type("e\u{301}", into: &editor)
    #expect(editor.lines == [["e\u{301}"]])
    press(&editor, "Backspace")
    #expect(editor.isEmpty)
    type("e", into: &editor)
    editor.paste("\u{301}x")
    #expect(editor.lines == [["e\u{301}", "x"]])
    #expect(editor.cursor.column == 2)
  }

  @Test func twoLinesThatMeetAreCutIntoLettersAnew() {
    var editor = TextEditor("e\n\u{301}x")
    press(&editor, "Home", "Backspace")
    #expect(editor.text == "e\u{301}x")
    #expect(editor.lines == [["e\u{301}", "x"]])
    #expect(editor.cursor.column <= 1)
  }

  @Test func aPictureOfManyScalarsIsOneLetter() {
    var editor = TextEditor("a👩‍💻")
    press(&editor, "Backspace")
    #expect(editor.text == "a")
  }

  // MARK: Paste

  @Test func pastedLinesGoWhereTheCursorIs() {
    var editor = editor("ab|cd")
    editor.paste("1\n2\n3")
    #expect(marked(editor) == "ab1\n2\n3|cd")
  }

  @Test func aSingleLineTakesPastedLinesAsSpaces() {
    var editor = editor("ab|cd", isSingleLine: true)
    editor.paste("1\r\n2\n3")
    #expect(marked(editor) == "ab1 2 3|cd")
  }

  @Test func aPasteIsOneStep() {
    var editor = TextEditor()
    type("ab", into: &editor)
    editor.paste("one two\nthree")
    editor.paste("four")
    type("c", into: &editor)
    editor.undo()
    #expect(editor.text == "abone two\nthreefour")
    editor.undo()
    #expect(editor.text == "abone two\nthree")
    editor.undo()
    #expect(editor.text == "ab")
  }

  @Test func pastingNothingIsNoStep() {
    var editor = TextEditor("a")
    editor.paste("")
    #expect(editor.undo() == false)
  }

  // MARK: Undo and redo

  @Test func aWordIsTakenBackAtOnce() {
    var editor = TextEditor()
    type("one two", into: &editor)
    editor.undo()
    #expect(editor.text == "one ")
    editor.undo()
    #expect(editor.text == "one")
    editor.undo()
    #expect(editor.text.isEmpty)
    #expect(editor.undo() == false)
  }

  @Test func lettersDeletedInARowAreOneStep() {
    var editor = TextEditor("abcd")
    press(&editor, "Backspace", "Backspace")
    editor.undo()
    #expect(marked(editor) == "abcd|")
  }

  @Test func aMoveEndsAStep() {
    var editor = TextEditor()
    type("ab", into: &editor)
    press(&editor, "Left")
    type("cd", into: &editor)
    #expect(editor.text == "acdb")
    editor.undo()
    #expect(marked(editor) == "a|b")
    editor.undo()
    #expect(editor.text.isEmpty)
  }

  @Test func whatWasTakenBackCanBeDoneAgain() {
    var editor = TextEditor()
    type("one two", into: &editor)
    #expect(press(&editor, "Ctrl-_", "Ctrl-/", "Ctrl-_"))
    #expect(editor.text.isEmpty)
    #expect(press(&editor, "Ctrl-Y", "Ctrl-Y"))
    #expect(marked(editor) == "one |")
    editor.redo()
    #expect(marked(editor) == "one two|")
    #expect(editor.redo() == false)
  }

  @Test func aNewEditForgetsWhatWasTakenBack() {
    var editor = TextEditor()
    type("one", into: &editor)
    editor.undo()
    type("x", into: &editor)
    #expect(editor.redo() == false)
    #expect(editor.text == "x")
  }

  @Test func aDeletionThatDeletesNothingIsNoStep() {
    var editor = TextEditor("a")
    press(&editor, "Delete", "Ctrl-K", "Alt-D")
    #expect(editor.undo() == false)
  }

  @Test func undoBringsTheCursorBack() {
    var editor = editor("one |two three")
    press(&editor, "Ctrl-K")
    press(&editor, "Home")
    editor.undo()
    #expect(marked(editor) == "one |two three")
  }

  @Test func theOldestStepsAreForgotten() {
    var editor = TextEditor()
    for _ in 0..<600 { type(" ", into: &editor) }
    var steps = 0
    while editor.undo() { steps += 1 }
    #expect(steps == 500)
    #expect(editor.text.count == 100)
  }

  /// Whatever is done, undoing all of it brings the first text back, and redoing all of it the last.
  @Test(arguments: 1...8)
  func everyEditCanBeTakenBack(seed: UInt64) {
    var random = SplitMix(state: seed)
    let names = [
      "a", "b", "Space", "Left", "Right", "Up", "Down", "Backspace", "Delete", "Ctrl-W", "Alt-D", "Ctrl-U",
      "Ctrl-K",
      "Ctrl-J", "Ctrl-Left", "Ctrl-Right", "Home", "End", "Ctrl-_", "Ctrl-Y",
    ]
    let first = "one two\n日本語 text\n\nlast e\u{301}"
    var editor = TextEditor(first)
    for _ in 0..<300 {
      if random.next() % 12 == 0 {
        editor.paste("p日\nq")
      } else {
        press(&editor, names[Int(random.next() % UInt64(names.count))])
      }
      #expect(editor.lines.indices.contains(editor.cursor.line))
      #expect((0...editor.lines[editor.cursor.line].count).contains(editor.cursor.column))
    }
    while editor.redo() {}
    let last = editor.text
    while editor.undo() {}
    #expect(editor.text == first)
    while editor.redo() {}
    #expect(editor.text == last)
  }

  // MARK: Drawing

  private func drawn(_ editor: TextEditor, _ width: Int, _ height: Int, isFocused: Bool = true) -> Surface {
    var surface = Surface(size: Size(width: width, height: height))
    editor.draw(into: &surface, in: surface.bounds, isFocused: isFocused)
    return surface
  }

  @Test func linesAreWrappedAtSpaces() {
    let surface = drawn(TextEditor("one two three\nfour"), 8, 4)
    #expect(surface.rows == ["one two", "three", "four", ""])
    #expect(surface.cursor == Point(x: 4, y: 2))
  }

  @Test func aWordThatEndsAtTheEdgeLeavesNoEmptyRow() {
    let surface = drawn(TextEditor("aaaa bbbb cc"), 5, 4)
    #expect(surface.rows == ["aaaa", "bbbb", "cc", ""])
    let full = drawn(TextEditor("aaaaa bbbb"), 5, 4)
    #expect(!full.rows.dropLast(2).contains(""))
  }

  @Test func aLongWordIsCutAnywhere() {
    #expect(drawn(TextEditor("abcdefghij"), 5, 4).rows.prefix(3).joined() == "abcdefghij")
  }

  @Test func theCursorIsOnTheRowOfItsLetter() {
    var editor = TextEditor("one two three")
    press(&editor, "Ctrl-Left")
    #expect(drawn(editor, 8, 3).cursor == Point(x: 0, y: 1))
    press(&editor, "Left")
    #expect(drawn(editor, 8, 3).cursor == Point(x: 7, y: 0))
  }

  @Test func theCursorStandsBehindAFullRow() {
    let surface = drawn(TextEditor("abcd"), 4, 3)
    #expect(surface.cursor == Point(x: 1, y: 1))
    #expect(surface.rows.joined() == "abcd")
  }

  @Test func wideLettersMoveTheCursorByTwo() {
    var editor = TextEditor("日本a")
    #expect(drawn(editor, 10, 1).cursor == Point(x: 5, y: 0))
    press(&editor, "Left", "Left")
    #expect(drawn(editor, 10, 1).cursor == Point(x: 2, y: 0))
  }

  @Test func aWideLetterNeverStandsOnTheEdge() {
    let surface = drawn(TextEditor("a日本語"), 4, 4)
    #expect(surface.rows.joined() == "a日本語")
    #expect(surface.rows.allSatisfy { StyledLine($0).cells <= 4 })
  }

  @Test func theCursorIsAlwaysInView() {
    var editor = TextEditor((1...20).map { "line \($0)" }.joined(separator: "\n"))
    #expect(drawn(editor, 10, 3).rows == ["line 18", "line 19", "line 20"])
    #expect(drawn(editor, 10, 3).cursor == Point(x: 7, y: 2))
    press(&editor, "Ctrl-Home")
    #expect(drawn(editor, 10, 3).rows == ["line 1", "line 2", "line 3"])
    #expect(drawn(editor, 10, 3).cursor == Point(x: 0, y: 0))
  }

  @Test func aSingleLineScrollsSideways() {
    var editor = TextEditor("abcdefghij", isSingleLine: true)
    #expect(drawn(editor, 6, 1).rows == ["fghij"])
    #expect(drawn(editor, 6, 1).cursor == Point(x: 5, y: 0))
    press(&editor, "Home")
    #expect(drawn(editor, 6, 1).rows == ["abcdef"])
    #expect(drawn(editor, 6, 1).cursor == Point(x: 0, y: 0))
  }

  @Test func aSingleLineOfWideLettersKeepsItsCursorInside() {
    let surface = drawn(TextEditor("日本語の文章", isSingleLine: true), 6, 1)
    #expect(surface.rows == ["文章"])
    #expect(surface.cursor == Point(x: 4, y: 0))
  }

  @Test func withoutTheFocusThereIsNoCursor() {
    #expect(drawn(TextEditor("a"), 6, 1, isFocused: false).cursor == nil)
    #expect(drawn(TextEditor(), 6, 1, isFocused: false).cursor == nil)
  }

  @Test func anEmptyTextShowsWhatBelongsThere() {
    var surface = Surface(size: Size(width: 9, height: 1))
    TextEditor().draw(
      into: &surface, in: surface.bounds, isFocused: true, ground: .field, placeholder: "type here please")
    #expect(surface.rows == ["type her…"])
    #expect(surface[0, 0].style == Style(.dim, on: .field))
    #expect(surface.cursor == Point(x: 0, y: 0))
  }

  @Test func anAreaOfNothingDrawsNothing() {
    var surface = Surface(size: Size(width: 4, height: 1))
    TextEditor("abc").draw(into: &surface, in: .zero, isFocused: true)
    #expect(surface.rows == [""])
    #expect(surface.cursor == nil)
  }

  /// The cursor lies inside the area, on the letter it stands before, however narrow the area is.
  @Test(arguments: 2...12)
  func theCursorStandsOnItsLetter(width: Int) {
    var editor = TextEditor("The 日本 of naïve words, and a-very-long-one\n\n  indented  twice ")
    press(&editor, "Ctrl-Home")
    repeat {
      let surface = drawn(editor, width, 3)
      guard let cursor = surface.cursor else {
        Issue.record("no cursor")
        return
      }
      #expect(surface.bounds.contains(cursor))
      let line = editor.lines[editor.cursor.line]
      if editor.cursor.column < line.count, line[editor.cursor.column] != " " {
        #expect(surface[cursor.x, cursor.y].glyph == line[editor.cursor.column])
      }
      let before = editor.cursor
      press(&editor, "Right")
      if editor.cursor == before { break }
    } while true
  }
}

/// A small generator of numbers that look random and are the same in every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
