#include "model/bump_rules.h"
#include "model/layer.h"
#include "model/newest.h"

#include <string.h>

static bool is_among(char *const *texts, size_t count, const char *text) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(texts[i], text) == 0)
            return true;
    return false;
}

/* How a component names the threat: "#id" where it is written inline. NULL: no room. */
static const char *name_of(const Catalog__V1__ThreatUse *threat, struct arena *arena) {
    return threat->inline_ == NULL ? threat->threat : arena_printf(arena, "#%s", threat->id);
}

static bool has_end(const Catalog__V1__Provision *provision) {
    for (size_t i = 0; i < provision->n_evidence; i++)
        if (provision->evidence[i]->valid_until != NULL)
            return true;
    return provision->valid_until != NULL;
}

/* Whether PROVISION counts for THREAT wherever the threat is, whoever the consumer is. */
static bool counts(struct bump_context *context, const Catalog__V1__Provision *provision,
                   const Catalog__V1__ThreatUse *threat, const char *name) {
    enum span span = predicate_span(threat->when, provision->when, context->arena);
    bool holds = span == SPAN_SAME || span == SPAN_WIDER;
    bool reaches = provision->n_on == 0 || is_among(provision->on, provision->n_on, threat->on);
    return holds && reaches && provision->n_requires == 0 && !has_end(provision) &&
           is_among(provision->mitigates, provision->n_mitigates, name);
}

static bool has_control(struct bump_context *context, const Catalog__V1__ThreatUse *threat, const char *name,
                        const char *control) {
    for (size_t i = 0; i < context->to->n_provides; i++) {
        const Catalog__V1__Provision *provision = context->to->provides[i];
        if (strcmp(provision->control, control) == 0 && counts(context, provision, threat, name))
            return true;
    }
    return false;
}

static bool has_group(struct bump_context *context, const Catalog__V1__ThreatUse *threat, const char *name,
                      const Catalog__V1__Threat *definition) {
    for (size_t i = 0; i < definition->n_mitigation_groups; i++) {
        const Catalog__V1__MitigationGroup *group = definition->mitigation_groups[i];
        size_t found = 0;
        for (size_t j = 0; j < group->n_controls; j++)
            found += has_control(context, threat, name, group->controls[j]);
        if (found == group->n_controls && found > 0)
            return true;
    }
    return false;
}

static bool has_full(struct bump_context *context, const Catalog__V1__ThreatUse *threat, const char *name) {
    for (size_t i = 0; i < context->to->n_provides; i++) {
        const Catalog__V1__Provision *provision = context->to->provides[i];
        if (provision->strength == CATALOG__V1__STRENGTH__STRENGTH_FULL && counts(context, provision, threat, name))
            return true;
    }
    return false;
}

/* Answered by class for as long as the component's assurance lasts. */
static bool is_by_class(const struct bump_context *context, const Catalog__V1__ThreatUse *threat) {
    return layer_is_providers(context->to, threat->layer) && context->to->n_assurance > 0;
}

/* An unmet duty that covers the threat takes the credit of the provisions away. */
static bool hangs_on_consumer(const struct bump_context *context, const char *name) {
    const Catalog__V1__Model *model = context->to;
    for (size_t i = 0; i < model->n_responsibilities; i++)
        if (is_among(model->responsibilities[i]->covers, model->responsibilities[i]->n_covers, name))
            return true;
    for (size_t i = 0; i < model->n_assumptions; i++)
        if (is_among(model->assumptions[i]->covers, model->assumptions[i]->n_covers, name))
            return true;
    return false;
}

status_code threat_is_covered(struct bump_context *context, const Catalog__V1__ThreatUse *threat,
                              bool *ret_is_covered) {
    const Catalog__V1__Threat *definition = threat->inline_;
    const char *name = name_of(threat, context->arena);
    if (name == NULL)
        return problem_no_memory(context->problem);
    *ret_is_covered = false;
    if (is_by_class(context, threat)) {
        *ret_is_covered = true;
        return STATUS_OK;
    }
    if (hangs_on_consumer(context, name))
        return STATUS_OK;
    if (definition == NULL) {
        const Catalog__V1__Object *object = NULL;
        status_code status = newest_object(context->view, name, NULL, &object, context->problem);
        if (status != STATUS_OK)
            return status;
        definition = object == NULL ? NULL : object->threat;
    }
    bool has_groups = definition != NULL && definition->n_mitigation_groups > 0;
    *ret_is_covered = has_groups ? has_group(context, threat, name, definition) : has_full(context, threat, name);
    return STATUS_OK;
}
