import CCmarkGFM
import Models

/// GFM's task list items (spec section 5.3). Unlike cmark, the text is the label of its box: a box without one says
/// nothing to a screen reader.
extension BodyWriter {
  /// The box of an item that begins with a paragraph is written into it.
  mutating func beginTask(_ item: OpaquePointer) {
    let first = unsafe cmark_node_first_child(item)
    if let first = unsafe first, unsafe presstime_cmark_kind(first) == PRESSTIME_PARAGRAPH { return }
    unsafe putBox(item)
  }

  /// The label around the first paragraph of a task; nothing for other paragraphs.
  mutating func writeTaskLabel(_ paragraph: OpaquePointer, _ isEntering: Bool) {
    guard let item = unsafe cmark_node_parent(paragraph),
      unsafe presstime_cmark_kind(item) == PRESSTIME_TASK_ITEM,
      unsafe cmark_node_previous(paragraph) == nil
    else { return }
    guard isEntering else { return put("</label>") }
    put("<label>")
    unsafe putBox(item)
  }

  private mutating func putBox(_ item: OpaquePointer) {
    put("<input type=\"checkbox\" ")
    if unsafe cmark_gfm_extensions_get_tasklist_item_checked(item) { put("checked=\"\" ") }
    put("disabled=\"\" /> ")
  }
}
