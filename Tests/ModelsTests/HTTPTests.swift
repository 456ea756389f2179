import Testing

@testable import Models

/// Addresses, dates, proxies and keys.
struct HTTPTests {
  @Test(arguments: [
    ("http://localhost:8080/v1/", "http://localhost:8080/v1/models", "localhost:8080"),
    ("https://API.example.com/v1", "https://api.example.com/v1/models", "api.example.com:443"),
    ("http://[::1]:9", "http://[::1]:9/models", "[::1]:9"),
    ("https://x.example/openai/v1/chat/completions", "https://x.example/openai/v1/models", "x.example:443"),
    (
      "https://x.example/openai/v1/?api-version=2024-10-21#top",
      "https://x.example/openai/v1/models?api-version=2024-10-21", "x.example:443"
    ),
    ("http://x.example?", "http://x.example/models", "x.example:80"),
  ])
  func anAddressGrowsAPath(_ text: String, _ longer: String, _ place: String) throws {
    let address = try #require(HTTPAddress(text))
    #expect(address.appending("/models") == longer)
    #expect(address.hostAndPort() == place)
  }

  @Test(arguments: [
    "", "localhost:8080", "ftp://x", "http://", "http://x:99999", "http://a b/", "https://[::1",
    "http://me:secret@x", "http://me@x/v1",
  ])
  func whatIsNoAddressIsRefused(_ text: String) {
    #expect(HTTPAddress(text) == nil)
  }

  @Test(arguments: [
    ("http://me:secret@x.example/v1?key=secret", "http://x.example/v1", true),
    ("http://me:sec/r@et@x.example/v1", "http://x.example/v1", true),
    ("me:secret@x.example", "x.example", true), (" ftp://x.example#secret", "ftp://x.example", false),
    ("", "", false),
  ])
  func anAddressIsShownWithoutWhatIsSecretInIt(_ text: String, _ shown: String, _ hasUser: Bool) {
    #expect(HTTPAddress.shown(text) == (shown, hasUser))
  }

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
    ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000), ("Tue, 24 Nov 2026 13:00:00 GMT", 1_795_525_200),
  ])
  func aDateIsReadInItsThreeForms(_ text: String, _ seconds: Double) {
    #expect(HTTPDate.read(text) == seconds)
  }

  @Test(arguments: [
    "", "soon", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "a b c d e",
  ])
  func whatIsNoDateIsRefused(_ text: String) {
    #expect(HTTPDate.read(text) == nil)
  }

  @Test(arguments: [
    ("http://api.example.com/", "plain:3128"), ("https://api.example.com/", "safe:80"),
    ("http://localhost/", nil),
    ("http://127.0.0.1:11434/", nil), ("https://inside.corp/", nil), ("https://a.inside.corp/", nil),
    ("https://notinside.corp/", "safe:80"), ("https://port.example:8443/", nil),
    ("https://port.example/", "safe:80"),
    ("http://10.0.0.1/", nil),
  ])
  func theEnvironmentNamesTheProxy(_ url: String, _ expected: String?) {
    let settings = ProxySettings(environment: [
      "http_proxy": "http://plain:3128/", "HTTPS_PROXY": "safe", "HTTP_PROXY": "http://evil:1",
      "no_proxy": ".inside.corp, port.example:8443,10.0.0.1",
    ])
    #expect(settings.proxy(for: url).map { "\($0.host):\($0.port)" } == expected)
  }

  @Test func aProxyMayWantAUser() {
    let settings = ProxySettings(environment: ["all_proxy": "http://me:p%40ss@proxy:8080"])
    let proxy = settings.proxy(for: "https://x.example")
    #expect(proxy?.user == "me" && proxy?.password == "p@ss" && proxy?.host == "proxy")
    #expect(ProxySettings(environment: ["all_proxy": "socks5://p"]).proxy(for: "http://x.y")?.kind == .socks)
    #expect(ProxySettings(environment: ["all_proxy": "p", "no_proxy": "*"]).proxy(for: "http://x.y") == nil)
    #expect(ProxySettings().proxy(for: "http://x.y") == nil)
  }

  @Test func aSecretNeverPrintsItself() async throws {
    let secret = Secret(" sk-abcdef\n")
    #expect(try await secret.reveal() == "sk-abcdef")
    let provider = OpenAICompatibleProvider(name: "x", baseURL: "http://x", apiKey: secret)
    var dumped = ""
    dump(secret, to: &dumped)
    dump(provider, to: &dumped)
    for text in [
      "\(secret)", String(reflecting: secret), "\(provider)", String(reflecting: provider), dumped,
    ] {
      #expect(!text.contains("abcdef"))
    }
  }

  @Test func namesOfFieldsAreTheSameInCapitals() {
    var fields: HTTPFields = ["Content-Type": "a", "content-type": "b"]
    #expect(fields["CONTENT-TYPE"] == "a")
    fields.set("content-Type", "c")
    #expect(fields.fields.count == 1 && fields["content-type"] == "c")
  }
}
