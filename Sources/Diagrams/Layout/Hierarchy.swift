/// The levels of a diagram: the whole, and the inside of each group.
///
/// Level 0 is the whole; the inside of group `g` is level `g + 1`. What stands on a level is a box or a group as one
/// item. Each line has its true course at the deepest level that holds both its ends, and a piece at each level further
/// in, from the frame to the item that holds the end.
struct Hierarchy {
  /// What stands on a level.
  enum Item: Hashable {
    case box(Int)
    case group(Int)
  }

  /// The course of a line at one level. An end that is nil is the level's own frame.
  struct Course {
    var edge: Int
    var from: Int?
    var to: Int?
  }

  let graph: DiagramGraph
  /// The items of each level, in the order of the source.
  private(set) var items: [[Item]]
  /// The direction of each level.
  private(set) var directions: [Direction]
  /// The lines of each level that run between its items, or from an item to the level's frame.
  private(set) var courses: [[Course]]
  /// The lines that enter each level through its frame: the edge, the item inside, and whether the end inside is
  /// the line's `from`.
  private(set) var entrances: [[(edge: Int, item: Int, isFrom: Bool)]]
  /// The lines from an item to itself, by level: the edge and the item.
  private(set) var loops: [[(edge: Int, item: Int)]]
  /// The levels of a line's ends further in than its course, from the inside out.
  private(set) var innerLevels: [(from: [Int], to: [Int])]
  /// The level of each line's course.
  private(set) var courseLevels: [Int]
  /// The levels from the inside out: each before the one it stands on.
  let insideOut: [Int]

  init(_ graph: DiagramGraph, direction: Direction) {
    self.graph = graph
    let count = graph.groups.count + 1
    items = Array(repeating: [], count: count)
    courses = Array(repeating: [], count: count)
    entrances = Array(repeating: [], count: count)
    loops = Array(repeating: [], count: count)
    innerLevels = Array(repeating: ([], []), count: graph.edges.count)
    courseLevels = Array(repeating: 0, count: graph.edges.count)
    directions = Array(repeating: direction, count: count)
    insideOut = Array((0..<count).reversed())

    let places = Hierarchy.place(graph, items: &items)
    var isLinkedOutside = Array(repeating: false, count: graph.groups.count)
    for (index, edge) in graph.edges.enumerated() {
      trace(index, edge, places: places, isLinkedOutside: &isLinkedOutside)
    }
    for (index, group) in graph.groups.enumerated() {
      // What Mermaid does: a group whose members are linked to the outside has no direction of its own.
      let inherited = directions[(group.parent ?? -1) + 1]
      directions[index + 1] = isLinkedOutside[index] ? inherited : group.direction ?? inherited
    }
  }

  /// Where each box and group stands: its index among the items of its level.
  private struct Places {
    var boxes: [Int]
    var groups: [Int]
  }

  private static func place(_ graph: DiagramGraph, items: inout [[Item]]) -> Places {
    // A group stands where its first box is mentioned.
    var firstBox = Array(repeating: Int.max, count: graph.groups.count)
    for (index, box) in graph.boxes.enumerated() {
      if let group = box.group { firstBox[group] = min(firstBox[group], index) }
    }
    for index in graph.groups.indices.reversed() {
      if let parent = graph.groups[index].parent { firstBox[parent] = min(firstBox[parent], firstBox[index]) }
    }
    var keyed: [[(key: Int, item: Item)]] = Array(repeating: [], count: items.count)
    for (index, group) in graph.groups.enumerated() {
      keyed[(group.parent ?? -1) + 1].append((firstBox[index], .group(index)))
    }
    for (index, box) in graph.boxes.enumerated() {
      keyed[(box.group ?? -1) + 1].append((index, .box(index)))
    }
    var places = Places(
      boxes: Array(repeating: 0, count: graph.boxes.count),
      groups: Array(repeating: 0, count: graph.groups.count))
    for level in items.indices {
      let sorted = keyed[level].enumerated().sorted {
        ($0.element.key, $0.offset) < ($1.element.key, $1.offset)
      }
      items[level] = sorted.map(\.element.item)
      for (index, item) in items[level].enumerated() {
        switch item {
        case .box(let box): places.boxes[box] = index
        case .group(let group): places.groups[group] = index
        }
      }
    }
    return places
  }

  /// The levels that hold an end, from the outside in, with the item that holds it on each.
  private func chain(of end: DiagramGraph.End, places: Places) -> [(level: Int, item: Int)] {
    var chain: [(level: Int, item: Int)] = []
    var group: Int?
    switch end {
    case .box(let box):
      group = graph.boxes[box].group
      chain.append(((group ?? -1) + 1, places.boxes[box]))
    case .group(let index):
      group = graph.groups[index].parent
      chain.append(((group ?? -1) + 1, places.groups[index]))
    }
    while let current = group {
      group = graph.groups[current].parent
      chain.append(((group ?? -1) + 1, places.groups[current]))
    }
    return chain.reversed()
  }

  private mutating func trace(
    _ index: Int, _ edge: DiagramGraph.Edge, places: Places, isLinkedOutside: inout [Bool]
  ) {
    let from = chain(of: edge.from, places: places)
    let to = chain(of: edge.to, places: places)
    var depth = 0
    while depth < from.count, depth < to.count, from[depth] == to[depth] { depth += 1 }
    if depth == from.count, depth == to.count {
      if let last = from.last { loops[last.level].append((index, last.item)) }
      return
    }
    // One end is a group around the other: the line runs inside it, to its frame.
    if depth == from.count {
      courseLevels[index] = to[depth].level
      courses[to[depth].level].append(Course(edge: index, from: nil, to: to[depth].item))
    } else if depth == to.count {
      courseLevels[index] = from[depth].level
      courses[from[depth].level].append(Course(edge: index, from: from[depth].item, to: nil))
    } else {
      courseLevels[index] = from[depth].level
      courses[from[depth].level].append(Course(edge: index, from: from[depth].item, to: to[depth].item))
    }
    for (level, item) in from.dropFirst(depth + 1) {
      entrances[level].append((index, item, true))
      innerLevels[index].from.insert(level, at: 0)
      isLinkedOutside[level - 1] = true
    }
    for (level, item) in to.dropFirst(depth + 1) {
      entrances[level].append((index, item, false))
      innerLevels[index].to.insert(level, at: 0)
      isLinkedOutside[level - 1] = true
    }
  }
}
