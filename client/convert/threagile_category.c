#include "convert/threagile.h"

#include "convert/normalise.h"
#include "convert/plain.h"

#include <string.h>

/* ---- A category as a threat and a control ---- */

/* Adds what each of KEYS says to *TEXT, behind its lead. */
static const char *describe(const struct tool_place *place) {
    static const struct {
        const char *key;
        const char *lead;
    } parts[] = {{"description", ""},
                 {"detection_logic", "How it is found: "},
                 {"risk_assessment", "How it is rated: "},
                 {"false_positives", "False positives: "}};
    struct import *import = place->import;
    const char *text = "";
    for (size_t i = 0; i < COUNT_OF(parts) && text != NULL; i++) {
        const char *plain = tool_plain(import, place->node, parts[i].key);
        const char *part =
            plain == NULL ? NULL : ARENA_JOIN(import->arena, plain[0] == '\0' ? "" : parts[i].lead, plain);
        text = part == NULL ? NULL : tool_paragraphs(import, text, part);
    }
    return text;
}

static bool fill_threat(const struct tool_place *place, const char *title, Catalog__V1__Threat *threat) {
    struct import *import = place->import;
    const char *impact = tool_plain(import, place->node, "impact");
    const char *cwe = draft_text(place->node, "cwe");
    const char *function = draft_text(place->node, "function");
    const char *tag = function[0] == '\0' ? "" : ARENA_JOIN(import->arena, "function:", function);
    Catalog__V1__ThreatStatement *parts =
        DRAFT_NEW(import, Catalog__V1__ThreatStatement, catalog__v1__threat_statement);
    threat->title = tool_text(tool_plain_title(import, title, "Risk"));
    threat->description = tool_text(describe(place));
    if (impact == NULL || tag == NULL || parts == NULL || threat->title == NULL || threat->description == NULL)
        return false;
    parts->impact = tool_text(impact);
    threat->statement = impact[0] == '\0' ? NULL : parts;
    return tool_classify(import, threat, "threagile", draft_text(place->node, "stride")) &&
           tool_tag(import, &threat->n_tags, &threat->tags, tag) &&
           tool_refer(import, &threat->n_references, &threat->references, "cwe", strcmp(cwe, "0") == 0 ? "" : cwe);
}

/* "V14 - Configuration ..." refers to the chapter; the words behind it are a title. */
static bool refer_to_asvs(const struct tool_place *place, Catalog__V1__Control *control) {
    const char *text = draft_text(place->node, "asvs");
    const char *id = arena_strndup(place->import->arena, text, strcspn(text, " -:"));
    bool is_chapter = id != NULL && (id[0] == 'V' || id[0] == 'v') && id[1] >= '0' && id[1] <= '9';
    if (!is_chapter && text[0] != '\0')
        report_add(place->import->report, NOTE_LOSS, place->file, place->node, "\"%.60s\" is no chapter of the ASVS",
                   text);
    return id != NULL &&
           (!is_chapter || tool_refer(place->import, &control->n_references, &control->references, "asvs", id));
}

static bool verify(const struct tool_place *place, Catalog__V1__Control *control) {
    struct import *import = place->import;
    const char *check = tool_plain(import, place->node, "check");
    Catalog__V1__Verification *verification = DRAFT_NEW(import, Catalog__V1__Verification, catalog__v1__verification);
    if (check == NULL || verification == NULL)
        return false;
    verification->id = tool_text("check");
    verification->statement = tool_text(check);
    return check[0] == '\0' || draft_add(import, &control->n_verification, &control->verification, verification);
}

static bool fill_control(const struct tool_place *place, const Catalog__V1__Threat *threat,
                         Catalog__V1__Control *control) {
    struct import *import = place->import;
    const char *fallback = ARENA_JOIN(import->arena, "Against ", threat->title);
    const char *objective = tool_plain(import, place->node, "mitigation");
    Catalog__V1__ControlMitigation *mitigation =
        DRAFT_NEW(import, Catalog__V1__ControlMitigation, catalog__v1__control_mitigation);
    if (fallback == NULL || objective == NULL || mitigation == NULL ||
        !draft_add(import, &control->n_mitigates, &control->mitigates, mitigation))
        return false;
    control->title = tool_text(tool_plain_title(import, draft_text(place->node, "action"), fallback));
    control->objective = tool_text(objective);
    mitigation->threat = threat->name;
    mitigation->strength = CATALOG__V1__STRENGTH__STRENGTH_PARTIAL;
    return control->title != NULL && verify(place, control) && refer_to_asvs(place, control) &&
           tool_link(import, &control->n_links, &control->links, "Cheat sheet", draft_text(place->node, "cheat_sheet"));
}

/* Whether the category says anything about what to do. */
static bool has_control(const struct tree_node *node) {
    return draft_text(node, "mitigation")[0] != '\0' || draft_text(node, "action")[0] != '\0';
}

struct threagile_category *threagile_category(const struct tool_place *place, const char *title, const char *slug) {
    static const char *const known[] = {
        "id",
        "title",
        "description",
        "impact",
        "asvs",
        "cheat_sheet",
        "action",
        "mitigation",
        "check",
        "function",
        "stride",
        "detection_logic",
        "cwe",
        "risk",
        "risks_identified",
        "risk_assessment",
        "false_positives",
    };
    struct import *import = place->import;
    struct threagile_category *category = ARENA_NEW(import->arena, struct threagile_category);
    Catalog__V1__Threat *threat = draft_threat(import, place->file, place->node, slug);
    if (category == NULL || threat == NULL || !fill_threat(place, title, threat))
        return NULL;
    *category = (struct threagile_category){.source_id = draft_text(place->node, "id"), .threat = threat};
    tool_note_keys(place, known, COUNT_OF(known));
    if (!has_control(place->node))
        return category;
    Catalog__V1__Control *control =
        draft_control(import, place->file, place->node, arena_printf(import->arena, "%.50s-mitigation", slug));
    category->control = control;
    return control != NULL && fill_control(place, threat, control) ? category : NULL;
}

/* ---- Risks that were identified by hand ---- */

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

static status_code read_risk(struct threagile *threagile, const struct threagile_category *category,
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
    return is_added ? STATUS_OK : threagile_no_memory(threagile);
}

/* Ids of categories are the model's own: another model may mean something else by the same. */
static status_code read_category(struct threagile *threagile, const char *title, const struct tree_node *node) {
    struct import *import = threagile->import;
    struct tool_place place = threagile_place(threagile, node);
    const char *source_id = draft_text(node, "id");
    const char *whole = ARENA_JOIN(import->arena, threagile->slug, " ", source_id[0] == '\0' ? title : source_id);
    const char *slug = whole == NULL ? NULL : draft_slug(import, whole, "risk");
    struct threagile_category *category = slug == NULL ? NULL : threagile_category(&place, title, slug);
    if (category == NULL || !vector_push(import->arena, &threagile->category_list, category) ||
        (string_map_get(&threagile->categories, source_id) == NULL &&
         !string_map_put(&threagile->categories, source_id, category)))
        return threagile_no_memory(threagile);
    const struct tree_node *risks = tree_get(node, "risks_identified");
    status_code code = STATUS_OK;
    for (size_t i = 0; risks != NULL && i < risks->count && code == STATUS_OK; i++)
        code = read_risk(threagile, category, &risks->entries[i]);
    return code;
}

status_code threagile_read_categories(struct threagile *threagile) {
    status_code code = threagile_each(threagile, "individual_risk_categories", read_category);
    return code == STATUS_OK ? threagile_each(threagile, "custom_risk_categories", read_category) : code;
}
