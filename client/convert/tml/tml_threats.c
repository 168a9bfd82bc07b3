#include "convert/tml/tml.h"

#include <string.h>

static status_code read_persona(struct tml *tml, const struct tree_node *node) {
    static const char *const known[] = {"symbolic_name", "title"};
    const char *name = draft_text(node, "symbolic_name");
    tml_note_keys(tml, node, known, COUNT_OF(known));
    if (string_map_get(&tml->personas, name) != NULL)
        return STATUS_OK;
    return string_map_put(&tml->personas, name, (void *)(uintptr_t)node) ? STATUS_OK : import_no_memory(tml->import);
}

static const char *source_of(const struct tml *tml, const struct tree_node *node) {
    const char *name = draft_text(node, "threat_persona");
    const struct tree_node *persona = string_map_get(&tml->personas, name);
    if (persona != NULL)
        return tml->own != NULL && strcmp(name, TML_NO_PERSONA) == 0 ? "" : tml_text(tml, persona, "title");
    if (name[0] != '\0')
        report_add(tml->import->report, NOTE_WARNING, tml->file, node, "there is no threat persona \"%.60s\"", name);
    return name;
}

static bool fill_statement(struct tml *tml, const struct tree_node *node, Catalog__V1__Threat *threat) {
    Catalog__V1__ThreatStatement *parts =
        DRAFT_NEW(tml->import, Catalog__V1__ThreatStatement, catalog__v1__threat_statement);
    const char *source = source_of(tml, node);
    const char *action = tml_text(tml, node, "event");
    if (parts == NULL || source == NULL || action == NULL)
        return false;
    parts->source = tool_text(source);
    parts->action = tool_text(action);
    threat->statement = source[0] == '\0' && action[0] == '\0' ? NULL : parts;
    return true;
}

static bool refer_each(struct tml *tml, const struct tree_node *node, Catalog__V1__Threat *threat) {
    static const struct {
        const char *list;
        const char *key;
        const char *scheme;
    } schemes[] = {{"attack_mechanisms", "capec_id", "capec"}, {"weaknesses", "cwe_id", "cwe"}};
    bool is_added = true;
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        const struct tree_node *list = draft_list(node, schemes[i].list);
        for (size_t j = 0; j < list->count && is_added; j++)
            is_added = tool_refer(tml->import, &threat->n_references, &threat->references, schemes[i].scheme,
                                  draft_text(list->entries[j].value, schemes[i].key));
    }
    return is_added;
}

bool tml_classify(struct tml *tml, const struct tree_node *node, Catalog__V1__Threat *threat) {
    const struct tree_node *sources = draft_list(node, "sources");
    bool is_added = true;
    for (size_t i = 0; i < sources->count && is_added; i++)
        is_added = tool_classify(tml->import, threat, TML_SCHEME, sources->entries[i].value->text);
    return is_added;
}

static Catalog__V1__Threat *inline_threat(struct tml *tml, const struct tree_node *node) {
    Catalog__V1__Threat *threat = DRAFT_NEW(tml->import, Catalog__V1__Threat, catalog__v1__threat);
    const char *title = tml_title(tml, node, "Threat");
    const char *description = tml_text(tml, node, "description");
    if (threat == NULL || title == NULL || description == NULL || !fill_statement(tml, node, threat) ||
        !refer_each(tml, node, threat) || (tml->own == NULL && !tml_classify(tml, node, threat)))
        return NULL;
    threat->title = tool_text(title);
    threat->description = tool_text(description);
    return threat;
}

/* A use at PLACE ("": at none yet), called as the threat where it IS_ONLY, else as the threat and the place. */
static bool add_use(struct tml *tml, const struct tree_node *node, struct tml_threat *threat, const char *place,
                    bool is_only) {
    struct import *import = tml->import;
    Catalog__V1__ThreatUse *use = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    const char *name = draft_text(node, "symbolic_name");
    const char *key = ARENA_JOIN(import->arena, name, " ", place);
    if (use == NULL || key == NULL)
        return false;
    use->id = tool_text(is_only || place[0] == '\0' ? tml_new_id(tml, "threat", "threats", node)
                                                    : draft_id(&tml->ids, "threat", key, draft_text(node, "title")));
    use->inline_ = inline_threat(tml, node);
    use->on = tool_text(place);
    return use->id != NULL && use->inline_ != NULL && (tml->own == NULL || tml_take_use(tml, node, use)) &&
           vector_push(import->arena, &threat->uses, use) &&
           draft_add(import, &tml->feature->n_threats, &tml->feature->threats, use);
}

/* The places that NODE names and that there are. */
static bool find_places(struct tml *tml, const struct tree_node *node, size_t *ret_count, char ***ret_places) {
    const struct tree_node *names = draft_list(node, "components_affected");
    bool is_added = true;
    for (size_t i = 0; i < names->count && is_added; i++) {
        const struct tree_node *name = names->entries[i].value;
        const char *place = tml_find_place(tml, name->text);
        if (place == NULL)
            report_add(tml->import->report, NOTE_WARNING, tml->file, name, "there is no component \"%.60s\"",
                       name->text);
        else
            is_added = tool_tag(tml->import, ret_count, ret_places, place);
    }
    return is_added;
}

static bool remember(struct tml *tml, const struct tree_node *node, struct tml_threat *threat) {
    const char *name = draft_text(node, "symbolic_name");
    if (string_map_get(&tml->threats, name) == NULL)
        return string_map_put(&tml->threats, name, threat);
    return true;
}

static status_code read_threat(struct tml *tml, const struct tree_node *node) {
    static const char *const known[] = {
        "symbolic_name",     "title",      "description",         "threat_persona", "event",
        "attack_mechanisms", "weaknesses", "components_affected", "sources"};
    struct tml_threat *threat = ARENA_NEW(tml->import->arena, struct tml_threat);
    size_t count = 0;
    char **places = NULL;
    if (threat == NULL || !remember(tml, node, threat) || !find_places(tml, node, &count, &places))
        return import_no_memory(tml->import);
    tml_note_keys(tml, node, known, COUNT_OF(known));
    bool is_added = count > 0 || add_use(tml, node, threat, "", true);
    for (size_t i = 0; i < count && is_added; i++)
        is_added = add_use(tml, node, threat, places[i], count == 1);
    return is_added ? STATUS_OK : import_no_memory(tml->import);
}

/* Ratings stand before controls are read, since these only name threats. */
status_code tml_read_threats(struct tml *tml) {
    static const struct {
        const char *key;
        tml_read *read;
    } lists[] = {{"threat_personas", read_persona},
                 {"threats", read_threat},
                 {"risks", tml_read_risk},
                 {"controls", tml_read_control}};
    status_code code = STATUS_OK;
    links_init(&tml->links, tml->import, tml->file, tml->feature, &tml->ids);
    for (size_t i = 0; i < COUNT_OF(lists) && code == STATUS_OK; i++)
        code = tml_each(tml, lists[i].key, lists[i].read);
    return code == STATUS_OK && !links_settle(&tml->links) ? import_no_memory(tml->import) : code;
}
