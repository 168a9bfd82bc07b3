#include "convert/asvs/asvs.h"

#include "convert/formats.h"
#include "convert/normalise.h"
#include "model/reference.h"

#include <string.h>

#define TAG_PREFIX "tag-v"

/* How the clauses of a tag begin, and what they say of the requirement: "MOVED TO v5.0.0-13.1.1". */
static const struct {
    const char *words;
    const char *relation;
    bool is_backward; /* what it names came first */
} clauses[] = {
    {"MOVED TO", "moved", false},       {"MOVED FROM", "moved", true},        {"SPLIT TO", "split", false},
    {"SPLIT FROM", "split", true},      {"MERGED TO", "merged", false},       {"MERGED FROM", "merged", true},
    {"COVERED BY", "covered", false},   {"COVERS", "covered", true},          {"DEPRECATED BY", "deprecated", false},
    {"DEPRECATES", "deprecated", true}, {"DUPLICATE OF", "duplicate", false},
};

struct mapping {
    struct import *import;
    const char *file;
    const struct tree_node *node; /* of the tag */
    const char *tag;
    const Catalog__V1__Reference *subject;
    size_t clause; /* COUNT_OF(clauses): none yet */
    size_t found;
};

/* "v4.0.3-1.1.5" (SIZE bytes) as a reference with its release; NULL: it is none, or there is no room. */
static Catalog__V1__Reference *reference_of(struct import *import, const char *text, size_t size) {
    const char *word = arena_strndup(import->arena, text, size);
    const char *hyphen = word == NULL ? NULL : strrchr(word, '-');
    if (hyphen == NULL || word[0] != 'v' || hyphen == word + 1 || hyphen[1] < '0' || hyphen[1] > '9')
        return NULL;
    Catalog__V1__Reference *reference = DRAFT_NEW(import, Catalog__V1__Reference, catalog__v1__reference);
    const char *release = arena_strndup(import->arena, word + 1, (size_t)(hyphen - word - 1));
    const char *id = reference_id(ASVS_SCHEME, hyphen + 1, import->arena);
    if (reference == NULL || release == NULL || id == NULL)
        return NULL;
    reference->scheme = (char *)(uintptr_t)ASVS_SCHEME;
    reference->release = (char *)(uintptr_t)release;
    reference->id = (char *)(uintptr_t)id;
    return reference;
}

static status_code add(struct mapping *mapping, Catalog__V1__Reference *other) {
    Catalog__V1__TaxonomyMapping *made =
        DRAFT_NEW(mapping->import, Catalog__V1__TaxonomyMapping, catalog__v1__taxonomy_mapping);
    Catalog__V1__Reference *subject = (Catalog__V1__Reference *)(uintptr_t)mapping->subject;
    bool is_known = mapping->clause < COUNT_OF(clauses);
    bool is_backward = is_known && clauses[mapping->clause].is_backward;
    if (made == NULL)
        return import_no_memory(mapping->import);
    made->from = is_backward ? other : subject;
    made->to = is_backward ? subject : other;
    made->relation = (char *)(uintptr_t)(is_known ? clauses[mapping->clause].relation : "related");
    made->note = (char *)(uintptr_t)mapping->tag;
    mapping->found++;
    return release_mapping(mapping->import, mapping->file, mapping->node, made);
}

static size_t clause_at(const char *text) {
    for (size_t i = 0; i < COUNT_OF(clauses); i++) {
        size_t size = strlen(clauses[i].words);
        if (strncmp(text, clauses[i].words, size) == 0 && text[size] == ' ')
            return i;
    }
    return COUNT_OF(clauses);
}

/* Ids that follow one another belong to the same clause. */
static status_code read_part(struct mapping *mapping, const char *part, size_t size) {
    size_t clause = clause_at(part);
    if (clause < COUNT_OF(clauses)) {
        mapping->clause = clause;
        part += strlen(clauses[clause].words) + 1;
        size -= strlen(clauses[clause].words) + 1;
    }
    Catalog__V1__Reference *other = reference_of(mapping->import, part, size);
    return other == NULL ? STATUS_OK : add(mapping, other);
}

static status_code read_tag(struct mapping *mapping) {
    status_code code = STATUS_OK;
    for (const char *at = mapping->tag + strspn(mapping->tag, ", "); *at != '\0' && code == STATUS_OK;
         at += strspn(at, ", ")) {
        size_t size = strcspn(at, ",");
        size_t end = size;
        while (end > 0 && at[end - 1] == ' ')
            end--;
        code = read_part(mapping, at, end);
        at += size;
    }
    if (code == STATUS_OK && mapping->found == 0)
        report_add(mapping->import->report, NOTE_LOSS, mapping->file, mapping->node,
                   "nothing is named that %s of %s could be mapped to: %.80s", mapping->subject->id,
                   mapping->subject->release, mapping->tag);
    return code;
}

static status_code read_entry(struct import *import, const char *file, const struct tree_entry *entry) {
    const struct tree_node *tags = entry->value;
    const Catalog__V1__Reference *subject = reference_of(import, entry->key->text, strlen(entry->key->text));
    if (subject == NULL || tags->kind != TREE_MAP)
        return import_refuse(import, file, entry->key, "\"%.40s\" is no requirement such as v4.0.3-1.1.5 with a tag",
                             entry->key->text);
    status_code code = STATUS_OK;
    for (size_t i = 0; i < tags->count && code == STATUS_OK; i++) {
        struct mapping mapping = {.import = import,
                                  .file = file,
                                  .node = tags->entries[i].value,
                                  .tag = tags->entries[i].value->text,
                                  .subject = subject,
                                  .clause = COUNT_OF(clauses)};
        code = read_tag(&mapping);
    }
    return code;
}

/* ---- The file ---- */

/* Of the first entry; NULL: ROOT has none of the shape. */
static const struct tree_node *first_tag(const struct tree_node *root) {
    const struct tree_node *tags =
        root != NULL && root->kind == TREE_MAP && root->count > 0 ? root->entries[0].value : NULL;
    bool is_subject = tags != NULL && root->entries[0].key->text[0] == 'v' && tags->kind == TREE_MAP;
    bool is_tag =
        is_subject && tags->count > 0 && strncmp(tags->entries[0].key->text, TAG_PREFIX, strlen(TAG_PREFIX)) == 0;
    return is_tag ? tags->entries[0].key : NULL;
}

static bool is_mapping(const struct source *source) {
    return first_tag(source_root(source)) != NULL;
}

static status_code read_mapping(struct import *import, const struct source *source) {
    const struct tree_node *root = source_root(source);
    const char *key = root->entries[0].key->text;
    const Catalog__V1__Reference *subject = reference_of(import, key, strlen(key));
    const char *to = first_tag(root)->text + strlen(TAG_PREFIX);
    const char *from = subject == NULL ? "" : subject->release;
    const char *release = ARENA_JOIN(import->arena, from, "-to-", to);
    const char *title = ARENA_JOIN(import->arena, ASVS_TITLE ", from ", from, " to ", to);
    if (release == NULL || title == NULL)
        return import_no_memory(import);
    status_code code = release_begin(import, ASVS_SCHEME "-mapping", release, title, ASVS_SOURCE);
    for (size_t i = 0; i < root->count && code == STATUS_OK; i++)
        code = read_entry(import, source->path, &root->entries[i]);
    return code;
}

const struct import_format import_asvs_mapping = {
    .name = "asvs-mapping",
    .title = "mapping of two releases of OWASP ASVS",
    .shape = "v4.0.3-1.1.1 and the like with tag-v5.0.0",
    .recognises = is_mapping,
    .read = read_mapping,
};
