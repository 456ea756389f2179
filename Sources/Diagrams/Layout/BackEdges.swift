/// Finds the links that close a cycle.
enum BackEdges {
  /// Which links lead back to where an earlier link set out from.
  ///
  /// Links are taken one by one in the order of the source, and an order of the items is kept in which all of them run
  /// forwards (Pearce and Kelly 2006). Where that takes too long, a walk from item to item decides instead.
  static func find(count: Int, links: [Layering.Link]) -> [Bool] {
    var order = ForwardOrder(count: count)
    var isBack = Array(repeating: false, count: links.count)
    for (index, link) in links.enumerated() where link.from != link.to {
      isBack[index] = !order.add(link)
      if order.effort > 2_000_000 { return walk(count: count, links: links) }
    }
    return isBack
  }

  /// Which links lead back, by a walk that begins where nothing leads to: a link to an item it is still inside of.
  private static func walk(count: Int, links: [Layering.Link]) -> [Bool] {
    var isBack = Array(repeating: false, count: links.count)
    var outgoing: [[Int]] = Array(repeating: [], count: count)
    var hasIncoming = Array(repeating: false, count: count)
    for (index, link) in links.enumerated() where link.from != link.to {
      outgoing[link.from].append(index)
      hasIncoming[link.to] = true
    }
    enum State { case new, open, done }
    var states = Array(repeating: State.new, count: count)
    let roots = (0..<count).filter { !hasIncoming[$0] } + (0..<count).filter { hasIncoming[$0] }
    for root in roots where states[root] == .new {
      var stack: [(item: Int, next: Int)] = [(root, 0)]
      states[root] = .open
      while let top = stack.last {
        guard top.next < outgoing[top.item].count else {
          states[top.item] = .done
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let index = outgoing[top.item][top.next]
        let target = links[index].to
        switch states[target] {
        case .new:
          states[target] = .open
          stack.append((target, 0))
        case .open: isBack[index] = true
        case .done: break
        }
      }
    }
    return isBack
  }
}

/// An order of items in which all links that were added run forwards.
private struct ForwardOrder {
  /// How many steps were taken so far.
  private(set) var effort = 0
  private var rank: [Int]
  private var outgoing: [[Int]]
  private var incoming: [[Int]]
  private var isSeen: [Bool]

  init(count: Int) {
    rank = Array(0..<count)
    outgoing = Array(repeating: [], count: count)
    incoming = outgoing
    isSeen = Array(repeating: false, count: count)
  }

  /// Adds a link, unless it closes a cycle.
  ///
  /// - Returns: whether it was added.
  mutating func add(_ link: Layering.Link) -> Bool {
    effort += 1
    if rank[link.from] > rank[link.to] {
      // What lies behind the target, as far as the source's place, has to move behind what leads to the source.
      let near = rank[link.to]...rank[link.from]
      let later = reached(from: link.to, by: outgoing, within: near)
      if later.contains(link.from) { return false }
      let earlier = reached(from: link.from, by: incoming, within: near)
      let moved = earlier.sorted { rank[$0] < rank[$1] } + later.sorted { rank[$0] < rank[$1] }
      let places = moved.map { rank[$0] }.sorted()
      for (item, place) in zip(moved, places) { rank[item] = place }
    }
    outgoing[link.from].append(link.to)
    incoming[link.to].append(link.from)
    return true
  }

  /// What can be reached from an item by links whose ends lie in a range of the order.
  private mutating func reached(from start: Int, by links: [[Int]], within near: ClosedRange<Int>) -> [Int] {
    var found = [start]
    isSeen[start] = true
    var next = 0
    while next < found.count {
      for target in links[found[next]] {
        effort += 1
        guard !isSeen[target], near.contains(rank[target]) else { continue }
        isSeen[target] = true
        found.append(target)
      }
      next += 1
    }
    for item in found { isSeen[item] = false }
    return found
  }
}
