/// A node of a tree as its owner describes it.
package struct TreeNode<ID: Hashable & Sendable>: Sendable {
  package var id: ID
  package var children: [TreeNode<ID>]

  package init(id: ID, children: [TreeNode<ID>] = []) {
    self.id = id
    self.children = children
  }
}

/// A row of a tree that is on show.
package struct TreeRow<ID: Hashable & Sendable>: Hashable, Sendable {
  package var id: ID
  package var depth: Int
  /// Whether it is open; nil for a node without children.
  package var isExpanded: Bool?
}

/// Which nodes of a tree are open and which row is selected.
package struct TreeState<ID: Hashable & Sendable>: Sendable {
  package private(set) var expanded: Set<ID>
  package var list = ListState()

  package init(expanded: Set<ID> = []) {
    self.expanded = expanded
  }

  /// The rows on show, from the top.
  package func rows(of roots: [TreeNode<ID>]) -> [TreeRow<ID>] {
    var result: [TreeRow<ID>] = []
    func add(_ nodes: [TreeNode<ID>], depth: Int) {
      for node in nodes {
        let isOpen = node.children.isEmpty ? nil : expanded.contains(node.id)
        result.append(TreeRow(id: node.id, depth: depth, isExpanded: isOpen))
        if isOpen == true { add(node.children, depth: depth + 1) }
      }
    }
    add(roots, depth: 0)
    return result
  }

  /// The node of the selected row.
  package func selection(in roots: [TreeNode<ID>]) -> ID? {
    let rows = rows(of: roots)
    return rows.indices.contains(list.selected) ? rows[list.selected].id : nil
  }

  /// Moves the selection; left closes a node or goes to its parent, right opens it or goes to its first child.
  ///
  /// Returns false when nothing changed, so that left and right can go on to the neighbouring pane.
  @discardableResult
  package mutating func move(_ movement: Movement, in roots: [TreeNode<ID>], height: Int) -> Bool {
    let rows = rows(of: roots)
    guard rows.indices.contains(list.selected) else { return false }
    let row = rows[list.selected]
    switch movement {
    case .left:
      if row.isExpanded == true {
        expanded.remove(row.id)
        return true
      }
      guard row.depth > 0, let parent = rows[..<list.selected].lastIndex(where: { $0.depth < row.depth })
      else {
        return false
      }
      list.select(parent, count: rows.count, height: height)
      return true
    case .right:
      guard row.isExpanded == false else { return false }
      expanded.insert(row.id)
      return true
    default:
      return list.move(movement, count: rows.count, height: height)
    }
  }

  /// Opens a closed node or closes an open one.
  package mutating func toggle(_ id: ID) {
    if expanded.remove(id) == nil { expanded.insert(id) }
  }

  package mutating func expand(_ id: ID) {
    expanded.insert(id)
  }

  /// Selects the row of a node, if it is on show.
  package mutating func select(_ id: ID, in roots: [TreeNode<ID>], height: Int) {
    let rows = rows(of: roots)
    if let index = rows.firstIndex(where: { $0.id == id }) {
      list.select(index, count: rows.count, height: height)
    }
  }
}
