import TerminalUI
import Testing

struct ListStateTests {
  @Test func theSelectionStaysInTheList() {
    var list = ListState()
    #expect(list.move(.up, count: 3, height: 5) == false)
    #expect(list.move(.down, count: 3, height: 5) == true)
    #expect(list.move(.bottom, count: 3, height: 5) == true)
    #expect(list.selected == 2)
    #expect(list.move(.down, count: 3, height: 5) == false)
    #expect(list.move(.top, count: 3, height: 5) == true)
    #expect(list.selected == 0)
  }

  @Test func anEmptyListSelectsItsStart() {
    var list = ListState(selected: 7)
    for movement in [Movement.up, .down, .pageUp, .pageDown, .top, .bottom] {
      list.move(movement, count: 0, height: 5)
      #expect(list.selected == 0)
      #expect(list.offset == 0)
    }
    list.scroll(by: 3, count: 0, height: 5)
    #expect(list.selected == 0)
    #expect(list.visible(count: 0, height: 5).isEmpty)
    #expect(list.index(atRow: 0, count: 0) == nil)
  }

  @Test func leftAndRightAreForOthers() {
    var list = ListState(selected: 1)
    #expect(list.move(.left, count: 3, height: 5) == false)
    #expect(list.move(.right, count: 3, height: 5) == false)
    #expect(list.selected == 1)
  }

  @Test func aPageKeepsOneRowInView() {
    var list = ListState()
    list.move(.pageDown, count: 100, height: 10)
    #expect(list.selected == 9)
    list.move(.pageDown, count: 100, height: 10)
    #expect(list.selected == 18)
    list.move(.pageUp, count: 100, height: 10)
    #expect(list.selected == 9)
  }

  @Test func aRowOfContextStaysInView() {
    var list = ListState()
    for _ in 0..<9 { list.move(.down, count: 100, height: 10) }
    #expect(list.selected == 9)
    #expect(list.offset == 1)
    list.move(.bottom, count: 100, height: 10)
    #expect(list.offset == 90)
    list.move(.top, count: 100, height: 10)
    #expect(list.offset == 0)
  }

  @Test func aLowListHasNoContext() {
    var list = ListState()
    list.move(.down, count: 10, height: 1)
    #expect(list.offset == 1)
    list.select(3, count: 10, height: 4)
    #expect(list.offset == 1)
  }

  @Test(arguments: [1, 2, 4, 5, 9, 30])
  func theSelectedRowIsAlwaysInView(height: Int) {
    var list = ListState()
    let movements: [Movement] = [
      .down, .pageDown, .down, .bottom, .up, .pageUp, .up, .top, .pageDown, .pageDown, .up,
    ]
    for movement in movements {
      list.move(movement, count: 23, height: height)
      #expect(list.visible(count: 23, height: height).contains(list.selected))
      list.scroll(by: 3, count: 23, height: height)
      #expect(list.visible(count: 23, height: height).contains(list.selected))
      list.scroll(by: -2, count: 23, height: height)
      #expect(list.visible(count: 23, height: height).contains(list.selected))
    }
  }

  @Test func theWheelLeavesTheSelectionWhileItIsInView() {
    var list = ListState(selected: 5)
    list.scroll(by: 3, count: 40, height: 10)
    #expect(list.offset == 3)
    #expect(list.selected == 5)
    list.scroll(by: 3, count: 40, height: 10)
    #expect(list.selected == 6)
    list.scroll(by: 900, count: 40, height: 10)
    #expect(list.offset == 30)
    list.scroll(by: -900, count: 40, height: 10)
    #expect(list.offset == 0)
    #expect(list.selected == 9)
  }

  @Test func aListThatShrinksKeepsItsSelectionInside() {
    var list = ListState()
    list.select(30, count: 40, height: 10)
    list.reveal(count: 12, height: 10)
    #expect(list.selected == 11)
    #expect(list.offset == 2)
    list.reveal(count: 5, height: 10)
    #expect(list.selected == 4)
    #expect(list.offset == 0)
  }

  @Test func aTallerListShowsNoRoomBelowItsEnd() {
    var list = ListState()
    list.select(39, count: 40, height: 5)
    list.reveal(count: 40, height: 20)
    #expect(list.offset == 20)
  }

  @Test func aRowOfTheAreaNamesARowOfTheList() {
    var list = ListState()
    list.select(39, count: 40, height: 10)
    #expect(list.index(atRow: 0, count: 40) == 30)
    #expect(list.index(atRow: 9, count: 40) == 39)
    #expect(list.index(atRow: 10, count: 40) == nil)
    #expect(list.index(atRow: -1, count: 40) == nil)
  }

  // MARK: Drawing

  private func drawn(
    _ list: ListState, count: Int, width: Int, height: Int, isFocused: Bool = true
  ) -> Surface {
    var surface = Surface(size: Size(width: width, height: height))
    surface.drawList(list, count: count, in: surface.bounds, isFocused: isFocused) { index, width in
      StyledLine([Span("row \(index)"), Span(String(repeating: ".", count: width), .dim)])
    }
    return surface
  }

  @Test func theSelectedRowIsFilledAcrossTheArea() {
    var list = ListState()
    list.select(1, count: 3, height: 3)
    let surface = drawn(list, count: 3, width: 10, height: 3)
    #expect(surface.rows == [" row 0...", " row 1...", " row 2..."])
    #expect((0..<10).allSatisfy { surface[$0, 1].style.ground == .selection })
    #expect((0..<10).allSatisfy { surface[$0, 0].style.ground == .page })
    #expect(surface[1, 1].style.ink == .strong)
    #expect(surface[7, 1].style.ink == .dim)
  }

  @Test func withoutTheFocusTheFillIsQuieter() {
    let surface = drawn(ListState(), count: 3, width: 10, height: 3, isFocused: false)
    #expect(surface[0, 0].style.ground == .quietSelection)
    #expect(surface[0, 1].style.ground == .page)
  }

  @Test func aLongListShowsWhereItIs() {
    var list = ListState()
    let top = drawn(list, count: 20, width: 10, height: 4)
    #expect(
      top.rows == [" row 0..▐", " row 1..", " row 2..", " row 3.."].map { $0.replacing("▐", with: " ▐") })
    list.select(19, count: 20, height: 4)
    let bottom = drawn(list, count: 20, width: 10, height: 4)
    #expect(bottom[9, 3].glyph == "▐")
    #expect(bottom[9, 0].glyph == " ")
  }

  @Test func theScrollMarkGoesFromEndToEnd() {
    for height in [2, 5, 9] {
      for count in [10, 11, 37, 400] {
        var places: [Int] = []
        for offset in 0...(count - height) {
          var surface = Surface(size: Size(width: 10, height: height))
          surface.drawScrollMark(offset: offset, count: count, in: surface.bounds)
          let rows = (0..<height).filter { surface[9, $0].glyph == "▐" }
          #expect(rows.first != nil)
          places.append(rows.first ?? -1)
          if offset == 0 { #expect(rows.first == 0) }
          if offset == count - height { #expect(rows.last == height - 1) }
        }
        #expect(places == places.sorted())
      }
    }
  }

  @Test func aListThatFitsHasNoScrollMark() {
    let surface = drawn(ListState(), count: 4, width: 10, height: 4)
    #expect(!surface.rows.joined().contains("▐"))
  }
}
