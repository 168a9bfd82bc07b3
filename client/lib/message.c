#include "lib/message.h"

#include <stddef.h>
#include <stdlib.h>

/* The message's own struct stands right behind, so that the message and its memory are found from one another. */
struct owned {
    struct arena arena;
    struct owned *attached; /* freed together with this one; a list */
    slice payload;
    uint64_t revision;
    max_align_t message[];
};

static struct owned *owned_of(void *message) {
    return (struct owned *)(void *)((char *)message - offsetof(struct owned, message));
}

static const struct owned *const_owned_of(const void *message) {
    return (const struct owned *)(const void *)((const char *)message - offsetof(struct owned, message));
}

ProtobufCMessage *message_own(struct arena *arena, const ProtobufCMessage *root, uint64_t revision) {
    size_t size = root->descriptor->sizeof_message;
    struct owned *owned = malloc(sizeof *owned + size);
    if (owned == NULL)
        return NULL;
    *owned = (struct owned){.arena = *arena, .revision = revision};
    memcpy(owned->message, root, size);
    arena_init(arena, arena->limit_bytes);
    return (ProtobufCMessage *)(void *)owned->message;
}

void catalog_message_free(void *message) {
    struct owned *owned = message == NULL ? NULL : owned_of(message);
    while (owned != NULL) {
        struct owned *next = owned->attached;
        arena_done(&owned->arena);
        free(owned);
        owned = next;
    }
}

struct arena *message_arena(void *message) {
    return &owned_of(message)->arena;
}

void message_attach(void *message, void *child) {
    struct owned *owned = owned_of(message);
    struct owned *last = owned_of(child);
    while (last->attached != NULL)
        last = last->attached;
    last->attached = owned->attached;
    owned->attached = owned_of(child);
}

slice message_payload(const void *message) {
    return const_owned_of(message)->payload;
}

void message_set_payload(void *message, slice payload) {
    owned_of(message)->payload = payload;
}

uint64_t catalog_message_revision(const void *message) {
    return const_owned_of(message)->revision;
}

void catalog_text_free(char *text) {
    free(text);
}

const char *catalog_version(void) {
    return CATALOGD_VERSION;
}
