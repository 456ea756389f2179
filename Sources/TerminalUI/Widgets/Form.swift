import TextWidth

/// A few fields that a person fills in and sends off together.
package struct Form: Hashable, Sendable {
  /// What a field holds.
  package enum Value: Hashable, Sendable {
    case text(TextEditor)
    /// One of several options.
    case choice(options: [String], selected: Int)
    case toggle(Bool)
  }

  /// A field with its label.
  package struct Field: Hashable, Sendable {
    package var label: String
    package var value: Value
    package var placeholder: String
    /// What is wrong with the value; shown under the field.
    package var problem: String?

    package init(_ label: String, _ value: Value, placeholder: String = "") {
      self.label = label
      self.value = value
      self.placeholder = placeholder
    }

    /// The value as text: what was typed, the option's name, or `yes` and `no`.
    package var text: String {
      switch value {
      case .text(let editor): editor.text
      case .choice(let options, let selected): options.indices.contains(selected) ? options[selected] : ""
      case .toggle(let isOn): isOn ? "yes" : "no"
      }
    }
  }

  package var fields: [Field]
  package private(set) var focused = 0

  package init(fields: [Field]) {
    self.fields = fields
  }

  /// Walks the fields or edits the focused one.
  ///
  /// Returns false for a key that is neither (Enter, Esc).
  package mutating func handle(_ press: KeyPress) -> Bool {
    guard fields.indices.contains(focused) else { return false }
    switch (press.key, press.modifiers) {
    case (.tab, []), (.down, []):
      focused = (focused + 1) % fields.count
      return true
    case (.tab, .shift), (.up, []):
      focused = (focused + fields.count - 1) % fields.count
      return true
    default: break
    }
    switch fields[focused].value {
    case .text(var editor):
      guard editor.handle(press) else { return false }
      fields[focused].value = .text(editor)
      fields[focused].problem = nil
    case .choice(let options, let selected):
      guard !options.isEmpty else { return false }
      switch (press.key, press.typedCharacter) {
      case (.right, _), (_, " "), (_, "l"):
        fields[focused].value = .choice(options: options, selected: (selected + 1) % options.count)
      case (.left, _), (_, "h"):
        fields[focused].value = .choice(
          options: options, selected: (selected + options.count - 1) % options.count)
      default: return false
      }
    case .toggle(let isOn):
      guard press.typedCharacter == " " || press.key == .left || press.key == .right else { return false }
      fields[focused].value = .toggle(!isOn)
    }
    return true
  }

  package mutating func paste(_ text: String) {
    guard fields.indices.contains(focused), case .text(var editor) = fields[focused].value else { return }
    editor.paste(text)
    fields[focused].value = .text(editor)
    fields[focused].problem = nil
  }

  /// How many rows the form takes.
  package var height: Int { fields.reduce(0) { $0 + ($1.problem == nil ? 1 : 2) } }

  /// Draws the fields, one a row, labels aligned.
  package func draw(into surface: inout Surface, in area: Rect, ground: Ground = .popup) {
    let labelWidth = min(area.width / 2, (fields.map { TextWidth.cells(of: $0.label) }.max() ?? 0) + 2)
    var y = area.y
    for (index, field) in fields.enumerated() where y < area.bottom {
      let isFocused = index == focused
      surface.draw(isFocused ? "▸" : " ", at: Point(x: area.x, y: y), style: Style(.accent, on: ground))
      surface.draw(
        TextWidth.shorten(field.label, to: labelWidth - 2), at: Point(x: area.x + 2, y: y),
        style: Style(isFocused ? .strong : .text, on: ground))
      let box = Rect(x: area.x + 2 + labelWidth, y: y, width: area.width - labelWidth - 3, height: 1)
      switch field.value {
      case .text(let editor):
        editor.draw(
          into: &surface, in: box, isFocused: isFocused, ground: .field, placeholder: field.placeholder)
      case .choice(let options, let selected):
        let name = options.indices.contains(selected) ? options[selected] : ""
        surface.draw(
          "‹ \(name) ›", at: Point(x: box.x, y: y), style: Style(isFocused ? .accent : .text, on: ground),
          width: box.width)
      case .toggle(let isOn):
        surface.draw(
          isOn ? "✓ yes" : "· no", at: Point(x: box.x, y: y),
          style: Style(isFocused ? .accent : .text, on: ground), width: box.width)
      }
      y += 1
      if let problem = field.problem, y < area.bottom {
        let shown = TextWidth.shorten("! " + problem, to: box.width)
        surface.draw(shown, at: Point(x: box.x, y: y), style: Style(.failure, on: ground), width: box.width)
        y += 1
      }
    }
  }
}
