/// Sets where on the borders of boxes and groups lines begin and end.
///
/// Every line has a cell of its own, but for the lines of one net. Their order is that of the lines' other ends.
struct Ports {
  /// The free cells that two ports of one side keep between them: in columns one, in rows none.
  let gap: Int
  /// For each group item: where the lines from inside cross its frame at its start and its end.
  let frameOffsets: (_ group: Int, _ edge: Int, _ isStart: Bool) -> Int?
  /// For each group item: the cells of its start or end at which no further line may end.
  let takenPlaces: (_ group: Int, _ isStart: Bool) -> Set<Int>

  /// The cells that a side of a box needs for its ports.
  static func room(forPorts count: Int, gap: Int) -> Int {
    count == 0 ? 0 : count * (gap + 1) - gap + 2
  }

  /// How many ports a node's side has.
  static func count(_ graph: LayerGraph, _ node: Int, isStart: Bool) -> Int {
    let segments = isStart ? graph.incoming[node] : graph.outgoing[node]
    return Set(segments.map { graph.segments[$0].net }).count
  }

  /// Sets the offsets of all segments at all nodes. The sizes of the nodes are known.
  func assign(_ graph: inout LayerGraph) {
    // Groups first: their ports are given, and part the lines of the boxes that lead to them.
    for isGroup in [true, false] {
      for node in graph.nodes.indices where graph.nodes[node].isGroup == isGroup {
        for isStart in [true, false] { assign(&graph, node, isStart: isStart) }
      }
    }
  }

  private func assign(_ graph: inout LayerGraph, _ node: Int, isStart: Bool) {
    let segments = isStart ? graph.incoming[node] : graph.outgoing[node]
    guard !segments.isEmpty else { return }
    guard case .item(let item) = graph.nodes[node].kind else {
      if graph.nodes[node].kind == .bend || graph.nodes[node].kind == .port { return }
      for segment in segments { set(&graph, segment, isStart: isStart, graph.nodes[node].lineOffset) }
      return
    }
    var free = segments
    var taken = graph.nodes[node].barred
    if case .group(let group) = item {
      free = []
      taken = takenPlaces(group, isStart)
      for segment in segments {
        if let offset = frameOffsets(group, graph.segments[segment].edge, isStart) {
          set(&graph, segment, isStart: isStart, offset)
        } else {
          free.append(segment)
        }
      }
    }
    var nets: [Int: (sum: Double, count: Int, segments: [Int])] = [:]
    for segment in free {
      let other = isStart ? graph.segments[segment].low : graph.segments[segment].high
      let offset = isStart ? graph.segments[segment].lowOffset : graph.segments[segment].highOffset
      // Where the other end is a group, its ports part the lines that meet it.
      let value = Double(graph.order[other]) + min(0.9, Double(offset) / 10_000)
      let old = nets[graph.segments[segment].net] ?? (0, 0, [])
      nets[graph.segments[segment].net] = (old.sum + value, old.count + 1, old.segments + [segment])
    }
    let sorted = nets.sorted {
      ($0.value.sum / Double($0.value.count), $0.key) < ($1.value.sum / Double($1.value.count), $1.key)
    }
    let places = spread(sorted.count, over: graph.nodes[node].portSize, avoiding: taken)
    for (net, place) in zip(sorted, places) {
      for segment in net.value.segments { set(&graph, segment, isStart: isStart, place) }
    }
  }

  private func set(_ graph: inout LayerGraph, _ segment: Int, isStart: Bool, _ offset: Int) {
    if isStart {
      graph.segments[segment].highOffset = offset
    } else {
      graph.segments[segment].lowOffset = offset
    }
  }

  /// Places for a number of ports on a side, evenly, off the corners.
  private func spread(_ count: Int, over size: Int, avoiding taken: Set<Int>) -> [Int] {
    guard count > 0 else { return [] }
    // A sign alone has one cell, where all its lines meet.
    guard size > 2 else { return Array(repeating: 0, count: count) }
    if !taken.isEmpty {
      let free = Ports.freePlaces(size: size, taken: taken, gap: gap)
      if free.count >= count { return (0..<count).map { free[(2 * $0 + 1) * free.count / (2 * count)] } }
    }
    var places: [Int] = []
    var last = 0
    for index in 0..<count {
      var place = ((index + 1) * (size - 1) * 2 + count + 1) / (2 * (count + 1))
      place = min(place, size - 2 - (count - 1 - index) * (gap + 1))
      place = max(place, last == 0 ? 1 : last + gap + 1)
      places.append(place)
      last = place
    }
    return places
  }

  /// Cells of a side that are free for ports, as many as fit with their gaps.
  static func freePlaces(size: Int, taken: Set<Int>, gap: Int) -> [Int] {
    var free: [Int] = []
    var place = 1
    while place < size - 1 {
      if (place - gap...place + gap).contains(where: { taken.contains($0) }) {
        place += 1
      } else {
        free.append(place)
        place += gap + 1
      }
    }
    return free
  }
}
