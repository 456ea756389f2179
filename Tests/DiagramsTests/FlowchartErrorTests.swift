import Testing

@testable import Diagrams

struct FlowchartErrorTests {
  private static let kinds =
    "a diagram starts with flowchart, graph, sequenceDiagram, stateDiagram, classDiagram or erDiagram"

  @Test(arguments: [
    ("", "1:1 the diagram is empty (\(kinds))"),
    ("\n%% only\n", "1:1 the diagram is empty (\(kinds))"),
    ("flowchar TD\nA", "1:1 “flowchar” is no kind of diagram: \(kinds) (did you mean “flowchart”?)"),
    ("\n  A --> B", "2:3 “A” is no kind of diagram: \(kinds)"),
    ("pie title X", "1:1 pie charts (“pie”) are not drawn (\(kinds))"),
    ("xychart-beta\n", "1:1 XY charts (“xychart-beta”) are not drawn (\(kinds))"),
    ("gitGraph:\n", "1:1 Git graphs (“gitGraph:”) are not drawn (\(kinds))"),
    (
      "---\ntitle: x\nflowchart TD\nA",
      "1:1 the front matter that starts here does not end: a line of “---” is missing"
    ),
    ("flowchart XY\nA", "1:11 expected a direction (TB, TD, BT, RL or LR), found “XY”"),
    ("flowchart LL\nA", "1:11 expected a direction (TB, TD, BT, RL or LR), found “LL” (did you mean “LR”?)"),
    ("flowchart down\nA", "1:11 expected a direction (TB, TD, BT, RL or LR), found “down”"),
  ])
  func theOpening(source: String, error: String) {
    #expect(Flowchart.error(source) == error)
  }

  @Test(arguments: [
    ("A[text", "2:7 expected “]” to close the text of “A”, found the end of the diagram"),
    ("A[text\nB[x]", "2:7 expected “]” to close the text of “A”, found the end of the line"),
    ("A(text]", "2:8 expected “)” to close the text of “A”, found the end of the diagram"),
    ("A[\"text]\nB", "2:9 expected “\"” to close the text of “A”, found the end of the line"),
    ("A[\"text\" x]", "2:10 expected “]” after the quoted text of “A”, found “x”"),
    ("A[\"text]\nB[\"x\"]", "2:9 expected “\"” to close the text of “A”, found the end of the line"),
    (
      "A [text]",
      "2:3 expected a link such as “-->” or the end of the line after “A”, found “[”"
        + " (the text of a box stands right behind its name, without a blank)"
    ),
    ("A B", "2:3 expected a link such as “-->” or the end of the line after “A”, found “B”"),
    ("A -> B", "2:3 expected a link such as “-->” after “A”, found “->” (a link has two dashes at least)"),
    ("A]", "2:2 expected a link such as “-->” or the end of the line after “A”, found “]”"),
    ("A -->", "2:6 expected a box after “-->”, found the end of the diagram"),
    ("A -->\n\n", "2:6 expected a box after “-->”, found the end of the diagram"),
    ("A --> ]", "2:7 expected a box after “-->”, found “]”"),
    ("A & ;", "2:5 expected a box after “&”, found “;”"),
    ("A --> & B", "2:7 expected a box after “-->”, found “&”"),
    ("--> B", "2:1 expected a statement, found “-->”"),
    (
      "A -- text",
      "2:10 expected “-->” or “---” to end the text of the link “--”, found the end of the diagram"
    ),
    (
      "A == text\nB",
      "2:10 expected “==>” or “===” to end the text of the link “==”, found the end of the line"
    ),
    (
      "A -. text -> B",
      "2:15 expected “.->” or “.-” to end the text of the link “-.”, found the end of the diagram"
    ),
    ("A -->|text B", "2:13 expected “|” to close the text of a link, found the end of the diagram"),
    ("A -->|yes B\nC -->|no| D", "2:12 expected “|” to close the text of a link, found the end of the line"),
    ("A:::", "2:5 expected the name of a class after “:::”, found the end of the diagram"),
    (
      "A@{ shape: x\nB",
      "2:2 expected “}” to close the attributes of “A” that start here, found the end of the diagram"
    ),
    ("end", "2:1 “end” closes no group here"),
    (
      "subgraph one\nA",
      "2:1 expected “end” to close the group “one” that starts here, found the end of the diagram"
    ),
    ("subgraph one\nA -->\nend", "4:1 expected a box after “-->”, found “end”"),
    ("subgraph \"one\nA\nend", "2:14 expected “\"” to close the title of a group, found the end of the line"),
    ("subgraph one[t] x\nend", "2:17 expected the end of the line after the title of a group, found “x”"),
    (
      "%% one\n%%{init: {}}%%\n A B",
      "4:4 expected a link such as “-->” or the end of the line after “A”, found “B”"
    ),
  ])
  func statements(statements: String, error: String) {
    #expect(Flowchart.error("flowchart TD\n" + statements) == error)
  }

  @Test func aBrokenFrontMatterIsReportedAtItsLine() {
    let error = Flowchart.error("---\ntitle: [x\n---\nflowchart TD\nA")
    #expect(error.hasPrefix("3:1 the front matter cannot be read: "), "\(error)")
  }

  @Test func placesCountScalarsAfterDirectives() {
    let text = "%%{init: {}}%% flowchart LR\r\n\r\n  größe --> 節点 x"
    #expect(
      Flowchart.error(text)
        == "3:16 expected a link such as “-->” or the end of the line after “節点”, found “x”")
  }

  @Test func tooLargeAndTooMany() {
    #expect(
      Flowchart.error("flowchart TD\n" + String(repeating: "A\n", count: 2 << 20))
        == "the diagram is larger than 4 MB")
    let many = (1...400).map { "a\($0)" }.joined(separator: " & ")
    #expect(
      Flowchart.error("flowchart TD\n\(many) --> \(many)").hasSuffix("the diagram has more than 100000 lines")
    )
  }
}
