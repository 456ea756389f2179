/// Works out who points to whom, by relations and by the links of texts.
///
/// This runs over the whole catalog before the first list is shown. So addresses are looked up as the bytes that
/// stand in the texts, and a text is searched for `](` and not parsed as Markdown.
struct BacklinkFinder {
  private let entries: [CatalogEntry]
  private var addresses = TermInterner()
  /// The place of the entry at each address.
  private var places: [Int] = []
  /// The place of the page that each entry is, or is a section of.
  private var pages: [Int] = []

  init(_ entries: [CatalogEntry]) {
    self.entries = entries
    for (place, entry) in entries.enumerated() {
      let number = addresses.number(of: Array(entry.id.utf8))
      if number == places.count { places.append(place) } else { places[number] = place }
    }
    pages = entries.indices.map { place in
      let id = entries[place].id.utf8
      guard let hash = id.firstIndex(of: UInt8(ascii: "#")) else { return place }
      return self.place(of: String(entries[place].id[..<hash])) ?? place
    }
  }

  private func place(of address: String) -> Int? {
    var address = address
    return address.withUTF8 { addresses.find($0) }.map { places[$0] }
  }

  /// Who points to the entry at each place.
  func find() -> [[CatalogLibrary.Backlink]] {
    var links = [[CatalogLibrary.Backlink]](repeating: [], count: entries.count)
    // The entries that each one stands in a relation to, in either direction.
    var related = [[Int]](repeating: [], count: entries.count)
    for (place, entry) in entries.enumerated() {
      for relation in entry.relations {
        // That a section is part of its own page goes without saying.
        guard let target = self.place(of: relation.target),
          relation.kind != .partOf || target == place || target != pages[place]
        else { continue }
        links[target].append(CatalogLibrary.Backlink(from: entry.id, kind: relation.kind))
        related[place].append(target)
        related[target].append(place)
      }
    }
    // The last page that pointed to each entry.
    var seen = [Int](repeating: -1, count: entries.count)
    for (place, entry) in entries.enumerated() where pages[place] == place {
      for other in related[place] { seen[other] = place }
      var body = entry.body
      body.withUTF8 { bytes in
        eachTarget(in: bytes) { address in
          guard let number = addresses.find(address) else { return }
          let target = places[number]
          guard pages[target] != place, seen[target] != place else { return }
          seen[target] = place
          links[target].append(CatalogLibrary.Backlink(from: entry.id, kind: nil))
        }
      }
    }
    return links
  }

  /// Calls a function with the target of every link that has the form of an address.
  private func eachTarget(in bytes: UnsafeBufferPointer<UInt8>, _ use: (UnsafeBufferPointer<UInt8>) -> Void) {
    var index = 1
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "("), bytes[index - 1] == UInt8(ascii: "]") else {
        index += 1
        continue
      }
      let start = index + 1
      var end = start
      // After a space comes a title.
      var targetEnd: Int?
      while end < bytes.count, bytes[end] != UInt8(ascii: ")"), bytes[end] != UInt8(ascii: "\n") {
        if targetEnd == nil, bytes[end] == UInt8(ascii: " ") { targetEnd = end }
        end += 1
      }
      if end < bytes.count, bytes[end] == UInt8(ascii: ")") {
        use(UnsafeBufferPointer(rebasing: bytes[start..<(targetEnd ?? end)]))
      }
      index = max(index + 1, end)
    }
  }
}
