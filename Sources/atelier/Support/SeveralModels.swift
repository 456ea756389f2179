import ArgumentParser
import Documents
import FoundationEssentials
import Glibc
import Models
import Storage
import TextWidth
import Workbench

/// One question to several models at once, each in a conversation of its own.
struct SeveralModels {
  let options: ChatOptions
  let input: ChatInputOptions.Input
  let output: OutputOptions
  let models: [ModelName]

  private struct Answer: Sendable {
    var session: Session
    var messages: [ChatMessage]
    var outcome: ConversationRunner.Outcome
  }

  func ask(_ text: String, _ services: Services) throws {
    let store = options.noSave ? nil : try services.openStore()
    let now = Services.now()
    // Everything that may be wrong is found before anything is sent.
    let asked = try models.map { model in
      var session = Session(
        id: ULID.make(at: now), title: Services.title(for: text), createdAt: now, updatedAt: now, model: model
      )
      session.system = options.system ?? ""
      session.parameters = options.parameters(over: session.parameters)
      let provider = services.recorded(
        try services.provider(for: model), in: store, purpose: .chat, trace: session.id)
      return (session, input.shaping(provider))
    }
    for (session, _) in asked { try store?.createSession(session) }
    let system = options.system ?? ""
    // A first question: whatever the model, there is nothing to give back.
    let messages = MessageTree().request(
      system: system, to: nil, for: .librarian, asking: text, with: input.attachments)
    let isJSON = output.isJSON
    let given = input
    let answers = try Blocking.run {
      let tasks = asked.map { session, provider in
        Task {
          let runner = ConversationRunner(store: store, now: Services.now)
          return Answer(
            session: session, messages: messages,
            outcome: try await runner.run(
              session: session, question: text, attachments: given.attachments, parent: nil,
              messages: messages, provider: provider
            ) { update in
              if case .notKept(let problem) = update { Output.complain("not kept: \(problem)") }
            })
        }
      }
      return try await withTaskCancellationHandler {
        var answers: [Answer] = []
        // In the order in which they were named, each as soon as those before it are there.
        for task in tasks {
          let answer = try await task.value
          if !isJSON { Self.show(answer, given, isFirst: answers.isEmpty) }
          answers.append(answer)
        }
        return answers
      } onCancel: {
        for task in tasks { task.cancel() }
      }
    }
    if isJSON {
      let known = services.known
      let values = answers.map { answer in
        ReplyJSON.chat(
          answer.outcome.reply, sessionID: store == nil ? nil : answer.session.id,
          messageID: store == nil ? nil : answer.outcome.messageID, model: answer.session.model,
          messages: answer.messages, parameters: answer.session.parameters,
          cost: answer.outcome.reply.usage.flatMap { known.cost($0, of: answer.session.model) },
          more: ReplyJSON.structured(answer.outcome.reply, given.format))
      }
      Output.write(JSONValue.array(values).text() + "\n")
    }
    let worst = answers.map { Self.exitCode($0, given.format) }.max() ?? 0
    if worst != 0 { throw ExitCode(worst) }
  }

  private static func show(_ answer: Answer, _ input: ChatInputOptions.Input, isFirst: Bool) {
    let printer = ReplyPrinter(isJSON: false)
    Output.write((isFirst ? "" : "\n") + "── \(answer.session.model) ──\n")
    // What a content filter took back is not shown.
    let reply = answer.outcome.reply
    if !reply.isWithdrawn { printer.show(.event(.text(reply.text + reply.refusal), seconds: 0)) }
    printer.finish(answer.outcome.reply)
    ReplyJSON.tellViolations(of: answer.outcome.reply, input.format)
  }

  private static func exitCode(_ answer: Answer, _ format: ResponseFormat?) -> Int32 {
    if !answer.outcome.isKept { return 2 }
    let code = (answer.outcome.reply.ending ?? Ending(.incomplete)).kind.exitCode
    guard code == 0, let format else { return code }
    return StructuredOutput(answer.outcome.reply.text, as: format).isValid ? 0 : 1
  }
}

extension ReplyJSON {
  /// The answer as the value that its schema asked for, and where it does not keep to it; nothing without a schema.
  static func structured(_ reply: Reply, _ format: ResponseFormat?) -> [JSONValue.Member] {
    guard let format else { return [] }
    let found = StructuredOutput(reply.text, as: format)
    return [
      .init(
        "structured",
        [
          "valid": .bool(found.isValid), "value": found.value ?? .null,
          "violations": .array(found.violations.map { .string("\($0)") }),
        ])
    ]
  }

  /// Says on standard error where an answer does not keep to its schema.
  static func tellViolations(of reply: Reply, _ format: ResponseFormat?) {
    guard let format, reply.ending?.kind == .complete else { return }
    let found = StructuredOutput(reply.text, as: format)
    if found.value == nil { return Output.complain("the answer is no JSON", isPrefixed: false) }
    for violation in found.violations.prefix(10) {
      Output.complain("the answer does not keep to the schema: \(violation)", isPrefixed: false)
    }
  }
}
