/* What a proof says of records, against the records themselves. */
#include "replay_proof.h"

#include <string.h>
#include <strings.h>

static const Catalog__V1__Object *object_of(const struct replay *replay, const char *label) {
    return replay->library->find(replay->library->context, label);
}

static const Catalog__V1__Model *model_of(const struct replay *replay, size_t step) {
    const Catalog__V1__Object *object = object_of(replay, step_at(replay, step)->object);
    if (object == NULL)
        return NULL;
    return object->kind_case == CATALOG__V1__OBJECT__KIND_COMPONENT ? object->component
           : object->kind_case == CATALOG__V1__OBJECT__KIND_FEATURE ? object->feature
                                                                    : NULL;
}

/* Whether RECORD is "list[id]". */
static bool is_record(const char *record, const char *list, const char *id) {
    size_t list_size = strlen(list);
    size_t id_size = strlen(id);
    return strncmp(record, list, list_size) == 0 && record[list_size] == '[' &&
           strncmp(record + list_size + 1, id, id_size) == 0 && strcmp(record + list_size + 1 + id_size, "]") == 0;
}

/* The message in LIST whose record STEP names; NULL: none. */
#define FIND(replay, step, model, list)                                                                                \
    find_record(step_at((replay), (step))->record, #list, (void *const *)(model)->list, (model)->n_##list,             \
                (model)->n_##list == 0 ? 0 : (size_t)((char *)&(model)->list[0]->id - (char *)(model)->list[0]))

static const void *find_record(const char *record, const char *list, void *const *items, size_t count,
                               size_t id_offset) {
    for (size_t i = 0; i < count; i++) {
        const char *id = *(char *const *)((const char *)items[i] + id_offset);
        if (is_record(record, list, id))
            return items[i];
    }
    return NULL;
}

static void require_predicate(struct replay *replay, size_t step, const char *predicate) {
    REQUIRE(replay, step, step != NO_STEP && strcmp(step_at(replay, step)->predicate, predicate) == 0,
            "the record's predicate is %s", predicate);
}

static void require_time(struct replay *replay, size_t step, const char *name, const Catalog__V1__Timestamp *time) {
    time_ns stated = time_detail(replay, step, name, INT64_MAX);
    time_ns real = time == NULL ? INT64_MAX : time_from_parts(time->seconds, time->nanos);
    REQUIRE(replay, step, stated == real, "%s is another", name);
}

/* In details the words of the schema stand in lower case, without their prefix. */
static void require_word(struct replay *replay, size_t step, const char *name, const ProtobufCEnumDescriptor *type,
                         int value) {
    const char *stated = detail(replay, step, name);
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(type, value);
    size_t size = stated == NULL ? 0 : strlen(stated);
    size_t full = strlen(found->name);
    bool is_same = value == 0 ? stated == NULL : size > 0 && size < full && found->name[full - size - 1] == '_';
    for (size_t i = 0; is_same && i < size; i++)
        is_same = (stated[i] == '_' ? '_' : stated[i] - 'a' + 'A') == found->name[full - size + i];
    REQUIRE(replay, step, is_same, "%s is %s", name, found->name);
}

/* "#id" in an object means that object's own, which others call "name#id". */
static bool is_threat(const char *named, const char *object, const char *threat) {
    if (named[0] != '#')
        return strcmp(named, threat) == 0;
    size_t size = strcspn(object, "@");
    return strcmp(named, threat) == 0 || (strncmp(threat, object, size) == 0 && strcmp(threat + size, named) == 0);
}

static bool covers(char *const *named, size_t count, const char *object, const char *threat) {
    for (size_t i = 0; i < count; i++) {
        if (is_threat(named[i], object, threat))
            return true;
    }
    return false;
}

/* ---- Records ---- */

static void check_validity(struct replay *replay, size_t parent, const Catalog__V1__Timestamp *valid_until,
                           Catalog__V1__Evidence *const *evidence, size_t count) {
    size_t valid = find_below(replay, parent, "credit.valid");
    REQUIRE(replay, parent, valid != NO_STEP && count_below(replay, valid, "credit.evidence") == count,
            "its record has %zu pieces of evidence", count);
    if (valid == NO_STEP || replay->is_refused)
        return;
    require_time(replay, valid, "valid_until", valid_until);
    size_t step = first_below(replay, valid);
    for (size_t i = 0; i < count; i++, step = next_below(replay, valid, step))
        require_time(replay, step, "valid_until", evidence[i]->valid_until);
}

/* Duties of the same component that cover THREAT must stand below it. */
static void check_answers(struct replay *replay, size_t step, const Catalog__V1__Model *model) {
    const char *object = step_at(replay, step)->object;
    const char *threat = step_at(replay, step)->record;
    size_t count = 0;
    for (size_t i = 0; i < model->n_responsibilities; i++)
        count += covers(model->responsibilities[i]->covers, model->responsibilities[i]->n_covers, object, threat);
    for (size_t i = 0; i < model->n_assumptions; i++)
        count += covers(model->assumptions[i]->covers, model->assumptions[i]->n_covers, object, threat);
    REQUIRE(replay, step, count_below(replay, step, "credit.kept") == count, "%zu duties cover it", count);
}

static void check_provision(struct replay *replay, size_t step, const Catalog__V1__Model *model) {
    const Catalog__V1__Provision *provision = FIND(replay, step, model, provides);
    size_t when = find_below(replay, step, "credit.when");
    REQUIRE(replay, step, provision != NULL, "there is no such record");
    if (provision == NULL || when == NO_STEP)
        return;
    require_predicate(replay, when, provision->when);
    check_validity(replay, step, provision->valid_until, provision->evidence, provision->n_evidence);
    REQUIRE(replay, step, count_below(replay, step, "credit.requires") == provision->n_requires,
            "its record requires %zu", provision->n_requires);
    REQUIRE(replay, step, count_below(replay, step, "credit.answers") == provision->n_mitigates,
            "its record names %zu threats", provision->n_mitigates);
    for (size_t i = first_below(replay, step); i != NO_STEP; i = next_below(replay, step, i)) {
        const char *threat = step_at(replay, i)->record;
        if (!has_rule(replay, i, "credit.answers"))
            continue;
        REQUIRE(replay, i, covers(provision->mitigates, provision->n_mitigates, step_at(replay, i)->object, threat),
                "its record does not name it");
        check_answers(replay, i, model);
    }
}

static void check_responsibility(struct replay *replay, size_t step, const Catalog__V1__Model *model) {
    const Catalog__V1__Responsibility *duty = FIND(replay, step, model, responsibilities);
    size_t when = find_below(replay, step, "duty.when");
    REQUIRE(replay, step, duty != NULL, "there is no such record");
    if (duty == NULL || when == NO_STEP)
        return;
    require_predicate(replay, when, duty->when);
    bool is_admitted = duty->discharged_by != NULL && duty->discharged_by->statement;
    for (size_t i = first_below(replay, step); i != NO_STEP; i = next_below(replay, step, i))
        REQUIRE(replay, i,
                is_admitted || !has_rule(replay, i, "duty.stated") || detail(replay, i, "valid_from") == NULL,
                "nobody's word is asked for");
}

static void check_assumption(struct replay *replay, size_t step, const Catalog__V1__Model *model) {
    const Catalog__V1__Assumption *duty = FIND(replay, step, model, assumptions);
    size_t holds = find_below(replay, step, "duty.holds");
    REQUIRE(replay, step, duty != NULL, "there is no such record");
    if (duty != NULL && holds != NO_STEP)
        require_predicate(replay, holds, duty->holds_when);
}

static void check_mitigation(struct replay *replay, size_t step, const Catalog__V1__Model *model) {
    const Catalog__V1__Mitigation *mitigation = FIND(replay, step, model, mitigations);
    size_t status = find_below(replay, step, "mitigation.status");
    REQUIRE(replay, step, mitigation != NULL, "there is no such record");
    if (mitigation == NULL || status == NO_STEP)
        return;
    static const char *const words[] = {"proposed", "proposed", "planned", "implemented", "verified"};
    REQUIRE(replay, status, strcmp(step_at(replay, status)->outcome, words[mitigation->status]) == 0, "it is %s",
            words[mitigation->status]);
    check_validity(replay, step, NULL, mitigation->evidence, mitigation->n_evidence);
    size_t used = count_below(replay, step, "credit.uses") + count_below(replay, step, "duty.uses");
    REQUIRE(replay, step, (used == 1) == (mitigation->uses[0] != '\0'), "its record uses %s", mitigation->uses);
    bool is_of_row = has_rule(replay, step, "credit.mitigation");
    REQUIRE(replay, step,
            !is_of_row ||
                covers(mitigation->mitigates, mitigation->n_mitigates, step_at(replay, step)->object, replay->threat),
            "its record does not name the threat");
}

/* ---- What brings a row ---- */

static bool is_same_use(const struct replay *replay, size_t step, const Catalog__V1__ThreatUse *use) {
    const step_message *message = step_at(replay, step);
    size_t raised = find_below(replay, step, "rating.raised");
    uint64_t likelihood = raised == NO_STEP ? 0 : number(replay, raised, "likelihood");
    uint64_t impact = raised == NO_STEP ? 0 : number(replay, raised, "impact");
    bool is_named = is_record(message->record, "threats", use->id[0] != '\0' ? use->id : use->threat);
    return is_named && strcmp(message->predicate, use->when) == 0 && likelihood == use->likelihood &&
           impact == use->impact && (use->layer == 0) == (detail(replay, step, "layer") == NULL);
}

static void check_threat(struct replay *replay, size_t step, const Catalog__V1__Model *model) {
    bool is_there = false;
    for (size_t i = 0; i < model->n_threats; i++)
        is_there |= is_same_use(replay, step, model->threats[i]);
    REQUIRE(replay, step, is_there, "there is no such record");
}

static void check_residual(struct replay *replay, size_t step, const Catalog__V1__Model *model) {
    const Catalog__V1__Residual *residual = FIND(replay, step, model, residuals);
    size_t stated = find_below(replay, step, "rating.residual");
    REQUIRE(replay, step, residual != NULL, "there is no such record");
    if (residual == NULL)
        return;
    require_predicate(replay, step, residual->when);
    uint64_t likelihood = stated == NO_STEP ? 0 : number(replay, stated, "likelihood");
    uint64_t impact = stated == NO_STEP ? 0 : number(replay, stated, "impact");
    REQUIRE(replay, step, likelihood == residual->likelihood && impact == residual->impact, "its record is %ux%u",
            residual->likelihood, residual->impact);
}

static void check_layer(struct replay *replay, size_t step, const Catalog__V1__Model *model) {
    require_word(replay, step, "service_class", &catalog__v1__service_class__descriptor, (int)model->service_class);
    bool is_providers = detail_is(replay, step, "owner", "provider");
    for (size_t i = 0; i < model->n_layer_owners; i++) {
        const Catalog__V1__LayerOwner *owner = model->layer_owners[i];
        const ProtobufCEnumValue *layer =
            protobuf_c_enum_descriptor_get_value(&catalog__v1__layer__descriptor, (int)owner->layer);
        const char *stated = detail(replay, step, "layer");
        bool is_same = stated != NULL && strcasecmp(layer->name + strlen("LAYER_"), stated) == 0;
        if (is_same && owner->owner != CATALOG__V1__LAYER_PARTY__LAYER_PARTY_UNSPECIFIED) {
            REQUIRE(replay, step, is_providers == (owner->owner == CATALOG__V1__LAYER_PARTY__LAYER_PARTY_PROVIDER),
                    "the component says whose the layer is");
            return;
        }
    }
    REQUIRE(replay, step, is_providers == layer_is_of_class(replay, step), "the class says otherwise");
    REQUIRE(replay, step, !is_providers || count_below(replay, step, "class.assurance") == model->n_assurance,
            "it has %zu reports", model->n_assurance);
    for (size_t i = 0, k = first_below(replay, step); is_providers && k != NO_STEP && i < model->n_assurance;
         i++, k = next_below(replay, step, k))
        require_time(replay, k, "valid_until", model->assurance[i]->valid_until);
}

/* ---- Threats, controls and baselines ---- */

static const Catalog__V1__Threat *threat_of(const struct replay *replay, const char *label) {
    const char *inline_id = strchr(label, '#');
    const char *owner = inline_id == NULL    ? label
                        : inline_id == label ? step_at(replay, 0)->object
                                             : arena_strndup((struct arena *)(uintptr_t)&replay->arena, label,
                                                             (size_t)(inline_id - label));
    const Catalog__V1__Object *object = object_of(replay, owner);
    if (object == NULL)
        return NULL;
    if (inline_id == NULL)
        return object->kind_case == CATALOG__V1__OBJECT__KIND_THREAT ? object->threat : NULL;
    const Catalog__V1__Model *model =
        object->kind_case == CATALOG__V1__OBJECT__KIND_FEATURE ? object->feature : object->component;
    for (size_t i = 0; i < model->n_threats; i++) {
        if (strcmp(model->threats[i]->id, inline_id + 1) == 0)
            return model->threats[i]->inline_;
    }
    return NULL;
}

static void check_default(struct replay *replay, size_t step) {
    const Catalog__V1__Threat *threat = threat_of(replay, step_at(replay, step)->object);
    REQUIRE(replay, step, threat != NULL, "there is no such threat");
    REQUIRE(replay, step,
            threat == NULL || (number(replay, step, "likelihood") == threat->likelihood &&
                               number(replay, step, "impact") == threat->impact),
            "the threat is rated otherwise");
}

static void check_reduction(struct replay *replay, size_t step) {
    const Catalog__V1__Object *object = object_of(replay, step_at(replay, step)->object);
    if (object == NULL || object->kind_case != CATALOG__V1__OBJECT__KIND_CONTROL)
        return; /* written inline */
    const Catalog__V1__Control *control = object->control;
    require_word(replay, step, "type", &catalog__v1__control_type__descriptor, (int)control->type);
    require_word(replay, step, "reduces", &catalog__v1__risk_dimension__descriptor, (int)control->reduces);
    REQUIRE(replay, step,
            number(replay, step, "partial_reduction_bp") == control->partial_reduction_bp &&
                number(replay, step, "full_reduction_bp") == control->full_reduction_bp,
            "the control lowers by %u and %u", control->partial_reduction_bp, control->full_reduction_bp);
}

static void check_strength(struct replay *replay, size_t step) {
    const Catalog__V1__Object *object = object_of(replay, step_at(replay, step)->object);
    Catalog__V1__Strength strength = CATALOG__V1__STRENGTH__STRENGTH_UNSPECIFIED;
    if (object == NULL || object->kind_case != CATALOG__V1__OBJECT__KIND_CONTROL)
        return;
    for (size_t i = object->control->n_mitigates; i-- > 0;) {
        if (strcmp(object->control->mitigates[i]->threat, replay->threat) == 0)
            strength = object->control->mitigates[i]->strength;
    }
    require_word(replay, step, "control", &catalog__v1__strength__descriptor, (int)strength);
}

static void check_platform(struct replay *replay, size_t step) {
    const Catalog__V1__Object *object = object_of(replay, step_at(replay, step)->object);
    REQUIRE(replay, step, object != NULL && object->kind_case == CATALOG__V1__OBJECT__KIND_BASELINE,
            "there is no such baseline");
    if (replay->is_refused)
        return;
    const Catalog__V1__Baseline *baseline = object->baseline;
    const Catalog__V1__BaselineEntry *entry = FIND(replay, step, baseline, entries);
    REQUIRE(replay, step, entry != NULL && entry->level == CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_PLATFORM,
            "it is no entry of the platform");
    if (replay->is_refused)
        return;
    require_predicate(replay, find_below(replay, step, "baseline.scope"), baseline->scope);
    require_predicate(replay, find_below(replay, step, "credit.each"), entry->each);
    REQUIRE(replay, step, detail_is(replay, step, "control", entry->control), "the entry asks for %s", entry->control);
}

/* The groups of the threat stand in the first reading. */
static void check_groups(struct replay *replay) {
    size_t state = find_below(replay, 0, "state");
    size_t reading = state == NO_STEP ? NO_STEP : first_below(replay, state);
    const Catalog__V1__Threat *threat = threat_of(replay, replay->threat);
    REQUIRE(replay, 0, threat != NULL && reading != NO_STEP, "there is no such threat");
    if (replay->is_refused)
        return;
    size_t step = find_below(replay, reading, "state.group");
    REQUIRE(replay, reading, count_below(replay, reading, "state.group") == threat->n_mitigation_groups,
            "the threat has %zu groups", threat->n_mitigation_groups);
    for (size_t i = 0; i < threat->n_mitigation_groups && !replay->is_refused; i++) {
        const Catalog__V1__MitigationGroup *group = threat->mitigation_groups[i];
        REQUIRE(replay, step, step_at(replay, step)->n_details == group->n_controls, "the group has other controls");
        for (size_t k = 0; k < group->n_controls && !replay->is_refused; k++)
            REQUIRE(replay, step, detail(replay, step, group->controls[k]) != NULL, "the group has %s",
                    group->controls[k]);
        step = next_below(replay, reading, step);
    }
}

/* ---- All ---- */

static void check_of_model(struct replay *replay, size_t step) {
    static const struct {
        const char *list;
        void (*check)(struct replay *, size_t, const Catalog__V1__Model *);
    } lists[] = {{"provides[", check_provision},     {"responsibilities[", check_responsibility},
                 {"assumptions[", check_assumption}, {"mitigations[", check_mitigation},
                 {"threats[", check_threat},         {"residuals[", check_residual}};
    const Catalog__V1__Model *model = model_of(replay, step);
    bool is_sum = has_rule(replay, step, "risk.residual");
    for (size_t i = 0; i < sizeof lists / sizeof *lists && !is_sum; i++) {
        if (strncmp(step_at(replay, step)->record, lists[i].list, strlen(lists[i].list)) != 0)
            continue;
        REQUIRE(replay, step, model != NULL, "there is no %s", step_at(replay, step)->object);
        if (model != NULL)
            lists[i].check(replay, step, model);
    }
    if (model != NULL && has_rule(replay, step, "class.layer"))
        check_layer(replay, step, model);
}

void replay_records(struct replay *replay) {
    static const struct {
        const char *rule;
        void (*check)(struct replay *, size_t);
    } rules[] = {{"rating.default", check_default},
                 {"credit.reduction", check_reduction},
                 {"credit.strength", check_strength},
                 {"credit.platform", check_platform}};
    if (replay->library->find == NULL)
        return;
    check_groups(replay);
    for (size_t step = 1; step < replay->proof->n_steps && !replay->is_refused; step++) {
        check_of_model(replay, step);
        for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
            if (has_rule(replay, step, rules[i].rule))
                rules[i].check(replay, step);
        }
    }
}
