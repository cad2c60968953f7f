import Diagnostics
import Models

/// A place in a frame's memory.
typealias Slot = Int

/// One step of a program. Steps refer to slots, constants and other programs by number: no names are left.
enum Instruction: Sendable {
  /// Appends bytes of `ProgramSet.text`.
  case text(start: Int, end: Int)
  case constant(to: Slot, Int)
  case copy(to: Slot, Slot)
  case recordField(to: Slot, of: Slot, Int)
  /// `isOfText`: one that an edit of the entry's text alone changes.
  case entryField(to: Slot, of: Slot, Int, isOfText: Bool)
  /// The entry's URL; without one `none`, or a mistake at the place.
  case entryURL(to: Slot, of: Slot, place: Int?)
  case bodyField(to: Slot, of: Slot, BodyField)
  case property(to: Slot, of: Slot, Property)
  case collection(to: Slot, Int)
  case collectionPage(to: Slot, Int)
  /// A collection with the entries of all languages.
  case allLanguages(to: Slot, Int)
  /// A string of the theme with its places filled; `names` are a number in `ProgramSet.phraseNames`.
  case phrase(to: Slot, global: Int, Int, names: Int, values: Slot)
  case global(to: Slot, Int)
  /// A field of a global value that is a record.
  case globalField(to: Slot, Int, Int)
  case current(to: Slot)
  /// From so many slots behind each other.
  case makeList(to: Slot, from: Slot, count: Int)
  case makeRecord(to: Slot, from: Slot, count: Int)
  case not(to: Slot, Slot)
  case binary(to: Slot, BinaryOperation, Slot, Slot, place: Int)
  case jump(Int)
  case jumpIfFalse(Slot, Int)
  case jumpIfTrue(Slot, Int)
  case jumpIfNone(Slot, Int)
  /// Sets up a loop over `list`: `counter` is before the first element.
  case startLoop(counter: Slot)
  /// Puts the next element into `element`, or jumps when there is none.
  case nextElement(list: Slot, counter: Slot, element: Slot, end: Int, place: Int)
  case loopMember(to: Slot, LoopMember, list: Slot, counter: Slot)
  case filter(Int)
  case emit(Slot, Emission)
  /// Writes a field of an entry or a record from where it lies.
  case emitMember(of: Slot, Int, isOfText: Bool, Emission)
  /// Writes the entry's URL; without one nothing, or it's a mistake at the place.
  case emitURL(of: Slot, place: Int?, Emission)
  /// Runs a component with arguments in so many slots behind each other; `content` is an index into the program's
  /// contents.
  case component(program: Int, arguments: Slot, count: Int, place: Int, content: Int?)
  /// Writes what the component's call has between its tags.
  case slot
  /// Where the scripts of the page's components go.
  case scripts
  /// Whether the call has anything there.
  case hasSlot(to: Slot)
  /// The element of one of the program's pictures, as markup.
  case picture(to: Slot, Int)
  /// The URL or the `Image` of `ProgramSet.references`.
  case reference(to: Slot, Int)
  case range(to: Slot, Slot, Slot, place: Int)
  /// What a piece of the search index says, by its name.
  case searchPiece(to: Slot, Slot, place: Int)
  /// The URL of another route's page.
  case link(to: Slot, route: Int, keys: Slot, count: Int, place: Int)
}

enum BodyField: Sendable {
  case toc, excerpt, text, markdown
}

enum LoopMember: Sendable {
  case index, isFirst, isLast, count
}

/// What is worked out of a value without arguments.
enum Property: Sendable {
  case listIsEmpty, listCount, listFirst, listLast, textCount, textIsEmpty, isPresent
  case year, month, day, hour, minute
}

enum BinaryOperation: Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case addInt, subtractInt, multiplyInt, divideInt, remainderInt
  case addDouble, subtractDouble, multiplyDouble, divideDouble
  case addText
}

/// How a value is written at its place.
enum Emission: Sendable, Hashable {
  /// HTML text or a quoted attribute.
  case html
  /// The value of a URL attribute: escaped, and refused when its scheme runs a program.
  /// Pictures may be `data:`; it has scheme and host if it is full.
  case urlAttribute(isPicture: Bool, isFull: Bool, place: Int)
  /// Finished markup in HTML text.
  case markup
  case xml
  /// A URL, or markup with URLs in it, in XML: escaped, URLs with scheme and host.
  case xmlFull
  /// In a section of CDATA.
  case xmlData
  case xmlDataFull
  case plain
  case plainFull
  /// A date in a format of `ProgramSet.formats` that writes nothing to escape.
  case date(format: Int)
  /// JSON inside a `<script>`, or the whole of a `.json` file; the shape is a number in `ProgramSet.shapes`.
  case json(shape: Int)
}

/// A filter at work: where its input and arguments are, and the steps that it runs for each element.
struct FilterStep: Sendable {
  /// Steps from `start` to `end` that leave the value for `element` in `result`.
  struct Lambda: Sendable {
    let start: Int
    let end: Int
    let element: Slot
    let result: Slot
  }

  let operation: FilterOperation
  let to: Slot
  let input: Slot
  let arguments: [Slot]
  let lambda: Lambda?
  let place: Int
}

/// The steps of one page's route with its layouts, or of one component.
struct Program: Sendable {
  var instructions: [Instruction] = []
  var filters: [FilterStep] = []
  /// Steps that fill the slots of components that the program calls.
  var contents: [Range<Int>] = []
  /// Pictures that are shown.
  var pictures: [PictureStep] = []
  var slotCount = 0
  /// The beginning of its template: where a page grows too large outside of loops.
  var place = 0
  /// The URL of the component's script.
  var script: String?
}

/// All programs of a theme with what they share.
struct ProgramSet: Sendable {
  /// Components first, then routes.
  var programs: [Program] = []
  /// Everything that is written as it is.
  var text: [UInt8] = []
  var constants: [Value] = []
  var shapes: [JSONShape] = []
  /// Places that messages of running programs point at.
  var places: [Location] = []
  /// Paths of routes that `link` names.
  var routes: [String] = []
  var formats: [DateFormatSource] = []
  /// What the values that are filled into a string are called.
  var phraseNames: [[String]] = []
  var references: [LiteralReference] = []
  var models = ModelSet(models: [])
}
