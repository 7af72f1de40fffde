#pragma once

// GMime for Swift: its casts and type tests are macros, which Swift does not see.

#include <gmime/gmime.h>
#include <string.h>

static inline GMimeObject *kith_object(void *any) { return (GMimeObject *)any; }

static inline GMimeTextPart *kith_text_part(GMimeObject *object) {
  return GMIME_IS_TEXT_PART(object) ? (GMimeTextPart *)object : NULL;
}

static inline GMimePart *kith_part(GMimeObject *object) {
  return GMIME_IS_PART(object) ? (GMimePart *)object : NULL;
}

static inline GMimeMultipart *kith_multipart(GMimeObject *object) {
  return GMIME_IS_MULTIPART(object) ? (GMimeMultipart *)object : NULL;
}

/// The message inside a message/rfc822 part.
static inline GMimeMessage *kith_inner_message(GMimeObject *object) {
  if (!GMIME_IS_MESSAGE_PART(object)) return NULL;
  return g_mime_message_part_get_message((GMimeMessagePart *)object);
}

/// The addr-spec of a list's entry, or null for a group.
static inline const char *kith_address(InternetAddressList *list, int index) {
  InternetAddress *address = internet_address_list_get_address(list, index);
  if (!INTERNET_ADDRESS_IS_MAILBOX(address)) return NULL;
  return internet_address_mailbox_get_addr((InternetAddressMailbox *)address);
}

/// Gives a part its content as it is, where g_mime_text_part_set_text would choose a charset.
static inline void kith_set_content(GMimePart *part, const char *text) {
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, strlen(text));
  GMimeDataWrapper *content =
      g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
  g_mime_part_set_content(part, content);
  g_object_unref(content);
  g_object_unref(stream);
}

/// The decoded content of a part, to be freed; null when it has none.
static inline GByteArray *kith_content(GMimePart *part) {
  GMimeDataWrapper *content = g_mime_part_get_content(part);
  if (!content) return NULL;
  GMimeStream *stream = g_mime_stream_mem_new();
  g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
  g_mime_data_wrapper_write_to_stream(content, stream);
  GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
  g_object_unref(stream);
  return bytes;
}

/// The object as bytes with CRLF line ends, to be freed.
static inline GByteArray *kith_written(GMimeObject *object) {
  GMimeFormatOptions *options = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
  GMimeStream *stream = g_mime_stream_mem_new();
  g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
  g_mime_object_write_to_stream(object, options, stream);
  GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
  g_object_unref(stream);
  g_mime_format_options_free(options);
  return bytes;
}

/// The message in these bytes, to be unreferenced; null when there is none.
static inline GMimeMessage *kith_parsed(const char *bytes, size_t count) {
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, count);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  g_object_unref(stream);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
  g_object_unref(parser);
  return message;
}
