package import Diagnostics
import Models

/// Runs programs: a loop over flat steps that reads and writes slots and appends bytes.
///
/// Hot. Values are moved between slots; the output is one growing buffer. Nothing is allocated for a step, a call or a
/// value that is written, once the memory of frames has grown.
struct Machine: ~Copyable {
  let theme: RunningTheme
  let current: Value
  var output: ByteBuffer
  private(set) var diagnostics: [Diagnostic] = []
  /// Memory of all open frames, one behind the other.
  var slots: [Value] = []
  private var depth = 0
  /// What fills the slot of each open component.
  private var contents: [SlotContent?] = []
  /// Scripts of the components that have run, and where they go.
  private(set) var scripts: Set<String> = []
  var scriptsOffset: Int?
  var keyedScriptsOffset: Int?
  private let zone: TimeZoneRules
  private let dateNames: DateNames
  /// The last date that was written, and what the site's clock showed then.
  private var lastDate: (moment: DateTime, civil: CivilDateTime)
  /// The last route that was linked to, with its pages' URLs: links to tags stand behind each other.
  var lastLinks: (route: Int, urls: [String: String]) = (-1, [:])
  /// How many bodies are on the page so far.
  var bodies = 0
  /// What has been read of the context.
  var reads: ReadRecorder
  var purpose: Purpose
  /// What the page's key digests, up to some place of the output; of use for `pageAndKey`.
  var keyed = ByteBuffer()
  var keyedOutput = 0
  /// Whether URLs are written with scheme and host: in feeds and JSON.
  private(set) var isFull = false

  /// What a program is run for.
  enum Purpose {
    case page
    /// Stored texts write what stands for them: the output is what the page's key digests.
    case key
    case pageAndKey
  }

  private enum SlotContent {
    /// Steps of the caller, which run in its frame and see the slot of the component that it is itself.
    case steps(program: Int, Range<Int>, base: Int, outer: Int)
    case markup(HTMLFragment)
  }

  /// Set when the page can't be finished; every loop ends then.
  private(set) var isStopped = false

  static let maximumDepth = 64
  /// The most bytes of one page.
  static let maximumSize = 64 << 20
  /// The most elements and components of one page.
  static let maximumSteps = 5_000_000
  /// What such a step costs; an element of a filter costs 1, and so do 2 bytes of a text that is read or made.
  static let stepCost = 10
  private static let maximumWork = maximumSteps * stepCost
  /// The most problems that are told of one page.
  private static let maximumDiagnostics = 1000
  private var work = 0

  init(
    _ theme: RunningTheme, current: Value, capacity: Int = 64, for purpose: Purpose = .page
  ) {
    self.purpose = purpose
    self.theme = theme
    self.current = current
    reads = ReadRecorder(entries: theme.context.entries.count)
    output = ByteBuffer(capacity: capacity)
    if purpose == .pageAndKey { keyed = ByteBuffer(capacity: capacity) }
    zone = theme.context.zone
    dateNames = theme.context.words.dates
    lastDate = (theme.context.now, zone.civil(theme.context.now))
  }

  /// Runs a whole program with `arguments` in its first slots.
  mutating func run(_ number: Int, arguments: [Value]) {
    let base = slots.count
    // Room for the page's frame and some components', so that it isn't moved while it grows.
    if base == 0 { slots.reserveCapacity(theme.programs.programs[number].slotCount + 64) }
    slots.append(contentsOf: arguments)
    runFrame(number, base)
  }

  /// Runs a whole program whose arguments are the last slots, from `base`; takes its frame away again.
  private mutating func runFrame(_ number: Int, _ base: Int) {
    for _ in slots.count..<max(slots.count, base + theme.programs.programs[number].slotCount) {
      slots.append(.none)
    }
    run(number, from: 0, to: theme.programs.programs[number].instructions.count, base)
    slots.removeLast(slots.count - base)
  }

