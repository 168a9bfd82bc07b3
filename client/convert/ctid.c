#include "convert/draft.h"
#include "convert/formats.h"
#include "convert/json_source.h"
#include "convert/plain.h"
#include "convert/release.h"

#include "base/macros.h"
#include "model/reference.h"

#include <stdlib.h>
#include <string.h>

/* Mappings of the Center for Threat-Informed Defense: what the capabilities of a framework do about techniques of
 * ATT&CK. https://github.com/center-for-threat-informed-defense/mappings-explorer */

#define LIST "mapping_objects"
#define SITE "https://center-for-threat-informed-defense.github.io/mappings-explorer/"

struct ctid {
    struct import *import;
    const struct source *source;
    struct arena kept;
    struct arena scratch; /* of the row at hand */

    /* From the metadata. */
    bool has_metadata;
    const char *scheme;         /* of the release: "ctid-aws" */
    const char *from;           /* scheme of what is mapped: of the framework, or where that has none the release's */
    const char *to;             /* scheme of the techniques */
    const char *attack_version; /* "16.1" */
    struct string_map groups;   /* title of each by its id */
    struct string_map types;    /* of mappings: name of each by its id, where the two differ */

    size_t unmapped; /* rows */
    size_t links;    /* of rows */
    size_t typed;    /* rows with a type beside their score */
    size_t titled;   /* rows that give a title to an entry of another scheme */
};

/* Frameworks whose ids are those of a scheme that is kept for itself. */
static const struct {
    const char *framework;
    const char *scheme;
} schemes[] = {
    {"nist_800_53", "nist-800-53"}, {"cve", "cve"}, {"kev", "cve"}, {"veris", "veris"}, {"csa_ccm", "csa-ccm"},
    {"cri_profile", "cri-profile"},
};

static const struct {
    const char *category;
    const char *relation;
} relations[] = {{"protect", "protects"}, {"detect", "detects"}, {"respond", "responds"}};

static char *own(const char *text) {
    return (char *)(uintptr_t)text;
}

static const char *scheme_of(const char *framework) {
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        if (strcmp(schemes[i].framework, framework) == 0)
            return schemes[i].scheme;
    }
    return NULL;
}

/* "12/12/2024" as "2024-12-12", so that releases have an order; any other version as it is. */
static const char *version_of(struct ctid *ctid, const char *text) {
    char *end = NULL;
    unsigned long month = strtoul(text, &end, 10);
    unsigned long day = *end == '/' ? strtoul(end + 1, &end, 10) : 0;
    unsigned long year = *end == '/' ? strtoul(end + 1, &end, 10) : 0;
    bool is_date = *end == '\0' && month >= 1 && month <= 12 && day >= 1 && day <= 31 && year >= 1000 && year <= 9999;
    return is_date ? arena_printf(&ctid->kept, "%04lu-%02lu-%02lu", year, month, day) : arena_strdup(&ctid->kept, text);
}

static bool put_name(struct ctid *ctid, struct string_map *names, const char *id, const char *name) {
    const char *kept = arena_strdup(&ctid->kept, id);
    char *value = arena_strdup(&ctid->kept, name);
    return kept != NULL && value != NULL && string_map_put(names, kept, value);
}

/* A map of names by id; files of 2023 have a list of maps with `id` and `name`. */
static bool read_names(struct ctid *ctid, const struct tree_node *list, struct string_map *names) {
    bool is_read = true;
    for (size_t i = 0; list != NULL && list->kind != TREE_TEXT && i < list->count && is_read; i++) {
        const struct tree_entry *entry = &list->entries[i];
        if (list->kind == TREE_LIST)
            is_read = put_name(ctid, names, draft_text(entry->value, "id"), draft_text(entry->value, "name"));
        else if (entry->value->kind == TREE_TEXT)
            is_read = put_name(ctid, names, entry->key->text, entry->value->text);
    }
    return is_read;
}

static bool name_schemes(struct ctid *ctid, const char *framework, const char *domain) {
    const char *slug = draft_slug(ctid->import, framework, "framework");
    bool is_enterprise = domain[0] == '\0' || strcmp(domain, "enterprise") == 0;
    const char *part = is_enterprise ? "" : draft_slug(ctid->import, domain, "other");
    if (slug == NULL || part == NULL)
        return false;
    ctid->scheme = arena_printf(&ctid->kept, "ctid-%.50s", slug);
    ctid->from = scheme_of(framework) != NULL ? scheme_of(framework) : ctid->scheme;
    ctid->to = is_enterprise ? "attack" : arena_printf(&ctid->kept, "attack-%.50s", part);
    return ctid->scheme != NULL && ctid->to != NULL;
}

/* A release of mappings is one of the framework and one of ATT&CK: "rev5-attack-16.1". */
static status_code begin_release(struct ctid *ctid, const char *framework, const char *framework_version) {
    const char *version = version_of(ctid, framework_version);
    const char *release = version == NULL
                              ? NULL
                              : ARENA_JOIN(&ctid->kept, version, version[0] == '\0' ? "" : "-", ctid->to,
                                           ctid->attack_version[0] == '\0' ? "" : "-", ctid->attack_version);
    const char *title =
        ARENA_JOIN(&ctid->kept, "Mappings of ", framework, " ", framework_version, " to ATT&CK ", ctid->attack_version);
    if (release == NULL || title == NULL)
        return import_no_memory(ctid->import);
    return release_begin(ctid->import, ctid->scheme, release, title, SITE);
}

