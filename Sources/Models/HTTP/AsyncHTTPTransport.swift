import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOPosix
import Synchronization

/// Requests over the network.
///
/// Nothing is started before the first request. Redirects are not followed, so that a key never goes to a host
/// that the person has not named; cancelling closes the connection. Once connected it waits for ever: how long a server
/// may think, or fall silent within a reply, only the reader of the answer can tell (``Patience``).
package struct AsyncHTTPTransport: HTTPTransport {
  package struct Settings: Hashable, Sendable {
    /// The longest time for a connection, in seconds.
    package var connectTimeout: Double
    /// The largest answer, in bytes.
    package var responseLimit: Int
    /// Files with certificates (PEM) that are trusted beside the system's own, such as a company's.
    package var authorityFiles: [String]

    package init(
      connectTimeout: Double = 5, responseLimit: Int = 256 << 20, authorityFile: String? = nil
    ) {
      self.connectTimeout = connectTimeout
      self.responseLimit = responseLimit
      authorityFiles = authorityFile.map { [$0] } ?? []
    }
  }

  private struct ClientKey: Hashable {
    var settings: Settings
    var proxy: ProxySettings.Proxy?
  }

  /// A client for each kind of settings, made when first needed and kept for good; they share threads.
  private static let clients = Mutex<[ClientKey: HTTPClient]>([:])

  private let settings: Settings
  private let proxies: ProxySettings

  /// - Parameter environment: where the proxies are named, and in `SSL_CERT_FILE` certificates to trust; nil for the one
  ///   of this process.
  package init(settings: Settings = Settings(), environment: [String: String]? = nil) {
    let environment = environment ?? ProcessInfo.processInfo.environment
    var settings = settings
    if let file = environment["SSL_CERT_FILE"], !file.isEmpty { settings.authorityFiles.append(file) }
    self.settings = settings
    proxies = ProxySettings(environment: environment)
  }

  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    if request.url.hasPrefix("https:") {
      for file in settings.authorityFiles { try Self.check(authorityFile: file) }
    }
    var outgoing = HTTPClientRequest(url: request.url)
    outgoing.method = .RAW(value: request.method.rawValue)
    for field in request.headers.fields { outgoing.headers.add(name: field.name, value: field.value) }
    if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
    do {
      let response = try await client(for: request.url).execute(outgoing, deadline: .distantFuture)
      var fields = HTTPFields()
      for field in response.headers { fields.add(field.name, field.value) }
      let body = Body(base: response.body, settings: settings)
      return HTTPResponse(status: Int(response.status.code), headers: fields, body: body)
    } catch {
      throw Self.translated(error, settings)
    }
  }

  private func client(for url: String) -> HTTPClient {
    let key = ClientKey(settings: settings, proxy: proxies.proxy(for: url))
    return Self.clients.withLock { clients in
      if let client = clients[key] { return client }
      let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.configuration(key))
      clients[key] = client
      return client
    }
  }

  private static func configuration(_ key: ClientKey) -> HTTPClient.Configuration {
    let settings = key.settings
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: settings.connectTimeout.asTime),
      decompression: .enabled(limit: .size(settings.responseLimit)))
    // One connection a request: stopping it closes a socket, which every server notices.
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    // A reply that waited unseen for another one's end would look as if its server did not answer.
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 4096
    if !settings.authorityFiles.isEmpty {
      configuration.tlsConfiguration = .makeClientConfiguration()
      configuration.tlsConfiguration?.additionalTrustRoots = settings.authorityFiles.map { .file($0) }
    }
    if let proxy = key.proxy {
      switch (proxy.kind, proxy.user) {
      case (.socks, _): configuration.proxy = .socksServer(host: proxy.host, port: proxy.port)
      case (.http, let user?):
        configuration.proxy = .server(
          host: proxy.host, port: proxy.port,
          authorization: .basic(username: user, password: proxy.password ?? ""))
      case (.http, nil): configuration.proxy = .server(host: proxy.host, port: proxy.port)
      }
    }
    return configuration
  }

  /// A file of certificates that cannot be used is told by its name.
  private static func check(authorityFile file: String) throws(HTTPTransportError) {
    guard let bytes = FileBytes.read(file, limit: 4 << 20) else {
      throw .insecure("the file of certificates \(file) cannot be read")
    }
    guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
      throw .insecure("the file \(file) holds no certificate in the PEM format")
    }
  }

  // MARK: The body

  /// The body's bytes as they come, up to the limit.
  private struct Body: AsyncSequence, Sendable {
    var base: HTTPClientResponse.Body
    var settings: Settings

    func makeAsyncIterator() -> Iterator {
      Iterator(base: base.makeAsyncIterator(), settings: settings)
    }

    struct Iterator: AsyncIteratorProtocol {
      var base: HTTPClientResponse.Body.AsyncIterator
      var settings: Settings
      var count = 0

      mutating func next() async throws -> [UInt8]? {
        do {
          guard let buffer = try await base.next() else { return nil }
          count += buffer.readableBytes
          guard count <= settings.responseLimit else {
            throw HTTPTransportError.tooLarge(settings.responseLimit)
          }
          return Array(buffer.readableBytesView)
        } catch {
          throw AsyncHTTPTransport.translated(error, settings)
        }
      }
    }
  }

  // MARK: Errors

  private static func translated(_ error: any Error, _ settings: Settings) -> any Error {
    switch error {
    case is CancellationError, is HTTPTransportError: return error
    case let error as HTTPClientError: return translated(error, settings)
    case let error as NIOConnectionError: return translated(error, settings)
    case let error as IOError: return translated(error) ?? HTTPTransportError.other(error.description)
    case ChannelError.connectTimeout:
      return HTTPTransportError.connectTimeout(seconds: settings.connectTimeout)
    case is ChannelError: return HTTPTransportError.closed
    default: break
    }
    let text = String(String(describing: error).prefix(300))
    let type = String(describing: Swift.type(of: error))
    if type == "HTTPParserError" {
      let isCut = text.contains("ended at an unexpected time")
      return isCut ? HTTPTransportError.closed : HTTPTransportError.other("what it sent is no HTTP: \(text)")
    }
    if text.contains("uncleanShutdown") { return HTTPTransportError.closed }
    if text.contains("CERTIFICATE_VERIFY_FAILED") || type.contains("SSLExtraError") {
      return HTTPTransportError.insecure("its certificate is not trusted")
    }
    if text.contains("WRONG_VERSION_NUMBER") {
      return HTTPTransportError.insecure("it does not speak TLS there")
    }
    if type.contains("SSL") { return HTTPTransportError.insecure(text) }
    if type.contains("Decompression") { return HTTPTransportError.tooLarge(settings.responseLimit) }
    return HTTPTransportError.other("\(type) \(text)")
  }

  private static func translated(_ error: HTTPClientError, _ settings: Settings) -> any Error {
    switch error {
    case .cancelled: CancellationError()
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
      HTTPTransportError.connectTimeout(seconds: settings.connectTimeout)
    case .remoteConnectionClosed, .uncleanShutdown, .requestStreamCancelled: HTTPTransportError.closed
    case .proxyAuthenticationRequired: HTTPTransportError.proxy("it wants a user and a password")
    case .invalidProxyResponse: HTTPTransportError.proxy("it did not let the connection through")
    case .httpProxyHandshakeTimeout, .socksHandshakeTimeout: HTTPTransportError.proxy("it does not answer")
    case .invalidURL, .emptyHost, .emptyScheme:
      HTTPTransportError.invalidRequest("the address cannot be read")
    default:
      if error.shortDescription.hasPrefix("Invalid header field") {
        HTTPTransportError.invalidRequest("a header, or the key, holds a character that cannot be sent")
      } else {
        HTTPTransportError.other(error.shortDescription)
      }
    }
  }

  private static func translated(_ error: NIOConnectionError, _ settings: Settings) -> HTTPTransportError {
    guard !error.connectionErrors.isEmpty else { return .unknownHost(error.host) }
    for failure in error.connectionErrors {
      if case ChannelError.connectTimeout = failure.error {
        return .connectTimeout(seconds: settings.connectTimeout)
      }
      if let failure = failure.error as? IOError, let known = translated(failure), known != .closed {
        return known
      }
    }
    let words = error.connectionErrors.map { String(describing: $0.error) }
    return .other(words.joined(separator: "; "))
  }

  private static func translated(_ error: IOError) -> HTTPTransportError? {
    switch error.errnoCode {
    case ECONNREFUSED: .refused
    case ECONNRESET, EPIPE, ENOTCONN, ECONNABORTED: .closed
    case ENETUNREACH, EHOSTUNREACH: .other("there is no way to that network")
    default: nil
    }
  }
}

extension Double {
  /// So many seconds.
  fileprivate var asTime: TimeAmount {
    .nanoseconds(Int64((self * 1e9).rounded()))
  }
}
