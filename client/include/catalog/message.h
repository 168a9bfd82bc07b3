/* Messages that the library hands out, and their text forms.
 *
 * A message given through a `ret_` pointer-to-pointer stands in memory of its own, all of which is freed at once by
 * catalog_message_free. It is never freed with the generated `..._free_unpacked` functions. Everything a message
 * points at is borrowed from it. */
#ifndef CATALOG_MESSAGE_H
#define CATALOG_MESSAGE_H

#include "catalog/error.h"

#include <protobuf-c/protobuf-c.h>

CATALOG_BEGIN

/* Frees MESSAGE, which came from this library as a whole (not one found inside another); NULL is fine. Any thread. */
CATALOG_API void catalog_message_free(void *message);

/* The global revision the server answered at; 0: none was read, or MESSAGE did not come from a server. */
CATALOG_API uint64_t catalog_message_revision(const void *message);

enum catalog_format {
    CATALOG_FORMAT_YAML, /* the native form: one document, canonical order */
    CATALOG_FORMAT_JSON  /* proto3 JSON mapping: lowerCamelCase names, two spaces of indentation */
};

/* Writes any message of catalog.v1 in its one canonical text form: the same message gives the same bytes everywhere.
 * Ownership: *ret_text (NUL-terminated, *ret_size bytes without the NUL) is the caller's, freed with catalog_text_free.
 * Threads: any. Errors: CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_message_write(const ProtobufCMessage *message,
                                                                       enum catalog_format format, char **ret_text,
                                                                       size_t *ret_size,
                                                                       struct catalog_error **ret_error);

/* Frees a text of catalog_message_write; NULL is fine. */
CATALOG_API void catalog_text_free(char *text);

/* Reads one message from the file at PATH: JSON where the name ends in ".json", else YAML; "-" is standard input, read
 * as YAML. Meant for locks and the like; objects are read with catalog/document.h.
 * Ownership: *ret_message is the caller's, freed with catalog_message_free. Threads: any.
 * Errors: CATALOG_NOT_FOUND (no such file), CATALOG_INVALID_ARGUMENT with a violation for each mistake. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_message_read(const ProtobufCMessageDescriptor *descriptor,
                                                                      const char *path, ProtobufCMessage **ret_message,
                                                                      struct catalog_error **ret_error);

CATALOG_END

#endif
