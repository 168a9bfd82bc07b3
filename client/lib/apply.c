#include "catalog/objects.h"

#include "base/limits.h"
#include "codec/message.h"
#include "lib/failure.h"
#include "lib/request_id.h"
#include "lib/upload_parts.h"

/* A tag and a length before each object. */
#define OBJECT_HEAD_BYTES 6

/* One apply under way. */
struct upload {
    struct catalog_client *client;
    Catalog__V1__Object *const *objects;
    size_t count;
    const struct catalog_apply_options *options;
    char id[REQUEST_ID_BYTES];
};

/* Generated messages hold arrays that may be changed; packing changes nothing. */
static Catalog__V1__Object **as_field(Catalog__V1__Object *const *objects) {
    return (Catalog__V1__Object **)(uintptr_t)objects;
}

static enum catalog_code refuse_object(size_t number, struct load load, struct catalog_error **ret_error) {
    return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "OBJECT_TOO_LARGE",
                     "object %zu has %zu bytes and %zu values in lists; an object may have at most %lu bytes and %d "
                     "values",
                     number, load.bytes, load.items - 1, LIMIT_OBJECT_BYTES, LIMIT_OBJECT_ITEMS - 1);
}

static enum catalog_code measure(const struct upload *upload, struct load *ret_load, struct catalog_error **ret_error) {
    struct load load = {0};
    if (upload->count > LIMIT_UPLOAD_OBJECTS)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "TOO_MANY_OBJECTS",
                         "%zu objects; one call takes at most %d", upload->count, LIMIT_UPLOAD_OBJECTS);
    for (size_t i = 0; i < upload->options->editorial_count; i++)
        load.items += message_items(&upload->options->editorial[i]->base) + 1;
    for (size_t i = 0; i < upload->count; i++) {
        const struct load object = load_of(&upload->objects[i]->base, OBJECT_HEAD_BYTES);
        if (!load_is_one_part(object))
            return refuse_object(i, object, ret_error);
        load = load_sum(load, object);
    }
    if (load.bytes > LIMIT_UPLOAD_BYTES)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "UPLOAD_TOO_LARGE",
                         "%zu bytes; one call takes at most %lu", load.bytes, LIMIT_UPLOAD_BYTES);
    *ret_load = load;
    return CATALOG_OK;
}

static enum catalog_code send_part(void *context, size_t first, size_t count, struct catalog_error **ret_error) {
    struct upload *upload = context;
    Catalog__V1__StageObjectsRequest request;
    catalog__v1__stage_objects_request__init(&request);
    request.upload_id = upload->id;
    request.offset = (uint32_t)first;
    request.n_objects = count;
    request.objects = as_field(upload->objects + first);
    ProtobufCMessage *response = NULL;
    enum catalog_code code = catalog_call(upload->client, "catalog.v1.CatalogService/StageObjects", &request.base,
                                          &upload->options->call, &response, ret_error);
    catalog_message_free(response);
    return code;
}

static enum catalog_code send_all(struct upload *upload, struct catalog_error **ret_error) {
    const struct upload_parts parts = {.messages = (ProtobufCMessage *const *)(const void *)upload->objects,
                                       .count = upload->count,
                                       .head_bytes = OBJECT_HEAD_BYTES,
                                       .send = send_part,
                                       .context = upload,
                                       .progress = upload->options->progress,
                                       .progress_context = upload->options->progress_context};
    request_id_make(upload->id);
    return upload_parts_send(&parts, ret_error);
}

static enum catalog_code apply(struct upload *upload, bool is_staged, Catalog__V1__ApplyObjectsResponse **ret_response,
                               struct catalog_error **ret_error) {
    Catalog__V1__ApplyObjectsRequest request;
    catalog__v1__apply_objects_request__init(&request);
    if (upload->options->request_id != NULL)
        request.request_id = (char *)(uintptr_t)upload->options->request_id;
    request.publish = upload->options->publish;
    request.validate_only = upload->options->validate_only;
    request.n_editorial = upload->options->editorial_count;
    request.editorial = (Catalog__V1__EditorialMark **)(uintptr_t)upload->options->editorial;
    if (is_staged) {
        request.upload_id = upload->id;
    } else {
        request.n_objects = upload->count;
        request.objects = as_field(upload->objects);
    }
    ProtobufCMessage *response = NULL;
    enum catalog_code code = catalog_call(upload->client, "catalog.v1.CatalogService/ApplyObjects", &request.base,
                                          &upload->options->call, &response, ret_error);
    if (code == CATALOG_OK)
        *ret_response = (Catalog__V1__ApplyObjectsResponse *)(void *)response;
    return code;
}

enum catalog_code catalog_apply(struct catalog_client *client, Catalog__V1__Object *const *objects, size_t count,
                                const struct catalog_apply_options *options,
                                Catalog__V1__ApplyObjectsResponse **ret_response, struct catalog_error **ret_error) {
    static const struct catalog_apply_options defaults = CATALOG_APPLY_OPTIONS_INIT;
    struct upload upload = {
        .client = client, .objects = objects, .count = count, .options = options == NULL ? &defaults : options};
    if (upload.options->version != CATALOG_APPLY_OPTIONS_VERSION)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_OPTIONS",
                         "the options have version %u, this library knows %d: start from CATALOG_APPLY_OPTIONS_INIT",
                         upload.options->version, CATALOG_APPLY_OPTIONS_VERSION);
    struct load load = {0};
    enum catalog_code code = measure(&upload, &load, ret_error);
    bool is_staged = !load_is_one_part(load);
    if (code == CATALOG_OK && is_staged)
        code = send_all(&upload, ret_error);
    return code == CATALOG_OK ? apply(&upload, is_staged, ret_response, ret_error) : code;
}
