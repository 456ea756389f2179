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
    if options.load == nil { options.load = { name in try surroundings.text(name) } }
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

  private static func placed(_ error: DocumentError) -> TemplateError {
    TemplateError(.value, error.message, at: error.position)
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
    } catch { throw Prompty.placed(error) }
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
          hint: "give it, or a default in the file")
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
    let messages: [PromptMessage]
    do throws(DocumentError) {
      // An image beside the prompt is taken along, as in the first generation; the package sends the bare path.
      for input in rich where input.kind == "image" {
        guard let index = values.lastIndex(where: { $0.key == input.name }),
          let address = values[index].value.string
        else { continue }
        values[index].value = .string(
          try image(address, surroundings, at: position(ofVariable: input.name)))
      }
      messages = try PromptRoles.secondGeneration(text, nonce: nonce)
    } catch { throw Prompty.placed(error) }
    let shownText = nonce.map { text.replacing("[nonce=\"\($0)\"]", with: "") } ?? text
    return RenderedPrompt(
      text: shownText, messages: expanded(messages, markers, values, rich), warnings: warnings)
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
  private func expanded(
    _ messages: [PromptMessage], _ markers: [(marker: String, input: PromptyProperty)],
    _ values: [JSONValue.Member], _ rich: [PromptyProperty]
  ) -> [PromptMessage] {
    var result: [PromptMessage] = []
    var isFound = false
    func value(_ name: String) -> JSONValue? { values.last { $0.key == name }?.value }
    for message in messages {
      let text = message.text
      guard let (marker, input) = markers.first(where: { text.contains($0.marker) }),
        let place = text.firstRange(of: marker)
      else {
        result.append(message)
        continue
      }
      isFound = true
      func add(_ part: Substring) {
        let part = Text.stripped(String(part))
        guard !part.isEmpty else { return }
        result.append(PromptMessage(role: message.role, parts: [.text(part)], attributes: message.attributes))
      }
      add(text[..<place.lowerBound])
      let given = value(input.name)
      if input.kind == "thread" {
        for item in given?.array ?? [] where item.object != nil { result.append(Prompty.message(item)) }
      } else {
        let source = given?.string ?? ""
        let part: PromptMessage.Part =
          input.kind == "image"
          ? .image(source, detail: nil)
          : input.kind == "file" ? .file(source) : .audio(source, mediaType: nil)
        if result.last?.role == "user" {
          result[result.count - 1].parts.append(part)
        } else {
          result.append(PromptMessage(role: "user", parts: [part]))
        }
      }
      add(text[place.upperBound...])
    }
    guard !isFound else { return result }
    for input in rich where input.kind == "thread" {
      for item in value(input.name)?.array ?? [] where item.object != nil {
        result.append(Prompty.message(item))
      }
    }
    return result
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
