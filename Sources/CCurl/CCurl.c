#define _GNU_SOURCE
#include "CCurl.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

CURLcode kith_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

// MARK: Bytes

/// A buffer that grew beyond this is given back before the next transfer.
static const size_t kept_capacity = 16 * 1024;

static bool reserve(kith_bytes *buffer, size_t more) {
  if (more > SIZE_MAX / 2 - buffer->count) return false;
  size_t wanted = buffer->count + more;
  if (wanted <= buffer->capacity) return true;
  size_t capacity = buffer->capacity ? buffer->capacity : 512;
  while (capacity < wanted) capacity *= 2;
  uint8_t *bytes = realloc(buffer->bytes, capacity);
  if (!bytes) return false;
  buffer->bytes = bytes;
  buffer->capacity = capacity;
  return true;
}

static bool append(kith_bytes *buffer, const void *bytes, size_t count) {
  if (!reserve(buffer, count)) return false;
  if (count) memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count += count;
  return true;
}

static void forget(kith_bytes *buffer) {
  buffer->count = 0;
  if (buffer->capacity <= kept_capacity) return;
  free(buffer->bytes);
  buffer->bytes = NULL;
  buffer->capacity = 0;
}

// MARK: Callbacks

static size_t take_body(char *bytes, size_t size, size_t count, void *user) {
  kith_transfer *transfer = user;
  size_t all = size * count;
  size_t room = transfer->body_limit - transfer->body.count;
  size_t fits = all < room ? all : room;
  if (!append(&transfer->body, bytes, fits)) return 0;
  if (fits < all) transfer->body_cut = true;
  return fits;
}

/// 334 is only the next step of a login, which libcurl may try another way after a refusal, and 221
/// says goodbye after one.
static void take_refusal(kith_transfer *transfer, const char *line, size_t count) {
  if (count < 3) return;
  bool agrees = line[0] == '2' && memcmp(line, "221", 3) != 0;
  if (agrees || memcmp(line, "354", 3) == 0) transfer->refusal.count = 0;
  if (line[0] != '4' && line[0] != '5') return;
  transfer->refusal.count = 0;
  append(&transfer->refusal, line, count);
}

static size_t take_head(char *bytes, size_t size, size_t count, void *user) {
  kith_transfer *transfer = user;
  size_t all = size * count;
  if (!all) return 0;
  if (transfer->is_mail) take_refusal(transfer, bytes, all);
  bool starts = transfer->is_mail || (all >= 5 && memcmp(bytes, "HTTP/", 5) == 0);
  if (starts) {
    transfer->head.count = 0;
    transfer->head_ended = false;
  }
  if (all <= 2 && bytes[all - 1] == '\n') transfer->head_ended = true;
  if (all > transfer->head_limit - transfer->head.count) {
    transfer->head_too_long = true;
    return 0;
  }
  return append(&transfer->head, bytes, all) ? all : 0;
}

static size_t give_outgoing(char *room, size_t size, size_t count, void *user) {
  kith_transfer *transfer = user;
  size_t left = transfer->outgoing.count - transfer->taken;
  size_t all = size * count;
  size_t part = left < all ? left : all;
  if (part) memcpy(room, transfer->outgoing.bytes + transfer->taken, part);
  transfer->taken += part;
  if (transfer->taken == transfer->outgoing.count) transfer->taken_wholly = true;
  return part;
}

/// Called when a connection is ready, before a byte of the request is sent. libcurl sends a request
/// again by itself when a reused connection dies before it answers, though the server may have
/// taken the first one: only what may be sent twice, or was not sent at all, gets that far.
static int before_request(
    void *user, char *remote, char *local, int remote_port, int local_port) {
  (void)remote, (void)local, (void)remote_port, (void)local_port;
  kith_transfer *transfer = user;
  transfer->tries += 1;
  if (transfer->tries == 1 || transfer->repeatable) return CURL_PREREQFUNC_OK;
  if (kith_transfer_info(transfer, CURLINFO_REQUEST_SIZE) == 0) return CURL_PREREQFUNC_OK;
  transfer->repeat_refused = true;
  return CURL_PREREQFUNC_ABORT;
}

// MARK: Transfers

void kith_driver_watch_handle(kith_driver *driver, CURL *handle);

