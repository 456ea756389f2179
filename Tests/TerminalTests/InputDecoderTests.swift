import Foundation
import TerminalUI
import Testing

@testable import Terminal

/// Bytes a terminal sends (in a text, `␛` stands for ESC), and the events they must become.
struct DecoderCase: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let events: [InputEvent]

  init(_ name: String, _ text: String, _ events: InputEvent...) {
    self.init(name, bytes: input(text), events)
  }

  init(_ name: String, bytes: [UInt8], _ events: [InputEvent]) {
    self.name = name
    self.bytes = bytes
    self.events = events
  }

  var testDescription: String { name }
}

private func input(_ text: String) -> [UInt8] {
  Array(text.replacing("␛", with: "\u{1B}").utf8)
}

private func key(_ key: Key, _ modifiers: Modifiers = []) -> InputEvent {
  .key(KeyPress(key, modifiers))
}

private func typed(_ character: Character, _ modifiers: Modifiers = []) -> InputEvent {
  .key(KeyPress(character, modifiers))
}

private func mouse(
  _ action: MouseEvent.Action, _ column: Int, _ row: Int, _ modifiers: Modifiers = []
) -> InputEvent {
  .mouse(MouseEvent(action, column: column, row: row, modifiers: modifiers))
}

private let white = TerminalColorReply(red: 255, green: 255, blue: 255)
private let rust = TerminalColorReply(red: 0x12, green: 0xAB, blue: 0x40)
private let replacement = typed("\u{FFFD}")

private let textCases: [DecoderCase] = [
  DecoderCase("ASCII", "aZ ~", typed("a"), typed("Z"), typed(" "), typed("~")),
  DecoderCase("UTF-8 of two to four bytes", "é€😀", typed("é"), typed("€"), typed("😀")),
  DecoderCase("a mark is an event of its own", "e\u{301}", typed("e"), typed("\u{301}")),
  DecoderCase("ZWJ sequence", "👩\u{200D}💻", typed("👩"), typed("\u{200D}"), typed("💻")),
  DecoderCase("C1 controls type nothing", "a\u{85}\u{9B}b", typed("a"), typed("b")),
  DecoderCase("lone continuation bytes", bytes: [0x80, 0xBF, 0x61], [replacement, replacement, typed("a")]),
  DecoderCase("overlong form", bytes: [0xC0, 0xAF], [replacement, replacement]),
  DecoderCase("surrogate", bytes: [0xED, 0xA0, 0x80], [replacement, replacement, replacement]),
  DecoderCase("past U+10FFFF", bytes: [0xF4, 0x90, 0xF5], [replacement, replacement, replacement]),
  DecoderCase("maximal subpart", bytes: [0xF0, 0x9F, 0x98, 0x41], [replacement, typed("A")]),
  DecoderCase("a character cut by a key", bytes: [0xE2, 0x82, 0x1B, 0x5B, 0x41], [replacement, key(.up)]),
  DecoderCase("a character cut by a character", bytes: [0xE2, 0xC3, 0xA9], [replacement, typed("é")]),
]

private let controlCases: [DecoderCase] = [
  DecoderCase("Ctrl-Space", "\0", typed(" ", .control)),
  DecoderCase("Ctrl-letters", "\u{1}\u{1A}", typed("a", .control), typed("z", .control)),
  DecoderCase("Tab, Enter, Ctrl-J", "\t\r\n", key(.tab), key(.enter), typed("j", .control)),
  DecoderCase("both codes of Backspace", "\u{8}\u{7F}", key(.backspace), key(.backspace)),
  DecoderCase(
    "Ctrl with signs", "\u{1C}\u{1D}\u{1E}\u{1F}", typed("\\", .control), typed("]", .control),
    typed("^", .control), typed("_", .control)),
  DecoderCase("Alt-letter", "␛x␛A␛ ", typed("x", .alt), typed("A", .alt), typed(" ", .alt)),
  DecoderCase("Alt with UTF-8", "␛é", typed("é", .alt)),
  DecoderCase(
    "Alt with control keys", "␛\r␛\u{7F}␛\u{1}", key(.enter, .alt), key(.backspace, .alt),
    typed("a", [.control, .alt])),
  DecoderCase("Escape, then Alt-x", "␛␛x", key(.escape), typed("x", .alt)),
  DecoderCase("doubled ESC is Alt before a cursor key", "␛␛[A␛␛OB", key(.up, .alt), key(.down, .alt)),
  DecoderCase("three ESC", "␛␛␛[3~", key(.escape), key(.delete, .alt)),
  DecoderCase("Escape before a report", "␛␛[I", key(.escape), .focus(true)),
  DecoderCase("Escape before a mouse report", "␛␛[<0;1;1M", key(.escape), mouse(.press(.left), 0, 0)),
  DecoderCase("Escape before a reply", "␛␛]0;t\u{7}a", key(.escape), typed("a")),
  DecoderCase("Escape before an unknown sequence", "␛␛[9z", key(.escape)),
]

