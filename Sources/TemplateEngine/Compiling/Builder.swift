import Diagnostics
import Models

/// Collects the steps of one program and what all programs share.
struct Builder {
  var shared: ProgramSet
  var program = Program()
  private var textStart: Int?

  init(_ shared: ProgramSet) {
    self.shared = shared
  }

  mutating func newSlot() -> Slot {
    program.slotCount += 1
    return program.slotCount - 1
  }

  /// Slots behind each other; the first.
  mutating func newSlots(_ count: Int) -> Slot {
    program.slotCount += count
    return program.slotCount - count
  }

  var position: Int { program.instructions.count }

  mutating func add(_ instruction: Instruction) { program.instructions.append(instruction) }

  /// Text that follows text becomes one step, unless something jumps between them.
  mutating func add(text: some Collection<UInt8>) {
    guard !text.isEmpty else { return }
    let start = shared.text.count
    shared.text += text
    if case .text(let first, let end)? = program.instructions.last, end == start, lastTarget != position {
      program.instructions[position - 1] = .text(start: first, end: shared.text.count)
    } else {
      add(.text(start: start, end: shared.text.count))
    }
  }

  /// Writes a value of one output. One that `isOwn`, in a slot that nothing else reads, needs no slot: it is written
  /// from where it lies.
  mutating func emit(_ slot: Slot, _ emission: Emission, isOwn: Bool) {
    guard isOwn, lastTarget != position else { return add(.emit(slot, emission)) }
    switch program.instructions.last {
    case .entryField(let to, let of, let index, let isOfText)? where to == slot:
      program.instructions[position - 1] = .emitMember(of: of, index, isOfText: isOfText, emission)
    case .recordField(let to, let of, let index)? where to == slot:
      program.instructions[position - 1] = .emitMember(of: of, index, isOfText: false, emission)
    case .entryURL(let to, let of, let place)? where to == slot:
      program.instructions[position - 1] = .emitURL(of: of, place: place, emission)
    default: add(.emit(slot, emission))
    }
  }

  /// The type of the value that the program writes as the whole of a `.json` file.
  var jsonType: ValueType? {
    for case .emit(_, .json(let shape)) in program.instructions { return shared.shapes[shape].type }
    return nil
  }

  /// The filter that leaves its result in `slot` as the last step of all.
  func lastFilter(into slot: Slot) -> FilterStep? {
    guard case .filter(let index)? = program.instructions.last, lastTarget != position,
      index == program.filters.count - 1, program.filters[index].to == slot
    else { return nil }
    return program.filters[index]
  }

  /// Takes back the step of `lastFilter`.
  mutating func removeLastFilter() {
    program.instructions.removeLast()
    program.filters.removeLast()
  }

  private var lastTarget = -1

  /// A step whose target is filled in later.
  mutating func addJump() -> Int {
    add(.jump(-1))
    return position - 1
  }

  /// Makes the step at `index` jump to the next one.
  mutating func land(_ index: Int, _ make: (Int) -> Instruction) {
    program.instructions[index] = make(position)
    lastTarget = position
  }

  mutating func markTarget() { lastTarget = position }

  mutating func constant(_ value: Value) -> Slot {
    let slot = newSlot()
    shared.constants.append(value)
    add(.constant(to: slot, shared.constants.count - 1))
    return slot
  }

  mutating func shape(of type: ValueType, isScript: Bool = false) -> Int {
    let known = shared.shapes.firstIndex { $0.isScript == isScript && $0.type == type }
    if let known { return known }
    shared.shapes.append(JSONShape(of: type, isScript: isScript))
    return shared.shapes.count - 1
  }

  mutating func place(_ source: SourceFile, _ span: Span) -> Int {
    shared.places.append(Location(source, span))
    return shared.places.count - 1
  }

  mutating func route(_ path: String) -> Int {
    if let index = shared.routes.firstIndex(of: path) { return index }
    shared.routes.append(path)
    return shared.routes.count - 1
  }
}
