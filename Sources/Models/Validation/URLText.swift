package import Diagnostics

/// What may stand in a field of type `URL`; whether a page of the site is there is found in plan.
package enum URLText {
  package static let safeSchemes: Set<String> = ["http", "https", "mailto", "tel"]

  /// In what is not trusted only addresses of the web, of mail and of telephones are let through.
  package static func check(
    _ url: String, _ span: Span, isTrusted: Bool = true
  ) -> Result<String, ValueProblem> {
    if !isTrusted, let scheme = URLReference(url).scheme?.lowercased(), !safeSchemes.contains(scheme) {
      return .failure(
        ValueProblem(
          .linkUnsafe, "`\(scheme):` is left out of what is not trusted", span,
          help: "use `https:` or `mailto:`; with `trusted = true` below the source more is let through"))
    }
    if let scheme = URLReference(url).scheme?.lowercased(),
      ["javascript", "vbscript", "data"].contains(scheme)
    {
      return .failure(
        ValueProblem(
          .linkUnsafe, "a URL can't be `\(scheme):`, which runs a program", span,
          help: "use `https:` or `mailto:`"))
    }
    if url.isEmpty || url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
      return .failure(
        ValueProblem(
          .postWrongType, "expected `URL`, found the text `\(url.prefix(40))`", span, label: "expected `URL`",
          help: "write an address like `https://example.com/`, or `/about/` for a page of this site"))
    }
    return .success(url)
  }
}

extension DiagnosticCode {
  /// A link that would run a program.
  package static let linkUnsafe = DiagnosticCode("link.unsafe")
}
