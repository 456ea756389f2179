import Models

/// Finds out what the last message of a conversation asks, with what the messages before it leave unsaid.
struct Conversation: Sendable {
  let reader: QuestionReader
  /// Answers a question, to know what an earlier answer listed.
  let answering: @Sendable (Request) -> Answer

  /// A question, and the texts that have been answered already.
  struct Request: Sendable {
    var question: Question
    /// What the assistant has said so far, not to be said again.
    var said: String
  }

  /// The question of the last message of the user; nil when there is none.
  func question(in messages: [ChatMessage]) -> Request? {
    let asked = messages.filter { $0.role == .user }.map(\.content)
    guard let last = asked.last, last.contains(where: \.isLetter) else { return nil }
    let shown = Conversation.shownAddress(in: messages).flatMap { reader.library[$0]?.id }
    var earlier: Question?
    for text in asked.dropLast() {
      let question = reader.read(text, context: earlier?.subjects ?? shown.map { [$0] } ?? [])
      if !question.subjects.isEmpty { earlier = question }
    }
    if let chosen = chosen(by: last, in: messages) { return chosen }
    let line = " " + Word.words(in: last).map(\.text).joined(separator: " ") + " "
    let isOnPage = line.contains(" this page ") || line.contains(" on show ") || line.contains(" this entry ")
    let context = isOnPage ? shown.map { [$0] } : earlier.map(\.subjects) ?? shown.map { [$0] }
    var question = reader.read(last, context: context ?? [])
    if let earlier, let again = repeated(earlier, about: question) { question = again }
    let said = messages.filter { $0.role == .assistant }.map(\.content).joined(separator: "\n")
    return Request(question: question, said: said)
  }

  /// “Tell me more about the second one” after a list: the question about the entry that was named second.
  private func chosen(by text: String, in messages: [ChatMessage]) -> Request? {
    let words = Word.words(in: text)
    guard let place = words.firstIndex(where: { Conversation.ordinals[$0.text] != nil }),
      let number = Conversation.ordinals[words[place].text],
      let end = messages.lastIndex(where: { $0.role == .user }), end > 0
    else { return nil }
    // Only “the first”, “the first one” and “the first of them”: “the first step” is something else.
    let isArticled = place > 0 && words[place - 1].text == "the"
    let next = place + 1 < words.count ? words[place + 1].text : ""
    guard isArticled || next == "one",
      ["", "one", "of", "entry", "page", "and", "do", "for"].contains(next)
        || Composer.kindWords[Word.stem(of: next)] != nil
    else { return nil }
    guard let earlier = question(in: Array(messages[..<end])) else { return nil }
    let answer = answering(earlier)
    let listed = answer.listed
    let index = number < 0 ? listed.count - 1 : number - 1
    guard listed.count > 1, listed.indices.contains(index) else { return nil }
    var last = place + (next == "one" || Composer.kindWords[Word.stem(of: next)] != nil ? 1 : 0)
    if last + 2 < words.count, words[last + 1].text == "of",
      ["them", "these", "those"].contains(words[last + 2].text)
    {
      last += 2
    }
    let bytes = Array(text.utf8)
    let start = words[isArticled ? place - 1 : place].place.lowerBound
    let title = reader.library.title(of: listed[index])
    let asked =
      String(decoding: bytes[..<start], as: UTF8.self) + title
      + String(decoding: bytes[words[last].place.upperBound...], as: UTF8.self)
    let heard = messages.filter { $0.role == .assistant }.map(\.content).joined(separator: "\n")
    let said = heard.isEmpty ? answer.parts.map(\.text).joined(separator: " ") : heard
    return Request(question: reader.read(asked, context: [listed[index]]), said: said)
  }

  private static let ordinals = [
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "last": -1,
  ]

  /// “And Claude?” after “What is Grok?”: the question before, about the new subject.
  private func repeated(_ earlier: Question, about new: Question) -> Question? {
    let openings = [
      " and ", " what about ", " how about ", " and what about ", " and how about ", " and for ",
    ]
    guard let address = new.subjects.first, let mention = new.mentions.first, new.mentions.count == 1 else {
      return nil
    }
    guard let opening = openings.filter(new.line.hasPrefix).max(by: { $0.count < $1.count }) else {
      return nil
    }
    guard mention.words.lowerBound <= opening.split(separator: " ").count + 1 else { return nil }
    guard mention.words.upperBound == new.words.count, let old = earlier.mentions.last else { return nil }
    guard let first = earlier.words[old.words].first, let last = earlier.words[old.words].last else {
      return nil
    }
    let bytes = Array(earlier.text.utf8)
    let before = String(decoding: bytes[..<first.place.lowerBound], as: UTF8.self)
    let after = String(decoding: bytes[last.place.upperBound...], as: UTF8.self)
    return reader.read(before + reader.library.title(of: address) + after)
  }

  /// The address in a line `On show: <address>` of the system message.
  static func shownAddress(in messages: [ChatMessage]) -> String? {
    for message in messages where message.role == .system {
      for line in message.content.split(separator: "\n") where line.hasPrefix("On show:") {
        let address = line.dropFirst("On show:".count).filter { !$0.isWhitespace }
        if !address.isEmpty { return String(address) }
      }
    }
    return nil
  }
}
