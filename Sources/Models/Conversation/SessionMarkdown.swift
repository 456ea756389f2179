/// A conversation as Markdown: the branch on show.
package enum SessionMarkdown {
  /// - Parameter time: how a time in seconds since 1970 is written; nil leaves it out.
  package static func text(
    of session: Session, messages: [SessionMessage], time: ((Double) -> String)? = nil
  ) -> String {
    var text = "# \(session.title)\n\n\(time.map { $0(session.createdAt) + ", " } ?? "")\(session.model)\n"
    if !session.system.isEmpty { text += "\nSystem: \(session.system)\n" }
    for message in MessageTree(messages).branch(to: session.tip ?? messages.last?.id) {
      switch message.content {
      case .question(let question):
        text += "\n## You\n\n\(question)\n"
        for attachment in message.attachments { text += "\n*\(told(attachment))*\n" }
      case .reply(let stored):
        text += "\n## \(stored.model)\n\n\(shown(stored.reply))\n"
        for citation in stored.reply.citations {
          text += "\n[\(citation.number)] \(citation.title) (\(citation.id))"
        }
        if !stored.reply.citations.isEmpty { text += "\n" }
        if let ending = stored.reply.ending, ending.kind != .complete {
          text += "\n*\(ending.kind.shown)\(ending.reason.map { ": " + $0 } ?? "")*\n"
        } else if stored.isStreaming {
          text += "\n*still being written*\n"
        }
      }
    }
    return text + "\n"
  }

  /// What a person may read of a reply: not what a content filter took back.
  private static func shown(_ reply: Reply) -> String {
    if reply.isWithdrawn { return "*A content filter took this answer back.*" }
    return reply.text.isEmpty ? reply.refusal : reply.text
  }

  /// Such as `picture: roof.png, image/png, 12345 bytes`.
  private static func told(_ attachment: SessionAttachment) -> String {
    var words = ["picture" + (attachment.name.isEmpty ? "" : ": \(attachment.name)")]
    if let mediaType = attachment.mediaType {
      words += [mediaType, "\(attachment.byteCount) bytes"]
    } else if case .url(let url)? = attachment.image {
      words.append(url)
    }
    return words.joined(separator: ", ")
  }
}
