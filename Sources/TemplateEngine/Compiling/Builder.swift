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

  mutating func type(_ type: ValueType) -> Int {
    if let index = shared.types.firstIndex(of: type) { return index }
    shared.types.append(type)
    return shared.types.count - 1
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