private let keyCases: [DecoderCase] = [
  DecoderCase("CSI arrows", "␛[A␛[B␛[C␛[D", key(.up), key(.down), key(.right), key(.left)),
  DecoderCase("SS3 arrows", "␛OA␛OB␛OC␛OD", key(.up), key(.down), key(.right), key(.left)),
  DecoderCase("Home and End", "␛[H␛[F␛OH␛OF", key(.home), key(.end), key(.home), key(.end)),
  DecoderCase(
    "SS3 F1 to F4", "␛OP␛OQ␛OR␛OS", key(.function(1)), key(.function(2)), key(.function(3)), key(.function(4))
  ),
  DecoderCase(
    "xterm modifiers", "␛[1;5C␛[1;2A␛[1;8F", key(.right, .control), key(.up, .shift),
    key(.end, [.shift, .alt, .control])),
  DecoderCase(
    "Super, Meta and the locks", "␛[1;9A␛[1;33A␛[1;193A", key(.up, .super), key(.up, .alt), key(.up)),
  DecoderCase(
    "modifiers as once sent", "␛[5C␛O5D␛O1;2P", key(.right, .control), key(.left, .control),
    key(.function(1), .shift)),
  DecoderCase(
    "F1 and F4 with modifiers", "␛[1;5P␛[1;2S", key(.function(1), .control), key(.function(4), .shift)),
  DecoderCase(
    "tilde keys", "␛[1~␛[2~␛[3~␛[4~␛[5~␛[6~", key(.home), key(.insert), key(.delete), key(.end), key(.pageUp),
    key(.pageDown)),
  DecoderCase("tilde keys with modifiers", "␛[5;5~␛[3;2~", key(.pageUp, .control), key(.delete, .shift)),
  DecoderCase(
    "F1, F5, F6, F10, F11", "␛[11~␛[15~␛[17~␛[21~␛[23~", key(.function(1)), key(.function(5)),
    key(.function(6)), key(.function(10)), key(.function(11))),
  DecoderCase(
    "F12 to F20", "␛[24~␛[26~␛[28~␛[29~␛[31~␛[34~", key(.function(12)), key(.function(14)),
    key(.function(15)), key(.function(16)), key(.function(17)), key(.function(20))),
  DecoderCase("rxvt Home and End", "␛[7~␛[8~", key(.home), key(.end)),
  DecoderCase(
    "rxvt finals", "␛[3$␛[5^␛[24@", key(.delete, .shift), key(.pageUp, .control),
    key(.function(12), [.control, .shift])),
  DecoderCase(
    "rxvt arrows", "␛[a␛Od␛␛[7$", key(.up, .shift), key(.left, .control), key(.home, [.shift, .alt])),
  DecoderCase("Linux console F1 to F5", "␛[[A␛[[E", key(.function(1)), key(.function(5))),
  DecoderCase("Shift-Tab", "␛[Z␛[1;5Z", key(.tab, .shift), key(.tab, [.shift, .control])),
  DecoderCase(
    "application keypad", "␛OM␛Ok␛Op␛Oy␛OX␛O ", key(.enter), typed("+"), typed("0"), typed("9"), typed("="),
    typed(" ")),
  DecoderCase(
    "CSI u", "␛[13;5u␛[27u␛[9;2u␛[127;3u", key(.enter, .control), key(.escape), key(.tab, .shift),
    key(.backspace, .alt)),
  DecoderCase(
    "CSI u letters", "␛[112;5u␛[97;2u␛[32;5u␛[105;5u", typed("p", .control), typed("A"), typed(" ", .control),
    typed("i", .control)),
  DecoderCase(
    "Ctrl-Shift keeps both", "␛[112;6u␛[27;6;80~", typed("p", [.control, .shift]),
    typed("p", [.control, .shift])),
  DecoderCase("CSI u alternates", "␛[49:33;2u␛[97:65:97;2u", typed("!"), typed("A")),
  DecoderCase(
    "CSI u alternates with Control", "␛[49:33;6u␛[49:65;6u", typed("!", .control), typed("a", .control)),
  DecoderCase(
    "press and repeat, no release", "␛[97;1:1u␛[97;1:2u␛[97;1:3u␛[1;1:3A␛[3;5:3~␛[1;5:2A", typed("a"),
    typed("a"), key(.up, .control)),
  DecoderCase(
    "CSI u text", "␛[0;;26085:26412u␛[101;;233u␛[229;2;197u", typed("日"), typed("本"), typed("é"), typed("Å")),
  DecoderCase(
    "kitty keypad and lone modifiers", "␛[57404u␛[57414u␛[57441;2u␛[57376u", typed("5"), key(.enter),
    key(.function(13))),
  DecoderCase(
    "modifyOtherKeys", "␛[27;2;13~␛[27;5;112~␛[27;2;33~", key(.enter, .shift), typed("p", .control),
    typed("!")),
  DecoderCase("code points that are no key", "␛[55296u␛[9999999999999999999u␛[0u␛[133ua", typed("a")),
]

