import Documents

/// What a prompt became with some inputs.
package struct RenderedPrompt: Hashable, Sendable {
  /// The text before it was cut into messages.
  package var text: String
  /// None where the prompt is not for chat.
  package var messages: [PromptMessage]
  package var warnings: [PromptWarning]
}

extension Prompty {
  /// Renders the prompt and cuts it into messages.
  ///
  /// Of what is not among the inputs, the first generation takes the sample, and then defaults; the second takes
  /// defaults and asks for what is required.
  ///
  /// - Throws: ``TemplateError`` with line and column in the file.
  package func rendered(
    _ inputs: [JSONValue.Member], surroundings: PromptSurroundings = PromptSurroundings(),
    options: RenderOptions = RenderOptions()
  ) throws(TemplateError) -> RenderedPrompt {
    var options = options
    let load = options.load ?? { name in try surroundings.text(name) }
    options.load = { name in
      guard let text = try load(name) else { return nil }
      // Of a prompt that is included or extended only the text counts, as in the package.
      return name.hasSuffix(".prompty") ? PromptyParts(text).body : text
    }
    do throws(TemplateError) {
      switch generation {
      case .first: return try renderedAsFirst(inputs, surroundings, options)
      case .second: return try renderedAsSecond(inputs, surroundings, options)
      }
    } catch {
      var error = error
      error.file = error.file ?? file
      throw error
    }
  }

  /// A template of the body; errors tell lines of the file.
  private func text(
    _ body: String, _ values: [JSONValue.Member], _ options: RenderOptions
  ) throws(TemplateError) -> String {
    do throws(TemplateError) {
      return try Template(body, dialect: dialect).render(values, options: options)
    } catch {
      var error = error
      if error.file == nil { error = error.moved(to: bodyPosition) }
      throw error
    }
  }

  private func placed(_ error: DocumentError) -> TemplateError {
    TemplateError(.value, error.message, at: error.position ?? bodyPosition)
  }

  // MARK: First generation

  private func renderedAsFirst(
    _ inputs: [JSONValue.Member], _ surroundings: PromptSurroundings, _ options: RenderOptions
  ) throws(TemplateError) -> RenderedPrompt {
    var values = inputs
    func fill(_ name: String, _ value: JSONValue) {
      if !values.contains(where: { $0.key == name }) { values.append(JSONValue.Member(name, value)) }
    }
    for member in sample { fill(member.key, member.value) }
    for input in self.inputs {
      if let value = input.standard ?? input.example { fill(input.name, value) }
    }
    let text = try text(body, values, options)
    guard api == "chat" || api.isEmpty else {
      return RenderedPrompt(text: text, messages: [], warnings: warnings)
    }
    do throws(DocumentError) {
      let messages = try PromptRoles.firstGeneration(text) { address throws(DocumentError) in
        try image(address, surroundings, at: position(ofImage: address))
      }
      return RenderedPrompt(text: text, messages: messages, warnings: warnings)
    } catch {
      var error = error
      let roles = ["assistant", "function", "system", "user"]
      error.position = error.position ?? RoleLine.empty(in: text, of: body, roles)?.moved(to: bodyPosition)
      throw placed(error)
    }
  }

  /// Where the body shows an image: its address as it is written, or the first that a variable gives.
  private func position(ofImage address: String) -> SourcePosition? {
    let places = Text.places(of: "](" + address, in: body, limit: 1)
    let place = places.first ?? Text.places(of: "]({{", in: body, limit: 1).first
    guard let place else { return nil }
    var map = SourceMap(Array(body.utf8))
    return map.position(of: place + 2).moved(to: bodyPosition)
  }

  /// Where the body prints a variable first.
  private func position(ofVariable name: String) -> SourcePosition? {
    TemplateSurvey(body, dialect: dialect).variables.first { $0.name == name }?.position?.moved(
      to: bodyPosition)
  }

