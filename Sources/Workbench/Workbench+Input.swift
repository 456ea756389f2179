import TerminalUI

/// Pasted text and the mouse.
extension Workbench {
  mutating func paste(_ text: String) -> [Effect] {
    if reader != nil {
      say("Nothing here takes text", .note)
    } else if settings != nil {
      settings?.form.paste(text)
    } else if noteForm != nil {
      noteForm?.form.paste(text)
      noteDeadline = now + 0.5
    } else if providerForm != nil, popup == nil {
      providerForm?.paste(text)
      providerDeadline = now + 0.5
    } else if popup != nil {
      popup?.paste(text)
    } else if viewer != nil {
      viewer?.isTypingQuery == true ? viewer?.query?.paste(text) : say("Nothing here takes text", .note)
    } else if shownPlaygroundTool != nil {
      return pasteInPlaygroundTool(text)
    } else if screen == .playground, playground.isTypingQuery, playground.focus == .sessions {
      playground.query?.paste(text)
      return findSessions()
    } else if screen == .playground {
      // Wherever the focus is, pasted text is meant for the prompt.
      playground.focus = .composer
      playground.composer.paste(text)
      playground.recall = nil
      draftDeadline = now + 0.5
    } else if shownTool != nil {
      if askView == nil {
        say("Nothing here takes text", .note)
      } else {
        askView?.focus = .question
        askView?.question.paste(text)
      }
    } else if catalog.isTypingQuery {
      catalog.query?.paste(text)
      catalog.updateHits()
    } else {
      // Pasted text is never run as keys.
      say("Nothing here takes text; / searches", .note)
    }
    return []
  }

  // MARK: Mouse

  mutating func handle(_ mouse: MouseEvent) -> [Effect] {
    guard usesMouse, !isTooSmall else { return [] }
    let point = Point(x: mouse.column, y: mouse.row)
    var isDouble = false
    if case .press(.left) = mouse.action {
      if let lastPress, lastPress.point == point, now - lastPress.time < 0.4 {
        isDouble = true
        self.lastPress = nil
      } else {
        lastPress = (point, now)
      }
    }
    if reader != nil { return handleReader(mouse) }
    if settings != nil { return handleSettings(mouse) }
    if noteForm != nil { return handleNote(mouse) }
    if providerForm != nil { return handleProvider(mouse) }
    if popup != nil { return handlePopup(mouse, isDouble: isDouble) }
    if case .press(.left) = mouse.action, point.y == 0, size.height >= 12, let screen = tab(at: point.x) {
      return show(screen)
    }
    if viewer != nil { return handleDiagram(mouse, isDouble: isDouble) }
    if shownPlaygroundTool != nil { return handlePlaygroundTool(mouse, isDouble: isDouble) }
    if screen == .playground { return handlePlayground(mouse, isDouble: isDouble) }
    if tool != nil { return handleTool(mouse, isDouble: isDouble) }
    return catalog.handle(mouse, isDouble: isDouble, in: bodyArea)
  }
}
