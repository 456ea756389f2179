import Catalog
import TestSupport
import Testing

/// Searches that people make, over the catalog of the checkout: a query and the addresses that would answer it.
struct QueriesTests {
  @Test func whatIsLookedForIsAmongTheFirstThree() throws {
    let library = try RealCatalog.library()
    let search = CatalogSearch(library)
    let rows = try RealCatalog.rows(of: "queries.tsv")
    #expect(rows.count >= 60)
    var misses: [String] = []
    for row in rows {
      guard row.count == 2 else {
        Issue.record("a row has \(row.count) fields: \(row)")
        continue
      }
      let wanted = row[1].split(separator: "|").map(String.init)
      for address in wanted where library[address] == nil {
        Issue.record("\(row[0]): there is no entry \(address)")
      }
      let found = search.search(row[0], limit: 3).hits.map(\.entry.id)
      if Set(found).isDisjoint(with: wanted) {
        misses.append("\(row[0]): wanted \(row[1]), found \(found.joined(separator: ", "))")
      }
    }
    print("\(rows.count - misses.count) of \(rows.count) queries are answered among the first three")
    for miss in misses { print("  " + miss) }
    #expect(misses.count * 20 <= rows.count, "\(misses.joined(separator: "\n"))")
  }
}
