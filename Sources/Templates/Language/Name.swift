/// A name of a template, told apart from others by a number: wherever it stands, it is the same object.
final class Name: Hashable, Sendable {
  let text: String
  let id: Int
  /// What it stands for, when it is no name.
  let constant: Constant?
  /// Whether it may stand for a function that every template knows.
  let isGlobal: Bool

  init(text: String, id: Int) {
    self.text = text
    self.id = id
    let index = id - Name.specialCount
    constant = Name.constants.indices.contains(index) ? Name.constants[index].constant : nil
    isGlobal = Globals.names.contains(text)
  }

  static let loop = Name(text: "loop", id: 0)
  static let own = Name(text: "self", id: 1)
  static let parent = Name(text: "super", id: 2)
  static let caller = Name(text: "caller", id: 3)
  static let kwargs = Name(text: "kwargs", id: 4)
  static let varargs = Name(text: "varargs", id: 5)

  /// The names that mean something of their own in loops, blocks and macros.
  static let special = [loop, own, parent, caller, kwargs, varargs]
  static let specialCount = 6

  /// What a name stands for that is none.
  enum Constant: Sendable { case yes, no, nothing, null }

  static let constants: [(text: String, constant: Constant)] = [
    ("true", .yes), ("True", .yes), ("false", .no), ("False", .no), ("none", .nothing), ("None", .nothing),
    ("null", .null),
  ]

  /// What it stands for in a dialect: JavaScript has no names in capitals, Python no `null`.
  func constant(in syntax: TemplateSyntax) -> Constant? {
    guard let constant else { return nil }
    if syntax.isJavaScript { return text.utf8.first.map { $0 < 0x61 } == true ? nil : constant }
    return constant == .null ? nil : constant
  }

  static func == (left: Name, right: Name) -> Bool { left.id == right.id }

  func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// The special names that stand in a part of a template.
struct SpecialNames: Sendable {
  private var bits: UInt8 = 0

  mutating func insert(_ name: Name) { if name.id < Name.specialCount { bits |= 1 << UInt8(name.id) } }

  mutating func formUnion(_ other: SpecialNames) { bits |= other.bits }

  func contains(_ name: Name) -> Bool { name.id < Name.specialCount && bits & 1 << UInt8(name.id) != 0 }
}

/// The names of a template by their bytes.
struct NameTable {
  private(set) var names: [Name] =
    Name.special
    + Name.constants.enumerated().map { Name(text: $1.text, id: Name.specialCount + $0) }
  private var hashes: [UInt32]
  /// Of each place of the table the number of a name, or -1.
  private var places: [Int32]
  /// What hashes begin with: names that were made to have the same one do not.
  private let start: UInt32

  /// Another one with each process.
  private static let start = UInt32.random(in: .min ... .max)

  init() {
    start = 2_166_136_261 ^ Self.start
    hashes = []
    places = [Int32](repeating: -1, count: 64)
    for name in names {
      let hash = hash(Array(name.text.utf8)[...])
      hashes.append(hash)
      place(Int32(name.id), hash)
    }
  }

  private func hash(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
    bytes.withUnsafeBufferPointer { bytes in
      var hash = start
      for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
      return hash
    }
  }

  private mutating func place(_ id: Int32, _ hash: UInt32) {
    var place = Int(hash) & (places.count - 1)
    while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
    places[place] = id
  }

  mutating func name(_ bytes: ArraySlice<UInt8>) -> Name {
    let hash = hash(bytes)
    var place = Int(hash) & (places.count - 1)
    while places[place] >= 0 {
      let id = Int(places[place])
      if hashes[id] == hash, names[id].text.utf8.elementsEqual(bytes) { return names[id] }
      place = (place + 1) & (places.count - 1)
    }
    let name = Name(text: Text.string(bytes), id: names.count)
    names.append(name)
    hashes.append(hash)
    if names.count * 2 > places.count {
      places = [Int32](repeating: -1, count: places.count * 2)
      for (id, hash) in hashes.enumerated() { self.place(Int32(id), hash) }
    } else {
      places[place] = Int32(name.id)
    }
    return name
  }
}
