#include "model/validate_rules.h"

#include "base/limits.h"
#include "codec/field.h"
#include "model/name.h"
#include "model/requirement.h"
#include "model/risk.h"

void check_filled(struct validation *validation, const void *value) {
    if (field_text(value)[0] == '\0')
        validation_report(validation, NULL, "leave the entry out", "the entry is empty");
}

/* It stands in a cell of every table. */
void check_title(struct validation *validation, const void *value) {
    const char *title = field_text(value);
    if (strlen(title) > LIMIT_TITLE_BYTES || strchr(title, '\n') != NULL)
        validation_report(validation, NULL, "shorten it", "a title is one line of at most %d bytes", LIMIT_TITLE_BYTES);
}

void check_id(struct validation *validation, const void *value) {
    if (!name_is_id(field_text(value)))
        validation_report(validation, NULL, "write " NAME_ID_SYNTAX, "'%s' is not an id", field_text(value));
}

void check_alias(struct validation *validation, const void *value) {
    check_id(validation, value);
    if (strcmp(field_text(value), NAME_PLATFORM) == 0)
        validation_report(validation, NULL, "choose another alias",
                          "'" NAME_PLATFORM "' is reserved for what the platform does");
}

void check_setting_name(struct validation *validation, const void *value) {
    if (!name_is_setting(field_text(value)))
        validation_report(validation, NULL, "write " NAME_SETTING_SYNTAX, "'%s' is not a name", field_text(value));
}

void check_name(struct validation *validation, const void *value) {
    const char *name = field_text(value);
    if (!name_is_object(name))
        validation_report(validation, NULL, "write " NAME_OBJECT_SYNTAX, "'%s' is not the name of an object", name);
    else if (name_is_reserved(name))
        validation_report(validation, NULL, "choose another namespace",
                          "the namespace '" NAME_PLATFORM "' is reserved");
}

void check_namespace(struct validation *validation, const void *value) {
    if (!name_is_id(field_text(value)) || strchr(field_text(value), '_') != NULL)
        validation_report(validation, NULL, "write [a-z][a-z0-9-]{0,62}", "'%s' is not a namespace", field_text(value));
}

/* Tells at the walk's place what INNER found in a short text, and forgets what finding it took. */
static void relay(struct validation *validation, const struct problem *inner, status_code code) {
    for (size_t i = 0; i < inner->violation_count; i++) {
        const struct violation *found = &inner->violations[i];
        if (found->column > 1)
            validation_report(validation, NULL, found->remedy, "%s (at character %u)", found->message, found->column);
        else
            validation_report(validation, NULL, found->remedy, "%s", found->message);
    }
    if (code == STATUS_RESOURCE_EXHAUSTED)
        validation_fail(validation, problem_no_memory(validation->problem));
    arena_reset(validation->short_lived);
}

void check_version(struct validation *validation, const void *value) {
    struct semver version;
    struct problem inner;
    problem_init(&inner, validation->short_lived);
    relay(validation, &inner, semver_parse(slice_text(field_text(value)), &version, &inner));
}

void check_requirement(struct validation *validation, const void *value) {
    struct requirement requirement;
    struct problem inner;
    problem_init(&inner, validation->short_lived);
    status_code code = requirement_parse(slice_text(field_text(value)), validation->short_lived, &requirement, &inner);
    relay(validation, &inner, code);
}

void check_digest(struct validation *validation, const void *value) {
    struct digest digest;
    if (!digest_parse(field_text(value), &digest))
        validation_report(validation, NULL, "write sha256: and 64 digits 0-9a-f", "'%s' is not a digest",
                          field_text(value));
}

void check_rating(struct validation *validation, const void *value) {
    uint32_t rating = *(const uint32_t *)value;
    if (rating < 1 || rating > RISK_RATING_MAX)
        validation_report(validation, NULL, "write 1 to 5", "%u is not a rating", rating);
}

void check_reduction(struct validation *validation, const void *value) {
    uint32_t reduction_bp = *(const uint32_t *)value;
    if (reduction_bp > RISK_WHOLE_BP)
        validation_report(validation, NULL, "write 1 to 10000, in basis points", "%u is more than all of a risk",
                          reduction_bp);
}

void check_nanos(struct validation *validation, const void *value) {
    int32_t nanos = *(const int32_t *)value;
    if (nanos < 0 || nanos >= NS_PER_SECOND)
        validation_report(validation, NULL, "write 0 to 999999999", "%d are no nanoseconds of a second", nanos);
}

void check_seconds(struct validation *validation, const void *value) {
    char text[TIME_TEXT_BYTES];
    if (!time_format(*(const int64_t *)value, 0, text))
        validation_report(validation, NULL, "write a time in the years 1 to 9999", "the time is out of range");
}

void check_perspective(struct validation *validation, const void *value) {
    static const char *const perspectives[] = {"business", "developer", "adversary", "defender", "appsec"};
    struct nearest nearest = {.word = field_text(value)};
    for (size_t i = 0; i < COUNT_OF(perspectives); i++) {
        if (strcmp(perspectives[i], nearest.word) == 0)
            return;
        nearest_offer(&nearest, perspectives[i]);
    }
    validation_report(
        validation, NULL,
        validation_suggest(validation, &nearest, "one of: business, developer, adversary, defender, appsec"),
        "'%s' is not a perspective", nearest.word);
}

void check_classification(struct validation *validation, const void *value) {
    struct nearest nearest = {.word = field_text(value)};
    const Catalog__V1__FactDefinition *known = policy_fact(validation->policy, POLICY_FACT_CLASSIFICATION);
    if (policy_classification_rank(validation->policy, nearest.word) != POLICY_UNCLASSIFIED)
        return;
    for (size_t i = 0; i < known->n_values; i++)
        nearest_offer(&nearest, known->values[i]);
    validation_report(validation, NULL,
                      validation_suggest(validation, &nearest, "use a classification of the policy, or add it there"),
                      "the policy has no classification '%s'", nearest.word);
}

static void check_predicate(struct validation *validation, const char *text, enum vocabulary_scope scope) {
    const struct vocabulary *vocabulary = validation_vocabulary(validation, scope);
    const struct predicate_node *predicate = NULL;
    struct problem inner;
    if (vocabulary == NULL)
        return;
    problem_init(&inner, validation->short_lived);
    status_code code = predicate_parse(slice_text(text), validation->short_lived, &predicate, &inner);
    if (code == STATUS_OK)
        code = predicate_check(predicate, &vocabulary->environment, validation->short_lived, &inner);
    relay(validation, &inner, code);
}

void check_contract_predicate(struct validation *validation, const void *value) {
    check_predicate(validation, field_text(value), VOCABULARY_CONTRACT);
}

void check_facts_predicate(struct validation *validation, const void *value) {
    check_predicate(validation, field_text(value), VOCABULARY_FACTS);
}

void check_feature_predicate(struct validation *validation, const void *value) {
    check_predicate(validation, field_text(value), VOCABULARY_FEATURE);
}

void check_place_predicate(struct validation *validation, const void *value) {
    check_predicate(validation, field_text(value), VOCABULARY_PLACE);
}
