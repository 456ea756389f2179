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
    /// How many rows a text has for its lines.
    package var rows: Int
    /// What is wrong with the value; shown under the field.
    package var problem: String?

    package init(_ label: String, _ value: Value, placeholder: String = "", rows: Int = 1) {
      self.label = label
      self.value = value
      self.placeholder = placeholder
      self.rows = rows
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
    case (.tab, []):
      focused = (focused + 1) % fields.count
      return true
    case (.tab, .shift):
      focused = (focused + fields.count - 1) % fields.count
      return true
    case (.down, []) where !staysInside(.down):
      focused = (focused + 1) % fields.count
      return true
    case (.up, []) where !staysInside(.up):
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

  /// Whether a key moves within a text of several lines, and not to the next field.
  private func staysInside(_ key: Key) -> Bool {
    guard case .text(let editor) = fields[focused].value, !editor.isSingleLine else { return false }
    return key == .up ? !editor.isOnFirstRow : !editor.isOnLastRow
  }

  /// The text of the field that has the focus; nil when it holds none.
  package var focusedText: String? {
    guard fields.indices.contains(focused), case .text(let editor) = fields[focused].value else { return nil }
    return editor.text
  }

  /// Puts a text into the field that has the focus.
  package mutating func setFocusedText(_ text: String) {
    guard fields.indices.contains(focused), case .text(var editor) = fields[focused].value else { return }
    editor.text = text
    fields[focused].value = .text(editor)
    fields[focused].problem = nil
  }

  /// Gives the focus to the field at a row of the form.
  ///
  /// - Parameter height: how many rows were drawn; nil for all.
  package mutating func focus(row: Int, height: Int? = nil) {
    var y = 0
    let first = height.map { firstShown(height: $0) } ?? 0
    for (index, field) in fields.enumerated().dropFirst(first) {
      let height = field.rows + (field.problem == nil ? 0 : 1)
      if row >= y, row < y + height { focused = index }
      y += height
    }
  }

  /// Gives the focus to a field.
  package mutating func focus(field index: Int) {
    if fields.indices.contains(index) { focused = index }
  }

  /// Tells how wide the fields are, so that the cursor goes by the rows that are seen.
  package mutating func setWidth(_ width: Int) {
    for index in fields.indices {
      guard case .text(var editor) = fields[index].value else { continue }
      editor.wrapWidth = boxWidth(in: width)
      fields[index].value = .text(editor)
    }
  }

  private func labelWidth(in width: Int) -> Int {
    min(width / 2, (fields.map { TextWidth.cells(of: $0.label) }.max() ?? 0) + 3)
  }

  private func boxWidth(in width: Int) -> Int { width - labelWidth(in: width) - 3 }

  package mutating func paste(_ text: String) {
    guard fields.indices.contains(focused), case .text(var editor) = fields[focused].value else { return }
    editor.paste(text)
    fields[focused].value = .text(editor)
    fields[focused].problem = nil
  }

  /// How many rows the form takes.
  package var height: Int { fields.reduce(0) { $0 + $1.rows + ($1.problem == nil ? 0 : 1) } }

  /// The first field that is drawn, so that the focused one is seen where there is no room for all.
  private func firstShown(height: Int) -> Int {
    guard self.height > height else { return 0 }
    var room = height
    var first = focused
    for index in stride(from: focused, through: 0, by: -1) {
      room -= fields[index].rows + (fields[index].problem == nil ? 0 : 1)
      if room < 0 { break }
      first = index
    }
    return first
  }

  /// Draws the fields, one a row, labels aligned.
  ///
  /// - Parameter isFocused: whether keys go to the form.
  package func draw(
    into surface: inout Surface, in area: Rect, ground: Ground = .popup, isFocused hasKeys: Bool = true
  ) {
    let labelWidth = labelWidth(in: area.width)
    var y = area.y
    let first = firstShown(height: area.height)
    for (index, field) in fields.enumerated().dropFirst(first) where y < area.bottom {
      let isFocused = hasKeys && index == focused
      surface.draw(isFocused ? "▸" : " ", at: Point(x: area.x, y: y), style: Style(.accent, on: ground))
      surface.draw(
        TextWidth.shorten(field.label, to: labelWidth - 2), at: Point(x: area.x + 2, y: y),
        style: Style(isFocused ? .strong : .text, on: ground))
      let box = Rect(
        x: area.x + 2 + labelWidth, y: y, width: boxWidth(in: area.width),
        height: min(field.rows, area.bottom - y))
      switch field.value {
      case .text(let editor):
        // A bar tells where one may write, also in colours that know no ground for fields.
        for row in 0..<box.height {
          surface.draw(
            "│", at: Point(x: box.x - 2, y: y + row), style: Style(isFocused ? .accent : .border, on: ground))
        }
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
      y += field.rows
      if let problem = field.problem, y < area.bottom {
        let shown = TextWidth.shorten("! " + problem, to: box.width)
        surface.draw(shown, at: Point(x: box.x, y: y), style: Style(.failure, on: ground), width: box.width)
        y += 1
      }
    }
  }
}
