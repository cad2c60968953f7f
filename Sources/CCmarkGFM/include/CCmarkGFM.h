// cmark-gfm, and the little that its installed headers leave out.
#ifndef CCMARKGFM_H
#define CCMARKGFM_H
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

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

/// Parses with tables, strikethrough, autolinks, task lists and footnotes. The tree is the caller's; NULL when
/// memory runs out.
cmark_node *presstime_cmark_parse(const char *bytes, size_t length);

enum presstime_kind presstime_cmark_kind(cmark_node *node);

#endif
