#include "convert/gemara/gemara.h"
#include "convert/normalise.h"

#include <string.h>

static const char *const known_keys[] = {"id",
                                         "title",
                                         "description",
                                         "group",
                                         "family",
                                         "capabilities",
                                         "capability-mappings",
                                         "vectors",
                                         "external-mappings",
                                         "actors"};

static bool add_tag(const struct gemara *gemara, Catalog__V1__Threat *threat, const char *text) {
    char *tag = (char *)(uintptr_t)draft_slug(gemara->import, text, "");
    return tag != NULL && (tag[0] == '\0' || draft_add(gemara->import, &threat->n_tags, &threat->tags, tag));
}

/* A group is a class of the source's own scheme, or, by its title, one of STRIDE. */
static bool add_group(const struct gemara *gemara, Catalog__V1__Threat *threat, const char *group) {
    const char *title = string_map_get(&gemara->groups, group);
    Catalog__V1__Stride stride = normalise_stride(title == NULL ? "" : title);
    if (group[0] == '\0')
        return true;
    if (stride != CATALOG__V1__STRIDE__STRIDE_UNSPECIFIED)
        return draft_add(gemara->import, &threat->n_stride, &threat->stride, stride);
    char *category = ARENA_JOIN(gemara->import->arena, GEMARA_CATEGORY, group);
    return category != NULL && draft_add(gemara->import, &threat->n_categories, &threat->categories, category);
}

static bool add_capabilities(const struct gemara *gemara, const struct gemara_entry *entry) {
    gemara_links links = {0};
    if (!gemara_add_links(gemara, entry->file, entry->node, "capabilities", &links))
        return false;
    for (size_t i = 0; i < links.count; i++) {
        const struct gemara_entry *capability = gemara_find(gemara, &links.items[i], GEMARA_CAPABILITY);
        if (capability != NULL && !add_tag(gemara, entry->threat, capability->id))
            return false;
    }
    return true;
}

static bool add_vectors(const struct gemara *gemara, const struct gemara_entry *entry) {
    gemara_links links = {0};
    Catalog__V1__Threat *threat = entry->threat;
    if (!gemara_add_links(gemara, entry->file, entry->node, "vectors", &links))
        return false;
    for (size_t i = 0; i < links.count; i++) {
        Catalog__V1__Reference *reference = gemara_reference(gemara, links.items[i].catalog, links.items[i].id);
        if (reference == NULL || !draft_add(gemara->import, &threat->n_references, &threat->references, reference))
            return false;
    }
    return true;
}

static Catalog__V1__ThreatStatement *statement_of(const struct gemara *gemara, const struct gemara_entry *entry) {
    Catalog__V1__ThreatStatement *statement =
        DRAFT_NEW(gemara->import, Catalog__V1__ThreatStatement, catalog__v1__threat_statement);
    char *source = gemara_commas(gemara, draft_list(entry->node, "actors"), "name");
    char *impact = gemara_prose(gemara, entry->node, "description");
    if (statement == NULL || source == NULL || impact == NULL || entry->threat->title == NULL)
        return NULL;
    statement->source = source;
    statement->action = entry->threat->title;
    statement->impact = impact;
    return statement;
}

status_code gemara_read_threat(const struct gemara *gemara, struct gemara_entry *entry) {
    struct import *import = gemara->import;
    Catalog__V1__Threat *threat =
        draft_threat(import, entry->file, entry->node, draft_slug(import, entry->id, "threat"));
    entry->threat = threat;
    if (threat == NULL)
        return import_no_memory(gemara->import);
    threat->title = gemara_title(gemara, entry->node, entry->id);
    threat->statement = statement_of(gemara, entry);
    threat->likelihood = GEMARA_RATING;
    threat->impact = GEMARA_RATING;
    gemara_note_losses(gemara, entry->file, entry->node, known_keys, COUNT_OF(known_keys));
    bool is_whole = threat->statement != NULL && add_group(gemara, threat, entry->group) &&
                    add_tag(gemara, threat, entry->group) && add_capabilities(gemara, entry) &&
                    add_vectors(gemara, entry);
    return is_whole ? STATUS_OK : import_no_memory(gemara->import);
}