static status_code read_metadata(struct ctid *ctid, const struct tree_node *metadata) {
    const char *framework = draft_text(metadata, "mapping_framework");
    ctid->has_metadata = true;
    if (framework[0] == '\0')
        return problem_set(ctid->import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY",
                           "%.200s:%u:%u: `metadata` says in `mapping_framework` what is mapped", ctid->source->path,
                           metadata->line, metadata->column);
    ctid->attack_version = arena_strdup(&ctid->kept, draft_text(metadata, "attack_version"));
    if (ctid->attack_version == NULL || !read_names(ctid, tree_get(metadata, "capability_groups"), &ctid->groups) ||
        !read_names(ctid, tree_get(metadata, "groups"), &ctid->groups) ||
        !read_names(ctid, tree_get(metadata, "mapping_types"), &ctid->types) ||
        !name_schemes(ctid, framework, draft_text(metadata, "technology_domain")))
        return import_no_memory(ctid->import);
    return begin_release(ctid, framework, draft_text(metadata, "mapping_framework_version"));
}

/* Hands on the entry ID unless it was: a capability or a group of them. */
static status_code add_entry(struct ctid *ctid, const struct tree_node *row, const char *id, const char *title,
                             const char *parent) {
    Catalog__V1__TaxonomyEntry entry;
    char *parents[] = {own(parent)};
    catalog__v1__taxonomy_entry__init(&entry);
    const char *canonical = reference_id(ctid->scheme, id, &ctid->scratch);
    const char *plain = plain_text(&ctid->scratch, title[0] == '\0' ? id : title);
    if (canonical == NULL || plain == NULL)
        return import_no_memory(ctid->import);
    if (release_has(ctid->import, canonical))
        return STATUS_OK;
    entry.id = own(canonical);
    entry.kind = own("capability");
    entry.title = own(draft_title(ctid->import, plain));
    entry.parents = parents;
    entry.n_parents = parent[0] != '\0';
    return entry.title == NULL ? ctid->import->problem->code
                               : release_entry(ctid->import, ctid->source->path, row, &entry);
}

/* The capability of ROW and its group: both may have one id. */
static status_code add_capability(struct ctid *ctid, const struct tree_node *row, const char *capability) {
    const char *older = draft_text(row, "group");
    const char *group = older[0] != '\0' ? older : draft_text(row, "capability_group");
    const char *title = string_map_get(&ctid->groups, group);
    bool has_group = group[0] != '\0' && strcmp(group, capability) != 0;
    status_code code = STATUS_OK;
    bool is_foreign = strcmp(ctid->scheme, ctid->from) != 0;
    ctid->titled += is_foreign && draft_text(row, "capability_description")[0] != '\0';
    if (is_foreign || capability[0] == '\0')
        return STATUS_OK;
    if (has_group)
        code = add_entry(ctid, row, group, title == NULL ? "" : title, "");
    return code != STATUS_OK
               ? code
               : add_entry(ctid, row, capability, draft_text(row, "capability_description"), has_group ? group : "");
}

static bool end_of(struct ctid *ctid, Catalog__V1__Reference *end, const char *scheme, const char *id) {
    const char *canonical = reference_id(scheme, id, &ctid->scratch);
    catalog__v1__reference__init(end);
    end->scheme = own(scheme);
    end->id = own(canonical);
    return canonical != NULL;
}

/* "protects" for the category of a score, else the type of the mapping: "mitigates", "primary-impact". */
static const char *relation_of(struct ctid *ctid, const struct tree_node *row) {
    const char *category = draft_text(row, "score_category");
    const char *id = draft_text(row, "mapping_type");
    for (size_t i = 0; i < COUNT_OF(relations); i++) {
        if (strcmp(relations[i].category, category) != 0)
            continue;
        ctid->typed += id[0] != '\0' && strcmp(id, "technique_scores") != 0;
        return relations[i].relation;
    }
    const char *name = string_map_get(&ctid->types, id);
    char *type = arena_strdup(&ctid->scratch, name == NULL ? id : name);
    for (char *at = type; at != NULL && *at != '\0'; at++) {
        if (*at == '_' || *at == ' ')
            *at = '-';
    }
    return type;
}

/* The score in its own word, then what is said of it. */
static const char *note_of(struct ctid *ctid, const struct tree_node *row) {
    const char *score = draft_text(row, "score_value");
    const char *comments = plain_text(&ctid->scratch, draft_text(row, "comments"));
    if (comments == NULL || score[0] == '\0' || comments[0] == '\0')
        return comments == NULL || score[0] == '\0' ? comments : score;
    return ARENA_JOIN(&ctid->scratch, score, ": ", comments);
}

