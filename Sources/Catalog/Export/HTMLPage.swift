/// The frame of an exported page: head, landmarks and the one stylesheet.
enum HTMLPage {
  /// The stylesheet of all pages, in a file beside them.
  static let stylesheet = ExportedFile(
    path: "style.css",
    text: """
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 0 1rem 3rem; }
      main { max-width: 46rem; }
      .skip { position: absolute; left: -999rem; }
      .skip:focus { position: static; }
      header, footer { padding: 1rem 0; opacity: .85; }
      .summary { font-style: italic; }
      .kind { opacity: .75; margin: 0; }
      .notice { border-left: .25rem solid; padding-left: .75rem; }
      pre { overflow-x: auto; padding: .75rem; border: 1px solid; border-radius: .25rem; line-height: 1.2; }
      pre, code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9rem; }
      .drawing { width: max-content; max-width: calc(100vw - 4rem); }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; }
      th, td { border: 1px solid; padding: .25rem .5rem; text-align: left; vertical-align: top; }
      .center { text-align: center; }
      .right { text-align: right; }
      dt { font-weight: bold; }
      dd { margin: 0 0 .5rem 1.5rem; }
      .note { border: 1px dashed; padding: 0 1rem; }

      """)

  /// A whole page.
  ///
  /// - Parameters:
  ///   - root: what leads from the page to the folder of the export, such as `../`.
  ///   - content: the HTML of the main part, headed by an `h1`.
  static func html(title: String, root: String, content: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(HTMLText.escaped(title))</title>
    <link rel="stylesheet" href="\(root)style.css">
    </head>
    <body>
    <a class="skip" href="#main">Skip to the text</a>
    <header>
    <nav aria-label="Catalog"><a href="\(root)index.html">Catalog</a> · \
    <a href="\(root)index.html#kinds">By kind</a> · <a href="\(root)index.html#topics">By topic</a></nav>
    </header>
    <main id="main">
    \(content)
    </main>
    <footer>
    <p>Written by atelier catalog export.</p>
    </footer>
    </body>
    </html>

    """
  }
}
