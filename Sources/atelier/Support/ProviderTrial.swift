import Models
import Preferences
import Workbench

/// Tries a provider step by step: its address, its key, its list, and a short question to a model.
///
/// The key is never shown, only where it comes from and how long it is.
struct ProviderTrial: Sendable {
  let services: Services
  /// Whether a program that tells the key may ask on the terminal.
  var mayAsk: Bool

  /// Tries a provider by its name, or one of its models.
  ///
  /// - Parameter tell: called with each step when it is done.
  /// - Throws: ``CommandFailure`` when there is no such provider.
  func run(
    provider name: String, model: ModelName?, tell: @escaping @Sendable (ProviderStep) -> Void
  ) async throws {
    if let settings = services.providers[name] {
      guard await run(settings, model: model, tell: tell) else { return }
    } else if model == nil {
      _ = try services.provider(for: ModelName(provider: name, model: "?"), mayAsk: mayAsk)
      tell(ProviderStep(name: "provider", isGood: true, text: name))
    }
    guard let model else { return }
    await ask(try services.provider(for: model, mayAsk: mayAsk), model, tell: tell)
  }

  /// Tries a provider that need not be in the configuration.
  ///
  /// - Returns: whether a question is worth trying.
  func run(
    _ settings: ProviderSettings, model: ModelName?, tell: @escaping @Sendable (ProviderStep) -> Void
  ) async -> Bool {
    tell(
      ProviderStep(name: "address", isGood: true, text: "\(settings.shownURL) (\(settings.kind.rawValue))"))
    do {
      if let report = try await services.keyReport(of: settings, mayAsk: mayAsk) {
        let end = report.expiry.map { ", holds until \(SessionJSON.time($0))" } ?? ""
        tell(
          ProviderStep(
            name: "key", isGood: true, text: "from \(report.source), \(report.length) characters\(end)"))
      } else {
        tell(ProviderStep(name: "key", isGood: true, text: "none"))
      }
      let models = try await services.makeProvider(settings, mayAsk: mayAsk).models()
      let isThere = model.map { wanted in models.contains { $0.name == wanted } } ?? true
      tell(
        ProviderStep(
          name: "models", isGood: true,
          text: "\(models.count)" + (isThere ? "" : "; \(model?.model ?? "") is not among them")))
      return true
    } catch let problem as SecretProblem {
      tell(ProviderStep(name: "key", isGood: false, text: problem.description))
      return false
    } catch let error as ModelError {
      let text = [error.message, error.hint].compactMap(\.self).joined(separator: ". ")
      // Some interfaces list nothing and answer all the same.
      let mayAnswer = model != nil && settings.kind == .azureOpenAI
      tell(ProviderStep(name: "models", isGood: mayAnswer, text: text))
      return mayAnswer
    } catch {
      tell(
        ProviderStep(name: "models", isGood: false, text: (error as? CommandFailure)?.message ?? "\(error)"))
      return false
    }
  }

  private func ask(
    _ provider: any ModelProvider, _ model: ModelName, tell: @Sendable (ProviderStep) -> Void
  ) async {
    let request = ChatRequest(
      model: model, messages: [ChatMessage(.user, "Answer with the one word: pong")],
      parameters: SamplingParameters(maxOutputTokens: 64))
    var reply = Reply()
    let start = ContinuousClock.now
    for await event in provider.stream(request) {
      let passed = start.duration(to: .now)
      reply.apply(event, at: Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18)
    }
    let ending = reply.ending ?? Ending(.incomplete)
    // A reply that its limit cut is a reply: the model thinks aloud, or talks much.
    let isGood = [.complete, .length].contains(ending.kind)
    let said = reply.text.split(whereSeparator: \.isNewline).first.map { String($0.prefix(60)) } ?? ""
    let text =
      isGood
      ? "\(ending.kind.shown) in \(ReplyFigures.seconds(reply.timing.total)): \(said)"
      : ending.kind.shown + (ending.reason.map { ": " + $0 } ?? "")
    tell(ProviderStep(name: "question", isGood: isGood, text: text))
    for name in reply.droppedParameters {
      tell(ProviderStep(name: "left out", isGood: true, text: "\(name), which this model does not take"))
    }
  }
}
