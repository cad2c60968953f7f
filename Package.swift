// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
  .enableUpcomingFeature("InternalImportsByDefault"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The C libraries are linked as archives on Linux, so that the installed binary works alone.
func staticLibrary(_ name: String) -> [LinkerSetting] {
  [
    .linkedLibrary(":lib\(name).a", .when(platforms: [.linux])),
    .linkedLibrary(name, .when(platforms: [.macOS])),
  ]
}

/// A library target of the house; its folder is `Sources/NAME`.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// The tests of one target; their folder is `Tests/NAMETests`.
func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], golden: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    exclude: golden,
    swiftSettings: swiftSettings)
}

let package = Package(
  name: "presstime",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "presstime", targets: ["presstime"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
  ],
  targets: [
    .executableTarget(
      name: "presstime",
      dependencies: [
        "PreviewServer", "SitePipeline", "DataSources", "Interchange", "Importing", "Files", "Models",
        "Diagnostics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings,
      // By the build id a cache knows which program made it.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--build-id"], .when(platforms: [.linux]))]),
    library(
      "PreviewServer",
      [
        "CPreviewClient", "CZlib", "SitePipeline", "TemplateEngine", "MarkdownEngine", "DataSources", "Files",
        "Models", "Digests", "Diagnostics",
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    library(
      "SitePipeline",
      [
        "TemplateEngine", "MarkdownEngine", "Highlighting", "DataSources", "Interchange", "DefaultTheme",
        "Images",
        "Files",
        "Models", "DataFormats", "Digests", "Diagnostics",
      ]),
    library("Images", ["CVips"]),
    library("TemplateEngine", ["Models", "Digests", "Diagnostics"]),
    library("MarkdownEngine", ["CCmarkGFM", "Models", "Diagnostics"]),
    library("Highlighting", ["DataFormats", "Digests", "Diagnostics"]),
    library("DataSources", ["CCurl", "Files", "Models", "DataFormats", "Digests", "Diagnostics"]),
    library("Interchange", ["Models", "Diagnostics"]),
    library("Importing", ["Files", "Models", "DataFormats", "Diagnostics"]),
    library("Models", ["DataFormats", "Digests", "Diagnostics"]),
    library("DataFormats", ["CYAML", "CTOML", "Diagnostics"]),
    library("Files", ["CFileExchange", "CHeap", "CProgramIdentity", "Digests", "Diagnostics"]),
    library("Diagnostics", ["Digests"]),
    library("Digests", ["CXXHash"]),
    .target(
      name: "CCmarkGFM",
      linkerSettings: staticLibrary("cmark-gfm-extensions") + staticLibrary("cmark-gfm") + [
        // Makes parsing on several threads safe; Sources/CCmarkGFM/shim.c says how.
        .unsafeFlags(
          ["-Xlinker", "--wrap=cmark_inlines_remove_special_character"], .when(platforms: [.linux]))
      ]),
    library("DefaultTheme", ["CDefaultTheme"]),
    // The files are embedded where they lie, so the list of them alone is in the target.
    .target(name: "CDefaultTheme", exclude: ["list-files.sh"]),
    // Embeds the preview's script.
    .target(name: "CPreviewClient", exclude: ["client.js", "morph.js", "problems.js"]),
    // Loads libcurl at run time.
    .target(name: "CCurl"),
    // Loads libvips at run time.
    .target(name: "CVips"),
    .target(name: "CFileExchange"),
    .target(name: "CHeap"),
    .target(name: "CProgramIdentity"),
    .target(name: "CXXHash"),
    .target(name: "CZlib", linkerSettings: staticLibrary("z")),
    .target(name: "CYAML", linkerSettings: staticLibrary("yaml")),
    .target(name: "CTOML", linkerSettings: staticLibrary("stdc++")),

    // Neither is installed: `make bench` runs them.
    .executableTarget(
      name: "presstime-bench",
      dependencies: [
        "DefaultTheme", "Files", "Diagnostics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
    .executableTarget(name: "presstime-floor", dependencies: ["CCmarkGFM"]),

    // `make bench-templates` runs them beside `Tests/Benchmarks/Package.swift`, which has the other engine.
    .target(name: "BenchedPages", path: "Tests/Benchmarks/BenchedPages", swiftSettings: swiftSettings),
    .target(name: "CAllocationCount", path: "Tests/Benchmarks/CAllocationCount"),
    .executableTarget(
      name: "presstime-pages",
      dependencies: [
        "BenchedPages", "CAllocationCount", "TemplateEngine", "Models", "DataFormats", "Diagnostics",
      ],
      path: "Tests/Benchmarks/presstime-pages", swiftSettings: swiftSettings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .target(
      name: "TemplateTestSupport", dependencies: ["TemplateEngine", "Models", "DataFormats", "Diagnostics"],
      path: "Tests/TemplateTestSupport", swiftSettings: swiftSettings),
    .target(
      name: "WebTestSupport",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Tests/WebTestSupport", swiftSettings: swiftSettings),
    .target(
      name: "SiteTestSupport", dependencies: ["TestSupport", "SitePipeline", "Models"],
      path: "Tests/SiteTestSupport", swiftSettings: swiftSettings),
    .target(
      name: "SchemaTestSupport", dependencies: ["DataFormats", "Diagnostics"],
      path: "Tests/SchemaTestSupport", swiftSettings: swiftSettings),
    // Reads one theme and ends; libFuzzer's main loop when it is built by `make fuzz`.
    .executableTarget(
      name: "template-fuzzer",
      dependencies: ["TemplateTestSupport", "TemplateEngine", "MarkdownEngine", "Models", "Diagnostics"],
      path: "Tests/Fuzzing/template-fuzzer", swiftSettings: swiftSettings),
    tests(of: "Diagnostics", ["SchemaTestSupport", "DataFormats"]),
    tests(of: "Images"),
    tests(of: "Digests"),
    tests(of: "DataFormats", ["Diagnostics"]),
    tests(of: "Models", ["DataFormats", "Diagnostics"]),
    tests(of: "DataSources", ["WebTestSupport", "CZlib", "Digests", "Files", "Models", "Diagnostics"]),
    tests(
      of: "Interchange",
      [
        "SchemaTestSupport", "TemplateTestSupport", "SitePipeline", "TemplateEngine", "Models", "DataFormats",
        "Diagnostics",
      ]),
    tests(of: "Importing", ["presstime", "Files", "Models", "DataFormats", "Diagnostics"]),
    tests(of: "MarkdownEngine", ["Models", "Diagnostics", "Files"]),
    tests(of: "Highlighting", ["Diagnostics"], golden: ["pygments-kinds.py"]),
    tests(
      of: "TemplateEngine", ["TemplateTestSupport", "Models", "DataFormats", "Diagnostics"],
      golden: ["Golden"]),
    tests(of: "Files", ["Digests", "Diagnostics"]),
    tests(
      of: "SitePipeline",
      [
        "CAllocationCount", "SiteTestSupport", "WebTestSupport", "TemplateEngine", "MarkdownEngine",
        "DataSources", "Images", "Models", "Diagnostics", "Files",
      ]),
    tests(
      of: "PreviewServer",
      [
        "SiteTestSupport", "WebTestSupport", "SitePipeline", "TemplateEngine", "DataSources", "Models",
        "Diagnostics", "Files",
      ]),
    .testTarget(
      name: "BenchTests", dependencies: ["presstime-bench"], swiftSettings: swiftSettings),
    .testTarget(
      name: "BrowserTests", dependencies: ["TestSupport", "presstime", "PreviewServer"],
      exclude: ["morph-trial.js", "theme-checks.js"], swiftSettings: swiftSettings),
    .testTarget(
      name: "ScenarioTests",
      dependencies: ["TestSupport", "presstime", "SitePipeline", "TemplateEngine", "Diagnostics"],
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
