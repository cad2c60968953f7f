/// The last answer of a source that has fitted the site, kept beside a newer one of which that is not known.
package struct LastGoodAnswer: Sendable {
  /// Whether it may stand in for the newer one.
  package enum Use: Sendable, Hashable {
    case allowed
    /// The source has `on_error = "fail"`.
    case forbidden
    /// It is older than `max_stale`.
    case tooOld
  }

  package var answer: SourceAnswer
  package var use: Use
}

extension SourceFetcher {
  /// The last good answers of the sources whose `answers` are others, and are not known to fit; in the order of
  /// `settings`.
  package func lastGood(of settings: [SourceSettings], besides answers: [SourceAnswer]) -> [LastGoodAnswer] {
    settings.compactMap { settings in
      guard case .http(let origin) = settings.origin, let key = settings.key,
        let latest = answers.first(where: { $0.answers(settings) })
      else { return nil }
      return SourceRun(settings: settings, origin: origin, key: key, fetcher: self).lastGood(besides: latest)
    }
  }
}