private let mouseCases: [DecoderCase] = [
  DecoderCase(
    "press and release", "␛[<0;1;1M␛[<2;10;20m", mouse(.press(.left), 0, 0), mouse(.release(.right), 9, 19)),
  DecoderCase(
    "middle and side buttons", "␛[<1;5;5M␛[<128;5;5M␛[<161;5;5M", mouse(.press(.middle), 4, 4),
    mouse(.press(.other(8)), 4, 4), mouse(.drag(.other(9)), 4, 4)),
  DecoderCase("drag and move", "␛[<32;3;4M␛[<35;300;400M", mouse(.drag(.left), 2, 3), mouse(.move, 299, 399)),
  DecoderCase(
    "wheel", "␛[<64;1;1M␛[<65;1;1M␛[<66;1;1M␛[<67;1;1M␛[<65;1;1m", mouse(.wheelUp, 0, 0),
    mouse(.wheelDown, 0, 0), mouse(.wheelLeft, 0, 0), mouse(.wheelRight, 0, 0)),
  DecoderCase(
    "modifiers", "␛[<28;1;1M␛[<80;1;1M", mouse(.press(.left), 0, 0, [.shift, .alt, .control]),
    mouse(.wheelUp, 0, 0, .control)),
  DecoderCase("outside the window", "␛[<0;0;0M", mouse(.press(.left), 0, 0)),
  DecoderCase("broken reports", "␛[<0;1M␛[<0;1;1;1M␛[<;;M␛[<3;1;1M␛[<999;1;1M"),
  DecoderCase("old encodings are swallowed", "␛[M !!a␛[32;5;5Mb", typed("a"), typed("b")),
  DecoderCase("an old report cut short", "␛[M ␛[A", key(.up)),
]

