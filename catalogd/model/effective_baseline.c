#include "model/effective.h"

#include "model/baseline.h"
#include "model/decision.h"
#include "model/report.h"
#include "model/text_field.h"

#include <stdlib.h>
#include <string.h>

/* Not met in one world, it may still not be asked for there. */
static Catalog__V1__EntryState state_of(const struct graph *graph, const struct baseline_demand *demand, worlds strict,
                                        worlds lenient) {
    worlds lifted = decision_lifts(graph, demand);
    worlds fine = demand->met | lifted | (worlds)(WORLDS_ALL & ~baseline_asked(demand));
    if ((lifted & strict) != 0)
        return CATALOG__V1__ENTRY_STATE__ENTRY_STATE_LIFTED;
    if ((fine & strict) != 0)
        return CATALOG__V1__ENTRY_STATE__ENTRY_STATE_MET;
    return (fine & lenient) != 0 ? CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNKNOWN
                                 : CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNMET;
}

static bool is_settled(const Catalog__V1__EffectiveEntry *entry) {
    return entry->state == CATALOG__V1__ENTRY_STATE__ENTRY_STATE_MET ||
           entry->state == CATALOG__V1__ENTRY_STATE__ENTRY_STATE_LIFTED;
}

static bool report_advisory(struct graph *graph, const Catalog__V1__EffectiveEntry *entry) {
    if (entry->level != CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_ADVISORY || is_settled(entry))
        return true;
    struct gate_item item = {
        .code = "ADVISORY_UNMET",
        .subject = entry->place[0] == '\0' ? entry->control : graph_text(graph, "%s@%s", entry->control, entry->place),
        .cause = "A baseline advises it, and nothing that counts has this control.",
        .remedy = graph_text(graph, "Add a mitigation with control %s.", entry->control)};
    return report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_NOTE, item);
}

static Catalog__V1__EffectiveEntry *entry_of(struct graph *graph, const struct baseline_demand *demand) {
    cause_list causes = {0};
    Catalog__V1__EffectiveEntry *entry = ARENA_NEW(graph->arena, Catalog__V1__EffectiveEntry);
    if (entry == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__effective_entry__init(entry);
    entry->control = text_field(demand->control->name);
    entry->title = text_field(demand->control->message == NULL ? "" : demand->control->message->title);
    entry->level = demand->level;
    entry->place = text_field(demand->place == UINT32_MAX ? "" : graph->places.items[demand->place].address);
    entry->state = state_of(graph, demand, WORLD_NOW_STRICT, WORLD_NOW_LENIENT);
    entry->planned = state_of(graph, demand, WORLD_PLANNED_STRICT, WORLD_PLANNED_LENIENT);
    bool is_met = is_settled(entry);
    bool is_whole =
        (is_met || report_cause(graph, &causes, "NOTHING_COUNTS", entry->place,
                                "Nothing that counts now has this control there.")) &&
        effective_causes(graph, &causes, &entry->causes, &entry->n_causes) &&
        report_sorted(graph, demand->met_by.items, demand->met_by.count, &entry->met_by, &entry->n_met_by) &&
        report_sorted(graph, demand->asked_by.items, demand->asked_by.count, &entry->asked_by, &entry->n_asked_by) &&
        (is_met ||
         report_sorted(graph, demand->unknown.items, demand->unknown.count, &entry->unknown, &entry->n_unknown)) &&
        report_advisory(graph, entry);
    return is_whole ? entry : NULL;
}

static int compare_entries(const void *a, const void *b) {
    const Catalog__V1__EffectiveEntry *left = *(Catalog__V1__EffectiveEntry *const *)a;
    const Catalog__V1__EffectiveEntry *right = *(Catalog__V1__EffectiveEntry *const *)b;
    int order = strcmp(left->control, right->control);
    return order != 0 ? order : strcmp(left->place, right->place);
}

static Catalog__V1__ObjectRef *reference_to(struct graph *graph, const struct view_version *version) {
    Catalog__V1__ObjectRef *reference = ARENA_NEW(graph->arena, Catalog__V1__ObjectRef);
    if (reference == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__object_ref__init(reference);
    reference->name = text_field(version->name);
    reference->version = text_field(version->version);
    reference->content_digest = effective_digest_text(graph, &version->content);
    return reference->content_digest == NULL ? NULL : reference;
}

static bool fill_references(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    model->baselines = ARENA_ARRAY(graph->arena, Catalog__V1__ObjectRef *, graph->baselines.count + 1);
    if (model->baselines == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < graph->baselines.count; i++) {
        model->baselines[i] = reference_to(graph, graph->baselines.items[i]->version);
        if (model->baselines[i] == NULL)
            return false;
        model->n_baselines++;
    }
    if (graph->policy_version == NULL)
        return true;
    model->policy = reference_to(graph, graph->policy_version);
    return model->policy != NULL;
}

bool effective_baseline(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    model->baseline = ARENA_ARRAY(graph->arena, Catalog__V1__EffectiveEntry *, graph->demands.count + 1);
    if (model->baseline == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < graph->demands.count; i++) {
        Catalog__V1__EffectiveEntry *entry = entry_of(graph, graph->demands.items[i]);
        if (entry == NULL)
            return false;
        model->baseline[model->n_baseline++] = entry;
    }
    qsort(model->baseline, model->n_baseline, sizeof(Catalog__V1__EffectiveEntry *), compare_entries);
    return fill_references(graph, model);
}