  /// The address of an image: a file beside the prompt is taken along as `data:`.
  private func image(
    _ address: String, _ surroundings: PromptSurroundings, at position: @autoclosure () -> SourcePosition?
  ) throws(DocumentError) -> String {
    if address.isEmpty || PromptImage.isAddress(address) { return address }
    let types = [".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"]
    guard let type = types.first(where: { address.lowercased().hasSuffix($0.key) })?.value else {
      throw DocumentError("the image \(address) is neither .png nor .jpg", at: position())
    }
    let path = address.hasPrefix("./") ? String(address.dropFirst(2)) : address
    guard TemplateName.isInside(path) else {
      throw DocumentError(
        "the image \(address) is outside of the prompt's folder; put it beside the prompt", at: position())
    }
    let bytes: [UInt8]?
    do { bytes = try surroundings.bytes(path) } catch {
      throw DocumentError("the image \(address) cannot be read: \(error)", at: position())
    }
    guard let bytes else {
      throw DocumentError("there is no image \(address) in the prompt's folder", at: position())
    }
    return PromptImage.bytes(bytes, mediaType: type).address
  }

  // MARK: Second generation

  private func renderedAsSecond(
    _ inputs: [JSONValue.Member], _ surroundings: PromptSurroundings, _ options: RenderOptions
  ) throws(TemplateError) -> RenderedPrompt {
    var values = inputs
    for input in self.inputs where !values.contains(where: { $0.key == input.name }) {
      if let standard = input.standard {
        values.append(JSONValue.Member(input.name, standard))
      } else if input.isRequired {
        throw TemplateError(
          .value, "the input “\(input.name)” is required and was not given",
          hint: "give it, or a default in the file", at: position(ofVariable: input.name) ?? bodyPosition)
      }
    }
    let rich = self.inputs.filter { PromptyProperty.richKinds.contains($0.kind) }
    var shown = values
    var markers: [(marker: String, input: PromptyProperty)] = []
    for input in rich {
      let marker = "__PROMPTY_THREAD_\(Prompty.nonce(4))_\(input.name)__"
      markers.append((marker, input))
      shown.removeAll { $0.key == input.name }
      shown.append(JSONValue.Member(input.name, .string(marker)))
    }
    let nonce = isStrict ? Prompty.nonce(8) : nil
    let text = try text(nonce.map { marked(with: $0) } ?? body, shown, options)
    do throws(DocumentError) {
      // An image beside the prompt is taken along, as in the first generation; the package sends the bare path.
      for input in rich where input.kind == "image" {
        guard let index = values.lastIndex(where: { $0.key == input.name }),
          let address = values[index].value.string
        else { continue }
        values[index].value = .string(
          try image(address, surroundings, at: position(ofVariable: input.name)))
      }
    } catch { throw placed(error) }
    let messages: [PromptMessage]
    do throws(DocumentError) { messages = try PromptRoles.secondGeneration(text, nonce: nonce) } catch {
      let origin = values.first { Prompty.holdsRole($0.value) }.flatMap { position(ofVariable: $0.key) }
      throw TemplateError(.security, error.message, at: origin ?? bodyPosition)
    }
    let shownText = nonce.map { text.replacing("[nonce=\"\($0)\"]", with: "") } ?? text
    return RenderedPrompt(
      text: shownText, messages: expanded(messages, markers, values, rich), warnings: warnings)
  }

