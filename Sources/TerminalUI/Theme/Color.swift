#if canImport(Glibc)
import Glibc
#endif

/// A colour of 8 bits a channel.
package struct RGB: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Reads `rrggbb` with or without `#`; nil for anything else.
  package init?(hex: String) {
    let digits = hex.hasPrefix("#") ? String(hex.dropFirst()) : hex
    guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16)
    else {
      return nil
    }
    self.init(UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
  }

  /// The colour as `#rrggbb`.
  package var hex: String {
    "#"
      + [red, green, blue].map { channel in
        let digits = String(channel, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }

  /// The relative luminance of WCAG 2.2, from 0 (black) to 1 (white).
  package var luminance: Double {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The contrast ratio of WCAG 2.2 between two colours, from 1 to 21.
  package func contrast(with other: RGB) -> Double {
    let lighter = max(luminance, other.luminance)
    let darker = min(luminance, other.luminance)
    return (lighter + 0.05) / (darker + 0.05)
  }

  /// This colour, moved towards another one as little as makes it stand out from a ground.
  ///
  /// - Parameter ratio: the contrast to reach; where even the other colour does not reach it, that one is taken.
  package func legible(on ground: RGB, towards other: RGB, ratio: Double) -> RGB {
    for step in 0...10 {
      let share = Double(step) / 10
      func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
        UInt8((Double(from) + (Double(to) - Double(from)) * share).rounded())
      }
      let mixed = RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
      if mixed.contrast(with: ground) >= ratio { return mixed }
    }
    return other
  }

  /// The number of the nearest colour of xterm's fixed 256 (the cube and the greys; the first 16 are the person's own).
  package var nearestPaletteIndex: Int {
    let steps = [0, 95, 135, 175, 215, 255]
    func nearestStep(_ channel: UInt8) -> Int {
      steps.indices.min { abs(steps[$0] - Int(channel)) < abs(steps[$1] - Int(channel)) } ?? 0
    }
    func distance(_ red: Int, _ green: Int, _ blue: Int) -> Int {
      let (dr, dg, db) = (red - Int(self.red), green - Int(self.green), blue - Int(self.blue))
      return 3 * dr * dr + 4 * dg * dg + 2 * db * db
    }
    let (r, g, b) = (nearestStep(red), nearestStep(green), nearestStep(blue))
    // The grey nearest by the same distance: the mean with its weights.
    let mean = (Double(3 * Int(red) + 4 * Int(green) + 2 * Int(blue))) / 9
    let grey = min(23, max(0, Int(((mean - 8) / 10).rounded())))
    let greyLevel = 8 + grey * 10
    return distance(greyLevel, greyLevel, greyLevel) < distance(steps[r], steps[g], steps[b])
      ? 232 + grey : 16 + 36 * r + 6 * g + b
  }
}

/// How many colours a terminal shows.
package enum ColorDepth: Int, Hashable, Sendable, Comparable, CaseIterable {
  case none = 0
  case ansi8 = 8
  case ansi16 = 16
  case palette256 = 256
  case direct = 16_777_216

  package static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A colour as a terminal is told it.
package enum PaintColor: Hashable, Sendable {
  /// The terminal's own text or background colour.
  case standard
  /// A colour of the terminal's palette: 0 to 15 are the person's own, 16 to 255 are fixed.
  case palette(Int)
  case rgb(RGB)
}

/// What a cell looks like once a theme has spoken.
package struct Paint: Hashable, Sendable {
  package var foreground: PaintColor
  package var background: PaintColor
  package var attributes: TextAttributes

  package init(
    _ foreground: PaintColor, on background: PaintColor = .standard, _ attributes: TextAttributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
