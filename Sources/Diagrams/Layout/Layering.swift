/// Puts the items of one level into layers, so that its links run from a lower layer to a higher one.
///
/// Cycles are opened at the link that closes them when links are taken in the order of the source (a back edge): who
/// describes a flow says first how it goes on, and last how it comes back. Layers start from the longest path; items then
/// move towards where most of their links lead.
struct Layering {
  /// A link between two items, as the source directs it.
  struct Link {
    var from: Int
    var to: Int
    var minimumLength: Int
  }

  /// The layer of each item, from 0, without gaps.
  private(set) var layers: [Int]
  /// Whether each link runs against the layers.
  private(set) var isReversed: [Bool]

  /// - Parameters:
  ///   - startPull: how many lines lead from each item to what lies before the level's start.
  ///   - endPull: the same for its end.
  init(count: Int, links: [Link], startPull: [Int], endPull: [Int]) {
    layers = Array(repeating: 0, count: count)
    isReversed = BackEdges.find(count: count, links: links)
    var outgoing: [[Int]] = Array(repeating: [], count: count)
    var incoming: [[Int]] = Array(repeating: [], count: count)
    for (index, link) in links.enumerated() where link.from != link.to {
      outgoing[low(link, index)].append(index)
      incoming[high(link, index)].append(index)
    }
    let order = topologicalOrder(links, outgoing: outgoing, incoming: incoming)
    for item in order {
      for index in outgoing[item] {
        let target = high(links[index], index)
        layers[target] = max(layers[target], layers[item] + links[index].minimumLength)
      }
    }
    tighten(
      order, links, outgoing: outgoing, incoming: incoming, startPull: startPull, endPull: endPull)
    removeGaps()
  }

  private func low(_ link: Link, _ index: Int) -> Int { isReversed[index] ? link.to : link.from }
  private func high(_ link: Link, _ index: Int) -> Int { isReversed[index] ? link.from : link.to }

  private func topologicalOrder(_ links: [Link], outgoing: [[Int]], incoming: [[Int]]) -> [Int] {
    var waiting = incoming.map(\.count)
    var order = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < order.count {
      for index in outgoing[order[next]] {
        let target = high(links[index], index)
        waiting[target] -= 1
        if waiting[target] == 0 { order.append(target) }
      }
      next += 1
    }
    return order
  }

  /// Moves items within their slack towards the side to which more of their links lead.
  private mutating func tighten(
    _ order: [Int], _ links: [Link], outgoing: [[Int]], incoming: [[Int]], startPull: [Int], endPull: [Int]
  ) {
    for _ in 0..<4 {
      var isChanged = false
      let last = layers.max() ?? 0
      for item in order.reversed() {
        let pull = outgoing[item].count + endPull[item] - incoming[item].count - startPull[item]
        guard pull > 0 else { continue }
        let room =
          outgoing[item].map { layers[high(links[$0], $0)] - links[$0].minimumLength }.min() ?? last
        if room > layers[item] {
          layers[item] = room
          isChanged = true
        }
      }
      for item in order {
        let pull = incoming[item].count + startPull[item] - outgoing[item].count - endPull[item]
        guard pull > 0 else { continue }
        let room = incoming[item].map { layers[low(links[$0], $0)] + links[$0].minimumLength }.max() ?? 0
        if room < layers[item] {
          layers[item] = room
          isChanged = true
        }
      }
      if !isChanged { break }
    }
  }

  private mutating func removeGaps() {
    let used = Set(layers).sorted()
    var rank: [Int: Int] = [:]
    for (index, layer) in used.enumerated() { rank[layer] = index }
    layers = layers.map { rank[$0] ?? 0 }
  }
}
