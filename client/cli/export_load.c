#include "cli/export_load.h"

#include "base/macros.h"
#include "catalog/objects.h"
#include "cli/target.h"
#include "codec/field.h"

#include <string.h>

#define BATCH_NAMES 25 /* components of the largest size still fit into one answer */
#define OBJECTS_MAX 10000
#define ALL_SUFFIX  "/*"

typedef VECTOR(const char *) names;

void export_load_init(struct export_load *load, struct session *session, struct export *export) {
    *load = (struct export_load){.session = session, .export = export};
    load->at_revision = arguments_number(session->arguments, "at-revision", 0);
}

void export_load_done(struct export_load *load) {
    for (size_t i = 0; i < load->messages.count; i++)
        catalog_message_free(load->messages.items[i]);
    catalog_documents_free(load->documents);
}

static bool refuse_memory(const struct export_load *load) {
    session_refuse(load->session, NULL, "out of memory");
    return false;
}

/* ---- Files ---- */

static bool read_path(struct export_load *load, const char *path, bool is_asked) {
    struct catalog_error *error = NULL;
    size_t before;
    size_t count;
    catalog_documents_objects(load->documents, &before);
    if (catalog_documents_read(load->documents, path, &error) != CATALOG_OK) {
        session_fail(load->session, error);
        return false;
    }
    Catalog__V1__Object *const *objects = catalog_documents_objects(load->documents, &count);
    for (size_t i = before; i < count; i++) {
        if (!export_add(load->export, objects[i], is_asked))
            return refuse_memory(load);
    }
    return true;
}

static bool read_companions(struct export_load *load) {
    char **paths;
    size_t count;
    if (!session_list(load->session, "with", &paths, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!read_path(load, paths[i], false))
            return false;
    }
    return true;
}

/* ---- The server ---- */

static bool connect(struct export_load *load) {
    return load->session->client != NULL || session_connect(load->session);
}

/* Stored objects leave their version to what stands around them. */
static bool add_stored(struct export_load *load, const Catalog__V1__ObjectVersion *stored, bool is_asked) {
    ProtobufCMessage *member = &stored->object->threat->base;
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(member->descriptor, "version");
    *(char **)field_set(member, field, 1, NULL) = stored->version;
    return export_add(load->export, stored->object, is_asked) || refuse_memory(load);
}

static bool keep(struct export_load *load, void *message) {
    if (vector_push(&load->session->arena, &load->messages, message))
        return true;
    catalog_message_free(message);
    return refuse_memory(load);
}

static bool fetch_one(struct export_load *load, const char *word) {
    Catalog__V1__GetObjectRequest request = CATALOG__V1__GET_OBJECT_REQUEST__INIT;
    Catalog__V1__ObjectSelector selector = CATALOG__V1__OBJECT_SELECTOR__INIT;
    Catalog__V1__GetObjectResponse *response;
    struct catalog_error *error = NULL;
    if (!session_name(load->session, word, &selector.name, &selector.version) || !connect(load))
        return false;
    selector.draft = arguments_flag(load->session->arguments, "draft");
    request.selector = &selector;
    request.at_revision = load->at_revision;
    if (catalog_get_object(load->session->client, &request, NULL, &response, &error) != CATALOG_OK) {
        session_fail(load->session, error);
        return false;
    }
    return keep(load, response) && add_stored(load, response->object, true);
}

/* The version of NAME that was resolved; "": the newest. Of several the first. */
static const char *pinned(const struct export_load *load, const char *name) {
    for (size_t i = 0; load->lock != NULL && i < load->lock->n_pins; i++) {
        if (strcmp(load->lock->pins[i]->name, name) == 0)
            return load->lock->pins[i]->version;
    }
    return "";
}