  /// Runs some steps of the program with that number, in the frame that begins at `base`.
  mutating func run(_ number: Int, from start: Int, to end: Int, _ base: Int) {
    let instructions = theme.programs.programs[number].instructions
    let text = theme.programs.text
    var position = start
    while position < end, !isStopped {
      // Before almost every other step there is text.
      if case .text(let from, let to) = instructions[position] {
        output.append(text, from..<to)
        position += 1
        if position == end { break }
      }
      position += 1
      switch instructions[position - 1] {
      case .text(let from, let to): output.append(text, from..<to)
      case .emit(let slot, let emission): write(slots[base + slot], emission, number)
      case .emitMember(let of, let index, let isOfText, let emission):
        write(member(slots[base + of], index, isOfText), emission, number)
      case .emitURL(let of, let place, let emission):
        write(url(slots[base + of], place).map { .string($0) } ?? .none, emission, number)
      case .constant(let to, let index): slots[base + to] = theme.programs.constants[index]
      case .copy(let to, let from): slots[base + to] = slots[base + from]
      case .recordField(let to, let of, let index): slots[base + to] = field(slots[base + of], index)
      case .entryField(let to, let of, let index, let isOfText):
        if case .entry(let id) = slots[base + of] { slots[base + to] = entryField(id, index, isOfText) }
      case .entryURL(let to, let of, let place):
        slots[base + to] = url(slots[base + of], place).map { .string($0) } ?? .none
      case .bodyField(let to, let of, let field): slots[base + to] = bodyField(slots[base + of], field)
      case .property(let to, let of, let property):
        slots[base + to] = self.property(slots[base + of], property)
      case .collection(let to, let index): slots[base + to] = collection(index)
      case .collectionPage(let to, let index): slots[base + to] = collectionPage(index)
      case .allLanguages(let to, let index): slots[base + to] = collectionOfAll(index)
      case .phrase(let to, let index, let field, let names, let values):
        let names = theme.programs.phraseNames[names]
        slots[base + to] = filled(global(index, field), names, copies(base + values, names.count))
      case .global(let to, let index): slots[base + to] = global(index)
      case .globalField(let to, let index, let field): slots[base + to] = global(index, field)
      case .current(let to): slots[base + to] = current
      case .makeList(let to, let from, let count):
        slots[base + to] = .list(copies(base + from, count))
      case .makeRecord(let to, let from, let count):
        slots[base + to] = .record(copies(base + from, count))
      case .not(let to, let from): slots[base + to] = .bool(!isTrue(slots[base + from]))
      case .binary(let to, let operation, let left, let right, let place):
        slots[base + to] = binary(operation, slots[base + left], slots[base + right], place)
      case .jump(let target): position = target
      case .jumpIfFalse(let slot, let target): if !isTrue(slots[base + slot]) { position = target }
      case .jumpIfTrue(let slot, let target): if isTrue(slots[base + slot]) { position = target }
      case .jumpIfNone(let slot, let target): if slots[base + slot].isNone { position = target }
      case .startLoop(let counter): slots[base + counter] = .int(0)
      case .nextElement(let list, let counter, let element, let target, let place):
        guard case .list(let elements) = slots[base + list], case .int(let index) = slots[base + counter],
          index < elements.count, hasRoom(place)
        else {
          position = target
          continue
        }
        slots[base + element] = elements[index]
        slots[base + counter] = .int(index + 1)
      case .loopMember(let to, let member, let list, let counter):
        slots[base + to] = loopMember(member, slots[base + list], slots[base + counter])
      case .filter(let index): runFilter(theme.programs.programs[number].filters[index], number, base)
      case .component(let called, let arguments, let count, let place, let content):
        let filled = content.map {
          SlotContent.steps(
            program: number, theme.programs.programs[number].contents[$0], base: base, outer: contents.count)
        }
        if beginCall(called, place, filled) { call(called, arguments: base + arguments, count) }
      case .slot: writeSlot(theme.programs.programs[number].place)
      case .scripts: placeScripts()
      case .hasSlot(let to): slots[base + to] = .bool((contents.last ?? nil) != nil)
      case .reference(let to, let index): slots[base + to] = reference(index)
      case .picture(let to, let index): slots[base + to] = element(index, of: number, base)
      case .range(let to, let first, let last, let place):
        slots[base + to] = range(slots[base + first], slots[base + last], place)
      case .searchPiece(let to, let name, let at): slots[base + to] = searchPiece(slots[base + name], at)
      case .link(let to, let route, let keys, let count, let place):
        slots[base + to] = link(route, base + keys, count, place)
      }
    }
  }

  /// What lies in some slots; a slice of them that is there while another is written would make a copy of all.
  func copies(_ first: Int, _ count: Int) -> [Value] { Array(slots[first..<first + count]) }

  private func isTrue(_ value: Value) -> Bool { if case .bool(true) = value { true } else { false } }

  /// Opens a component; false when it must not run.
  private mutating func beginCall(_ number: Int, _ place: Int, _ content: SlotContent?) -> Bool {
    guard depth < Self.maximumDepth else {
      stop(
        .templateTooDeep, "components call each other more than \(Self.maximumDepth) levels deep", place,
        help: "give the component a condition under which it stops calling itself")
      return false
    }
    guard hasRoom(place) else { return false }
    depth += 1
    contents.append(content)
    if let script = theme.programs.programs[number].script { scripts.insert(script) }
    return true
  }

  /// Runs a component that was opened, with copies of `count` slots.
  private mutating func call(_ number: Int, arguments: Int, _ count: Int) {
    let frame = slots.count
    for index in arguments..<arguments + count { slots.append(slots[index]) }
    runFrame(number, frame)
    endCall()
  }

  private mutating func endCall() {
    contents.removeLast()
    depth -= 1
  }

