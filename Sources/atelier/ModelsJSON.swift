import Documents
import Models
import Workbench

/// Models as JSON.
enum ModelsJSON {
  static func list(
    _ own: [ModelInfo], _ lists: [ProviderModels], _ found: [FoundServer], _ known: KnownModels
  ) -> JSONValue {
    let models: [(model: ModelInfo, isAvailable: Bool)] =
      own.map { (model: $0, isAvailable: true) }
      + lists.flatMap { list in list.models.map { (model: $0, isAvailable: list.problem == nil) } }
    return [
      "schema": "atelier.models.list/1",
      "models": .array(
        models.map { model, isAvailable in
          let fact = known.find(model.name)?.fact
          return [
            "name": .string(model.name.description), "provider": .string(model.name.provider),
            "source": model.name.provider == ModelName.librarian.provider ? "builtin" : "provider",
            "available": .bool(isAvailable),
            "capabilities": .array((fact?.capabilities ?? model.capabilities).map(JSONValue.string)),
            "context_tokens": integer(model.contextTokens ?? fact?.contextTokens),
            "max_output_tokens": integer(model.maxOutputTokens ?? fact?.maxOutputTokens),
            "price": price(fact?.price),
          ]
        }),
      "unreachable": .array(
        lists.compactMap { list in
          list.problem.map { ["provider": .string(list.provider), "reason": .string($0)] }
        }),
      "found": .array(
        found.map { server in
          [
            "kind": .string(server.kind.rawValue), "base_url": .string(server.baseURL),
            "type": .string(server.kind.providerType.rawValue), "wants_key": .bool(server.wantsKey),
            "models": .array(server.models.map { .string($0.name.model) }),
          ]
        }),
    ]
  }

  static func show(_ name: ModelName, _ found: FoundFact?, _ details: OllamaModelDetails?) -> JSONValue {
    let fact = found?.fact
    return [
      "schema": "atelier.models.show/1", "name": .string(name.description), "known_as": .optional(fact?.name),
      "kind": .optional(fact?.kind),
      "capabilities": .array((details?.commonCapabilities ?? fact?.capabilities ?? []).map(JSONValue.string)),
      "context_tokens": integer(details?.contextTokens ?? fact?.contextTokens),
      "max_output_tokens": integer(fact?.maxOutputTokens),
      "refuses": .array((fact?.refuses ?? []).map(JSONValue.string)), "price": price(fact?.price),
      "retires": .optional(fact?.retires), "replaced_by": .optional(fact?.replacedBy),
      "source": .optional(fact?.source), "quantization": .optional(details?.quantization),
      "parameter_size": .optional(details?.parameterSize),
    ]
  }

  static func server(_ server: LocalServer, schema: String) -> JSONValue {
    [
      "schema": .string(schema), "model": .string(server.model), "base_url": .string(server.baseURL),
      "port": .integer(server.port), "process": .integer(server.processID), "log": .string(server.logFile),
    ]
  }

  static func price(_ price: ModelPrice?) -> JSONValue {
    guard let price else { return .null }
    return [
      "input_per_mtok": number(price.rates.input), "cached_input_per_mtok": number(price.rates.cachedInput),
      "output_per_mtok": number(price.rates.output), "currency": .string(price.currency),
      "date": .string(price.date), "source": .string(price.source),
    ]
  }

  static func cost(_ cost: Cost?) -> JSONValue {
    guard let cost else { return .null }
    return [
      "amount": .number(cost.amount), "currency": .string(cost.currency), "date": .string(cost.priceDate),
      "source": .string(cost.source),
    ]
  }

  private static func integer(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }
  private static func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
}
