#include "model/bump_rules.h"

#include <string.h>

/* ... is a name and a reason. */
#define ALWAYS_WORSE(pattern, event, ...)                                                                              \
    { pattern, event, NULL, false, NULL, NULL, __VA_ARGS__ }
#define ALWAYS_BETTER(pattern, event, ...)                                                                             \
    { pattern, event, NULL, true, __VA_ARGS__, NULL, NULL }

#define GAIN        "provision-strengthened", "A control that consumers inherit counts at least as often and as strongly."
#define LOSS        "provision-weakened", "A control that consumers inherit may count less often, less strongly or for less."
#define EASED       "demand-eased", "Less is asked of consumers."
#define ASKED       "demand-raised", "More may be asked of consumers."
#define LESS_LEFT   "residual-lowered", "Less risk is left to consumers."
#define MORE_LEFT   "residual-raised", "More risk may be left to consumers."
#define LIMIT_UP    "limit-raised", "It may be used for more."
#define LIMIT_DOWN  "limit-lowered", "A consumer that uses it may now be beyond its limits."
#define NARROWED    "requirement-narrowed", "The dependency is chosen from fewer versions of the same major."
#define MOVED       "requirement-changed", "The dependency may be a version that it could not be, or has lost a major."
#define COVERED     "threat-covered", "The component answers the new threat wherever it is."
#define UNCOVERED   "threat-added", "Consumers get a threat that the component does not answer by itself."
#define SHIFTED     "threat-changed", "Where the threat is changed, and the component does not answer it there by itself."
#define CLOSED_DOOR "entry-point-closed", "The entry point is off until a consumer turns it on."
#define OPEN_DOOR   "entry-point-open", "An entry point is on, or has to be chosen, where consumers never looked at it."
#define KEPT        "passes-on-less", "The component sees itself to what it inherits: that is left to consumers no longer."
#define PASSED      "passes-on-more", "What the component inherits is left to consumers as well."
#define DONE        "mitigation-strengthened", "The component does more, or does it more surely, about what it stands on."
#define UNDONE      "mitigation-weakened", "The component may do less about what it stands on."
#define ANSWERED    "answer-strengthened", "What the component says to what it stands on counts as often, or longer."
#define UNANSWERED  "answer-weakened", "What the component says to what it stands on may count less often."
#define ASSURED     "assurance-renewed", "Every report counts as long as it did, and one more or longer."
#define UNASSURED                                                                                                      \
    "assurance-cut", "A report is gone, or counts for a shorter time, so that a layer may be answered no longer."
#define SHOWN "evidence-added", "All that was shown is shown as long."
#define UNSHOWN                                                                                                        \
    "evidence-weakened", "Something is shown no longer, or for a shorter time, and what rests on it may end."
#define CHOICE     "choice-added", "Consumers may choose as before, and one value more."
#define NO_CHOICE  "choice-removed", "A consumer may have chosen what can be chosen no longer."
#define CONFIGURED "dependency-reconfigured", "A dependency runs with another configuration."

