import Catalog
import Dispatch
import FoundationEssentials
import Logging
import Preferences
import Terminal
import TerminalUI

/// Runs a workbench on a terminal: brings events in, carries effects out, shows what is drawn.
///
/// It owns the main thread. Work that takes time runs elsewhere and comes back through the mailbox.
package final class WorkbenchLoop {
  /// What the loop needs to know of the person's machine.
  package struct Environment: Sendable {
    package var variables: [String: String]
    package var paths: ConfigurationPaths
    package var sources: CatalogSources
    /// Whether to ring the terminal's bell when something ends while a person looks elsewhere.
    package var ringsBell: Bool
    /// How the Playground reaches stores and models.
    package var playground: PlaygroundBackend
    /// Reads every theme there is.
    package var loadThemes: @Sendable () -> [Theme]

    package init(
      variables: [String: String], paths: ConfigurationPaths, sources: CatalogSources, ringsBell: Bool,
      playground: PlaygroundBackend, loadThemes: @escaping @Sendable () -> [Theme]
    ) {
      self.variables = variables
      self.paths = paths
      self.sources = sources
      self.ringsBell = ringsBell
      self.playground = playground
      self.loadThemes = loadThemes
    }
  }

  private var workbench: Workbench
  private let session: TerminalSession
  private let environment: Environment
  private let mailbox: Mailbox
  /// What the Playground is asked to do; it carries this out in order, on threads of its own.
  private let playground: AsyncStream<Effect>.Continuation
  private let playgroundTask: Task<Void, Never>
  private let service: PlaygroundService
  private let clipboard: Clipboard
  private let logger = Logger(label: "atelier.workbench")
  private let start = ContinuousClock.now
  private var isRunning = true
  /// Whether messages wait in the mailbox for the next frame.
  private var isMailWaiting = false
  private var lastFrame = 0.0

  package init(workbench: Workbench, session: TerminalSession, environment: Environment) {
    self.workbench = workbench
    self.session = session
    self.environment = environment
    let mailbox = Mailbox(wakeup: session.wakeup)
    self.mailbox = mailbox
    let service = PlaygroundService(backend: environment.playground) { mailbox.post($0) }
    let (effects, continuation) = AsyncStream<Effect>.makeStream()
    playground = continuation
    self.service = service
    playgroundTask = Task.detached(priority: .userInitiated) { await service.run(effects) }
    clipboard = Clipboard(environment: environment.variables)
  }

  /// Seconds since the loop was made.
  private var now: Double {
    let passed = ContinuousClock.now - start
    return Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
  }

  /// Runs until the person leaves or the terminal goes.
  package func run() {
    // The first frame is on screen before the catalog is opened.
    _ = workbench.handle(.resize(columns: session.size.width, rows: session.size.height), at: now)
    show()
    carryOut([.loadCatalog, .loadNotebook])
    loadThemes()
    while isRunning {
      let ticks = [workbench.nextTick, isMailWaiting ? lastFrame + WorkbenchLoop.frame : nil].compactMap(
        \.self)
      let wait = ticks.min().map { max(0, Int((($0 - now) * 1000).rounded(.up))) }
      let events = session.waitForEvents(milliseconds: wait, ignoresWakeups: isMailWaiting)
      workbench.wallTime = environment.playground.now()
      var isUrgent = false
      for event in events {
        if case .wakeup = event { isMailWaiting = true } else { isUrgent = true }
        handle(event)
        guard isRunning else { break }
      }
      // A key is answered at once; what a model streams is shown at most sixty times a second, however fast it comes.
      if isMailWaiting, isUrgent || now - lastFrame >= WorkbenchLoop.frame {
        isMailWaiting = false
        for message in mailbox.fetch() {
          carryOut(workbench.handle(message, at: now))
          giveBackMemory(after: message)
        }
        isUrgent = true
      }
      carryOut(workbench.tick(at: now))
      if isRunning, isUrgent || !isMailWaiting { show() }
    }
    session.close()
    finish()
  }

  /// Lets what was typed be kept, and replies under way as stopped, before the program ends.
  private func finish() {
    carryOut(workbench.farewell())
    playground.finish()
    let task = playgroundTask
    let isDone = DispatchSemaphore(value: 0)
    Task.detached {
      await task.value
      isDone.signal()
    }
    _ = isDone.wait(timeout: .now() + 2)
  }

  /// The least time between two frames that nobody waits for, in seconds.
  private static let frame = 0.016

  private func show() {
    lastFrame = now
    session.show(workbench.draw(), theme: workbench.theme, isDarkTerminal: workbench.isDarkTerminal)
  }

  private func handle(_ event: TerminalSession.Event) {
    switch event {
    case .input(let input): carryOut(workbench.handle(input, at: now))
    case .wakeup: break
    case .terminated(let signal):
      logger.notice("ended by signal \(signal)")
      session.close()
      finish()
      session.die(bySignal: signal)
    case .stopRequested: carryOut([.suspend])
    case .closed:
      logger.notice("the terminal is gone")
      isRunning = false
    }
  }

  // MARK: Effects

  private func carryOut(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .quit: isRunning = false
      case .suspend:
        session.suspend()
        carryOut(workbench.handle(.resize(columns: session.size.width, rows: session.size.height), at: now))
      case .repaint: session.invalidate()
      case .loadCatalog: loadCatalog()
      case .copy(let text, let what):
        clipboard.copy(text, through: session)
        carryOut(workbench.handle(.copied(what: what, count: text.count, route: clipboard.route), at: now))
      case .edit(let request): edit(request)
      case .openURL(let url): open(url)
      case .export(let text, let name): export(text, as: name)
      case .saveTheme(let id): save(theme: id)
      case .setMouse(let isOn): session.setMouse(isOn)
      case .editText(let text, let target): edit(text, for: target)
      case .announce(let text): announce(text)
      case .loadSessions, .openSession, .createSession, .saveSession, .saveTip, .saveDraft, .leaveSession,
        .deleteSession, .listModels, .models, .prompt, .send, .loadNotebook, .saveNote, .setBookmark,
        .recordVisit,
        .savePreference, .saveDecision, .removeDecision, .saveDesign, .removeDesign, .loadVersions,
        .readVersion,
        .ask:
        playground.yield(effect)
      case .findSessions(let query):
        service.expect(query)
        playground.yield(effect)
      case .stopReply(let id): service.stop(id)
      }
    }
  }

  private func edit(_ text: String, for target: TextTarget) {
    let edited = ExternalEditor(environment: environment.variables).edit(
      text: text, fileName: target == .template ? "prompt.prompty" : "prompt.md", on: session)
    carryOut(workbench.handle(.resize(columns: session.size.width, rows: session.size.height), at: now))
    carryOut(workbench.handle(.textEdited(edited, target), at: now))
  }

  /// Tells the terminal that something has ended: by the window's title, and by the bell where a person wants it.
  private func announce(_ text: String) {
    session.setTitle(text.isEmpty ? "atelier" : "atelier: \(text)")
    if environment.ringsBell, !text.isEmpty { session.ring() }
  }

  /// Writes a text to a new file; one that is there is never written over.
  private func export(_ text: String, as fileName: String) {
    let manager = FileManager.default
    let dot = fileName.lastIndex(of: ".") ?? fileName.endIndex
    let (stem, suffix) = (fileName[..<dot], fileName[dot...])
    var path = manager.currentDirectoryPath + "/" + fileName
    var number = 2
    while manager.fileExists(atPath: path) {
      path = manager.currentDirectoryPath + "/\(stem)-\(number)\(suffix)"
      number += 1
    }
    do {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      carryOut(workbench.handle(.note("Written to \(path)"), at: now))
    } catch {
      logger.error("export: \(error)")
      carryOut(
        workbench.handle(
          .note("\(path) cannot be written: nothing was exported. Look at the folder."), at: now))
    }
  }

  /// Gives back what the reading of a person's folders took, once its last result has the place of the ones before.
  private func giveBackMemory(after message: Message) {
    guard case .catalogLoaded(let contents) = message, contents.isWhole, environment.sources.hasFolders else {
      return
    }
    Task.detached(priority: .utility) { ByteBlock.restHeap() }
  }

  private func loadCatalog() {
    let sources = environment.sources
    let mailbox = mailbox
    // What the program carries is there at once; a person's own folders may take longer.
    let showsShippedFirst =
      workbench.catalog.contents == nil && sources.replacement == nil && sources.hasFolders
    Task.detached(priority: .userInitiated) {
      if showsShippedFirst {
        var shipped = CatalogContents.load(.shipped)
        shipped.isWhole = false
        mailbox.post(.catalogLoaded(shipped))
      }
      if sources.hasFolders, let heads = CatalogContents.loadHeads(sources) {
        mailbox.post(.catalogLoaded(heads))
      }
      mailbox.post(.catalogLoaded(CatalogContents.load(sources) { mailbox.post(.catalogProgress($0)) }))
    }
  }

  /// Reads the themes for the choice of colours: not needed for the first frame.
  private func loadThemes() {
    let load = environment.loadThemes
    let mailbox = mailbox
    Task.detached(priority: .utility) { mailbox.post(.themesLoaded(load())) }
  }

  private func open(_ url: String) {
    // Without a desktop a browser would be a text browser, and fight for this terminal.
    let variables = environment.variables
    let hasDesktop = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"].contains { variables[$0]?.isEmpty == false }
    let opener = variables["BROWSER"].flatMap { $0.isEmpty || $0.contains(" ") ? nil : $0 } ?? "xdg-open"
    let isStarted = hasDesktop && DetachedProgram.start([opener, url])
    carryOut(workbench.handle(.opened(url, isStarted: isStarted), at: now))
  }

  private func edit(_ request: EditorRequest) {
    let entry = workbench.catalog.contents?.library[request.address]
    let file = entry.flatMap(environment.sources.file(of:))
    var request = request
    // Said before the work, not after it.
    if file == nil, !request.address.isEmpty {
      request.text =
        "<!-- This page came with atelier, which takes no changes to it; they stay in this file. -->\n"
        + request.text
    }
    let result = ExternalEditor(environment: environment.variables).edit(request, file: file, on: session)
    if let problem = result.problem { logger.error("editor: \(problem)") }
    carryOut(workbench.handle(.resize(columns: session.size.width, rows: session.size.height), at: now))
    carryOut(workbench.handle(.edited(status: result.status, change: result.change), at: now))
  }

  private func save(theme: String) {
    let path = environment.paths.configurationFile
    var problem: String?
    do {
      let text =
        FileManager.default.fileExists(atPath: path) ? try String(contentsOfFile: path, encoding: .utf8) : ""
      try PlacedFile.replace(path, with: Configuration.settingTheme(theme, in: text))
    } catch {
      problem = "The theme holds for now, but \(path) cannot be written"
      logger.error("saving the theme: \(error)")
    }
    carryOut(workbench.handle(.themeSaved(theme, problem: problem), at: now))
  }
}
