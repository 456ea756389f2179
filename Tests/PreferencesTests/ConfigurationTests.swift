import Documents
import Preferences
import Testing

/// What a person sets in `config.yaml`.
struct ConfigurationTests {
  private func read(_ text: String) -> (configuration: Configuration, problems: [DocumentError]) {
    let (configuration, problems, _) = Configuration.read(text, home: "/home/ada")
    return (configuration, problems)
  }

  /// The configuration of a text without problems.
  private func configuration(_ text: String) -> Configuration {
    let (configuration, problems) = read(text)
    #expect(problems.isEmpty)
    return configuration
  }

  /// The only problem of a text, as compilers print it.
  private func problem(_ text: String) -> String? {
    let problems = read(text).problems
    #expect(problems.count == 1, "\(problems)")
    return problems.first?.described(file: "c")
  }

  // MARK: Values

  @Test func aMissingFileMeansAllDefaults() {
    let standard = Configuration()
    #expect(standard.theme == "terminal")
    #expect(standard.color == "auto")
    #expect(standard.usesMouse)
    #expect(standard.isASCII == nil)
    #expect(standard.catalogs.isEmpty)
    #expect(standard.keys.isEmpty)
    #expect(configuration("") == standard)
    #expect(configuration("# nothing\n") == standard)
    #expect(configuration("~") == standard)
  }

  @Test func theDocumentedDefaultReadsBackToTheDefaults() {
    #expect(configuration(Configuration.documentedDefault) == Configuration())
  }

  @Test func theDocumentedDefaultNamesEveryKey() {
    for key in ["theme", "color", "mouse", "bell", "ascii", "catalogs", "keys"] {
      #expect(Configuration.documentedDefault.contains("\n\(key): "), "\(key)")
    }
  }

  @Test func aKeyWithoutAValueMeansItsDefault() {
    #expect(configuration("theme:\ncolor: ~\nmouse: null\nascii:\ncatalogs:\nkeys:\n") == Configuration())
  }

  @Test(arguments: [("nord", "nord"), ("\"my theme\"", "my theme"), ("'null'", "null"), ("1", "1")])
  func theThemeIsAName(_ text: String, _ theme: String) {
    #expect(configuration("theme: \(text)").theme == theme)
  }

  @Test func aThemeForEachKindOfTerminalIsTwoNames() {
    let both = configuration("theme: {dark: nord, light: \"paper white\"}")
    #expect(both.theme == "nord")
    #expect(both.lightTheme == "paper white")
    #expect(configuration("theme: nord").lightTheme == nil)
    #expect(configuration("theme:\n  light: b\n  dark: a\n").theme == "a")
  }

  @Test(arguments: ["auto", "truecolor", "256", "16", "8", "none"])
  func colorIsOneOfItsWords(_ color: String) {
    #expect(configuration("color: \(color)").color == color)
    #expect(configuration("color: \"\(color)\"").color == color)
  }

  @Test(arguments: [
    ("true", true), ("True", true), ("yes", true), ("on", true), ("false", false), ("no", false),
    ("OFF", false),
  ])
  func mouseAndASCIIAreYesOrNo(_ text: String, _ isOn: Bool) {
    #expect(configuration("mouse: \(text)").usesMouse == isOn)
    #expect(configuration("ascii: \(text)").isASCII == isOn)
  }

  @Test func asciiCanBeLeftToTheLocale() {
    #expect(configuration("ascii: auto").isASCII == nil)
  }

