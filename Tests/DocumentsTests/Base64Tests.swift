import Documents
import Foundation
import Testing

/// Bytes as text of 64 letters.
struct Base64Tests {
  /// The test vectors of RFC 4648, section 10, and bytes that are no text.
  private static let table: [([UInt8], String)] = [
    ([], ""), (Array("f".utf8), "Zg=="), (Array("fo".utf8), "Zm8="), (Array("foo".utf8), "Zm9v"),
    (Array("foob".utf8), "Zm9vYg=="), (Array("fooba".utf8), "Zm9vYmE="), (Array("foobar".utf8), "Zm9vYmFy"),
    ([0], "AA=="), ([0, 0], "AAA="), ([0, 0, 0], "AAAA"), ([255], "/w=="), ([255, 255], "//8="),
    ([255, 255, 255], "////"), ([251, 239, 190], "++++"), ([0, 1, 2, 253], "AAEC/Q=="),
  ]

  @Test(arguments: table)
  func bytesAndTextBelongTogether(_ bytes: [UInt8], _ text: String) {
    #expect(Base64.text(bytes) == text)
    #expect(Base64.bytes(text) == bytes)
    // Many leave the padding out.
    #expect(Base64.bytes(text.filter { $0 != "=" }) == bytes)
  }

  @Test(arguments: [
    ("Zm9v\nYmFy\r\n", "foobar"), (" Z m\t8 = ", "fo"), ("Zg = =", "f"), ("\n", ""),
  ])
  func whiteSpaceIsPassedOver(_ text: String, _ expected: String) {
    #expect(Base64.bytes(text) == Array(expected.utf8))
  }

  @Test(arguments: [
    "A", "AAAAA", "A===", "AA=", "AA===", "AAA==", "AAAA=", "=", "==", "====", "=AAA", "AA=A", "AA==AA==",
    "Zm9v!", "Zm-v", "Zm_v", "ÄÖ==", "Zm9\u{0}", "Zm9v\u{FF}",
  ])
  func whatIsNoBase64IsRefused(_ text: String) {
    #expect(Base64.bytes(text) == nil)
  }

  @Test(arguments: 0...300)
  func itIsWhatFoundationWrites(_ count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ count) }
    #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
    #expect(Base64.bytes(Data(bytes).base64EncodedString()) == bytes)
  }
}
