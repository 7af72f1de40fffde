#pragma once
#include <stddef.h>
#include <systemd/sd-daemon.h>

/// Hands one entry to the journal (sd_journal_sendv(3)). `fields` holds `count` fields of the form
/// `NAME=value` one after another, `lengths` the length of each in bytes. 0, or a negative errno.
int systemd_journal_send(const unsigned char *fields, const size_t *lengths, int count);
