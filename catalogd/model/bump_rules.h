/* The table of rules behind bump.h. Private to bump*.c. */
#ifndef CATALOGD_MODEL_BUMP_RULES_H
#define CATALOGD_MODEL_BUMP_RULES_H

#include "model/bump.h"
#include "model/diff.h"
#include "model/span.h"

/* What a judge found: how the new side stands to the old one, seen by whoever depends on the component. */
enum bump_direction {
    BUMP_SAME, /* the same, written differently */
    BUMP_BETTER,
    BUMP_WORSE, /* also where it cannot be told */
};

/* One classification under way. */
struct bump_context {
    const Catalog__V1__Model *from; /* NULL: no component */
    const Catalog__V1__Model *to;
    const struct catalog_view *view;
    struct arena *arena;
    struct problem *problem;
};

/* Compares one changed value. Where memory or the view fails the problem is set and the answer does not count. */
typedef enum bump_direction (*bump_judge)(struct bump_context *context, const struct diff_entry *entry);

/* Which changes of a field a rule is about. */
enum bump_event { BUMP_ADDED, BUMP_REMOVED, BUMP_ANY };

struct bump_rule {
    const char *pattern; /* as in diff_entry */
    enum bump_event event;
    bump_judge judge; /* NULL: always worse, or always better as `better` says */
    bool is_better;   /* without a judge */
    const char *name; /* the better and the worse side have a name and a reason each; NULL: cannot happen */
    const char *reason;
    const char *worse_name;
    const char *worse_reason;
};

/* The rule for ENTRY of a component. NULL: none is listed. */
const struct bump_rule *bump_rule_find(const struct diff_entry *entry);

/* Judges. For predicates `true` more often is better (provisions) or worse (demands). */
enum bump_direction judge_condition_of_gift(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_condition_of_demand(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_assumption(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_threat_condition(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_new_threat(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_requirement(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_strength(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_choices(struct bump_context *context, const struct diff_entry *entry); /* empty: any */
enum bump_direction judge_end(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_rating(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_flag(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_limit(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_exposure(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_new_entry_point(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_new_parameter(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_status(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_permission(struct bump_context *context, const struct diff_entry *entry); /* set: better */
enum bump_direction judge_assurance(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_evidence(struct bump_context *context, const struct diff_entry *entry);
enum bump_direction judge_answers(struct bump_context *context, const struct diff_entry *entry);

/* ---- What the judges compare with ---- */

/* Whether the component of CONTEXT, as it is now, answers THREAT wherever it says it is, by itself: with provisions
 * that ask for nothing and hold whenever the threat does, or by class. */
MUST_CHECK status_code threat_is_covered(struct bump_context *context, const Catalog__V1__ThreatUse *threat,
                                         bool *ret_is_covered);

#endif
