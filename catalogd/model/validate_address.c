#include "model/validation.h"

#include "model/name.h"

/* One step of an address: an id among the records of one model. */
struct step {
    const struct model_index *index;
    const char *id;
    const char *address; /* whole, for messages */
};

static const char *suggest_id(struct validation *validation, const struct step *step, unsigned allowed) {
    struct nearest nearest = {.word = step->id};
    for (size_t i = 0; validation_goes_on(validation) && i < step->index->record_count; i++)
        if ((allowed & RECORD_BIT(step->index->records[i].kind)) != 0)
            nearest_offer(&nearest, step->index->records[i].id);
    return validation_suggest(validation, &nearest, "name one that is declared");
}

static void report_unknown(struct validation *validation, const struct step *step, const struct address_rule *rule,
                           unsigned allowed) {
    validation_report(validation, NULL, suggest_id(validation, step, allowed | RECORD_BIT(RECORD_DEPENDENCY)),
                      "'%s' is not %s: nothing is called '%s'", step->address, rule->what, step->id);
}

/* An entry point that this model adds to the instance. */
static bool is_own_entry_point(const Catalog__V1__Dependency *dependency, const char *id) {
    for (size_t i = 0; dependency != NULL && i < dependency->n_own_entry_points; i++)
        if (strcmp(dependency->own_entry_points[i]->id, id) == 0)
            return true;
    return false;
}

static const struct record *end_at(struct validation *validation, const struct step *step, const struct record *record,
                                   const struct address_rule *rule, unsigned allowed) {
    if ((allowed & RECORD_BIT(record->kind)) != 0)
        return record;
    validation_report(validation, NULL, suggest_id(validation, step, allowed), "'%s' is not %s: '%s' is of kind %s",
                      step->address, rule->what, step->id, record_kind_text(record->kind));
    return NULL;
}

const struct record *validation_address(struct validation *validation, const char *address,
                                        const struct address_rule *rule) {
    static const struct record own_entry_point = {.kind = RECORD_ENTRY_POINT, .id = ""};
    struct step step = {.index = validation->index, .address = address};
    const Catalog__V1__Dependency *dependency = NULL;
    const char *rest = address;
    slice part;
    for (size_t depth = 0; name_next_part(&rest, &part); depth++) {
        unsigned allowed = depth == 0 ? rule->own : rule->inherited;
        step.id = validation_text(validation, arena_strndup(validation->arena, (const char *)part.data, part.size));
        const struct record *record = model_index_find(step.index, step.id);
        if (record == NULL && depth > 0 && *rest == '\0' && is_own_entry_point(dependency, step.id))
            return end_at(validation, &step, &own_entry_point, rule, allowed);
        if (record == NULL) {
            report_unknown(validation, &step, rule, allowed);
            return NULL;
        }
        if (*rest == '\0')
            return end_at(validation, &step, record, rule, allowed);
        bool may_go_on = record->kind == RECORD_DEPENDENCY && !(rule->is_shallow && depth > 0);
        if (!may_go_on || depth >= LIMIT_DEPENDENCY_DEPTH) {
            validation_report(validation, NULL, NULL, "'%s' is not %s: '%s' leads no further", address, rule->what,
                              step.id);
            return NULL;
        }
        dependency = record->message;
        step.index = validation_component_index(validation, dependency);
        if (step.index == NULL)
            return NULL;
    }
    validation_report(validation, NULL, "name one that is declared", "the address is empty");
    return NULL;
}

const struct record *validation_peek(struct validation *validation, const char *address,
                                     const struct address_rule *rule) {
    struct problem *problem = validation->problem;
    bool has_findings = validation->has_findings;
    validation->problem = NULL;
    const struct record *record = validation_address(validation, address, rule);
    validation->problem = problem;
    validation->has_findings = has_findings;
    return record;
}
