#include "lib/url.h"

#include "base/macros.h"
#include "lib/failure.h"

#include <stdlib.h>
#include <string.h>

#define SYSTEM_SOCKET "ipc:///run/catalogd/catalogd.sock"

static const char *const schemes[] = {"ipc://", "tcp://", "tls+tcp://"};

static bool begins_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool url_is_tls(const char *url) {
    return begins_with(url, "tls+tcp://");
}

static const char *address_of(const char *url) {
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (begins_with(url, schemes[i]))
            return url + strlen(schemes[i]);
    return NULL;
}

static enum catalog_code check(const char *url, struct catalog_error **ret_error) {
    const char *address = address_of(url);
    if (address == NULL || address[0] == '\0')
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_URL",
                         "\"%s\" is no address of a server: write ipc:///path, tcp://host:port or tls+tcp://host:port",
                         url);
    if (begins_with(url, "ipc://") && strlen(address) > URL_IPC_PATH_BYTES)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_URL",
                         "the socket path %s has %zu bytes; the system takes at most %d", address, strlen(address),
                         URL_IPC_PATH_BYTES);
    return CATALOG_OK;
}

static enum catalog_code add(struct url_list *urls, const char *url, struct catalog_error **ret_error) {
    if (url == NULL)
        return error_no_memory(ret_error);
    if (urls->count == URLS_MAX)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_URL", "more than %d URLs", URLS_MAX);
    enum catalog_code code = check(url, ret_error);
    if (code == CATALOG_OK)
        urls->items[urls->count++] = url;
    return code;
}

static enum catalog_code add_local(struct arena *arena, struct url_list *urls, struct catalog_error **ret_error) {
    const char *directory = getenv("XDG_RUNTIME_DIR");
    if (directory != NULL && directory[0] == '/') {
        enum catalog_code code = add(urls, arena_printf(arena, "ipc://%s/catalogd.sock", directory), ret_error);
        if (code != CATALOG_OK)
            return code;
    }
    return add(urls, SYSTEM_SOCKET, ret_error);
}

enum catalog_code url_list_read(const char *text, struct arena *arena, struct url_list *ret_urls,
                                struct catalog_error **ret_error) {
    ret_urls->count = 0;
    if (text == NULL || text[0] == '\0')
        text = getenv("CATALOG_URL");
    if (text == NULL || text[0] == '\0')
        return add_local(arena, ret_urls, ret_error);
    for (;;) {
        text += strspn(text, " ");
        size_t length = strcspn(text, ", ");
        enum catalog_code code = add(ret_urls, arena_strndup(arena, text, length), ret_error);
        if (code != CATALOG_OK)
            return code;
        text += length;
        text += strspn(text, " ");
        if (*text == '\0')
            return CATALOG_OK;
        if (*text++ != ',')
            return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_URL", "URLs are separated by commas");
    }
}
