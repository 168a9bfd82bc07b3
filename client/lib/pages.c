#include "lib/pages.h"

#include "lib/failure.h"
#include "lib/message.h"

#include <string.h>

static char **token_at(ProtobufCMessage *message, size_t offset) {
    return (char **)(void *)((char *)message + offset);
}

enum catalog_code pages_repeated(struct catalog_error **ret_error) {
    return error_set(ret_error, CATALOG_DATA_LOSS, "PAGE_REPEATED", "the server names a page as its own successor");
}

static enum catalog_code add(const struct pages_kind *kind, ProtobufCMessage *all, ProtobufCMessage *page,
                             struct catalog_error **ret_error) {
    char **token = token_at(all, kind->token_out);
    char *next = *token_at(page, kind->token_out);
    message_attach(all, page);
    if (strcmp(next, *token) == 0)
        return pages_repeated(ret_error);
    enum catalog_code code = kind->add(all, page, ret_error);
    *token = next;
    return code;
}

enum catalog_code pages_gather(const struct pages_kind *kind, struct catalog_client *client, ProtobufCMessage *request,
                               const struct catalog_call_options *options, ProtobufCMessage **ret_all,
                               struct catalog_error **ret_error) {
    ProtobufCMessage *all = NULL;
    enum catalog_code code = catalog_call(client, kind->method, request, options, &all, ret_error);
    while (code == CATALOG_OK && (*token_at(all, kind->token_out))[0] != '\0') {
        ProtobufCMessage *page = NULL;
        *token_at(request, kind->token_in) = *token_at(all, kind->token_out);
        code = catalog_call(client, kind->method, request, options, &page, ret_error);
        if (code == CATALOG_OK)
            code = add(kind, all, page, ret_error);
    }
    if (code == CATALOG_OK)
        *ret_all = all;
    else
        catalog_message_free(all);
    return code;
}

void *pages_join(struct arena *arena, const void *all, size_t count, const void *more, size_t more_count) {
    void **both = ARENA_ARRAY(arena, void *, count + more_count + 1);
    if (both == NULL)
        return NULL;
    if (count > 0)
        memcpy(both, all, count * sizeof *both);
    if (more_count > 0)
        memcpy(both + count, more, more_count * sizeof *both);
    return both;
}
