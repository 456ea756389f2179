import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// Prompt files from the command line: rendered, checked, converted and run.
@Suite struct PromptCommandTests {
  let home = TemporaryHome()

  init() throws {
    try home.write(
      """
      ---
      name: Greeter
      model:
        api: chat
        configuration: {type: azure_openai, azure_deployment: gpt-4o}
        parameters: {max_tokens: 40}
      sample: {name: Ada, items: [1, 2.5, true]}
      unknwon: x
      ---
      system:
      You greet.

      user:
      Hello {{name}}: {{ items }}

      """, to: "greet.prompty")
    try home.write("Hi {{ name }}{% include 'part.txt' %}\n", to: "hi.jinja2")
    try home.write(" and more", to: "part.txt")
  }

  @Test func messagesAreShownBeforeAnythingIsSent() throws {
    let run = home.atelier("prompt", "render", "greet.prompty")
    #expect(run.text == "── system ──\nYou greet.\n\n── user ──\nHello Ada: [1, 2.5, True]\n", "\(run.text)")
    #expect(run.error.contains("greet.prompty:8:1: ") && run.error.contains("unknwon"))
    let json = try home.atelier("prompt", "render", "greet.prompty", "-i", "name=Bob", "--json").json()
    let messages = try #require(json["messages"] as? [[String: Any]])
    #expect(messages.last?["content"] as? String == "Hello Bob: [1, 2.5, True]")
    #expect((json["parameters"] as? [String: Any])?["max_tokens"] as? Int == 40)
  }

  @Test func aBareTemplateGivesItsTextAlone() throws {
    try home.write(#"{"name": "Ada"}"#, to: "data.json")
    let run = home.atelier("prompt", "render", "hi.jinja2", "--data", "data.json")
    #expect(run.status == 0 && run.text == "Hi Ada and more" && run.error.isEmpty, "\(run.error)")
    let strict = home.atelier("prompt", "render", "hi.jinja2", "--strict")
    #expect(
      strict.status == 2 && strict.error.contains("hi.jinja2:1:7: 'name' is undefined"), "\(strict.error)")
  }

  @Test func aMarkOfTheByteOrderIsNoText() throws {
    try home.write("\u{FEFF}user:\nHi {{ name }}\n", to: "marked.jinja2")
    let run = home.atelier("prompt", "render", "marked.jinja2", "-i", "name=Ada")
    #expect(run.text == "── user ──\nHi Ada\n", "\(run.text)")
  }

  @Test func aFolderIsNoPromptAndOneInputIsReadOnce() throws {
    let folder = home.atelier("prompt", "render", ".")
    #expect(
      folder.status == 2 && folder.error.contains("“.” is a folder"), "\(folder.status) \(folder.error)")
    let both = home.atelier("prompt", "render", "-", "--data", "-")
    #expect(both.status == 2 && both.error.contains("cannot both be standard input"), "\(both.error)")
  }

  @Test func nothingOutsideItsFolderIsRead() throws {
    try home.write("secret", to: "secret.txt")
    try home.write("{% include '../secret.txt' %}", to: "in/out.jinja2")
    try FileManager.default.createSymbolicLink(
      atPath: home.folder + "/in/link.txt", withDestinationPath: home.folder + "/secret.txt")
    try home.write("{% include 'link.txt' %}", to: "in/linked.jinja2")
    for file in ["in/out.jinja2", "in/linked.jinja2"] {
      let run = home.atelier("prompt", "render", file)
      #expect(run.status == 2 && !run.text.contains("secret"), "\(file) \(run.text)")
    }
  }

  @Test func aBrokenTemplateIsToldWithItsPlace() throws {
    try home.write("one\n{% if x %}two\n", to: "broken.jinja2")
    let run = home.atelier("prompt", "check", "broken.jinja2")
    #expect(run.status == 1 && run.error.contains("broken.jinja2:2:"), "\(run.error)")
    let good = home.atelier("prompt", "check", "hi.jinja2")
    #expect(good.status == 0 && good.text == "promptflow\ninputs: name\n", "\(good.text)")
  }

  @Test func frontMatterThatIsNoneIsToldAndTheFileIsTheTextAllTheSame() throws {
    try home.write("--- name: x\nuser:\nhi\n", to: "half.prompty")
    let half = home.atelier("prompt", "check", "half.prompty")
    #expect(half.status == 0 && half.text == "prompty\n", "\(half.text)")
    #expect(half.error.hasPrefix("half.prompty:1:1: line 1 begins no front matter"), "\(half.error)")
    let json = try home.atelier("prompt", "check", "half.prompty", "--json").json()
    let warnings = try #require(json["warnings"] as? [[String: Any]])
    #expect(warnings.map { $0["line"] as? Int } == [1])
    // From standard input there is no name to go by.
    let open = home.shell("printf -- '---\\nname: x\\nhi\\n' | atelier prompt check -")
    #expect(open.status == 0 && open.error.contains("is not closed by a line “---”"), "\(open.error)")
    #expect(home.atelier("prompt", "check", "hi.jinja2").error.isEmpty)
  }

  @Test func aFileIsConvertedAndRunUnchanged() throws {
    let run = home.atelier("prompt", "convert", "greet.prompty")
    #expect(run.text.contains("maxOutputTokens: 40") && run.text.contains("Hello {{name}}"))
    try home.write(run.text, to: "second.prompty")
    let second = home.atelier("prompt", "render", "second.prompty", "-i", "name=Ada")
    #expect(second.text.contains("You greet."), "\(second.text)\(second.error)")
    let asked = home.atelier("prompt", "run", "greet.prompty", "-m", "builtin/lead", "--json")
    #expect(try asked.json()["model"] as? String == "builtin/lead")
  }
}
