#define _GNU_SOURCE
#include "CCurl.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// From `curl.h`; `presstime_curl_begin` alone needs them.
enum {
  WRITE_DATA = 10001,
  HEADER_DATA = 10029,
  PROGRESS_DATA = 10057,
  OPEN_SOCKET_DATA = 10164,
  PROTOCOLS_TEXT = 10318,
  WRITE_FUNCTION = 20011,
  HEADER_FUNCTION = 20079,
  OPEN_SOCKET_FUNCTION = 20163,
  PROGRESS_FUNCTION = 20219,
  NO_PROGRESS = 43,
  NO_SIGNAL = 99,
  PROTOCOLS = 181,
  PATH_AS_IS = 234,
  SUPPRESS_CONNECT_HEADERS = 265,
  HTTP09_ALLOWED = 285,
  PROTOCOL_HTTP = 1,
  PROTOCOL_HTTPS = 2,
  GLOBAL_DEFAULT = 3,
};

/// `struct curl_sockaddr`.
struct socket_address {
  int family, type, protocol;
  unsigned int length;
  struct sockaddr address;
};

struct presstime_curl {
  int (*global_init)(long);
  void *(*easy_init)(void);
  void (*easy_cleanup)(void *);
  void (*easy_reset)(void *);
  // Variadic in C, which other machines call in another way than fixed arguments.
  int (*easy_setopt)(void *, int, ...);
  int (*easy_perform)(void *);
  const char *(*easy_strerror)(int);
  void *(*slist_append)(void *, const char *);
  void (*slist_free_all)(void *);
};

struct presstime_curl_client {
  const presstime_curl *library;
  void *easy;
  presstime_curl_events events;
  /// Lists that the handle uses until it is reset.
  void *lists[4];
  size_t list_count;
};

presstime_curl *presstime_curl_load(const char *name) {
  void *file = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!file) return NULL;
  presstime_curl *library = calloc(1, sizeof *library);
  if (!library) return NULL;
  // POSIX allows a pointer to an object to be taken for one to a function here.
  *(void **)&library->global_init = dlsym(file, "curl_global_init");
  *(void **)&library->easy_init = dlsym(file, "curl_easy_init");
  *(void **)&library->easy_cleanup = dlsym(file, "curl_easy_cleanup");
  *(void **)&library->easy_reset = dlsym(file, "curl_easy_reset");
  *(void **)&library->easy_setopt = dlsym(file, "curl_easy_setopt");
  *(void **)&library->easy_perform = dlsym(file, "curl_easy_perform");
  *(void **)&library->easy_strerror = dlsym(file, "curl_easy_strerror");
  *(void **)&library->slist_append = dlsym(file, "curl_slist_append");
  *(void **)&library->slist_free_all = dlsym(file, "curl_slist_free_all");
  if (!library->global_init || !library->easy_init || !library->easy_cleanup || !library->easy_reset ||
      !library->easy_setopt || !library->easy_perform || !library->easy_strerror || !library->slist_append ||
      !library->slist_free_all || library->global_init(GLOBAL_DEFAULT) != 0) {
    free(library);
    return NULL;
  }
  return library;
}

presstime_curl_client *presstime_curl_client_make(const presstime_curl *library) {
  presstime_curl_client *client = calloc(1, sizeof *client);
  if (!client) return NULL;
  client->library = library;
  client->easy = library->easy_init();
  if (client->easy) return client;
  free(client);
  return NULL;
}

static void free_lists(presstime_curl_client *client) {
  while (client->list_count > 0) client->library->slist_free_all(client->lists[--client->list_count]);
}

void presstime_curl_client_free(presstime_curl_client *client) {
  client->library->easy_cleanup(client->easy);
  free_lists(client);
  free(client);
}

static size_t take_head(char *bytes, size_t size, size_t count, void *data) {
  presstime_curl_client *client = data;
  return client->events.head(client->events.context, (uint8_t *)bytes, size * count) ? size * count : 0;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *data) {
  presstime_curl_client *client = data;
  // An empty part is no refusal, though 0 would mean one.
  if (size * count == 0) return 0;
  return client->events.body(client->events.context, (uint8_t *)bytes, size * count) ? size * count : 0;
}

static int take_progress(void *data, int64_t total, int64_t count, int64_t upload_total, int64_t uploaded) {
  presstime_curl_client *client = data;
  (void)total, (void)upload_total, (void)uploaded;
  return !client->events.received(client->events.context, count);
}

