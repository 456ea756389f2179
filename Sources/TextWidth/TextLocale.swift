#if canImport(Glibc)
import Glibc
#endif

/// The character set of the person's terminal, as the environment tells it.
///
/// Widths come from the C library, so that they are the widths ncurses uses; for that the process needs a UTF-8
/// locale whatever the environment says. Whether the *terminal* understands more than ASCII is a second question,
/// answered by ``isASCII(environment:)``.
package enum TextLocale {
  /// Sets the process's character type once, to the environment's locale or, where that is no UTF-8, to `C.UTF-8`.
  package static let prepare: Void = {
    if setlocale(LC_ALL, "") == nil || !codesetIsUTF8() {
      if setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
    }
    // Numbers are written by Swift; a comma as decimal point from a C function would be a surprise.
    setlocale(LC_NUMERIC, "C")
  }()

  /// Whether the environment asks, in so many words, for a locale that is not UTF-8.
  ///
  /// The first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set decides, as in POSIX. With none of them set (a bare
  /// container, many ssh sessions) nearly every terminal of today still speaks UTF-8, so that counts as UTF-8.
  package static func isASCII(environment: [String: String]) -> Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environment[name], !value.isEmpty else { continue }
      let lower = value.lowercased()
      return !(lower.contains("utf-8") || lower.contains("utf8"))
    }
    return false
  }

  private static func codesetIsUTF8() -> Bool {
    guard let name = nl_langinfo(nl_item(CODESET)) else { return false }
    return String(cString: name).uppercased() == "UTF-8"
  }
}
