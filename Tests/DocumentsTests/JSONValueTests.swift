import Documents
import Foundation
import Testing

/// JSON as the sub-commands print it.
struct JSONValueTests {
  @Test func keysKeepTheirOrder() {
    let value: JSONValue = ["z": 1, "a": ["y": true, "b": .null], "m": ["x", 2]]
    #expect(value.text(pretty: false) == #"{"z":1,"a":{"y":true,"b":null},"m":["x",2]}"#)
  }

  @Test func prettyTextIsIndentedByTwo() {
    let value: JSONValue = ["a": ["b": [1, 2]], "c": [], "d": .object([])]
    let text = """
      {
        "a": {
          "b": [
            1,
            2
          ]
        },
        "c": [],
        "d": {}
      }
      """
    #expect(value.text() == text)
  }

  @Test func aTextOnOneLineHasNoLineEnd() {
    let value: JSONValue = ["a": ["one\ntwo", ["b": "\r\n"]], "c": 1]
    #expect(!value.text(pretty: false).contains { $0.isNewline })
  }

  @Test(arguments: [
    ("\"", #"\""#), ("\\", #"\\"#), ("\n", #"\n"#), ("\r", #"\r"#), ("\t", #"\t"#), ("\u{0}", #"\u0000"#),
    ("\u{1B}", #"\u001b"#),
    ("\u{7F}", #"\u007f"#), ("\u{9B}", #"\u009b"#), ("\u{202E}", #"\u202e"#), ("\u{200B}", #"\u200b"#),
    ("\u{2028}", #"\u2028"#),
    ("\u{FEFF}", #"\ufeff"#), ("\u{E0041}", #"\udb40\udc41"#), ("/", "/"), ("é日👍", "é日👍"), ("👨‍👩‍👧", "👨‍👩‍👧"),
    ("e\u{301}", "e\u{301}"), ("\r\n", #"\r\n"#),
  ])
  func aStringIsEscapedAsFarAsNeeded(_ text: String, _ escaped: String) {
    #expect(JSONValue.string(text).text() == "\"\(escaped)\"")
    #expect(JSONValue.object([.init(text, 1)]).text(pretty: false) == "{\"\(escaped)\":1}")
  }

  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (0.1, "0.1"), (1.5, "1.5"), (1e15, "1000000000000000"),
      (1e16, "1e+16"), (123_456_789_012_345, "123456789012345"),
      (1e300, "1e+300"), (5e-324, "5e-324"), (0.30000000000000004, "0.30000000000000004"),
      (.infinity, "null"),
      (-.infinity, "null"), (.nan, "null"),
    ] as [(Double, String)])
  func aNumberIsItsShortestText(_ number: Double, _ text: String) {
    #expect(JSONValue.number(number).text() == text)
  }

  @Test func integersAreExact() {
    #expect(JSONValue.integer(.max).text() == "9223372036854775807")
    #expect(JSONValue.integer(.min).text() == "-9223372036854775808")
  }

  @Test func whatIsUnknownIsNull() {
    #expect(JSONValue.optional(nil) == .null)
    #expect(JSONValue.optional("") == .string(""))
    #expect(JSONValue.null.text() == "null")
    #expect(JSONValue.bool(false).text() == "false")
  }

  /// Another reader of JSON finds every scalar again.
  @Test func everyScalarComesBack() throws {
    for start in stride(from: 0, to: 0x11_0000, by: 0x800) {
      var text = String.UnicodeScalarView()
      for value in start..<(start + 0x800) {
        if let scalar = Unicode.Scalar(UInt32(value)) { text.append(scalar) }
      }
      let json = JSONValue.array([.string(String(text))]).text()
      let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String]
      #expect(read?.first?.unicodeScalars.elementsEqual(text) == true, "from U+\(String(start, radix: 16))")
    }
  }

  @Test func whatIsPrintedIsJSON() throws {
    let value: JSONValue = ["a": [1, .number(2.5), .null, true, ["deep": ["er": "\u{1}\"\\"]]], "": ""]
    for pretty in [true, false] {
      let read =
        try JSONSerialization.jsonObject(with: Data(value.text(pretty: pretty).utf8)) as? [String: Any]
      #expect(read?.count == 2)
      #expect((read?["a"] as? [Any])?.count == 5)
    }
  }
}
