// Without this, sd_journal_sendv would add the place in this file to every entry.
#define SD_JOURNAL_SUPPRESS_LOCATION
#include "CSystemd.h"
#include <errno.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>

enum { fields_max = 64 };

int systemd_journal_send(const unsigned char *fields, const size_t *lengths, int count) {
  struct iovec parts[fields_max];
  if (count < 0 || count > fields_max) return -E2BIG;
  for (int i = 0; i < count; i++) {
    parts[i].iov_base = (void *)fields;
    parts[i].iov_len = lengths[i];
    fields += lengths[i];
  }
  return sd_journal_sendv(parts, count);
}
