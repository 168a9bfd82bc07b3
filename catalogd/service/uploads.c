#include "service/uploads.h"

#include "base/limits.h"
#include "codec/canonical.h"
#include "codec/message.h"

#include "catalog/v1/taxonomy_service.pb-c.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define FORGOTTEN_AFTER_NS (600 * NS_PER_SECOND)

/* What a request lays aside. */
struct stage {
    const char *upload_id;
    size_t offset;
    ProtobufCMessage *const *items;
    size_t count;
};

/* One call that laid aside, as it came. */
struct chunk {
    struct chunk *next;
    size_t count;
    struct digest before; /* the upload's without this chunk */
    size_t size;
    uint8_t bytes[];
};

struct upload {
    struct digest key; /* principal, kind and upload id; meaningful while first is not NULL */
    const ProtobufCMessageDescriptor *kind;
    struct chunk *first;
    struct chunk *last;
    size_t count;
    size_t size_bytes;
    struct digest content; /* over the digests of all items so far, one added to the other */
    time_ns used_at;       /* clock_monotonic */
};

struct uploads {
    pthread_mutex_t mutex;
    size_t total_bytes;
    struct upload items[LIMIT_UPLOADS];
};

struct uploads *uploads_new(void) {
    struct uploads *uploads = calloc(1, sizeof *uploads);
    if (uploads != NULL)
        pthread_mutex_init(&uploads->mutex, NULL);
    return uploads;
}

static void forget(struct uploads *uploads, struct upload *upload) {
    uploads->total_bytes -= upload->size_bytes;
    while (upload->first != NULL) {
        struct chunk *chunk = upload->first;
        upload->first = chunk->next;
        free(chunk);
    }
    *upload = (struct upload){0};
}

void uploads_free(struct uploads *uploads) {
    if (uploads == NULL)
        return;
    for (size_t i = 0; i < LIMIT_UPLOADS; i++)
        forget(uploads, &uploads->items[i]);
    pthread_mutex_destroy(&uploads->mutex);
    free(uploads);
}

static const void *field_of(const ProtobufCMessage *message, unsigned index) {
    return (const char *)message + message->descriptor->fields[index].offset;
}

static struct stage stage_of(const ProtobufCMessage *request) {
    const ProtobufCFieldDescriptor *list = &request->descriptor->fields[2];
    return (struct stage){.upload_id = *(const char *const *)field_of(request, 0),
                          .offset = *(const uint32_t *)field_of(request, 1),
                          .items = *(ProtobufCMessage *const *const *)field_of(request, 2),
                          .count = *(const size_t *)(const void *)((const char *)request + list->quantifier_offset)};
}

static struct digest key_of(const struct call *call, const ProtobufCMessageDescriptor *kind, const char *id) {
    const slice parts[] = {slice_text(call->principal.name), slice_text("\n"), slice_text(kind->name), slice_text("\n"),
                           slice_text(id)};
    return digest_of(parts, COUNT_OF(parts));
}

/* With the mutex held. */
static struct upload *find(struct uploads *uploads, const struct digest *key) {
    time_ns now = clock_monotonic();
    struct upload *found = NULL;
    for (size_t i = 0; i < LIMIT_UPLOADS; i++) {
        struct upload *upload = &uploads->items[i];
        if (upload->first == NULL)
            continue;
        if (now - upload->used_at > FORGOTTEN_AFTER_NS)
            forget(uploads, upload);
        else if (digest_equal(&upload->key, key))
            found = upload;
    }
    if (found != NULL)
        found->used_at = now;
    return found;
}

static struct upload *find_free(struct uploads *uploads) {
    for (size_t i = 0; i < LIMIT_UPLOADS; i++)
        if (uploads->items[i].first == NULL)
            return &uploads->items[i];
    return NULL;
}

static size_t most_items(const ProtobufCMessageDescriptor *kind) {
    return kind == &catalog__v1__stage_taxonomy_request__descriptor ? LIMIT_TAXONOMY_ITEMS : LIMIT_UPLOAD_OBJECTS;
}

