#include "convert/threagile/threagile.h"

#include "convert/normalise.h"
#include "convert/plain.h"

#include <string.h>

struct places {
    size_t count;
    char **items;
};

static bool add_place(struct threagile *threagile, const char *place, struct places *places) {
    return place == NULL || tool_tag(threagile->import, &places->count, &places->items, place);
}

static bool find_link(struct threagile *threagile, const char *id, struct places *places) {
    for (size_t i = 0; i < threagile->links.count; i++) {
        if (strcmp(threagile->links.items[i].source_id, id) == 0)
            return add_place(threagile, threagile->links.items[i].flow->id, places);
    }
    return true;
}

static bool find_asset(struct threagile *threagile, const char *id, struct places *places) {
    const struct threagile_asset *asset = string_map_get(&threagile->assets_by_id, id);
    return asset == NULL || add_place(threagile, asset->element->id, places);
}

/* Where data is, and what is in a boundary or runtime, are places; they themselves are none. */
static bool find_data(struct threagile *threagile, const char *id, struct places *places) {
    const Catalog__V1__Asset *data = string_map_get(&threagile->data, id);
    bool is_added = true;
    for (size_t i = 0; data != NULL && i < data->n_on && is_added; i++)
        is_added = add_place(threagile, data->on[i], places);
    return is_added;
}

static bool find_members(struct threagile *threagile, const char *id, struct places *places) {
    const struct threagile_group *group = string_map_get(&threagile->groups, id);
    bool is_added = true;
    for (size_t i = 0; group != NULL && i < group->assets.count && is_added; i++)
        is_added = add_place(threagile, group->assets.items[i]->element->id, places);
    return is_added;
}

/* What a risk is most about, the nearest first: the first of these that is there says where it stands. */
static const struct {
    const char *key;
    bool (*find)(struct threagile *threagile, const char *id, struct places *places);
} relevances[] = {
    {"most_relevant_communication_link", find_link}, {"most_relevant_technical_asset", find_asset},
    {"most_relevant_data_asset", find_data},         {"most_relevant_trust_boundary", find_members},
    {"most_relevant_shared_runtime", find_members},
};

static bool find_breached(struct threagile *threagile, const struct tree_node *node, struct places *places) {
    const struct tree_node *breached = draft_list(node, "data_breach_technical_assets");
    bool is_added = true;
    for (size_t i = 0; i < breached->count && is_added; i++)
        is_added = find_asset(threagile, breached->entries[i].value->text, places);
    return is_added;
}

static bool find_places(struct threagile *threagile, const struct tree_node *node, struct places *places) {
    bool is_added = true;
    for (size_t i = 0; i < COUNT_OF(relevances) && places->count == 0 && is_added; i++) {
        const char *id = draft_text(node, relevances[i].key);
        is_added = id[0] == '\0' || relevances[i].find(threagile, id, places);
        if (is_added && id[0] != '\0' && places->count == 0)
            threagile_note(threagile, NOTE_WARNING, node, "`%s`: nothing is called \"%.60s\", or nothing is there",
                           relevances[i].key, id);
    }
    if (is_added && places->count == 0)
        is_added = find_breached(threagile, node, places);
    if (!is_added || places->count > 0)
        return is_added;
    const char *whole = threagile_whole(threagile);
    return whole != NULL && add_place(threagile, whole, places);
}

/* "Title of the risk", its severity and what a breach would be. */
static const char *rationale_of(struct threagile *threagile, const char *title, const struct tree_node *node) {
    struct arena *arena = threagile->import->arena;
    const char *severity = draft_text(node, "severity");
    const char *breach = draft_text(node, "data_breach_probability");
    const char *plain = plain_text(arena, title);
    if (plain == NULL)
        return NULL;
    return ARENA_JOIN(arena, plain, ".", severity[0] == '\0' ? "" : " Severity: ", severity,
                      severity[0] == '\0' ? "" : ".", breach[0] == '\0' ? "" : " A data breach is ", breach,
                      breach[0] == '\0' ? "" : ".");
}

static bool add_risk(struct threagile *threagile, const struct threagile_category *category,
                     const struct tree_node *node, const char *rationale, const char *place) {
    struct import *import = threagile->import;
    Catalog__V1__ThreatUse *use = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    struct threagile_risk risk = {category, use, false};
    const char *key = ARENA_JOIN(import->arena, category->source_id, " ", place);
    const char *id = key == NULL ? NULL : draft_id(&threagile->ids, "risk", "", key);
    if (use == NULL || id == NULL || rationale == NULL || !vector_push(import->arena, &threagile->risks, risk))
        return false;
    use->id = tool_text(id);
    use->threat = category->threat->name;
    use->on = tool_text(place);
    use->likelihood = normalise_rating(draft_text(node, "exploitation_likelihood"));
    use->impact = normalise_rating(draft_text(node, "exploitation_impact"));
    use->rationale = tool_text(rationale);
    return draft_add(import, &threagile->feature->n_threats, &threagile->feature->threats, use);
}

status_code threagile_read_risk(struct threagile *threagile, const struct threagile_category *category,
                                const struct tree_entry *entry) {
    static const char *const known[] = {
        "title",
        "severity",
        "exploitation_likelihood",
        "exploitation_impact",
        "data_breach_probability",
        "data_breach_technical_assets",
        "most_relevant_communication_link",
        "most_relevant_technical_asset",
        "most_relevant_data_asset",
        "most_relevant_trust_boundary",
        "most_relevant_shared_runtime",
    };
    const struct tree_node *node = entry->value;
    if (node->kind != TREE_MAP)
        return import_refuse(threagile->import, threagile->document->file, node,
                             "an entry of risks_identified is no mapping");
    struct tool_place place = threagile_place(threagile, node);
    struct places places = {0};
    const char *title = entry->key == NULL ? draft_text(node, "title") : entry->key->text;
    const char *rationale = rationale_of(threagile, title, node);
    bool is_added = find_places(threagile, node, &places);
    for (size_t i = 0; i < places.count && is_added; i++)
        is_added = add_risk(threagile, category, node, rationale, places.items[i]);
    tool_note_keys(&place, known, COUNT_OF(known));
    return is_added ? STATUS_OK : import_no_memory(threagile->import);
}
