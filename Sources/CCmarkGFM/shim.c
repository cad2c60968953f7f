#include "CCmarkGFM.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"
#if __has_include(<cmark-gfm/node.h>)
#include <cmark-gfm/node.h>
#endif

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

static void fill_kinds(void);

void presstime_cmark_prepare(void) {
  cmark_gfm_core_extensions_ensure_registered();
  for (int i = 0; i < extension_count; i++) extensions[i] = cmark_find_syntax_extension(extension_names[i]);
  presstime_arena_prepare();
  fill_kinds();
  static const char warm_up[] = "~~a~~ www.example.com";
  presstime_cmark_parse(warm_up, sizeof warm_up - 1);
  presstime_cmark_release();
}

cmark_node *presstime_cmark_parse(const char *bytes, size_t length) {
  cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE, &presstime_arena);
  if (!parser) return NULL;
  for (int i = 0; i < extension_count; i++) {
    if (extensions[i]) cmark_parser_attach_syntax_extension(parser, extensions[i]);
  }
  cmark_parser_feed(parser, bytes, length);
  // The parser is left in the arena with what it has allocated.
  return cmark_parser_finish(parser);
}

void presstime_cmark_release(void) { presstime_arena_reset(); }

// Nodes are looked at many times, so where their fields are known no function is called for one.
#if __has_include(<cmark-gfm/node.h>)
static inline cmark_node_type type_of(cmark_node *node) { return (cmark_node_type)node->type; }
static inline cmark_node *first_child(cmark_node *node) { return node->first_child; }
static inline cmark_node *next_of(cmark_node *node) { return node->next; }
static inline cmark_node *parent_of(cmark_node *node) { return node->parent; }
static inline bool has_extension(cmark_node *node) { return node->extension != NULL; }

struct presstime_text presstime_cmark_literal(cmark_node *node) {
  cmark_chunk chunk = type_of(node) == CMARK_NODE_CODE_BLOCK ? node->as.code.literal : node->as.literal;
  return (struct presstime_text){chunk.data, (size_t)chunk.len};
}
#else
static inline cmark_node_type type_of(cmark_node *node) { return cmark_node_get_type(node); }
static inline cmark_node *first_child(cmark_node *node) { return cmark_node_first_child(node); }
static inline cmark_node *next_of(cmark_node *node) { return cmark_node_next(node); }
static inline cmark_node *parent_of(cmark_node *node) { return cmark_node_parent(node); }
static inline bool has_extension(cmark_node *node) { return cmark_node_get_syntax_extension(node) != NULL; }

struct presstime_text presstime_cmark_literal(cmark_node *node) {
  const char *text = cmark_node_get_literal(node);
  return (struct presstime_text){(const unsigned char *)text, text ? strlen(text) : 0};
}
#endif

/// What is known of each type of nodes. Types are small numbers behind two bits that say whether it is a block or an
/// inline.
static struct traits {
  uint8_t kind;
  bool has_children;
} all_traits[128];

static struct traits *traits_of(cmark_node_type type) {
  // CMARK_NODE_TYPE_INLINE has the bit 0x4000, CMARK_NODE_TYPE_BLOCK has not.
  return &all_traits[(type >> 8 & 0x40) | (type & 0x3F)];
}

static void set_kind(cmark_node_type type, enum presstime_kind kind, bool has_children) {
  if ((type & CMARK_NODE_VALUE_MASK) > 0x3F) return;
  *traits_of(type) = (struct traits){(uint8_t)kind, has_children};
}

/// A kind that is not said here is `PRESSTIME_OTHER`, without children.
static void fill_kinds(void) {
  set_kind(CMARK_NODE_DOCUMENT, PRESSTIME_DOCUMENT, true);
  set_kind(CMARK_NODE_BLOCK_QUOTE, PRESSTIME_BLOCK_QUOTE, true);
  set_kind(CMARK_NODE_LIST, PRESSTIME_LIST, true);
  set_kind(CMARK_NODE_ITEM, PRESSTIME_ITEM, true);
  set_kind(CMARK_NODE_CODE_BLOCK, PRESSTIME_CODE_BLOCK, false);
  set_kind(CMARK_NODE_HTML_BLOCK, PRESSTIME_HTML_BLOCK, false);
  set_kind(CMARK_NODE_CUSTOM_BLOCK, PRESSTIME_OTHER, true);
  set_kind(CMARK_NODE_PARAGRAPH, PRESSTIME_PARAGRAPH, true);
  set_kind(CMARK_NODE_HEADING, PRESSTIME_HEADING, true);
  set_kind(CMARK_NODE_THEMATIC_BREAK, PRESSTIME_THEMATIC_BREAK, false);
  set_kind(CMARK_NODE_FOOTNOTE_DEFINITION, PRESSTIME_FOOTNOTE_DEFINITION, true);
  set_kind(CMARK_NODE_TABLE, PRESSTIME_TABLE, true);
  set_kind(CMARK_NODE_TABLE_ROW, PRESSTIME_TABLE_ROW, true);
  set_kind(CMARK_NODE_TABLE_CELL, PRESSTIME_TABLE_CELL, true);
  set_kind(CMARK_NODE_TEXT, PRESSTIME_TEXT, false);
  set_kind(CMARK_NODE_SOFTBREAK, PRESSTIME_SOFT_BREAK, false);
  set_kind(CMARK_NODE_LINEBREAK, PRESSTIME_LINE_BREAK, false);
  set_kind(CMARK_NODE_CODE, PRESSTIME_CODE, false);
  set_kind(CMARK_NODE_HTML_INLINE, PRESSTIME_HTML_INLINE, false);
  set_kind(CMARK_NODE_CUSTOM_INLINE, PRESSTIME_OTHER, true);
  set_kind(CMARK_NODE_EMPH, PRESSTIME_EMPHASIS, true);
  set_kind(CMARK_NODE_STRONG, PRESSTIME_STRONG, true);
  set_kind(CMARK_NODE_LINK, PRESSTIME_LINK, true);
  set_kind(CMARK_NODE_IMAGE, PRESSTIME_IMAGE, true);
  set_kind(CMARK_NODE_FOOTNOTE_REFERENCE, PRESSTIME_FOOTNOTE_REFERENCE, true);
  set_kind(CMARK_NODE_STRIKETHROUGH, PRESSTIME_STRIKETHROUGH, true);
}

static inline enum presstime_kind kind_of(cmark_node *node) {
  enum presstime_kind kind = traits_of(type_of(node))->kind;
  return kind == PRESSTIME_ITEM && has_extension(node) ? PRESSTIME_TASK_ITEM : kind;
}

enum presstime_kind presstime_cmark_kind(cmark_node *node) { return kind_of(node); }

bool presstime_cmark_step(struct presstime_walk *walk, cmark_node *root) {
  cmark_node *node = walk->node;
  bool is_entering = true;
  if (!node) {
    node = root;
  } else if (walk->is_entering && traits_of(type_of(node))->has_children) {
    cmark_node *child = first_child(node);
    is_entering = child != NULL;
    if (child) node = child;
  } else if (node == root) {
    walk->node = NULL;
    return false;
  } else if (next_of(node)) {
    node = next_of(node);
  } else {
    node = parent_of(node);
    is_entering = false;
  }
  walk->node = node;
  walk->kind = kind_of(node);
  walk->is_entering = is_entering;
  return true;
}