  private mutating func writeSlot(_ place: Int) {
    guard let content = contents.last ?? nil, hasRoom(place) else { return }
    switch content {
    case .markup(let fragment): append(fragment, full: isFull)
    case .steps(let program, let range, let base, let outer):
      let inner = contents[outer...]
      contents.removeLast(contents.count - outer)
      run(program, from: range.lowerBound, to: range.upperBound, base)
      contents += inner
    }
  }

  /// Appends finished markup with its holes filled; with escapes, which components can't have, where a `table` is given.
  /// Hot: runs are written in bulk.
  mutating func append(_ fragment: HTMLFragment, full: Bool, escaping table: EscapeTable? = nil) {
    let text = purpose == .key && fragment.text.isStored ? [] : fragment.text.bytes
    var position = fragment.range.lowerBound
    for fill in fragment.fills {
      appendRun(of: fragment, text, position..<fill.offset, table)
      position = fill.end
      switch fill.content {
      case .text(let local, let whole):
        let text = full ? whole : local
        if let table { table.append(text, to: &output) } else { output.append(text) }
      case .component(let use):
        let before = isFull
        isFull = full
        let place = theme.programs.programs[use.program].place
        if beginCall(use.program, place, use.content.map { .markup($0) }) {
          run(use.program, arguments: use.arguments)
          endCall()
        }
        if use.endsLine { output.append(0x0A) }
        isFull = before
      }
    }
    appendRun(of: fragment, text, position..<fragment.range.upperBound, table)
  }

  private mutating func appendRun(
    of fragment: HTMLFragment, _ text: [UInt8], _ range: Range<Int>, _ table: EscapeTable?
  ) {
    // What stands for a text has nothing to escape.
    let isKeyed = fragment.text.isStored
    if isKeyed, purpose == .key { return Self.appendKey(of: fragment.text, range, to: &output) }
    let isBoth = isKeyed && purpose == .pageAndKey
    if isBoth {
      takeKey()
      Self.appendKey(of: fragment.text, range, to: &keyed)
    }
    if range.upperBound <= text.count {
      if let table { table.append(text[range], to: &output) } else { output.append(text, range) }
    }
    if isBoth { keyedOutput = output.count }
  }

  /// Counts what loops and components do, so that neither the output nor the time grows without end.
  private mutating func hasRoom(_ place: Int) -> Bool {
    if !isOverfull { return spend(Self.stepCost, place) }
    stopTooLarge(place)
    return false
  }

  /// Counts work that is about to be done, so that filters end too; false when it must not be done.
  mutating func spend(_ cost: Int, _ place: Int) -> Bool {
    let (sum, overflow) = work.addingReportingOverflow(cost)
    work = sum
    if !overflow, work <= Self.maximumWork { return !isStopped }
    stop(
      .templateTooLarge, "this page takes more than \(Self.maximumSteps) steps of loops and components",
      place,
      help: Self.mendTooLarge)
    return false
  }

  /// Counts a text that is about to be read or made.
  mutating func spend(bytes: Int, _ place: Int) -> Bool { spend(bytes / 2, place) }

  mutating func stopTooLarge(_ place: Int) {
    stop(
      .templateTooLarge, "this page grows beyond \(Self.maximumSize >> 20) MiB", place,
      help: Self.mendTooLarge)
  }

  private static let mendTooLarge =
    "look for loops within loops and components that call themselves; split lists with `paginate`"

  mutating func stop(_ code: DiagnosticCode, _ message: String, _ place: Int, help: String) {
    guard !isStopped else { return }
    isStopped = true
    diagnostics.append(Diagnostic(code, message, at: theme.programs.places[place], help: [help]))
  }

  /// A loop tells of the same mistake for each of its elements: at some number the reader has seen enough.
  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ place: Int, at location: Location? = nil, help: String,
    severity: Severity? = nil
  ) {
    guard diagnostics.count < Self.maximumDiagnostics else { return }
    var diagnostic = Diagnostic(code, message, at: location ?? theme.programs.places[place], help: [help])
    diagnostic.severity = severity ?? code.severity
    diagnostics.append(diagnostic)
  }

  /// Whether what is written now, to the page or aside, is more than a page may be.
  var isOverfull: Bool { output.count > Self.maximumSize }

  /// A value for the page, unless there is too much on it already.
  private mutating func write(_ value: consuming Value, _ emission: Emission, _ number: Int) {
    emit(value, emission)
    if isOverfull { stopTooLarge(theme.programs.programs[number].place) }
  }

  /// Pages write a date in several formats, one after the other.
  mutating func append(_ date: DateTime, _ format: DateFormat) {
    if lastDate.moment != date { lastDate = (date, zone.civil(date)) }
    format.append(date, civil: lastDate.civil, in: zone, names: dateNames, to: &output)
  }
}

extension DiagnosticCode {
  /// Components that call each other without end.
  package static let templateTooDeep = DiagnosticCode("template.too-deep")
  /// A page that grows beyond all bounds.
  package static let templateTooLarge = DiagnosticCode("template.too-large")
}
