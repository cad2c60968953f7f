// cmark-gfm, and the little that its installed headers leave out.
#ifndef CCMARKGFM_H
#define CCMARKGFM_H
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <stdbool.h>

/// What a node is, the extensions' types among them, whose numbers exist only at run time.
enum presstime_kind {
  PRESSTIME_OTHER,
  PRESSTIME_DOCUMENT,
  PRESSTIME_BLOCK_QUOTE,
  PRESSTIME_LIST,
  PRESSTIME_ITEM,
  PRESSTIME_TASK_ITEM,
  PRESSTIME_CODE_BLOCK,
  PRESSTIME_HTML_BLOCK,
  PRESSTIME_PARAGRAPH,
  PRESSTIME_HEADING,
  PRESSTIME_THEMATIC_BREAK,
  PRESSTIME_FOOTNOTE_DEFINITION,
  PRESSTIME_TABLE,
  PRESSTIME_TABLE_ROW,
  PRESSTIME_TABLE_CELL,
  PRESSTIME_TEXT,
  PRESSTIME_SOFT_BREAK,
  PRESSTIME_LINE_BREAK,
  PRESSTIME_CODE,
  PRESSTIME_HTML_INLINE,
  PRESSTIME_EMPHASIS,
  PRESSTIME_STRONG,
  PRESSTIME_STRIKETHROUGH,
  PRESSTIME_LINK,
  PRESSTIME_IMAGE,
  PRESSTIME_FOOTNOTE_REFERENCE,
};

/// Registers the extensions; to be called once, before any thread parses.
void presstime_cmark_prepare(void);

/// Parses with tables, strikethrough, autolinks, task lists and footnotes.
///
/// The tree, and all that functions of cmark allocate for it, is this thread's until it calls
/// `presstime_cmark_release`; nothing of it is freed one by one.
cmark_node *presstime_cmark_parse(const char *bytes, size_t length);

/// Takes back the memory of all that this thread has parsed.
void presstime_cmark_release(void);

enum presstime_kind presstime_cmark_kind(cmark_node *node);

/// The text of a node that has one, as it lies in the tree: not copied, and without a NUL at its end.
struct presstime_text {
  const unsigned char *bytes;
  size_t count;
};

struct presstime_text presstime_cmark_literal(cmark_node *node);

/// A place in a walk through a tree, in the order of the text: `cmark_iter` in one call for each step. What is below
/// the node may be changed before the next step.
struct presstime_walk {
  /// NULL before the first step and behind the last.
  cmark_node *node;
  enum presstime_kind kind;
  bool is_entering;
};

/// Goes on to the next node below `root`, or to the end of one that has others within it; false when all are done.
bool presstime_cmark_step(struct presstime_walk *walk, cmark_node *root);

#endif
