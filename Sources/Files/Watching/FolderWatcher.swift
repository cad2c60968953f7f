import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Watches folders with all that is in them: by inotify on Linux, elsewhere and where that fails by looking at every
/// file now and then.
package final class FolderWatcher: Sendable {
  /// How often files are looked at where they can't be watched, in milliseconds.
  private static let pollInterval = 500

  private enum Tree {
    #if os(Linux)
      case watched(InotifyTree)
    #endif
    case polled(PolledTree)
  }

  /// Held by the one thread that waits.
  private let tree: Mutex<Tree>
  private let roots: [String]
  private let isLeftOut: @Sendable (String) -> Bool
  private let problem: @Sendable (WatchProblem) -> Void
  /// Both ends of a pipe: a byte in it ends the waiting.
  private let (stopped, stopper): (Int32, Int32)

  /// `roots` need not be there yet. Names that `isLeftOut` says yes to are passed over with all that is in them.
  /// `problem` is called once when the folders can't be watched.
  package convenience init(
    _ roots: [String], isLeftOut: @escaping @Sendable (String) -> Bool,
    problem: @escaping @Sendable (WatchProblem) -> Void
  ) {
    self.init(roots, isLeftOut: isLeftOut, isPolling: false, problem: problem)
  }

  init(
    _ roots: [String], isLeftOut: @escaping @Sendable (String) -> Bool, isPolling: Bool,
    problem: @escaping @Sendable (WatchProblem) -> Void
  ) {
    self.roots = roots
    self.isLeftOut = isLeftOut
    self.problem = problem
    var ends: [Int32] = [-1, -1]
    _ = unsafe pipe(&ends)
    (stopped, stopper) = (ends[0], ends[1])
    #if os(Linux)
      if !isPolling {
        do throws(WatchProblem) {
          tree = Mutex(.watched(try InotifyTree(roots, isLeftOut)))
          return
        } catch {
          problem(error)
        }
      }
    #endif
    tree = Mutex(.polled(PolledTree(roots, isLeftOut)))
  }

  deinit {
    #if os(Linux)
      tree.withLock { tree in
        if case .watched(let watched) = tree { watched.end() }
      }
    #endif
    close(stopped)
    close(stopper)
  }

  /// Ends the waiting, now and from now on.
  package func stop() {
    var byte: UInt8 = 1
    _ = unsafe write(stopper, &byte, 1)
  }

  /// Blocks until something has changed and nothing has for `settle` milliseconds, or for `limit` at most: a burst is
  /// one batch. Nothing after `stop`. For one thread.
  package func next(settle: Int = 2, limit: Int = 250) -> FileChanges? {
    tree.withLock { tree in
      let clock = ContinuousClock()
      var changes = FileChanges()
      var end: ContinuousClock.Instant?
      while true {
        let (descriptor, interval) = Self.waiting(for: tree)
        var timeout = interval
        if let end {
          let left = Int((end - clock.now) / .milliseconds(1))
          timeout = descriptor < 0 ? 0 : max(0, min(settle, left))
        }
        switch wait(descriptor, timeout) {
        case .stopped: return nil
        case .quiet where !changes.isEmpty: return changes
        case .quiet, .ready: read(&tree, &changes)
        }
        if end == nil, !changes.isEmpty { end = clock.now + .milliseconds(limit) }
        if let end, clock.now >= end { return changes }
      }
    }
  }

  private static func waiting(for tree: borrowing Tree) -> (descriptor: Int32, interval: Int) {
    switch tree {
    #if os(Linux)
      case .watched(let watched): (watched.descriptor, -1)
    #endif
    case .polled: (-1, pollInterval)
    }
  }

  private enum Wakening {
    case stopped, ready, quiet
  }

  private func wait(_ descriptor: Int32, _ timeout: Int) -> Wakening {
    var files = [pollfd(fd: stopped, events: Int16(POLLIN), revents: 0)]
    if descriptor >= 0 { files.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)) }
    let count = unsafe poll(&files, nfds_t(files.count), Int32(timeout))
    if files[0].revents != 0 { return .stopped }
    return count > 0 ? .ready : .quiet
  }

  private func read(_ tree: inout Tree, _ changes: inout FileChanges) {
    switch tree {
    #if os(Linux)
      case .watched(var watched):
        do throws(WatchProblem) {
          try watched.take(&changes)
          tree = .watched(watched)
        } catch {
          problem(error)
          watched.end()
          changes.isUnknown = true
          tree = .polled(PolledTree(roots, isLeftOut))
        }
    #endif
    case .polled(var polled):
      polled.look(&changes)
      tree = .polled(polled)
    }
  }
}
