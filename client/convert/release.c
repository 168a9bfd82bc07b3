#include "convert/release.h"

#include "base/limits.h"
#include "model/name.h"
#include "model/reference.h"

#include <string.h>

struct release_reading {
    Catalog__V1__Taxonomy taxonomy;
    struct string_map ids; /* of entries so far */
    size_t item_count;     /* entries and mappings so far */
    struct release_reading *before;
};

/* The most of TEXT that fits into LIMIT bytes and ends with a character. */
static size_t fitting(const char *text, size_t limit) {
    size_t size = strlen(text);
    if (size <= limit)
        return size;
    while (limit > 0 && ((unsigned char)text[limit] & 0xC0) == 0x80)
        limit--;
    return limit;
}

static char *copy(struct import *import, const char *text, size_t limit) {
    return arena_strndup(import->arena, text, fitting(text, limit));
}

const char *release_word(struct import *import, const char *text) {
    char *word = copy(import, text, REFERENCE_RELEASE_MAX);
    if (word == NULL) {
        import_no_memory(import);
        return NULL;
    }
    for (char *at = word; *at != '\0'; at++) {
        const char one[] = {*at, '\0'};
        if (!reference_is_release(one))
            *at = '-';
    }
    return word;
}

/* The first number with a dot in it; its size, 0: there is none. */
static size_t dotted_number(const char *text, const char **ret_number) {
    static const char digits[] = "0123456789";
    size_t size = 0;
    for (const char *at = strpbrk(text, digits); at != NULL; at = strpbrk(at + size, digits)) {
        size = strspn(at, digits);
        while (at[size] == '.' && strspn(at + size + 1, digits) > 0)
            size += 1 + strspn(at + size + 1, digits);
        *ret_number = at;
        if (memchr(at, '.', size) != NULL)
            return size;
    }
    return 0;
}

status_code release_in_name(struct import *import, const char *path, const char **ret_release) {
    const char *slash = strrchr(path, '/');
    const char *number = "";
    size_t size = dotted_number(slash == NULL ? path : slash, &number);
    if (size == 0 && import->release_wanted == NULL)
        return problem_set(import->problem, STATUS_INVALID_ARGUMENT, "NO_RELEASE",
                           "%.200s: neither the file nor its name says which release it is: say so with --release",
                           path);
    const char *release = arena_strndup(import->arena, number, size);
    if (release == NULL)
        return import_no_memory(import);
    *ret_release = release;
    return STATUS_OK;
}

static bool was_read(const struct import *import, const char *scheme, const char *release) {
    for (const struct release_reading *one = import->reading; one != NULL; one = one->before) {
        if (strcmp(one->taxonomy.scheme, scheme) == 0 && strcmp(one->taxonomy.release, release) == 0)
            return true;
    }
    return false;
}

static status_code check_name(const struct import *import, const char *scheme, const char *release,
                              const char *source) {
    if (release[0] == '\0')
        return problem_set(import->problem, STATUS_INVALID_ARGUMENT, "NO_RELEASE",
                           "%.200s: it does not say which release of %.63s it is: say so with --release", source,
                           scheme);
    if (was_read(import, scheme, release))
        return problem_set(import->problem, STATUS_INVALID_ARGUMENT, "TWO_RELEASES",
                           "%.200s: %.63s %.63s was read from another source already: import one of the two, or name "
                           "them apart with --release",
                           source, scheme, release);
    return STATUS_OK;
}

static struct release_reading *new_reading(struct import *import, const char *scheme, const char *release,
                                           const char *title, const char *source) {
    struct release_reading *reading = ARENA_NEW(import->arena, struct release_reading);
    if (reading == NULL)
        return NULL;
    string_map_init(&reading->ids, import->arena);
    reading->before = import->reading;
    catalog__v1__taxonomy__init(&reading->taxonomy);
    reading->taxonomy.scheme = arena_strdup(import->arena, scheme);
    reading->taxonomy.release = arena_strdup(import->arena, release);
    reading->taxonomy.title = copy(import, title, LIMIT_TAXONOMY_TITLE_BYTES);
    reading->taxonomy.source = copy(import, source, LIMIT_REASON_BYTES);
    bool is_whole = reading->taxonomy.scheme != NULL && reading->taxonomy.release != NULL &&
                    reading->taxonomy.title != NULL && reading->taxonomy.source != NULL;
    return is_whole ? reading : NULL;
}

status_code release_begin(struct import *import, const char *scheme, const char *release, const char *title,
                          const char *source) {
    const char *word = release_word(import, import->release_wanted == NULL ? release : import->release_wanted);
    if (word == NULL)
        return import->problem->code;
    status_code code = check_name(import, scheme, word, source);
    if (code != STATUS_OK)
        return code;
    import->reading = new_reading(import, scheme, word, title, source);
    if (import->reading == NULL)
        return import_no_memory(import);
    return import->release == NULL
               ? STATUS_OK
               : import->release->begin(import->release->context, &import->reading->taxonomy, import->problem);
}

bool release_has(const struct import *import, const char *id) {
    return import->reading != NULL && string_map_get(&import->reading->ids, id) != NULL;
}

