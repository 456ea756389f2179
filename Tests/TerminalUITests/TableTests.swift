import TerminalUI
import Testing
import TextWidth

struct TableTests {
  private let table = Table(
    columns: [
      .init("model", minimum: 8, keepsEnds: true), .init("tok/s", alignment: .right, minimum: 4, priority: 1),
      .init("state", alignment: .center, minimum: 5, priority: 2),
    ],
    rows: [
      [Span("azure/gpt-5.2-chat-latest"), Span("88"), Span("✓ ok", Style(.success))],
      [Span("ollama/phi4-mini"), Span("1041"), Span("✗", Style(.failure))],
    ])

  @Test func aColumnIsAsWideAsItsWidestValue() {
    #expect(table.widths(in: 80) == [25, 5, 5])
  }

  @Test func theWidestColumnGivesWayFirst() {
    #expect(table.widths(in: 30) == [16, 5, 5])
  }

  @Test func columnsOfLowPriorityDisappearFirst() {
    #expect(table.widths(in: 21) == [8, 4, 5])
    #expect(table.widths(in: 20) == [13, 5, nil])
    #expect(table.widths(in: 18) == [11, 5, nil])
    #expect(table.widths(in: 13) == [13, nil, nil])
  }

  @Test func theLastColumnIsNeverGivenUp() {
    #expect(table.widths(in: 3) == [3, nil, nil])
    #expect(table.widths(in: 0) == [1, nil, nil])
  }

  @Test func noColumnIsNarrowerThanItIsWorthShowing() {
    let table = Table(
      columns: [.init("a", minimum: 20), .init("b", minimum: 6)],
      rows: [[Span(String(repeating: "a", count: 40)), Span(String(repeating: "b", count: 15))]])
    #expect(table.widths(in: 30) == [20, 8])
  }

  @Test(arguments: 1...60)
  func theColumnsFitTheirTable(total: Int) {
    let widths = table.widths(in: total).compactMap(\.self)
    #expect(widths.reduce(0, +) + (widths.count - 1) * 2 <= total)
    #expect(table.line(0, widths: table.widths(in: total)).cells <= total)
  }

  @Test func valuesStandWhereTheirColumnPutsThem() {
    let widths = table.widths(in: 80)
    #expect(table.line(nil, widths: widths).plainText == "model                      tok/s  state")
    #expect(table.line(0, widths: widths).plainText == "azure/gpt-5.2-chat-latest     88  ✓ ok ")
    #expect(table.line(1, widths: widths).plainText == "ollama/phi4-mini            1041    ✗  ")
  }

  @Test func longNamesAreShortenedInTheMiddle() {
    let widths = table.widths(in: 30)
    #expect(table.line(0, widths: widths).plainText == "azure/gp…-latest     88  ✓ ok ")
  }

  @Test func aHeaderIsDimAndAValueKeepsItsLook() {
    let widths = table.widths(in: 80)
    #expect(table.line(nil, widths: widths).spans.first?.style == .dim)
    #expect(table.line(1, widths: widths).spans.contains { $0.text == "✗" && $0.style == Style(.failure) })
  }

  @Test func controlCharactersDoNotMoveTheColumns() {
    let table = Table(
      columns: [.init("name"), .init("size")],
      rows: [[Span("a\u{1B}b"), Span("1")], [Span("abcdef"), Span("2")]])
    let widths = table.widths(in: 40)
    var surface = Surface(size: Size(width: 40, height: 2))
    for row in 0...1 { surface.draw(table.line(row, widths: widths), at: Point(x: 0, y: row), width: 40) }
    #expect(surface.rows == ["a^[b    1", "abcdef  2"])
  }

  @Test func aLongTableLosesNothingToItsScrollMark() {
    let table = Table(
      columns: [.init("case", minimum: 4), .init("cost", alignment: .right, minimum: 4)],
      rows: (0..<20).map { [Span("a case with a long name \($0)"), Span("$\($0 + 1000)")] })
    var surface = Surface(size: Size(width: 24, height: 5))
    surface.drawTable(table, state: ListState(), in: surface.bounds, isFocused: true)
    #expect(surface.rows[1].hasSuffix("$1000 ▐"))
    #expect(surface.rows[4].hasSuffix("$1003"))
    #expect(surface.rows[0].hasSuffix("cost"))
    // The header stands over its values.
    #expect(surface[21, 0].glyph == "t")
    #expect(surface[21, 1].glyph == "0")
  }
}