/// Here the address stands that the connection goes to, after the name has been looked up.
static int open_socket(void *data, int purpose, struct socket_address *to) {
  presstime_curl_client *client = data;
  (void)purpose;
  const uint8_t *bytes = NULL;
  size_t count = 0;
  if (to->family == AF_INET) {
    bytes = (const uint8_t *)&((struct sockaddr_in *)&to->address)->sin_addr;
    count = 4;
  } else if (to->family == AF_INET6) {
    bytes = (const uint8_t *)&((struct sockaddr_in6 *)&to->address)->sin6_addr;
    count = 16;
  }
  if (!bytes || !client->events.connect(client->events.context, bytes, count)) return -1;
#ifdef SOCK_CLOEXEC
  return socket(to->family, to->type | SOCK_CLOEXEC, to->protocol);
#else
  int descriptor = socket(to->family, to->type, to->protocol);
  if (descriptor >= 0) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return descriptor;
#endif
}

int presstime_curl_begin(presstime_curl_client *client, const presstime_curl_events *events) {
  void *easy = client->easy;
  int (*set)(void *, int, ...) = client->library->easy_setopt;
  client->library->easy_reset(easy);
  free_lists(client);
  client->events = *events;
  int code = 0;
  // Since 7.85 the numbers are out of favour; before there are no names.
  if (set(easy, PROTOCOLS_TEXT, "http,https")) code = set(easy, PROTOCOLS, (long)(PROTOCOL_HTTP | PROTOCOL_HTTPS));
  if (!code) code = set(easy, NO_SIGNAL, 1L);
  if (!code) code = set(easy, PRESSTIME_CURL_PROXY, "");
  if (!code) code = set(easy, HEADER_FUNCTION, take_head);
  if (!code) code = set(easy, HEADER_DATA, client);
  if (!code) code = set(easy, WRITE_FUNCTION, take_body);
  if (!code) code = set(easy, WRITE_DATA, client);
  if (!code) code = set(easy, OPEN_SOCKET_FUNCTION, open_socket);
  if (!code) code = set(easy, OPEN_SOCKET_DATA, client);
  if (!code) code = set(easy, PROGRESS_FUNCTION, take_progress);
  if (!code) code = set(easy, PROGRESS_DATA, client);
  if (!code) code = set(easy, NO_PROGRESS, 0L);
  // Older ones lack these, and can be used without.
  set(easy, PATH_AS_IS, 1L);
  set(easy, HTTP09_ALLOWED, 0L);
  set(easy, SUPPRESS_CONNECT_HEADERS, 1L);
  return code;
}

int presstime_curl_set_text(presstime_curl_client *client, int option, const char *text) {
  return client->library->easy_setopt(client->easy, option, text);
}

int presstime_curl_set_number(presstime_curl_client *client, int option, long number) {
  return client->library->easy_setopt(client->easy, option, number);
}

int presstime_curl_set_lines(presstime_curl_client *client, int option, const char *lines) {
  if (client->list_count == sizeof client->lists / sizeof *client->lists) return -1;
  char *copy = strdup(lines);
  if (!copy) return -1;
  void *list = NULL;
  for (char *line = copy; line;) {
    char *end = strchr(line, '\n');
    if (end) *end = 0;
    void *longer = *line ? client->library->slist_append(list, line) : list;
    if (*line && !longer) {
      client->library->slist_free_all(list);
      free(copy);
      return -1;
    }
    list = longer;
    line = end ? end + 1 : NULL;
  }
  free(copy);
  if (!list) return 0;
  client->lists[client->list_count++] = list;
  return client->library->easy_setopt(client->easy, option, list);
}

int presstime_curl_perform(presstime_curl_client *client) {
  // A TLS library may write to a connection that is gone; the signal would end the program.
  sigset_t pipe, before, pending;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  sigemptyset(&pending);
  sigpending(&pending);
  int was_pending = sigismember(&pending, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  int code = client->library->easy_perform(client->easy);
  sigemptyset(&pending);
  sigpending(&pending);
  int number;
  if (!was_pending && sigismember(&pending, SIGPIPE)) sigwait(&pipe, &number);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return code;
}

const char *presstime_curl_meaning(const presstime_curl *library, int code) {
  return library->easy_strerror(code);
}
