import TerminalUI
import Testing

struct FormTests {
  private var form: Form {
    Form(fields: [
      .init("Name", .text(TextEditor("ollama", isSingleLine: true))),
      .init("Kind", .choice(options: ["local", "azure", "openai"], selected: 0)),
      .init("Stream", .toggle(true)),
      .init("Address", .text(TextEditor(isSingleLine: true)), placeholder: "http://localhost:11434"),
    ])
  }

  private func press(_ form: inout Form, _ names: String...) -> Bool {
    var isTaken = true
    for name in names { isTaken = (KeyPress(name: name).map { form.handle($0) } ?? false) && isTaken }
    return isTaken
  }

  @Test func tabWalksTheFieldsInACircle() {
    var form = form
    var seen: [Int] = []
    for _ in 0..<5 {
      seen.append(form.focused)
      #expect(press(&form, "Tab"))
    }
    #expect(seen == [0, 1, 2, 3, 0])
    #expect(press(&form, "Shift-Tab", "Shift-Tab"))
    #expect(form.focused == 3)
    #expect(press(&form, "Down", "Up"))
    #expect(form.focused == 3)
  }

  @Test func aTextFieldIsEdited() {
    var form = form
    #expect(press(&form, "2", "Ctrl-Left", "Ctrl-K", "q", "h", "l"))
    #expect(form.fields[0].text == "qhl")
  }

  @Test func aChoiceTurnsRound() {
    var form = form
    #expect(press(&form, "Tab", "Right"))
    #expect(form.fields[1].text == "azure")
    #expect(press(&form, "Space", "l"))
    #expect(form.fields[1].text == "local")
    #expect(press(&form, "Left"))
    #expect(form.fields[1].text == "openai")
    #expect(press(&form, "h"))
    #expect(form.fields[1].text == "azure")
    #expect(!press(&form, "x"))
  }

  @Test func aToggleTurnsOver() {
    var form = form
    #expect(press(&form, "Tab", "Tab", "Space"))
    #expect(form.fields[2].text == "no")
    #expect(press(&form, "Left", "Right", "Left"))
    #expect(form.fields[2].text == "yes")
    #expect(!press(&form, "x"))
  }

  @Test(arguments: ["Enter", "Esc", "F1", "Ctrl-C"])
  func sendingAndLeavingIsForTheOwner(name: String) {
    for steps in 0..<4 {
      var form = form
      for _ in 0..<steps { #expect(press(&form, "Tab")) }
      #expect(!press(&form, name))
    }
  }

  @Test func pastedTextGoesIntoATextFieldOnly() {
    var form = form
    form.paste("/qwen")
    #expect(form.fields[0].text == "ollama/qwen")
    #expect(press(&form, "Tab"))
    form.paste("azure")
    #expect(form.fields[1].text == "local")
  }

  @Test func aChangeTakesTheProblemAway() {
    var form = form
    form.fields[0].problem = "There is a provider of this name"
    #expect(form.height == 5)
    #expect(press(&form, "2"))
    #expect(form.fields[0].problem == nil)
    form.fields[0].problem = "There is a provider of this name"
    form.paste("x")
    #expect(form.fields[0].problem == nil)
  }

  @Test func aFormWithoutFieldsTakesNoKey() {
    var form = Form(fields: [])
    #expect(!press(&form, "Tab"))
    form.paste("x")
    #expect(form.height == 0)
  }

  @Test func aChoiceOfNothingTakesNoKey() {
    var form = Form(fields: [.init("Kind", .choice(options: [], selected: 0))])
    #expect(!press(&form, "Right"))
    #expect(form.fields[0].text.isEmpty)
  }

  @Test func labelsAreAlignedAndTheFocusIsMarked() {
    var form = form
    form.fields[0].problem = "taken"
    var surface = Surface(size: Size(width: 36, height: 6))
    form.draw(into: &surface, in: surface.bounds)
    #expect(
      surface.rows == [
        "▸ Name    │ ollama", "            ! taken", "  Kind      ‹ local ›", "  Stream    ✓ yes",
        "  Address │ http://localhost:11434", "",
      ])
    #expect(surface.cursor == Point(x: 18, y: 0))
  }

  @Test func aLongLabelKeepsItsDistance() {
    let form = Form(fields: [.init("A label of many words", .text(TextEditor("value", isSingleLine: true)))])
    var surface = Surface(size: Size(width: 24, height: 1))
    form.draw(into: &surface, in: surface.bounds)
    #expect(surface.rows == ["▸ A label o…│ value"])
  }

  @Test func whatDoesNotFitIsNotDrawn() {
    var surface = Surface(size: Size(width: 36, height: 4))
    form.draw(into: &surface, in: Rect(x: 0, y: 0, width: 36, height: 2))
    #expect(surface.rows[1] == "  Kind      ‹ local ›")
    #expect(surface.rows[2].isEmpty)
  }
}