private let pasteCases: [DecoderCase] = [
  DecoderCase("paste", "a␛[200~x\ty␛[201~b", typed("a"), .paste("x\ty"), typed("b")),
  DecoderCase("empty paste", "␛[200~␛[201~", .paste("")),
  DecoderCase("line ends", "␛[200~a\rb\r\nc\nd\r\r\n␛[201~", .paste("a\nb\nc\nd\n\n")),
  DecoderCase(
    "controls are stripped", "␛[200~a␛[31mb\0\u{7}\u{7F}\u{9B}\u{85}é\u{A0}␛[201~", .paste("a[31mbé\u{A0}")),
  DecoderCase("almost the end", "␛[200~␛[20␛␛[201␛[201~", .paste("[20[201")),
  DecoderCase("keys inside stay text", "␛[200~q\u{3}␛OA␛[201~", .paste("qOA")),
  DecoderCase(
    "broken UTF-8 in a paste", bytes: input("␛[200~") + [0xE2, 0x00, 0x82, 0xAC] + input("␛[201~"),
    [.paste("\u{FFFD}\u{FFFD}\u{FFFD}")]),
  DecoderCase("an end without a start", "␛[201~a", typed("a")),
  DecoderCase("Escape, then a paste", "␛␛[200~x␛[201~", key(.escape), .paste("x")),
]

private let replyCases: [DecoderCase] = [
  DecoderCase("focus", "␛[I␛[O", .focus(true), .focus(false)),
  DecoderCase(
    "colours ended by BEL and ST", "␛]10;rgb:ffff/ffff/ffff\u{7}␛]11;rgb:12/ab/40␛\\",
    .reply(.foreground(white)), .reply(.background(rust))),
  DecoderCase(
    "one and three digits", "␛]11;rgb:f/fff/F\u{7}␛]11;rgb:121/ab5/404\u{7}", .reply(.background(white)),
    .reply(.background(rust))),
  DecoderCase(
    "rgba and #", "␛]11;rgba:1212/abab/4040/8000\u{7}␛]10;#12ab40\u{7}", .reply(.background(rust)),
    .reply(.foreground(rust))),
  DecoderCase(
    "unreadable colours",
    "␛]11;rgb:1/2\u{7}␛]11;rgb:12345/1/1\u{7}␛]11;rgb:g/1/1\u{7}␛]11;#\u{7}␛]10;\u{7}␛]11;rgb://\u{7}"),
  DecoderCase(
    "DA1", "␛[?62;1;22c␛[?c", .reply(.primaryAttributes([62, 1, 22])), .reply(.primaryAttributes([]))),
  DecoderCase("DECRPM", "␛[?2026;2$y", .reply(.mode(number: 2026, state: 2))),
  DecoderCase(
    "DSR 997", "␛[?997;1n␛[?997;2n␛[?997;3n", .reply(.colorScheme(isDark: true)),
    .reply(.colorScheme(isDark: false))),
  DecoderCase(
    "CPR", "␛[3;4R␛[1;1R␛[1;9R␛[?1;5R", .reply(.cursorPosition(row: 3, column: 4)),
    .reply(.cursorPosition(row: 1, column: 1)), .reply(.cursorPosition(row: 1, column: 9)),
    .reply(.cursorPosition(row: 1, column: 5))),
  DecoderCase(
    "F3 that looks like CPR", "␛[1;5R␛[R␛[1;2:1R", key(.function(3), .control), key(.function(3)),
    key(.function(3), .shift)),
]

