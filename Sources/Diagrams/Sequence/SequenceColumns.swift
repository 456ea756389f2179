/// Where the lifelines stand, so that every text between two of them has room.
struct SequenceColumns {
  let spacing: SequenceSpacing
  /// The column of each lifeline, from the left edge of the drawing.
  private(set) var lifelines: [Int] = []
  private(set) var width = 0
  /// The columns of each box, and those of them left of the lifeline.
  private(set) var headWidths: [Int]
  /// How far the content of each fragment reaches beyond its first and its last lifeline.
  private(set) var fragmentLeft: [Int]
  private(set) var fragmentRight: [Int]
  /// How far the frame of each run of a group stands from its boxes on either side.
  private(set) var runPadding: [Int]

  private let plan: SequencePlan
  private let texts: SequenceTexts
  /// The distance of each lifeline from the one before it; that of the first from the left edge.
  private var distances: [Int]
  /// What stands to the right of the last lifeline.
  private var rightMargin = 0
  /// The distances that lifelines further apart need.
  private var spans: [Span: Int] = [:]

  private struct Span: Hashable {
    var first: Int
    var last: Int
  }

  /// The lifelines of the roomiest drawing that fits a width; of the natural one when none does.
  static func fitting(_ plan: SequencePlan, _ texts: SequenceTexts, width: Int?) -> SequenceColumns {
    let natural = SequenceColumns(plan, texts, .natural)
    guard let width, natural.width > width else { return natural }
    let spacings = SequenceSpacing.all
    guard let found = roomiest(Array(spacings.dropFirst()), plan, texts, width: width) else { return natural }
    // Where participants had to be broken, messages may have more room again.
    let longer = (found.spacing.text...SequenceSpacing.natural.text).reversed().map { text in
      var spacing = found.spacing
      spacing.text = text
      return spacing
    }
    return roomiest(longer, plan, texts, width: width) ?? found
  }

  /// The first of some spacings, each narrower than the one before, that fits a width.
  private static func roomiest(
    _ spacings: [SequenceSpacing], _ plan: SequencePlan, _ texts: SequenceTexts, width: Int
  ) -> SequenceColumns? {
    guard let last = spacings.last else { return nil }
    var best = SequenceColumns(plan, texts, last)
    guard best.width <= width else { return nil }
    var low = 0
    var high = spacings.count - 1
    while low < high {
      let middle = (low + high) / 2
      let columns = SequenceColumns(plan, texts, spacings[middle])
      if columns.width <= width {
        best = columns
        high = middle
      } else {
        low = middle + 1
      }
    }
    return best
  }

  init(_ plan: SequencePlan, _ texts: SequenceTexts, _ spacing: SequenceSpacing) {
    self.plan = plan
    self.texts = texts
    self.spacing = spacing
    headWidths = texts.heads.map { spacing.headWidth(of: $0) + 4 }
    fragmentLeft = Array(repeating: 0, count: plan.fragments.count)
    fragmentRight = plan.fragments.map { $0.last < plan.highest.count ? plan.reach(of: $0.last) : 0 }
    runPadding = plan.runs.map { _ in 2 }
    // Fragments without any participant stand around one place where nobody is.
    let isDeserted = plan.highest.isEmpty
    distances = Array(repeating: 0, count: isDeserted ? min(1, plan.fragments.count) : plan.highest.count)
    guard !distances.isEmpty else { return }
    if !isDeserted { measureHeads() }
    for (index, item) in plan.diagram.items.enumerated() { measure(item, at: index) }
    stretch()
    var column = 0
    for distance in distances {
      column += distance
      lifelines.append(column)
    }
    width = column + rightMargin + 1
  }

  /// How many columns of a participant's box are left and right of its lifeline.
  func halves(of participant: Int) -> (left: Int, right: Int) {
    let left = (headWidths[participant] - 1) / 2
    return (left, headWidths[participant] - 1 - left)
  }

  // MARK: What needs room

  /// Makes room left of a lifeline, in a fragment.
  private mutating func reserveLeft(_ participant: Int, _ columns: Int, in fragment: Int) {
    if fragment >= 0, plan.fragments[fragment].first == participant {
      fragmentLeft[fragment] = max(fragmentLeft[fragment], columns)
    } else if participant == 0 {
      distances[0] = max(distances[0], columns)
    } else {
      separate(participant - 1, participant, columns + plan.reach(of: participant - 1) + 2)
    }
  }

  private mutating func reserveRight(_ participant: Int, _ columns: Int, in fragment: Int) {
    if fragment >= 0, plan.fragments[fragment].last == participant {
      fragmentRight[fragment] = max(fragmentRight[fragment], columns)
    } else if participant == distances.count - 1 {
      rightMargin = max(rightMargin, columns)
    } else {
      separate(participant, participant + 1, columns + 2)
    }
  }

