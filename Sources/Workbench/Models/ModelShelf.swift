import Models
import Preferences

/// What is known of models and their providers, for the list of models and for choosing one.
struct ModelShelf: Sendable {
  /// The providers of the configuration; nil while they have not been read.
  var providers: [ProviderSettings]?
  /// What the catalog and the person's own file say of models.
  var facts: [ModelName: FoundFact] = [:]
  /// What Ollama servers have told of their models; nil where they were asked and told nothing.
  var details: [ModelName: OllamaModelDetails?] = [:]
  /// Servers on this machine that the configuration does not name; nil while they are looked for.
  var servers: [FoundServer]?
  /// Models that are being fetched, in the order in which that began.
  var pulls: [Pull] = []
  /// What was tried of a provider or a model, the last time.
  var trials: [ProviderTarget: Trial] = [:]
  /// Whether the providers have answered since they were asked last.
  var isListed = false

  /// A model on its way to an Ollama server.
  struct Pull: Hashable, Sendable {
    var name: ModelName
    var state: OllamaPull
    /// On the workbench's clock, with what had come by then: what a server had already is no part of the rate.
    var start: (time: Double, bytes: Int)?
    var rate: Double?

    static func == (one: Pull, other: Pull) -> Bool { one.name == other.name && one.state == other.state }

    func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(state)
    }

    /// Takes what has come by a moment.
    mutating func take(_ state: OllamaPull, at time: Double) {
      self.state = state
      guard let start else {
        if state.total > 0 { self.start = (time, state.completed) }
        return
      }
      let seconds = time - start.time
      if seconds > 0.5 { rate = Double(state.completed - start.bytes) / seconds }
    }

    /// Such as `1.2 of 4.7 GB · 26 % · 31 MB/s · 2 min left`.
    var text: String {
      guard let fraction = state.fraction, state.total > 0 else { return state.status }
      var parts = [
        "\(ByteCount.text(state.completed)) of \(ByteCount.text(state.total))", "\(Int(fraction * 100)) %",
      ]
      if let rate, rate > 0 {
        parts.append("\(ByteCount.text(Int(rate)))/s")
        parts.append(ByteCount.timeLeft(Double(state.total - state.completed) / rate) + " left")
      }
      return parts.joined(separator: " · ")
    }
  }

  struct Trial: Hashable, Sendable {
    var steps: [ProviderStep] = []
    var isDone = false
  }

  func provider(named name: String) -> ProviderSettings? { providers?.first { $0.name == name } }

  func pull(of name: ModelName) -> Pull? { pulls.first { $0.name == name } }

  /// Whether a model lies on an Ollama server, which fetches and deletes models.
  func isOnOllama(_ name: ModelName) -> Bool { provider(named: name.provider)?.kind == .ollama }
}

/// Bytes and the time that they take, for people.
enum ByteCount {
  /// Such as `4.7 GB`; in steps of 1,000, as disks and models are measured.
  static func text(_ bytes: Int) -> String {
    var value = Double(bytes)
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 999.5 || unit == "GB" {
        let tenths = (value * 10).rounded() / 10
        return unit == "B" || tenths >= 100
          ? "\(Int(value.rounded())) \(unit)"
          : "\(Int(tenths)).\(Int((tenths * 10).rounded()) % 10) \(unit)"
      }
      value /= 1000
    }
    return "\(bytes) B"
  }

  static func timeLeft(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return "?" }
    switch seconds {
    case ..<60: return "\(Int(seconds.rounded(.up))) s"
    case ..<5400: return "\(Int((seconds / 60).rounded(.up))) min"
    default: return "\(Int((seconds / 3600).rounded(.up))) h"
    }
  }
}
