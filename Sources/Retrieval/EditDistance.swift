/// How far two words are apart: letters added, left out, changed, or swapped with their neighbour.
enum EditDistance {
  /// The distance, or more than `most` when it is greater than that.
  static func between(_ left: String, _ right: String, atMost most: Int) -> Int {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    guard abs(left.count - right.count) <= most else { return most + 1 }
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in 1...max(1, left.count) where row <= left.count {
      var line = [row]
      for column in 1...max(1, right.count) where column <= right.count {
        var cost = min(last[column] + 1, line[column - 1] + 1)
        cost = min(cost, last[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          cost = min(cost, before[column - 2] + 1)
        }
        line.append(cost)
      }
      before = last
      last = line
    }
    return last[right.count]
  }
}