private let swallowingCases: [DecoderCase] = [
  DecoderCase("unknown CSI", "␛[>1;2c␛[?1u␛[8;24;80t␛[1;2;3Aa␛[1 q␛[=1\"pb", typed("a"), typed("b")),
  DecoderCase("unknown strings", "␛]52;c;aGk=\u{7}␛P1$r0m␛\\␛_Gi=1;OK␛\\␛^x␛\\␛Xy␛\\a", typed("a")),
  DecoderCase("BEL ends only an OSC", "␛Pq\u{7}q␛\\a", typed("a")),
  DecoderCase("empty strings", "␛]\u{7}␛]␛\\␛P␛\\a", typed("a")),
  DecoderCase("unknown SS3", "␛Oza", typed("a")),
  DecoderCase(
    "CAN and SUB abort", "␛[1;\u{18}a␛]11;\u{1A}b␛Px\u{18}c␛[\u{18}d", typed("a"), typed("b"), typed("c"),
    typed("d")),
  DecoderCase("ESC aborts", "␛[1;␛[A␛]11;rgb␛[B␛O1␛[C", key(.up), key(.down), key(.right)),
  DecoderCase("a control key aborts and counts", "␛[1;\ra␛[<0;é", key(.enter), typed("a"), typed("é")),
  DecoderCase(
    "Alt-[ and Alt-O held down", "␛[␛[␛O␛OA", typed("[", .alt), typed("[", .alt), typed("O", .alt), key(.up)),
  DecoderCase("Alt-] held down", "␛]␛]0\u{7}", typed("]", .alt)),
  DecoderCase("an endless CSI", "␛[" + String(repeating: "1;", count: 500) + "Aa", typed("a")),
  DecoderCase("an endless CSI cut by Escape", "␛[" + String(repeating: "1", count: 100) + "␛[A", key(.up)),
]

@Suite struct InputDecoderTests {
  static let cases =
    textCases + controlCases + keyCases + mouseCases + pasteCases + replyCases + swallowingCases

  @Test(arguments: cases)
  func bytesBecomeTheSameEventsHoweverTheyAreCut(_ example: DecoderCase) {
    #expect(events(example.bytes) == example.events)
    #expect(events(example.bytes, inChunksOf: 1) == example.events)
    for split in example.bytes.indices {
      var decoder = InputDecoder()
      let first = decoder.feed(example.bytes[..<split])
      #expect(first + decoder.feed(example.bytes[split...]) == example.events, "split at \(split)")
    }
  }

  @Test(arguments: cases)
  func everyTableRowEndsAtTheStartOfTheGrammar(_ example: DecoderCase) {
    var decoder = InputDecoder()
    _ = decoder.feed(example.bytes)
    #expect(decoder.bufferedByteCount == 0)
    #expect(decoder.flush().isEmpty)
    #expect(decoder.feed("z".utf8) == [typed("z")])
  }

  @Test(arguments: [
    DecoderCase("ESC", "␛", key(.escape)),
    DecoderCase("ESC ESC", "␛␛", key(.escape), key(.escape)),
    DecoderCase("ESC [", "␛[", typed("[", .alt)),
    DecoderCase("ESC O", "␛O", typed("O", .alt)),
    DecoderCase("ESC ]", "␛]", typed("]", .alt)),
    DecoderCase("ESC P", "␛P", typed("P", .alt)),
    DecoderCase("ESC ESC [", "␛␛[", key(.escape), typed("[", .alt)),
    DecoderCase("ESC ] ESC", "␛]␛", typed("]", .alt), key(.escape)),
  ])
  func aPauseResolvesWhatMayHaveBeenTyped(_ example: DecoderCase) {
    var decoder = InputDecoder()
    let before = decoder.feed(example.bytes)
    #expect(decoder.isWaitingForTimeout)
    #expect(before + decoder.flush() == example.events)
    #expect(!decoder.isWaitingForTimeout)
    #expect(decoder.flush().isEmpty)
    #expect(decoder.feed("A".utf8) == [typed("A")])
  }

  @Test(
    arguments: [
      ("nothing", [], input("a"), [typed("a")]),
      ("a character", [0xE2, 0x82], [0xAC], [typed("€")]),
      ("an Alt character", [0x1B, 0xC3], [0xA9], [typed("é", .alt)]),
      ("a CSI", input("␛[1;"), input("5A"), [key(.up, .control)]),
      ("an SS3", input("␛O5"), input("A"), [key(.up, .control)]),
      ("an OSC", input("␛]10;#fff"), input("fff\u{7}"), [.reply(.foreground(white))]),
      ("half of ST", input("␛]10;#ffffff␛"), input("\\"), [.reply(.foreground(white))]),
      ("a DCS", input("␛P1"), input("e␛\\"), []),
      ("a paste", input("␛[200~a␛"), input("b␛[201~"), [.paste("ab")]),
      ("an old mouse report", input("␛[M"), input(" !!a"), [typed("a")]),
    ] as [(String, [UInt8], [UInt8], [InputEvent])])
  func aPauseLeavesWhatHasBegun(_ name: String, _ start: [UInt8], _ rest: [UInt8], _ expected: [InputEvent]) {
    var decoder = InputDecoder()
    #expect(decoder.feed(start).isEmpty)
    #expect(!decoder.isWaitingForTimeout)
    #expect(decoder.flush().isEmpty)
    #expect(decoder.feed(rest) == expected)
  }

