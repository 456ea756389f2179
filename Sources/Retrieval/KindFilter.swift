import Catalog

/// What kind of entry a question asks for: “which models”, “list the libraries”.
struct KindFilter: Hashable, Sendable {
  var kinds: Set<EntryKind> = []
  var subkinds: Set<String> = []
  /// The word in the question, in the plural.
  var noun = ""

  var isEmpty: Bool { kinds.isEmpty && subkinds.isEmpty }

  /// Whether an entry is of the kind; everything is when none is asked for.
  func accepts(_ entry: CatalogEntry?) -> Bool {
    guard let entry else { return false }
    // A language is an entry of its kind that is no library and no framework.
    if kinds == [.language], !subkinds.isEmpty {
      return entry.kind == .language && subkinds.contains(entry.subkind)
    }
    if subkinds == ["framework"], entry.title.hasSuffix("Framework"), entry.kind == .language { return true }
    return isEmpty || kinds.contains(entry.kind) || subkinds.contains(entry.subkind)
  }
}

extension Composer {
  /// The kind of entry that a question asks for, by the first noun that names one.
  func kinds(in question: Question) -> KindFilter {
    let taken = Set(question.mentions.flatMap { Array($0.words) })
    for (place, word) in question.words.enumerated() where !taken.contains(place) {
      if let filter = Composer.kindWords[word.stem] { return filter }
    }
    return KindFilter()
  }

  /// The stems of the words that name a kind.
  static let kindWords: [String: KindFilter] = {
    var table: [String: KindFilter] = [:]
    for kind in EntryKind.allCases where kind != .language {
      let noun = kind.folder
      table[Word.stem(of: noun)] = KindFilter(kinds: [kind], noun: noun)
    }
    table[Word.stem(of: "language")] = KindFilter(kinds: [.language], subkinds: [""], noun: "languages")
    table[Word.stem(of: "library")] = KindFilter(subkinds: ["library"], noun: "libraries")
    table[Word.stem(of: "framework")] = KindFilter(subkinds: ["framework"], noun: "frameworks")
    table[Word.stem(of: "assistant")] = KindFilter(subkinds: ["assistant"], noun: "assistants")
    table[Word.stem(of: "case")] = nil
    return table
  }()
}
