import Testing

@testable import Diagrams

/// Lines between two layers, each in its lane.
struct ChannelRouterTests {
  private typealias Net = ChannelRouter.Net

  @Test func aStraightLineNeedsNoLane() {
    let router = ChannelRouter([Net(id: 1, lows: [4], highs: [4])])
    #expect(router.laneCount == 0)
    #expect(router.corners(net: 1, low: 4, high: 4).isEmpty)
  }

  @Test func linesThatDoNotOverlapShareALane() {
    let router = ChannelRouter([Net(id: 1, lows: [0], highs: [3]), Net(id: 2, lows: [6], highs: [9])])
    #expect(router.laneCount == 1)
  }

  @Test func ofTwoLinesToTheRightTheFartherTurnsFirst() {
    // Else they would cross.
    let router = ChannelRouter([Net(id: 1, lows: [0], highs: [6]), Net(id: 2, lows: [4], highs: [9])])
    let first = router.corners(net: 1, low: 0, high: 6)[0].lane
    let second = router.corners(net: 2, low: 4, high: 9)[0].lane
    #expect(second < first)
  }

  @Test func aLineThatEndsWhereAnotherBeginsTurnsAfterIt() {
    let router = ChannelRouter([Net(id: 1, lows: [5], highs: [9]), Net(id: 2, lows: [1], highs: [5])])
    let begins = router.corners(net: 1, low: 5, high: 9)[0].lane
    let ends = router.corners(net: 2, low: 1, high: 5)[0].lane
    #expect(begins < ends)
  }

  @Test func twoLinesThatEachEndWhereTheOtherBeginsTakeADetour() {
    let router = ChannelRouter([Net(id: 1, lows: [2], highs: [8]), Net(id: 2, lows: [8], highs: [2])])
    let paths = [router.corners(net: 1, low: 2, high: 8), router.corners(net: 2, low: 8, high: 2)]
    #expect(paths.map(\.count).sorted() == [2, 4])
    // In the columns 2 and 8 the lines do not meet.
    let leaves1 = paths[0].first?.lane ?? 0
    let arrives2 = paths[1].last?.lane ?? 0
    let leaves2 = paths[1].first?.lane ?? 0
    let arrives1 = paths[0].last?.lane ?? 0
    #expect(leaves1 < arrives2)
    #expect(leaves2 < arrives1)
  }

  @Test func aTrunkThatGoesStraightOnPartsInTwoPlaces() {
    let router = ChannelRouter([Net(id: 1, lows: [5], highs: [1, 5, 9])])
    let left = router.corners(net: 1, low: 5, high: 1)
    let right = router.corners(net: 1, low: 5, high: 9)
    #expect(router.corners(net: 1, low: 5, high: 5).isEmpty)
    #expect(left[0].lane != right[0].lane)
  }

  @Test func noTwoLinesEverShareAStretch() {
    var state: UInt64 = 7
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for _ in 0..<300 {
      let count = 1 + random(12)
      var lows = Array(0..<30).filter { $0 % 2 == 0 }
      var highs = lows
      var nets: [Net] = []
      for id in 0..<count {
        nets.append(
          Net(
            id: id, lows: [lows.remove(at: random(lows.count))],
            highs: [highs.remove(at: random(highs.count))]))
      }
      expectApart(nets, ChannelRouter(nets))
    }
  }

  /// Checks cell by cell that only crossings are shared.
  private func expectApart(_ nets: [Net], _ router: ChannelRouter) {
    var flat: [String: Int] = [:]
    var upright: [String: Int] = [:]
    for net in nets {
      var points = [(net.lows[0], -1)]
      points += router.corners(net: net.id, low: net.lows[0], high: net.highs[0]).map { ($0.column, $0.lane) }
      points.append((net.highs[0], router.laneCount))
      for (start, end) in zip(points, points.dropFirst()) {
        if start.1 == end.1 {
          for column in min(start.0, end.0)...max(start.0, end.0) {
            let owner = flat.updateValue(net.id, forKey: "\(column),\(start.1)")
            #expect(owner == nil || owner == net.id)
          }
        } else {
          for row in min(start.1, end.1)...max(start.1, end.1) {
            let owner = upright.updateValue(net.id, forKey: "\(start.0),\(row)")
            #expect(owner == nil || owner == net.id)
          }
        }
      }
    }
  }
}
