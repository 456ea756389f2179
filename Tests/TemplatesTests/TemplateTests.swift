import Documents
import Templates
import Testing

struct TemplateTests {
  @Test func aVariableIsPrinted() throws {
    #expect(try Template("Hi {{ name }}!", dialect: .jinja).render([.init("name", "Ada")]) == "Hi Ada!")
  }
}