/* The table of bumps, row by row, and the way back of each. */
static const struct bump_rule rules[] = {
    ALWAYS_BETTER("provides", BUMP_ADDED, "provision-added", "Consumers inherit one more control."),
    ALWAYS_WORSE("provides", BUMP_REMOVED, "provision-removed", "Consumers lose a control."),
    {"provides.when", BUMP_ANY, judge_condition_of_gift, false, GAIN, LOSS},
    {"provides.strength", BUMP_ANY, judge_strength, false, GAIN, LOSS},
    {"provides.on", BUMP_ANY, judge_choices, false, GAIN, LOSS},
    {"provides.valid_until", BUMP_ANY, judge_end, false, GAIN, LOSS},
    ALWAYS_BETTER("provides.mitigates", BUMP_ADDED, GAIN),
    ALWAYS_WORSE("provides.mitigates", BUMP_REMOVED, LOSS),
    ALWAYS_WORSE("provides.requires", BUMP_ADDED, "provision-requires-more", "A control rests on one thing more."),
    ALWAYS_BETTER("provides.requires", BUMP_REMOVED, GAIN),

    {"provides.evidence", BUMP_ANY, judge_evidence, false, SHOWN, UNSHOWN},
    {"provides.evidence.kind", BUMP_ANY, judge_evidence, false, SHOWN, UNSHOWN},
    {"provides.evidence.valid_until", BUMP_ANY, judge_evidence, false, SHOWN, UNSHOWN},

    ALWAYS_WORSE("responsibilities", BUMP_ADDED, ASKED),
    ALWAYS_BETTER("responsibilities", BUMP_REMOVED, EASED),
    {"responsibilities.mandatory", BUMP_ANY, judge_flag, false, EASED, ASKED},
    {"responsibilities.when", BUMP_ANY, judge_condition_of_demand, false, EASED, ASKED},
    ALWAYS_WORSE("responsibilities.from", BUMP_ADDED, PASSED),
    ALWAYS_BETTER("responsibilities.from", BUMP_REMOVED, KEPT),
    {"responsibilities.discharged_by.controls", BUMP_ANY, judge_choices, false, EASED, ASKED},
    {"responsibilities.discharged_by.evidence", BUMP_ANY, judge_choices, false, EASED, ASKED},
    {"responsibilities.discharged_by.statement", BUMP_ANY, judge_permission, false, EASED, ASKED},
    ALWAYS_WORSE("assumptions", BUMP_ADDED, ASKED),
    ALWAYS_BETTER("assumptions", BUMP_REMOVED, EASED),
    {"assumptions.holds_when", BUMP_ANY, judge_assumption, false, EASED, ASKED},
    ALWAYS_WORSE("assumptions.from", BUMP_ADDED, PASSED),
    ALWAYS_BETTER("assumptions.from", BUMP_REMOVED, KEPT),

    ALWAYS_WORSE("residuals", BUMP_ADDED, MORE_LEFT),
    ALWAYS_BETTER("residuals", BUMP_REMOVED, LESS_LEFT),
    {"residuals.likelihood", BUMP_ANY, judge_rating, false, LESS_LEFT, MORE_LEFT},
    {"residuals.impact", BUMP_ANY, judge_rating, false, LESS_LEFT, MORE_LEFT},
    {"residuals.when", BUMP_ANY, judge_condition_of_demand, false, LESS_LEFT, MORE_LEFT},
    ALWAYS_WORSE("residuals.from", BUMP_ADDED, PASSED),
    ALWAYS_BETTER("residuals.from", BUMP_REMOVED, KEPT),

    /* What the component does inside: it counts on the rows of what it stands on, in every consumer. */
    ALWAYS_BETTER("mitigations", BUMP_ADDED, DONE),
    ALWAYS_WORSE("mitigations", BUMP_REMOVED, UNDONE),
    {"mitigations.status", BUMP_ANY, judge_status, false, DONE, UNDONE},
    {"mitigations.strength", BUMP_ANY, judge_strength, false, DONE, UNDONE},
    ALWAYS_BETTER("mitigations.mitigates", BUMP_ADDED, DONE),
    ALWAYS_WORSE("mitigations.mitigates", BUMP_REMOVED, UNDONE),
    ALWAYS_BETTER("mitigations.on", BUMP_ADDED, DONE),
    ALWAYS_WORSE("mitigations.on", BUMP_REMOVED, UNDONE),
    {"mitigations.evidence", BUMP_ANY, judge_evidence, false, SHOWN, UNSHOWN},
    {"mitigations.evidence.kind", BUMP_ANY, judge_evidence, false, SHOWN, UNSHOWN},
    {"mitigations.evidence.valid_until", BUMP_ANY, judge_evidence, false, SHOWN, UNSHOWN},
    {"answers", BUMP_ANY, judge_answers, false, ANSWERED, UNANSWERED},
    {"answers.to", BUMP_ANY, judge_answers, false, ANSWERED, UNANSWERED},
    {"answers.by", BUMP_ANY, judge_answers, false, ANSWERED, UNANSWERED},
    {"answers.statement", BUMP_ANY, judge_answers, false, ANSWERED, UNANSWERED},
    {"answers.statement.at", BUMP_ANY, judge_answers, false, ANSWERED, UNANSWERED},
    {"answers.statement.max_age_days", BUMP_ANY, judge_answers, false, ANSWERED, UNANSWERED},

    {"assurance", BUMP_ANY, judge_assurance, false, ASSURED, UNASSURED},
    {"assurance.report", BUMP_ANY, judge_assurance, false, ASSURED, UNASSURED},
    {"assurance.issuer", BUMP_ANY, judge_assurance, false, ASSURED, UNASSURED},
    {"assurance.valid_from", BUMP_ANY, judge_assurance, false, ASSURED, UNASSURED},
    {"assurance.valid_until", BUMP_ANY, judge_assurance, false, ASSURED, UNASSURED},

    {"threats", BUMP_ADDED, judge_new_threat, false, COVERED, UNCOVERED},
    {"threats.when", BUMP_ANY, judge_threat_condition, false, COVERED, SHIFTED},

    ALWAYS_WORSE("entry_point_policy", BUMP_ANY, "entry-points-opened",
                 "Whether consumers may add entry points, and have to say so, changed."),
    {"entry_points", BUMP_ADDED, judge_new_entry_point, false, CLOSED_DOOR, OPEN_DOOR},
    ALWAYS_BETTER("entry_points.exposures", BUMP_ADDED, CHOICE),
    ALWAYS_WORSE("entry_points.exposures", BUMP_REMOVED, NO_CHOICE),
    {"entry_points.default_exposure", BUMP_ANY, judge_exposure, false, CLOSED_DOOR, OPEN_DOOR},

    ALWAYS_WORSE("limits", BUMP_ADDED, LIMIT_DOWN),
    ALWAYS_BETTER("limits", BUMP_REMOVED, LIMIT_UP),
    {"limits.highest_classification", BUMP_ANY, judge_limit, false, LIMIT_UP, LIMIT_DOWN},
    ALWAYS_WORSE("limits.excluded_uses", BUMP_ADDED, LIMIT_DOWN),
    ALWAYS_BETTER("limits.excluded_uses", BUMP_REMOVED, LIMIT_UP),
    {"limits.excluded_uses.when", BUMP_ANY, judge_condition_of_demand, false, LIMIT_UP, LIMIT_DOWN},

    ALWAYS_WORSE("dependencies", BUMP_ADDED, "dependency-added", "It stands on one component more."),
    {"dependencies.requirement", BUMP_ANY, judge_requirement, false, NARROWED, MOVED},
    ALWAYS_WORSE("dependencies.configuration", BUMP_ANY, CONFIGURED),
    ALWAYS_WORSE("dependencies.configuration.value", BUMP_ANY, CONFIGURED),

    /* Read by provisions and demands only, and each of those that reads it is judged by itself. */
    {"parameters", BUMP_ADDED, judge_new_parameter, false, "parameter-added",
     "There is a default, so that nobody has to configure it.", "parameter-needed",
     "The new parameter is unknown until consumers give it."},
    {"parameters.allowed_values", BUMP_ANY, judge_choices, false, CHOICE, NO_CHOICE},
};

static bool is_event(const struct diff_entry *entry, enum bump_event event) {
    switch (event) {
    case BUMP_ADDED:
        return entry->from == NULL;
    case BUMP_REMOVED:
        return entry->to == NULL;
    case BUMP_ANY:
        return true;
    }
    return false;
}

const struct bump_rule *bump_rule_find(const struct diff_entry *entry) {
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (strcmp(rules[i].pattern, entry->pattern) == 0 && is_event(entry, rules[i].event))
            return &rules[i];
    return NULL;
}
