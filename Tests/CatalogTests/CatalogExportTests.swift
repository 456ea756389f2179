import Catalog
import Documents
import Foundation
import Testing

/// The catalog as folders of pages.
final class CatalogExportTests {
  private let root = FileManager.default.temporaryDirectory.appending(
    path: "atelier-tests-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: root) }

  private func library(_ body: String, id: String = "a") -> CatalogLibrary {
    var page = CatalogEntry(id: id, kind: .concept, title: "Page <A>", summary: "One & two")
    page.body = body
    page.section = "b"
    page.links = [
      .init(id: "", title: "Good", href: "/azure/x?a=1&b=\"2\"", kind: "documentation"),
      .init(id: "", title: "Evil", href: "javascript://%0Aalert(1)", kind: "documentation"),
    ]
    page.sources = [.init(reference: "seed", lines: "1-2")]
    page.diagram = "flowchart LR\n  x[\"<b>\"] --> y"
    page.relations = [.init(kind: .uses, target: "b#part")]
    var other = CatalogEntry(id: "b", kind: .service, title: "Other", summary: "s")
    other.sections = ["b#part"]
    other.body = "Text.\n\n## Part of it\n\nMore, back to [a](a)."
    let part = CatalogEntry(id: "b#part", kind: .concept, title: "Part of it", summary: "s")
    return CatalogLibrary(layers: [[page, other, part]])
  }

  private func text(_ path: String, of files: [ExportedFile]) throws -> String {
    try #require(files.first { $0.path == path }, "\(files.map(\.path))").text
  }

  // MARK: HTML

  @Test func pagesLeadToEachOtherAndToTheWeb() throws {
    let files = HTMLExport(of: library("To [b](b), [part](b#part), [web](https://x.example/).")).files
    #expect(files.map(\.path) == ["style.css", "services/b.html", "concepts/a.html", "index.html"])
    let page = try text("concepts/a.html", of: files)
    #expect(page.contains("<a href=\"../services/b.html\">b</a>"))
    #expect(page.contains("<a href=\"../services/b.html#section-part\">part</a>"))
    #expect(page.contains("<a rel=\"noopener noreferrer\" href=\"https://x.example/\">web</a>"))
    #expect(page.contains("<dt>Uses</dt><dd><a href=\"../services/b.html#section-part\">Part of it</a></dd>"))
    let other = try text("services/b.html", of: files)
    #expect(other.contains("<h2 id=\"section-part\">Part of it</h2>"))
    let index = try text("index.html", of: files)
    #expect(index.contains("<a href=\"concepts/a.html\">Page &lt;A&gt;</a>: One &amp; two"))
    #expect(index.contains("<h3>Other</h3>") && index.contains("<h3>Services</h3>"))
  }

  @Test func nothingOfATextBecomesAScript() throws {
    let body = """
      Text <script>alert(1)</script> and <img src=x onerror=alert(1)> [x](javascript:alert\\(1\\)) [y](data:text/html,z)
      ![pic](https://x.example/spy.png) `<b>` [t](https://x.example/"onmouseover="x)

      <div onclick="x">

      | a | <i> |
      |--:|:-:|
      | 1 | "2" |
      """
    let page = try text("concepts/a.html", of: HTMLExport(of: library(body)).files)
    for part in ["<script", "<img", "javascript:", "data:", "<div onclick", "<i>", "<b>", "spy.png"] {
      #expect(!page.contains(part), "\(part)")
    }
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.contains("<li>Evil (documentation)</li>"))
    #expect(page.contains("href=\"https://learn.microsoft.com/azure/x?a=1&amp;b=%222%22\""))
    #expect(page.contains("<th scope=\"col\" class=\"right\">a</th>"))
    #expect(page.contains("pic"))
  }