static status_code check_limits(const struct uploads *uploads, const struct upload *upload, const struct call *call,
                                size_t count, struct problem *problem) {
    size_t most = most_items(call->request->descriptor);
    size_t size = call->payload.size;
    size_t held_count = upload == NULL ? 0 : upload->count;
    size_t held_bytes = upload == NULL ? 0 : upload->size_bytes;
    if (count > most - held_count || size > LIMIT_UPLOAD_BYTES - held_bytes)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "UPLOAD_TOO_LARGE",
                           "an upload holds at most %zu objects and %lu bytes", most, LIMIT_UPLOAD_BYTES);
    if (size > LIMIT_UPLOADS_BYTES - uploads->total_bytes)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_UPLOADS",
                           "all uploads together have reached their limit: try again later");
    return STATUS_OK;
}

/* What the content of an upload is once ITEMS are added to BEFORE. */
static struct digest extend(struct digest before, const struct digest *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const slice parts[] = {slice_of(before.bytes, DIGEST_BYTES), slice_of(items[i].bytes, DIGEST_BYTES)};
        before = digest_of(parts, COUNT_OF(parts));
    }
    return before;
}

static status_code append(struct uploads *uploads, struct upload *upload, const struct call *call,
                          const struct digest *digests, size_t count) {
    struct chunk *chunk = malloc(sizeof *chunk + call->payload.size);
    if (chunk == NULL)
        return STATUS_RESOURCE_EXHAUSTED;
    *chunk = (struct chunk){.count = count, .before = upload->content, .size = call->payload.size};
    upload->content = extend(upload->content, digests, count);
    memcpy(chunk->bytes, call->payload.data, call->payload.size);
    *(upload->last == NULL ? &upload->first : &upload->last->next) = chunk;
    upload->last = chunk;
    upload->count += count;
    upload->size_bytes += chunk->size;
    uploads->total_bytes += chunk->size;
    return STATUS_OK;
}

/* Whether the last call is the same as the one that adds COUNT objects at OFFSET. */
static bool is_repeated(const struct upload *upload, size_t offset, const struct digest *digests, size_t count) {
    if (upload == NULL || offset + count != upload->count || upload->last->count != count)
        return false;
    struct digest content = extend(upload->last->before, digests, count);
    return digest_equal(&content, &upload->content);
}

/* With the mutex held. DIGESTS are those of the items of STAGE. */
static status_code add(struct uploads *uploads, struct call *call, const struct stage *stage, const struct digest *key,
                       const struct digest *digests, struct upload **ret_upload) {
    struct upload *upload = find(uploads, key);
    size_t held = upload == NULL ? 0 : upload->count;
    *ret_upload = upload;
    if (is_repeated(upload, stage->offset, digests, stage->count))
        return STATUS_OK;
    if (stage->offset != held)
        return problem_set(&call->problem, STATUS_OUT_OF_RANGE, "UPLOAD_OFFSET",
                           "offset is %zu and %zu objects were laid aside: go on from there", stage->offset, held);
    status_code status = check_limits(uploads, upload, call, stage->count, &call->problem);
    if (status != STATUS_OK)
        return status;
    if (upload == NULL)
        upload = find_free(uploads);
    if (upload == NULL)
        return problem_set(&call->problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_UPLOADS",
                           "%d uploads are unfinished: try again later", LIMIT_UPLOADS);
    upload->key = *key;
    upload->kind = call->request->descriptor;
    upload->used_at = clock_monotonic();
    *ret_upload = upload;
    status = append(uploads, upload, call, digests, stage->count);
    return status == STATUS_OK ? status : problem_no_memory(&call->problem);
}

static status_code digest_items(const struct stage *stage, struct arena *arena, struct digest **ret_digests,
                                struct problem *problem) {
    struct digest *digests = ARENA_ARRAY(arena, struct digest, stage->count);
    if (digests == NULL)
        return problem_no_memory(problem);
    status_code status = STATUS_OK;
    for (size_t i = 0; i < stage->count && status == STATUS_OK; i++)
        status = canonical_digest(stage->items[i], &digests[i], problem);
    *ret_digests = digests;
    return status;
}

