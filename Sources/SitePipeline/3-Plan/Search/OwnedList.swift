#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Plain values that only grow, with one owner. Hot: an array asks at each write whether it is shared.
@safe struct OwnedList<Element: BitwiseCopyable>: ~Copyable {
  private var memory: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  /// One with room for so many before it grows.
  init(capacity: Int = 64) {
    self.capacity = max(capacity, 1)
    unsafe memory = Self.memory(nil, capacity: self.capacity)
  }

  /// One of equal values.
  init(repeating value: Element, count: Int) {
    self.init(capacity: count)
    unsafe memory.initialize(repeating: value, count: count)
    self.count = count
  }

  deinit { unsafe free(memory) }

  /// The range stops at an index beyond the values, as an array does.
  subscript(_ index: Int) -> Element {
    get { unsafe memory[(0..<count)[index]] }
    set { unsafe memory[(0..<count)[index]] = newValue }
  }

  mutating func append(_ element: Element) {
    if count == capacity {
      capacity *= 2
      unsafe memory = Self.memory(memory, capacity: capacity)
    }
    unsafe memory[count] = element
    count &+= 1
  }

  /// Forgets the values and keeps the memory.
  mutating func removeAll() { count = 0 }

  /// A large one moves without a copy.
  private static func memory(
    _ old: UnsafeMutablePointer<Element>?, capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    guard let memory = unsafe realloc(old, capacity * MemoryLayout<Element>.stride) else { abort() }
    return unsafe memory.assumingMemoryBound(to: Element.self)
  }
}
