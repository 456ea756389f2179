/// Writes the parameters of generic types in angle brackets: a source writes `List~int~` for `List<int>`.
enum ClassGenerics {
  static func angled(_ source: String) -> String {
    var scalars = Array(source.unicodeScalars)
    let tildes = scalars.indices.filter { scalars[$0] == "~" && !isVisibility($0, in: scalars) }
    guard !tildes.isEmpty else { return source }
    var signs: [(place: Int, sign: Unicode.Scalar)] = []
    var depth = 0
    var isPlain = true
    for place in tildes {
      if opens(place, in: scalars) {
        depth += 1
        signs.append((place, "<"))
      } else if depth > 0 {
        depth -= 1
        signs.append((place, ">"))
      } else {
        isPlain = false
      }
    }
    if depth != 0 || !isPlain { signs = paired(tildes) }
    for (place, sign) in signs { scalars[place] = sign }
    return scalars[...].string
  }

  /// How long the parameters of a type are read.
  private static let longest = 400

  /// Where the tilde that closes a type stands, from the one that opens it; nil when none is near on the line.
  static func end(of opening: Int, in scalars: [Unicode.Scalar]) -> Int? {
    var depth = 0
    var first: Int?
    var place = opening
    while place < scalars.count, place - opening < longest, scalars[place] != "\n" {
      if scalars[place] == "~" {
        if place > opening, first == nil { first = place }
        depth += place == opening || opens(place, in: scalars) ? 1 : -1
        if depth == 0 { return place }
      }
      place += 1
    }
    return first
  }

  /// A tilde at the start tells that a member is visible in its package.
  private static func isVisibility(_ place: Int, in scalars: [Unicode.Scalar]) -> Bool { place == 0 }

  /// A tilde opens a type when a word stands before and behind it.
  private static func opens(_ place: Int, in scalars: [Unicode.Scalar]) -> Bool {
    guard place > 0, scalars[place - 1].isNamePart, place + 1 < scalars.count else { return false }
    let next = scalars[place + 1]
    return next.isNamePart || next == "?" || next == "(" || next == "["
  }

  /// When the words around them do not tell, the outer tildes are taken for pairs.
  private static func paired(_ tildes: [Int]) -> [(place: Int, sign: Unicode.Scalar)] {
    let half = tildes.count / 2
    return tildes.prefix(half).map { ($0, "<") } + tildes.suffix(half).map { ($0, ">") }
  }
}
