import Testing

@testable import Diagrams

struct FlowchartLabelTests {
  @Test(arguments: [
    ("plain", ["plain"]), ("  trimmed  ", ["trimmed"]), ("\"quoted\"", ["quoted"]), ("", [""]),
    ("\"\"", [""]),
    ("a<br>b<br/>c<br />d<BR/>e</br>f", ["a", "b", "c", "d", "e", "f"]), ("a\\nb\nc", ["a", "b", "c"]),
    ("a <br/> b", ["a", "b"]), ("<b>bold</b> <i class='x'>it</i>", ["bold it"]), ("a < b > c", ["a < b > c"]),
    ("a <5> b", ["a <5> b"]), ("#quot;x#quot; #9829; #x41; &amp; &#65; &#x42;", ["\"x\" ♥ A & A B"]),
    ("&lt;tag&gt; #lt;b#gt;", ["<tag> <b>"]), ("#fff; #nothing; & x; #;", ["#fff; #nothing; & x; #;"]),
    ("#1114112; #55296;", ["#1114112; #55296;"]), ("a#27;[2Jb\u{7}c\u{9B}d", ["a^[[2Jb^Gc<U+009B>d"]),
    ("fa:fa-car Car", ["Car"]), ("Car fab:fa-x-y", ["Car"]), ("fa:fa-ban", [""]),
    ("sofa:fa-x", ["sofa:fa-x"]),
    ("😀 smile", ["😀 smile"]), ("**bold** text", ["bold text"]), ("*not* _changed_", ["*not* _changed_"]),
    ("`**bold** *it* _it_ __b__ snake_case_name 2*3`", ["bold it it b snake_case_name 2*3"]),
    ("`***both*** and **open`", ["both and **open"]), ("`line\n   two`", ["line", "two"]),
    ("\n\n  a  \n\n  b \n\n", ["a", "", "b"]), ("List<String>", ["List"]), ("&nbsp;a&nbsp;b", ["a b"]),
    ("a\tb", ["a b"]), ("x &lt;br&gt; y", ["x <br> y"]), ("https://a.b/c?d=1&e=2", ["https://a.b/c?d=1&e=2"]),
  ])
  func lines(text: String, lines: [String]) {
    #expect(LabelText.lines(of: text) == lines)
  }

  @Test(arguments: [
    ("fill:#f00", Tint.red), ("fill:#f80", .orange), ("fill: #ffcc00, stroke: #333", .yellow),
    ("fill:#0a0", .green),
    ("fill:#e1f5fe", .blue), ("fill:#f9f,stroke:#333,stroke-width:4px", .violet), ("fill:#888", .grey),
    ("stroke:#00ff00", .green), ("fill:#fff,stroke:#c00", .red), ("fill:rgb(10, 200, 220)", .blue),
    ("fill:hsl(30, 90%, 50%)", .orange), ("fill:LightBlue", .blue), ("fill:#ff000080", .red),
    ("fill:#eee,stroke:#00f", .blue), ("fill:#f00 !important", .red),
  ])
  func tints(style: String, tint: Tint) {
    #expect(StyleTint.of(Array(style.unicodeScalars)) == tint)
  }

  @Test(arguments: [
    "fill:#fff", "fill:#000", "color:#f00", "fill:none", "fill:#12", "fill:#ggg", "", "fill", "fill:rgb(1)",
  ])
  func noTint(style: String) {
    #expect(StyleTint.of(Array(style.unicodeScalars)) == nil)
  }
}
