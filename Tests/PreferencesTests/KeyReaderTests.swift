import Foundation
import Preferences
import Testing

/// Where keys come from, and what is said when they do not.
struct KeyReaderTests {
  private func read(
    _ source: ProviderSettings.KeySource, environment: [String: String] = [:], mayAsk: Bool = false,
    patience: Double = 20
  ) -> Result<String?, KeyReader.Problem> {
    do {
      return .success(
        try KeyReader.read(
          source, provider: "work", environment: environment, mayAsk: mayAsk, patience: patience))
    } catch {
      return .failure(error)
    }
  }

  private func problem(_ result: Result<String?, KeyReader.Problem>) -> String? {
    if case .failure(let problem) = result { problem.message } else { nil }
  }

  @Test func aProviderMayNeedNone() {
    #expect(read(.none) == .success(nil))
  }

  @Test func aVariableHoldsIt() {
    #expect(read(.environment("KEY"), environment: ["KEY": "sk-1"]) == .success("sk-1"))
    #expect(
      problem(read(.environment("KEY"), environment: ["KEY": ""]))?.contains("KEY, which is not set") == true)
  }

  @Test(arguments: [true, false])
  func aProgramTellsItInItsFirstLine(mayAsk: Bool) {
    #expect(
      read(.command(["sh", "-c", "printf '  sk-2 \\nuser: me\\n'"]), mayAsk: mayAsk) == .success("sk-2"))
  }

  @Test func beneathAScreenAProgramHasNoTerminalToAskOn() {
    // Reading ends at once, and the terminal cannot be opened by its name either.
    let command = ["sh", "-c", "read -r line; (: < /dev/tty) 2>/dev/null || echo \"none$line\""]
    #expect(read(.command(command)) == .success("none"))
  }

  @Test func signalsThatThisProgramIgnoresAreNotHandedOn() {
    let before = signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, before) }
    // A shell that was started with a signal ignored cannot trap it any more.
    let command = ["sh", "-c", "trap 'echo caught' INT; kill -INT $$"]
    #expect(read(.command(command)) == .success("caught"))
  }

  @Test func aProgramThatFailsIsNamedWithoutItsWords() {
    let message = problem(read(.command(["sh", "-c", "exit 3", "secret-word"]))) ?? ""
    #expect(message == "sh failed, so there is no key for work")
    #expect(problem(read(.command(["sh", "-c", ""]))) == "sh gave no key for work")
    #expect(problem(read(.command(["/no/such/program"])))?.contains("cannot be started") == true)
  }

  @Test func aProgramThatHangsIsStopped() {
    let start = ContinuousClock.now
    let message = problem(read(.command(["sh", "-c", "exec sleep 60"]), patience: 0.2))
    #expect(message?.contains("did not tell the key of work within") == true)
    #expect(start.duration(to: .now) < .seconds(30))
  }

  @Test func aProgramThatNeverStopsTalkingIsNotWaitedFor() {
    #expect(read(.command(["sh", "-c", "echo sk-3; exec yes more"])) == .success("sk-3"))
  }

  @Test func aFileIsReadOnlyWhenNobodyElseMay() throws {
    let path = FileManager.default.temporaryDirectory.path + "/atelier-key-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(problem(read(.file(path)))?.contains("is not there") == true)
    try "sk-4\n".write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(problem(read(.file(path)))?.contains("chmod 600") == true)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(read(.file(path)) == .success("sk-4"))
  }
}
