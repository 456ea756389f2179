/// How a person moves within a list, a tree, a document or a text.
package enum Movement: Hashable, Sendable {
  case up, down, left, right
  case pageUp, pageDown
  case top, bottom
}
