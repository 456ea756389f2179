import Documents
import Glibc
import Templates

/// Mutates templates and renders and previews what comes of them: no crash, no hang, memory bounded.
struct Fuzzer {
  private var state: UInt64
  private var seeds: [(dialect: TemplateDialect, bytes: [UInt8])] = []
  private var variables: [JSONValue.Member] = []

  /// Pieces that take a template to places it does not reach by itself.
  private static let pieces = [
    "{{", "}}", "{%", "%}", "{#", "#}", "-", "+", "|", ".", "(", ")", "[", "]", "'", "\"", " if ", " else ",
    "for ", " in ", "endfor", "endif", "set ", " is ", "not ", "~", "%", "**", "//", "loop.", "x", "n", "xs",
    "d", "people", "namespace()", "|tojson", "|join", "|map('", "|sort", "|batch(", "recursive",
    "9999999999", "0", "-1", "1e9", "\\", "\n", "é", "👍", "raw", "endraw", "macro m()", "endmacro",
    "call m()", "endcall", ":", "::-1", "*", "range(", "'x' * ", "%s", "{}", ".format(", "|indent(",
    "|center(", "|wordwrap(", "caller()", "varargs", "|pprint", "|urlize", "|truncate(", "\u{0}", "\u{2028}",
  ]

  init(seed: UInt64) {
    state = seed
    while let line = readLine() {
      guard let job = try? JSONReader.read(line) else { continue }
      if job["set"]?.string == "common" { variables = job["v"]?.object ?? [] }
      if let text = job["t"]?.string { seeds.append((TemplateProgram.dialect(job), Array(text.utf8))) }
    }
  }

  /// A number below another (SplitMix64).
  private mutating func random(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ (value >> 31)) % UInt64(max(1, limit)))
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let place = random(bytes.count + 1)
    switch random(7) {
    case 0: if !bytes.isEmpty { bytes.remove(at: min(place, bytes.count - 1)) }
    case 1, 2: bytes.insert(contentsOf: Self.pieces[random(Self.pieces.count)].utf8, at: place)
    case 3:
      let other = seeds[random(seeds.count)].bytes
      let start = random(other.count + 1)
      bytes.insert(contentsOf: other[start..<min(other.count, start + random(20))], at: place)
    case 4: bytes.removeSubrange(place..<min(bytes.count, place + random(12)))
    case 5: if !bytes.isEmpty { bytes[min(place, bytes.count - 1)] = UInt8(random(128)) }
    default:
      let end = min(bytes.count, place + random(16))
      bytes.insert(contentsOf: Array(bytes[place..<end]), at: end)
    }
  }

  func run(_ count: Int) {
    guard !seeds.isEmpty else {
      print("no cases on standard input")
      exit(2)
    }
    var fuzzer = self
    fuzzer.runAll(count)
  }

  private mutating func runAll(_ count: Int) {
    var options = RenderOptions()
    options.limits.steps = 20_000
    options.limits.totalBytes = 8 << 20
    options.limits.textBytes = 1 << 20
    options.load = { $0 == "inc" ? "{{ x }}" : nil }
    let dialects = TemplateDialect.allCases
    let clock = ContinuousClock()
    var (rendered, limited, differing) = (0, 0, 0)
    var slowest = Duration.zero
    for number in 0..<count {
      let seed = seeds[random(seeds.count)]
      var bytes = seed.bytes
      for _ in 0..<(1 + random(4)) { mutate(&bytes) }
      let text = String(decoding: bytes, as: UTF8.self)
      let dialect = random(4) == 0 ? dialects[random(dialects.count)] : seed.dialect
      let start = clock.now
      var isRead = false
      do throws(TemplateError) {
        options.isStrict = number % 8 == 0
        let template = try Template(text, dialect: dialect)
        isRead = true
        _ = try template.render(variables, options: options)
        rendered += 1
      } catch {
        if error.kind == .limit { limited += 1 }
      }
      // What can be read has a preview without errors, and what cannot has one that tells them.
      if (TemplatePreview(text, dialect: dialect).template != nil) != isRead, dialect != .prompty,
        dialect != .promptyV2, dialect != .mustache
      {
        differing += 1
        print("preview differs: \(dialect.rawValue) \(text.debugDescription)")
      }
      let took = clock.now - start
      if took > slowest {
        slowest = took
        print("slowest so far \(took): \(dialect.rawValue) \(text.debugDescription.prefix(400))")
        fflush(nil)
      }
    }
    print(
      "\(count) templates: \(rendered) rendered, \(count - rendered) refused (\(limited) by limits), \(differing) previews that differ, slowest \(slowest)"
    )
  }
}