  @Test func aPasteBeyondTheLimitIsCutAndTheRestSwallowed() {
    let text = input("␛[200~abcdé123␛[31q␛[201~z")
    for (limit, kept) in [(0, ""), (4, "abcd"), (5, "abcd"), (7, "abcdé1"), (100, "abcdé123[31q")] {
      for chunk in 1...text.count {
        var decoder = InputDecoder(pasteByteLimit: limit)
        var result: [InputEvent] = []
        for start in stride(from: 0, to: text.count, by: chunk) {
          result += decoder.feed(text[start..<min(start + chunk, text.count)])
          #expect(decoder.bufferedByteCount <= max(limit, 3))
        }
        #expect(result == [.paste(kept), typed("z")], "limit \(limit), chunks of \(chunk)")
      }
    }
  }

  @Test func whatIsKeptOfAnEndlessSequenceIsBounded() {
    for introducer in ["␛[", "␛]", "␛P", "␛_", "␛O"] {
      var decoder = InputDecoder()
      #expect(decoder.feed(input(introducer + String(repeating: "1", count: 100_000))).isEmpty)
      #expect(decoder.bufferedByteCount <= InputDecoder.stringLimit)
      #expect(decoder.flush().isEmpty)
    }
  }

  @Test func aStringBeyondTheLimitIsSwallowedUpToItsEnd() {
    let command = input("␛]11;" + String(repeating: "e", count: 5000) + "␛\\a")
    for size in [1, 7, 4096, 5004, .max] {
      #expect(events(command, inChunksOf: size) == [typed("a")])
    }
  }

  @Test func aPasteOfOneMegabyteIsOneEvent() {
    let line = "The quick brown fox, 狐, jumps.\n"
    let text = String(repeating: line, count: (1 << 20) / line.utf8.count)
    let bytes = input("␛[200~\(text)␛[201~")
    #expect(events(bytes) == [.paste(text)])
    #expect(events(bytes, inChunksOf: 4096) == [.paste(text)])
  }

  @Test func aCollectionWithoutContiguousStorageIsDecodedToo() {
    var decoder = InputDecoder()
    let bytes: [UInt8] = [0x41, 0x5B, 0x1B]
    #expect(decoder.feed(bytes.reversed()) == [key(.up)])
  }

  @Test(arguments: try corpusFiles())
  func savedInputsDecodeTheSameHoweverTheyAreCut(_ file: URL) throws {
    let bytes = [UInt8](try Data(contentsOf: file))
    let whole = events(bytes)
    for chunk in [1, 2, 3, 7] {
      #expect(events(bytes, inChunksOf: chunk) == whole)
    }
    for case .key(let press) in whole {
      guard case .character(let character) = press.key else { continue }
      #expect(!press.modifiers.contains(.shift) || press.modifiers.contains(.control))
      #expect(!press.modifiers.contains(.control) || !("A"..."Z").contains(character))
    }
    for case .paste(let text) in whole {
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !isControl($0) })
    }
  }

  @Test func theCorpusIsThere() throws {
    #expect(try Self.corpusFiles().count >= 30)
  }

  private static func corpusFiles() throws -> [URL] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus/input")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }

  private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
  }

  private func events(_ bytes: [UInt8], inChunksOf size: Int = .max) -> [InputEvent] {
    var decoder = InputDecoder()
    guard size < bytes.count else { return decoder.feed(bytes) }
    return stride(from: 0, to: bytes.count, by: size).flatMap { start in
      decoder.feed(bytes[start..<min(start + size, bytes.count)])
    }
  }
}
