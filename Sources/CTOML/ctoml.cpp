#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/impl/preprocessor.h>

// toml++ 3.3 asserts that a key begins like one, then reports the key that does not: `[=]` stops a debug
// build, and is undefined behaviour in a release build, where the assertion becomes an assumption.
#undef TOML_ASSERT
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT(expr) static_cast<void>(0)
#define TOML_ASSERT_ASSUME(expr) static_cast<void>(0)
#include <toml++/toml.h>

#include <new>
#include <string>
#include <vector>

#include "CTOML.h"

struct ctoml_document {
  toml::parse_result result;
  std::string error;
  ctoml_place error_place{0, 0};
  std::vector<ctoml_node> nodes;
};

namespace {

// Deeper than any settings file; keeps the recursion of `add` bounded.
constexpr int maximum_depth = 64;

ctoml_place place(const toml::source_position &position) { return {position.line, position.column}; }

bool add(ctoml_document &document, const toml::node &node, const toml::key *key, int64_t parent, int depth) {
  if (depth > maximum_depth) {
    document.error = "nested too deeply";
    document.error_place = place(node.source().begin);
    return false;
  }
  ctoml_node flat{};
  flat.parent = parent;
  if (key) {
    flat.key = key->data();
    flat.key_length = key->length();
    flat.key_begin = place(key->source().begin);
    flat.key_end = place(key->source().end);
  }
  flat.begin = place(node.source().begin);
  flat.end = place(node.source().end);
  const auto index = static_cast<int64_t>(document.nodes.size());
  if (const auto *table = node.as_table()) {
    flat.kind = CTOML_TABLE;
    document.nodes.push_back(flat);
    for (auto &&[child_key, child] : *table) {
      if (!add(document, child, &child_key, index, depth + 1)) return false;
    }
    return true;
  }
  if (const auto *array = node.as_array()) {
    flat.kind = CTOML_ARRAY;
    document.nodes.push_back(flat);
    for (auto &&child : *array) {
      if (!add(document, child, nullptr, index, depth + 1)) return false;
    }
    return true;
  }
  if (const auto *text = node.as_string()) {
    flat.kind = CTOML_STRING;
    flat.text = text->get().data();
    flat.text_length = text->get().size();
  } else if (const auto *integer = node.as_integer()) {
    flat.kind = CTOML_INTEGER;
    flat.integer = integer->get();
  } else if (const auto *number = node.as_floating_point()) {
    flat.kind = CTOML_FLOAT;
    flat.number = number->get();
  } else if (const auto *boolean = node.as_boolean()) {
    flat.kind = CTOML_BOOLEAN;
    flat.boolean = boolean->get();
  } else {
    flat.kind = CTOML_DATE;
  }
  document.nodes.push_back(flat);
  return true;
}

}  // namespace

ctoml_document *ctoml_parse(const char *bytes, size_t length) {
  auto *document = new (std::nothrow) ctoml_document;
  if (!document) return nullptr;
  document->result = toml::parse(std::string_view(bytes, length));
  if (document->result.failed()) {
    document->error = std::string(document->result.error().description());
    document->error_place = place(document->result.error().source().begin);
  } else {
    add(*document, document->result.table(), nullptr, -1, 0);
  }
  return document;
}

void ctoml_free(ctoml_document *document) { delete document; }

const char *ctoml_error(const ctoml_document *document) {
  return document->error.empty() ? nullptr : document->error.c_str();
}

ctoml_place ctoml_error_place(const ctoml_document *document) { return document->error_place; }
size_t ctoml_count(const ctoml_document *document) { return document->nodes.size(); }
const ctoml_node *ctoml_nodes(const ctoml_document *document) { return document->nodes.data(); }
