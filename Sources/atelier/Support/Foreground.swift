import Glibc

/// Runs a program that has the terminal, and waits for it.
enum Foreground {
  /// - Returns: its exit status (128 and the signal's number when one ended it); nil when it could not be started.
  static func run(_ words: [String]) -> Int? {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    // What this program ignores, such as a broken pipe, another one must not ignore.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var arguments = words.map { strdup($0) } + [nil]
    defer {
      for pointer in arguments { free(pointer) }
      posix_spawnattr_destroy(&attributes)
    }
    var child: pid_t = 0
    guard posix_spawnp(&child, words[0], nil, &attributes, &arguments, environ) == 0 else { return nil }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Int(signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
  }
}
