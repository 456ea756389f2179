import Documents
import Testing

/// JSON read into values.
struct JSONReaderTests {
  @Test(
    arguments: [
      ("null", JSONValue.null), (" true ", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .digits("9223372036854775808")), ("1.5", .number(1.5)),
      ("-9223372036854775809", .digits("-9223372036854775809")), ("1e20", .number(1e20)),
      ("2e3", .number(2000)),
      ("-1.25E-2", .number(-0.0125)), (#""""#, ""), (#""é😀""#, "é😀"), ("[]", []), ("{}", .object([])),
      ("[1, [2],\t\r\n3]", [1, [2], 3]), (#"{"b":1,"a":{"c":null}}"#, ["b": 1, "a": ["c": .null]]),
      ("\u{FEFF}[1]", [1]),
    ] as [(String, JSONValue)])
  func readsAValue(_ text: String, _ expected: JSONValue) throws {
    #expect(try JSONReader.read(text) == expected)
  }

  /// A whole number keeps its digits however many it has, and is computed with as the nearest number there is.
  @Test(arguments: [
    ("18446744073709551615", 18_446_744_073_709_551_615.0),
    ("-12345678901234567890", -12_345_678_901_234_567_890),
    ("123456789012345678901234567890", 123_456_789_012_345_678_901_234_567_890),
    ("1" + String(repeating: "0", count: 308), 1e308),
  ])
  func largeWholeNumbersKeepTheirDigits(_ text: String, _ nearest: Double) throws {
    let value = try JSONReader.read(text)
    #expect(value.text() == text && value.double == nearest && value.int == nil)
    let inside = try JSONReader.read("{\"a\":[\(text),1]}")
    #expect(inside.text(pretty: false) == "{\"a\":[\(text),1]}")
    #expect(inside["a"]?[0] == value)
  }

  @Test(arguments: [
    (#"{"type":"integer","minimum":1e19}"#, true), (#"{"type":"number","maximum":1e19}"#, false),
    (#"{"const":1e20}"#, true), (#"{"enum":[100000000000000000000]}"#, true),
    (#"{"const":100000000000000000001}"#, false), (#"{"type":"string"}"#, false),
  ])
  func aSchemaTakesALargeWholeNumberForANumber(_ schema: String, _ holds: Bool) throws {
    let value = try JSONReader.read("100000000000000000000")
    #expect(try JSONSchema(JSONReader.read(schema)).violations(of: value).isEmpty == holds)
  }

  @Test func readsEveryEscape() throws {
    #expect(
      try JSONReader.read(#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00x""#) == "\"\\/\u{8}\u{c}\n\r\tAé😀x")
  }

  @Test(arguments: [
    (#""\ud83d""#, "\u{FFFD}"), (#""\ude00a""#, "\u{FFFD}a"), (#""\ud83d\n""#, "\u{FFFD}\n"),
    (#""\ud83d\u0041""#, "\u{FFFD}A"),
  ])
  func halfASurrogatePairIsReplaced(_ text: String, _ expected: String) throws {
    #expect(try JSONReader.read(text).string == expected)
  }

  @Test func bytesThatAreNoUTF8AreReplaced() throws {
    #expect(try JSONReader.read([0x22, 0x61, 0xFF, 0x62, 0x22]).string == "a\u{FFFD}b")
  }

  @Test func keysKeepTheirOrderAndTheLastOfTwoCounts() throws {
    let value = try JSONReader.read(#"{"z":1,"a":2,"z":3}"#)
    #expect(value.object?.map(\.key) == ["z", "a", "z"])
    #expect(value["z"]?.int == 3)
  }

  @Test(arguments: [
    ("", 1, 1, "expected a value, and the text ends"), ("[1,]", 1, 4, "expected a value"),
    ("{\"a\"\n 1}", 2, 2, "expected “:” after the key"), ("{a:1}", 1, 2, "expected a key in quotes"),
    ("[1 2]", 1, 4, "expected “,” or “]”"), ("{\"a\":1]", 1, 7, "expected “,” or “}”"),
    ("[1]x", 1, 4, "expected nothing after the value"),
    ("\r\n\r\n-", 3, 2, "expected a digit, and the text ends"),
    ("01", 1, 1, "a number must not begin with 0"), ("1.", 1, 3, "expected a digit, and the text ends"),
    ("1e+x", 1, 4, "expected a digit"), ("1e999", 1, 1, "the number is too large"),
    ("[" + String(repeating: "9", count: 400), 1, 2, "the number is too large"),
    ("nul", 1, 1, "expected null"),
    (#""é\x""#, 1, 3, "there is no such escape"), (#""\u12g4""#, 1, 6, "expected four hexadecimal digits"),
    ("\"a\nb\"", 1, 3, "a control character in a string must be written as an escape"),
    ("\"abc", 1, 5, "the string does not end, and the text ends"), ("\u{FEFF}x", 1, 1, "expected a value"),
  ])
  func tellsThePlaceOfAnError(_ text: String, line: Int, column: Int, message: String) {
    #expect(throws: DocumentError(message, at: SourcePosition(line: line, column: column))) {
      try JSONReader.read(text)
    }
  }

  @Test func nestingHasALimit() throws {
    _ = try JSONReader.read(String(repeating: "[", count: 200) + String(repeating: "]", count: 200))
    #expect(throws: DocumentError.self) {
      try JSONReader.read(String(repeating: "[", count: 201) + String(repeating: "]", count: 201))
    }
    #expect(throws: DocumentError.self) { try JSONReader.read(String(repeating: #"{"a":"#, count: 100_000)) }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let value: JSONValue = [
      "a": [1, -2, .number(0.5), .null, true], "b\u{1}\n": ["ü😀\u{202E}": .object([])],
    ]
    #expect(try JSONReader.read(value.text()) == value)
    #expect(try JSONReader.read(value.text(pretty: false)) == value)
  }

  @Test func accessorsGiveNilForWhatIsNotThere() throws {
    let value = try JSONReader.read(#"{"s":"x","i":2,"w":2.0,"d":2.5,"b":true,"a":[10],"n":null}"#)
    #expect(value["s"]?.string == "x" && value["i"]?.string == nil)
    #expect(value["i"]?.int == 2 && value["w"]?.int == 2 && value["d"]?.int == nil)
    #expect(value["i"]?.double == 2 && value["d"]?.double == 2.5 && value["s"]?.double == nil)
    #expect(value["b"]?.boolean == true && value["n"]?.isNull == true)
    #expect(value["a"]?[0]?.int == 10 && value["a"]?[1] == nil && value["s"]?[0] == nil)
    #expect(value["a"]?.array?.count == 1 && value["missing"] == nil && value.array == nil)
  }

  @Test func everyCutOfATextIsReadOrRefused() {
    let bytes = Array(#"{"a":[1,-2.5e3,"x\ud83d\ude00é",null,true],"b":{}}"#.utf8)
    for count in bytes.indices {
      #expect(throws: DocumentError.self) { try JSONReader.read(Array(bytes[..<count])) }
    }
  }
}
