import Documents
import Testing

@testable import Models

/// Answers in JSON, held against their schemas.
struct StructuredOutputTests {
  /// A schema, a value, and what is wrong with it.
  private static let cases: [(String, String, [String])] = [
    (#"{"type":"string"}"#, #""a""#, []),
    (#"{"type":"string"}"#, "3", ["$: expected a string, found 3"]),
    (#"{"type":["string","null"]}"#, "null", []),
    (#"{"type":["string","null"]}"#, "true", ["$: expected a string or null, found true"]),
    (#"{"type":"integer"}"#, "2.0", []),
    (#"{"type":"integer"}"#, "2.5", ["$: expected a whole number, found 2.5"]),
    (#"{"type":"number"}"#, "2", []),
    (#"{"type":"object","required":["a","b"]}"#, #"{"a":1}"#, ["$: “b” is missing"]),
    (
      #"{"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"array","items":{"type":"integer"}}}}}}"#,
      #"{"a":{"b":[1,"x",3]}}"#, [#"$.a.b[1]: expected a whole number, found "x""#]
    ),
    (
      #"{"properties":{"a":{}},"additionalProperties":false}"#, #"{"a":1,"odd name":2}"#,
      [#"$["odd name"]: is not one of the properties of the schema"#]
    ),
    (
      #"{"additionalProperties":{"type":"integer"}}"#, #"{"a":"x"}"#,
      [#"$.a: expected a whole number, found "x""#]
    ),
    (
      #"{"patternProperties":{"^x_":{"type":"integer"}},"additionalProperties":false}"#, #"{"x_1":1,"y":2}"#,
      ["$.y: is not one of the properties of the schema"]
    ),
    (#"{"enum":["red","green",3]}"#, "3.0", []),
    (#"{"enum":["red","green"]}"#, #""blue""#, [#"$: expected one of "red", "green", found "blue""#]),
    (#"{"const":{"a":1,"b":2}}"#, #"{"b":2,"a":1}"#, []),
    (#"{"const":1}"#, "2", ["$: expected 1, found 2"]),
    (#"{"minimum":1,"exclusiveMaximum":3}"#, "3", ["$: expected less than 3, found 3"]),
    (#"{"minimum":1}"#, "0.5", ["$: expected at least 1, found 0.5"]),
    (#"{"multipleOf":0.1}"#, "0.3", []),
    (#"{"multipleOf":2}"#, "3", ["$: expected a multiple of 2, found 3"]),
    (#"{"minLength":2,"maxLength":3}"#, #""日本""#, []),
    (#"{"minLength":2}"#, #""x""#, ["$: expected at least 2 characters, found 1"]),
    (#"{"pattern":"^[a-z]+$"}"#, #""abc""#, []),
    (#"{"pattern":"^[a-z]+$"}"#, #""A1""#, [#"$: "A1" does not match ^[a-z]+$"#]),
    (#"{"pattern":"("}"#, #""a""#, ["$: the schema's pattern ( cannot be read"]),
    (#"{"minItems":2,"uniqueItems":true}"#, "[1]", ["$: expected at least 2 items, found 1"]),
    (#"{"uniqueItems":true}"#, "[1,2,1.0]", ["$[2]: is there twice"]),
    (
      #"{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}}"#, #"["a",1,"b"]"#,
      [#"$[2]: expected a whole number, found "b""#]
    ),
    (#"{"contains":{"const":1}}"#, "[2,3]", ["$: holds no item of the wanted kind"]),
    (#"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#, "1", []),
    (
      #"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#, "true",
      ["$: expected a string or a whole number, found true"]
    ),
    (
      #"{"anyOf":[{"type":"string"},{"type":"object","properties":{"a":{"type":"integer"}}}]}"#,
      #"{"a":"x"}"#,
      [#"$: expected a string or an object, found an object"#]
    ),
    (
      #"{"oneOf":[{"type":"integer"},{"minimum":1}]}"#, "2",
      ["$: keeps to 2 of the schemas of which it must keep to one"]
    ),
    (#"{"not":{"type":"null"}}"#, "null", ["$: keeps to a schema that it must not keep to"]),
    (
      ##"{"$defs":{"n":{"type":"object","properties":{"next":{"$ref":"#/$defs/n"},"v":{"type":"integer"}}}},"$ref":"#/$defs/n"}"##,
      #"{"next":{"next":{"v":"x"}}}"#, [#"$.next.next.v: expected a whole number, found "x""#]
    ),
    (##"{"$ref":"#/$defs/none"}"##, "1", ["$: the schema refers to “#/$defs/none”, which it does not hold"]),
    (##"{"$defs":{"a/b":{"type":"null"}},"$ref":"#/$defs/a~1b"}"##, "1", ["$: expected null, found 1"]),
    (#"{"properties":{"a":false}}"#, #"{"a":1}"#, ["$.a: must not be there"]),
    ("true", "1", []),
  ]

  @Test(arguments: cases)
  func violationsAreToldWithTheirPlaces(_ schema: String, _ value: String, _ expected: [String]) throws {
    let violations = JSONSchema(try JSONReader.read(schema)).violations(of: try JSONReader.read(value))
    #expect(violations.map(\.description) == expected)
  }

  @Test func schemasThatLeadBackToThemselvesEnd() throws {
    let loop = JSONSchema(try JSONReader.read(##"{"$ref":"#"}"##)).violations(of: 1)
    #expect(loop.map(\.message) == ["the schema is nested deeper than 100 levels"])
    let tangle = ##"{"allOf":[{"$ref":"#"},{"$ref":"#"}]}"##
    let found = JSONSchema(try JSONReader.read(tangle)).violations(of: 1)
    #expect(!found.isEmpty && found.count <= 50)
    let hidden = ##"{"anyOf":[{"not":{"$ref":"#"}},{"not":{"$ref":"#"}}]}"##
    // Whatever it says, it ends.
    _ = JSONSchema(try JSONReader.read(hidden)).violations(of: 1)
  }

  @Test func anAnswerIsReadAndHeldAgainstWhatWasAsked() {
    let format = ResponseFormat.schema(name: "a", ["type": "object", "required": ["x"]], isStrict: nil)
    #expect(StructuredOutput(#" {"x":1} "#, as: format).isValid)
    let fenced = StructuredOutput("```json\n{\"x\":1}\n```", as: format)
    #expect(fenced.isValid && fenced.isFenced && fenced.value?["x"] == 1)
    let missing = StructuredOutput("{}", as: format)
    #expect(!missing.isValid && missing.violations.map(\.description) == ["$: “x” is missing"])
    #expect(missing.correction?.contains("- $: “x” is missing") == true)
    let cut = StructuredOutput(#"{"x":"#, as: .json)
    #expect(cut.value == nil && cut.violations.first?.message.contains("(line 1, column 6)") == true)
    #expect(
      StructuredOutput("[1]", as: .json).isValid && StructuredOutput("[1]", as: .json).correction == nil)
  }
}
