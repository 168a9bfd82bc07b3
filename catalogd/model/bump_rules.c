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
#define CONFIGURED  "dependency-reconfigured", "A dependency runs with another configuration."

/* The table of bumps, row by row, and the way back of each. */
static const struct bump_rule rules[] = {
    ALWAYS_BETTER("provides", BUMP_ADDED, "provision-added", "Consumers inherit one more control."),
    ALWAYS_WORSE("provides", BUMP_REMOVED, "provision-removed", "Consumers lose a control."),
    {"provides.when", BUMP_ANY, judge_condition_of_gift, false, GAIN, LOSS},
    {"provides.strength", BUMP_ANY, judge_strength, false, GAIN, LOSS},
    {"provides.on", BUMP_ANY, judge_places, false, GAIN, LOSS},
    {"provides.valid_until", BUMP_ANY, judge_end, false, GAIN, LOSS},
    ALWAYS_BETTER("provides.mitigates", BUMP_ADDED, GAIN),
    ALWAYS_WORSE("provides.mitigates", BUMP_REMOVED, LOSS),
    ALWAYS_WORSE("provides.requires", BUMP_ADDED, "provision-requires-more", "A control rests on one thing more."),
    ALWAYS_BETTER("provides.requires", BUMP_REMOVED, GAIN),

    ALWAYS_WORSE("responsibilities", BUMP_ADDED, ASKED),
    ALWAYS_BETTER("responsibilities", BUMP_REMOVED, EASED),
    {"responsibilities.mandatory", BUMP_ANY, judge_flag, false, EASED, ASKED},
    {"responsibilities.when", BUMP_ANY, judge_condition_of_demand, false, EASED, ASKED},
    ALWAYS_WORSE("assumptions", BUMP_ADDED, ASKED),
    ALWAYS_BETTER("assumptions", BUMP_REMOVED, EASED),
    {"assumptions.holds_when", BUMP_ANY, judge_assumption, false, EASED, ASKED},

    ALWAYS_WORSE("residuals", BUMP_ADDED, MORE_LEFT),
    ALWAYS_BETTER("residuals", BUMP_REMOVED, LESS_LEFT),
    {"residuals.likelihood", BUMP_ANY, judge_rating, false, LESS_LEFT, MORE_LEFT},
    {"residuals.impact", BUMP_ANY, judge_rating, false, LESS_LEFT, MORE_LEFT},
    {"residuals.when", BUMP_ANY, judge_condition_of_demand, false, LESS_LEFT, MORE_LEFT},

    {"threats", BUMP_ADDED, judge_new_threat, false, COVERED, UNCOVERED},
    {"threats.when", BUMP_ANY, judge_threat_condition, false, COVERED, SHIFTED},

    ALWAYS_WORSE("entry_point_policy", BUMP_ANY, "entry-points-opened",
                 "Whether consumers may add entry points, and have to say so, changed."),
    {"entry_points", BUMP_ADDED, judge_new_entry_point, false, CLOSED_DOOR, OPEN_DOOR},
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
