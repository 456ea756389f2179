import Catalog
import TestSupport
import Testing

/// The seed document, item by item: everything it names stands in the catalog.
///
/// The tables were made from an inventory of the document: its headings, its items with the lines on which they stand,
/// and its links.
struct SeedCoverageTests {
  @Test func theCatalogOfTheCheckoutHasNoFinding() throws {
    let folder = try RealCatalog.folder()
    let findings = folder.check()
    #expect(findings.isEmpty, "\(findings.map(\.described).joined(separator: "\n"))")
    let pages = folder.entries.filter { $0.parent == nil }
    #expect(folder.fileCount == pages.count + pages.count { $0.diagram != nil })
  }

  @Test func everyHeadingOfTheSeedHasAnEntry() throws {
    let library = try RealCatalog.library()
    let rows = try RealCatalog.rows(of: "seed-headings.tsv")
    #expect(rows.count == 50)
    for row in rows {
      guard row.count == 4 else {
        Issue.record("a row has \(row.count) fields: \(row)")
        continue
      }
      if library.entry(named: row[3]) == nil {
        Issue.record("line \(row[0]), “\(row[2])”: there is no entry \(row[3])")
      }
    }
  }

  @Test func everyItemOfTheSeedIsAddressable() throws {
    let library = try RealCatalog.library()
    let rows = try RealCatalog.rows(of: "seed-items.tsv")
    #expect(rows.count == 211)
    #expect(Set(rows.map { $0[1] }).count == rows.count)
    for row in rows {
      guard row.count == 3, row[1] == row[0] || row[1].hasSuffix("#" + row[0]) else {
        Issue.record("a row does not hold together: \(row)")
        continue
      }
      guard let entry = library[row[1]] else {
        Issue.record("lines \(row[2]): there is no entry \(row[1])")
        continue
      }
      // By its own name too, without the page on which it stands.
      if library.entry(named: row[0])?.id != entry.id {
        Issue.record("\(row[0]) is not found by its own name")
      }
      if entry.title.isEmpty || entry.summary.isEmpty || entry.body.isEmpty {
        Issue.record("\(row[1]) says nothing")
      }
    }
  }

  @Test func everyLinkOfTheSeedIsThereUnderItsId() throws {
    var hrefs: [String: Set<String>] = [:]
    for entry in try RealCatalog.library().entries {
      for link in entry.links { hrefs[link.id, default: []].insert(link.href) }
    }
    let rows = try RealCatalog.rows(of: "seed-links.tsv")
    #expect(rows.count == 124)
    for row in rows where row.count != 2 || hrefs[row[0]] != [row[1]] {
      Issue.record("\(row): found \(hrefs[row[0], default: []])")
    }
  }

  @Test func everyLinkOfTheCatalogHasAFullAddress() throws {
    for entry in try RealCatalog.library().entries {
      for link in entry.links
      where !link.url.hasPrefix("https://") || link.url.contains("..") || link.url.contains(" ") {
        Issue.record("\(entry.id): \(link.href) becomes \(link.url)")
      }
    }
  }

  @Test func everyPageIsWithinATopic() throws {
    let library = try RealCatalog.library()
    for page in library.pages where !page.section.isEmpty {
      #expect(library[page.section] != nil, "\(page.id)")
    }
  }
}
