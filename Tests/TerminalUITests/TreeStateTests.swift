import TerminalUI
import Testing

struct TreeStateTests {
  private let roots = [
    TreeNode(id: "a"),
    TreeNode(id: "b", children: [TreeNode(id: "b1", children: [TreeNode(id: "b11")]), TreeNode(id: "b2")]),
    TreeNode(id: "c"),
  ]

  private func ids(_ tree: TreeState<String>) -> [String] { tree.rows(of: roots).map(\.id) }

  @Test func aClosedNodeHidesItsChildren() {
    #expect(ids(TreeState()) == ["a", "b", "c"])
    #expect(ids(TreeState(expanded: ["b"])) == ["a", "b", "b1", "b2", "c"])
    #expect(ids(TreeState(expanded: ["b1"])) == ["a", "b", "c"])
  }

  @Test func aRowKnowsItsDepthAndWhetherItIsOpen() {
    let rows = TreeState(expanded: ["b", "b1"]).rows(of: roots)
    #expect(rows.map(\.depth) == [0, 0, 1, 2, 1, 0])
    #expect(rows.map(\.isExpanded) == [nil, true, true, nil, nil, nil])
  }

  @Test func rightOpensAndLeftCloses() {
    var tree = TreeState<String>()
    tree.select("b", in: roots, height: 9)
    #expect(tree.move(.right, in: roots, height: 9) == true)
    #expect(ids(tree) == ["a", "b", "b1", "b2", "c"])
    #expect(tree.selection(in: roots) == "b")
    #expect(tree.move(.left, in: roots, height: 9) == true)
    #expect(ids(tree) == ["a", "b", "c"])
  }

  @Test func leftGoesToTheParent() {
    var tree = TreeState<String>(expanded: ["b", "b1"])
    tree.select("b11", in: roots, height: 9)
    #expect(tree.move(.left, in: roots, height: 9) == true)
    #expect(tree.selection(in: roots) == "b1")
    tree.select("b2", in: roots, height: 9)
    #expect(tree.move(.left, in: roots, height: 9) == true)
    #expect(tree.selection(in: roots) == "b")
  }

  @Test func leftAndRightSayWhenTheyAreForThePaneBeside() {
    var tree = TreeState<String>(expanded: ["b"])
    #expect(tree.move(.left, in: roots, height: 9) == false)
    #expect(tree.move(.right, in: roots, height: 9) == false)
    tree.select("b2", in: roots, height: 9)
    #expect(tree.move(.right, in: roots, height: 9) == false)
  }

  @Test func upAndDownWalkTheRowsOnShow() {
    var tree = TreeState<String>(expanded: ["b"])
    var seen: [String] = []
    repeat { seen.append(tree.selection(in: roots) ?? "") } while tree.move(.down, in: roots, height: 3)
    #expect(seen == ["a", "b", "b1", "b2", "c"])
  }

  @Test func togglingOpensAndCloses() {
    var tree = TreeState<String>()
    tree.toggle("b")
    #expect(tree.expanded == ["b"])
    tree.toggle("b")
    #expect(tree.expanded.isEmpty)
    tree.expand("b")
    tree.expand("b")
    #expect(tree.expanded == ["b"])
  }

  @Test func anEmptyTreeHasNoSelection() {
    var tree = TreeState<String>()
    #expect(tree.selection(in: []) == nil)
    #expect(tree.move(.down, in: [], height: 3) == false)
  }

  @Test func aNodeThatIsNotOnShowIsNotSelected() {
    var tree = TreeState<String>()
    tree.select("c", in: roots, height: 9)
    tree.select("b2", in: roots, height: 9)
    #expect(tree.selection(in: roots) == "c")
  }
}
