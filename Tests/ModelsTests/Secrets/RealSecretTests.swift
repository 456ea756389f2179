import Foundation
import Testing

@testable import Models

/// The real programs that keep keys, where they are installed.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RealSecretTests {
  private static func isThere(_ programs: String...) -> Bool {
    programs.allSatisfy { access("/usr/bin/\($0)", X_OK) == 0 }
  }

  private func reader(_ scratch: Scratch, path: String = "/usr/bin:/bin") -> SecretReader {
    SecretReader(
      environment: [
        "PATH": path, "HOME": scratch.path, "GNUPGHOME": scratch.path + "/gnupg",
        "PASSWORD_STORE_DIR": scratch.path + "/store", "XDG_RUNTIME_DIR": scratch.path,
      ], mayAsk: false, patience: 500, now: { 0 })
  }

  @Test(
    .enabled(if: isThere("secret-tool", "gnome-keyring-daemon", "dbus-run-session"), "no Secret Service"))
  func theSecretServiceGivesWhatWasStored() async throws {
    let scratch = try Scratch()
    // Every question on a bus of its own, with one item in it.
    _ = scratch.program(
      "secret-tool",
      #"""
      # What the bus itself has to say is of no interest here.
      exec 3>&2 2>/dev/null
      exec /usr/bin/dbus-run-session -- /bin/sh -c '
        printf "pw\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
        printf "sk-from-the-keyring" | /usr/bin/secret-tool store --label=x service atelier account work
        /usr/bin/secret-tool "$@" 2>&3' sh "$@"
      """#)
    let reader = reader(scratch, path: scratch.path + ":/usr/bin:/bin")
    #expect(try await reader.value(.secretService(account: "work"), of: "work").text == "sk-from-the-keyring")
    await #expect {
      _ = try await reader.value(.secretService(account: "other"), of: "other")
    } throws: { "\($0)".hasPrefix("the Secret Service holds no key for other. Type “secret-tool store") }
  }

  @Test(.enabled(if: isThere("secret-tool"), "secret-tool is not installed"))
  func withoutABusTheSecretServiceIsSaidToBeOutOfReach() async throws {
    let scratch = try Scratch()
    await #expect {
      _ = try await reader(scratch).value(.secretService(account: "work"), of: "work")
    } throws: { "\($0)".hasPrefix("the Secret Service cannot be reached, so there is no key for work") }
  }

  @Test(.enabled(if: isThere("pass", "gpg"), "pass is not installed"))
  func passGivesTheFirstLine() async throws {
    let scratch = try Scratch()
    let setup = scratch.program(
      "setup",
      """
      mkdir -m 700 "$GNUPGHOME"
      gpg --batch --quiet --passphrase '' --quick-generate-key test@example.com default default never
      pass init test@example.com
      printf 'sk-from-pass\\nuser: me\\n' | pass insert --multiline work/models
      echo done
      """)
    let reader = reader(scratch)
    _ = try await reader.value(.command([setup]), of: "work")
    #expect(
      try await reader.value(.command(["pass", "show", "work/models"]), of: "work").text == "sk-from-pass")
    await #expect {
      _ = try await reader.value(.command(["pass", "show", "none"]), of: "work")
    } throws: {
      "\($0)" == "pass failed (1), so there is no key for work: Error: none is not in the password store."
    }
    _ = try? await reader.value(.shell("gpgconf --kill all; echo x"), of: "work")
  }
}
