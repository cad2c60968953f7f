#ifndef CCURL_H
#define CCURL_H
#include <stddef.h>
#include <stdint.h>

// The few functions of libcurl (https://curl.se/libcurl/c/) that a GET needs, with fixed arguments, since Swift can't
// call variadic functions. The library is loaded when it is needed, and its headers are not wanted for a build: its
// numbers and functions have not changed since `libcurl.so.4` came in 2006, and are promised not to
// (https://curl.se/libcurl/abi.html).

/// The library, loaded.
typedef struct presstime_curl presstime_curl;
/// A handle with its connections; for one thread at a time.
typedef struct presstime_curl_client presstime_curl_client;

/// Options of `curl_easy_setopt`, by their numbers in `curl.h`.
enum {
  PRESSTIME_CURL_URL = 10002,
  PRESSTIME_CURL_PROXY = 10004,
  PRESSTIME_CURL_HTTP_HEADER = 10023,
  PRESSTIME_CURL_CA_FILE = 10065,
  PRESSTIME_CURL_CA_FOLDER = 10097,
  PRESSTIME_CURL_ACCEPT_ENCODING = 10102,
  PRESSTIME_CURL_RESOLVE = 10203,
  PRESSTIME_CURL_TIMEOUT_MS = 155,
  PRESSTIME_CURL_NO_BODY = 44,
};

/// Some results of `curl_easy_perform`, by their numbers in `curl.h`.
enum {
  PRESSTIME_CURL_OK = 0,
  PRESSTIME_CURL_UNSUPPORTED_PROTOCOL = 1,
  PRESSTIME_CURL_NO_PROXY_ADDRESS = 5,
  PRESSTIME_CURL_NO_ADDRESS = 6,
  PRESSTIME_CURL_NO_CONNECTION = 7,
  PRESSTIME_CURL_HTTP2 = 16,
  PRESSTIME_CURL_PARTIAL = 18,
  PRESSTIME_CURL_TIMEOUT = 28,
  PRESSTIME_CURL_TLS = 35,
  PRESSTIME_CURL_NOTHING = 52,
  PRESSTIME_CURL_SEND = 55,
  PRESSTIME_CURL_RECEIVE = 56,
  PRESSTIME_CURL_CERTIFICATE = 60,
  PRESSTIME_CURL_ENCODING = 61,
  PRESSTIME_CURL_CERTIFICATE_FILE = 77,
  PRESSTIME_CURL_HTTP2_STREAM = 92,
  PRESSTIME_CURL_PROXY_FAILED = 97,
};

/// What is told of an exchange while it lasts. Each gives 0 to end it.
typedef struct {
  void *context;
  /// A line of a head, its line end included.
  int (*head)(void *context, const uint8_t *bytes, size_t count);
  /// A part of the body, decompressed.
  int (*body)(void *context, const uint8_t *bytes, size_t count);
  /// How many bytes of the body have come, before they are decompressed.
  int (*received)(void *context, int64_t count);
  /// Whether a connection may be opened to an address of 4 or 16 bytes, in the order of the network.
  int (*connect)(void *context, const uint8_t *address, size_t count);
} presstime_curl_events;

/// Loads the library of this name, and never unloads it; NULL when there is none, or it lacks a
/// function. Call it once.
presstime_curl *presstime_curl_load(const char *name);

/// Makes a client; NULL without memory.
presstime_curl_client *presstime_curl_client_make(const presstime_curl *library);
void presstime_curl_client_free(presstime_curl_client *client);

/// Forgets the options of the last exchange, keeps its connections, and sets what holds for every exchange: HTTP and
/// HTTPS only, no signals, no redirects, no proxy but one that is set, and `events`. 0, or the number of an error of a
/// library that is too old to do so.
int presstime_curl_begin(presstime_curl_client *client, const presstime_curl_events *events);

/// Sets an option that is a text, which is copied. 0 or the number of an error.
int presstime_curl_set_text(presstime_curl_client *client, int option, const char *text);
/// Sets an option that is a number.
int presstime_curl_set_number(presstime_curl_client *client, int option, long number);
/// Sets an option that is a list, from the lines of a text.
int presstime_curl_set_lines(presstime_curl_client *client, int option, const char *lines);

/// Asks and waits. Gives the number of the error or 0.
int presstime_curl_perform(presstime_curl_client *client);

/// What an error means, in the library's words, which name nothing of the exchange.
const char *presstime_curl_meaning(const presstime_curl *library, int code);

#endif
