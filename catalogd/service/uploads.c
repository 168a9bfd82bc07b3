#include "service/uploads.h"

#include "base/limits.h"
#include "codec/canonical.h"
#include "codec/message.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define FORGOTTEN_AFTER_NS (600 * NS_PER_SECOND)

/* One StageObjects call, as it came. */
struct chunk {
    struct chunk *next;
    size_t object_count;
    struct digest before; /* the upload's without this chunk */
    size_t size;
    uint8_t bytes[];
};

struct upload {
    struct digest key; /* principal and upload id; meaningful while first is not NULL */
    struct chunk *first;
    struct chunk *last;
    size_t object_count;
    size_t size_bytes;
    struct digest content; /* over the digests of all objects so far, one added to the other */
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

static struct digest key_of(const struct call *call, const char *id) {
    const slice parts[] = {slice_text(call->principal.name), slice_text("\n"), slice_text(id)};
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

static status_code check_limits(const struct uploads *uploads, const struct upload *upload, size_t count, size_t size,
                                struct problem *problem) {
    size_t held_count = upload == NULL ? 0 : upload->object_count;
    size_t held_bytes = upload == NULL ? 0 : upload->size_bytes;
    if (count > LIMIT_UPLOAD_OBJECTS - held_count || size > LIMIT_UPLOAD_BYTES - held_bytes)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "UPLOAD_TOO_LARGE",
                           "an upload holds at most %d objects and %lu bytes", LIMIT_UPLOAD_OBJECTS,
                           LIMIT_UPLOAD_BYTES);
    if (size > LIMIT_UPLOADS_BYTES - uploads->total_bytes)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_UPLOADS",
                           "all uploads together have reached their limit: try again later");
    return STATUS_OK;
}

/* What the content of an upload is once OBJECTS are added to BEFORE. */
static struct digest extend(struct digest before, const struct digest *objects, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const slice parts[] = {slice_of(before.bytes, DIGEST_BYTES), slice_of(objects[i].bytes, DIGEST_BYTES)};
        before = digest_of(parts, COUNT_OF(parts));
    }
    return before;
}

static status_code append(struct uploads *uploads, struct upload *upload, const struct call *call,
                          const struct digest *digests, size_t count) {
    struct chunk *chunk = malloc(sizeof *chunk + call->payload.size);
    if (chunk == NULL)
        return STATUS_RESOURCE_EXHAUSTED;
    *chunk = (struct chunk){.object_count = count, .before = upload->content, .size = call->payload.size};
    upload->content = extend(upload->content, digests, count);
    memcpy(chunk->bytes, call->payload.data, call->payload.size);
    *(upload->last == NULL ? &upload->first : &upload->last->next) = chunk;
    upload->last = chunk;
    upload->object_count += count;
    upload->size_bytes += chunk->size;
    uploads->total_bytes += chunk->size;
    return STATUS_OK;
}

/* Whether the last call is the same as the one that adds COUNT objects at OFFSET. */
static bool is_repeated(const struct upload *upload, size_t offset, const struct digest *digests, size_t count) {
    if (upload == NULL || offset + count != upload->object_count || upload->last->object_count != count)
        return false;
    struct digest content = extend(upload->last->before, digests, count);
    return digest_equal(&content, &upload->content);
}

/* With the mutex held. DIGESTS are those of the objects of CALL. */
static status_code add(struct uploads *uploads, struct call *call, const struct digest *key,
                       const struct digest *digests, struct upload **ret_upload) {
    const Catalog__V1__StageObjectsRequest *request = (const Catalog__V1__StageObjectsRequest *)call->request;
    struct upload *upload = find(uploads, key);
    size_t held = upload == NULL ? 0 : upload->object_count;
    *ret_upload = upload;
    if (is_repeated(upload, request->offset, digests, request->n_objects))
        return STATUS_OK;
    if (request->offset != held)
        return problem_set(&call->problem, STATUS_OUT_OF_RANGE, "UPLOAD_OFFSET",
                           "offset is %u and %zu objects were laid aside: go on from there", request->offset, held);
    status_code status = check_limits(uploads, upload, request->n_objects, call->payload.size, &call->problem);
    if (status != STATUS_OK)
        return status;
    if (upload == NULL)
        upload = find_free(uploads);
    if (upload == NULL)
        return problem_set(&call->problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_UPLOADS",
                           "%d uploads are unfinished: try again later", LIMIT_UPLOADS);
    upload->key = *key;
    upload->used_at = clock_monotonic();
    *ret_upload = upload;
    status = append(uploads, upload, call, digests, request->n_objects);
    return status == STATUS_OK ? status : problem_no_memory(&call->problem);
}

