import CTerminal
import Glibc
import TerminalUI
import TextWidth

/// The person's terminal while the workbench has it: its screen, its input, its signals.
///
/// It belongs to the thread that made it (the main one); other threads reach the loop through ``wakeup`` alone.
package final class TerminalSession {
  /// How to open the terminal.
  package struct Options: Sendable {
    package var profile: TerminalProfile
    package var theme: Theme
    package var usesMouse: Bool
    /// Where what is written to standard error goes while the screen is open; -1 leaves it alone.
    package var logDescriptor: Int32

    package init(profile: TerminalProfile, theme: Theme, usesMouse: Bool = true, logDescriptor: Int32 = -1) {
      self.profile = profile
      self.theme = theme
      self.usesMouse = usesMouse
      self.logDescriptor = logDescriptor
    }
  }

  /// What the loop woke up for.
  package enum Event: Hashable, Sendable {
    case input(InputEvent)
    /// Another thread called ``Wakeup/send()``.
    case wakeup
    /// A signal asks the program to end.
    case terminated(bySignal: Int32)
    /// A signal asks the program to stop (`kill -TSTP`).
    case stopRequested
    /// The terminal is gone.
    case closed
  }

  package let wakeup = Wakeup()
  package private(set) var size: Size
  private var screen: Screen
  private var decoder = InputDecoder()
  private var options: Options
  private let signals: Int32
  private var savedError: Int32 = -1
  /// When bytes came last.
  private var lastInput = ContinuousClock.now
  private var isOpen = true
  /// Answers the terminal still owes us: they must not be left for the shell to read.
  private var pendingReplies = 0

  private static let input = STDIN_FILENO
  private static let output = STDOUT_FILENO

  /// Takes the terminal.
  ///
  /// - Throws: ``TerminalError`` when there is none, or none that can be drawn on.
  package init(_ options: Options) throws(TerminalError) {
    guard isatty(TerminalSession.input) == 1, isatty(TerminalSession.output) == 1 else { throw .notATerminal }
    let type = options.profile.terminalType
    guard !type.isEmpty, type != "dumb", type != "unknown" else { throw .cannotDraw(terminalType: type) }
    TextLocale.prepare
    self.options = options
    signals = atelier_signals_install()
    atelier_terminal_remember(TerminalSession.output, TerminalSession.restoringBytes)
    size = TerminalSession.currentSize()
    do {
      screen = try Screen(
        profile: options.profile, theme: options.theme, input: TerminalSession.input,
        output: TerminalSession.output)
    } catch {
      atelier_terminal_forget()
      throw error
    }
    screen.resize(size)
    enter()
    askForBackground()
  }

  deinit {
    close()
  }

  package var depth: ColorDepth { screen.depth }

  // MARK: Modes

  /// What puts a terminal back when nothing else can run: modes off, main screen, cursor shown, plain text.
  private static let restoringBytes =
    "\u{1B}[?2026l\u{1B}[?1004l\u{1B}[?2004l\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l\u{1B}[?1049l\u{1B}[?25h\u{1B}[0m"

  private func enter() {
    if options.logDescriptor >= 0, savedError < 0 {
      // A message of the runtime would otherwise vanish with the alternate screen.
      savedError = dup(STDERR_FILENO)
      dup2(options.logDescriptor, STDERR_FILENO)
    }
    write("\u{1B}[?2004h\u{1B}[?1004h")
    // The window's title is put aside and comes back with the shell.
    if hasTitle { write("\u{1B}[22;2t") }
    setMouse(options.usesMouse)
  }

  private func leave() {
    write("\u{1B}[?1004l\u{1B}[?2004l\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l")
    if hasTitle { write("\u{1B}[23;2t") }
    if savedError >= 0 {
      dup2(savedError, STDERR_FILENO)
      Glibc.close(savedError)
      savedError = -1
    }
  }

  /// Turns the mouse on or off.
  ///
  /// Off, the terminal's own selection works without holding Shift.
  package func setMouse(_ isOn: Bool) {
    options.usesMouse = isOn
    write(isOn ? "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h" : "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l")
  }

  /// Asks for the background colour.
  ///
  /// The answer arrives as an event, whenever it does.
  private func askForBackground() {
    guard !options.profile.terminalType.hasPrefix("linux"), options.profile.isDark == nil else { return }
    // Every terminal answers the second question, so that a missing answer to the first is known.
    write("\u{1B}]11;?\u{1B}\\\u{1B}[c")
    pendingReplies = 1
  }

  /// Gives the terminal back.
  ///
  /// Safe to call twice.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    if pendingReplies > 0 { awaitReplies() }
    leave()
    atelier_screen_close()
    atelier_terminal_restore()
    atelier_terminal_forget()
  }

  /// Waits a moment for answers under way, so that the shell does not find them in its input.
  private func awaitReplies() {
    for _ in 0..<5 where pendingReplies > 0 {
      _ = waitForEvents(milliseconds: 20)
    }
  }

  // MARK: Output

  /// Shows a surface.
  package func show(_ surface: Surface, theme: Theme, isDarkTerminal: Bool) {
    screen.use(theme: theme, isDarkTerminal: isDarkTerminal)
    screen.show(surface)
  }

  /// Paints everything anew with the next surface.
  package func invalidate() {
    screen.invalidate()
  }

  /// Whether the terminal has a window with a title.
  private var hasTitle: Bool { !options.profile.terminalType.hasPrefix("linux") }

  /// Rings the terminal's bell.
  package func ring() { write("\u{7}") }

  /// Sets the title of the terminal's window.
  package func setTitle(_ title: String) {
    guard hasTitle else { return }
    write("\u{1B}]2;\(VisibleText.make(title))\u{7}")
  }

  /// Writes bytes that curses does not know of.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(TerminalSession.output, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR || errno == EAGAIN { continue }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }

  private static func currentSize() -> Size {
    var rows: Int32 = 0
    var columns: Int32 = 0
    guard atelier_terminal_size(output, &rows, &columns) == 0 else { return Size(width: 80, height: 24) }
    return Size(width: Int(columns), height: Int(rows))
  }

  // MARK: Input

  /// Waits until something happens, or until a time is over (nil waits for ever), and tells what.
  ///
  /// - Parameter ignoresWakeups: whether to leave calls of ``Wakeup/send()`` waiting, while their messages wait for the
  ///   next frame anyway.
  package func waitForEvents(milliseconds: Int?, ignoresWakeups: Bool = false) -> [Event] {
    var descriptors = [
      pollfd(fd: TerminalSession.input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
      pollfd(fd: ignoresWakeups ? -1 : wakeup.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    // A lone Escape is told from the start of a sequence by what does not follow for a while, however often this is called.
    let patience =
      decoder.isWaitingForTimeout ? max(0, 25 - lastInput.duration(to: .now).inMilliseconds) : nil
    let limit = [milliseconds, patience].compactMap(\.self).min()
    let ready = poll(&descriptors, nfds_t(descriptors.count), limit.map(Int32.init) ?? -1)
    var events: [Event] = []
    if ready <= 0 || descriptors[0].revents == 0, decoder.isWaitingForTimeout,
      lastInput.duration(to: .now).inMilliseconds >= 25
    {
      events += decoder.flush().map { .input($0) }
    }
    guard ready > 0 else { return events }
    if descriptors[1].revents != 0 { events += readSignals() }
    if descriptors[2].revents != 0 {
      wakeup.drain()
      events.append(.wakeup)
    }
    if descriptors[0].revents != 0 { events += readInput() }
    return events
  }

  private func readInput() -> [Event] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(TerminalSession.input, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    guard count > 0 else { return [.closed] }
    lastInput = .now
    let events = decoder.feed(buffer[..<count])
    for case .reply(.primaryAttributes) in events { pendingReplies = max(0, pendingReplies - 1) }
    return events.map { .input($0) }
  }

  private func readSignals() -> [Event] {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = read(signals, &buffer, buffer.count)
    guard count > 0 else { return [] }
    var events: [Event] = []
    for number in Set(buffer[..<count]).map(Int32.init).sorted() {
      switch number {
      case SIGWINCH:
        let now = TerminalSession.currentSize()
        if now != size {
          size = now
          screen.resize(size)
          events.append(.input(.resize(columns: size.width, rows: size.height)))
        }
      case SIGCONT: takeBack()
      case SIGTSTP: events.append(.stopRequested)
      default: events.append(.terminated(bySignal: number))
      }
    }
    return events
  }

  // MARK: Leaving for a while

  /// Stops the program as Ctrl-Z does, and takes the terminal again when it is continued.
  package func suspend() {
    whileAway { atelier_stop_self() }
  }

  /// Lets another program have the terminal until it ends.
  ///
  /// - Returns: its exit status, 128 + signal number, or nil when it could not be started.
  package func runForeground(_ arguments: [String]) -> Int? {
    var status: Int32 = -1
    whileAway {
      var pointers = arguments.map { strdup($0) }
      pointers.append(nil)
      defer { for pointer in pointers { free(pointer) } }
      status = atelier_run_foreground(arguments[0], &pointers)
    }
    return status < 0 ? nil : Int(status)
  }

  private func whileAway(_ body: () -> Void) {
    leave()
    atelier_screen_pause()
    body()
    takeBack()
    size = TerminalSession.currentSize()
    screen.resize(size)
    screen.invalidate()
  }

  /// Sets the terminal's modes anew and has everything painted: after a stop nobody knows what became of them.
  private func takeBack() {
    atelier_screen_resume()
    enter()
    screen.invalidate()
  }

  /// Ends the process by a signal, as its sender expects, after the terminal was given back.
  package func die(bySignal number: Int32) -> Never {
    close()
    atelier_die_by(number)
    exit(128 + number)
  }
}

extension Duration {
  fileprivate var inMilliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
