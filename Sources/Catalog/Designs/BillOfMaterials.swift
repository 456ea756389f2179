/// What a design is made of, as a list to estimate and to buy by.
package struct BillOfMaterials: Hashable, Sendable {
  /// A service, with all the boxes that stand for it.
  package struct Row: Hashable, Sendable {
    package struct Price: Hashable, Sendable {
      package var model: String
      /// The price in words, such as `$2 in, $8 out per million tokens`.
      package var text: String
      package var date: String
      package var source: String
    }

    /// The address of the entry.
    package var service: String
    package var title: String
    package var kind: String
    /// The ids of its boxes, or of its frames where there are only those.
    package var boxes: [String]
    /// How many of it there are: the quantities of its boxes, one where nobody has said.
    package var count: Int
    package var costDrivers: [String]
    package var hosting: [String]
    /// Where it stands between preview and end; nil for what is simply there.
    package var lifecycle: String?
    /// What must be known to estimate its cost, a phrase for each driver.
    package var needed: [String]
    package var prices: [Price]
  }

  /// A box without an entry behind it.
  package struct Other: Hashable, Sendable {
    package var id: String
    package var title: String
    /// The address that the catalog does not know; nil when the box has none.
    package var service: String?
  }

  package var rows: [Row] = []
  package var others: [Other] = []

  package init(_ design: Design, in library: CatalogLibrary) {
    var places: [String: Int] = [:]
    var framed: [(address: String, id: String, quantity: Int)] = []
    for component in design.components {
      guard let address = component.service, let entry = library[address] else {
        if !component.isFrame || component.service != nil {
          others.append(Other(id: component.id, title: component.title, service: component.service))
        }
        continue
      }
      if component.isFrame {
        framed.append((address, component.id, component.quantity ?? 1))
        continue
      }
      let place = places[address] ?? rows.count
      if place == rows.count {
        places[address] = place
        rows.append(BillOfMaterials.row(of: entry, in: library))
      }
      rows[place].boxes.append(component.id)
      rows[place].count += component.quantity ?? 1
    }
    // A frame around boxes of the same service is no second one of it.
    for frame in framed where places[frame.address] == nil {
      guard let entry = library[frame.address] else { continue }
      let place = rows.firstIndex { $0.service == frame.address } ?? rows.count
      if place == rows.count { rows.append(BillOfMaterials.row(of: entry, in: library)) }
      rows[place].boxes.append(frame.id)
      rows[place].count += frame.quantity
    }
  }

  private static func row(of entry: CatalogEntry, in library: CatalogLibrary) -> Row {
    let page = entry.parent.flatMap { library[$0] }
    func facet(_ name: String) -> [String] {
      let own = entry.values(ofFacet: name)
      // A section that is a thing of another kind is not billed like its page.
      return own.isEmpty && page?.kind == entry.kind ? page?.values(ofFacet: name) ?? [] : own
    }
    let drivers = facet("cost_driver")
    return Row(
      service: entry.id, title: entry.title, kind: entry.kind.rawValue, boxes: [], count: 0,
      costDrivers: drivers,
      hosting: facet("hosting"), lifecycle: (entry.lifecycle ?? page?.lifecycle)?.badge,
      needed: drivers.map(phrase),
      prices: (entry.models.isEmpty ? page?.models ?? [] : entry.models).compactMap { model in
        guard let price = model.price, let text = model.priceText else { return nil }
        return Row.Price(model: model.name, text: text, date: price.date, source: price.source)
      })
  }

  /// What must be known of a cost driver to estimate with it.
  package static func phrase(of driver: String) -> String {
    let phrases = [
      "tokens": "tokens in and out per day", "compute-hours": "hours that machines run, and their size",
      "storage": "gigabytes kept, and for how long", "provisioned-units": "units reserved, and hours held",
      "cluster-hours": "hours a cluster runs, its nodes and their size", "transactions": "calls per month",
      "characters": "characters per month", "messages": "messages per month",
      "request-units": "request units per second, and gigabytes kept",
      "audio-hours": "hours of audio per month",
      "pages": "pages per month", "search-units": "replicas and partitions",
      "tools": "calls of tools per day",
      "seats": "people with a licence", "hardware": "machines to buy, and years in use",
      "dbu": "Databricks units per hour, and hours", "fine-tune-hours": "hours of a training run, and runs",
      "capacity-units": "size of the capacity, and hours it runs",
    ]
    return phrases[driver] ?? "amount of \(driver.replacing("-", with: " "))"
  }
}
