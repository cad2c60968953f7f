package struct StaticFolder: Sendable {
  package init(_ folder: String, basePath: String) {}
  package func answer(_ request: PreviewRequest) -> PreviewResponse { HTTPAnswer.plain(404, "") }
}
