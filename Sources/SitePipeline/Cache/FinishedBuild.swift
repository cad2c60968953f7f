import DataSources
import Diagnostics
import Digests
import Files
import Models

/// A build that went well, and what it was made from: the file `build`. When a site's inputs are those of the last
/// build and its output is there, there is nothing to do but to say the same again.
struct FinishedBuild: Sendable {
  let inputs: Digest
  /// Of the output's manifest.
  let manifest: Digest
  /// The moment of the build, and whether pages may read more of it than the day.
  let clock: DateTime
  let readsClock: Bool
  let report: BuildReport

  private static let title = Array("presstime build 1\n".utf8)

  init(inputs: Digest, manifest: Digest, clock: DateTime, readsClock: Bool, report: BuildReport) {
    self.inputs = inputs
    self.manifest = manifest
    self.clock = clock
    self.readsClock = readsClock
    self.report = report
  }

  /// Reads that of a site; nothing when there is none, or it is damaged.
  init?(site: String) {
    let folder = site + "/" + DocumentCache.folderName
    guard let bytes = Checksum.read(DocumentCache.buildName, in: folder, title: Self.title) else {
      return nil
    }
    var reader = CacheReader(bytes, from: Self.title.count)
    inputs = reader.digest()
    manifest = reader.digest()
    clock = DateTime(milliseconds: Int64(reader.number()))
    readsClock = reader.flag()
    report = reader.report()
    if reader.isBroken || !reader.isAtEnd { return nil }
  }

  /// As it is saved.
  var file: CacheWriter {
    var writer = CacheWriter(title: Self.title)
    writer.put(inputs)
    writer.put(manifest)
    writer.put(Int(clock.milliseconds))
    writer.put(readsClock)
    writer.put(report)
    writer.sign()
    return writer
  }

  /// Whether a site with these inputs is at a moment what it was. Days are among the inputs.
  func holds(_ inputs: Digest, at moment: DateTime) -> Bool {
    inputs == self.inputs && moment >= clock && (report.nextChange.map { moment < $0 } ?? true)
      && (!readsClock || moment == clock)
  }
}

// MARK: - Reports

extension CacheWriter {
  fileprivate mutating func put(_ report: BuildReport) {
    put(report.routes) { writer, route in
      writer.put(route.path)
      writer.put(route.pages)
      writer.put(route.bytes)
      writer.put(route.reads) { writer, read in
        writer.put(read.expression) { $0.put($1) }
        writer.put(read.paths) { $0.put($1) }
        writer.put(read.dependsOn) { $0.put($1) }
      }
      writer.put(route.urls) { $0.put($1) }
    }
    let left = report.leftOut
    for number in [
      report.redirects, report.files, report.bytes, report.pages.planned, report.documents.count, left.drafts,
      left.future, left.expired, left.incomplete,
    ] { put(number) }
    put(report.nextChange) { $0.put(Int($1.milliseconds)) }
    put(report.sources) { writer, source in
      writer.put(source.name)
      writer.put(source.shape == .entries)
      writer.put(source.entries)
      writer.put(source.pages) { $0.put($1) }
      writer.put(source.isLastGood)
    }
    put(report.diagnostics) { $0.put($1) }
  }
}

extension CacheReader {
  /// Of a build that does nothing: all pages are kept, and no document is parsed.
  fileprivate mutating func report() -> BuildReport {
    var report = BuildReport()
    report.routes = list { reader in
      BuildReport.Route(
        path: reader.text(), pages: reader.number(), bytes: reader.number(),
        reads: reader.list { reader in
          BuildReport.Read(
            expression: reader.optional { $0.text() }, paths: reader.list { $0.text() },
            dependsOn: reader.list { $0.text() })
        }, urls: reader.list { $0.text() })
    }
    report.redirects = number()
    report.files = number()
    report.bytes = number()
    report.pages.planned = number()
    report.pages.kept = report.pages.planned
    report.documents = (number(), 0)
    report.leftOut.drafts = number()
    report.leftOut.future = number()
    report.leftOut.expired = number()
    report.leftOut.incomplete = number()
    report.nextChange = optional { DateTime(milliseconds: Int64($0.number())) }
    report.sources = list { reader in
      SourceReport(
        name: reader.text(), shape: reader.flag() ? .entries : .value, entries: reader.number(),
        pages: reader.optional { $0.number() }, isLastGood: reader.flag())
    }
    report.diagnostics = list { $0.diagnostic() }
    return report
  }
}
