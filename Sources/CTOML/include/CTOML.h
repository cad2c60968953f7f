// A C view of toml++ (https://marzer.github.io/tomlplusplus/): a parsed document as a flat list of nodes,
// parents before their children, each with the place where it is written.
#ifndef CTOML_H
#define CTOML_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum ctoml_kind {
  CTOML_TABLE, CTOML_ARRAY, CTOML_STRING, CTOML_INTEGER, CTOML_FLOAT, CTOML_BOOLEAN, CTOML_DATE
};

/// Lines and columns count from 1, columns in code points; 0 where toml++ knows no place.
struct ctoml_place { uint32_t line; uint32_t column; };

struct ctoml_node {
  enum ctoml_kind kind;
  /// Index of the table or array it is in; -1 for the root.
  int64_t parent;
  /// The key in a table; NULL in an array.
  const char *key;
  size_t key_length;
  struct ctoml_place key_begin, key_end, begin, end;
  /// The value of a string.
  const char *text;
  size_t text_length;
  int64_t integer;
  double number;
  int boolean;
};

struct ctoml_document;

/// Parses `length` bytes of UTF-8. Never returns NULL but when memory runs out.
struct ctoml_document *ctoml_parse(const char *bytes, size_t length);
void ctoml_free(struct ctoml_document *document);

/// What is wrong with the document, or NULL, and where.
const char *ctoml_error(const struct ctoml_document *document);
struct ctoml_place ctoml_error_place(const struct ctoml_document *document);

size_t ctoml_count(const struct ctoml_document *document);
const struct ctoml_node *ctoml_nodes(const struct ctoml_document *document);

#ifdef __cplusplus
}
#endif
#endif