static bool fetch_batch(struct export_load *load, const char *const *batch, size_t count, bool is_asked) {
    Catalog__V1__BatchGetObjectsRequest request = CATALOG__V1__BATCH_GET_OBJECTS_REQUEST__INIT;
    Catalog__V1__ObjectSelector selectors[BATCH_NAMES];
    Catalog__V1__ObjectSelector *items[BATCH_NAMES];
    Catalog__V1__BatchGetObjectsResponse *response;
    struct catalog_error *error = NULL;
    for (size_t i = 0; i < count; i++) {
        items[i] = &selectors[i];
        catalog__v1__object_selector__init(items[i]);
        items[i]->name = (char *)(uintptr_t)batch[i];
        items[i]->version = (char *)(uintptr_t)(is_asked ? "" : pinned(load, batch[i]));
        items[i]->draft = is_asked && arguments_flag(load->session->arguments, "draft");
    }
    request.selectors = items;
    request.n_selectors = count;
    request.at_revision = load->at_revision;
    if (catalog_batch_get_objects(load->session->client, &request, NULL, &response, &error) != CATALOG_OK) {
        session_fail(load->session, error);
        return false;
    }
    if (!keep(load, response))
        return false;
    for (size_t i = 0; i < response->n_objects; i++) {
        if (!add_stored(load, response->objects[i], is_asked))
            return false;
    }
    return true;
}

static bool fetch(struct export_load *load, const names *wanted, bool is_asked) {
    if (wanted->count > 0 && !connect(load))
        return false;
    for (size_t at = 0; at < wanted->count; at += BATCH_NAMES) {
        size_t count = wanted->count - at < BATCH_NAMES ? wanted->count - at : BATCH_NAMES;
        if (!fetch_batch(load, wanted->items + at, count, is_asked))
            return false;
    }
    return true;
}

static bool collect(struct export_load *load, struct catalog_object_iterator *iterator, names *found) {
    const Catalog__V1__ObjectSummary *summary;
    struct catalog_error *error = NULL;
    enum catalog_code code;
    while ((code = catalog_object_iterator_next(iterator, &summary, &error)) == CATALOG_OK && summary != NULL) {
        const char *name = arena_strdup(&load->session->arena, summary->version->name);
        if (name == NULL || !vector_push(&load->session->arena, found, name))
            return refuse_memory(load);
    }
    if (code != CATALOG_OK)
        session_fail(load->session, error);
    return code == CATALOG_OK;
}

static bool fetch_namespace(struct export_load *load, const char *word) {
    struct session *session = load->session;
    Catalog__V1__ListObjectsRequest request = CATALOG__V1__LIST_OBJECTS_REQUEST__INIT;
    struct catalog_object_iterator *iterator;
    struct catalog_error *error = NULL;
    names found = {0};
    request.namespace_ = arena_strndup(&session->arena, word, strlen(word) - strlen(ALL_SUFFIX));
    request.at_revision = load->at_revision;
    request.drafts = arguments_flag(session->arguments, "draft");
    if (request.namespace_ == NULL)
        return refuse_memory(load);
    if (!connect(load))
        return false;
    if (catalog_list_objects(session->client, &request, NULL, &iterator, &error) != CATALOG_OK) {
        session_fail(session, error);
        return false;
    }
    bool is_read = collect(load, iterator, &found);
    catalog_object_iterator_free(iterator);
    if (is_read && found.count == 0)
        session_refuse(session, "`catalogctl list` shows what there is", "there are no objects in %s",
                       request.namespace_);
    return is_read && found.count > 0 && fetch(load, &found, true);
}

/* ---- What objects name ---- */

/* Fields that hold names of objects, in whatever message. "#id" names a threat of the model itself. */
static bool is_name_field(const ProtobufCFieldDescriptor *field) {
    static const char *const fields[] = {"threat", "control", "controls", "mitigates", "covers", "component"};
    for (size_t i = 0; field->type == PROTOBUF_C_TYPE_STRING && i < COUNT_OF(fields); i++) {
        if (strcmp(fields[i], field->name) == 0)
            return true;
    }
    return false;
}

struct gathering {
    struct export_load *load;
    struct string_map seen;                       /* names */
    VECTOR(const Catalog__V1__Object *) followed; /* whose names are wanted */
    names unknown;
};

