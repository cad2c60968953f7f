// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds Presstime builds Mustache too: `make bench-templates` does.
// What both sides share, `BenchedPages`, is a target of this package and of Presstime's.
let swiftSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "presstime-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1")],
  targets: [
    .target(name: "BenchedPages", path: "BenchedPages", swiftSettings: swiftSettings),
    .executableTarget(
      name: "mustache-pages",
      dependencies: ["BenchedPages", .product(name: "Mustache", package: "swift-mustache")],
      path: "mustache-pages", swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6]
)
