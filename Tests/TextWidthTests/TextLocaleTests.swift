import Testing
import TextWidth

/// What the environment says of the terminal's character set.
struct TextLocaleTests {
  @Test(arguments: ["en_US.UTF-8", "C.UTF-8", "de_DE.utf8", "C.utf8", "sr_RS.UTF-8@latin"])
  func aUTF8LocaleIsNoASCII(_ name: String) {
    for variable in ["LC_ALL", "LC_CTYPE", "LANG"] {
      #expect(!TextLocale.isASCII(environment: [variable: name]))
    }
  }

  @Test(arguments: ["C", "POSIX", "en_US", "de_DE.ISO-8859-1", "ja_JP.eucJP"])
  func anyOtherLocaleIsASCII(_ name: String) {
    for variable in ["LC_ALL", "LC_CTYPE", "LANG"] {
      #expect(TextLocale.isASCII(environment: [variable: name]))
    }
  }

  @Test func anEnvironmentThatSaysNothingIsNoASCII() {
    #expect(!TextLocale.isASCII(environment: [:]))
    #expect(!TextLocale.isASCII(environment: ["LANG": "", "LC_ALL": ""]))
    #expect(!TextLocale.isASCII(environment: ["TERM": "dumb", "LC_NUMERIC": "C"]))
  }

  @Test func theFirstVariableThatIsSetDecides() {
    #expect(TextLocale.isASCII(environment: ["LC_ALL": "C", "LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"]))
    #expect(!TextLocale.isASCII(environment: ["LC_ALL": "C.UTF-8", "LC_CTYPE": "C", "LANG": "C"]))
    #expect(TextLocale.isASCII(environment: ["LC_CTYPE": "POSIX", "LANG": "C.UTF-8"]))
    #expect(!TextLocale.isASCII(environment: ["LC_ALL": "", "LC_CTYPE": "en_GB.UTF-8", "LANG": "C"]))
  }

  @Test func widthsAreThoseOfUTF8WhateverTheEnvironmentSays() {
    TextLocale.prepare
    #expect(TextWidth.cells(of: "中" as Character) == 2)
  }
}
