import Foundation
import PseudoTerminal
import Testing

/// The modes that a program has set in its terminal, from what it wrote.
struct TerminalModes {
  /// The last word on each private mode: on or off.
  private(set) var isOn: [Int: Bool] = [:]
  /// Every mode that has ever been on.
  private(set) var everOn: Set<Int> = []
  /// The parameters of every `SGR` sequence, as they stand.
  private(set) var colors: [String] = []

  init(_ bytes: [UInt8]) {
    let escape = UInt8(ascii: "\u{1B}")
    var index = 0
    while let start = bytes[index...].firstIndex(of: escape) {
      index = start + 1
      guard index < bytes.count, bytes[index] == UInt8(ascii: "[") else { continue }
      index += 1
      guard let end = bytes[index...].firstIndex(where: { (0x40...0x7E).contains($0) }) else { return }
      let parameters = String(decoding: bytes[index..<end], as: UTF8.self)
      switch bytes[end] {
      case UInt8(ascii: "m"): colors.append(parameters)
      case UInt8(ascii: "h") where parameters.hasPrefix("?"): set(parameters, true)
      case UInt8(ascii: "l") where parameters.hasPrefix("?"): set(parameters, false)
      default: break
      }
      index = end + 1
    }
  }

  private mutating func set(_ parameters: String, _ value: Bool) {
    for number in parameters.dropFirst().split(separator: ";").compactMap({ Int($0) }) {
      isOn[number] = value
      if value { everOn.insert(number) }
    }
  }

  /// Mouse, focus, paste, alternate screen, synchronised output.
  static let borrowed = [1000, 1002, 1004, 1006, 1049, 2004, 2026]
}

extension PseudoTerminal {
  /// Starts the workbench in a terminal of its own and waits until the catalog is there.
  static func workbench(
    _ arguments: String..., home: TemporaryHome, columns: Int = 80, rows: Int = 24,
    environment changes: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> PseudoTerminal {
    let terminal = try start(
      [TemporaryHome.program] + arguments, home: home, columns: columns, rows: rows, environment: changes,
      sourceLocation: sourceLocation)
    try terminal.waitForCatalog(sourceLocation: sourceLocation)
    return terminal
  }

  /// Starts a program in a terminal of its own and waits until it has written a text.
  static func start(
    _ arguments: [String], waitingFor text: String? = nil, home: TemporaryHome, columns: Int = 80,
    rows: Int = 24,
    environment changes: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> PseudoTerminal {
    let started = PseudoTerminal(
      arguments, columns: columns, rows: rows, environment: home.environment(changes), folder: home.folder)
    let terminal = try #require(started, "no terminal to be had", sourceLocation: sourceLocation)
    terminal.belongings = home
    if let text { try terminal.wait(forText: text, sourceLocation: sourceLocation) }
    return terminal
  }

  /// Reads until the program has ended.
  func waitForOutputToEnd(sourceLocation: SourceLocation = #_sourceLocation) throws {
    _ = try #require(waitForEnd(limit: .seconds(20)), "it does not end", sourceLocation: sourceLocation)
  }

  /// What was written from an offset on.
  func text(from offset: Int = 0) -> String {
    String(decoding: output[min(offset, output.count)...], as: UTF8.self)
  }

  /// Where a text was first written after an offset.
  func index(of text: String, from offset: Int = 0) -> Int? {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, offset < output.count else { return nil }
    return output.withUnsafeBufferPointer { bytes in
      var start = offset
      while let index = bytes[start...].firstIndex(of: first), index + wanted.count <= bytes.count {
        if bytes[index..<(index + wanted.count)].elementsEqual(wanted) { return index }
        start = index + 1
      }
      return nil
    }
  }

  /// Reads until a text was written after an offset.
  func wait(
    forText text: String, from offset: Int = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try wait(for: "“\(text)”", sourceLocation: sourceLocation) { self.index(of: text, from: offset) != nil }
  }

  /// Reads until the catalog's count of entries was written after an offset.
  func waitForCatalog(from offset: Int = 0, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try wait(for: "the catalog", sourceLocation: sourceLocation) {
      // "The Catalog holds the entries" stands there before they are counted.
      var start = offset
      while let index = self.index(of: " entries", from: start) {
        if index > offset, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self.output[index - 1]) {
          return true
        }
        start = index + 1
      }
      return false
    }
  }

  /// Reads until a condition holds, twenty seconds at most.
  func wait(
    for purpose: String, sourceLocation: SourceLocation = #_sourceLocation, until condition: () throws -> Bool
  ) throws {
    let start = ContinuousClock.now
    repeat {
      if try condition() { return }
      read(milliseconds: 20)
    } while start.duration(to: .now) < .seconds(20)
    let shown = text(from: max(0, output.count - 4000)).replacing("\u{1B}", with: "␛")
    try #require(Bool(false), "waited in vain for: \(purpose)\n\(shown)", sourceLocation: sourceLocation)
  }

  /// Types keys and has everything painted anew (Ctrl-L), until a text is there.
  ///
  /// Only what changes is sent otherwise, and what stood there before is not sent again.
  func press(_ keys: String, shows text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let before = output.count
    send(keys + "\u{C}")
    try wait(forText: text, from: before, sourceLocation: sourceLocation)
  }

  /// Changes the size of the window and waits until everything is painted anew.
  func waitForRepaint(columns: Int, rows: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let before = output.count
    resize(columns: columns, rows: rows)
    try wait(forText: "Atelier", from: before, sourceLocation: sourceLocation)
  }

  /// Leaves the workbench by keys and expects a clean end.
  func leave(sourceLocation: SourceLocation = #_sourceLocation) throws {
    send("\u{3}\u{3}")
    try expectEnd(status: 0, sourceLocation: sourceLocation)
  }

  /// Expects the program to end with a status and the terminal to be as it was before.
  func expectEnd(status: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let found = try #require(
      waitForEnd(limit: .seconds(20)), "the program does not end", sourceLocation: sourceLocation)
    #expect(found == status, "how it ended", sourceLocation: sourceLocation)
    expectRestored(sourceLocation: sourceLocation)
  }

  /// Expects the terminal to be as it was before the program took it.
  func expectRestored(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(isSane, "echo, line editing or signals are off", sourceLocation: sourceLocation)
    let modes = TerminalModes(output)
    for mode in TerminalModes.borrowed {
      #expect(modes.isOn[mode] != true, "mode \(mode) is still on", sourceLocation: sourceLocation)
    }
    #expect(modes.isOn[25] != false, "the cursor is hidden", sourceLocation: sourceLocation)
    let last = modes.colors.last ?? ""
    #expect(["", "0"].contains(last), "text is left in SGR \(last)", sourceLocation: sourceLocation)
  }
}
