/// Keeps the best of many documents without sorting all of them.
struct TopDocuments {
  /// A document with what decides its place.
  struct Ranked {
    var document: Int
    var score: Double
    /// Shorter titles go first when scores are the same.
    var titleLength: Int

    /// Whether this document stands before another.
    func precedes(_ other: Ranked) -> Bool {
      if score != other.score { return score > other.score }
      if titleLength != other.titleLength { return titleLength < other.titleLength }
      return document < other.document
    }
  }

  /// A heap with the worst of the best at its root.
  private var heap: [Ranked] = []
  private let capacity: Int

  /// Makes room for a number of documents.
  init(capacity: Int) {
    self.capacity = capacity
    heap.reserveCapacity(min(capacity, 4096))
  }

  /// Whether a document with this score has no chance any more.
  func isBeyondReach(_ score: Double) -> Bool {
    guard let worst = heap.first, heap.count >= capacity else { return capacity == 0 }
    return score < worst.score
  }

  /// Takes a document if it is among the best so far.
  mutating func insert(_ ranked: Ranked) {
    if heap.count < capacity {
      heap.append(ranked)
      rise(from: heap.count - 1)
    } else if let worst = heap.first, ranked.precedes(worst) {
      heap[0] = ranked
      sink()
    }
  }

  /// All that was kept, best first.
  func sorted() -> [Ranked] { heap.sorted { $0.precedes($1) } }

  private mutating func rise(from index: Int) {
    var child = index
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[parent].precedes(heap[child]) else { return }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[worst].precedes(heap[child]) {
        worst = child
      }
      guard worst != parent else { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
