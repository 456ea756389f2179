import Catalog
import TerminalUI

/// A view that covers the panes of the Catalog: it does something with entries.
enum CatalogTool: Sendable {
  case decision(DecisionView)
  case comparison(ComparisonView)
  case design(DesignView)
  case answer(AskView)

  var scope: Command.Scope {
    switch self {
    case .decision: .decision
    case .comparison: .comparison
    case .design: .design
    case .answer: .answer
    }
  }
}

extension Workbench {
  /// The view over the panes of the Catalog, where it is on show.
  var shownTool: CatalogTool? { screen == .catalog && viewer == nil ? tool : nil }

  mutating func drawTool(into surface: inout Surface) {
    switch tool {
    case .decision(var view):
      view.draw(into: &surface, in: bodyArea)
      tool = .decision(view)
    case .comparison(var view):
      view.draw(into: &surface, in: bodyArea)
      tool = .comparison(view)
    case .design(var view):
      view.draw(into: &surface, in: bodyArea)
      tool = .design(view)
    case .answer(var view):
      view.draw(into: &surface, in: bodyArea)
      tool = .answer(view)
    case nil: break
    }
  }

  /// The end of the trail, and what stands at the right of it.
  var toolTrail: (steps: [String], status: String)? {
    switch shownTool {
    case .decision(let view): (["Catalog", "Decision guides", view.guide.title], view.status)
    case .comparison(let view): (["Catalog", "Compare"], view.status)
    case .design(let view): (["Catalog", "My designs", view.design.title], view.statusText)
    case .answer: (["Catalog", "Ask"], "")
    case nil: nil
    }
  }

  mutating func moveInTool(_ movement: Movement) {
    switch tool {
    case .decision(var view):
      view.move(movement, height: view.layout(in: bodyArea).ranking.height - 1)
      tool = .decision(view)
    case .comparison(var view):
      view.move(movement, width: bodyArea.width - 3, height: bodyArea.height)
      tool = .comparison(view)
    case .design(var view):
      view.move(movement, height: view.layout(in: bodyArea).list.height)
      tool = .design(view)
    case .answer(var view):
      view.move(movement, in: bodyArea)
      tool = .answer(view)
    case nil: break
    }
  }

  /// Goes to the other part of the view.
  mutating func walkInTool(forward: Bool = true) {
    switch tool {
    case .decision(var view):
      view.focus = view.focus == .questions ? .ranking : .questions
      tool = .decision(view)
    case .comparison(var view):
      view.column = (view.column + 1) % max(1, view.addresses.count)
      tool = .comparison(view)
    case .design(var view):
      view.walkSections(forward: forward)
      tool = .design(view)
    case .answer(var view):
      view.walk(forward: forward, in: bodyArea)
      tool = .answer(view)
    case nil: break
    }
  }

  /// One step back: to what is asked next, then out of the view.
  mutating func stepBackInTool() {
    switch tool {
    case .decision(var view):
      if view.focus == .ranking {
        view.focus = .questions
        tool = .decision(view)
      } else if view.question != nil {
        while view.question != nil, view.walkQuestions(forward: true, atEnd: false) {}
        tool = view.question == nil ? .decision(view) : nil
      } else {
        tool = nil
      }
    case .design(var view) where view.removal.map { now < $0.end } ?? false:
      view.removal = nil
      tool = .design(view)
      toast = nil
    case .comparison, .design: tool = nil
    case .answer: closeAsking()
    case nil: break
    }
  }

  /// Enter: answers, or opens the entry behind what is selected.
  mutating func openInTool() -> [Effect] {
    switch tool {
    case .decision(let view):
      if view.focus == .questions { return answer() }
      guard let entry = view.selectedEntry else {
        say("No entry of the catalog stands behind this option", .note)
        return []
      }
      return openFromTool(entry)
    case .comparison(let view): return view.selectedEntry.map { openFromTool($0) } ?? []
    case .design: return openInDesign()
    case .answer: return openInAsking()
    case nil: return []
    }
  }

  /// Opens an entry from a view; going back leads to the view again.
  mutating func openFromTool(_ address: String) -> [Effect] {
    guard let tool else { return [] }
    leftTool = (tool, address)
    self.tool = nil
    catalog.go(to: address)
    return []
  }

  /// Comes back to the view from which an entry was opened.
  ///
  /// Returns nil where the page on show was not opened from one.
  mutating func returnToTool() -> [Effect]? {
    guard let left = leftTool, isOnPageFromTool else { return nil }
    leftTool = nil
    if catalog.canGoBack { catalog.goBack() }
    tool = left.tool
    return []
  }

  /// Whether the page on show was opened from a view.
  var isOnPageFromTool: Bool {
    screen == .catalog && tool == nil && leftTool.map { $0.entry == catalog.currentEntry?.id } ?? false
  }

  mutating func handleTool(_ mouse: MouseEvent, isDouble: Bool) -> [Effect] {
    let point = Point(x: mouse.column, y: mouse.row)
    switch mouse.action {
    case .wheelUp: moveInTool(.up)
    case .wheelDown: moveInTool(.down)
    case .press(.left):
      if case .answer(var view) = tool {
        let layout = view.layout(in: bodyArea)
        view.focus =
          layout.question.contains(point)
          ? .question : layout.splitter != nil && layout.passages.contains(point) ? .passages : .answer
        tool = .answer(view)
      } else if case .design(var view) = tool {
        let layout = view.layout(in: bodyArea)
        if layout.list.contains(point),
          let index = view.list.index(atRow: point.y - layout.list.y, count: view.rows.count)
        {
          view.list.select(index, count: view.rows.count, height: layout.list.height)
          tool = .design(view)
          if isDouble { return openInTool() }
        } else if layout.tabs.contains(point) {
          var x = layout.tabs.x + 1
          for section in DesignView.Section.allCases {
            let width = view.title(of: section).count
            if point.x >= x, point.x < x + width { view.section = section }
            x += width + 2
          }
          tool = .design(view)
        }
      } else if case .decision(var view) = tool {
        let layout = view.layout(in: bodyArea)
        view.focus = layout.ranking.contains(point) ? .ranking : .questions
        tool = .decision(view)
      }
    default: break
    }
    return []
  }
}
