/// The layers of a part with those for texts set between them.
///
/// Between two layers of items there are up to three more: for the texts near the lower ends of lines, for their
/// labels, and for the texts near their upper ends; each only where a line has such a text there. A label stands near
/// the box that its line comes from, where a reader looks for it.
struct LayerGaps {
  struct Link {
    /// Layers of items: -1 and the number of layers are the frame.
    var low: Int
    var high: Int
    var isReversed: Bool
    var label: Bool
    var fromNote: Bool
    var toNote: Bool
  }

  /// The number of layers, those of the frame included.
  private(set) var count = 0
  /// How many bends, labels and ports the links need.
  private(set) var nodeCount = 0
  private var layerOfItems: [Int] = []
  private var labels: [[Int: LayerGraph.LabelPlace]] = []

  init(layerCount: Int, links: [Link], hasFrame: Bool) {
    // Gap g lies before layer g of items; the last one after the last layer.
    var isNeeded = Array(repeating: [false, false, false], count: layerCount + 1)
    for link in links {
      let first = link.low + 1
      let last = link.high
      if link.label { isNeeded[link.isReversed ? last : first][1] = true }
      if link.isReversed ? link.toNote : link.fromNote { isNeeded[first][0] = true }
      if link.isReversed ? link.fromNote : link.toNote { isNeeded[last][2] = true }
    }
    var next = hasFrame ? 1 : 0
    var textLayers: [[Int]] = []
    for gap in 0...layerCount {
      var layers = [-1, -1, -1]
      for kind in 0..<3 where isNeeded[gap][kind] {
        layers[kind] = next
        next += 1
      }
      textLayers.append(layers)
      if gap < layerCount {
        layerOfItems.append(next)
        next += 1
      }
    }
    count = next + (hasFrame ? 1 : 0)
    for link in links {
      var own: [Int: LayerGraph.LabelPlace] = [:]
      let first = link.low + 1
      let last = link.high
      if link.label { own[textLayers[link.isReversed ? last : first][1]] = .whole }
      if link.isReversed ? link.toNote : link.fromNote {
        own[textLayers[first][0]] = link.isReversed ? .toNote : .fromNote
      }
      if link.isReversed ? link.fromNote : link.toNote {
        own[textLayers[last][2]] = link.isReversed ? .fromNote : .toNote
      }
      labels.append(own)
      let low = link.low < 0 ? 0 : layerOfItems[link.low]
      let high = link.high < layerCount ? layerOfItems[link.high] : count - 1
      nodeCount += max(0, high - low - 1) + (link.low < 0 ? 1 : 0) + (link.high >= layerCount ? 1 : 0)
    }
  }

  /// The layer of all in which a layer of items stands.
  func layer(of items: Int) -> Int { layerOfItems[items] }

  /// Which of a link's texts stands in a layer.
  func label(of link: Int, at layer: Int) -> LayerGraph.LabelPlace? { labels[link][layer] }
}
