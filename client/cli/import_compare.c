#include "cli/import_compare.h"

#include "base/macros.h"
#include "catalog/document.h"
#include "catalog/objects.h"
#include "cli/import_known.h"
#include "convert/draft.h"

#include <stdlib.h>
#include <string.h>

#define FIELDS_SHOWN 20

/* One object of the import, and what is known of its name. */
struct compared {
    const Catalog__V1__Object *object;
    Catalog__V1__ImportedObject *described;
    const char *version; /* the newest published one; "": none */
    bool is_retired;
};

struct comparison {
    struct session *session;
    struct import *import;
    const char *directory;
    Catalog__V1__ImportReport *answer;
    struct compared *compared;
    struct string_map by_name; /* to the compared */
    struct string_map marks;   /* of the sources that were read */
};

static bool no_memory(const struct comparison *comparison) {
    session_fail(comparison->session, NULL);
    return false;
}

static const char *slug_of(const char *name) {
    return strchr(name, '/') + 1;
}

/* ---- Objects that are there ---- */

static bool note_fields(const struct comparison *comparison, Catalog__V1__ImportedObject *described,
                        const Catalog__V1__DiffObjectsResponse *response) {
    struct import *import = comparison->import;
    for (size_t i = 0; i < response->n_differences && i < FIELDS_SHOWN; i++) {
        char *path = arena_strdup(import->arena, response->differences[i]->path);
        if (path == NULL || !draft_add(import, &described->n_changed_fields, &described->changed_fields, path))
            return no_memory(comparison);
    }
    described->changed_field_count = (uint32_t)response->n_differences;
    described->change = response->n_differences == 0 ? CATALOG__V1__IMPORT_CHANGE__IMPORT_CHANGE_UNCHANGED
                                                     : CATALOG__V1__IMPORT_CHANGE__IMPORT_CHANGE_CHANGED;
    return true;
}

static bool compare(const struct comparison *comparison, struct compared *compared, const struct known_object *known) {
    Catalog__V1__DiffObjectsResponse *response = NULL;
    struct catalog_error *error = NULL;
    compared->version = arena_strdup(comparison->import->arena, known->version);
    compared->is_retired = known->is_retired;
    if (compared->version == NULL)
        return no_memory(comparison);
    /* Another kind under the same name is no change: whatever stores the object refuses it. */
    if (catalog_object_kind(known->object) != catalog_object_kind(compared->object))
        return true;
    if (catalog_compare_objects(known->object, compared->object, &response, &error) != CATALOG_OK) {
        session_fail(comparison->session, error);
        return false;
    }
    bool is_noted = note_fields(comparison, compared->described, response);
    catalog_message_free(response);
    return is_noted;
}

/* A file under another name than an import gives it is somebody else's. */
static bool is_own_file(const struct comparison *comparison, const struct known_object *known) {
    const char *base = strrchr(known->file, '/');
    const char *slug = slug_of(catalog_object_name(known->object));
    return comparison->directory == NULL || (base != NULL && strncmp(base + 1, slug, strlen(slug)) == 0 &&
                                             strcmp(base + 1 + strlen(slug), ".yaml") == 0);
}

/* ---- Objects that are gone ---- */

static const ProtobufCMessage *content_of(const Catalog__V1__Object *object) {
    return &object->threat->base;
}

static const void *field_of(const ProtobufCMessage *message, const char *name, size_t *ret_count) {
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
    if (field == NULL)
        return NULL;
    if (field->label == PROTOBUF_C_LABEL_REPEATED)
        *ret_count = *(const size_t *)(const void *)((const char *)message + field->quantifier_offset);
    return (const char *)message + field->offset;
}

static bool has_mark(const struct comparison *comparison, const Catalog__V1__Object *object) {
    size_t count = 0;
    char *const *const *tags = field_of(content_of(object), "tags", &count);
    for (size_t i = 0; tags != NULL && i < count; i++) {
        if (string_map_get(&comparison->marks, (*tags)[i]) != NULL)
            return true;
    }
    return false;
}

static const char *title_of(const Catalog__V1__Object *object) {
    size_t count = 0;
    char *const *title = field_of(content_of(object), "title", &count);
    return title == NULL ? "" : *title;
}

static char *deprecation(const struct comparison *comparison, const char *name, const char *version,
                         const char *replaced_by) {
    struct arena *arena = comparison->import->arena;
    const char *option = replaced_by[0] == '\0' ? "" : " --replaced-by ";
    return version[0] == '\0' ? arena_strdup(arena, "")
                              : ARENA_JOIN(arena, "catalogctl deprecate ", name, "@", version, option, replaced_by);
}

