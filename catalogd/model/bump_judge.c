#include "model/bump_rules.h"

#include "codec/field.h"
#include "model/policy.h"
#include "model/timestamp.h"

#include <string.h>

/* Where nobody can get in. */
#define EXPOSURE_NONE "none"

static const char *text_of(const void *value) {
    return value == NULL ? "" : field_text(value);
}

static enum bump_direction direction(enum span span, enum span better) {
    if (span == SPAN_SAME)
        return BUMP_SAME;
    return span == better ? BUMP_BETTER : BUMP_WORSE;
}

static enum span span_of(struct bump_context *context, const struct diff_entry *entry) {
    return predicate_span(text_of(entry->from), text_of(entry->to), context->arena);
}

enum bump_direction judge_condition_of_gift(struct bump_context *context, const struct diff_entry *entry) {
    return direction(span_of(context, entry), SPAN_WIDER);
}

enum bump_direction judge_condition_of_demand(struct bump_context *context, const struct diff_entry *entry) {
    return direction(span_of(context, entry), SPAN_NARROWER);
}

/* Without a predicate only an attestation meets it: that is no predicate that always holds. */
enum bump_direction judge_assumption(struct bump_context *context, const struct diff_entry *entry) {
    bool is_both = entry->from != NULL && entry->to != NULL;
    return is_both ? direction(span_of(context, entry), SPAN_WIDER) : BUMP_WORSE;
}

static enum bump_direction judge_cover(struct bump_context *context, const Catalog__V1__ThreatUse *threat) {
    bool is_covered = false;
    if (threat_is_covered(context, threat, &is_covered) != STATUS_OK)
        return BUMP_WORSE;
    return is_covered ? BUMP_BETTER : BUMP_WORSE;
}

enum bump_direction judge_new_threat(struct bump_context *context, const struct diff_entry *entry) {
    return judge_cover(context, (const Catalog__V1__ThreatUse *)field_message(entry->to));
}

/* Where it held before is known; where else it holds now is as new. */
enum bump_direction judge_threat_condition(struct bump_context *context, const struct diff_entry *entry) {
    enum span span = span_of(context, entry);
    if (span == SPAN_SAME)
        return BUMP_SAME;
    if (span != SPAN_WIDER)
        return BUMP_WORSE;
    return judge_cover(context, (const Catalog__V1__ThreatUse *)entry->to_record);
}

enum bump_direction judge_requirement(struct bump_context *context, const struct diff_entry *entry) {
    return direction(requirement_span(text_of(entry->from), text_of(entry->to), context->arena), SPAN_NARROWER);
}

/* Left out it is the control's own, which may be anything. */
enum bump_direction judge_strength(struct bump_context *context, const struct diff_entry *entry) {
    (void)context;
    if (entry->from == NULL || entry->to == NULL)
        return BUMP_WORSE;
    return *(const int *)entry->to > *(const int *)entry->from ? BUMP_BETTER : BUMP_WORSE;
}

/* A list whose items admit something, and that admits anything while it is empty. */
enum bump_direction judge_choices(struct bump_context *context, const struct diff_entry *entry) {
    (void)context;
    if (field_count(entry->to_record, entry->field) == 0)
        return BUMP_BETTER;
    if (field_count(entry->from_record, entry->field) == 0)
        return BUMP_WORSE;
    return entry->from == NULL ? BUMP_BETTER : BUMP_WORSE;
}

static time_ns end_of(const void *value) {
    return value == NULL ? INT64_MAX : timestamp_time((const Catalog__V1__Timestamp *)field_message(value), INT64_MAX);
}

enum bump_direction judge_end(struct bump_context *context, const struct diff_entry *entry) {
    (void)context;
    return end_of(entry->to) > end_of(entry->from) ? BUMP_BETTER : BUMP_WORSE;
}

enum bump_direction judge_rating(struct bump_context *context, const struct diff_entry *entry) {
    (void)context;
    if (entry->from == NULL || entry->to == NULL)
        return BUMP_WORSE;
    return *(const uint32_t *)entry->to < *(const uint32_t *)entry->from ? BUMP_BETTER : BUMP_WORSE;
}

/* Of a demand: set is worse. */
enum bump_direction judge_flag(struct bump_context *context, const struct diff_entry *entry) {
    (void)context;
    return entry->to == NULL ? BUMP_BETTER : BUMP_WORSE;
}

enum bump_direction judge_permission(struct bump_context *context, const struct diff_entry *entry) {
    (void)context;
    return entry->to == NULL ? BUMP_WORSE : BUMP_BETTER;
}

/* Left out it is an idea. */
enum bump_direction judge_status(struct bump_context *context, const struct diff_entry *entry) {
    (void)context;
    int before =
        entry->from == NULL ? CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED : *(const int *)entry->from;
    int after =
        entry->to == NULL ? CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED : *(const int *)entry->to;
    if (before == after)
        return BUMP_SAME;
    return after > before ? BUMP_BETTER : BUMP_WORSE;
}

enum bump_direction judge_limit(struct bump_context *context, const struct diff_entry *entry) {
    if (entry->to == NULL)
        return BUMP_BETTER;
    if (entry->from == NULL)
        return BUMP_WORSE;
    const struct policy *policy = NULL;
    if (policy_load(context->view, context->arena, &policy, NULL, context->problem) != STATUS_OK)
        return BUMP_WORSE;
    int before = policy_classification_rank(policy, text_of(entry->from));
    int after = policy_classification_rank(policy, text_of(entry->to));
    return before != POLICY_UNCLASSIFIED && after > before ? BUMP_BETTER : BUMP_WORSE;
}

enum bump_direction judge_exposure(struct bump_context *context, const struct diff_entry *entry) {
    (void)context;
    return strcmp(text_of(entry->to), EXPOSURE_NONE) == 0 ? BUMP_BETTER : BUMP_WORSE;
}

enum bump_direction judge_new_entry_point(struct bump_context *context, const struct diff_entry *entry) {
    (void)context;
    const Catalog__V1__EntryPoint *point = (const Catalog__V1__EntryPoint *)field_message(entry->to);
    return strcmp(point->default_exposure, EXPOSURE_NONE) == 0 ? BUMP_BETTER : BUMP_WORSE;
}

enum bump_direction judge_new_parameter(struct bump_context *context, const struct diff_entry *entry) {
    (void)context;
    const Catalog__V1__Parameter *parameter = (const Catalog__V1__Parameter *)field_message(entry->to);
    return parameter->default_[0] != '\0' ? BUMP_BETTER : BUMP_WORSE;
}
