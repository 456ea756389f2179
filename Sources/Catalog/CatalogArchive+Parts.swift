/// How checklists and models stand in an archive.
extension CatalogArchive.Writer {
  mutating func write(_ checklist: Checklist) {
    write(checklist.intro)
    write(checklist.items) { writer, item in
      writer.write(item.id)
      writer.write(item.pillar)
      writer.write(item.area)
      writer.write(item.severity.rawValue)
      writer.write(item.applies) { $0.write($1) }
      writer.write(item.ask)
      writer.write(item.why)
      writer.write(item.how)
      writer.write(item.entries) { $0.write($1) }
    }
  }

  mutating func write(_ model: ModelCard) {
    write(model.name)
    write(model.title)
    write(model.kind)
    write(model.input) { $0.write($1) }
    write(model.output) { $0.write($1) }
    write(model.parameters)
    write(model.contextTokens)
    write(model.maxInputTokens)
    write(model.maxOutputTokens)
    write(model.capabilities) { $0.write($1) }
    write(model.refuses) { $0.write($1) }
    write(model.openWeights.map { $0 ? "1" : "0" } ?? "")
    for text in [model.licence, model.released, model.retires, model.state, model.replacedBy] { write(text) }
    write(model.price.map { [$0] } ?? []) { writer, price in
      writer.write(price.unit)
      for value in [price.input, price.cachedInput, price.output, price.cacheWrite, price.each] {
        writer.write(value.map { "\($0)" } ?? "")
      }
      for text in [price.currency, price.date, price.source] { writer.write(text) }
    }
    for text in [model.priceNote, model.note, model.source] { write(text) }
  }

  private mutating func write(_ number: Int?) {
    write(number.map { String($0) } ?? "")
  }
}

extension CatalogArchive.Reader {
  mutating func checklist() -> Checklist {
    let intro = string()
    let items = list { reader -> Checklist.Item in
      let id = reader.string()
      let pillar = reader.string()
      let area = reader.string()
      let severity = Checklist.Severity(rawValue: reader.string()) ?? .medium
      let applies = reader.list { $0.string() }
      let ask = reader.string()
      let why = reader.string()
      let how = reader.string()
      return Checklist.Item(
        id: id, pillar: pillar, area: area, severity: severity, applies: applies, ask: ask, why: why,
        how: how, entries: reader.list { $0.string() })
    }
    return Checklist(intro: intro, items: items)
  }

  mutating func modelCard() -> ModelCard {
    let name = string()
    let title = string()
    var model = ModelCard(name: name, title: title, kind: string())
    model.input = list { $0.string() }
    model.output = list { $0.string() }
    model.parameters = string()
    model.contextTokens = Int(string())
    model.maxInputTokens = Int(string())
    model.maxOutputTokens = Int(string())
    model.capabilities = list { $0.string() }
    model.refuses = list { $0.string() }
    let open = string()
    model.openWeights = open.isEmpty ? nil : open == "1"
    model.licence = string()
    model.released = string()
    model.retires = string()
    model.state = string()
    model.replacedBy = string()
    model.price =
      list { reader -> ModelCard.Price in
        let unit = reader.string()
        let input = Double(reader.string())
        let cached = Double(reader.string())
        let output = Double(reader.string())
        let cacheWrite = Double(reader.string())
        let each = Double(reader.string())
        let currency = reader.string()
        let date = reader.string()
        return ModelCard.Price(
          unit: unit, input: input, cachedInput: cached, output: output, cacheWrite: cacheWrite, each: each,
          currency: currency, date: date, source: reader.string())
      }.first
    model.priceNote = string()
    model.note = string()
    model.source = string()
    return model
  }
}
