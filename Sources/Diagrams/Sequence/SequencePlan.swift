/// What of a drawing does not depend on its width: who is busy when, and what each fragment is about.
struct SequencePlan {
  let diagram: SequenceDiagram
  /// How busy the sender and the receiver of a message are in its row; of a note, its last participant.
  private(set) var senderLevels: [Int]
  private(set) var receiverLevels: [Int]
  /// How busy each participant gets.
  private(set) var highest: [Int]
  private(set) var bars: [Bar] = []
  private(set) var fragments: [Fragment] = []
  /// The fragment that an item opens, parts or closes; of others, the one they are in. -1 for none.
  private(set) var fragmentOfItem: [Int]
  /// The participants of one group that stand side by side.
  private(set) var runs: [Run] = []

  /// A time in which a participant is busy: from the row of one item to the row of another.
  struct Bar {
    var participant: Int
    /// 1 for the first, more for what began while another went on.
    var level: Int
    var start: Int
    /// nil for one that never ends.
    var end: Int?
  }

  /// A fragment and the lifelines in it.
  struct Fragment {
    var parent: Int
    var first = Int.max
    var last = -1
    var open: Int
    var sections: [Int] = []
  }

  /// Participants of one group that stand side by side.
  struct Run {
    var group: Int
    var first: Int
    var last: Int
  }

  init(_ diagram: SequenceDiagram) {
    self.diagram = diagram
    let count = diagram.items.count
    senderLevels = Array(repeating: 0, count: count)
    receiverLevels = Array(repeating: 0, count: count)
    fragmentOfItem = Array(repeating: -1, count: count)
    highest = Array(repeating: 0, count: diagram.participants.count)
    findBars()
    findFragments()
    for (index, participant) in diagram.participants.enumerated() {
      guard let group = participant.group else { continue }
      if let last = runs.indices.last, runs[last].group == group, runs[last].last == index - 1 {
        runs[last].last = index
      } else {
        runs.append(Run(group: group, first: index, last: index))
      }
    }
  }

  /// The columns that bars take to the right of a lifeline when a participant is that busy.
  static func reach(_ level: Int) -> Int { max(0, level - 1) }

  /// The most columns that a participant's bars take to the right of its lifeline.
  func reach(of participant: Int) -> Int { SequencePlan.reach(highest[participant]) }

  // MARK: Bars

  private mutating func findBars() {
    var open: [[Int]] = Array(repeating: [], count: diagram.participants.count)
    var lastMessage: Int?
    for (index, item) in diagram.items.enumerated() {
      switch item {
      case .message(let message):
        lastMessage = index
        // What the statements behind a message begin, begins in its row; of a loop, where it comes back.
        let isLoop = message.from == message.to
        senderLevels[index] = open[message.from].count + (isLoop ? 0 : begun(for: message.from, after: index))
        if message.activates { begin(message.to, at: index, &open) }
        receiverLevels[index] = open[message.to].count + begun(for: message.to, after: index)
        if message.deactivates { end(message.from, at: index, &open) }
        if message.destroysReceiver { while end(message.to, at: index, &open) {} }
        if message.destroysSender { while end(message.from, at: index, &open) {} }
      case .activate(let participant):
        // A bar begins in the row of the arrow that it is about.
        var start = index
        if let lastMessage, case .message(let message) = diagram.items[lastMessage],
          message.from == participant || message.to == participant
        {
          start = lastMessage
        }
        begin(participant, at: start, &open)
      case .deactivate(let participant): end(participant, at: index, &open)
      case .note(let note):
        senderLevels[index] = open[note.last].count
        lastMessage = nil
      case .destroy, .open, .section, .close: lastMessage = nil
      }
    }
  }

  private mutating func begin(_ participant: Int, at item: Int, _ open: inout [[Int]]) {
    open[participant].append(bars.count)
    bars.append(Bar(participant: participant, level: open[participant].count, start: item))
    highest[participant] = max(highest[participant], open[participant].count)
  }

  @discardableResult
  private mutating func end(_ participant: Int, at item: Int, _ open: inout [[Int]]) -> Bool {
    guard let bar = open[participant].popLast() else { return false }
    bars[bar].end = item
    return true
  }

  /// How many bars of a participant the statements right behind a message begin: they begin in its row.
  private func begun(for participant: Int, after item: Int) -> Int {
    var count = 0
    var next = item + 1
    while next < diagram.items.count {
      switch diagram.items[next] {
      case .activate(participant): count += 1
      case .activate, .deactivate: break
      default: return count
      }
      next += 1
    }
    return count
  }

  // MARK: Fragments

  private mutating func findFragments() {
    var open: [Int] = []
    for (index, item) in diagram.items.enumerated() {
      fragmentOfItem[index] = open.last ?? -1
      switch item {
      case .open:
        let fragment = Fragment(parent: open.last ?? -1, open: index)
        fragmentOfItem[index] = fragments.count
        open.append(fragments.count)
        fragments.append(fragment)
      case .section: if let last = open.last { fragments[last].sections.append(index) }
      case .close:
        guard let last = open.popLast() else { break }
        if let parent = open.last { cover(fragments[last].first, fragments[last].last, by: parent) }
      case .message(let message):
        if let last = open.last {
          cover(min(message.from, message.to), max(message.from, message.to), by: last)
        }
      case .note(let note): if let last = open.last { cover(note.first, note.last, by: last) }
      case .activate, .deactivate, .destroy: break
      }
    }
    // A fragment in which nothing happens is about what its parent is about.
    for index in fragments.indices where fragments[index].last < 0 {
      let parent = fragments[index].parent
      fragments[index].first = parent < 0 ? 0 : fragments[parent].first
      fragments[index].last = parent < 0 ? max(0, highest.count - 1) : fragments[parent].last
    }
  }

  private mutating func cover(_ first: Int, _ last: Int, by fragment: Int) {
    guard last >= 0 else { return }
    fragments[fragment].first = min(fragments[fragment].first, first)
    fragments[fragment].last = max(fragments[fragment].last, last)
  }
}