static status_code digest_objects(const Catalog__V1__StageObjectsRequest *request, struct arena *arena,
                                  struct digest **ret_digests, struct problem *problem) {
    struct digest *digests = ARENA_ARRAY(arena, struct digest, request->n_objects);
    if (digests == NULL)
        return problem_no_memory(problem);
    status_code status = STATUS_OK;
    for (size_t i = 0; i < request->n_objects && status == STATUS_OK; i++)
        status = canonical_digest(&request->objects[i]->base, &digests[i], problem);
    *ret_digests = digests;
    return status;
}

status_code uploads_add(struct uploads *uploads, struct call *call, Catalog__V1__StageObjectsResponse *ret_state) {
    const Catalog__V1__StageObjectsRequest *request = (const Catalog__V1__StageObjectsRequest *)call->request;
    size_t id_size = strlen(request->upload_id);
    if (id_size < LIMIT_REQUEST_ID_MIN || id_size > LIMIT_REQUEST_ID_MAX)
        return problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "BAD_UPLOAD_ID",
                           "upload_id is %d to %d of letters, digits, '_' and '-'", LIMIT_REQUEST_ID_MIN,
                           LIMIT_REQUEST_ID_MAX);
    if (request->n_objects == 0)
        return problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "NO_OBJECTS", "there is no object to lay aside");
    struct digest key = key_of(call, request->upload_id);
    struct digest *digests = NULL;
    struct upload *upload = NULL;
    status_code status = digest_objects(request, &call->arena, &digests, &call->problem);
    if (status != STATUS_OK)
        return status;
    pthread_mutex_lock(&uploads->mutex);
    status = add(uploads, call, &key, digests, &upload);
    if (status == STATUS_OK) {
        ret_state->object_count = (uint32_t)upload->object_count;
        ret_state->size_bytes = upload->size_bytes;
    }
    pthread_mutex_unlock(&uploads->mutex);
    return status;
}

static status_code unpack_chunk(const struct chunk *chunk, struct arena *arena, Catalog__V1__Object **objects,
                                struct problem *problem) {
    ProtobufCMessage *message = NULL;
    status_code status = message_unpack(&catalog__v1__stage_objects_request__descriptor,
                                        slice_of(chunk->bytes, chunk->size), arena, &message, problem);
    if (status != STATUS_OK)
        return status;
    const Catalog__V1__StageObjectsRequest *request = (const Catalog__V1__StageObjectsRequest *)message;
    memcpy(objects, request->objects, request->n_objects * sizeof *objects);
    return STATUS_OK;
}

/* With the mutex held. */
static status_code unpack(const struct upload *upload, struct arena *arena, struct staged_objects *ret_staged,
                          struct problem *problem) {
    struct staged_objects staged = {.objects = ARENA_ARRAY(arena, Catalog__V1__Object *, upload->object_count),
                                    .digest = upload->content};
    if (staged.objects == NULL)
        return problem_no_memory(problem);
    for (const struct chunk *chunk = upload->first; chunk != NULL; chunk = chunk->next) {
        status_code status = unpack_chunk(chunk, arena, staged.objects + staged.count, problem);
        if (status != STATUS_OK)
            return status;
        staged.count += chunk->object_count;
    }
    *ret_staged = staged;
    return STATUS_OK;
}

bool uploads_digest(struct uploads *uploads, const struct call *call, const char *id, struct digest *ret_digest) {
    struct digest key = key_of(call, id);
    pthread_mutex_lock(&uploads->mutex);
    const struct upload *upload = find(uploads, &key);
    if (upload != NULL)
        *ret_digest = upload->content;
    pthread_mutex_unlock(&uploads->mutex);
    return upload != NULL;
}

status_code uploads_take(struct uploads *uploads, const struct call *call, const char *id, struct arena *arena,
                         struct staged_objects *ret_staged, struct problem *problem) {
    struct digest key = key_of(call, id);
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
