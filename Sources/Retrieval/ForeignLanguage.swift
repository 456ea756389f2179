/// Tells a question in another language than English, which the catalog's words cannot answer.
enum ForeignLanguage {
  /// Whether a text is in another language: in other letters, or with words that carry the talk elsewhere and none
  /// that do in English.
  static func isIn(_ text: String, knows: (String) -> Bool) -> Bool {
    let letters = text.unicodeScalars.filter(\.properties.isAlphabetic)
    // Latin letters with their accents end here; Greek, Cyrillic and all others come after.
    if letters.count(where: { $0.value >= 0x370 && !(0x1E00...0x1EFF).contains($0.value) }) * 2
      > letters.count
    {
      return true
    }
    // An apostrophe joins words elsewhere as well: “Qu'est-ce”, “l'IA”.
    let words = text.lowercased().split { !$0.isLetter }.map(String.init)
    let strange = words.filter(foreign.contains)
    let common = words.count { english.contains($0) }
    if strange.count >= 2 { return strange.count > common }
    return strange.count == 1 && common == 0 && !knows(strange[0])
  }

  /// Words without which hardly a question of some language is asked, and that are no English ones.
  private static let foreign = set(
    // German, Dutch
    """
    ist sind wie wer wo wann warum wieso welche welcher welches welchen welchem für und oder nicht ein eine einen einem
    einer der das dem den des von zu zum zur mit auf im kann können ich wir gibt wird werden heißt bedeutet kostet kosten funktioniert macht
    unterschied zwischen wofür womit wat hoe waar waarom welke het een zijn voor niet kan wordt
    """
      // French
      + """
       que quoi quel quelle quels quelles est-ce est sont le la les du un une pour avec dans et ou où qu pourquoi comment
      combien peut puis sur ce ces cette entre différence quand qui moi
      """
        // Spanish, Portuguese
        + """
         qué es el los las una por para cómo cuál cuáles cuánto dónde cuándo qual quais como onde quando porque são é uma um
        os con y en del puedo diferencia diferença não
        """
        // Italian, Polish, Swedish and others
        + """
         che cosa cos è il lo gli della perché quale quali quanto sono dove di nel czym jest jak co vad är hur vilken
        och hvad er hvordan nedir nasıl
        """)

  /// Words of English questions, and those of the above that are English too.
  private static let english = set(
    """
    what which who how where why when is are does do did can could should would the of for and to between with about
    tell explain it this there or my i we you has have be that
    """)

  private static func set(_ words: String) -> Set<String> {
    Set(words.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
