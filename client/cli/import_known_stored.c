#include "cli/import_known.h"

#include "base/limits.h"
#include "base/string_map.h"
#include "base/vector.h"
#include "catalog/objects.h"
#include "cli/progress.h"

/* What the lists say of one name. */
struct listed {
    Catalog__V1__ObjectSelector selector; /* of the draft, else of the version */
    const char *version;
    bool is_retired;
};

struct stored {
    struct session *session;
    known_sink *sink;
    void *context;
    VECTOR(struct listed *) listed; /* published names first, then those that have a draft only */
    struct string_map by_name;
};

static struct listed *listed_of(struct stored *stored, const char *name) {
    struct arena *arena = &stored->session->arena;
    struct listed *listed = string_map_get(&stored->by_name, name);
    if (listed != NULL)
        return listed;
    listed = ARENA_NEW(arena, struct listed);
    char *copy = arena_strdup(arena, name);
    if (listed == NULL || copy == NULL || !vector_push(arena, &stored->listed, listed) ||
        !string_map_put(&stored->by_name, copy, listed))
        return NULL;
    catalog__v1__object_selector__init(&listed->selector);
    listed->selector.name = copy;
    listed->version = "";
    return listed;
}

static bool take_line(struct stored *stored, const Catalog__V1__ObjectVersion *version, bool drafts) {
    struct listed *listed = listed_of(stored, version->name);
    if (listed == NULL)
        return false;
    listed->selector.draft = drafts;
    if (drafts) {
        listed->selector.version = (char *)(uintptr_t)protobuf_c_empty_string;
        return true;
    }
    listed->selector.version = arena_strdup(&stored->session->arena, version->version);
    if (listed->selector.version == NULL)
        return false;
    listed->version = listed->selector.version;
    listed->is_retired = version->lifecycle != NULL &&
                         version->lifecycle->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
    return true;
}

static bool list(struct stored *stored, const char *name_space, bool drafts) {
    Catalog__V1__ListObjectsRequest request = CATALOG__V1__LIST_OBJECTS_REQUEST__INIT;
    struct catalog_object_iterator *iterator = NULL;
    const Catalog__V1__ObjectSummary *summary = NULL;
    struct catalog_error *error = NULL;
    bool is_taken = true;
    request.namespace_ = (char *)(uintptr_t)name_space;
    request.drafts = drafts;
    request.page_size = LIMIT_PAGE;
    enum catalog_code code = catalog_list_objects(stored->session->client, &request, NULL, &iterator, &error);
    while (code == CATALOG_OK && is_taken &&
           (code = catalog_object_iterator_next(iterator, &summary, &error)) == CATALOG_OK && summary != NULL)
        is_taken = take_line(stored, summary->version, drafts);
    catalog_object_iterator_free(iterator);
    if (code != CATALOG_OK || !is_taken)
        session_fail(stored->session, error);
    return code == CATALOG_OK && is_taken;
}

static bool tell(struct stored *stored, const Catalog__V1__BatchGetObjectsResponse *response) {
    bool is_taken = true;
    for (size_t i = 0; i < response->n_objects && is_taken; i++) {
        const Catalog__V1__ObjectVersion *version = response->objects[i];
        const struct listed *listed = string_map_get(&stored->by_name, version->name);
        if (listed == NULL || version->object == NULL)
            continue;
        const struct known_object known = {version->object, listed->version, listed->is_retired, ""};
        is_taken = stored->sink(stored->context, &known);
    }
    return is_taken;
}

/* Reads COUNT of the listed objects from FIRST on; fewer at a time where the answer would be too large. */
static bool read_batch(struct stored *stored, size_t first, size_t count) {
    Catalog__V1__ObjectSelector *selectors[LIMIT_BATCH];
    Catalog__V1__BatchGetObjectsRequest request = CATALOG__V1__BATCH_GET_OBJECTS_REQUEST__INIT;
    Catalog__V1__BatchGetObjectsResponse *response = NULL;
    struct catalog_error *error = NULL;
    for (size_t i = 0; i < count; i++)
        selectors[i] = &stored->listed.items[first + i]->selector;
    request.selectors = selectors;
    request.n_selectors = count;
    enum catalog_code code = catalog_batch_get_objects(stored->session->client, &request, NULL, &response, &error);
    if (code == CATALOG_RESOURCE_EXHAUSTED && count > 1) {
        catalog_error_free(error);
        return read_batch(stored, first, count / 2) && read_batch(stored, first + count / 2, count - count / 2);
    }
    if (code != CATALOG_OK) {
        session_fail(stored->session, error);
        return false;
    }
    bool is_told = tell(stored, response);
    catalog_message_free(response);
    return is_told;
}

bool import_known_stored(struct session *session, const char *name_space, known_sink *sink, void *context) {
    struct stored stored = {.session = session, .sink = sink, .context = context};
    string_map_init(&stored.by_name, &session->arena);
    bool is_read = list(&stored, name_space, false) && list(&stored, name_space, true);
    for (size_t i = 0; i < stored.listed.count && is_read; i += LIMIT_BATCH) {
        size_t left = stored.listed.count - i;
        if (session->err->is_terminal)
            progress_show(session->err, "objects compared", i, stored.listed.count);
        is_read = read_batch(&stored, i, left < LIMIT_BATCH ? left : LIMIT_BATCH);
    }
    progress_clear(session->err);
    return is_read;
}
