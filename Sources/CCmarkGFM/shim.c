#include "CCmarkGFM.h"

#include <stdbool.h>

extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW, CMARK_NODE_TABLE_CELL, CMARK_NODE_STRIKETHROUGH;

static const char *const extension_names[] = {"table", "strikethrough", "autolink", "tasklist"};
enum { extension_count = sizeof extension_names / sizeof *extension_names };
static cmark_syntax_extension *extensions[extension_count];

#if defined(__linux__)
// cmark-gfm keeps the characters that begin inlines in a table of the process, fills in those of the extensions
// when a parse begins and takes them out when it ends; a second thread then misses them. The linker puts this
// function in place of the one that takes them out (--wrap in Package.swift). All parses use the same
// extensions, so after the first one the table never changes.
void __wrap_cmark_inlines_remove_special_character(unsigned char character, bool emphasis) {
  (void)character;
  (void)emphasis;
}
#endif

void presstime_cmark_prepare(void) {
  cmark_gfm_core_extensions_ensure_registered();
  for (int i = 0; i < extension_count; i++) extensions[i] = cmark_find_syntax_extension(extension_names[i]);
  static const char warm_up[] = "~~a~~ www.example.com";
  cmark_node *document = presstime_cmark_parse(warm_up, sizeof warm_up - 1);
  if (document) cmark_node_free(document);
}

cmark_node *presstime_cmark_parse(const char *bytes, size_t length) {
  cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE);
  if (!parser) return NULL;
  for (int i = 0; i < extension_count; i++) {
    if (extensions[i]) cmark_parser_attach_syntax_extension(parser, extensions[i]);
  }
  cmark_parser_feed(parser, bytes, length);
  cmark_node *document = cmark_parser_finish(parser);
  cmark_parser_free(parser);
  return document;
}

enum presstime_kind presstime_cmark_kind(cmark_node *node) {
  cmark_node_type type = cmark_node_get_type(node);
  if (type == CMARK_NODE_TABLE) return PRESSTIME_TABLE;
  if (type == CMARK_NODE_TABLE_ROW) return PRESSTIME_TABLE_ROW;
  if (type == CMARK_NODE_TABLE_CELL) return PRESSTIME_TABLE_CELL;
  if (type == CMARK_NODE_STRIKETHROUGH) return PRESSTIME_STRIKETHROUGH;
  switch (type) {
    case CMARK_NODE_DOCUMENT: return PRESSTIME_DOCUMENT;
    case CMARK_NODE_BLOCK_QUOTE: return PRESSTIME_BLOCK_QUOTE;
    case CMARK_NODE_LIST: return PRESSTIME_LIST;
    case CMARK_NODE_ITEM: return cmark_node_get_syntax_extension(node) ? PRESSTIME_TASK_ITEM : PRESSTIME_ITEM;
    case CMARK_NODE_CODE_BLOCK: return PRESSTIME_CODE_BLOCK;
    case CMARK_NODE_HTML_BLOCK: return PRESSTIME_HTML_BLOCK;
    case CMARK_NODE_PARAGRAPH: return PRESSTIME_PARAGRAPH;
    case CMARK_NODE_HEADING: return PRESSTIME_HEADING;
    case CMARK_NODE_THEMATIC_BREAK: return PRESSTIME_THEMATIC_BREAK;
    case CMARK_NODE_FOOTNOTE_DEFINITION: return PRESSTIME_FOOTNOTE_DEFINITION;
    case CMARK_NODE_TEXT: return PRESSTIME_TEXT;
    case CMARK_NODE_SOFTBREAK: return PRESSTIME_SOFT_BREAK;
    case CMARK_NODE_LINEBREAK: return PRESSTIME_LINE_BREAK;
    case CMARK_NODE_CODE: return PRESSTIME_CODE;
    case CMARK_NODE_HTML_INLINE: return PRESSTIME_HTML_INLINE;
    case CMARK_NODE_EMPH: return PRESSTIME_EMPHASIS;
    case CMARK_NODE_STRONG: return PRESSTIME_STRONG;
    case CMARK_NODE_LINK: return PRESSTIME_LINK;
    case CMARK_NODE_IMAGE: return PRESSTIME_IMAGE;
    case CMARK_NODE_FOOTNOTE_REFERENCE: return PRESSTIME_FOOTNOTE_REFERENCE;
    default: return PRESSTIME_OTHER;
  }
}
