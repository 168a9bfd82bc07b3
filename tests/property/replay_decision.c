#include "replay_proof.h"

#include <string.h>

static readings check_risk(struct replay *replay, size_t step) {
    const char *found = detail(replay, step, "found");
    const char *recorded = detail(replay, step, "recorded");
    readings held = NONE;
    REQUIRE(replay, step, found != NULL && recorded != NULL, "it does not say which bands");
    for (unsigned i = 0; i < READINGS && !replay->is_refused; i++) {
        Catalog__V1__RiskBand band = CATALOG__V1__RISK_BAND__RISK_BAND_LOW;
        Catalog__V1__RiskBand highest = CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED;
        size_t size = strcspn(found, ",");
        while (band < CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL &&
               (strlen(band_word(band)) != size || strncmp(band_word(band), found, size) != 0))
            band++;
        while (highest < CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL && strcmp(band_word(highest), recorded) != 0)
            highest++;
        held |= band <= highest ? 1U << i : 0;
        found += size + strspn(found + size, ", ");
    }
    return held;
}

static readings check_found(struct replay *replay, size_t step) {
    const char *found = detail(replay, step, "found");
    const char *recorded = detail(replay, step, "recorded");
    if (has_rule(replay, step, "decision.classification"))
        return classification_rank(replay->library->policy, found == NULL ? "" : found) <=
                       classification_rank(replay->library->policy, recorded == NULL ? "" : recorded)
                   ? ALL
                   : NONE;
    /* What the resolution does not use any more is not looked at. */
    return found == NULL || (recorded != NULL && strcmp(found, recorded) == 0) ? ALL : NONE;
}

/* In which readings one thing that must hold does. */
static readings check_one(struct replay *replay, size_t decision, size_t step) {
    if (has_rule(replay, step, "decision.begun"))
        return time_detail(replay, decision, "decided_at", INT64_MAX) <= replay->at ? ALL : NONE;
    if (has_rule(replay, step, "decision.ended"))
        return replay->at < time_detail(replay, decision, "expires_at", INT64_MIN) ? ALL : NONE;
    if (has_rule(replay, step, "decision.while"))
        return favourable(judge(replay, step));
    if (has_rule(replay, step, "decision.risk"))
        return check_risk(replay, step);
    if (has_rule(replay, step, "decision.compensated"))
        return holds_in(replay, step);
    if (has_rule(replay, step, "decision.state"))
        return NONE;
    return check_found(replay, step);
}

static void require_all_checks(struct replay *replay, size_t decision) {
    static const char *const needed[] = {"decision.begun", "decision.ended", "decision.while", "decision.contract",
                                         "decision.risk"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        REQUIRE(replay, decision, find_below(replay, decision, needed[i]) != NO_STEP, "%s is not looked at", needed[i]);
    REQUIRE(replay, decision,
            !detail_is(replay, decision, "kind", "accepted") ||
                find_below(replay, decision, "decision.classification") != NO_STEP,
            "the classification is not looked at");
}

static void check_decision(struct replay *replay, size_t decision) {
    bool is_approved = detail_is(replay, decision, "state", "approved");
    readings held = is_approved ? ALL : NONE;
    if (is_approved)
        require_all_checks(replay, decision);
    for (size_t i = first_below(replay, decision); i != NO_STEP; i = next_below(replay, decision, i)) {
        readings one = check_one(replay, decision, i);
        if (!has_rule(replay, i, "decision.while")) {
            REQUIRE(replay, i, holds_in(replay, i) == one, "it holds in %x, not %x", one, holds_in(replay, i));
            require_truth(replay, i, (one & 1) != 0);
        }
        held &= one;
    }
    const char *word = (held & 1) != 0 ? "in force" : "not in force";
    REQUIRE(replay, decision, holds_in(replay, decision) == held, "it is in force in %x, not %x", held,
            holds_in(replay, decision));
    REQUIRE(replay, decision, strcmp(step_at(replay, decision)->outcome, word) == 0, "it is %s", word);
}

void replay_decisions(struct replay *replay) {
    for (size_t i = first_below(replay, 0); i != NO_STEP; i = next_below(replay, 0, i)) {
        if (has_rule(replay, i, "decision"))
            check_decision(replay, i);
    }
}

size_t decision_of(const struct replay *replay, const char *kind, readings wanted) {
    size_t step = first_below(replay, 0);
    for (; step != NO_STEP; step = next_below(replay, 0, step)) {
        if (has_rule(replay, step, "decision") && detail_is(replay, step, "kind", kind) &&
            (holds_in(replay, step) & wanted) == wanted)
            break;
    }
    return step;
}
