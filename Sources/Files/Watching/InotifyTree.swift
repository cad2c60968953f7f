#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #else
    import Musl
  #endif

  extension WatchProblem {
    fileprivate init(number: Int32) {
      switch number {
      case ENOSPC:
        sentence =
          "the system's limit of watched folders is reached, so files are looked at twice a second instead. "
          + "Raise it with `sudo sysctl fs.inotify.max_user_watches=524288`, and for good in "
          + "/etc/sysctl.d/60-watches.conf"
      case EMFILE:
        sentence =
          "the system's limit of watching programs is reached, so files are looked at twice a second instead. "
          + "Raise it with `sudo sysctl fs.inotify.max_user_instances=512`"
      default:
        sentence =
          "files can't be watched (\(FileError(path: "", number: number).reason)), so they are looked at twice a second"
      }
    }
  }

  /// Folders watched by inotify(7), each with those in it.
  struct InotifyTree {
    private static let mask = UInt32(
      IN_CREATE | IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_DELETE_SELF
        | IN_MOVE_SELF | IN_ONLYDIR)
    private static let maximumDepth = 64
    let descriptor: Int32
    private let roots: [String]
    private let isLeftOut: @Sendable (String) -> Bool
    /// By watch: the folder's paths, of which there are several where links lead to it.
    private var folders: [Int32: Set<String>] = [:]
    private var watches: [String: Int32] = [:]
    /// Roots that are not there, and the folders that are watched until they are.
    private var missing: Set<String> = []

    init(_ roots: [String], _ isLeftOut: @escaping @Sendable (String) -> Bool) throws(WatchProblem) {
      self.roots = roots
      self.isLeftOut = isLeftOut
      descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
      guard descriptor >= 0 else { throw WatchProblem(number: errno) }
      var nothing = FileChanges()
      do throws(WatchProblem) {
        for root in roots { try addRoot(root, &nothing) }
      } catch {
        end()
        throw error
      }
    }

    /// Watches nothing any more.
    func end() { close(descriptor) }

    // MARK: - Watches

    private mutating func addRoot(_ root: String, _ changes: inout FileChanges) throws(WatchProblem) {
      if FileSystem.kind(root) == .folder {
        missing.remove(root)
        try add(root, depth: 0, &changes)
        return
      }
      missing.insert(root)
      var parent = FileSystem.parent(of: root)
      while FileSystem.kind(parent) != .folder, parent != "/", parent != "." {
        parent = FileSystem.parent(of: parent)
      }
      try watch(parent)
    }

    /// Watches a folder and those in it; files are reported, since they may have come before the watch.
    private mutating func add(
      _ folder: String, depth: Int, _ changes: inout FileChanges
    ) throws(WatchProblem) {
      guard depth < Self.maximumDepth else { return }
      try watch(folder)
      guard let names = try? FileSystem.names(in: folder) else { return }
      for case let name? in names where !isLeftOut(name) {
        let path = folder + "/" + name
        guard FileSystem.kind(path) == .folder else {
          changes.paths.insert(path)
          continue
        }
        if FileSystem.isLink(path), !isFollowed(path) { continue }
        try add(path, depth: depth + 1, &changes)
      }
    }

    /// Whether a link leads to a folder of the site, and not to one that it lies in itself.
    private func isFollowed(_ link: String) -> Bool {
      guard let root = roots.first(where: { link.hasPrefix($0 + "/") }) else { return false }
      let target = FileSystem.realPath(link)
      guard FileSystem.isInside(target, FileSystem.realPath(FileSystem.parent(of: root))) else {
        return false
      }
      return !FileSystem.leadsBack(target, from: String(link.dropFirst(root.count + 1)), below: root)
    }

    private mutating func watch(_ folder: String) throws(WatchProblem) {
      let number = unsafe inotify_add_watch(descriptor, folder, Self.mask)
      guard number >= 0 else {
        // Gone again already, or not to be read: its parent tells of it.
        if errno == ENOENT || errno == EACCES || errno == ENOTDIR { return }
        throw WatchProblem(number: errno)
      }
      folders[number, default: []].insert(folder)
      watches[folder] = number
    }

    /// Forgets a folder that was moved or removed, and those in it.
    private mutating func forget(_ folder: String) {
      for (path, number) in watches where path == folder || path.hasPrefix(folder + "/") {
        watches[path] = nil
        folders[number]?.remove(path)
        if folders[number]?.isEmpty == true {
          folders[number] = nil
          inotify_rm_watch(descriptor, number)
        }
      }
    }

    // MARK: - Events

    /// Adds what has happened since the last call.
    mutating func take(_ changes: inout FileChanges) throws(WatchProblem) {
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      while true {
        let count = unsafe buffer.withUnsafeMutableBytes {
          unsafe read(descriptor, $0.baseAddress, $0.count)
        }
        guard count > 0 else { break }
        for event in Self.events(in: buffer[..<count]) { try handle(event, &changes) }
      }
      for root in missing.sorted() {
        if FileSystem.kind(root) == .folder { changes.paths.insert(root) }
        // When it is not there yet, a folder nearer to it may be.
        try addRoot(root, &changes)
      }
    }

    private struct Event {
      let watch: Int32
      let mask: UInt32
      let name: String

      func has(_ flag: Int) -> Bool { mask & UInt32(flag) != 0 }
    }

    /// Each is a watch, a mask, a cookie and a length, of four bytes each, and so many bytes of a name.
    private static func events(in bytes: ArraySlice<UInt8>) -> [Event] {
      func number(_ start: Int) -> UInt32 {
        bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
      }
      var events: [Event] = []
      var position = bytes.startIndex
      while position + 16 <= bytes.endIndex {
        let length = Int(number(position + 12))
        let end = min(position + 16 + length, bytes.endIndex)
        let name = bytes[(position + 16)..<end].prefix { $0 != 0 }
        events.append(
          Event(
            watch: Int32(bitPattern: number(position)), mask: number(position + 4),
            name: String(decoding: name, as: UTF8.self)))
        position = end
      }
      return events
    }

    private mutating func handle(_ event: Event, _ changes: inout FileChanges) throws(WatchProblem) {
      if event.has(Int(IN_Q_OVERFLOW)) {
        changes.isUnknown = true
        // Folders may have been moved without a word: what they are called is asked again.
        for number in folders.keys { inotify_rm_watch(descriptor, number) }
        folders = [:]
        watches = [:]
        for root in roots { try addRoot(root, &changes) }
        return
      }
      guard let paths = folders[event.watch] else { return }
      if event.has(Int(IN_DELETE_SELF)) || event.has(Int(IN_MOVE_SELF)) || event.has(Int(IN_IGNORED)) {
        for path in paths where roots.contains(path) {
          changes.paths.insert(path)
          forget(path)
          try addRoot(path, &changes)
        }
        return
      }
      guard !event.name.isEmpty, !isLeftOut(event.name) else { return }
      for folder in paths where isInRoot(folder) {
        let path = folder + "/" + event.name
        changes.paths.insert(path)
        let isFolder = event.has(Int(IN_ISDIR)) || FileSystem.isLink(path)
        let isGone = event.has(Int(IN_DELETE)) || event.has(Int(IN_MOVED_FROM))
        // Of a link to a folder it is not said that it is one.
        if isGone, event.has(Int(IN_ISDIR)) || watches[path] != nil { forget(path) }
        if isFolder, event.has(Int(IN_CREATE)) || event.has(Int(IN_MOVED_TO)),
          FileSystem.kind(path) == .folder
        {
          if FileSystem.isLink(path), !isFollowed(path) { continue }
          try add(path, depth: 1, &changes)
        }
      }
    }

    /// Whether it is not merely watched until a root is there.
    private func isInRoot(_ folder: String) -> Bool {
      roots.contains { folder == $0 || folder.hasPrefix($0 + "/") }
    }
  }
#endif
