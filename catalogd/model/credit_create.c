#include "model/advisory.h"
#include "model/credit.h"
#include "model/duty.h"
#include "model/graph_catalog.h"
#include "model/place.h"
#include "model/report.h"
#include "model/rules.h"

#include <string.h>

/* Evidence that is all past no longer shows anything; a record without evidence rests on the word of its author. */
static bool has_lapsed(struct graph *graph, Catalog__V1__Evidence *const *evidence, size_t count) {
    bool is_past = count > 0;
    for (size_t i = 0; i < count; i++)
        is_past &= graph_has_passed(graph, evidence[i]->valid_until);
    return is_past;
}

static bool has_expired(struct graph *graph, const Catalog__V1__Provision *message) {
    bool is_past = graph_has_passed(graph, message->valid_until);
    return has_lapsed(graph, message->evidence, message->n_evidence) || is_past;
}

static bool create_provision(struct graph *graph, struct instance *instance, size_t number) {
    struct provision *provision = &instance->provisions[number];
    const struct provision_rule *rule = &instance->object->provisions[number];
    const char *id = rule->message->id;
    provision->instance = instance;
    provision->rule = rule;
    provision->address = instance->index == 0 ? id : GRAPH_JOIN(graph, instance->address, ".", id);
    if (provision->address == NULL ||
        !condition_judge(graph, &rule->when, (struct scope){.instance = instance}, &provision->when))
        return false;
    provision->possible = worlds_favourable(provision->when.truth);
    if (!has_expired(graph, rule->message))
        return true;
    provision->possible = WORLDS_NONE;
    return report_cause(graph, &provision->causes, "EXPIRED", provision->address, "Its validity or evidence is past.");
}

bool credit_create_provisions(struct graph *graph) {
    for (size_t i = 0; i < graph->instances.count; i++) {
        struct instance *instance = graph->instances.items[i];
        size_t count = instance->object->model->n_provides;
        instance->provisions = ARENA_ARRAY(graph->arena, struct provision, count + 1);
        if (instance->provisions == NULL)
            return graph_no_memory(graph);
        for (size_t k = 0; k < count; k++) {
            if (!create_provision(graph, instance, k))
                return false;
        }
    }
    return true;
}

static struct provision *find_provision(const struct graph_object *object, const char *address) {
    const char *id;
    const struct instance *owner = place_owner(object->instances.items[0], address, &id);
    if (owner == NULL || owner->declared_by != object)
        return NULL;
    size_t number = rules_find_provision(owner->object, id);
    return number == SIZE_MAX ? NULL : &owner->provisions[number];
}

static bool link_requirement(struct graph *graph, struct provision *provision, const char *required) {
    const struct instance *instance = provision->instance;
    if (strchr(required, '.') != NULL) {
        struct provision *inner = find_provision(instance->object, required);
        if (inner != NULL)
            return vector_push(graph->arena, &provision->inner, inner) || graph_no_memory(graph);
    } else {
        size_t number = rules_find_responsibility(instance->object, required);
        if (number != SIZE_MAX)
            return vector_push(graph->arena, &provision->duties, &instance->responsibilities[number]) ||
                   graph_no_memory(graph);
    }
    provision->possible = WORLDS_NONE;
    return report_cause(graph, &provision->causes, "REQUIREMENT_NOT_FOUND", required,
                        "It requires something that is not there.");
}

bool credit_link(struct graph *graph) {
    for (size_t i = 0; i < graph->instances.count; i++) {
        struct instance *instance = graph->instances.items[i];
        for (size_t k = 0; k < instance->object->model->n_provides; k++) {
            const Catalog__V1__Provision *message = instance->object->model->provides[k];
            for (size_t r = 0; r < message->n_requires; r++) {
                if (!link_requirement(graph, &instance->provisions[k], message->requires[r]))
                    return false;
            }
        }
    }
    return true;
}

static bool is_verified(struct graph *graph, const Catalog__V1__Mitigation *message) {
    for (size_t i = 0; i < message->n_evidence; i++) {
        const Catalog__V1__Evidence *evidence = message->evidence[i];
        if (evidence->digest[0] != '\0' && evidence->observed_at != NULL &&
            graph_has_passed(graph, evidence->observed_at) && !graph_has_passed(graph, evidence->valid_until))
            return true;
    }
    return false;
}

static worlds counts_by_status(Catalog__V1__MitigationStatus status) {
    switch ((int)status) {
    case CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED:
    case CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_VERIFIED:
        return WORLDS_ALL;
    case CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED:
        return WORLDS_PLANNED;
    default:
        return WORLDS_NONE;
    }
}

