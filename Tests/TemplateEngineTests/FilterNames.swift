@testable import TemplateEngine

/// The filters there are.
enum FilterNames {
  static var all: [String] { FilterTable.names }
}
