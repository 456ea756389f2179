import Documents
import Glibc
import Templates

/// Renders templates line by line, for the scripts that hold them against other engines
/// (Tests/TemplatesTests/Oracles) and measure both in one run:
///
///     template-program lines                     cases in, results out
///     template-program bench                     microseconds of processor time for a rendering
///     template-program parse                     milliseconds for reading, and for a preview
///     template-program fuzz COUNT SEED           mutated templates of the cases on standard input
///
/// Everything is read and written as JSON lines.
@main
struct TemplateProgram {
  static func main() {
    let arguments = CommandLine.arguments
    switch arguments.dropFirst().first {
    case "lines": Lines().run()
    case "bench": bench()
    case "parse": parse()
    case "fuzz":
      guard arguments.count == 4, let count = Int(arguments[2]), let seed = UInt64(arguments[3]) else {
        return usage()
      }
      Fuzzer(seed: seed).run(count)
    default: usage()
    }
  }

  private static func usage() {
    print("usage: template-program lines|bench|parse|fuzz COUNT SEED")
    exit(2)
  }

  static func write(_ members: [JSONValue.Member]) {
    print(JSONValue.object(members).text(pretty: false))
    fflush(nil)
  }

  /// Processor time of this process in microseconds.
  static func microseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }

  static func dialect(_ job: JSONValue) -> TemplateDialect {
    TemplateDialect(rawValue: job["d"]?.string ?? "jinja") ?? .jinja
  }

  /// {"name", "t", "d", "v", "n"} in, {"name", "us"} out: read once and rendered n times.
  private static func bench() {
    while let line = readLine() {
      guard let job = try? JSONReader.read(line) else { continue }
      let variables = job["v"]?.object ?? []
      let count = max(1, job["n"]?.int ?? 1000)
      do throws(TemplateError) {
        let template = try Template(job["t"]?.string ?? "", dialect: dialect(job))
        var bytes = 0
        for _ in 0..<(count / 10 + 1) { bytes += try template.render(variables).utf8.count }
        let start = microseconds()
        for _ in 0..<count { bytes += try template.render(variables).utf8.count }
        let each = (microseconds() - start) / Double(count)
        write([
          .init("name", job["name"] ?? .null), .init("us", .number(each)), .init("bytes", .integer(bytes)),
        ])
      } catch {
        write([.init("name", job["name"] ?? .null), .init("error", .string(error.description))])
      }
    }
  }

  /// {"name", "t", "d"} in, {"name", "bytes", "parse_ms", "preview_ms"} out: the best of seven.
  private static func parse() {
    while let line = readLine() {
      guard let job = try? JSONReader.read(line) else { continue }
      let text = job["t"]?.string ?? ""
      let known = job["d"] == nil ? nil : dialect(job)
      func best(_ work: () -> Bool) -> JSONValue {
        var best = Double.infinity
        for _ in 0..<7 {
          let start = microseconds()
          guard work() else { return .null }
          best = min(best, microseconds() - start)
        }
        return .number(best / 1000)
      }
      write([
        .init("name", job["name"] ?? .null), .init("bytes", .integer(text.utf8.count)),
        .init("parse_ms", best { (try? Template(text, dialect: known ?? .jinja)) != nil }),
        .init("preview_ms", best { TemplatePreview(text, dialect: known).template != nil }),
      ])
    }
  }
}

/// Cases in, what came of them out, as jinja_oracle.py does it.
struct Lines {
  func run() {
    var sets: [String: JSONValue] = [:]
    while let line = readLine() {
      guard let job = try? JSONReader.read(line) else {
        TemplateProgram.write([.init("bad", true)])
        continue
      }
      if let name = job["set"]?.string {
        sets[name] = job["v"]
        TemplateProgram.write([.init("set", true)])
        continue
      }
      TemplateProgram.write(Self.result(job, sets))
    }
  }

  private static func result(_ job: JSONValue, _ sets: [String: JSONValue]) -> [JSONValue.Member] {
    func values(_ key: String) -> [JSONValue.Member] {
      if let name = job[key]?.string { return sets[name]?.object ?? [] }
      return job[key]?.object ?? []
    }
    var options = RenderOptions()
    options.isStrict = job["s"]?.boolean ?? false
    let files = values("f")
    options.load = { name in files.last { $0.key == name }?.value.string }
    options.now = { TemplateDate(year: 2026, month: 11, day: 29, hour: 14, minute: 5, second: 9) }
    do throws(TemplateError) {
      let template = try Template(job["t"]?.string ?? "", dialect: TemplateProgram.dialect(job))
      return [.init("o", .string(try template.render(values("v"), options: options)))]
    } catch {
      return [
        .init("e", .string(error.kind.rawValue)),
        .init("l", error.position.map { .integer($0.line) } ?? .null),
        .init("c", error.position.map { .integer($0.column) } ?? .null),
        .init("m", .string(error.message)), .init("h", .optional(error.hint)),
        .init("file", .optional(error.file)),
      ]
    }
  }
}
