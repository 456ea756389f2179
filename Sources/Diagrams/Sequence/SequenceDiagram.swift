/// A sequence diagram as its source tells it, before anything has a place.
package struct SequenceDiagram: Equatable, Sendable {
  /// The title that the source gives itself; one string a line.
  package var title: [String] = []
  /// The participants from left to right: in the order in which the source first names them.
  package var participants: [Participant] = []
  /// The boxes drawn around participants.
  package var groups: [Group] = []
  /// What happens, from top to bottom. Fragments are opened and closed by items of their own.
  package var items: [Item] = []
  /// The numbered steps of a walk through the diagram: indices into participants, groups and messages.
  package var steps: [DiagramGraph.Step] = []

  package init() {}

  /// The messages in the order of the source; the number of one is its place among them.
  package var messages: [Message] {
    items.compactMap { item in
      if case .message(let message) = item { message } else { nil }
    }
  }
}

extension SequenceDiagram {
  /// One who sends and receives messages.
  package struct Participant: Equatable, Sendable {
    /// The name that messages call it by.
    package var id: String
    /// Its text, one string a line of the source. Never empty.
    package var label: [String]
    package var kind: ParticipantKind = .participant
    /// The box it stands in: an index into `groups`.
    package var group: Int?
    /// The catalog entry behind it.
    package var ref: String?
    /// Whether it comes into being by a message instead of standing there from the start.
    package var isCreated = false

    package init(id: String, label: [String]) {
      self.id = id
      self.label = label
    }
  }

  /// What a participant stands for.
  package enum ParticipantKind: String, Sendable, CaseIterable {
    case participant, actor, boundary, control, entity, database, collections, queue
  }

  /// A box around participants.
  package struct Group: Equatable, Sendable {
    /// One string a line of the source; empty when it has no title.
    package var title: [String]
    package var tint: Tint?
    /// The catalog entry behind it.
    package var ref: String?

    package init(title: [String], tint: Tint? = nil) {
      self.title = title
      self.tint = tint
    }
  }

  /// What happens at one place of the diagram.
  package enum Item: Equatable, Sendable {
    case message(Message)
    case note(Note)
    /// A participant begins or ends to be busy, apart from a message.
    case activate(Int)
    case deactivate(Int)
    /// A participant ends, apart from a message.
    case destroy(Int)
    /// A fragment begins, goes on to its next section, ends.
    case open(Fragment)
    case section(Section)
    case close
  }

  /// One arrow.
  package struct Message: Equatable, Sendable {
    /// `L1`, `L2` … by its place among the messages.
    package var id: String
    package var from: Int
    package var to: Int
    /// Its text, one string a line of the source; empty when it has none.
    package var text: Text
    /// The number that `autonumber` gives it.
    package var number: String?
    package var isDotted = false
    /// The sign at `from` and the sign at `to`.
    package var tail: Head = .none
    package var head: Head = .none
    /// Whether an end is drawn as a circle on its lifeline.
    package var isCentralAtStart = false
    package var isCentralAtEnd = false
    /// Whether it makes the receiver busy, and ends what the sender was busy with.
    package var activates = false
    package var deactivates = false
    /// Whether the receiver comes into being by it.
    package var creates = false
    /// Whether an end of it ends with it.
    package var destroysSender = false
    package var destroysReceiver = false

    package init(id: String, from: Int, to: Int, text: Text = Text()) {
      self.id = id
      self.from = from
      self.to = to
      self.text = text
    }
  }

  /// What stands at an end of an arrow.
  package enum Head: String, Sendable, CaseIterable {
    case none
    /// A call that is waited for: a filled arrow.
    case filled = "arrow"
    /// A call that is not waited for: an open arrow.
    case open
    /// A message that gets lost.
    case cross
    /// The upper or lower half of a filled arrow, and of an open one.
    case upperHalf = "upper-half"
    case lowerHalf = "lower-half"
    case upperStick = "upper-stick"
    case lowerStick = "lower-stick"
  }

  /// A remark beside a lifeline or over some.
  package struct Note: Equatable, Sendable {
    package var placement: Placement
    /// The lifelines it is for, the left one first; the same twice when it is one.
    package var first: Int
    package var last: Int
    package var text: Text

    package enum Placement: String, Sendable {
      case left, right, over
    }

    package init(_ placement: Placement, first: Int, last: Int, text: Text) {
      self.placement = placement
      self.first = first
      self.last = last
      self.text = text
    }
  }

  /// A frame around what happens: a loop, a choice.
  package struct Fragment: Equatable, Sendable {
    package var kind: Kind
    package var text: Text
    package var tint: Tint?

    package enum Kind: String, Sendable {
      case loop, alt, opt, par, critical, rect
      case leave = "break"
    }

    package init(_ kind: Kind, text: Text = Text(), tint: Tint? = nil) {
      self.kind = kind
      self.text = text
      self.tint = tint
    }
  }

  /// Where a fragment goes on: with another choice, beside the first, under another condition.
  package struct Section: Equatable, Sendable {
    /// The word of the source: `else`, `and` or `option`.
    package var word: String
    package var text: Text

    package init(word: String, text: Text) {
      self.word = word
      self.text = text
    }
  }

  /// A text and what the source says about breaking its lines.
  package struct Text: Equatable, Sendable {
    package var lines: [String]
    /// What the prefixes `wrap:` and `nowrap:` ask for.
    package var wrap: Bool?

    package init(_ lines: [String] = [], wrap: Bool? = nil) {
      self.lines = lines
      self.wrap = wrap
    }

    package var isEmpty: Bool { lines.allSatisfy(\.isEmpty) }
  }
}
