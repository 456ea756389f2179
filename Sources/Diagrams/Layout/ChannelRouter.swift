/// Draws the lines between two neighbouring layers: each turns at most in one lane (a detour has two).
///
/// A channel router with nets: two nets never share a stretch of a lane or of a column, so that lines only ever cross
/// at right angles. Where one net's pin on the low side faces another's on the high side, the first keeps its lane
/// before the second's (Deutsch 1976); rings of such demands are opened by a detour through a free column.
struct ChannelRouter {
  /// The lines that share a pin: one pin on one side, one or more on the other.
  struct Net {
    var id: Int
    var lows: [Int]
    var highs: [Int]
  }

  /// A stretch along a lane.
  private struct Run {
    var net: Int
    var first: Int
    var last: Int
    /// The columns by which it is reached from the low and from the high side.
    var lows: [Int]
    var highs: [Int]
    var lane = -1
  }

  /// The way of some of a net's pins: one run, or two with a free column between them.
  private struct Branch {
    /// The columns of the pins that are not shared lie between these.
    var first: Int
    var last: Int
    var isFanOut: Bool
    var run: Int
    var detour: (run: Int, column: Int)?
  }

  private var runs: [Run] = []
  /// The branches of each net; none where it runs straight.
  private var branches: [Int: [Branch]] = [:]
  /// The net and branch of each run.
  private var owners: [(net: Int, branch: Int)] = []
  /// The columns that a line runs along.
  private var taken: Set<Int> = []
  /// How many lanes the channel has.
  private(set) var laneCount = 0

  init(_ nets: [Net]) {
    for net in nets {
      taken.formUnion(net.lows)
      taken.formUnion(net.highs)
    }
    for net in nets { addRuns(net) }
    guard !runs.isEmpty else { return }
    assignLanes()
  }

  private mutating func addRuns(_ net: Net) {
    let all = net.lows + net.highs
    guard let first = all.min(), let last = all.max(), first < last else { return }
    let isFanOut = net.lows.count == 1
    let shared = (isFanOut ? net.lows.first : net.highs.first) ?? first
    let others = isFanOut ? net.highs : net.lows
    // A line that goes straight on between branches to both sides would make a junction of four arms: a crossing to
    // the eye. The branches leave it one after the other instead.
    let parts =
      others.contains(shared) && first < shared && shared < last
      ? [others.filter { $0 < shared }, others.filter { $0 > shared }] : [others]
    for part in parts {
      let lows = isFanOut ? [shared] : part
      let highs = isFanOut ? part : [shared]
      let columns = lows + highs
      owners.append((net.id, branches[net.id]?.count ?? 0))
      branches[net.id, default: []].append(
        Branch(first: part.min() ?? first, last: part.max() ?? last, isFanOut: isFanOut, run: runs.count))
      runs.append(
        Run(
          net: net.id, first: columns.min() ?? first, last: columns.max() ?? last, lows: lows, highs: highs))
    }
  }

  // MARK: Lanes

  /// Which runs must keep a lane before which: where a column is reached from both sides.
  private func demands() -> [[Int]] {
    var byHigh: [Int: [Int]] = [:]
    for (index, run) in runs.enumerated() {
      for column in run.highs { byHigh[column, default: []].append(index) }
    }
    return runs.indices.map { index in
      var later: Set<Int> = []
      for column in runs[index].lows {
        for other in byHigh[column] ?? [] where other != index && runs[other].net != runs[index].net {
          later.insert(other)
        }
      }
      let owner = owners[index]
      if let detour = branches[owner.net]?[owner.branch].detour,
        branches[owner.net]?[owner.branch].run == index
      {
        later.insert(detour.run)
      }
      return later.sorted()
    }
  }

