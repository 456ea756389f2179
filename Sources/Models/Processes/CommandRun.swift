import Glibc

/// Runs a program to its end and takes what it says, within a time limit and without holding up a thread.
struct CommandRun: Sendable {
  var command: [String]
  var environment: [String: String]
  /// Whether the program may use the terminal: to ask there for a passphrase, for one.
  var mayAsk = false
  /// The longest time, in seconds.
  var patience: Double = 60
  /// The most bytes kept of its output, and of its complaints.
  var limit = 65_536

  /// What a program said.
  struct Outcome: Sendable {
    var exit: ChildProcess.Exit
    var output: [UInt8]
    var errors: [UInt8]
  }

  enum Failure: Error, Hashable, Sendable {
    case cannotStart(ChildProcess.Failure)
    case tooLong
  }

  /// Runs it.
  ///
  /// - Throws: ``Failure``; `CancellationError` when the task is cancelled. In both cases it runs no longer.
  func run() async throws -> Outcome {
    guard let output = ChildPipe() else {
      throw Failure.cannotStart(.init(reason: "no pipe", isMissing: false))
    }
    defer { close(output.reading) }
    guard let errors = ChildPipe() else {
      close(output.writing)
      throw Failure.cannotStart(.init(reason: "no pipe", isMissing: false))
    }
    defer { close(errors.reading) }
    let child: ChildProcess
    do {
      defer {
        close(output.writing)
        close(errors.writing)
      }
      child = try ChildProcess(
        ChildProcess.Setup(
          command: command, environment: environment, input: mayAsk ? STDIN_FILENO : nil,
          output: output.writing, errors: errors.writing, isApart: !mayAsk))
    } catch {
      throw Failure.cannotStart(error)
    }
    return try await follow(child, output.reading, errors.reading)
  }

  private func follow(_ child: ChildProcess, _ output: Int32, _ errors: Int32) async throws -> Outcome {
    let end = ContinuousClock.now + .seconds(patience)
    var said = Outcome(exit: .code(0), output: [], errors: [])
    var wait = 1.0
    while true {
      // In this order, so that what was said just before the end is not missed.
      let exit = child.exit()
      take(output, into: &said.output)
      let complaint = take(errors, into: &said.errors)
      // A program that may ask does so there, and the person must see it.
      if mayAsk, !complaint.isEmpty { _ = write(STDERR_FILENO, complaint, complaint.count) }
      if let exit {
        said.exit = exit
        return said
      }
      let left = ContinuousClock.now.duration(to: end)
      guard left > .zero, !Task.isCancelled else {
        // Nothing that it has started may go on, nor wait for a person that is gone.
        child.send(SIGKILL)
        while child.exit() == nil { usleep(500) }
        try Task.checkCancellation()
        throw Failure.tooLong
      }
      try? await Task.sleep(for: min(left, .milliseconds(wait)))
      wait = min(wait * 1.5, 20)
    }
  }

  @discardableResult
  private func take(_ descriptor: Int32, into bytes: inout [UInt8]) -> [UInt8] {
    guard let new = ChildPipe.read(descriptor), !new.isEmpty else { return [] }
    bytes += new.prefix(max(0, limit - bytes.count))
    return new
  }
}
