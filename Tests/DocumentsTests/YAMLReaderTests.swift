import Documents
import Testing

/// YAML with the places of its values.
struct YAMLReaderTests {
  private func error(_ text: String, firstLine: Int = 1) -> DocumentError? {
    do {
      let node = try YAMLReader.read(text, firstLine: firstLine)
      Issue.record("\(text.debugDescription.prefix(80)) reads as \(node.kindName)")
      return nil
    } catch {
      return error
    }
  }

  // MARK: Values and their places

  @Test func everyValueKnowsItsPlace() throws {
    let root = try YAMLReader.read(
      """
      # a comment
      title: Größe
      list:
        - one
        - {rel: uses, to: two}
      """)
    #expect(root.position == SourcePosition(line: 2, column: 1))
    #expect(root["title"]?.position == SourcePosition(line: 2, column: 8))
    #expect(
      root.mapping?.map(\.key.position) == [
        SourcePosition(line: 2, column: 1), SourcePosition(line: 3, column: 1),
      ])
    let list = try #require(root["list"]?.sequence)
    #expect(list.map(\.position) == [SourcePosition(line: 4, column: 5), SourcePosition(line: 5, column: 5)])
    #expect(list[1]["to"]?.position == SourcePosition(line: 5, column: 21))
  }

  @Test func columnsCountScalars() throws {
    let root = try YAMLReader.read("\"é日👍\": x")
    #expect(root.mapping?.first?.value.position == SourcePosition(line: 1, column: 8))
  }

  @Test func placesCountFromTheFirstLine() throws {
    let root = try YAMLReader.read("a: 1\nb: 2", firstLine: 12)
    #expect(root["b"]?.position == SourcePosition(line: 13, column: 4))
    #expect(error("a: 1\nb: @", firstLine: 12)?.position == SourcePosition(line: 13, column: 4))
  }

  @Test func carriageReturnsDoNotShiftPlaces() throws {
    let root = try YAMLReader.read("a: 1\r\nb:\r\n  - x\r\n  - y\r\n")
    #expect(root["b"]?.sequence?.map(\.position.line) == [3, 4])
    #expect(root["a"]?.string == "1")
  }

  @Test(arguments: ["no", "1.10", "2025-12-15", "0x1F", "True", "1e3", "12:30", ".inf", "=", "<<"])
  func aPlainScalarStaysText(_ text: String) throws {
    #expect(try YAMLReader.read("a: \(text)")["a"]?.string == text)
  }

  @Test(arguments: ["", "null", "~", "  # only a comment"])
  func nothingIsNull(_ text: String) throws {
    let node = try #require(try YAMLReader.read("a: \(text)\n")["a"])
    #expect(node.isNull)
    #expect(node.string == nil)
    #expect(node.kindName == "nothing")
  }

  @Test(arguments: [
    ("\"\"", ""), ("''", ""), ("\"null\"", "null"), ("'~'", "~"), ("Null", "Null"), ("nullable", "nullable"),
  ])
  func aQuotedNullIsText(_ text: String, _ value: String) throws {
    let node = try #require(try YAMLReader.read("a: \(text)")["a"])
    #expect(!node.isNull)
    #expect(node.string == value)
    #expect(node.kindName == "a single value")
  }

  @Test(arguments: [
    (#""a \"b\" \\ \t \u00e9 \U0001F44D""#, "a \"b\" \\ \t é 👍"), ("'it''s'", "it's"),
    ("\"a: b # c\"", "a: b # c"),
    ("|\n  one\n  two\n", "one\ntwo\n"), (">-\n  one\n  two\n", "one two"), ("one\n  two", "one two"),
    ("\"\\0\"", "\0"),
  ])
  func quotesAndBlocksGiveTheirText(_ text: String, _ value: String) throws {
    #expect(try YAMLReader.read("a: \(text)")["a"]?.string == value)
  }

  @Test func keysKeepTheirOrder() throws {
    let root = try YAMLReader.read("z: 1\na: 2\nm: {q: 1, b: 2}")
    #expect(root.mapping?.map(\.key.string) == ["z", "a", "m"])
    #expect(root["m"]?.mapping?.map(\.key.string) == ["q", "b"])
    #expect(root["nothing"] == nil)
    #expect(root["z"]?["deeper"] == nil)
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "\u{FEFF}"])
  func anEmptyTextHasNoKeys(_ text: String) throws {
    let root = try YAMLReader.read(text, firstLine: 3)
    #expect(root.mapping?.isEmpty == true || root.isNull)
    #expect(root.position.line >= 3)
  }

  @Test func aliasesAreFollowed() throws {
    let root = try YAMLReader.read("a: &x [1, 2]\nb: *x\nc: &y text\nd:\n  - *y\n")
    #expect(root["b"]?.sequence?.map(\.string) == ["1", "2"])
    #expect(root["d"]?.sequence?.map(\.string) == ["text"])
  }

  @Test func kindsHaveNames() throws {
    #expect(try YAMLReader.read("- 1").kindName == "a list")
    #expect(try YAMLReader.read("a: 1").kindName == "a mapping")
    #expect(try YAMLReader.read("a: 1").sequence == nil)
    #expect(try YAMLReader.read("- 1").mapping == nil)
    #expect(try YAMLReader.read("- 1").string == nil)
  }

  // MARK: Errors and their places

  @Test(arguments: [
    ("a: [1, 2\nb: 3", 2, 2, "did not find expected ',' or ']'"),
    ("a:\n\tb: 1", 2, 1, "cannot start any token"),
    ("a: \"open\nb: 2", 2, 5, "unexpected end of stream"),
    ("a: 1\n  b: 2", 2, 4, "mapping values are not allowed"),
    ("a: 1\nb: @x", 2, 4, "cannot start any token"),
    ("a: é\nb: é\u{1}", 2, 5, "control characters are not allowed"),
    ("a: 1\r\nb: \u{7}", 2, 4, "control characters are not allowed"),
    ("a: *x", 1, 4, "undefined alias"),
    ("a: &x [*x]", 1, 8, "undefined alias"),
    ("a: 1\n---\nb: 2", 2, 1, "another document"),
    ("a: \"\\ud83d\"", 1, 7, "invalid Unicode character escape code"),
    ("- a\nb: 1", 2, 1, "did not find expected"),
  ])
  func anErrorSaysWhatAndWhere(_ text: String, _ line: Int, _ column: Int, _ words: String) {
    let error = error(text)
    #expect(error?.position == SourcePosition(line: line, column: column))
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test func aKeyThatStandsTwiceIsAnError() {
    #expect(
      error("a: 1\nb: 2\na: 3")
        == DocumentError("the key “a” stands here twice", at: .init(line: 1, column: 1)))
    #expect(error("x:\n  k: 1\n  k: 2")?.position == SourcePosition(line: 2, column: 3))
    #expect(error("a: 1\nb: 2\na: 3\nb: 4")?.message == "the keys “a”, “b” stand here twice")
    #expect(error("{k: 1, \"k\": 2}")?.message == "the key “k” stands here twice")
  }

  @Test func theSameKeyInTwoMappingsIsNone() throws {
    #expect(try YAMLReader.read("- {a: 1}\n- {a: 2}").sequence?.count == 2)
  }

  @Test func anErrorIsWrittenAsCompilersDo() {
    #expect(
      DocumentError("bad", at: SourcePosition(line: 3, column: 7)).described(file: "a.md") == "a.md:3:7: bad")
    #expect(DocumentError("bad", at: nil).described(file: "a.md") == "a.md: bad")
    #expect(SourcePosition(line: 2, column: 9) < SourcePosition(line: 3, column: 1))
    #expect(SourcePosition(line: 2, column: 1) < SourcePosition(line: 2, column: 9))
  }

  // MARK: Limits

  /// Ten lists, each of nine times the one before: three and a half thousand million values.
  private static let bomb: String = {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<10 {
      text +=
        "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
        + "]\n"
    }
    return text
  }()

  @Test func aliasesThatMultiplyEndAtALimit() {
    #expect(error(Self.bomb)?.message.contains("more than 200000 values") == true)
  }

  @Test(arguments: [
    "? *a9\n: x", "*a9 : x", "*a9: x", "[*a9]: x", "[*a9] : x", "z: {*a9}", "z: {*a9 : x}", "z: [*a9 : x]",
    "z: [? *a9 : x]",
    "- ? [*a9]", "\u{2028}? *a9", "!t [*a9]: x", "[ *a9 # c\n]: x", "z: [\u{85}*a9 : x]",
  ])
  func aliasesThatMultiplyInAKeyAreRefused(_ line: String) {
    #expect(error(Self.bomb + line)?.message.hasPrefix("an alias (*name) cannot stand beside") == true)
  }

  @Test func aStarAndAnAmpersandInTextAreNoAliases() throws {
    let root = try YAMLReader.read("a: R&D and 2 * 3 {x}\nb: {c: \"&x *x\"}\nd: what? *this* it is")
    #expect(root["d"]?.string == "what? *this* it is")
  }

  @Test func aLongListOfPlainValuesIsNoBomb() throws {
    let text = String(repeating: "- {rel: uses, to: [a, b]}\n", count: 5000)
    #expect(try YAMLReader.read(text).sequence?.count == 5000)
  }

  /// Texts that nest too deep, each in its own way.
  private static func deepText(_ name: String) -> String {
    func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }
    func steps(_ count: Int, _ line: (String) -> String) -> String {
      (0..<count).map { line(times($0, " ")) }.joined()
    }
    switch name {
    case "66 lists": return times(66, "[") + times(66, "]")
    case "65 mappings": return times(65, "{a: ") + "x" + times(65, "}")
    case "open lists": return times(100_000, "[")
    case "open mappings": return times(100_000, "{")
    case "open mappings with keys": return times(100_000, "{a: ")
    case "pairs in lists": return times(399, "[a: ") + times(399, "]")
    case "66 dashes": return times(66, "- ") + "x"
    case "dashes": return times(100_000, "- ")
    case "question marks": return times(100_000, "? ")
    case "dashes after a byte order mark": return "\u{FEFF}" + times(100_000, "- ")
    case "dashes after a carriage return": return "# a\r" + times(100_000, "- ")
    case "dashes after a line separator": return "# a\u{2028}" + times(100_000, "- ")
    case "brackets closed in comments": return times(100, times(300, "[") + " # " + times(300, "]") + "\n")
    case "brackets closed in quotes": return times(20_000, "[ \"]]]]]]\", ")
    case "indented mappings": return steps(1500) { "\($0)a:\n" }
    case "indented lists": return steps(1500) { "\($0)-\n" }
    default: return ""
    }
  }

  @Test(arguments: [
    "66 lists", "65 mappings", "open lists", "open mappings", "open mappings with keys", "pairs in lists",
    "66 dashes",
    "dashes", "question marks", "dashes after a byte order mark", "dashes after a carriage return",
    "dashes after a line separator", "brackets closed in comments", "brackets closed in quotes",
    "indented mappings",
    "indented lists",
  ])
  func deepNestingIsRefused(_ name: String) {
    #expect(error(Self.deepText(name))?.message == "nested deeper than 64 levels")
  }

  @Test func sixtyFourLevelsBelowTheFirstAreRead() throws {
    let flow = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    #expect(try YAMLReader.read(flow).sequence != nil)
    let block =
      (0..<63).map { String(repeating: " ", count: $0) + "a:\n" }.joined() + String(repeating: " ", count: 63)
      + "a: x"
    #expect(try YAMLReader.read(block)["a"]?["a"]?.mapping != nil)
  }

  @Test func bracketsInTextDoNotNest() throws {
    let root = try YAMLReader.read((0..<150).map { "k\($0): a[ b{ \"c\n" }.joined() + "last: \"[[{{\"\n")
    #expect(root.mapping?.count == 151)
  }

  @Test func aFileBeyondSixteenMegabytesIsRefused() {
    #expect(
      error("a: \"" + String(repeating: "x", count: 16 << 20) + "\"")?.message
        == "the file is larger than 16 MB")
  }
}
