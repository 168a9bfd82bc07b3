#include "lib/message.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The message's own struct stands right behind, so that the message and its memory are found from one another. */
struct owned {
    struct arena arena;
    uint64_t revision;
    max_align_t message[];
};

static struct owned *owned_of(void *message) {
    return (struct owned *)(void *)((char *)message - offsetof(struct owned, message));
}

ProtobufCMessage *message_own(struct arena *arena, const ProtobufCMessage *root, uint64_t revision) {
    size_t size = root->descriptor->sizeof_message;
    struct owned *owned = malloc(sizeof *owned + size);
    if (owned == NULL)
        return NULL;
    owned->arena = *arena;
    owned->revision = revision;
    memcpy(owned->message, root, size);
    arena_init(arena, arena->limit_bytes);
    return (ProtobufCMessage *)(void *)owned->message;
}

void catalog_message_free(void *message) {
    if (message == NULL)
        return;
    struct owned *owned = owned_of(message);
    arena_done(&owned->arena);
    free(owned);
}

uint64_t catalog_message_revision(const void *message) {
    const struct owned *owned = (const void *)((const char *)message - offsetof(struct owned, message));
    return owned->revision;
}

void catalog_text_free(char *text) {
    free(text);
}

const char *catalog_version(void) {
    return CATALOGD_VERSION;
}
