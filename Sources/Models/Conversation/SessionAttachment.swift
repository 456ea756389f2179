/// A picture that goes along with a question.
///
/// Lists of messages are read without its bytes: ``SessionStore/image(of:)`` reads them.
package struct SessionAttachment: Hashable, Sendable, Identifiable {
  /// Tells pictures apart by what they are: the same one sent twice is kept once.
  ///
  /// The SHA-256 of the media type, a zero, and the bytes; of an address, of a zero and the address.
  package let id: String
  /// What it is, such as `image/png`; nil for an address.
  package let mediaType: String?
  /// How many bytes it has, or the address.
  package let byteCount: Int
  /// The name of its file, for a person; may be empty.
  package let name: String
  /// The picture; nil where it is kept and was not read.
  package let image: ChatImage?

  package init(_ image: ChatImage, name: String = "") {
    self.image = image
    self.name = name
    id = image.digest
    switch image {
    case .url(let url):
      mediaType = nil
      byteCount = url.utf8.count
    case .bytes(let bytes, let mediaType):
      self.mediaType = mediaType
      byteCount = bytes.count
    }
  }

  /// One that is kept, as it is read without its bytes.
  package init(id: String, mediaType: String?, byteCount: Int, name: String) {
    self.id = id
    self.mediaType = mediaType
    self.byteCount = byteCount
    self.name = name
    image = nil
  }

  /// The same without its bytes, for what is kept.
  package var unread: SessionAttachment {
    SessionAttachment(id: id, mediaType: mediaType, byteCount: byteCount, name: name)
  }
}

extension ChatImage {
  /// The ``SessionAttachment/id`` of the picture.
  package var digest: String {
    var digest = SHA256()
    switch self {
    case .url(let url):
      digest.update([0])
      digest.update(url.utf8)
    case .bytes(let bytes, let mediaType):
      digest.update(mediaType.utf8)
      digest.update([0])
      digest.update(bytes)
    }
    return digest.hexDigest()
  }
}

/// A picture of a conversation that is not to be had any more.
package struct MissingAttachment: Error, Hashable, Sendable, CustomStringConvertible {
  package var attachment: SessionAttachment

  package init(_ attachment: SessionAttachment) { self.attachment = attachment }

  package var description: String {
    let name = attachment.name.isEmpty ? "a picture" : "the picture “\(attachment.name)”"
    return
      "\(name) of this conversation cannot be read any more, so that nothing was sent. Begin a new conversation, or ask "
      + "again from a question before it."
  }
}
