import Documents

/// Reads what content filters tell, in the forms of Azure OpenAI.
///
/// https://learn.microsoft.com/azure/foundry/openai/concepts/content-filter-annotations
enum FilterReport {
  /// Reads `content_filter_results` (also `content_filter_result`, and the older `content_filter_raw`).
  ///
  /// - Returns: a row for each category; none when there are no results.
  static func read(
    _ value: JSONValue?, of subject: FilterFinding.Subject, range: Range<Int>? = nil
  ) -> [FilterFinding] {
    guard let members = value?.object else { return [] }
    return members.flatMap { member -> [FilterFinding] in
      if member.key == "error" { return failure(member.value, of: subject) }
      if member.key == "custom_blocklists" { return blocklists(member.value, of: subject, range: range) }
      guard member.value.object != nil else { return [] }
      return [
        FilterFinding(
          subject: subject, category: member.key, severity: member.value["severity"]?.string,
          isDetected: member.value["detected"]?.boolean,
          isFiltered: member.value["filtered"]?.boolean ?? false, range: range,
          detail: detail(of: member.value))
      ]
    }
  }

  /// Reads `prompt_filter_results` of a reply, which older servers call `prompt_annotations`.
  static func prompts(_ chunk: JSONValue) -> [FilterFinding] {
    guard let list = chunk["prompt_filter_results"]?.array ?? chunk["prompt_annotations"]?.array else {
      return []
    }
    return list.flatMap { item in
      read(item["content_filter_results"] ?? item["content_filter_result"], of: .prompt)
    }
  }

  /// Reads the results of a choice, with the place they are about when the filter runs beside the answer.
  static func answer(_ choice: JSONValue) -> [FilterFinding] {
    read(
      choice["content_filter_results"] ?? choice["content_filter_result"], of: .answer,
      range: range(choice["content_filter_offsets"]))
  }

  /// Reads `content_filters` of OpenAI Responses at Azure: a list for prompt and answer together.
  static func responses(_ response: JSONValue) -> [FilterFinding] {
    (response["content_filters"]?.array ?? []).flatMap { item -> [FilterFinding] in
      let subject: FilterFinding.Subject = item["source_type"]?.string == "prompt" ? .prompt : .answer
      return read(
        item["content_filter_results"] ?? item["content_filter_raw"], of: subject,
        range: subject == .answer ? range(item["content_filter_offsets"]) : nil)
    }
  }

  /// Such as `violence (high), jailbreak (detected)`.
  static func described(_ findings: [FilterFinding]) -> String {
    findings.map { finding in
      let level = finding.severity ?? finding.isDetected.map { $0 ? "detected" : "not detected" }
      let name =
        finding.category == "self_harm" ? "self-harm" : String(finding.category.map { $0 == "_" ? " " : $0 })
      return level.map { "\(name) (\($0))" } ?? name
    }.joined(separator: ", ")
  }

  private static func range(_ offsets: JSONValue?) -> Range<Int>? {
    guard let start = offsets?["start_offset"]?.int, let end = offsets?["end_offset"]?.int, start <= end
    else {
      return nil
    }
    return start..<end
  }

  /// The lists of a customer's own words: a list of `{id, filtered}`, or an object that holds it as `details`.
  private static func blocklists(
    _ value: JSONValue, of subject: FilterFinding.Subject, range: Range<Int>?
  ) -> [FilterFinding] {
    let items = value.array ?? value["details"]?.array ?? []
    let findings = items.compactMap { item -> FilterFinding? in
      guard let isFiltered = item["filtered"]?.boolean else { return nil }
      let name = item["id"]?.string ?? "custom"
      return FilterFinding(
        subject: subject, category: "blocklist \(name.shortened(to: 60))", isDetected: isFiltered,
        isFiltered: isFiltered, range: range)
    }
    guard findings.isEmpty, let isFiltered = value["filtered"]?.boolean else { return findings }
    return [
      FilterFinding(
        subject: subject, category: "custom_blocklists", isDetected: isFiltered, isFiltered: isFiltered,
        range: range)
    ]
  }

  /// A filter that could not do its work: what it should have looked at was not looked at.
  private static func failure(_ value: JSONValue, of subject: FilterFinding.Subject) -> [FilterFinding] {
    let words = [value["code"]?.string ?? value["code"]?.int.map(String.init), value["message"]?.string]
    let text = words.compactMap(\.self).joined(separator: ": ")
    return [
      FilterFinding(
        subject: subject, category: "error",
        detail: text.isEmpty ? "the filter could not run" : text.shortened(to: 300))
    ]
  }

  /// Where protected code was found, and under which licence; what an ungrounded answer got wrong.
  private static func detail(of value: JSONValue) -> String? {
    let citation = value["citation"]
    let words = [
      citation?["license"]?.string, citation?["URL"]?.string ?? citation?["url"]?.string,
      value["details"]?.string,
    ]
    let text = words.compactMap(\.self).joined(separator: ", ")
    return text.isEmpty ? nil : text.shortened(to: 300)
  }
}