  @Test func catalogsAreFoldersWithTheHomeOfThePerson() {
    #expect(
      configuration("catalogs: [~/mine, /srv/team, relative, \"~other/x\"]").catalogs
        == ["/home/ada/mine", "/srv/team", "relative", "~other/x"])
    #expect(configuration("catalogs: []").catalogs.isEmpty)
  }

  @Test func keysAreOneOrMany() {
    let keys = configuration("keys:\n  catalog.search: [/, Ctrl-F]\n  help: F1\n  quit: []\n").keys
    #expect(keys.map(\.command) == ["catalog.search", "help", "quit"])
    #expect(keys.map(\.keys) == [["/", "Ctrl-F"], ["F1"], []])
    #expect(
      keys.map(\.position)
        == [2, 3, 4].map { SourcePosition(line: $0, column: [2: 19, 3: 9, 4: 9][$0] ?? 0) })
  }

  // MARK: Problems

  @Test(arguments: [
    ("colour: 256", "c:1:1: there is no key “colour”; did you mean color?"),
    ("a: 1\n", "c:1:1: there is no key “a”"),
    ("theme: nord\nmous: true", "c:2:1: there is no key “mous”; did you mean mouse?"),
    ("theme: [nord]", "c:1:8: expected a theme's name, or {dark: …, light: …}, found a list"),
    (
      "color: trucolor",
      "c:1:8: expected one of auto, truecolor, 256, 16, 8, none, found “trucolor”; did you mean truecolor?"
    ),
    ("color: {a: b}", "c:1:8: expected one of auto, truecolor, 256, 16, 8, none, found a mapping"),
    ("\n\nmouse: maybe", "c:3:8: expected true or false, found “maybe”"),
    ("mouse: [true]", "c:1:8: expected true or false, found a list"),
    ("ascii: never", "c:1:8: expected auto, true or false, found “never”"),
    ("catalogs: ~/mine", "c:1:11: expected a list of folders, found “~/mine”"),
    ("catalogs:\n  - a\n  - [b]", "c:2:3: expected a list of folders, found a list"),
    ("keys: [a]", "c:1:7: expected commands and their keys, found a list"),
    ("keys:\n  help: {a: b}", "c:2:9: expected a key such as Ctrl-F, or a list of keys, found a mapping"),
    ("keys:\n  help: [F1, ~]", "c:2:9: expected a key such as Ctrl-F, or a list of keys, found a list"),
    ("keys:\n  help:", "c:2:8: expected a key such as Ctrl-F, or a list of keys, found nothing"),
    ("- theme: nord", "c:1:1: expected keys such as “theme: nord”, found a list"),
    ("nord", "c:1:1: expected keys such as “theme: nord”, found a single value"),
    ("theme: nord\ntheme: dark", "c:1:1: the key “theme” stands here twice"),
    ("theme: @", "c:1:8: while scanning for the next token: found character that cannot start any token"),
  ])
  func aProblemSaysWhereAndWhat(_ text: String, _ problem: String) {
    #expect(self.problem(text) == problem)
  }

  @Test func whatIsRightIsReadBesideWhatIsWrong() {
    let (configuration, problems) = read(
      "theme: nord\ncolor: blue\nmouse: off\nkeys:\n  a: {}\n  help: F1\nzzz: 1\n")
    #expect(configuration.theme == "nord")
    #expect(configuration.color == "auto")
    #expect(!configuration.usesMouse)
    #expect(configuration.keys.map(\.command) == ["help"])
    #expect(problems.map { $0.position?.line } == [2, 5, 7])
  }

  // MARK: Another theme

  @Test func settingTheThemeKeepsEverythingElse() throws {
    let changed = Configuration.settingTheme("nord", in: Configuration.documentedDefault)
    #expect(configuration(changed).theme == "nord")
    let before = Configuration.documentedDefault.split(separator: "\n", omittingEmptySubsequences: false)
    let after = changed.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(before.count == after.count)
    let different = before.indices.filter { before[$0] != after[$0] }
    #expect(different.map { after[$0] } == ["theme: nord"])
  }

  @Test(arguments: [
    ("", "theme: new\n"),
    ("color: 16", "color: 16\ntheme: new\n"),
    ("color: 16\n", "color: 16\ntheme: new\n"),
    ("theme: old", "theme: new"),
    ("# mine\ntheme: old  # I like it\ncolor: 16\n", "# mine\ntheme: new  # I like it\ncolor: 16\n"),
    ("theme: \"old # one\" # two\n", "theme: new # two\n"),
    ("theme: 'it''s' # two\n", "theme: new # two\n"),
    ("theme: old#1\n", "theme: new\n"),
    ("theme:\ncolor: 16\n", "theme: new\ncolor: 16\n"),
    ("theme:\n  old\n# about colours\ncolor: 16\n", "theme: new\n# about colours\ncolor: 16\n"),
    ("theme: {dark: a, light: b} # two\n", "theme: new # two\n"),
    ("theme: {dark: a,\n  light: b}\ncolor: 16\n", "theme: new\ncolor: 16\n"),
    ("theme: {\n  dark: a,\n\n  light: b\n}\n\n# c\n", "theme: new\n\n# c\n"),
    (
      "theme:\n  dark: a\n# one\n  # two\n  light: b\n  # three\ncolor: 16\n",
      "theme: new\n  # three\ncolor: 16\n"
    ),
    ("# theme: old\ncolor: 16\n", "# theme: old\ncolor: 16\ntheme: new\n"),
    ("keys:\n  theme: F2\n", "keys:\n  theme: F2\ntheme: new\n"),
    ("theme: old\r\ncolor: 16\r\n", "theme: new\r\ncolor: 16\r\n"),
    ("theme: old # a\r\ncolor: 16\r\n", "theme: new # a\r\ncolor: 16\r\n"),
    ("color: 16\r\ntheme: old\r\nmouse: off", "color: 16\r\ntheme: new\r\nmouse: off"),
    ("color: 16\r\n", "color: 16\r\ntheme: new\n"),
  ])
  func onlyTheThemesLineChanges(_ before: String, _ after: String) {
    let changed = Configuration.settingTheme("new", in: before)
    #expect(Array(changed.utf8) == Array(after.utf8), "\(changed.debugDescription)")
    var wanted = read(before).configuration
    wanted.theme = "new"
    wanted.lightTheme = nil
    #expect(configuration(changed) == wanted)
  }

  @Test(arguments: [
    "nord", "gruvbox-dark-hard", "my theme", "3024", "null", "~", "a: b", "a # b", "Größe", "[x]", "\"q\" \\",
    "é",
  ])
  func anyNameOfAThemeReadsBack(_ name: String) {
    for text in ["", "theme: old # comment\nmouse: off\n"] {
      #expect(configuration(Configuration.settingTheme(name, in: text)).theme == name)
    }
  }
}