static bool add_gone(const struct comparison *comparison, const struct known_object *known) {
    struct import *import = comparison->import;
    struct arena *arena = import->arena;
    Catalog__V1__ImportReport *answer = comparison->answer;
    Catalog__V1__GoneObject *gone = DRAFT_NEW(import, Catalog__V1__GoneObject, catalog__v1__gone_object);
    if (gone == NULL || !draft_add(import, &answer->n_gone, &answer->gone, gone))
        return no_memory(comparison);
    gone->name = arena_strdup(arena, catalog_object_name(known->object));
    gone->kind = catalog_object_kind(known->object);
    gone->title = arena_strdup(arena, title_of(known->object));
    gone->version = arena_strdup(arena, known->version);
    gone->file = arena_strdup(arena, known->file);
    if (gone->name == NULL || gone->title == NULL || gone->version == NULL || gone->file == NULL)
        return no_memory(comparison);
    gone->command = deprecation(comparison, gone->name, gone->version, "");
    return gone->command != NULL || no_memory(comparison);
}

static bool take_known(void *context, const struct known_object *known) {
    const struct comparison *comparison = context;
    struct compared *compared = string_map_get(&comparison->by_name, catalog_object_name(known->object));
    if (!is_own_file(comparison, known))
        return true;
    if (compared != NULL)
        return compare(comparison, compared, known);
    return known->is_retired || !has_mark(comparison, known->object) || add_gone(comparison, known);
}

/* ---- All together ---- */

static bool index_import(struct comparison *comparison) {
    const struct import *import = comparison->import;
    comparison->compared = ARENA_ARRAY(import->arena, struct compared, import->objects.count + 1);
    string_map_init(&comparison->by_name, import->arena);
    string_map_init(&comparison->marks, import->arena);
    if (comparison->compared == NULL)
        return no_memory(comparison);
    for (size_t i = 0; i < import->objects.count; i++) {
        struct compared *compared = &comparison->compared[i];
        const char *mark = import->marks.items[i];
        *compared = (struct compared){import->objects.items[i], comparison->answer->objects[i], "", false};
        if (!string_map_put(&comparison->by_name, compared->described->name, compared) ||
            (mark[0] != '\0' && !string_map_put(&comparison->marks, mark, compared)))
            return no_memory(comparison);
        compared->described->change = CATALOG__V1__IMPORT_CHANGE__IMPORT_CHANGE_ADDED;
    }
    return true;
}

/* What the catalog deprecates already needs nobody's attention. */
static bool note_deprecations(const struct comparison *comparison) {
    const struct import *import = comparison->import;
    for (size_t i = 0; i < import->deprecations.count; i++) {
        const struct import_deprecation *said = &import->deprecations.items[i];
        const struct compared *compared = string_map_get(&comparison->by_name, said->name);
        if (compared == NULL || compared->is_retired)
            continue;
        Catalog__V1__ImportedObject *described = compared->described;
        described->deprecated = true;
        described->replaced_by = (char *)(uintptr_t)said->replaced_by;
        described->command = deprecation(comparison, described->name, compared->version, said->replaced_by);
        if (described->command == NULL)
            return no_memory(comparison);
    }
    return true;
}

static void count_changes(Catalog__V1__ImportReport *answer) {
    uint32_t *const totals[] = {
        [CATALOG__V1__IMPORT_CHANGE__IMPORT_CHANGE_ADDED] = &answer->added,
        [CATALOG__V1__IMPORT_CHANGE__IMPORT_CHANGE_CHANGED] = &answer->changed,
        [CATALOG__V1__IMPORT_CHANGE__IMPORT_CHANGE_UNCHANGED] = &answer->unchanged,
    };
    for (size_t i = 0; i < answer->n_objects; i++) {
        ++*totals[answer->objects[i]->change];
        answer->deprecated += answer->objects[i]->deprecated;
    }
}

static int order_gone(const void *a, const void *b) {
    const Catalog__V1__GoneObject *const *left = a;
    const Catalog__V1__GoneObject *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

bool import_compare(struct session *session, struct import *import, const char *directory,
                    Catalog__V1__ImportReport *answer) {
    struct comparison comparison = {.session = session, .import = import, .directory = directory, .answer = answer};
    if (!index_import(&comparison))
        return false;
    bool is_told = directory == NULL
                       ? import_known_stored(session, import->name_space, take_known, &comparison)
                       : import_known_files(session, directory, import->name_space, take_known, &comparison);
    if (!is_told || !note_deprecations(&comparison))
        return false;
    if (answer->n_gone > 0)
        qsort(answer->gone, answer->n_gone, sizeof(Catalog__V1__GoneObject *), order_gone);
    count_changes(answer);
    return true;
}