/* Threats and controls that are only looked up name half of the catalog, of which an exporter has no use. */
static bool take_name(struct gathering *gathering, const char *name) {
    struct arena *arena = &gathering->load->session->arena;
    const Catalog__V1__Object *object = string_map_get(&gathering->load->export->known, name);
    if (object == NULL)
        return vector_push(arena, &gathering->unknown, name);
    return export_kind(object) != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT ||
           vector_push(arena, &gathering->followed, object);
}

static bool gather_name(struct gathering *gathering, const char *name) {
    if (strchr(name, '/') == NULL || string_map_get(&gathering->seen, name) != NULL)
        return true;
    return string_map_put(&gathering->seen, name, gathering) && take_name(gathering, name);
}

/* No message reaches itself: the schema bounds the depth. */
static bool gather(struct gathering *gathering, const ProtobufCMessage *message) {
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        bool is_name = is_name_field(field);
        size_t count = is_name || field->type == PROTOBUF_C_TYPE_MESSAGE ? field_count(message, field) : 0;
        for (size_t j = 0; j < count; j++) {
            const void *value = field_value(message, field, j);
            if (is_name ? !gather_name(gathering, field_text(value)) : !gather(gathering, field_message(value)))
                return false;
        }
    }
    return true;
}

/* Fetches what is unknown; components among it are followed next. */
static bool fetch_unknown(struct gathering *gathering) {
    struct export_load *load = gathering->load;
    names unknown = gathering->unknown;
    gathering->unknown = (names){0};
    if (!fetch(load, &unknown, false))
        return false;
    for (size_t i = 0; i < unknown.count; i++) {
        bool is_found = string_map_get(&load->export->known, unknown.items[i]) != NULL;
        if (is_found && !take_name(gathering, unknown.items[i]))
            return refuse_memory(load);
    }
    if (load->export->known.count > OBJECTS_MAX)
        session_refuse(load->session, "export fewer at a time", "more than %d objects are named", OBJECTS_MAX);
    return load->export->known.count <= OBJECTS_MAX;
}

static bool follow(struct export_load *load) {
    struct gathering gathering = {.load = load};
    struct arena *arena = &load->session->arena;
    string_map_init(&gathering.seen, arena);
    for (size_t i = 0; i < load->export->objects.count; i++) {
        if (!vector_push(arena, &gathering.followed, load->export->objects.items[i]))
            return refuse_memory(load);
    }
    for (size_t done = 0; done < gathering.followed.count;) {
        while (done < gathering.followed.count) {
            if (!gather(&gathering, &gathering.followed.items[done++]->base))
                return refuse_memory(load);
        }
        if (!fetch_unknown(&gathering))
            return false;
    }
    return true;
}

/* ---- Together ---- */

static bool read_word(struct export_load *load, const char *word, bool is_offline) {
    size_t size = strlen(word);
    if (target_is_file(word))
        return read_path(load, word, true);
    if (is_offline) {
        session_refuse(load->session, "name its file, or leave --offline out",
                       "%s is stored, and cannot be had without a server", word);
        return false;
    }
    bool is_whole = size > strlen(ALL_SUFFIX) && strcmp(word + size - strlen(ALL_SUFFIX), ALL_SUFFIX) == 0;
    return is_whole ? fetch_namespace(load, word) : fetch_one(load, word);
}

bool export_load_all(struct export_load *load) {
    const struct arguments *arguments = load->session->arguments;
    struct catalog_error *error = NULL;
    bool is_offline = arguments_flag(arguments, "offline");
    if (catalog_documents_new(&load->documents, &error) != CATALOG_OK) {
        session_fail(load->session, error);
        return false;
    }
    for (size_t i = 0; i < arguments->word_count; i++) {
        if (!read_word(load, arguments->words[i], is_offline))
            return false;
    }
    return read_companions(load) && (is_offline || follow(load));
}
