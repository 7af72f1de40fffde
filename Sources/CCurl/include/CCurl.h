#pragma once

// libcurl for Swift: typed doors to its variadic functions, one transfer's buffers filled by C
// callbacks, and the epoll driver of a multi handle. What to ask for and what an answer means is
// decided in Transport.

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Bytes that grow and are kept from one transfer to the next.
typedef struct {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
} kith_bytes;

/// One easy handle, used again and again, with what its current transfer sends and collects.
typedef struct kith_transfer {
  CURL *handle;
  /// The caller's name for it.
  uint32_t slot;
  /// Request headers, or the recipient of a mail.
  struct curl_slist *list;
  /// The body to send.
  kith_bytes outgoing;
  /// The head of the last HTTP response, or the last line a mail server said.
  kith_bytes head;
  /// The last 4xx or 5xx line of a mail server, until it agrees to something again.
  kith_bytes refusal;
  /// The response's body, at most `body_limit` bytes.
  kith_bytes body;
  size_t head_limit;
  size_t body_limit;
  /// Bytes of `outgoing` that libcurl took by the read callback.
  size_t taken;
  /// Whether libcurl was told that `outgoing` ends.
  bool taken_wholly;
  /// Whether `head` keeps the last line only, and `refusal` is kept.
  bool is_mail;
  /// Whether the request may be sent twice without harm (GET).
  bool repeatable;
  /// How often a connection was ready for this request.
  uint32_t tries;
  bool repeat_refused;
  bool head_too_long;
  /// The blank line after an HTTP head came: libcurl takes a close before it for the end.
  bool head_ended;
  bool body_cut;
  /// An eventfd by which another thread ends the transfer; -1: none.
  int stop;
} kith_transfer;

/// A multi handle driven by epoll. It never leaves the thread that made it, but for its wake-up.
typedef struct kith_driver kith_driver;

CURLcode kith_global_init(void);

/// For a driver, or with null for `kith_transfer_perform`.
kith_transfer *kith_transfer_create(kith_driver *driver, uint32_t slot);
/// Does the whole transfer before it returns.
CURLcode kith_transfer_perform(kith_transfer *transfer);
/// Lets `descriptor` end what `kith_transfer_perform` does, within a second of `kith_wake`; it stays the
/// caller's.
void kith_transfer_stop_by(kith_transfer *transfer, int descriptor);
/// An eventfd for that, to be closed by the caller; -1 where there is none left.
int kith_make_stop(void);
void kith_transfer_destroy(kith_transfer *transfer);
/// Forgets what the last transfer collected, and gives back what it had grown to.
void kith_transfer_begin(kith_transfer *transfer);
/// Takes over the bytes to send; false when memory is short.
bool kith_transfer_set_outgoing(kith_transfer *transfer, const uint8_t *bytes, size_t count);
/// Sends `outgoing` as the body of a POST.
CURLcode kith_transfer_post_outgoing(kith_transfer *transfer);
/// Lets libcurl read `outgoing` as an upload (SMTP).
CURLcode kith_transfer_upload_outgoing(kith_transfer *transfer);
CURLcode kith_transfer_set_long(kith_transfer *transfer, CURLoption option, long value);
CURLcode kith_transfer_set_string(kith_transfer *transfer, CURLoption option, const char *value);
/// Empties `list`; call `kith_transfer_use_list` afterwards.
void kith_transfer_clear_list(kith_transfer *transfer);
bool kith_transfer_append(kith_transfer *transfer, const char *line);
CURLcode kith_transfer_use_list(kith_transfer *transfer, CURLoption option);
/// A number libcurl knows about the transfer, or 0.
long kith_transfer_info(kith_transfer *transfer, CURLINFO info);
/// Bytes of the body that left.
int64_t kith_transfer_uploaded(kith_transfer *transfer);

/// Null with errno set when the system has no descriptor or memory left.
kith_driver *kith_driver_create(void);
/// All its transfers must have been destroyed before, but for their connections.
void kith_driver_destroy(kith_driver *driver);
CURLMcode kith_driver_set(kith_driver *driver, CURLMoption option, long value);
CURLMcode kith_driver_add(kith_driver *driver, kith_transfer *transfer);
void kith_driver_remove(kith_driver *driver, kith_transfer *transfer);
/// Waits up to `wait_ms` milliseconds (-1: as long as it takes) for sockets, libcurl's own timer or
/// a wake-up, and lets libcurl act once.
CURLMcode kith_driver_turn(kith_driver *driver, int64_t wait_ms);
/// Lets libcurl begin what was added, without looking at any socket.
CURLMcode kith_driver_begin(kith_driver *driver);
/// The next finished transfer, already removed, with its result; null when there is none.
kith_transfer *kith_driver_finished(kith_driver *driver, CURLcode *result);
/// The descriptor that `kith_wake` takes.
int kith_driver_wake_descriptor(kith_driver *driver);

/// Names the calling thread, at most 15 letters, for those who look at it from outside.
void kith_name_thread(const char *name);
/// Ends the wait of the driver that owns the descriptor; from any thread.
void kith_wake(int descriptor);
