/// Knows the sentences in which a model says that it was given nothing to answer from.
enum Refusals {
  /// What the prompt asks a model to say.
  static let wanted = "The passages do not say."

  /// What a model may call that which it was given.
  private static let grounds = Word.stems(
    in: "passage source context catalog document excerpt text information material")
  private static let negators: Set<String> = ["not", "no", "t", "cannot", "nothing", "neither", "never"]
  /// What that which was given does not do. A claim such as “documents do not need a schema” has another verb.
  private static let verbs = Word.stems(
    in: """
      say mention contain state provide include specify describe answer hold cover give discuss list address \
      indicate tell explain define name report reveal compare
      """)
  private static let phrases = [
    " none of the passages ", " no passage ", " none of the sources ", " i cannot answer ",
    " i can t answer ",
    " i do not know ", " i don t know ", " i am unable to ", " i m unable to ", " cannot be answered ",
    " can t be answered ", " not enough information ", " insufficient information ",
    " there is no information ", " i have no information ", " unable to answer ", " catalog holds no ",
  ]
  private static let places = [
    " in the passages ", " by the passages ", " from the passages ", " in the passage ",
    " in the given passages ", " in the provided passages ", " in these passages ",
    " in the provided context ", " in the given context ", " in the provided sources ",
  ]

  /// Whether a sentence says that the passages do not hold the answer.
  static func isRefusal(_ words: [Word]) -> Bool {
    let line = " " + words.map(\.text).joined(separator: " ") + " "
    if phrases.contains(where: line.contains) { return true }
    for (place, word) in words.enumerated() where grounds.contains(word.stem) {
      let next = words[(place + 1)...].prefix(5)
      if next.contains(where: { negators.contains($0.text) }),
        next.contains(where: { verbs.contains($0.stem) })
      {
        return true
      }
    }
    // “This is not mentioned in the passages.”
    return words.contains { negators.contains($0.text) } && places.contains(where: line.contains)
  }
}
