/// Entries that are part of each other in a circle, so that none of them is the whole.
enum PartOfCycles {
  /// The circles, each as a chain that ends where it began; each is told once, by its first page in order.
  static func find(in entries: [CatalogEntry]) -> [[String]] {
    var wholes: [String: [String]] = [:]
    for entry in entries {
      wholes[entry.id] = entry.relations.filter { $0.kind == .partOf }.map(\.target)
    }
    var cycles: [[String]] = []
    var done: Set<String> = []
    for entry in entries where !done.contains(entry.id) {
      // Depth first without recursion: a chain may be as long as the catalog.
      var chain = [entry.id]
      var onChain: Set<String> = [entry.id]
      var next = [wholes[entry.id] ?? []]
      while let address = chain.last {
        guard let target = next[next.count - 1].popLast() else {
          done.insert(address)
          onChain.remove(address)
          chain.removeLast()
          next.removeLast()
          continue
        }
        if onChain.contains(target) {
          if let start = chain.firstIndex(of: target) { cycles.append(chain[start...] + [target]) }
        } else if !done.contains(target), let further = wholes[target] {
          chain.append(target)
          onChain.insert(target)
          next.append(further)
        }
      }
    }
    return cycles
  }
}
