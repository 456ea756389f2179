import Documents

/// What the readers of the catalog's files ask of every mapping.
extension YAMLNode {
  /// What is wrong with the names of a mapping's fields.
  ///
  /// - Parameter such: the name of a field that it could have, for a value that is no mapping at all.
  func problemsOfNames(among known: [String], such: String) -> [DocumentError] {
    guard let pairs = mapping else {
      return [DocumentError("expected fields such as “\(such): …”, found \(kindName)", at: position)]
    }
    return pairs.compactMap { pair in
      let name = pair.key.string ?? ""
      guard !known.contains(name) else { return nil }
      let hint = NearestName.of(name, among: known).map { "; did you mean \($0)?" } ?? ""
      return DocumentError("there is no field “\(name)”\(hint)", at: pair.key.position)
    }
  }

  /// The elements of a field that is a list; none where it is left out.
  func list(_ name: String, problems: inout [DocumentError]) -> [YAMLNode] {
    guard let node = self[name], !node.isNull else { return [] }
    guard let nodes = node.sequence else {
      problems.append(DocumentError("\(name): expected a list, found \(node.kindName)", at: node.position))
      return []
    }
    return nodes
  }
}
