/// What the program carries inside itself: the catalog, the themes and the streams of the mock server, packed when it was
/// built.
///
/// The texts themselves are in a file that the build plugin `EmbedCatalog` writes.
package enum Shipped {
  /// A file that was packed.
  package struct File: Sendable {
    /// The file's name without its suffix.
    package var name: String
    package var text: String
  }

  /// Calls a function with the packed catalog (see `CatalogArchive`).
  ///
  /// The bytes are the program's own: nothing is copied.
  package static func withCatalog<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    ShippedText.catalog.withUTF8Buffer(body)
  }

  /// The theme files, in the order of their names.
  package static var themes: [File] {
    // Name and text are parted by the sign for "unit separator", files by "record separator".
    ShippedText.themes.description.split(separator: "\u{1E}").compactMap { record in
      let parts = record.split(separator: "\u{1F}", maxSplits: 1)
      return parts.count == 2 ? File(name: String(parts[0]), text: String(parts[1])) : nil
    }
  }

  /// The files of the mock server: paths such as `chat/cut.sse` and their contents as base64.
  package static var streams: [File] {
    ShippedText.streams.description.split(separator: "\u{1E}").compactMap { record in
      let parts = record.split(separator: "\u{1F}", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? File(name: String(parts[0]), text: String(parts[1])) : nil
    }
  }
}
