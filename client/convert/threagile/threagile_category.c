#include "convert/threagile/threagile.h"

#include <string.h>

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
        return import_no_memory(threagile->import);
    const struct tree_node *risks = tree_get(node, "risks_identified");
    status_code code = STATUS_OK;
    for (size_t i = 0; risks != NULL && i < risks->count && code == STATUS_OK; i++)
        code = threagile_read_risk(threagile, category, &risks->entries[i]);
    return code;
}

status_code threagile_read_categories(struct threagile *threagile) {
    status_code code = threagile_each(threagile, "individual_risk_categories", read_category);
    return code == STATUS_OK ? threagile_each(threagile, "custom_risk_categories", read_category) : code;
}
