/// A node of a YAML document, with the place where it stands.
///
/// Plain scalars stay text: what a field means is for its reader to say, so `no`, `1.10` and `2025-12-15` never turn
/// into something else on the way.
package struct YAMLNode: Hashable, Sendable {
  package indirect enum Value: Hashable, Sendable {
    /// `isPlain` tells that the text stood without quotes, so that `null` or `~` can mean nothing.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    case mapping([Pair])
  }

  /// One `key: value` of a mapping.
  package struct Pair: Hashable, Sendable {
    package var key: YAMLNode
    package var value: YAMLNode

    package init(key: YAMLNode, value: YAMLNode) {
      self.key = key
      self.value = value
    }
  }

  package var value: Value
  package var position: SourcePosition

  package init(_ value: Value, at position: SourcePosition) {
    self.value = value
    self.position = position
  }

  /// The text of a scalar; nil for a sequence or a mapping, and for a plain `null`, `~` or nothing.
  package var string: String? {
    guard case .scalar(let text, let isPlain) = value else { return nil }
    if isPlain, text.isEmpty || text == "null" || text == "~" { return nil }
    return text
  }

  /// Whether nothing was written: an empty, plain scalar or `null`.
  package var isNull: Bool {
    guard case .scalar(let text, let isPlain) = value else { return false }
    return isPlain && (text.isEmpty || text == "null" || text == "~")
  }

  package var sequence: [YAMLNode]? {
    guard case .sequence(let nodes) = value else { return nil }
    return nodes
  }

  package var mapping: [Pair]? {
    guard case .mapping(let pairs) = value else { return nil }
    return pairs
  }

  /// The value of a mapping's key.
  package subscript(key: String) -> YAMLNode? {
    mapping?.first { $0.key.string == key }?.value
  }

  /// What kind of node it is, in words for an error.
  package var kindName: String {
    switch value {
    case .scalar: isNull ? "nothing" : "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
