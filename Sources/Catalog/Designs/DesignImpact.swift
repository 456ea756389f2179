import Documents

/// Which of one's own designs a change in the catalog touches.
package enum DesignImpact {
  /// A design that uses an entry.
  package struct Touched: Hashable, Sendable {
    package var name: String
    package var title: String
    package var version: Int
    /// The ids of the boxes and frames that stand for it.
    package var boxes: [String]
  }

  /// The designs in which a box stands for an entry or for a section of its page.
  ///
  /// Only the comments that tie boxes to entries are looked at, so that many designs are read in little time.
  package static func designs(using address: String, in kept: [KeptDesign]) -> [Touched] {
    kept.compactMap { design in
      let boxes = references(in: design.document).filter {
        $0.entry == address || $0.entry.hasPrefix(address + "#")
      }
      guard !boxes.isEmpty else { return nil }
      return Touched(
        name: design.name, title: title(in: design.document) ?? design.name, version: design.version,
        boxes: boxes.map(\.box))
    }
  }

  /// Whether a text names a model: its name without the provider, as a word of its own.
  ///
  /// A design that has a box for a family of models uses only those that it names.
  package static func names(model: String, in text: String) -> Bool {
    let name = (model.split(separator: "/").last.map(String.init) ?? model).lowercased()
    let text = text.lowercased()
    let isPart: (Character) -> Bool = { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
    var rest = text[...]
    while !name.isEmpty, let found = rest.firstRange(of: name) {
      let before = found.lowerBound == text.startIndex ? nil : text[text.index(before: found.lowerBound)]
      let after = found.upperBound == text.endIndex ? nil : text[found.upperBound]
      // A full stop that ends a sentence is no part of a name.
      let next = found.upperBound == text.endIndex ? nil : text[text.index(after: found.upperBound)...].first
      let goesOn =
        after == "." ? next.map { $0.isLetter || $0.isNumber } ?? false : after.map(isPart) ?? false
      if !(before.map(isPart) ?? false), !goesOn { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }

  /// The entries behind boxes in a document, each once.
  package static func services(in document: String) -> Set<String> {
    Set(references(in: document).map(\.entry))
  }

  /// The `%% ref` comments of the section with the diagram.
  private static func references(in document: String) -> [(box: String, entry: String)] {
    var isDiagram = false
    var found: [(box: String, entry: String)] = []
    for line in document.utf8.split(separator: UInt8(ascii: "\n")) {
      if line.starts(with: "## ".utf8) {
        if isDiagram { break }
        isDiagram = line.starts(with: "## Diagram".utf8)
        continue
      }
      guard isDiagram else { continue }
      let words = line.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") })
      guard words.count >= 4, words[0].elementsEqual("%%".utf8), words[1].elementsEqual("ref".utf8),
        let last = words.last
      else { continue }
      var box = words[2..<(words.count - 1)].map { String(decoding: $0, as: UTF8.self) }.joined(
        separator: " ")
      if box.hasPrefix("\""), box.hasSuffix("\""), box.count > 1 { box = String(box.dropFirst().dropLast()) }
      found.append((box, String(decoding: last, as: UTF8.self)))
    }
    return found
  }

  /// The title in the fields at the top.
  private static func title(in document: String) -> String? {
    for line in document.utf8.split(separator: UInt8(ascii: "\n")).prefix(12) {
      guard line.starts(with: "title: ".utf8) else { continue }
      let text = String(decoding: line.dropFirst(7), as: UTF8.self)
      return (try? JSONReader.read(text))?.string ?? text
    }
    return nil
  }
}