/// What the configuration says of providers.
struct ProviderSettingsTests {
  private func problems(_ provider: String) -> [String] {
    Configuration.read("providers:\n  work: \(provider)\n", home: "/home/ada").problems.map {
      $0.described(file: "c")
    }
  }

  private func settings(_ provider: String) -> ProviderSettings? {
    Configuration.read("providers:\n  work: \(provider)\n", home: "/home/ada").configuration.providers.first
  }

  @Test func aProviderIsRead() {
    let settings = settings(
      "{type: openai-compatible, base_url: http://localhost:8080/v1/, api_key_file: ~/key, timeout_s: 90, "
        + "headers: {X-Team: design}}")
    #expect(settings?.baseURL == "http://localhost:8080/v1" && settings?.timeout == 90)
    #expect(settings?.key == .file("/home/ada/key") && settings?.headers == ["X-Team": "design"])
  }

  @Test func authoritiesOfOnesOwnAreAFileOfOneProvider() {
    let start = "{type: openai-compatible, base_url: https://x/v1, ca_file: "
    #expect(settings(start + "~/company.pem}")?.authorityFile == "/home/ada/company.pem")
    #expect(settings(start + "/etc/company.pem}")?.authorityFile == "/etc/company.pem")
    #expect(settings(start + "}")?.authorityFile == nil && problems(start + "}").isEmpty)
    for wrong in ["company.pem", "../company.pem", "[a]"] {
      #expect(settings(start + wrong + "}")?.authorityFile == nil)
      #expect(
        problems(start + wrong + "}").first?.contains("ca_file expects a file with certificates") == true)
    }
  }

  @Test(arguments: [
    ("{type: openai-compatibel, base_url: http://x/v1}", "did you mean openai-compatible?"),
    ("{type: openai-compatible, base_url: http://x/v1, headers: [a, b]}", "headers expects names and values"),
    ("{type: openai-compatible, base_url: http://x/v1, headers: {a: {b: c}}}", "a header expects a text"),
    (
      "{type: openai-compatible, base_url: http://x/v1, api_key_env: [HOME]}",
      "expects the name of a variable"
    ),
    (
      "{type: openai-compatible, base_url: http://x/v1, timeout_s: soon}",
      "expects a number of seconds, found soon"
    ),
    ("{type: openai-compatible, base_url: http://x/v1, timeout_s: -1}", "expects a number of seconds"),
    ("{type: openai-compatible, base_url: ftp://x}", "expected base_url such as"),
    (
      "{type: openai-compatible, base_url: http://x/v1, api_key: sk-secret}",
      "a key does not belong into this file"
    ),
  ])
  func aWrongValueIsToldWithItsPlace(provider: String, words: String) {
    let problems = problems(provider)
    #expect(
      problems.count == 1 && problems[0].contains(words) && problems[0].hasPrefix("c:2:"), "\(problems)")
  }

  @Test func whatMayBeAKeyIsNotShown() {
    for provider in [
      "{type: openai-compatible, base_url: http://x/v1, api_key_env: sk-proj-secret}",
      "{type: openai-compatible, base_url: \"http://me:secret@x/v1\"}",
    ] {
      let problems = problems(provider)
      #expect(problems.count == 1 && !problems[0].contains("secret"), "\(problems)")
    }
    #expect(
      settings("{type: openai-compatible, base_url: \"http://x/v1?key=secret\"}")?.shownURL == "http://x/v1")
  }

  @Test(arguments: [
    ("a: [", true), ("- a\n", true), ("database: [x]\n", true), ("default_model: x/\n", false),
    ("default_model: nobody/m\n", false), ("providers: none\n", false), ("theme: [x]\n", false),
    ("muose: true\n", false),
    ("default_model: builtin/librarian\n", false),
  ])
  func whatLeavesItOpenWhereToKeepIsRefused(text: String, isRefused: Bool) {
    let notes = Configuration.read(text, home: "/").notes
    #expect((notes.refusal != nil) == isRefused)
    // Which model is meant is another question.
    let isModel = text.hasPrefix("default_model") && !text.contains("builtin") || text.hasPrefix("providers")
    #expect((notes.modelRefusal != nil) == isModel)
  }
}
