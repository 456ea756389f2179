import Foundation
import Synchronization
import Testing

@testable import Models

/// A folder that is gone after the test.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "atelier-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ text: String = "", mode: mode_t = 0o600) -> String {
    let file = path + "/" + name
    _ = FileManager.default.createFile(atPath: file, contents: Data(text.utf8))
    chmod(file, mode)
    return file
  }

  /// A program for the shell.
  func program(_ name: String, _ script: String) -> String {
    file(name, "#!/bin/sh\n" + script + "\n", mode: 0o700)
  }

  func text(_ name: String) -> String {
    (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? ""
  }
}

@Suite(.timeLimit(.minutes(10)))
struct SecretReaderTests {
  private static let path = ["PATH": "/usr/bin:/bin"]

  private func reader(
    _ environment: [String: String] = Self.path, patience: Double = 500,
    now: @escaping @Sendable () -> Double = { 0 }
  ) -> SecretReader {
    SecretReader(environment: environment, mayAsk: false, patience: patience, now: now)
  }

  private func problem(_ source: SecretSource, _ reader: SecretReader? = nil) async -> String {
    do {
      _ = try await (reader ?? self.reader()).value(source, of: "work")
      return "no problem"
    } catch {
      return "\(error)"
    }
  }

  @Test func aKeyComesFromTheEnvironment() async throws {
    let reader = reader(["KEY": " sk-123\n", "EMPTY": ""])
    #expect(try await reader.secret(.environment("KEY"), of: "work").reveal() == "sk-123")
    for name in ["EMPTY", "MISSING"] {
      #expect(
        await problem(.environment(name), reader).hasPrefix(
          "the key of work should be in the variable \(name), which is not set"))
    }
  }

  @Test func aKeyIsTheFirstLineOfAProgramThatRunsWithoutAShell() async throws {
    let scratch = try Scratch()
    let program = scratch.program("pass", #"printf '%s\nuser: me\n' "$1-$2""#)
    let value = try await reader().value(.command([program, "$HOME", "a b; c"]), of: "work")
    #expect(value.text == "$HOME-a b; c")
  }

  @Test func aLineForTheShellIsRunByIt() async throws {
    let reader = reader(["PATH": "/usr/bin:/bin", "PART": "xyz"])
    #expect(try await reader.value(.shell("echo sk-$PART | tr x y"), of: "work").text == "sk-yyz")
  }

  @Test func whatAProgramComplainsOfIsToldWithoutItsOutput() async throws {
    let scratch = try Scratch()
    let program = scratch.program(
      "pass",
      #"echo sk-geheim-123; printf '\033[31mcannot\007 unlock sk-geheim-123 eyJhbGciOiJIUzI1NiJ9.payload.sig\033[0m\n' >&2; exit 3"#
    )
    let text = await problem(.command([program]))
    #expect(text == "pass failed (3), so there is no key for work: cannot unlock ••• •••")
  }

  @Test func aLongComplaintIsShortened() async {
    let text = await problem(.shell("head -c 100000 /dev/zero | tr '\\0' 'e' >&2; exit 1"))
    #expect(text.utf8.count < 320 && text.hasSuffix("…"))
  }

  @Test func aProgramThatTakesTooLongIsStoppedWithAllItHasStarted() async throws {
    let scratch = try Scratch()
    let program = scratch.program("slow", "echo $$ >\(scratch.path)/pid; sleep 500 & wait")
    let text = await problem(.command([program]), reader(patience: 3))
    #expect(text.hasPrefix("slow did not tell the key of work within 3 s and was stopped"))
    // On a busy machine it may have been stopped before its first step.
    if let group = pid_t(scratch.text("pid").trimmingCharacters(in: .whitespacesAndNewlines)) {
      #expect(ProcessIdentity.members(ofGroup: group).isEmpty)
    }
  }

  @Test func aProgramThatIsNotThereIsTold() async {
    #expect(
      await problem(.command(["no-such-program"]))
        == "no-such-program, which should tell the key of work, cannot be started: No such file or directory")
  }

  @Test(arguments: [("", "gave no key"), ("printf 'a\\001b'", "holds characters that no key has")])
  func whatIsNoKeyIsToldWithoutShowingIt(script: String, said: String) async {
    let text = await problem(.shell(script))
    #expect(text.contains(said) && !text.contains("a\u{1}b"), "\(text)")
  }

  @Test func anEndlessOutputIsNotKept() async {
    // Nobody waits for the rest of it, and no memory is taken for it.
    let text = await problem(.shell("head -c 3000000 /dev/zero | tr '\\0' '\\001'"))
    #expect(text.contains("holds characters that no key has"), "\(text)")
  }

  @Test func stoppingTheOnlyOneWhoWaitsStopsTheProgram() async throws {
    let scratch = try Scratch()
    let reader = reader()
    let task = Task {
      try await reader.value(.shell("echo $$ >\(scratch.path)/pid; sleep 557; echo x"), of: "work")
    }
    while !scratch.text("pid").hasSuffix("\n") { try await Task.sleep(for: .milliseconds(5)) }
    let group = try #require(pid_t(scratch.text("pid").dropLast()))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    try await until { ProcessIdentity.members(ofGroup: group).isEmpty }
  }

  @Test func aProgramGetsNoneOfThisProgramsFiles() async throws {
    // As a careless library would open it.
    let descriptor = open("/dev/null", O_RDONLY)
    defer { close(descriptor) }
    let text = try await reader().value(.shell("ls /proc/self/fd | tr '\\n' ' '"), of: "work").text
    // The last one is the folder that is being listed.
    #expect(text == "0 1 2 3")
  }

  // MARK: What is kept

  /// A JSON Web Token with an end.
  static func token(exp: Int) -> String {
    func part(_ text: String) -> String {
      Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        .replacing("=", with: "")
    }
    return part(#"{"alg":"none","typ":"JWT"}"#) + "." + part(#"{"aud":"x","exp":\#(exp),"n":"ÿ?>"}"#)
      + ".c2ln"
  }

  @Test func aTokenIsKeptUntilShortlyBeforeItsEnd() async throws {
    let scratch = try Scratch()
    let program = scratch.program("az", "echo x >>\(scratch.path)/runs; echo \(Self.token(exp: 10_000))")
    let now = Mutex(0.0)
    let reader = reader(now: { now.withLock { $0 } })
    for (time, runs) in [(0.0, 1), (9_000, 1), (9_690, 1), (9_701, 2), (11_000, 3)] {
      now.withLock { $0 = time }
      _ = try await reader.value(.command([program]), of: "azure")
      #expect(scratch.text("runs").count / 2 == runs, "at \(time)")
    }
    #expect(try await reader.report(.command([program]), of: "azure").expiry == 10_000)
  }

  @Test func severalWhoNeedAKeyAtOnceWaitForOneProgram() async throws {
    let scratch = try Scratch()
    let program = scratch.program(
      "pass",
      "echo x >>\(scratch.path)/runs; while [ ! -e \(scratch.path)/go ]; do sleep 0.02; done; echo sk-1")
    let reader = reader()
    let secret = reader.secret(.command([program]), of: "work")
    let keys = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<20 { group.addTask { try await secret.reveal() } }
      while scratch.text("runs").isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      _ = scratch.file("go")
      var keys: [String] = []
      for try await key in group { keys.append(key) }
      return keys
    }
    #expect(keys == Array(repeating: "sk-1", count: 20) && scratch.text("runs") == "x\n")
    // It gives the same key again, for however many it was refused.
    #expect(try await secret.renewed(refused: "sk-1") == nil)
    #expect(scratch.text("runs") == "x\nx\n")
    // Who was refused with an older key finds the new one there.
    #expect(try await secret.renewed(refused: "sk-0") == "sk-1")
    #expect(scratch.text("runs") == "x\nx\n")
  }

  @Test func aProgramThatFailedIsRunAgain() async throws {
    let scratch = try Scratch()
    let program = scratch.program("pass", "[ -e \(scratch.path)/ok ] && echo sk-2")
    let reader = reader()
    #expect(await problem(.command([program]), reader).hasPrefix("pass failed (1)"))
    _ = scratch.file("ok")
    #expect(try await reader.value(.command([program]), of: "work").text == "sk-2")
  }

  @Test(arguments: [
    (
      #"{"accessToken": "t", "expires_on": 1764432000, "expiresOn": "2020-01-01 00:00:00.000000"}"#,
      1_764_432_000.0
    ),
    (#"{"accessToken": "t", "expires_on": "1764432000", "tokenType": "Bearer"}"#, 1_764_432_000),
    (#"{"token": "t", "expiresOn": "2025-11-29T16:00:00Z"}"#, 1_764_432_000),
    (#"{"token": "t", "expiresOn": "2025-11-29T17:00:00.123+01:00"}"#, 1_764_432_000),
    (#"{"access_token": "t"}"#, nil as Double?),
  ])
  func aTokenInJSONTellsItsEnd(text: String, expiry: Double?) throws {
    let value = try #require(SecretValue(printed: Array(text.utf8)))
    #expect(value.text == "t" && value.expiry == expiry)
  }

  @Test func aTimeWithoutAZoneIsThatOfTheMachine() throws {
    let seconds = try #require(SecretValue.localTime("2025-11-29 16:00:00.000000"))
    var local = tm()
    var time = time_t(seconds)
    localtime_r(&time, &local)
    #expect(local.tm_hour == 16 && local.tm_mday == 29 && local.tm_mon == 10)
  }

  @Test(arguments: [#"{"error": "x"}"#, "", " \n \n"])
  func whatHoldsNoTokenIsNoKey(text: String) {
    #expect(SecretValue(printed: Array(text.utf8)) == nil)
  }

  // MARK: Secret Service

  @Test func theSecretServiceIsAskedWithTheItemsAttributes() async throws {
    let scratch = try Scratch()
    _ = scratch.program("secret-tool", #"[ "$*" = "lookup service atelier account work" ] && printf sk-9"#)
    let reader = reader(["PATH": scratch.path + ":/bin"])
    #expect(try await reader.value(.secretService(account: "work"), of: "work").text == "sk-9")
    let missing = await problem(.secretService(account: "it's"), reader)
    #expect(
      missing == "the Secret Service holds no key for work. "
        + #"Type “secret-tool store --label=work service atelier account 'it'\''s'”."#)
  }

  @Test func aMissingSessionBusIsNoMissingKey() async throws {
    let scratch = try Scratch()
    _ = scratch.program("secret-tool", "echo 'Cannot autolaunch D-Bus without X11 $DISPLAY' >&2; exit 1")
    let text = await problem(.secretService(account: "work"), reader(["PATH": scratch.path + ":/bin"]))
    #expect(text.hasPrefix("the Secret Service cannot be reached") && text.contains("session bus"))
    let none = await problem(.secretService(account: "work"), reader(["PATH": "/nowhere"]))
    #expect(none.contains("libsecret-tools"))
  }

  // MARK: Files

  @Test func aFileOfOnesOwnIsRead() async throws {
    let scratch = try Scratch()
    let file = scratch.file("key", "sk-file\nmore\n")
    #expect(try await reader().value(.file(file), of: "work").text == "sk-file")
    symlink(file, scratch.path + "/link")
    #expect(try await reader().value(.file(scratch.path + "/link"), of: "work").text == "sk-file")
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o660, 0o644] as [mode_t])
  func aFileThatOthersMayUseIsRefusedWithTheCommandThatMendsIt(mode: mode_t) async throws {
    let scratch = try Scratch()
    let file = scratch.file("my key", "sk-file\n", mode: mode)
    let text = await problem(.file(file))
    #expect(text.contains("Type “chmod 600 '\(file)'”") && !text.contains("sk-file"), "\(text)")
    // The command does mend it.
    chmod(file, 0o600)
    #expect(try await reader().value(.file(file), of: "work").text == "sk-file")
  }

  @Test func aFileOrALinkOfSomebodyElseIsRefused() throws {
    let scratch = try Scratch()
    let file = scratch.file("key", "sk-file\n")
    symlink(file, scratch.path + "/link")
    let stranger = geteuid() + 1
    // For whom file and link are those of somebody else, unless it is the system's own user.
    guard geteuid() != 0 else {
      // As that user, the file is given away.
      chown(file, 4242, 4242)
      #expect(throws: SecretProblem.self) { try SecretFile.read(file, of: "work", user: 4343) }
      lchown(scratch.path + "/link", 4242, 4242)
      #expect {
        try SecretFile.read(scratch.path + "/link", of: "work", user: 4343)
      } throws: { "\($0)".contains("a link that somebody else has made") }
      return
    }
    #expect(throws: SecretProblem.self) { try SecretFile.read(file, of: "work", user: stranger) }
    #expect(throws: SecretProblem.self) {
      try SecretFile.read(scratch.path + "/link", of: "work", user: stranger)
    }
  }

  @Test func aFolderAPipeAndAnEmptyFileAreNoKeys() async throws {
    let scratch = try Scratch()
    mkfifo(scratch.path + "/pipe", 0o600)
    #expect(await problem(.file(scratch.path + "/pipe")).contains("is no file"))
    #expect(await problem(.file(scratch.path)).contains("is no file"))
    #expect(await problem(.file(scratch.file("empty"))).contains("is empty"))
    #expect(await problem(.file(scratch.path + "/none")).contains("which is not there"))
  }

  // MARK: Never shown

  @Test func noDescriptionOfASecretHoldsIt() async throws {
    let value = try #require(SecretValue(line: "sk-geheim"))
    let secret = Secret("sk-geheim")
    var dumped = ""
    dump((value, secret, [secret], Optional(value)), to: &dumped)
    for text in [dumped, "\(value)", "\(secret)", String(reflecting: value), String(reflecting: [secret])] {
      #expect(!text.contains("geheim"))
    }
  }
}
