#include "convert/threagile/threagile_record.h"

#include <string.h>

/* Threats of built-in rules at places, in one model. */
#define PLACED_MAX 10000

/* Files that are read in one run share the threat of a rule. */
static const Catalog__V1__Threat *threat_called(const struct import *import, const char *name) {
    for (size_t i = 0; i < import->objects.count; i++) {
        const Catalog__V1__Object *object = import->objects.items[i];
        if (object->kind_case == CATALOG__V1__OBJECT__KIND_THREAT && strcmp(object->threat->name, name) == 0)
            return object->threat;
    }
    return NULL;
}

static bool fill_rule(struct import *import, const struct threagile_rule *rule, Catalog__V1__Threat *threat) {
    const char letter[] = {rule->stride, '\0'};
    const char *cwe = rule->cwe == 0 ? "" : arena_printf(import->arena, "%u", (unsigned)rule->cwe);
    threat->title = tool_text(rule->title);
    threat->description =
        ARENA_JOIN(import->arena, "What the rule `", rule->id, "` of Threagile looks for in a model.");
    return cwe != NULL && threat->description != NULL && tool_classify(import, threat, "threagile", letter) &&
           tool_refer(import, &threat->n_references, &threat->references, "cwe", cwe);
}

/* The threat of RULE is of no one model: it is not marked as coming from this one. NULL: no room. */
static const char *make_rule(struct threagile_record *record, const struct threagile_rule *rule) {
    struct threagile *threagile = record->threagile;
    struct import *import = threagile->import;
    char *slug = ARENA_JOIN(import->arena, "threagile-", rule->id);
    char *name = slug == NULL ? NULL : ARENA_JOIN(import->arena, import->name_space, "/", slug);
    if (name == NULL || string_map_get(&threagile->rules, rule->id) != NULL ||
        !string_map_put(&threagile->rules, rule->id, name))
        return string_map_get(&threagile->rules, rule->id);
    if (threat_called(import, name) != NULL)
        return name;
    const char *mark = import->mark;
    import->mark = "";
    Catalog__V1__Threat *threat = draft_threat(import, threagile->document->file, record->node, slug);
    import->mark = mark;
    return threat != NULL && fill_rule(import, rule, threat) ? name : NULL;
}

/* A place has the threat of a rule once: the record that names it exactly counts before one that stands for many. */
static bool place_rule(struct threagile_record *record, const char *place) {
    struct threagile *threagile = record->threagile;
    struct import *import = threagile->import;
    const char *key = ARENA_JOIN(import->arena, record->rule, " ", place);
    if (key == NULL)
        return false;
    if (string_map_get(&threagile->placed, key) != NULL || threagile->placed.count == PLACED_MAX)
        return true;
    const char *name = make_rule(record, threagile_rule_find(record->rule));
    Catalog__V1__ThreatUse *use = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    const char *id = draft_id(&threagile->ids, "risk", "", key);
    if (name == NULL || use == NULL || id == NULL || !string_map_put(&threagile->placed, key, use) ||
        !vector_push(import->arena, &record->uses, use))
        return false;
    use->id = tool_text(id);
    use->threat = tool_text(name);
    use->on = tool_text(place);
    return draft_add(import, &threagile->feature->n_threats, &threagile->feature->threats, use);
}

static void note_rule(const struct threagile_record *record) {
    const struct threagile *threagile = record->threagile;
    if (threagile->placed.count == PLACED_MAX)
        threagile_note(threagile, NOTE_LOSS, record->node, "there are too many risks: no more are taken");
    else if (record->uses.count == 0)
        threagile_note(threagile, NOTE_WARNING, record->node,
                       "\"%.120s\" names no place that there is, or none that no other record names", record->key);
    else if (record->is_wild)
        threagile_note(threagile, NOTE_WARNING, record->node,
                       "\"%.120s\" stands for whatever the rule finds: here for all %zu places that it may be about",
                       record->key, record->uses.count);
}

bool threagile_track_rule(struct threagile_record *record, const struct threagile_rule *rule) {
    if (record->treatment == THREAGILE_FALSE) {
        threagile_note(record->threagile, NOTE_LOSS, record->node,
                       "\"%.120s\" is a false positive: the threat is not taken", record->key);
        return true;
    }
    static const enum threagile_subject others[] = {THREAGILE_ASSET, THREAGILE_LINK, THREAGILE_RUNTIME, THREAGILE_DATA};
    bool is_taken = threagile_take(record, rule->subject, place_rule);
    for (size_t i = 0; i < COUNT_OF(others) && record->uses.count == 0 && is_taken; i++)
        is_taken = threagile_take(record, others[i], place_rule);
    note_rule(record);
    return is_taken;
}
