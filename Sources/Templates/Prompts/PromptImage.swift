import Documents

/// An image of a message, ready to be sent: where it is, or itself.
package enum PromptImage: Hashable, Sendable {
  /// An address of the web, which the provider reads.
  case address(String)
  /// The image itself, and what it is, such as `image/png`.
  case bytes([UInt8], mediaType: String)

  /// Takes the address of an image apart: `data:` addresses (RFC 2397) hold the image itself.
  ///
  /// - Throws: ``DocumentError`` when a `data:` address cannot be read.
  package init(_ address: String) throws(DocumentError) {
    guard address.utf8.prefix(5).elementsEqual("data:".utf8) else {
      self = .address(address)
      return
    }
    guard let comma = address.utf8.firstIndex(of: UInt8(ascii: ",")) else {
      throw DocumentError(
        "the address \(address.prefix(40)) of an image has no comma; it is “data:image/png;base64,…”", at: nil
      )
    }
    let settings = address[address.utf8.index(address.startIndex, offsetBy: 5)..<comma]
      .split(separator: ";", omittingEmptySubsequences: false)
    let data = address.utf8[address.utf8.index(after: comma)...]
    let isBase64 = settings.dropFirst().contains { Text.stripped(String($0)).lowercased() == "base64" }
    guard let plain = PromptImage.percentDecoded(data),
      let bytes = isBase64 ? Base64.bytes(plain) : plain
    else {
      throw DocumentError(
        "the image \(address.prefix(40))… cannot be read: what follows the comma is no Base64", at: nil)
    }
    let type = settings.first.map(String.init) ?? ""
    self = .bytes(bytes, mediaType: type.isEmpty ? "text/plain" : type.lowercased())
  }

  /// Whether a text is the address of an image, and not a file's path.
  static func isAddress(_ text: String) -> Bool {
    ["data:", "http://", "https://"].contains { text.lowercased().hasPrefix($0) }
  }

  /// One address for either, as chat completions take it.
  package var address: String {
    switch self {
    case .address(let address): address
    case .bytes(let bytes, let mediaType): "data:\(mediaType);base64,\(Base64.text(bytes))"
    }
  }

  private static func percentDecoded(_ text: Substring.UTF8View) -> [UInt8]? {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var index = text.startIndex
    func digit(_ place: Substring.UTF8View.Index) -> UInt8? {
      guard place < text.endIndex else { return nil }
      return Character(Unicode.Scalar(text[place])).hexDigitValue.map(UInt8.init)
    }
    while index < text.endIndex {
      guard text[index] == UInt8(ascii: "%") else {
        output.append(text[index])
        index = text.index(after: index)
        continue
      }
      let first = text.index(after: index)
      guard first < text.endIndex, let high = digit(first), let low = digit(text.index(after: first)) else {
        return nil
      }
      output.append(high << 4 | low)
      index = text.index(after: text.index(after: first))
    }
    return output
  }
}