status_code uploads_add(struct uploads *uploads, struct call *call, struct upload_state *ret_state) {
    const struct stage stage = stage_of(call->request);
    size_t id_size = strlen(stage.upload_id);
    if (id_size < LIMIT_REQUEST_ID_MIN || id_size > LIMIT_REQUEST_ID_MAX)
        return problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "BAD_UPLOAD_ID",
                           "upload_id is %d to %d of letters, digits, '_' and '-'", LIMIT_REQUEST_ID_MIN,
                           LIMIT_REQUEST_ID_MAX);
    if (stage.count == 0)
        return problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "NO_OBJECTS", "there is no object to lay aside");
    struct digest key = key_of(call, call->request->descriptor, stage.upload_id);
    struct digest *digests = NULL;
    struct upload *upload = NULL;
    status_code status = digest_items(&stage, &call->arena, &digests, &call->problem);
    if (status != STATUS_OK)
        return status;
    pthread_mutex_lock(&uploads->mutex);
    status = add(uploads, call, &stage, &key, digests, &upload);
    if (status == STATUS_OK)
        *ret_state = (struct upload_state){.count = upload->count, .size_bytes = upload->size_bytes};
    pthread_mutex_unlock(&uploads->mutex);
    return status;
}

static status_code unpack_chunk(const struct upload *upload, const struct chunk *chunk, struct arena *arena,
                                ProtobufCMessage **items, struct problem *problem) {
    ProtobufCMessage *message = NULL;
    status_code status = message_unpack(upload->kind, slice_of(chunk->bytes, chunk->size), arena, &message, problem);
    if (status != STATUS_OK)
        return status;
    const struct stage stage = stage_of(message);
    memcpy(items, stage.items, stage.count * sizeof *items);
    return STATUS_OK;
}

/* With the mutex held. */
static status_code unpack(const struct upload *upload, struct arena *arena, struct staged_items *ret_staged,
                          struct problem *problem) {
    struct staged_items staged = {.items = ARENA_ARRAY(arena, ProtobufCMessage *, upload->count),
                                  .digest = upload->content};
    if (staged.items == NULL)
        return problem_no_memory(problem);
    for (const struct chunk *chunk = upload->first; chunk != NULL; chunk = chunk->next) {
        status_code status = unpack_chunk(upload, chunk, arena, staged.items + staged.count, problem);
        if (status != STATUS_OK)
            return status;
        staged.count += chunk->count;
    }
    *ret_staged = staged;
    return STATUS_OK;
}

bool uploads_digest(struct uploads *uploads, const struct call *call, const ProtobufCMessageDescriptor *kind,
                    const char *id, struct digest *ret_digest) {
    struct digest key = key_of(call, kind, id);
    pthread_mutex_lock(&uploads->mutex);
    const struct upload *upload = find(uploads, &key);
    if (upload != NULL)
        *ret_digest = upload->content;
    pthread_mutex_unlock(&uploads->mutex);
    return upload != NULL;
}

status_code uploads_take(struct uploads *uploads, const struct call *call, const ProtobufCMessageDescriptor *kind,
                         const char *id, struct arena *arena, struct staged_items *ret_staged,
                         struct problem *problem) {
    struct digest key = key_of(call, kind, id);
    pthread_mutex_lock(&uploads->mutex);
    const struct upload *upload = find(uploads, &key);
    status_code status =
        upload != NULL ? unpack(upload, arena, ret_staged, problem)
                       : problem_set(problem, STATUS_NOT_FOUND, "UPLOAD_NOT_FOUND",
                                     "there is no upload of this id: it was never begun or is forgotten; stage the "
                                     "objects again");
    pthread_mutex_unlock(&uploads->mutex);
    return status;
}
