import Documents
import Templates
import TestSupport
import Testing

/// What fuzzing found, and what lies near it: none of it may trap. That the test ends is what it shows.
struct FuzzCorpusTests {
  @Test func nothingInTheCorpusTraps() throws {
    let text = try Checkout.text(of: "Tests/TemplatesTests/Fixtures/fuzz.jsonl")
    var count = 0
    for line in text.split(separator: "\n") {
      let json = try JSONReader.read(String(line))
      let template = try #require(json["t"]?.string)
      for dialect in TemplateDialect.allCases {
        for isStrict in [false, true] {
          var options = RenderOptions()
          options.isStrict = isStrict
          options.limits.steps = 100_000
          do throws(TemplateError) {
            _ = try Template(template, dialect: dialect).render(
              [.init("a", [1]), .init("x", "y")], options: options)
          } catch {
            #expect(!error.message.isEmpty)
          }
          count += 1
        }
      }
    }
    #expect(count > 400)
  }
}
