import Documents

/// All cases: the streams that an index describes, and the faults made of them.
package struct MockCatalogue: Sendable {
  /// In the order of the index, the faults of a format behind its streams.
  package let cases: [MockCase]

  /// - Parameters:
  ///   - index: `cases.yaml`.
  ///   - bytes: the contents of a file beside it, such as `chat/cut.sse`; nil where there is none.
  /// - Throws: `DocumentError` for the first thing wrong in the index, with its place.
  package init(index: String, bytes: (String) -> [UInt8]?) throws(DocumentError) {
    let root = try YAMLReader.read(index)
    guard let formats = root.mapping else {
      throw DocumentError("expected the formats and their cases, found \(root.kindName)", at: root.position)
    }
    var cases: [MockCase] = []
    for pair in formats {
      guard let word = pair.key.string, let format = MockCase.Format(rawValue: word) else {
        throw DocumentError(
          "there is no format “\(pair.key.string ?? "")”: expected chat, responses, anthropic or ollama",
          at: pair.key.position)
      }
      guard let entries = pair.value.mapping else {
        throw DocumentError(
          "\(word): expected names and what is in them, found \(pair.value.kindName)", at: pair.value.position
        )
      }
      var named: [String: MockCase] = [:]
      for entry in entries {
        let made = try Self.read(entry, format, bytes)
        guard named.updateValue(made, forKey: made.name) == nil else {
          throw DocumentError("\(made.id) is there twice", at: entry.key.position)
        }
        cases.append(made)
      }
      if let opening = named["cut"], let complete = named["complete"] {
        cases += MockFault.allCases.map { $0.inCase(format, opening: opening, complete: complete) }
      }
    }
    self.cases = cases
  }

  private static func read(
    _ entry: YAMLNode.Pair, _ format: MockCase.Format, _ bytes: (String) -> [UInt8]?
  ) throws(DocumentError) -> MockCase {
    guard let name = entry.key.string, entry.value.mapping != nil else {
      throw DocumentError("expected a name and what is in it", at: entry.key.position)
    }
    guard let summary = entry.value["about"]?.string,
      let ending = entry.value["ending"]?.string.flatMap(MockCase.Ending.init)
    else {
      let known = MockCase.Ending.allCases.map(\.rawValue).joined(separator: ", ")
      throw DocumentError("\(name): expected about, and ending: \(known)", at: entry.value.position)
    }
    let stem = "\(format.rawValue)/\(name)"
    guard let body = bytes("\(stem).\(format.suffix)") else {
      throw DocumentError("there is no file \(stem).\(format.suffix)", at: entry.key.position)
    }
    var made = MockCase(
      name: name, format: format, summary: summary, ending: ending,
      contentType: entry.value["type"]?.string, body: body)
    made.word = entry.value["word"]?.string
    made.reason = entry.value["reason"]?.string
    made.text = entry.value["text"]?.string ?? ""
    made.wholeBody = bytes("\(stem).json")
    return made
  }

  /// The cases of a name: `cut` in every format that has it, or `chat/cut` alone. `all` are all of them.
  package func find(_ name: String) -> [MockCase] {
    name == "all" ? cases : cases.filter { $0.name == name || $0.id == name }
  }

  /// The name that was perhaps meant.
  package func nearest(_ name: String) -> String? {
    NearestName.of(name, among: name.contains("/") ? cases.map(\.id) : Array(Set(cases.map(\.name))).sorted())
  }
}