static status_code add_mapping(struct ctid *ctid, const struct tree_node *row, const char *capability,
                               const char *technique) {
    Catalog__V1__TaxonomyMapping mapping;
    Catalog__V1__Reference from;
    Catalog__V1__Reference to;
    catalog__v1__taxonomy_mapping__init(&mapping);
    const char *relation = relation_of(ctid, row);
    const char *note = note_of(ctid, row);
    if (relation == NULL || note == NULL || !end_of(ctid, &from, ctid->from, capability) ||
        !end_of(ctid, &to, ctid->to, technique))
        return import_no_memory(ctid->import);
    to.release = own(ctid->attack_version);
    mapping.from = &from;
    mapping.to = &to;
    mapping.relation = own(relation);
    mapping.note = own(note);
    /* The best score, "significant", is no full answer either. */
    if (draft_text(row, "score_value")[0] != '\0')
        mapping.strength = CATALOG__V1__STRENGTH__STRENGTH_PARTIAL;
    return release_mapping(ctid->import, ctid->source->path, row, &mapping);
}

static status_code take_row(struct ctid *ctid, const struct tree_node *row) {
    if (row->kind != TREE_MAP)
        return import_refuse(ctid->import, ctid->source->path, row, "an element of `" LIST "` is a map");
    const char *capability = draft_text(row, "capability_id");
    const char *technique = draft_text(row, "attack_object_id");
    bool is_mapping =
        capability[0] != '\0' && technique[0] != '\0' && strcmp(draft_text(row, "status"), "non_mappable") != 0;
    status_code code = add_capability(ctid, row, capability);
    ctid->unmapped += !is_mapping;
    ctid->links += draft_list(row, "references")->count;
    return code == STATUS_OK && is_mapping ? add_mapping(ctid, row, capability, technique) : code;
}

/* The first pass ends with the metadata, which mostly stands in front. */
static status_code read_pass(struct ctid *ctid, size_t pass) {
    struct json_source json;
    struct json_piece piece = {0};
    status_code code =
        json_source_open(&json, ctid->import, ctid->source, LIST, (struct json_pass){.number = pass, .count = 2});
    while (code == STATUS_OK && (pass == 1 || !ctid->has_metadata) &&
           (code = json_source_next(&json, &piece)) == STATUS_OK && piece.value != NULL) {
        if (pass == 0 && strcmp(piece.key, "metadata") == 0)
            code = read_metadata(ctid, piece.value);
        else if (pass == 1 && piece.is_element)
            code = take_row(ctid, piece.value);
        arena_reset(&ctid->scratch);
    }
    json_source_close(&json);
    return code;
}

static void report_losses(const struct ctid *ctid) {
    const struct {
        size_t count;
        const char *words;
    } losses[] = {
        {ctid->unmapped, "rows map nothing: they are left out"},
        {ctid->links, "links of rows have no place in a mapping"},
        {ctid->typed, "rows have a `mapping_type` beside their score, which alone says how they relate"},
        {ctid->titled, "rows name what another scheme names: their titles and groups are left out"},
    };
    for (size_t i = 0; i < COUNT_OF(losses); i++) {
        if (losses[i].count > 0)
            report_add(ctid->import->report, NOTE_LOSS, ctid->source->path, NULL, "%zu %s", losses[i].count,
                       losses[i].words);
    }
}

static status_code read(struct import *import, const struct source *source) {
    struct ctid ctid = {.import = import, .source = source};
    arena_init(&ctid.kept, 0);
    arena_init(&ctid.scratch, 0);
    string_map_init(&ctid.groups, &ctid.kept);
    string_map_init(&ctid.types, &ctid.kept);
    status_code code = read_pass(&ctid, 0);
    if (code == STATUS_OK && !ctid.has_metadata)
        code = problem_set(import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY",
                           "%.200s: it has no `metadata` that says what is mapped", source->path);
    if (code == STATUS_OK)
        code = read_pass(&ctid, 1);
    if (code == STATUS_OK)
        report_losses(&ctid);
    arena_done(&ctid.scratch);
    arena_done(&ctid.kept);
    return code;
}

static bool recognises(const struct source *source) {
    const struct tree_node *root = source_root(source);
    return root != NULL && source->files[0].syntax == SOURCE_JSON && root->kind == TREE_MAP &&
           draft_text(tree_get(root, "metadata"), "mapping_framework")[0] != '\0' && tree_get(root, LIST) != NULL;
}

/* Metadata of mappings, or a row of them. */
static bool take_head(void *context, const struct json_piece *piece) {
    (void)context;
    if (piece->is_element)
        return piece->value->kind == TREE_MAP && tree_get(piece->value, "attack_object_id") != NULL;
    return strcmp(piece->key, "metadata") == 0 && draft_text(piece->value, "mapping_framework")[0] != '\0';
}

static bool recognises_head(slice head) {
    return json_head_any(head, LIST, take_head, NULL);
}

const struct import_format import_ctid = {
    .name = "ctid",
    .title = "mapping of the Center for Threat-Informed Defense",
    .shape = "`metadata.mapping_framework` with `" LIST "`",
    .recognises = recognises,
    .recognises_head = recognises_head,
    .read = read,
};