  @Test func aPageIsWholeHTML() throws {
    let page = try text(
      "concepts/a.html", of: HTMLExport(of: library("# Top\n\n- [x] done\n- [ ] open")).files)
    for part in [
      "<!DOCTYPE html>\n<html lang=\"en\">", "<meta charset=\"utf-8\">",
      "<title>Page &lt;A&gt; · Catalog</title>",
      "<meta name=\"viewport\"", "<header>", "<nav aria-label=\"Catalog\">", "<main id=\"main\">", "<footer>",
      "<h2>Top</h2>", "<li>☑ done</li>", "<li>☐ open</li>", "<pre class=\"drawing\">",
      "<details><summary>Mermaid source</summary>", "x[&quot;&lt;b&gt;&quot;]", "<li>seed, lines 1-2</li>",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(page.components(separatedBy: "<h1>").count == 2)
  }

  @Test func everyTagOfTheCatalogIsClosedAndEveryLinkArrives() throws {
    let files = HTMLExport(of: try RealCatalog.library()).files
    var marks: [String: Set<String>] = [:]
    var links: [(from: String, to: String)] = []
    for file in files where file.path.hasSuffix(".html") {
      var open: [Substring] = []
      var found: Set<String> = []
      for match in file.text.matches(of: /<(\/?)([a-z0-9]+)([^<>]*)>/) {
        let name = match.2
        if ["meta", "link", "br", "hr"].contains(name) { continue }
        if match.1.isEmpty { open.append(name) } else { #expect(open.popLast() == name, "\(file.path)") }
        if let id = match.3.firstMatch(of: /\sid="([^"]*)"/) {
          #expect(found.insert(String(id.1)).inserted, "\(file.path): \(id.1) twice")
        }
        if name == "a", let href = match.3.firstMatch(of: /\shref="([^"]*)"/), !href.1.contains(":") {
          links.append((file.path, String(href.1)))
        }
      }
      #expect(open.isEmpty, "\(file.path)")
      marks[file.path] = found
    }
    #expect(links.count > 3000)
    for (from, to) in links {
      let parts = to.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let folder = from.contains("/") ? from.split(separator: "/").first.map { $0 + "/" } ?? "" : ""
      let path =
        parts[0].isEmpty
        ? from : parts[0].hasPrefix("../") ? String(parts[0].dropFirst(3)) : folder + parts[0]
      guard let known = marks[path] else {
        Issue.record("\(from): \(to) leads nowhere")
        continue
      }
      if parts.count == 2 { #expect(known.contains(String(parts[1])), "\(from): \(to)") }
    }
  }

  // MARK: Markdown

  @Test func markdownPagesLeadToEachOther() throws {
    let body =
      "To [the\nother](b \"title\"), [part](b#part), [web](https://x.example/), `[code](b)`, [bad](javascript:x), ![pic](p.png)."
    let files = MarkdownExport(of: library(body)).files
    #expect(files.map(\.path) == ["services/b.md", "concepts/a.md", "index.md"])
    let page = try text("concepts/a.md", of: files)
    #expect(page.hasPrefix("# Page \\<A\\>\n\n*One & two*\n\n"))
    #expect(
      page.contains(
        "To [the\nother](../services/b.md \"title\"), [part](../services/b.md#part-of-it), [web](https://x.example/), `[code](b)`, bad, pic."
      ))
    #expect(page.contains("````mermaid\nflowchart LR"))
    #expect(page.contains("- Uses: [Part of it](../services/b.md#part-of-it)"))
    #expect(page.contains("\n- Evil\n"))
    #expect(try text("index.md", of: files).contains("## Services\n\n- [Other](services/b.md): s"))
  }

  @Test func whatIsNotExportedIsNoLink() throws {
    let files = MarkdownExport(of: library("To [the other](b)."), kinds: [.concept]).files
    #expect(files.map(\.path) == ["concepts/a.md", "index.md"])
    #expect(try text("concepts/a.md", of: files).contains("To the other."))
    let page = try text("concepts/a.html", of: HTMLExport(of: library("To [b](b)."), kinds: [.concept]).files)
    #expect(page.contains("<p>To b.</p>"))
  }

  @Test func notesGoWithTheirEntries() throws {
    let notes = ["a": "Mine: [b](b) <i>", "b#part": "Of the part"]
    let page = try text("concepts/a.html", of: HTMLExport(of: library("x"), notes: notes).files)
    #expect(page.contains("<h2>My note</h2>\n<p>Mine: <a href=\"../services/b.html\">b</a> &lt;i&gt;</p>"))
    let other = try text("services/b.md", of: MarkdownExport(of: library("x"), notes: notes).files)
    #expect(other.contains("## My note on Part of it\n\nOf the part"))
    #expect(try !text("concepts/a.md", of: MarkdownExport(of: library("x")).files).contains("My note"))
  }

  @Test(arguments: ["../../evil", ".hidden", "/etc/passwd", "a/b", "..", "tab\tid"])
  func noIdLeadsOutOfTheFolder(id: String) throws {
    for files in [HTMLExport(of: library("x", id: id)).files, MarkdownExport(of: library("x", id: id)).files]
    {
      for file in files {
        let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
        #expect(parts.count <= 2)
        #expect(parts.allSatisfy { !$0.hasPrefix(".") && !$0.isEmpty && !$0.contains("\t") }, "\(file.path)")
      }
    }
  }

  // MARK: Folders

  private let files = [
    ExportedFile(path: "index.md", text: "index"), ExportedFile(path: "deep/a.md", text: "a"),
  ]

  @Test func anExportGoesIntoAFolderThatIsNewOrEmpty() throws {
    let new = root.appending(path: "some/new").path
    try ExportFolder(path: new + "/").write(files)
    #expect(try String(contentsOfFile: new + "/deep/a.md", encoding: .utf8) == "a")
    let empty = root.appending(path: "empty").path
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    try ExportFolder(path: empty).write(files)
    #expect(try FileManager.default.contentsOfDirectory(atPath: empty).sorted() == ["deep", "index.md"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() == ["empty", "some"])
  }

  @Test func nobodysFilesAreWrittenOver() throws {
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    let file = root.appending(path: "file").path
    try "mine".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(throws: ExportError.self) { try ExportFolder(path: file) }
    #expect(throws: ExportError.self) { try ExportFolder(path: self.root.path) }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
  }

  @Test func anExportThatFailsLeavesNothingBehind() throws {
    let path = root.appending(path: "out").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    // The second file would have to lie below the first.
    let broken = [ExportedFile(path: "a", text: "x"), ExportedFile(path: "a/b", text: "y")]
    #expect(throws: ExportError.self) { try ExportFolder(path: path).write(broken) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }
}