static bool judge_status(struct graph *graph, struct mitigation *mitigation) {
    const Catalog__V1__Mitigation *message = mitigation->message;
    mitigation->counts = counts_by_status(message->status);
    if (mitigation->counts != WORLDS_ALL &&
        !report_cause(graph, &mitigation->causes,
                      mitigation->counts == WORLDS_NONE ? "MITIGATION_PROPOSED" : "MITIGATION_PLANNED",
                      mitigation->address, "It is not implemented."))
        return false;
    if (has_lapsed(graph, message->evidence, message->n_evidence)) {
        mitigation->counts = WORLDS_NONE;
        return report_cause(graph, &mitigation->causes, "EXPIRED", mitigation->address, "Its evidence is past.") &&
               report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_WARNING,
                              (struct gate_item){.code = "EVIDENCE_EXPIRED",
                                                 .subject = mitigation->address,
                                                 .cause = "All evidence is past, so the mitigation does not count.",
                                                 .remedy = "Look again and renew the evidence."});
    }
    if (message->status == CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_VERIFIED && !is_verified(graph, message))
        return report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_WARNING,
                              (struct gate_item){.code = "NOT_VERIFIED",
                                                 .subject = mitigation->address,
                                                 .cause = "It counts as implemented: no evidence with digest and time.",
                                                 .remedy = "Give the digest of what was seen, and when."});
    return true;
}

static bool resolve_control(struct graph *graph, struct mitigation *mitigation) {
    const Catalog__V1__Mitigation *message = mitigation->message;
    const struct graph_object *object = mitigation->object;
    if (message->uses[0] != '\0') {
        mitigation->uses = find_provision(object, message->uses);
        if (mitigation->uses != NULL) {
            mitigation->control = mitigation->uses->rule->control;
            return true;
        }
        mitigation->counts = WORLDS_NONE;
        return report_cause(graph, &mitigation->causes, "PROVISION_NOT_FOUND", message->uses,
                            "It uses a provision that is not there.");
    }
    mitigation->control = message->inline_ != NULL ? graph_inline_control(graph, object, message->id, message->inline_)
                                                   : graph_control(graph, message->control, object->label);
    return mitigation->control != NULL;
}

static bool check_strength(struct graph *graph, const struct mitigation *mitigation, const struct threat_node *threat) {
    Catalog__V1__Strength own = mitigation->message->strength;
    bool is_said = mitigation->object->index != 0 || graph->has_violations;
    if (is_said || mitigation->uses != NULL || mitigation->control->message == NULL ||
        own <= mitigation_strength(mitigation, threat))
        return true;
    struct gate_item item = {.code = "STRENGTH_ABOVE_CONTROL",
                             .subject = mitigation->address,
                             .cause = graph_text(graph, "It claims FULL for %s, and %s gives at most PARTIAL.",
                                                 threat->name, mitigation->control->name),
                             .remedy = "Claim PARTIAL, or name a control that is stronger."};
    bool has_entry = control_strength(mitigation->control, threat) != CATALOG__V1__STRENGTH__STRENGTH_UNSPECIFIED;
    if (has_entry || mitigation->control->is_inline)
        return report_item(graph, &graph->invalid, item);
    item.code = "STRENGTH_CAPPED";
    return report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_WARNING, item);
}

static bool create_mitigation(struct graph *graph, struct graph_object *object, size_t number) {
    struct mitigation *mitigation = &object->mitigations[number];
    const Catalog__V1__Mitigation *message = object->model->mitigations[number];
    mitigation->message = message;
    mitigation->object = object;
    mitigation->address = object->index == 0 ? message->id : GRAPH_JOIN(graph, object->name, "#", message->id);
    if (mitigation->address == NULL || !judge_status(graph, mitigation) || !resolve_control(graph, mitigation))
        return false;
    for (size_t i = 0; i < message->n_mitigates; i++) {
        struct threat_node *threat = graph_threat(graph, object, message->mitigates[i]);
        if (threat == NULL || (object->index == 0 && !graph_load_threat(graph, threat, object->label)))
            return false;
        if (!vector_push(graph->arena, &mitigation->threats, threat))
            return graph_no_memory(graph);
        if (mitigation->control != NULL && !check_strength(graph, mitigation, threat))
            return false;
    }
    return advisory_void_mitigation(graph, mitigation);
}

bool credit_create_mitigations(struct graph *graph) {
    for (size_t i = 0; i < graph->objects.count; i++) {
        struct graph_object *object = graph->objects.items[i];
        size_t count = object->model->n_mitigations;
        object->mitigations = ARENA_ARRAY(graph->arena, struct mitigation, count + 1);
        if (object->mitigations == NULL)
            return graph_no_memory(graph);
        for (size_t k = 0; object->instances.count > 0 && k < count; k++) {
            if (!create_mitigation(graph, object, k))
                return false;
        }
    }
    return true;
}