  /// Asks for a distance of two lifelines.
  private mutating func separate(_ first: Int, _ last: Int, _ distance: Int) {
    if first + 1 == last {
      distances[last] = max(distances[last], distance)
    } else if first < last {
      let span = Span(first: first, last: last)
      spans[span] = max(spans[span] ?? 0, distance)
    }
  }

  private mutating func measureHeads() {
    var before = Array(repeating: 0, count: distances.count)
    var after = before
    for (index, run) in plan.runs.enumerated() {
      let title = min(texts.groups[run.group].natural, max(spacing.text, 12))
      let halves = (left: self.halves(of: run.first).left, right: self.halves(of: run.last).right)
      if run.first == run.last {
        // A title wider than the only box in it widens the frame.
        runPadding[index] = max(2, (title + 4 - halves.left - halves.right) / 2)
      } else {
        separate(run.first, run.last, title - 1 - halves.left - halves.right)
      }
      before[run.first] = runPadding[index]
      after[run.last] = runPadding[index]
    }
    for index in distances.indices {
      let left = halves(of: index).left + before[index]
      if index == 0 {
        distances[0] = left
      } else {
        let right = max(halves(of: index - 1).right + after[index - 1], plan.reach(of: index - 1))
        separate(index - 1, index, right + left + 1 + spacing.gap)
      }
    }
    let last = distances.count - 1
    rightMargin = max(halves(of: last).right + after[last], plan.reach(of: last))
  }

  private mutating func measure(_ item: SequenceDiagram.Item, at index: Int) {
    let fragment = plan.fragmentOfItem[index]
    switch item {
    case .message(let message): measure(message, at: index, in: fragment)
    case .note(let note): measure(note, at: index, in: fragment)
    case .close: measureFrame(of: fragment)
    case .activate, .deactivate, .destroy, .open, .section: break
    }
  }

  private mutating func measure(_ message: SequenceDiagram.Message, at index: Int, in fragment: Int) {
    let text = spacing.width(of: texts.items[index])
    let sender = SequencePlan.reach(plan.senderLevels[index])
    let receiver = SequencePlan.reach(plan.receiverLevels[index])
    if message.from == message.to {
      reserveRight(message.from, max(sender, receiver) + (text > 0 ? 4 + text : 3), in: fragment)
      return
    }
    // Bars stand to the right of their lifeline, so only those of the left one take room between the two.
    let reach = message.from < message.to ? sender : receiver
    let inner = max(text + 2 * spacing.padding, spacing.arrow)
    var distance = reach + inner + 1
    if message.creates {
      let halves = halves(of: message.to)
      distance += message.from < message.to ? halves.left : halves.right
      reserveLeft(message.to, halves.left, in: fragment)
      reserveRight(message.to, halves.right, in: fragment)
    }
    separate(min(message.from, message.to), max(message.from, message.to), distance)
  }

  private mutating func measure(_ note: SequenceDiagram.Note, at index: Int, in fragment: Int) {
    let width = spacing.width(of: texts.items[index]) + 4
    switch note.placement {
    case .left: reserveLeft(note.first, width + 1, in: fragment)
    case .right:
      reserveRight(note.last, SequencePlan.reach(plan.senderLevels[index]) + 1 + width, in: fragment)
    case .over where note.first == note.last:
      reserveLeft(note.first, (width - 1) / 2, in: fragment)
      reserveRight(note.first, width / 2, in: fragment)
    case .over:
      let reach = plan.reach(of: note.last)
      reserveLeft(note.first, 2, in: fragment)
      reserveRight(note.last, 2 + reach, in: fragment)
      separate(note.first, note.last, width - 5 - reach)
    }
  }

  /// A frame stands two columns outside of what is in it, and is wide enough for what stands in its borders.
  private mutating func measureFrame(of index: Int) {
    guard index >= 0 else { return }
    let fragment = plan.fragments[index]
    let label = ([fragment.open] + fragment.sections).reduce(0) {
      max($0, spacing.width(of: texts.items[$1]))
    }
    // Two columns of the border before the label and two behind it.
    let distance = label - fragmentLeft[index] - fragmentRight[index]
    if fragment.first == fragment.last {
      fragmentRight[index] += max(0, distance)
    } else {
      separate(fragment.first, fragment.last, distance)
    }
    reserveLeft(fragment.first, fragmentLeft[index] + 2, in: fragment.parent)
    reserveRight(fragment.last, fragmentRight[index] + 2, in: fragment.parent)
  }

  /// Moves lifelines apart until those further from each other have the distance they need too.
  private mutating func stretch() {
    let ordered = spans.sorted {
      let left = $0.key.last - $0.key.first
      let right = $1.key.last - $1.key.first
      return (left, $0.key.first) < (right, $1.key.first)
    }
    for (span, distance) in ordered {
      var missing = distance - distances[(span.first + 1)...span.last].reduce(0, +)
      var gaps = span.last - span.first
      guard missing > 0 else { continue }
      for index in (span.first + 1)...span.last {
        let part = (missing + gaps - 1) / gaps
        distances[index] += part
        missing -= part
        gaps -= 1
      }
    }
  }
}
