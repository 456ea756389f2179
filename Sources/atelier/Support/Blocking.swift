import Dispatch
import Glibc
import Synchronization

/// Runs asynchronous work from a command, and lets Ctrl-C stop it in an orderly way.
enum Blocking {
  /// Waits for work to end.
  ///
  /// The first Ctrl-C, hang-up or termination cancels it, so that what came is kept; a second one ends the
  /// program.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let isDone = DispatchSemaphore(value: 0)
    let box = Box<Value>()
    let task = Task.detached {
      do {
        let value = try await work()
        box.set(.success(value))
      } catch {
        box.set(.failure(error))
      }
      isDone.signal()
    }
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if task.isCancelled { Glibc.exit(130) }
        task.cancel()
      }
      source.resume()
      return source
    }
    isDone.wait()
    for source in sources { source.cancel() }
    guard let outcome = box.get() else { Glibc.exit(130) }
    return try outcome.get()
  }

  /// Carries the result from the task to the thread that waits for it.
  private final class Box<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }
    func get() -> Result<Value, any Error>? { result.withLock { $0 } }
  }
}
