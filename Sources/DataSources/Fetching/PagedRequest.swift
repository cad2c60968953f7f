import Diagnostics
import Models

/// Asks for all pages of a source, one after the other.
///
/// A page is asked for with the validators of the kept one at the same address: a first page that is as it was says
/// nothing of the others.
struct PagedRequest {
  private let settings: HTTPOrigin
  private let request: SourceRequest
  private let kept: [KeptPage]
  private(set) var pages: [KeptPage] = []
  private var pageRequest: PageRequest
  private var bytes = 0

  init(_ settings: HTTPOrigin, _ request: SourceRequest, kept: [KeptPage], _ pageRequest: PageRequest) {
    self.settings = settings
    self.request = request
    self.kept = kept
    self.pageRequest = pageRequest
  }

  /// How many requests were made.
  var requests: Int { pageRequest.requests }

  /// Asks until there is no next page.
  mutating func run() throws(SourceFailure) {
    var address: WebAddress? = request.address
    var seen: Set<WebAddress> = []
    while let current = address {
      guard seen.insert(current).inserted else {
        throw .passing(
          .sourcePaging, "page \(pages.count) gives an address as the next one that was asked before",
          help: "look at `next`; an API that counts pages without end can't be read as a list")
      }
      guard pages.count < settings.maximumPages else {
        throw .passing(
          .sourcePaging, "the answer has more than \(settings.maximumPages) pages",
          help: "ask for more items on a page, or raise `max_pages`")
      }
      let (page, from) = try page(at: current)
      pages.append(page)
      address =
        page.next.isEmpty ? nil : try pageRequest.permitted(page.next, from: from, as: "the next page")
      // A page may lie where a redirect has led to.
      if from != current { seen.insert(from) }
    }
    hideSecrets()
  }

  private mutating func page(at address: WebAddress) throws(SourceFailure) -> (KeptPage, from: WebAddress) {
    let known = keptPage(at: address)
    let reply = try pageRequest.page(at: address, kept: known, maximumBytes: settings.maximumBytes - bytes)
    if reply.response.status == 304, var page = known {
      guard page.bytes.count <= settings.maximumBytes - bytes else {
        throw pageRequest.failure(.bodyTooLarge, asking: address)
      }
      bytes += page.bytes.count
      page.address = address.text
      // A server may give these anew (RFC 9110 section 15.4.5).
      if let tag = entityTag(reply.response) { page.entityTag = tag }
      return (page, reply.address)
    }
    bytes += reply.response.body.count
    let answer = try JSONAnswer(
      reply.response.body, path: SourceSettings.pagePath(settings.url, pages.count), secrets: request.secrets)
    let next =
      settings.next.isEmpty
      ? LinkHeader.next(in: reply.response.values(of: "link")) : try answer.next(at: settings.next)
    // Whole, since a kept page does not know where it was read.
    var absolute = ""
    if let next {
      absolute = try pageRequest.permitted(next, from: reply.address, as: "the next page").text
    }
    return (
      KeptPage(
        address: address.text, next: absolute, entityTag: entityTag(reply.response) ?? "",
        lastModified: lastModified(reply.response) ?? "", bytes: answer.page.bytes), reply.address
    )
  }

  /// The page of the last answer that was asked for at an address.
  private func keptPage(at address: WebAddress) -> KeptPage? {
    guard pages.count < kept.count else { return nil }
    let page = kept[pages.count]
    return pages.isEmpty || page.address == address.text ? page : nil
  }

  private func entityTag(_ response: HTTPResponse) -> String? {
    guard let tag = response.value(of: "etag"), tag.hasSuffix("\""),
      tag.hasPrefix("\"") || tag.hasPrefix("W/\""),
      isStorable(tag)
    else { return nil }
    return tag
  }

  private func lastModified(_ response: HTTPResponse) -> String? {
    response.value(of: "last-modified").flatMap { isStorable($0) ? $0 : nil }
  }

  private func isStorable(_ text: String) -> Bool {
    text.utf8.count <= 1024 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
      && !request.secrets.appear(in: text)
  }

  /// Addresses that have a secret in them are not kept, and so a page is not asked about that leads to one.
  private mutating func hideSecrets() {
    for index in pages.indices {
      if index == 0 || request.secrets.appear(in: pages[index].address) { pages[index].address = "" }
      if request.secrets.appear(in: pages[index].next) {
        pages[index].next = ""
        pages[index].entityTag = ""
        pages[index].lastModified = ""
      }
    }
  }
}

extension SourceSettings {
  /// What messages call a page of an answer, by its number from 0.
  static func pagePath(_ url: String, _ index: Int) -> String {
    index == 0 ? url : "\(url) (page \(index + 1))"
  }
}