  /// Whether a text in a value has a line that would be taken for a role's.
  private static func holdsRole(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): Text.lines(text).contains { PromptRoles.boundary($0) != nil }
    case .array(let values): values.contains(where: holdsRole)
    case .object(let members): members.contains { holdsRole($0.value) }
    default: false
    }
  }

  private static func nonce(_ bytes: Int) -> String {
    (0..<bytes).map { _ in PythonText.hex(UInt32.random(in: 0...255), width: 2) }.joined()
  }

  /// The body with its role lines marked, so that no value can bring in another one. What stands in their brackets is
  /// lost in strict mode, as it is in the package.
  private func marked(with nonce: String) -> String {
    Text.lines(body, keepingEnds: true).map { line in
      PromptRoles.boundary(line).map { "\($0.role)[nonce=\"\(nonce)\"]:\n" } ?? line
    }.joined()
  }

  /// Puts threads, images and files where their markers stand; threads without a place come last.
  ///
  /// The package does so with one marker of a message and leaves the others in the text.
  private func expanded(
    _ messages: [PromptMessage], _ markers: [(marker: String, input: PromptyProperty)],
    _ values: [JSONValue.Member], _ rich: [PromptyProperty]
  ) -> [PromptMessage] {
    var result: [PromptMessage] = []
    var isFound = false
    func value(_ name: String) -> JSONValue? { values.last { $0.key == name }?.value }
    for message in messages {
      let text = message.text
      let places = markers.flatMap { marker, input in
        Text.places(of: marker, in: text).map { (start: $0, end: $0 + marker.utf8.count, input: input) }
      }.sorted { $0.start < $1.start }
      guard !places.isEmpty else {
        result.append(message)
        continue
      }
      isFound = true
      let bytes = Array(text.utf8)
      func addText(_ part: Range<Int>) {
        let part = Text.stripped(Text.string(bytes[part]))
        guard !part.isEmpty else { return }
        result.append(PromptMessage(role: message.role, parts: [.text(part)], attributes: message.attributes))
      }
      var start = 0
      for place in places {
        addText(start..<place.start)
        add(value(place.input.name), of: place.input.kind, to: &result)
        start = place.end
      }
      addText(start..<bytes.count)
    }
    guard !isFound else { return result }
    for input in rich where input.kind == "thread" {
      for item in value(input.name)?.array ?? [] where item.object != nil {
        result.append(Prompty.message(item))
      }
    }
    return result
  }

  /// Puts in the messages of a thread; what is none goes to the user's message before it, or into one of its own.
  private func add(_ given: JSONValue?, of kind: String, to messages: inout [PromptMessage]) {
    let source = given?.string ?? ""
    let part: PromptMessage.Part
    switch kind {
    case "thread":
      for item in given?.array ?? [] where item.object != nil { messages.append(Prompty.message(item)) }
      return
    case "image": part = .image(source, detail: nil)
    case "file": part = .file(source)
    default: part = .audio(source, mediaType: nil)
    }
    if messages.last?.role == "user" {
      messages[messages.count - 1].parts.append(part)
    } else {
      messages.append(PromptMessage(role: "user", parts: [part]))
    }
  }

  /// A message of a conversation that was given as an input.
  static func message(_ json: JSONValue) -> PromptMessage {
    let parts: [PromptMessage.Part]
    switch json["content"] {
    case .array(let items): parts = items.map(part)
    case .string(let text)?: parts = [.text(text)]
    case nil: parts = [.text("")]
    case let value?: parts = [.text((try? PythonText.string(Value(value))) ?? "")]
    }
    return PromptMessage(
      role: json["role"]?.string ?? "user", parts: parts,
      attributes: (json.object ?? []).filter { !["role", "content", "parts"].contains($0.key) })
  }

  private static func part(_ json: JSONValue) -> PromptMessage.Part {
    guard json.object != nil else { return .text((try? PythonText.string(Value(json))) ?? "") }
    let mediaType = json["mediaType"]?.string ?? json["media_type"]?.string
    switch json["kind"]?.string ?? json["type"]?.string ?? "text" {
    case "text": return .text(json["value"]?.string ?? json["text"]?.string ?? "")
    case "image", "image_url":
      let address = json["image_url"]?["url"]?.string ?? json["image_url"]?.string
      let source = json["source"]?.string ?? ""
      return .image(source.isEmpty ? address ?? "" : source, detail: json["detail"]?.string)
    case "file": return .file(json["source"]?.string ?? "")
    case "audio": return .audio(json["source"]?.string ?? "", mediaType: mediaType)
    default: return .text((try? PythonText.string(Value(json))) ?? "")
    }
  }
}
