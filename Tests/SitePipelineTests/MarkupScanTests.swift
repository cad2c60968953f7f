import Testing

@testable import SitePipeline

/// Which values of attributes are taken from markup, well-formed or not.
@Suite struct MarkupScanTests {
  private static func found(_ markup: String) -> [String] {
    var found: [String] = []
    let bytes = Array(markup.utf8)
    unsafe bytes.withUnsafeBufferPointer { bytes in
      var scan = unsafe MarkupScan(bytes)
      while let (attribute, value) = unsafe scan.next() {
        found.append(unsafe "\(attribute) " + String(decoding: value, as: UTF8.self))
      }
    }
    return found
  }

  @Test(arguments: [
    ("<a href=\"/x\">", ["address /x"]), ("<A HREF='/x'>", ["address /x"]), ("<a href=/x>", ["address /x"]),
    ("<a\n href =\n \"/x\" >", ["address /x"]), ("<a href=/x/>", ["address /x/"]),
    ("<a title='href=\"/y\"' href=\"/x\">", ["address /x"]), ("<a href>", []), ("<a href=>", ["address "]),
    ("<img src=a srcset=\"b 1x, c 2x\"/>", ["address a", "addresses b 1x, c 2x"]),
    ("<p id=x><a name=y><input name=z>", ["id x", "id y"]), ("<base href=/b/>", ["base /b/"]),
    ("<meta content=c><div content=d>", ["meta c"]), ("<object data=o><div data=p>", ["address o"]),
    ("<!-- <a href=x> --><a href=y>", ["address y"]), ("<!--><a href=y>", ["address y"]),
    ("<!-- a -- <a href=x>", []), ("<script>'<a href=x>'</script><a href=y>", ["address y"]),
    ("<SCRIPT src=s><a href=x></ScRiPt ><a href=y>", ["address s", "address y"]),
    ("<style><a href=x></style>", []), ("<title><a href=x></title><a href=y>", ["address y"]),
    ("<textarea><a href=x></textarea>", []), ("<titles><a href=y>", ["address y"]),
    ("a < b <a href=y>", ["address y"]), ("</a href=x>", []), ("<", []), ("<a", []), ("<a href", []),
    ("<a href=", ["address "]), ("<a href=\"x", ["address x"]), ("<script>", []),
    ("<use xlink:href=#i>", ["address #i"]),
    ("<a =href=x href=y>", ["address y"]), ("", []),
    ("<span class=\"k\"><a href=x></span>", ["address x"]), ("<span class=\"k\" id=\"i\">", ["id i"]),
    ("<span class=\"k><a href=x>", []), ("<span class=\"", []),
    ("<span class=\"\"><a href=x>", ["address x"]),
    ("<span class='k' id=i><span classy=\"\" id=j>", ["id i", "id j"]),
  ])
  func valuesAreTaken(_ markup: String, _ wanted: [String]) {
    #expect(Self.found(markup) == wanted)
  }

  /// Whatever is cut off anywhere, nothing is read beyond it.
  @Test func anyEndIsAnEnd() {
    let markup =
      "<span class=\"k\"></span><!-- c --><a href=\"/x#y\" id='z'>t</a><script>s</script><img srcset=\"a 1x\" src=b><title>q</title>"
    for end in 0...markup.utf8.count {
      let part = String(decoding: Array(markup.utf8)[..<end], as: UTF8.self)
      #expect(Self.found(part).count <= 4)
    }
  }
}