kith_transfer *kith_transfer_create(kith_driver *driver, uint32_t slot) {
  kith_transfer *transfer = calloc(1, sizeof *transfer);
  if (!transfer) return NULL;
  transfer->handle = curl_easy_init();
  if (!transfer->handle) {
    free(transfer);
    return NULL;
  }
  transfer->slot = slot;
  transfer->stop = -1;
  curl_easy_setopt(transfer->handle, CURLOPT_PRIVATE, transfer);
  curl_easy_setopt(transfer->handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(transfer->handle, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt(transfer->handle, CURLOPT_HEADERFUNCTION, take_head);
  curl_easy_setopt(transfer->handle, CURLOPT_HEADERDATA, transfer);
  curl_easy_setopt(transfer->handle, CURLOPT_READFUNCTION, give_outgoing);
  curl_easy_setopt(transfer->handle, CURLOPT_READDATA, transfer);
  curl_easy_setopt(transfer->handle, CURLOPT_PREREQFUNCTION, before_request);
  curl_easy_setopt(transfer->handle, CURLOPT_PREREQDATA, transfer);
  if (driver) kith_driver_watch_handle(driver, transfer->handle);
  return transfer;
}

void kith_transfer_destroy(kith_transfer *transfer) {
  curl_easy_cleanup(transfer->handle);
  curl_slist_free_all(transfer->list);
  free(transfer->outgoing.bytes);
  free(transfer->head.bytes);
  free(transfer->refusal.bytes);
  free(transfer->body.bytes);
  free(transfer);
}

/// libcurl calls this once a second at the least, whatever it waits for.
static int look_at_stop(
    void *user, curl_off_t to_come, curl_off_t came, curl_off_t to_go, curl_off_t went) {
  (void)to_come, (void)came, (void)to_go, (void)went;
  kith_transfer *transfer = user;
  struct pollfd stop = {.fd = transfer->stop, .events = POLLIN};
  return poll(&stop, 1, 0) == 1;
}

void kith_transfer_stop_by(kith_transfer *transfer, int descriptor) {
  transfer->stop = descriptor;
  curl_easy_setopt(transfer->handle, CURLOPT_XFERINFOFUNCTION, look_at_stop);
  curl_easy_setopt(transfer->handle, CURLOPT_XFERINFODATA, transfer);
  curl_easy_setopt(transfer->handle, CURLOPT_NOPROGRESS, 0L);
}

int kith_make_stop(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

CURLcode kith_transfer_perform(kith_transfer *transfer) {
  return curl_easy_perform(transfer->handle);
}

void kith_transfer_begin(kith_transfer *transfer) {
  forget(&transfer->outgoing);
  forget(&transfer->head);
  forget(&transfer->refusal);
  forget(&transfer->body);
  transfer->taken = 0;
  transfer->taken_wholly = false;
  transfer->tries = 0;
  transfer->repeat_refused = false;
  transfer->head_too_long = false;
  transfer->head_ended = false;
  transfer->body_cut = false;
}

bool kith_transfer_set_outgoing(kith_transfer *transfer, const uint8_t *bytes, size_t count) {
  transfer->outgoing.count = 0;
  return append(&transfer->outgoing, bytes, count);
}

CURLcode kith_transfer_post_outgoing(kith_transfer *transfer) {
  const void *bytes = transfer->outgoing.count ? (const void *)transfer->outgoing.bytes : "";
  curl_off_t count = (curl_off_t)transfer->outgoing.count;
  CURLcode result = curl_easy_setopt(transfer->handle, CURLOPT_POST, 1L);
  if (!result) {
    result = curl_easy_setopt(transfer->handle, CURLOPT_POSTFIELDSIZE_LARGE, count);
  }
  if (!result) result = curl_easy_setopt(transfer->handle, CURLOPT_POSTFIELDS, bytes);
  return result;
}

CURLcode kith_transfer_upload_outgoing(kith_transfer *transfer) {
  CURLcode result = curl_easy_setopt(transfer->handle, CURLOPT_UPLOAD, 1L);
  if (result) return result;
  return curl_easy_setopt(
      transfer->handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)transfer->outgoing.count);
}

CURLcode kith_transfer_set_long(kith_transfer *transfer, CURLoption option, long value) {
  return curl_easy_setopt(transfer->handle, option, value);
}

CURLcode kith_transfer_set_string(kith_transfer *transfer, CURLoption option, const char *value) {
  return curl_easy_setopt(transfer->handle, option, value);
}

void kith_transfer_clear_list(kith_transfer *transfer) {
  curl_slist_free_all(transfer->list);
  transfer->list = NULL;
}

bool kith_transfer_append(kith_transfer *transfer, const char *line) {
  struct curl_slist *list = curl_slist_append(transfer->list, line);
  if (!list) return false;
  transfer->list = list;
  return true;
}

CURLcode kith_transfer_use_list(kith_transfer *transfer, CURLoption option) {
  return curl_easy_setopt(transfer->handle, option, transfer->list);
}

long kith_transfer_info(kith_transfer *transfer, CURLINFO info) {
  long value = 0;
  if ((info & CURLINFO_TYPEMASK) != CURLINFO_LONG) return 0;
  return curl_easy_getinfo(transfer->handle, info, &value) == CURLE_OK ? value : 0;
}

int64_t kith_transfer_uploaded(kith_transfer *transfer) {
  curl_off_t count = 0;
  curl_easy_getinfo(transfer->handle, CURLINFO_SIZE_UPLOAD_T, &count);
  return count;
}
