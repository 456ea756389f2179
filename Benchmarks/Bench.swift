import Catalog
import Foundation
import Glibc
import PseudoTerminal

/// Measures what the README promises:  bench PATH-OF-ATELIER
///
/// Every figure of the terminal stands beside that of tig (a terminal program of its kind, written in C) in the same run,
/// because a machine's mood changes more than a program does.
@main
struct Bench {
  static let columns = 120
  static let rows = 40

  static func main() {
    if CommandLine.arguments.count == 4, CommandLine.arguments[1] == "--generate" {
      return OverlayBench.generate(CommandLine.arguments[3], to: CommandLine.arguments[2])
    }
    guard CommandLine.arguments.count == 2 else {
      print(
        "usage: bench PATH-OF-ATELIER\n       bench --generate FOLDER COUNT   writes a catalog of so many entries"
      )
      exit(2)
    }
    let program = URL(filePath: CommandLine.arguments[1]).path
    let folder = makeRepository()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let hasPeer = run(["tig", "--version"]) != nil
    if !hasPeer { print("tig is not installed: figures stand alone") }

    Report.head("In a terminal of \(columns) x \(rows), medians")
    Report.columns(peer: hasPeer ? "tig" : "")
    startup(program, folder: folder, hasPeer: hasPeer)
    running(program, folder: folder, hasPeer: hasPeer)
    version(program, hasPeer: hasPeer)
    SearchBench.run()
    OverlayBench.run(program, folder: folder)
    ConversationBench.run(program, folder: folder)
    DiagramBench.run(program, folder: folder)
  }

  // MARK: In a terminal

  /// An environment of its own: no configuration of the person's, no colours to negotiate.
  static func environment(_ folder: String) -> [String: String] {
    [
      "TERM": "xterm-256color", "HOME": folder, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LANG": "C.UTF-8",
      "COLORFGBG": "15;0",
    ]
  }

  private static func open(_ arguments: [String], folder: String) -> PseudoTerminal? {
    PseudoTerminal(arguments, columns: columns, rows: rows, environment: environment(folder), folder: folder)
  }

  private static func startup(_ program: String, folder: String, hasPeer: Bool) {
    var first: [Double] = []
    var filled: [Double] = []
    var peer: [Double] = []
    // In turn, so that both meet the machine in the same mood.
    for round in 0..<21 {
      if let terminal = open([program], folder: folder) {
        let start = ContinuousClock.now
        let frame = terminal.wait(for: "Atelier", since: start)
        let list = terminal.wait(for: "Artificial intelligence", since: start)
        if round > 0, let frame, let list {
          first.append(frame)
          filled.append(list)
        }
      }
      if hasPeer, let terminal = open(["tig"], folder: folder) {
        let start = ContinuousClock.now
        if let frame = terminal.wait(for: "Commit number 40", since: start), round > 0 { peer.append(frame) }
      }
    }
    let other = hasPeer ? Figures(values: peer).median : nil
    Report.row(
      "first frame", Figures(values: first).median, unit: "ms", peer: other, aim: "< 50 ms",
      detail: "p95 \(Report.number(Figures(values: first).p95))")
    Report.row(
      "entry list filled", Figures(values: filled).median, unit: "ms", peer: other, aim: "< 100 ms",
      detail: "p95 \(Report.number(Figures(values: filled).p95))")
  }

  private static func running(_ program: String, folder: String, hasPeer: Bool) {
    guard let ours = open([program], folder: folder) else { return }
    let peer = hasPeer ? open(["tig"], folder: folder) : nil
    ours.settle()
    peer?.settle()
    // Into the list of entries: every step down also sets the next page beside it.
    ours.send("l")
    ours.settle()
    let keys = latencies(of: "j", count: 150, in: ours)
    let peerKeys = peer.map { latencies(of: "j", count: 30, in: $0) }
    Report.row(
      "key to paint, p95", keys.p95, unit: "ms", peer: peerKeys?.p95, aim: "< 16 ms",
      detail: "median \(Report.number(keys.median)), most \(Report.number(keys.most))")
    ours.send("/")
    ours.settle()
    let typing = Figures(
      values: Array("vector search over my own data").flatMap {
        latencies(of: String($0), count: 1, in: ours).values
      })
    Report.row(
      "search key to paint, p95", typing.p95, unit: "ms", aim: "< 16 ms",
      detail: "median \(Report.number(typing.median))")
    ours.settle(milliseconds: 2000)
    let before = (ours.processorTime, peer?.processorTime ?? 0)
    let began = ContinuousClock.now
    ours.settle(milliseconds: 5000)
    let seconds = began.duration(to: .now).milliseconds / 1000
    Report.row(
      "processor while idle", (ours.processorTime - before.0) / seconds * 100, unit: "%",
      peer: peer.map { ($0.processorTime - before.1) / seconds * 100 }, aim: "0 %")
    Report.row(
      "resident memory", ours.residentMegabytes, unit: "MB", peer: peer?.residentMegabytes, aim: "< 60 MB")
  }

  /// From a key press to the first byte of the answer.
  private static func latencies(of key: String, count: Int, in terminal: PseudoTerminal) -> Figures {
    var values: [Double] = []
    for _ in 0..<count {
      let start = ContinuousClock.now
      terminal.send(key)
      guard terminal.read(milliseconds: 500) > 0 else { continue }
      values.append(start.duration(to: .now).milliseconds)
      terminal.settle(milliseconds: 12)
    }
    return Figures(values: values)
  }

  // MARK: As a command

  private static func version(_ program: String, hasPeer: Bool) {
    let ours = Figures(values: (0..<21).compactMap { _ in run([program, "--version"]) })
    let peer = hasPeer ? Figures(values: (0..<21).compactMap { _ in run(["tig", "--version"]) }).median : nil
    Report.row("--version, processor", ours.median, unit: "ms", peer: peer, aim: "< 20 ms")
    let search = Figures(values: (0..<11).compactMap { _ in run([program, "catalog", "search", "vector"]) })
    Report.row("catalog search, processor", search.median, unit: "ms", aim: "")
  }

  /// Runs a command to its end and tells its processor time in milliseconds; nil when it cannot be started.
  static func run(_ arguments: [String]) -> Double? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var argv = arguments.map { strdup($0) } + [nil]
    defer {
      for pointer in argv { free(pointer) }
      posix_spawn_file_actions_destroy(&actions)
    }
    var child: pid_t = 0
    guard posix_spawnp(&child, arguments[0], &actions, nil, &argv, environ) == 0 else { return nil }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(child, &status, 0, &usage) == child, status == 0 else { return nil }
    func milliseconds(_ time: timeval) -> Double { Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000 }
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
  }

  /// A repository with 40 commits, for the peer to show.
  private static func makeRepository() -> String {
    let folder = NSTemporaryDirectory() + "/atelier-bench-\(getpid())"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let git = ["git", "-C", folder, "-c", "user.name=bench", "-c", "user.email=bench@localhost"]
    _ = run(git + ["init", "-q"])
    for number in 1...40 {
      _ = run(git + ["commit", "-q", "--allow-empty", "-m", "Commit number \(number)"])
    }
    return folder
  }
}
