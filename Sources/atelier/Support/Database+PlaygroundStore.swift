import Storage
import Workbench

extension Database: PlaygroundStore {
  package func findSessions(_ query: String, limit: Int) throws -> [SessionFinding] {
    try search(query, limit: limit).map {
      SessionFinding(
        sessionID: $0.sessionID, messageID: $0.messageID, title: $0.title, excerpt: $0.excerpt, date: $0.date)
    }
  }
}
