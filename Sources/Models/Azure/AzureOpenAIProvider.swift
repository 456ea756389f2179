import Documents

/// Where Azure OpenAI and Foundry have their interfaces: under a version in the path, or under a date in the query.
///
/// https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle
struct AzureAddress: Sendable {
  /// The version that the dated paths are asked for when none is named: the last stable one.
  static let defaultVersion = "2024-10-21"

  /// The version in the query, nil for none.
  var apiVersion: String?

  /// The address of an interface, such as `/chat/completions`.
  func url(_ base: HTTPAddress, _ path: String, deployment: String) -> String {
    let parts = base.path.split(separator: "/").map(String.init)
    var place = base
    place.query = query(base)
    // `…/openai/v1`, where the deployment is the model of the body.
    if parts.contains("v1") {
      place.path = "/" + parts.prefix { $0 != "v1" }.joined(separator: "/") + "/v1"
      return place.appending(path)
    }
    place.query = query(base) ?? "api-version=\(Self.defaultVersion)"
    // Foundry's interface for models of all makers.
    if parts.last == "models" || parts.dropLast().last == "models" {
      place.path = "/" + parts.prefix { $0 != "models" }.map { $0 + "/" }.joined() + "models"
      return place.appending(path)
    }
    // A dated path, which may have been pasted with a deployment and an interface in it.
    let start = parts.prefix { $0 != "openai" }.map { "/" + $0 }.joined()
    // The deployment stands in the path of some interfaces only.
    let isOfDeployment = ["/chat/completions", "/embeddings", "/completions"].contains(path)
    place.path = start + "/openai" + (isOfDeployment ? "/deployments/\(deployment.percentEncoded)" : "")
    return place.appending(path)
  }

  /// The list of deployments, which only an old version of the dated interface gives.
  func deployments(_ base: HTTPAddress) -> String {
    var place = base
    let parts = base.path.split(separator: "/").map(String.init)
    place.path = parts.prefix { $0 != "openai" && $0 != "models" }.map { "/" + $0 }.joined()
    place.query = "api-version=2023-03-15-preview"
    return place.appending("/openai/deployments")
  }

  private func query(_ base: HTTPAddress) -> String? {
    guard let apiVersion else { return base.query }
    let others = (base.query ?? "").split(separator: "&").filter { !$0.hasPrefix("api-version=") }.map(
      String.init)
    return (others + ["api-version=\(apiVersion)"]).joined(separator: "&")
  }
}

/// Requests to Azure OpenAI: another provider's bodies at Azure's addresses.
struct AzureFormat: RequestFormat {
  var base: any RequestFormat
  var path: String
  var address: AzureAddress

  var wire: WireFormat { base.wire }
  var fields: HTTPFields { base.fields }

  func url(_ base: HTTPAddress, model: String) -> String { address.url(base, path, deployment: model) }

  func body(_ request: ChatRequest, _ dialect: Dialect) throws(ModelError) -> RequestBody {
    try base.body(request, dialect)
  }

  func reader(for request: ChatRequest, body: RequestBody) -> any EventReader {
    base.reader(for: request, body: body)
  }
}

/// Azure OpenAI, or a resource of Foundry.
///
/// A model is named by its deployment there.
package struct AzureOpenAIProvider: ModelProvider {
  /// How a person shows who they are.
  package enum Credential: Sendable {
    /// A key of the resource.
    case apiKey(Secret)
    /// A token of Entra ID, looked up for every request: whoever gives it keeps it as long as it is good.
    case entra(Secret)
    case none
  }

  /// What is spoken there.
  package enum Interface: Hashable, Sendable { case chatCompletions, responses }

  /// What a token of Entra ID must be asked for: with the v1 paths, and with the dated ones.
  package static let scope = "https://ai.azure.com/.default"
  package static let datedScope = "https://cognitiveservices.azure.com/.default"

  let endpoint: Endpoint
  let format: AzureFormat

  package var name: String { endpoint.name }

  /// - Parameters:
  ///   - baseURL: `https://NAME.openai.azure.com/openai/v1/`, or the resource's address alone for the dated paths.
  ///   - apiVersion: the date of the interface, such as `2024-10-21`; nil takes the one in the address, if any.
  package init(
    name: String, baseURL: String, credential: Credential, apiVersion: String? = nil,
    interface: Interface = .chatCompletions, headers: [String: String] = [:],
    transport: any HTTPTransport = AsyncHTTPTransport(), policy: RetryPolicy = RetryPolicy(),
    patience: Patience = Patience(), memory: DialectMemory = .shared
  ) {
    let (key, field): (Secret?, KeyField) =
      switch credential {
      case .apiKey(let key): (key, .field("api-key"))
      case .entra(let token): (token, .bearer)
      case .none: (nil, .bearer)
      }
    let isVersioned = HTTPAddress(baseURL)?.path.split(separator: "/").contains("v1") ?? false
    let wanted = isVersioned ? Self.scope : Self.datedScope
    endpoint = Endpoint(
      name: name, baseURL: baseURL, apiKey: key, keyField: field, headers: headers, transport: transport,
      policy: policy, patience: patience, memory: memory, example: "https://NAME.openai.azure.com/openai/v1/",
      hints: [
        401: field == .bearer
          ? "The token must be made for \(wanted)."
          : "Check the key of \(name), and that it is of this resource.",
        404: isVersioned
          ? "Check the name of the deployment: models are named by it there."
          : "Check the name of the deployment, and the api-version.",
      ])
    let address = AzureAddress(apiVersion: apiVersion)
    format =
      interface == .responses
      ? AzureFormat(base: ResponsesFormat(), path: "/responses", address: address)
      : AzureFormat(base: ChatCompletionsFormat(), path: "/chat/completions", address: address)
  }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    endpoint.stream(request, as: format)
  }

  /// The deployments of the resource; what its v1 path lists are all models there are, deployed or not.
  package func models() async throws -> [ModelInfo] {
    do {
      let value = try await endpoint.json(.get, format.address.deployments)
      if let value, let models = ModelList.read(value, provider: name) { return models }
    } catch let refusal as RefusedAnswer {
      guard refusal.status == 404 || refusal.status == 400 else { throw refusal.error }
    }
    throw ModelError(
      provider: name, message: "\(name) does not tell its deployments",
      hint: "Name one yourself: \(name)/DEPLOYMENT.")
  }
}

extension String {
  /// The text as a part of a path: all but letters, digits and `-._~` as `%XX` (RFC 3986).
  var percentEncoded: String {
    var result = ""
    for byte in utf8 {
      let isPlain =
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 && byte < 0x80 || "-._~".utf8.contains(byte)
      if isPlain {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }
}
