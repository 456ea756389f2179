/// Sets separate parts beside and below each other: rows from the left, in the order of the source.
enum Packing {
  static func pack(_ parts: [LevelPicture], width: Int, spacing: Spacing) -> LevelPicture {
    guard parts.count > 1 else { return parts.first ?? LevelPicture() }
    let limit = max(width, parts.reduce(0) { max($0, $1.width) })
    // The widths that rows may take: the narrowest that gives a shape a person would choose.
    var best: [[Int]] = []
    var least = Int.max
    let gap = spacing.columnsBetweenBoxes
    let rowGap = max(1, spacing.rowsBetweenBoxes)
    var candidates: Set<Int> = [limit]
    var sum = -gap
    for part in parts {
      sum += part.width + gap
      candidates.insert(min(limit, sum))
    }
    for candidate in candidates.sorted().suffix(64) {
      let rows = rows(parts, width: candidate, gap: gap)
      let size = size(parts, rows, gap: gap, rowGap: rowGap)
      // Cells are about twice as high as wide, and what is a little wider than high looks best.
      let cost = size.width * size.height + 8 * max(size.width, 3 * size.height)
      if cost < least {
        least = cost
        best = rows
      }
    }
    var picture = LevelPicture()
    var y = 0
    for row in best {
      var x = 0
      var height = 0
      for index in row {
        picture.add(parts[index], dx: x, dy: y)
        x += parts[index].width + gap
        height = max(height, parts[index].height)
      }
      picture.width = max(picture.width, x - gap)
      y += height + rowGap
    }
    picture.height = y - rowGap
    return picture
  }

  private static func rows(_ parts: [LevelPicture], width: Int, gap: Int) -> [[Int]] {
    var rows: [[Int]] = []
    var used = 0
    for (index, part) in parts.enumerated() {
      if rows.isEmpty || used + gap + part.width > width {
        rows.append([index])
        used = part.width
      } else {
        rows[rows.count - 1].append(index)
        used += gap + part.width
      }
    }
    return rows
  }

  private static func size(
    _ parts: [LevelPicture], _ rows: [[Int]], gap: Int, rowGap: Int
  ) -> (width: Int, height: Int) {
    var width = 0
    var height = -rowGap
    for row in rows {
      width = max(width, row.reduce(-gap) { $0 + parts[$1].width + gap })
      height += row.reduce(0) { max($0, parts[$1].height) } + rowGap
    }
    return (width, height)
  }
}
