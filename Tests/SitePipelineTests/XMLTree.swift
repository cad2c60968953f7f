import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A document of XML as a real parser reads it, which refuses what is not well-formed.
final class XMLTree: NSObject, XMLParserDelegate {
  final class Element {
    /// With its namespace: `{http://www.w3.org/2005/Atom}link`; without one the name alone.
    let name: String
    let attributes: [String: String]
    private(set) var children: [Element] = []
    private(set) var text = ""

    init(_ name: String, _ attributes: [String: String]) {
      self.name = name
      self.attributes = attributes
    }

    fileprivate func add(_ child: Element) { children.append(child) }
    fileprivate func add(_ more: String) { text += more }

    func all(_ name: String) -> [Element] { children.filter { $0.name == name } }

    /// The only child of that name; nothing when there is none, or several.
    func one(_ name: String) -> Element? { all(name).count == 1 ? all(name)[0] : nil }
  }

  private var open: [Element] = []
  private var root: Element?
  private var problem: String?

  /// Throws what the parser says of a text that is no XML.
  static func read(_ bytes: [UInt8]) throws -> Element {
    struct Refused: Error, CustomStringConvertible { let description: String }
    let tree = XMLTree()
    let parser = XMLParser(data: Data(bytes))
    parser.shouldProcessNamespaces = true
    parser.shouldResolveExternalEntities = false
    parser.delegate = tree
    let isRead = parser.parse()
    if let problem = tree.problem { throw Refused(description: problem) }
    guard isRead, let root = tree.root else { throw Refused(description: "no document") }
    return root
  }

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    let space = namespaceURI ?? ""
    let element = Element(space.isEmpty ? elementName : "{\(space)}\(elementName)", attributes)
    open.last?.add(element)
    if open.isEmpty { root = element }
    open.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }

  func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.add(string) }

  func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
    problem = "line \(parser.lineNumber), column \(parser.columnNumber): \(parseError)"
  }
}