  private mutating func assignLanes() {
    var later = demands()
    while true {
      let members = ChannelRouter.ringMembers(later)
      if members.isEmpty { break }
      for member in members { detour(member) }
      later = demands()
    }
    let rank = preference()
    var waiting = Array(repeating: 0, count: runs.count)
    for others in later { for other in others { waiting[other] += 1 } }
    var least = Array(repeating: 0, count: runs.count)
    var ready = runs.indices.filter { waiting[$0] == 0 }.sorted { rank[$0] > rank[$1] }
    var lanes: [[(first: Int, last: Int, run: Int)]] = []
    let isLarge = runs.count > 400
    while let index = ready.popLast() {
      let run = runs[index]
      var lane = least[index]
      if !isLarge {
        // Not before a run that should be passed first.
        for (number, members) in lanes.enumerated() where number >= lane {
          for member in members
          where member.first <= run.last && run.first <= member.last
            && crossings(runs[member.run], run) < crossings(run, runs[member.run])
          {
            lane = max(lane, number + 1)
          }
        }
      }
      while lane < lanes.count,
        lanes[lane].contains(where: { $0.first <= run.last + 1 && run.first <= $0.last + 1 })
      {
        lane += 1
      }
      while lanes.count <= lane { lanes.append([]) }
      lanes[lane].append((run.first, run.last, index))
      runs[index].lane = lane
      for other in later[index] {
        least[other] = max(least[other], lane + 1)
        waiting[other] -= 1
        if waiting[other] == 0 {
          let place = ready.firstIndex { rank[$0] < rank[other] } ?? ready.count
          ready.insert(other, at: place)
        }
      }
    }
    laneCount = lanes.count
  }

  /// How often two runs cross when the first has a lane before the second's.
  private func crossings(_ first: Run, _ second: Run) -> Int {
    var sum = 0
    for column in second.lows where column >= first.first && column <= first.last { sum += 1 }
    for column in first.highs where column >= second.first && column <= second.last { sum += 1 }
    return sum
  }

  /// The order in which runs would best take their lanes: those that lead on furthest first.
  private func preference() -> [Int] {
    func mean(_ columns: [Int]) -> Double { Double(columns.reduce(0, +)) / Double(max(1, columns.count)) }
    let keyed = runs.enumerated().map { index, run -> (group: Int, key: Double, index: Int) in
      let low = mean(run.lows)
      let isRightwards = mean(run.highs) >= low
      return (isRightwards ? 0 : 1, isRightwards ? -low : low, index)
    }
    var rank = Array(repeating: 0, count: runs.count)
    let sorted = keyed.sorted { ($0.group, $0.key, $0.index) < ($1.group, $1.key, $1.index) }
    for (place, entry) in sorted.enumerated() { rank[entry.index] = place }
    return rank
  }

  /// Runs that demand, by way of others, to keep a lane before themselves: one at least of each ring.
  private static func ringMembers(_ later: [[Int]]) -> [Int] {
    enum State { case new, open, done }
    var states = Array(repeating: State.new, count: later.count)
    var members: Set<Int> = []
    for root in later.indices where states[root] == .new {
      var stack: [(run: Int, next: Int)] = [(root, 0)]
      states[root] = .open
      while let top = stack.last {
        guard top.next < later[top.run].count else {
          states[top.run] = .done
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let other = later[top.run][top.next]
        switch states[other] {
        case .new:
          states[other] = .open
          stack.append((other, 0))
        case .open: members.insert(other)
        case .done: break
        }
      }
    }
    return members.sorted()
  }

  /// Leads a run through a column of its own, so that it begins before and ends after the others of its ring.
  ///
  /// Nothing else demands anything of that column, so a run with a detour is in no ring.
  private mutating func detour(_ index: Int) {
    let run = runs[index]
    let owner = owners[index]
    guard branches[owner.net]?[owner.branch].detour == nil else { return }
    let middle = run.first + (run.last - run.first) / 2
    var column = middle
    var distance = 0
    while taken.contains(column) {
      distance += 1
      column = middle + (distance % 2 == 0 ? distance / 2 : -(distance + 1) / 2)
    }
    taken.insert(column)
    let lowEnds = run.lows + [column]
    let highEnds = run.highs + [column]
    runs[index] = Run(
      net: run.net, first: lowEnds.min() ?? column, last: lowEnds.max() ?? column, lows: run.lows,
      highs: [column])
    runs.append(
      Run(
        net: run.net, first: highEnds.min() ?? column, last: highEnds.max() ?? column, lows: [column],
        highs: run.highs))
    owners.append(owner)
    branches[owner.net]?[owner.branch].detour = (runs.count - 1, column)
  }

  // MARK: Paths

  /// The corners of a segment between its low and its high pin, as columns and lanes; none for a straight one.
  func corners(net: Int, low: Int, high: Int) -> [(column: Int, lane: Int)] {
    guard low != high,
      let branch = branches[net]?.first(where: { branch in
        let column = branch.isFanOut ? high : low
        return branch.first <= column && column <= branch.last
      })
    else { return [] }
    let lane = runs[branch.run].lane
    guard let detour = branch.detour else { return [(low, lane), (high, lane)] }
    let second = runs[detour.run].lane
    return [(low, lane), (detour.column, lane), (detour.column, second), (high, second)]
  }
}