static status_code hand_on(struct import *import, Catalog__V1__TaxonomyItem__ItemCase kind, ProtobufCMessage *message) {
    Catalog__V1__TaxonomyItem item;
    if (import->reading->item_count++ == LIMIT_TAXONOMY_ITEMS)
        return problem_set(import->problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_ITEMS",
                           "%.63s %.63s has more than %d entries and mappings", import->reading->taxonomy.scheme,
                           import->reading->taxonomy.release, LIMIT_TAXONOMY_ITEMS);
    if (import->release == NULL)
        return STATUS_OK;
    catalog__v1__taxonomy_item__init(&item);
    item.item_case = kind;
    item.entry = (Catalog__V1__TaxonomyEntry *)message;
    return import->release->add(import->release->context, &item, import->problem);
}

static void bound_links(struct import *import, const char *file, const struct tree_node *node, const char *id,
                        const char *what, size_t *count) {
    if (*count <= LIMIT_TAXONOMY_LINKS)
        return;
    report_add(import->report, NOTE_LOSS, file, node, "%s has %zu %s: the first %d are kept", id, *count, what,
               LIMIT_TAXONOMY_LINKS);
    *count = LIMIT_TAXONOMY_LINKS;
}

/* A reference that names nothing is none: ids of blanks, schemes that are no word. */
static void drop_references(struct import *import, const char *file, const struct tree_node *node,
                            Catalog__V1__TaxonomyEntry *entry) {
    size_t kept = 0;
    for (size_t i = 0; i < entry->n_references; i++) {
        Catalog__V1__Reference *reference = entry->references[i];
        if (name_is_id(reference->scheme) && reference->id[strspn(reference->id, " \t\r\n\v\f")] != '\0')
            entry->references[kept++] = reference;
        else
            report_add(import->report, NOTE_LOSS, file, node, "a reference of %s names nothing and is left out",
                       entry->id);
    }
    entry->n_references = kept;
}

/* Cuts *TEXT to LIMIT bytes. False: no room. */
static bool bound_text(struct import *import, const char *file, const struct tree_node *node, const char *id,
                       char **text, size_t limit) {
    if (strlen(*text) <= limit)
        return true;
    report_add(import->report, NOTE_LOSS, file, node, "a text of %s has %zu bytes: the first %zu are kept", id,
               strlen(*text), limit);
    *text = copy(import, *text, limit);
    return *text != NULL;
}

static bool bound_entry(struct import *import, const char *file, const struct tree_node *node,
                        Catalog__V1__TaxonomyEntry *entry) {
    drop_references(import, file, node, entry);
    bound_links(import, file, node, entry->id, "parents", &entry->n_parents);
    bound_links(import, file, node, entry->id, "references", &entry->n_references);
    return bound_text(import, file, node, entry->id, &entry->title, LIMIT_TAXONOMY_TITLE_BYTES);
}

/* What is wrong with ENTRY; NULL: nothing. */
static const char *fault_of(const struct import *import, const Catalog__V1__TaxonomyEntry *entry) {
    size_t size = strlen(entry->id);
    if (size == 0 || size > REFERENCE_ID_MAX)
        return "an id has 1 to 128 bytes";
    if (entry->title[0] == '\0')
        return "it has no title";
    if (release_has(import, entry->id))
        return "another entry has this id";
    if (protobuf_c_message_get_packed_size(&entry->base) > LIMIT_OBJECT_BYTES)
        return "its texts have more than 1 MiB";
    return NULL;
}

status_code release_entry(struct import *import, const char *file, const struct tree_node *node,
                          Catalog__V1__TaxonomyEntry *entry) {
    const char *id = reference_id(import->reading->taxonomy.scheme, entry->id, import->arena);
    entry->id = (char *)(uintptr_t)id;
    if (id == NULL || !bound_entry(import, file, node, entry))
        return import_no_memory(import);
    const char *fault = fault_of(import, entry);
    if (fault != NULL)
        return import_refuse(import, file, node, "%.128s: %s", id, fault);
    if (!string_map_put(&import->reading->ids, id, import->reading))
        return import_no_memory(import);
    return hand_on(import, CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY, &entry->base);
}

static bool is_end(const Catalog__V1__Reference *end) {
    return end != NULL && end->scheme[0] != '\0' && end->id[0] != '\0' && strlen(end->id) <= REFERENCE_ID_MAX;
}

status_code release_mapping(struct import *import, const char *file, const struct tree_node *node,
                            Catalog__V1__TaxonomyMapping *mapping) {
    if (!is_end(mapping->from) || !is_end(mapping->to))
        return import_refuse(import, file, node, "a mapping leads from an entry to an entry: it lacks the %s",
                             is_end(mapping->from) ? "second" : "first");
    size_t size = protobuf_c_message_get_packed_size(&mapping->base);
    size_t excess = size > LIMIT_TAXONOMY_MAPPING_BYTES ? size - LIMIT_TAXONOMY_MAPPING_BYTES : 0;
    size_t note = strlen(mapping->note);
    if (excess > 0 &&
        !bound_text(import, file, node, mapping->from->id, &mapping->note, note > excess ? note - excess : 0))
        return import_no_memory(import);
    return hand_on(import, CATALOG__V1__TAXONOMY_ITEM__ITEM_MAPPING, &mapping->base);
}
