/* The URLs that a client goes to. */
#ifndef CATALOG_LIB_URL_H
#define CATALOG_LIB_URL_H

#include "base/arena.h"
#include "catalog/error.h"

#include <stdbool.h>
#include <stddef.h>

#define URLS_MAX           16
#define URL_IPC_PATH_BYTES 107 /* what a sockaddr_un holds, NUL left out */

struct url_list {
    const char *items[URLS_MAX];
    size_t count;
};

/* Reads TEXT, URLs separated by commas; NULL or "" stands for $CATALOG_URL, else for the sockets of the local daemon.
 * Ownership: the URLs live in ARENA. Threads: as getenv.
 * Errors: CATALOG_INVALID_ARGUMENT (BAD_URL: another scheme, no address, a socket path past 107 bytes, more than 16),
 * CATALOG_RESOURCE_EXHAUSTED. */
enum catalog_code url_list_read(const char *text, struct arena *arena, struct url_list *ret_urls,
                                struct catalog_error **ret_error);

/* Whether URL needs TLS. */
bool url_is_tls(const char *url);

#endif
