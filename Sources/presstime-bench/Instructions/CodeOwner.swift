/// Whose code a function is, as the table of instructions names it.
struct CodeOwner: Hashable {
  let name: String
  /// Code that others call for what they do, and that does nothing for itself.
  let isLibrary: Bool

  /// Presstime's own modules.
  static let modules = [
    "presstime", "SitePipeline", "TemplateEngine", "MarkdownEngine", "Models", "DataFormats", "Files",
    "Digests", "Diagnostics", "DefaultTheme",
  ]
  static let allocation = Self(name: "malloc and free", isLibrary: true)
  static let copying = Self(name: "memcpy, memcmp, strlen and their like", isLibrary: true)
  static let runtime = Self(name: "Swift runtime", isLibrary: true)
  static let standardLibrary = Self(name: "Swift standard library", isLibrary: true)
  static let cmark = Self(name: "cmark-gfm", isLibrary: false)
  static let yaml = Self(name: "libyaml", isLibrary: false)
  static let toml = Self(name: "toml++", isLibrary: false)
  static let xxHash = Self(name: "xxHash", isLibrary: false)
  static let argumentParser = Self(name: "ArgumentParser and Foundation", isLibrary: false)
  static let linker = Self(name: "dynamic linker", isLibrary: false)
  static let libc = Self(name: "libc, the rest", isLibrary: true)

  init(_ function: CallgrindProfile.Function) {
    let name = function.name
    self =
      switch function.object.split(separator: "/").last ?? "" {
      case let library where library.hasPrefix("ld-"): Self.linker
      case let library where library.hasPrefix("lib"): Self.ofLibrary(name)
      default: name.hasPrefix("$s") ? Self.ofSwift(name) : Self.ofC(name)
      }
  }

  private init(name: String, isLibrary: Bool) {
    self.name = name
    self.isLibrary = isLibrary
  }

  private static func ofLibrary(_ name: String) -> Self {
    let allocates = ["malloc", "calloc", "realloc", "free", "cfree", "_int_", "unlink_chunk", "sysmalloc"]
    if allocates.contains(where: { name.hasPrefix($0) }) || name.contains("malloc") { return allocation }
    let copies = ["mem", "__mem", "str", "__str", "bcmp"]
    if copies.contains(where: { name.hasPrefix($0) }) { return copying }
    if name.hasPrefix("operator") || name.hasPrefix("_Zn") || name.hasPrefix("_Zd") { return allocation }
    return libc
  }

  private static func ofC(_ name: String) -> Self {
    if name.hasPrefix("swift_") || name.hasPrefix("_swift_") { return runtime }
    if name.hasPrefix("_ZN4toml") || name.hasPrefix("_ZNK4toml") || name.contains("ctoml") { return toml }
    // The runtime is the only other code in C++.
    if name.hasPrefix("_Z") { return runtime }
    if name.contains("dispatch_") { return runtime }
    if name.hasPrefix("yaml_") || name.contains("presstime_yaml") { return yaml }
    if name.hasPrefix("XXH") || name.contains("presstime_xxh") { return xxHash }
    if ["main", "_start", "(below main)"].contains(name) { return Self(name: "presstime", isLibrary: false) }
    return cmark
  }

  /// A Swift symbol begins with its module, as a length and a name; one that extends another module's type has
  /// its own module behind that type, with an `E`.
  ///
  /// What is left is the standard library, specialized for this program or not.
  private static func ofSwift(_ name: String) -> Self {
    for module in modules {
      let mangled = "\(module.utf8.count)\(module)"
      if name.hasPrefix("$s" + mangled) || name.contains(mangled + "E") {
        return Self(name: module, isLibrary: false)
      }
    }
    if name.hasPrefix("$s14ArgumentParser") || name.contains("Foundation") { return argumentParser }
    return standardLibrary
  }
}
