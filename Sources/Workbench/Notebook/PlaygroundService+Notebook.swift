import Catalog

/// What the Catalog needs kept: notes, bookmarks, decisions, designs. It lies in the same store as conversations.
extension PlaygroundService {
  /// Carries out an effect that is the notebook's; returns false for any other.
  func carryOutNotebook(_ effect: Effect) -> Bool {
    switch effect {
    case .loadNotebook:
      // Looking must not make a store where there is none.
      if backend.hasStore() { postNotebook() }
    case .saveNote(let text, let address):
      keep { try $0.saveNote(text, on: address, at: backend.now()) }
    case .setBookmark(let address, let isOn):
      keep {
        if isOn { try $0.addBookmark(address, at: backend.now()) } else { try $0.removeBookmark(address) }
      }
    case .recordVisit(let address): keep { try $0.recordVisit(address, at: backend.now()) }
    case .savePreference(let name, let json): keep { try $0.setPreference(name, json) }
    case .saveDecision(let decision):
      keep { try $0.saveDecision(decision) }
      postNotebook()
    case .removeDecision(let id):
      keep { _ = try $0.removeDecision(id) }
      postNotebook()
    case .saveDesign(let name, let document, let comment, let base):
      _ = attempt { store in
        try (store as? any DesignStore)?.saveDesign(
          name, document: document, comment: comment, base: base, at: backend.now())
      }
      postNotebook()
    case .removeDesign(let name):
      _ = attempt { try ($0 as? any DesignStore)?.removeDesign(name) }
      postNotebook()
    case .loadVersions(let name):
      let versions = attempt { try ($0 as? any DesignStore)?.versions(ofDesign: name) }
      if let versions, let versions { post(.versionsLoaded(name, versions)) }
    case .readVersion(let name, let number):
      let document = attempt { try ($0 as? any DesignStore)?.document(ofDesign: name, version: number) }
      if let document, let document { post(.versionRead(name, number, document: document)) }
    default: return false
    }
    return true
  }

  private func keep(_ body: (any NotebookStore) throws -> Void) {
    _ = attempt { store in
      if let notebook = store as? any NotebookStore { try body(notebook) }
    }
  }

  private func postNotebook() {
    let notebook = attempt { store -> Notebook? in
      guard let notes = store as? any NotebookStore else { return nil }
      return try Notebook(from: notes, designs: store as? any DesignStore)
    }
    if let notebook, let notebook { post(.notebookLoaded(notebook)) }
  }
}
