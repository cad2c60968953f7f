// The floor: the least that any static site generator on cmark-gfm has to do.
//
//   presstime-floor POSTS OUTPUT FILES FOLDERS BYTES THREADS
//
// Reads every .md file of POSTS, skips its front matter, parses the rest as Presstime does (the same function of
// CCmarkGFM, with the same extensions and the same thread fix), prints it with cmark's own renderer, and writes
// it to OUTPUT/posts/NAME/index.html. Then it writes further files until there are FILES of them in FOLDERS
// folders, with BYTES bytes together: what Presstime wrote, counted by the benchmark.
//
// What it leaves out is what a generator is for: front matter is not read, nothing is checked, no template runs,
// no link is resolved, no list is sorted. What it writes besides the bodies is padding, copied from one buffer,
// which costs less than making text does; but the kernel takes as many calls and as many bytes as from Presstime.
// Threads take posts from one counter, as Presstime's do. cmark-gfm gets its memory from the same arena, which is all
// that is kept from one post to the next.
#include <CCmarkGFM.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { path_size = 4096, max_threads = 256 };

static const char *posts, *output;
static size_t file_count, folder_count, byte_count;

static char **names;
static size_t name_count;

static atomic_size_t next_post, next_extra, written;
/// Known when the posts are done: what each of the other files is to hold.
static size_t extra_count, extra_folders, extra_size, extra_rest;
/// Source of all padding.
static char *padding;
static size_t padding_size;

static _Noreturn void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("presstime-floor: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(3);
}

static void make_folder(const char *path) {
  if (mkdir(path, 0755) != 0 && errno != EEXIST) fail("%s: %s", path, strerror(errno));
}

static void write_all(int file, const char *path, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t done = write(file, bytes, count);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) fail("%s: %s", path, strerror(errno));
    bytes += done;
    count -= (size_t)done;
  }
}

/// One open, one write, one close, as a page of Presstime takes.
static void write_file(const char *path, const char *bytes, size_t count) {
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) fail("%s: %s", path, strerror(errno));
  write_all(file, path, bytes, count);
  if (close(file) != 0) fail("%s: %s", path, strerror(errno));
  atomic_fetch_add(&written, count);
}

/// A file's bytes, and in `size` their count. The memory is the caller's.
static char *read_file(const char *path, size_t *size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) fail("%s: %s", path, strerror(errno));
  size_t count = (size_t)status.st_size, done = 0;
  char *bytes = malloc(count + 1);
  if (!bytes) fail("out of memory");
  while (done < count) {
    ssize_t got = read(file, bytes + done, count - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("%s: %s", path, strerror(errno));
    if (got == 0) break;
    done += (size_t)got;
  }
  close(file);
  *size = done;
  bytes[done] = 0;
  return bytes;
}

/// Where the text begins, behind the line of dashes that ends the front matter.
static const char *after_front_matter(const char *bytes) {
  if (strncmp(bytes, "---\n", 4) != 0) return bytes;
  const char *end = strstr(bytes + 3, "\n---\n");
  return end ? end + 5 : bytes;
}

static cmark_node *parse(const char *text, size_t count) {
#if defined(__linux__)
  return presstime_cmark_parse(text, count);
#else
  // The thread fix is the linker's on Linux; elsewhere parses take turns, in Presstime too.
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&lock);
  cmark_node *document = presstime_cmark_parse(text, count);
  pthread_mutex_unlock(&lock);
  return document;
#endif
}

static void make_post(const char *name) {
  char path[path_size];
  snprintf(path, sizeof path, "%s/%s", posts, name);
  size_t size;
  char *bytes = read_file(path, &size);
  const char *text = after_front_matter(bytes);
  cmark_node *document = parse(text, size - (size_t)(text - bytes));
  if (!document) fail("%s: out of memory", path);
  char *html = cmark_render_html_with_mem(
    document, CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE, NULL, cmark_get_default_mem_allocator());
  presstime_cmark_release();
  free(bytes);
  if (!html) fail("%s: out of memory", path);

  // The page's share of all bytes, for the header, the lists and the footer that a template puts around a body.
  size_t length = strlen(html), page_size = byte_count / file_count;
  if (length < page_size) {
    char *page = realloc(html, page_size);
    if (!page) fail("%s: out of memory", path);
    memcpy(page + length, padding, page_size - length);
    html = page;
    length = page_size;
  }
  int end = snprintf(path, sizeof path, "%s/posts/%.*s", output, (int)(strlen(name) - 3), name);
  make_folder(path);
  snprintf(path + end, sizeof path - (size_t)end, "/index.html");
  write_file(path, html, length);
  free(html);
}

