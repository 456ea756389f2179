import Documents
import Models
import Preferences
import Testing

/// Adding, changing and taking out providers in a person's own file.
struct ProviderLinesTests {
  private let home = "/home/ada"

  private func provider(
    _ name: String, _ kind: ProviderType = .openAICompatible,
    _ url: String = "http://localhost:8080/v1"
  ) -> ProviderSettings {
    ProviderSettings(name: name, kind: kind, baseURL: url)
  }

  private func providers(_ text: String) -> [ProviderSettings] {
    let (configuration, problems, _) = Configuration.read(text, home: home)
    #expect(problems.isEmpty, "\(problems) in\n\(text)")
    return configuration.providers
  }

  @Test(arguments: [
    ("", "providers:\n  new:\n    type: openai-compatible\n    base_url: http://localhost:8080/v1\n"),
    (
      "theme: nord",
      "theme: nord\n\nproviders:\n  new:\n    type: openai-compatible\n    base_url: http://localhost:8080/v1\n"
    ),
    (
      "providers: {}   # none yet\ntheme: nord\n",
      "providers:  # none yet\n  new:\n    type: openai-compatible\n    base_url: http://localhost:8080/v1\ntheme: nord\n"
    ),
    (
      "providers:\n    a: {type: ollama}   # mine\n\n# the colours\ntheme: nord\n",
      "providers:\n    a: {type: ollama}   # mine\n    new:\n      type: openai-compatible\n"
        + "      base_url: http://localhost:8080/v1\n\n# the colours\ntheme: nord\n"
    ),
    (
      "theme: nord\r\nproviders:\r\n  a:\r\n    type: ollama\r\n",
      "theme: nord\r\nproviders:\r\n  a:\r\n    type: ollama\r\n  new:\r\n    type: openai-compatible\r\n"
        + "    base_url: http://localhost:8080/v1\r\n"
    ),
  ])
  func oneIsAddedBehindTheOthers(_ before: String, _ after: String) throws {
    let changed = try Configuration.settingProvider(provider("new"), in: before, home: home)
    #expect(Array(changed.utf8) == Array(after.utf8), "\(changed.debugDescription)")
    #expect(providers(changed).last == provider("new"))
  }

  @Test func theDocumentedFileTakesOne() throws {
    let before = Configuration.documentedDefault
    let changed = try Configuration.settingProvider(
      provider("new", .ollama, "http://localhost:11434"), in: before, home: home)
    #expect(providers(changed).map(\.name) == ["new"])
    #expect(changed.split(separator: "\n").count == before.split(separator: "\n").count + 2)
    let back = try Configuration.removingProvider("new", in: changed, home: home)
    #expect(back == before)
  }

  @Test func whatAPersonWroteBesideAFieldStays() throws {
    let before = """
      providers:
        # the one at work
        work:   # ask Grace
          type: openai-compatible
          base_url: https://old.example.com/v1   # until June
          api_key_command:
            - pass   # the store
            - show
            - work
          headers: {X-Team: design}
          # waits long
          timeout_s: 600
        other:
          type: ollama
      theme: nord

      """
    var changed = try #require(providers(before).first)
    changed.baseURL = "https://new.example.com/v1"
    let after = try Configuration.settingProvider(changed, replacing: "work", in: before, home: home)
    #expect(
      after
        == before.replacing("https://old.example.com/v1   # until June", with: "https://new.example.com/v1"))
    #expect(providers(after).first == changed)

    changed.key = .environment("WORK_KEY")
    changed.name = "new name"
    changed.contextTokens = nil
    let renamed = try Configuration.settingProvider(changed, replacing: "work", in: before, home: home)
    #expect(renamed.contains("  \"new name\":  # ask Grace\n") && renamed.contains("    # waits long\n"))
    #expect(!renamed.contains("pass") && renamed.contains("    api_key_env: WORK_KEY\n"))
    #expect(providers(renamed).map(\.name) == ["new name", "other"] && providers(renamed).first == changed)
  }

  @Test func everyFieldComesBack() throws {
    for kind in ProviderType.allCases {
      let keys: [ProviderSettings.KeySource] = [
        .none, .command(["pass", "show", "my key: #1", "-x", "yes"]), .environment("A_KEY"),
        .secret("item 1"),
        .file("/home/ada/.key"),
      ]
      for key in keys {
        var one = provider("p-1", kind, "https://example.com/openai/v1?api-version=preview&x=%20y")
        one.key = key
        one.isToken = key != .none
        one.apiVersion = "2024-10-21"
        one.usesResponses = true
        one.contextTokens = 8192
        one.headers = ["X-Team": "a: b, #c", "Y": "yes"]
        one.timeout = 2.5
        one.authorityFile = "/etc/ssl/our own.pem"
        let text = try Configuration.settingProvider(one, in: "color: 16\n", home: home)
        #expect(providers(text) == [one], "\(text)")
      }
    }
  }

  @Test(arguments: ["null", "yes", "a b", "3024", "ä", "a:b", "\"q\"", "- x", "*x", "#x"])
  func anyNameReadsBack(_ name: String) throws {
    let text = try Configuration.settingProvider(provider(name), in: "", home: home)
    #expect(providers(text).map(\.name) == [name])
    var changed = provider(name)
    changed.baseURL = "http://elsewhere/v1"
    do {
      let again = try Configuration.settingProvider(changed, replacing: name, in: text, home: home)
      #expect(providers(again) == [changed])
    } catch {
      // A name with a quote in it cannot be found again by its line: it is said, and nothing is written.
      #expect(name.contains("\""))
    }
  }

  @Test(arguments: [
    ("providers: {a: {type: ollama}}\n", "braces"),
    ("providers: &x\n  a: {type: ollama}\n", "braces"),
    ("theme: [\n", "line"),
    ("providers:\n  new: {type: ollama}\n", "already"),
  ])
  func whatCannotBeChangedByLinesIsLeftAlone(_ text: String, _ word: String) {
    let error = #expect(throws: DocumentError.self) {
      try Configuration.settingProvider(self.provider("new"), in: text, home: self.home)
    }
    #expect(
      error?.message.contains(word) == true || word == "line" && error?.position != nil,
      "\(String(describing: error))")
  }

  @Test func oneIsTakenOut() throws {
    let text =
      "providers:\n  a:\n    type: ollama\n  # b is fast\n  b:\n    type: ollama\n    # slow start\n\ntheme: x\n"
    #expect(
      try Configuration.removingProvider("a", in: text, home: home)
        == "providers:\n  # b is fast\n  b:\n    type: ollama\n    # slow start\n\ntheme: x\n")
    #expect(throws: DocumentError.self) { try Configuration.removingProvider("c", in: text, home: self.home) }
  }
}
