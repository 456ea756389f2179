import Documents
import Models
import Templates

/// How the view of prompts reaches files: made by the program, replaced in tests.
package struct PromptBackend: Sendable {
  /// Prompt files in the folder that the program was started in and below it.
  package var find: @Sendable () -> [String]
  /// Reads a file.
  package var read: @Sendable (String) throws -> String
  /// Writes a file; `expecting` is what stood in it last, nil for a new one. With `isSure` another text is written over.
  package var save:
    @Sendable (_ path: String, _ text: String, _ expecting: String?, _ isSure: Bool) throws -> Void
  /// Looks at a prompt and renders it.
  package var render: @Sendable (PromptDraft) -> RenderedDraft

  package init(
    find: @escaping @Sendable () -> [String], read: @escaping @Sendable (String) throws -> String,
    save:
      @escaping @Sendable (_ path: String, _ text: String, _ expecting: String?, _ isSure: Bool) throws ->
      Void,
    render: @escaping @Sendable (PromptDraft) -> RenderedDraft
  ) {
    self.find = find
    self.read = read
    self.save = save
    self.render = render
  }
}

/// A prompt as it is being written, with what is put into it.
package struct PromptDraft: Hashable, Sendable {
  /// Its file; nil of one that has none yet.
  package var path: String?
  package var text: String
  /// nil is guessed.
  package var dialect: TemplateDialect?
  /// What is put into it; a variable that is not here takes what the file gives it.
  package var values: [JSONValue.Member]

  package init(
    path: String? = nil, text: String, dialect: TemplateDialect? = nil, values: [JSONValue.Member] = []
  ) {
    self.path = path
    self.text = text
    self.dialect = dialect
    self.values = values
  }

  /// The file's name without its folders; empty without a file.
  package var fileName: String { path?.split(separator: "/").last.map(String.init) ?? "" }
}

/// What became of a prompt that is being written.
package struct RenderedDraft: Sendable {
  package var preview: TemplatePreview
  /// What would be sent; a bare template is one message of the user.
  package var messages: [ChatMessage]
  /// The roles as the prompt names them, one for each message; `text` for a bare template.
  package var roles: [String]
  /// What the file sets beside them.
  package var parameters: [JSONValue.Member]
  /// Why it could not be rendered; nil when it was.
  package var problem: TemplatePreview.Problem?
  /// About four bytes of English are a token.
  package var tokensEstimate: Int

  package init(
    preview: TemplatePreview, messages: [ChatMessage] = [], roles: [String] = [],
    parameters: [JSONValue.Member] = [], problem: TemplatePreview.Problem? = nil, tokensEstimate: Int = 0
  ) {
    self.preview = preview
    self.messages = messages
    self.roles = roles
    self.parameters = parameters
    self.problem = problem
    self.tokensEstimate = tokensEstimate
  }
}

/// What the view of prompts asks for.
package enum PromptEffect: Hashable, Sendable {
  case find
  case open(String)
  case save(path: String, text: String, expecting: String?, isSure: Bool)
  /// Render; an answer to an older number is of no use any more.
  case render(PromptDraft, number: Int)
}

/// What comes back.
package enum PromptMessageBack: Sendable {
  case found([String])
  case opened(path: String, text: String)
  case notOpened(path: String, problem: String)
  case saved(path: String, text: String)
  case notSaved(path: String, problem: String)
  case rendered(RenderedDraft, number: Int)
}
