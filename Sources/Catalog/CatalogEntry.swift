/// One thing of the AI landscape: a page of the catalog, or a section of a page that stands for itself.
package struct CatalogEntry: Hashable, Sendable, Identifiable {
  /// A pointer to another entry.
  package struct Relation: Hashable, Sendable {
    package var kind: RelationKind
    /// The address of the other entry.
    package var target: String

    package init(kind: RelationKind, target: String) {
      self.kind = kind
      self.target = target
    }
  }

  /// A page on the web.
  package struct Link: Hashable, Sendable {
    package var id: String
    package var title: String
    /// The address as the source writes it, possibly relative to its own site.
    package var href: String
    /// What it is: documentation, tutorial, blog, repository …
    package var kind: String

    package init(id: String, title: String, href: String, kind: String) {
      self.id = id
      self.title = title
      self.href = href
      self.kind = kind
    }

    /// The address in full.
    package var url: String { LinkResolver.url(for: href) }
  }

  /// A name and what it holds, such as `modality: text, image`.
  package struct Facet: Hashable, Sendable {
    package var name: String
    package var values: [String]

    package init(name: String, values: [String]) {
      self.name = name
      self.values = values
    }
  }

  /// Where a thing stands between its preview and its end.
  package struct Lifecycle: Hashable, Sendable {
    /// `preview`, `current`, `renamed`, `rolling`, `superseded`, `retiring` or `retired`.
    package var state: String
    /// The day on which it ends or ended, as ISO 8601.
    package var date: String?
    /// The address of what takes its place.
    package var replacedBy: String?
    package var note: String?
    package var source: String?
    /// Parts of it that have an end of their own: a name and a day.
    package var retiredFeatures: [Facet]

    package init(
      state: String, date: String? = nil, replacedBy: String? = nil, note: String? = nil,
      source: String? = nil,
      retiredFeatures: [Facet] = []
    ) {
      self.state = state
      self.date = date
      self.replacedBy = replacedBy
      self.note = note
      self.source = source
      self.retiredFeatures = retiredFeatures
    }
  }

  /// Where a fact comes from: a document and lines in it.
  package struct Source: Hashable, Sendable {
    package var reference: String
    package var lines: String

    package init(reference: String, lines: String) {
      self.reference = reference
      self.lines = lines
    }
  }

  /// The address: an id such as `ai-search`, or `automl#automl-agile` for a section.
  package var id: String
  package var kind: EntryKind
  /// A finer word than the kind, such as `library`; empty when there is none.
  package var subkind = ""
  package var title: String
  package var aliases: [String] = []
  package var summary: String
  /// The id of the entry that heads the topic this one belongs to.
  package var section = ""
  /// The place within its topic.
  package var order = 0
  package var facets: [Facet] = []
  package var relations: [Relation] = []
  /// The counterpart on another cloud or in open source, by `aws`, `gcp`, `oss`.
  package var equivalents: [Facet] = []
  package var lifecycle: Lifecycle?
  package var links: [Link] = []
  package var sources: [Source] = []
  /// The text, as Markdown.
  ///
  /// Of a section: what stands under its heading.
  package var body: String {
    get { text.string }
    set { text = CatalogText(newValue) }
  }
  /// The Mermaid source of its drawing, which lies beside its file.
  package var diagram: String?
  /// The YAML of its dialogue, when it is a decision guide.
  package var dialogue: String?
  /// Its items, when it is a checklist.
  package var checklist: Checklist?
  /// The models of a family.
  package var models: [ModelCard] = []
  /// The addresses of the sections of a page, in the order of the text.
  package var sections: [String] = []
  /// Where the body is: of large catalogs it stays in the file of their digest.
  var text = CatalogText("")

  package init(id: String, kind: EntryKind, title: String, summary: String) {
    self.id = id
    self.kind = kind
    self.title = title
    self.summary = summary
  }

  /// The id of the page on which a section stands; nil for a page.
  package var parent: String? {
    id.utf8.firstIndex(of: UInt8(ascii: "#")).map { String(id[..<$0]) }
  }

  /// The values of a facet; empty when the entry says nothing of it.
  package func values(ofFacet name: String) -> [String] {
    facets.first { $0.name == name }?.values ?? []
  }
}

/// Turns the addresses that the seed document writes into full ones.
package enum LinkResolver {
  private static let site = "https://learn.microsoft.com"
  /// Where the seed document lies on its site: what its relative links start from.
  private static let folder = ["azure", "architecture", "ai-ml"]

  /// The full address of a link.
  package static func url(for href: String) -> String {
    if href.contains("://") { return href }
    if href.hasPrefix("/") { return site + href }
    var path = folder
    var rest = Substring(href)
    while true {
      if rest.hasPrefix("./") {
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("../") {
        rest = rest.dropFirst(3)
        if !path.isEmpty { path.removeLast() }
      } else {
        break
      }
    }
    // On the site, articles go without the suffix of their source file.
    var target = String(rest)
    for suffix in [".md", ".yml"] {
      if let end = target.range(ofSuffix: suffix) { target.removeSubrange(end) }
    }
    return site + "/" + (path + [target]).joined(separator: "/")
  }
}

extension String {
  /// Where a file suffix stands that ends the path part of an address.
  fileprivate func range(ofSuffix suffix: String) -> Range<String.Index>? {
    let pathEnd = firstIndex { $0 == "#" || $0 == "?" } ?? endIndex
    guard self[..<pathEnd].hasSuffix(suffix) else { return nil }
    return index(pathEnd, offsetBy: -suffix.count)..<pathEnd
  }
}
