/// Moves the ports of boxes along their borders so that lines run straight, and so that no two lines would have to pass
/// each other in one column.
enum Straightener {
  /// - Parameter gap: the free cells that two ports of one side keep between them.
  static func slidePorts(_ graph: inout LayerGraph, gap: Int) {
    for (index, segment) in graph.segments.enumerated() {
      let low = graph.nodes[segment.low]
      let high = graph.nodes[segment.high]
      guard low.isBox || high.isBox, isAlone(graph, index) else { continue }
      let lowPlace = low.cross + segment.lowOffset
      let highPlace = high.cross + segment.highOffset
      guard lowPlace != highPlace else { continue }
      let lowRange = range(graph, [index], isHighEnd: false, gap: gap)
      let highRange = range(graph, [index], isHighEnd: true, gap: gap)
      let first = max(lowRange.lowerBound, highRange.lowerBound)
      let last = min(lowRange.upperBound, highRange.upperBound)
      guard first <= last else { continue }
      // As near to the middle between the two as the ranges allow; an end that cannot move stays.
      let wish = (lowPlace + highPlace) / 2
      let place = min(max(wish, first), last)
      graph.segments[index].lowOffset = place - low.cross
      graph.segments[index].highOffset = place - high.cross
    }
  }

  /// Whether a segment shares no pin with another of its net.
  private static func isAlone(_ graph: LayerGraph, _ index: Int) -> Bool {
    let segment = graph.segments[index]
    return !graph.outgoing[segment.low].contains { $0 != index && graph.segments[$0].net == segment.net }
      && !graph.incoming[segment.high].contains { $0 != index && graph.segments[$0].net == segment.net }
  }

  /// Where the end of segments that share it may move to without passing a neighbour.
  private static func range(
    _ graph: LayerGraph, _ indices: [Int], isHighEnd: Bool, gap: Int
  ) -> ClosedRange<Int> {
    guard let first = indices.first else { return 0...0 }
    let segment = graph.segments[first]
    let node = graph.nodes[isHighEnd ? segment.high : segment.low]
    let own = isHighEnd ? segment.highOffset : segment.lowOffset
    guard node.isBox, !node.hasFixedPorts else { return (node.cross + own)...(node.cross + own) }
    var least = 1
    var most = node.portSize - 2
    for other in isHighEnd ? graph.incoming[segment.high] : graph.outgoing[segment.low]
    where !indices.contains(other) {
      let place = isHighEnd ? graph.segments[other].highOffset : graph.segments[other].lowOffset
      if place < own { least = max(least, place + gap + 1) }
      if place > own { most = min(most, place - gap - 1) }
    }
    guard least <= own, own <= most else { return (node.cross + own)...(node.cross + own) }
    return (node.cross + least)...(node.cross + most)
  }

  /// Moves the shared port of lines that part to both sides and go straight on by one cell, where its box has room:
  /// the lines then part in one lane (`┴┬`) instead of two.
  static func partJunctions(_ graph: inout LayerGraph, layer: Int, gap: Int) {
    for isFanOut in [true, false] {
      for node in graph.layers[isFanOut ? layer : layer + 1] where graph.nodes[node].isBox {
        var nets: [Int: [Int]] = [:]
        for index in isFanOut ? graph.outgoing[node] : graph.incoming[node] {
          nets[graph.segments[index].net, default: []].append(index)
        }
        for (_, segments) in nets.sorted(by: { $0.key < $1.key }) where segments.count > 2 {
          let others = segments.map { index -> Int in
            let segment = graph.segments[index]
            return isFanOut
              ? graph.nodes[segment.high].cross + segment.highOffset
              : graph.nodes[segment.low].cross + segment.lowOffset
          }
          let own = graph.segments[segments[0]]
          let place = graph.nodes[node].cross + (isFanOut ? own.lowOffset : own.highOffset)
          guard others.contains(place), others.contains(where: { $0 < place }),
            others.contains(where: { $0 > place })
          else { continue }
          let range = range(graph, segments, isHighEnd: !isFanOut, gap: gap)
          let sides =
            others.filter { $0 < place }.count <= others.filter { $0 > place }.count ? [1, -1] : [-1, 1]
          guard
            let side = sides.first(where: { range.contains(place + $0) && !others.contains(place + $0) })
          else { continue }
          for index in segments {
            if isFanOut {
              graph.segments[index].lowOffset += side
            } else {
              graph.segments[index].highOffset += side
            }
          }
        }
      }
    }
  }

  /// Where two boxes that face each other exchange lines crosswise, moves one port aside: two lines that each end in the
  /// column in which the other begins cannot be drawn without a detour.
  static func partColumns(_ graph: inout LayerGraph, layer: Int, gap: Int) {
    let nodes = graph.layers[layer]
    var lows: [Int: Int] = [:]
    for node in nodes {
      for index in graph.outgoing[node] {
        lows[graph.nodes[node].cross + graph.segments[index].lowOffset] = graph.segments[index].net
      }
    }
    for node in graph.layers[layer + 1] where graph.nodes[node].isBox {
      for index in graph.incoming[node] where isAlone(graph, index) {
        let segment = graph.segments[index]
        let place = graph.nodes[node].cross + segment.highOffset
        let start = graph.nodes[segment.low].cross + segment.lowOffset
        guard start != place, let net = lows[place], net != segment.net else { continue }
        let range = range(graph, [index], isHighEnd: true, gap: gap)
        let side = start < place ? -1 : 1
        for candidate in [place + side, place - side]
        where range.contains(candidate) && lows[candidate] == nil {
          graph.segments[index].highOffset = candidate - graph.nodes[node].cross
          break
        }
      }
    }
  }
}