static void *make_posts(void *unused) {
  (void)unused;
  for (size_t i; (i = atomic_fetch_add(&next_post, 1)) < name_count;) make_post(names[i]);
  return NULL;
}

static void *make_extras(void *unused) {
  (void)unused;
  char path[path_size];
  for (size_t i; (i = atomic_fetch_add(&next_extra, 1)) < extra_count;) {
    if (i < extra_folders) {
      int end = snprintf(path, sizeof path, "%s/lists/%zu", output, i);
      make_folder(path);
      snprintf(path + end, sizeof path - (size_t)end, "/index.html");
    } else {
      snprintf(path, sizeof path, "%s/lists/%zu.json", output, i);
    }
    write_file(path, padding, extra_size + (i == 0 ? extra_rest : 0));
  }
  return NULL;
}

static void on_threads(size_t count, void *(*work)(void *)) {
  pthread_t threads[max_threads];
  for (size_t i = 1; i < count; i++) {
    if (pthread_create(&threads[i], NULL, work, NULL) != 0) fail("no thread could be started");
  }
  work(NULL);
  for (size_t i = 1; i < count; i++) pthread_join(threads[i], NULL);
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_posts(void) {
  DIR *folder = opendir(posts);
  if (!folder) fail("%s: %s", posts, strerror(errno));
  size_t capacity = 0;
  for (struct dirent *entry; (entry = readdir(folder));) {
    size_t length = strlen(entry->d_name);
    if (length < 4 || strcmp(entry->d_name + length - 3, ".md") != 0) continue;
    if (name_count == capacity) names = realloc(names, (capacity = capacity * 2 + 64) * sizeof *names);
    if (!names || !(names[name_count++] = strdup(entry->d_name))) fail("out of memory");
  }
  closedir(folder);
  qsort(names, name_count, sizeof *names, compare_names);
}

/// A buffer that any file's padding is a beginning of.
static void make_padding(size_t size) {
  static const char line[] = "<p>Padding, where a page of a generator has what its templates say.</p>\n";
  if (size <= padding_size) return;
  padding = realloc(padding, size);
  if (!padding) fail("out of memory");
  for (size_t i = padding_size; i < size; i++) padding[i] = line[i % (sizeof line - 1)];
  padding_size = size;
}

/// Shares out what the posts left over. The output folder, and `posts` and `lists` in it, are folders too.
static void plan_extras(void) {
  size_t done = atomic_load(&written);
  if (done > byte_count) fail("the bodies alone have %zu bytes, more than the %zu to write", done, byte_count);
  extra_count = file_count - name_count;
  if (extra_count == 0) return;
  extra_folders = folder_count > name_count + 3 ? folder_count - name_count - 3 : 0;
  extra_size = (byte_count - done) / extra_count;
  extra_rest = (byte_count - done) % extra_count;
  make_padding(extra_size + extra_rest);
}

static size_t number(const char *text) {
  char *end;
  unsigned long long value = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end) fail("'%s' is no number", text);
  return (size_t)value;
}

int main(int count, char **arguments) {
  if (count != 7) {
    fputs("usage: presstime-floor POSTS OUTPUT FILES FOLDERS BYTES THREADS\n", stderr);
    return 64;
  }
  posts = arguments[1];
  output = arguments[2];
  file_count = number(arguments[3]);
  folder_count = number(arguments[4]);
  byte_count = number(arguments[5]);
  size_t threads = number(arguments[6]);
  if (threads < 1 || threads > max_threads) fail("THREADS is from 1 to %d", max_threads);

  list_posts();
  if (file_count == 0 || file_count < name_count) fail("FILES is less than the posts, which are %zu", name_count);
  presstime_cmark_prepare();
  make_padding(byte_count / file_count);

  char path[path_size];
  make_folder(output);
  snprintf(path, sizeof path, "%s/posts", output);
  make_folder(path);
  snprintf(path, sizeof path, "%s/lists", output);
  make_folder(path);
  on_threads(threads, make_posts);
  plan_extras();
  on_threads(threads, make_extras);
  return 0;
}
