import Documents

/// What a template says about itself without being rendered, read as far as it can be read.
struct TemplateSurvey {
  /// A variable that it takes from outside.
  struct Variable {
    var name: String
    var position: SourcePosition?
    var kind: TemplatePreview.Variable.Kind?
    var fields: [String] = []
    var isOptional = false
  }

  /// What it takes from outside, in the order of first use.
  var variables: [Variable] = []
  /// What keeps it from being rendered, by place.
  var errors: [TemplateError] = []
  /// What would go wrong where a branch is taken.
  var warnings: [TemplateError] = []
  /// The template, when nothing is wrong.
  var template: Template?

  /// - Parameter values: what a prompt is tried with, as far as that is known.
  init(
    _ text: String, name: String? = nil, dialect: TemplateDialect, given values: [JSONValue.Member]? = nil
  ) {
    do throws(TemplateError) {
      if dialect == .mustache {
        try readMustache(text, name, values)
      } else {
        try readJinja(text, name, dialect)
      }
    } catch { errors.append(error) }
    errors.sort { $0.position ?? SourceMap.start < $1.position ?? SourceMap.start }
  }

  private mutating func readMustache(
    _ text: String, _ name: String?, _ values: [JSONValue.Member]?
  ) throws(TemplateError) {
    let mustache = try MustacheTemplate(text, name: name)
    let uses = mustache.uses(given: values)
    var positions = SourceMap(mustache.bytes)
    for (name, use) in uses.sorted(by: { $0.value.at < $1.value.at }) {
      variables.append(Variable(name, use, positions.position(of: use.at)))
    }
    template = Template(mustache: mustache, name: name)
  }

  private mutating func readJinja(
    _ text: String, _ name: String?, _ dialect: TemplateDialect
  ) throws(TemplateError) {
    let syntax = TemplateSyntax(dialect)
    let source = try TemplateSource(text, name: name, syntax)
    let (parsed, found) = Parser.parsedAndErrors(source, syntax)
    let compiler = Compiler(source: source, syntax: syntax)
    let survey = compiler.survey(parsed)
    let uses = VariableUses(parsed.statements, reads: survey.reads)
    errors = found + survey.errors
    warnings = compiler.warnings
    var places: [(name: String, at: Int, use: VariableUse?)] = []
    for name in survey.names {
      let use = uses.uses[name]
      places.append((name, use?.at ?? uses.stored[name] ?? source.bytes.count, use))
    }
    places.sort { ($0.at, $0.name) < ($1.at, $1.name) }
    var positions = SourceMap(source.bytes)
    for (name, at, use) in places {
      variables.append(
        Variable(
          name, use ?? VariableUse(at: at),
          at < source.bytes.count ? positions.position(of: at) : nil))
    }
    if errors.isEmpty, let unit = survey.unit {
      template = Template(unit: unit, name: name, dialect: dialect)
    }
  }
}

extension TemplateSurvey.Variable {
  init(_ name: String, _ use: VariableUse, _ position: SourcePosition?) {
    self.init(
      name: name, position: position, kind: use.kind, fields: use.fields, isOptional: use.isOptional)
  }
}

/// Turns bytes of a source into lines and columns, when they are asked for from front to back.
struct SourceMap {
  static let start = SourcePosition(line: 1, column: 1)

  private let bytes: [UInt8]
  private var place = 0
  private var position = SourceMap.start

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func position(of offset: Int) -> SourcePosition {
    if offset < place { (place, position) = (0, Self.start) }
    for byte in bytes[place..<min(max(place, offset), bytes.count)] { position.pass(byte) }
    place = max(place, min(offset, bytes.count))
    return position
  }
}

extension SourcePosition {
  /// Goes on by a byte of UTF-8.
  mutating func pass(_ byte: UInt8) {
    if byte == 0x0A {
      line += 1
      column = 1
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
  }
}
