#include "replay_proof.h"

#include <string.h>

/* Steps in which a provision or duty plays a part. */
static const char *const parts[] = {"credit.basis", "credit.uses", "credit.requires", "credit.kept",
                                    "duty.uses",    "duty.passed", "row.unless",      "lemma"};

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

static bool is_provision(const struct replay *replay, size_t step) {
    return begins(step_at(replay, step)->record, "provides[");
}

static bool is_missing(const struct replay *replay, size_t step) {
    return strcmp(step_at(replay, step)->outcome, "not found") == 0;
}

static bool is_part(const struct replay *replay, size_t step) {
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (has_rule(replay, step, parts[i]))
            return !is_missing(replay, step);
    }
    return false;
}

static bool is_taken_apart(const struct replay *replay, size_t step) {
    static const char *const firsts[] = {"credit.when", "duty.when", "duty.holds", "duty.left"};
    size_t first = first_below(replay, step);
    for (size_t i = 0; first != NO_STEP && i < sizeof firsts / sizeof *firsts; i++) {
        if (has_rule(replay, first, firsts[i]))
            return true;
    }
    return false;
}

/* ---- Which there are ---- */

static struct node *find_node(const struct replay *replay, const char *subject) {
    for (size_t i = 0; i < replay->node_count; i++) {
        if (strcmp(step_at(replay, replay->nodes[i].step)->subject, subject) == 0)
            return &replay->nodes[i];
    }
    return NULL;
}

static void gather_nodes(struct replay *replay) {
    replay->nodes = ARENA_ARRAY(&replay->arena, struct node, replay->proof->n_steps);
    for (size_t i = 0; i < replay->proof->n_steps; i++) {
        if (!is_part(replay, i) || !is_taken_apart(replay, i))
            continue;
        REQUIRE(replay, i, find_node(replay, step_at(replay, i)->subject) == NULL, "it is taken apart twice");
        replay->nodes[replay->node_count++].step = i;
    }
    for (size_t i = 0; i < replay->proof->n_steps && !replay->is_refused; i++) {
        const step_message *step = step_at(replay, i);
        const struct node *node = is_part(replay, i) ? find_node(replay, step->subject) : NULL;
        if (!is_part(replay, i))
            continue;
        REQUIRE(replay, i, node != NULL, "it is taken apart nowhere");
        REQUIRE(replay, i,
                node == NULL || (strcmp(step_at(replay, node->step)->record, step->record) == 0 &&
                                 strcmp(step_at(replay, node->step)->object, step->object) == 0),
                "it is another record elsewhere");
    }
}

/* ---- What holds, given what holds ---- */

static readings kept_below(const struct replay *replay, size_t answers) {
    readings held = ALL;
    for (size_t i = first_below(replay, answers); i != NO_STEP; i = next_below(replay, answers, i))
        held &= has_rule(replay, i, "credit.kept") ? duty_holds(replay, i) : NONE;
    return held;
}

readings provision_holds(const struct replay *replay, size_t step, const char *threat) {
    const struct node *node = find_node(replay, step_at(replay, step)->subject);
    readings held = NONE;
    if (node == NULL)
        return NONE;
    for (size_t i = first_below(replay, node->step); i != NO_STEP; i = next_below(replay, node->step, i)) {
        bool is_asked = threat == NULL || strcmp(step_at(replay, i)->record, threat) == 0;
        if (has_rule(replay, i, "credit.answers") && is_asked)
            held |= node->holds & kept_below(replay, i);
    }
    return held;
}

readings duty_holds(const struct replay *replay, size_t step) {
    const struct node *node = find_node(replay, step_at(replay, step)->subject);
    return node == NULL ? NONE : node->holds;
}

static readings by_status(const struct replay *replay, size_t step) {
    const char *status = step == NO_STEP ? "" : step_at(replay, step)->outcome;
    bool is_done = strcmp(status, "implemented") == 0 || strcmp(status, "verified") == 0;
    return is_done ? ALL : strcmp(status, "planned") == 0 ? PLANNED : NONE;
}

static bool is_valid(const struct replay *replay, size_t parent) {
    size_t valid = find_below(replay, parent, "credit.valid");
    return valid != NO_STEP && strcmp(step_at(replay, valid)->outcome, "true") == 0;
}

/* For a threat, or for any that it names; one that names none only where the control is voided altogether. */
static bool is_void(const struct replay *replay, size_t step, const char *threat) {
    const step_message *status = step_at(replay, find_below(replay, step, "mitigation.status"));
    if (threat != NULL)
        return is_voided(replay, step, threat);
    for (size_t i = 0; i < status->n_details; i++) {
        if (!is_voided(replay, step, status->details[i]->value))
            return false;
    }
    return status->n_details > 0 ? true : is_voided(replay, step, "");
}

readings mitigation_holds(const struct replay *replay, size_t step, const char *rule, const char *threat) {
    size_t status = find_below(replay, step, "mitigation.status");
    readings held = by_status(replay, status);
    size_t used = find_below(replay, step, rule);
    if (status == NO_STEP || !is_valid(replay, step) || is_void(replay, step, threat))
        return NONE;
    if (used == NO_STEP)
        return held;
    return is_missing(replay, used) ? NONE : held & provision_holds(replay, used, threat);
}

static readings evaluate_provision(struct replay *replay, size_t step) {
    readings held = is_valid(replay, step) ? ALL : NONE;
    for (size_t i = first_below(replay, step); i != NO_STEP; i = next_below(replay, step, i)) {
        if (has_rule(replay, i, "credit.when"))
            held &= favourable(judge(replay, i));
        else if (has_rule(replay, i, "credit.requires") && is_missing(replay, i))
            held = NONE;
        else if (has_rule(replay, i, "credit.requires"))
            held &= is_provision(replay, i) ? provision_holds(replay, i, NULL) : duty_holds(replay, i);
    }
    return held;
}

/* What a step below a duty does for it by itself. */
static readings help(struct replay *replay, size_t step) {
    const char *outcome = step_at(replay, step)->outcome;
    if (has_rule(replay, step, "duty.left"))
        return ALL;
    if (has_rule(replay, step, "duty.holds"))
        return favourable(judge(replay, step));
    if (has_rule(replay, step, "duty.stated"))
        return strcmp(outcome, "true") == 0 ? ALL : NONE;
    bool is_admitted = has_rule(replay, step, "duty.answer") && strcmp(outcome, "not admitted") != 0;
    return is_admitted ? mitigation_holds(replay, step, "duty.uses", NULL) : NONE;
}

static readings discharged_at(const struct replay *replay, size_t step) {
    const struct node *node = find_node(replay, step_at(replay, step)->subject);
    return node == NULL ? NONE : node->discharged;
}

/* Whether two steps are about records of one instance: addresses are "instance.id". */
static bool is_same_consumer(const struct replay *replay, size_t a, size_t b) {
    const char *left = step_at(replay, a)->subject;
    const char *right = step_at(replay, b)->subject;
    size_t left_size = strrchr(left, '.') == NULL ? 0 : (size_t)(strrchr(left, '.') - left);
    size_t right_size = strrchr(right, '.') == NULL ? 0 : (size_t)(strrchr(right, '.') - right);
    return left_size == right_size && strncmp(left, right, left_size) == 0;
}

/* Every consumer meets what is passed on to it, and discharges one part of it. */
static readings passed_on(const struct replay *replay, size_t duty) {
    readings held = ALL;
    size_t count = 0;
    for (size_t i = first_below(replay, duty); i != NO_STEP; i = next_below(replay, duty, i)) {
        readings discharged = NONE;
        if (!has_rule(replay, i, "duty.passed"))
            continue;
        for (size_t k = first_below(replay, duty); k != NO_STEP; k = next_below(replay, duty, k)) {
            if (has_rule(replay, k, "duty.passed") && is_same_consumer(replay, i, k))
                discharged |= discharged_at(replay, k);
        }
        held &= duty_holds(replay, i) & discharged;
        count++;
    }
    return count > 0 ? held : NONE;
}

static readings evaluate_duty(struct replay *replay, struct node *node) {
    size_t when = find_below(replay, node->step, "duty.when");
    size_t holds = find_below(replay, node->step, "duty.holds");
    node->discharged = passed_on(replay, node->step);
    for (size_t i = first_below(replay, node->step); i != NO_STEP; i = next_below(replay, node->step, i))
        node->discharged |= help(replay, i);
    if (holds != NO_STEP && judge(replay, holds) == REPLAY_FALSE)
        node->discharged = NONE;
    return node->discharged | (when == NO_STEP ? NONE : ALL & ~burden(judge(replay, when)));
}

/* Nothing holds only because of itself: from nothing, until nothing is added. */
static void find_fixed_point(struct replay *replay) {
    bool has_changed = true;
    while (has_changed && !replay->is_refused) {
        has_changed = false;
        for (size_t i = 0; i < replay->node_count; i++) {
            struct node *node = &replay->nodes[i];
            readings discharged = node->discharged;
            readings held =
                is_provision(replay, node->step) ? evaluate_provision(replay, node->step) : evaluate_duty(replay, node);
            has_changed |= held != node->holds || discharged != node->discharged;
            node->holds = held;
        }
    }
}

/* ---- Every step about it ---- */

static void require_holds(struct replay *replay, size_t step, readings held, const char *word) {
    const step_message *message = step_at(replay, step);
    REQUIRE(replay, step, holds_in(replay, step) == held, "it holds in %x, not %x", held, holds_in(replay, step));
    REQUIRE(replay, step, strcmp(message->outcome, word) == 0, "it is %s, not %s", word, message->outcome);
}

static void check_part(struct replay *replay, size_t step) {
    bool is_of_row = has_rule(replay, step, "credit.basis") || has_rule(replay, step, "credit.uses");
    readings held = is_provision(replay, step) ? provision_holds(replay, step, is_of_row ? replay->threat : NULL)
                                               : duty_holds(replay, step);
    require_holds(replay, step, held, is_provision(replay, step) ? counting_word(held) : meeting_word(held));
}

static void check_validity(struct replay *replay, size_t step) {
    bool is_past = time_detail(replay, step, "valid_until", INT64_MAX) <= replay->at &&
                   detail(replay, step, "valid_until") != NULL;
    size_t count = 0;
    size_t past = 0;
    for (size_t i = first_below(replay, step); i != NO_STEP; i = next_below(replay, step, i)) {
        bool has_end = detail(replay, i, "valid_until") != NULL;
        bool has_ended = has_end && time_detail(replay, i, "valid_until", INT64_MAX) <= replay->at;
        require_truth(replay, i, !has_ended);
        past += has_ended;
        count++;
    }
    require_truth(replay, step, !is_past && (count == 0 || past < count));
}

static void check_statement(struct replay *replay, size_t step) {
    bool is_admitted = detail(replay, step, "valid_from") != NULL;
    time_ns from = time_detail(replay, step, "valid_from", INT64_MAX);
    time_ns until = time_detail(replay, step, "valid_until", INT64_MAX);
    require_truth(replay, step, is_admitted && from <= replay->at && replay->at < until);
}

static void check_answer(struct replay *replay, size_t step) {
    readings held = mitigation_holds(replay, step, "duty.uses", NULL);
    bool is_admitted = strcmp(step_at(replay, step)->outcome, "not admitted") != 0;
    require_holds(replay, step, is_admitted ? held : NONE, is_admitted ? counting_word(held) : "not admitted");
}

static void check_step(struct replay *replay, size_t step) {
    if (is_part(replay, step)) {
        check_part(replay, step);
    } else if (has_rule(replay, step, "credit.valid")) {
        check_validity(replay, step);
    } else if (has_rule(replay, step, "duty.left")) {
        require_truth(replay, step, true);
    } else if (has_rule(replay, step, "duty.stated")) {
        check_statement(replay, step);
    } else if (has_rule(replay, step, "duty.answer")) {
        check_answer(replay, step);
    } else if (has_rule(replay, step, "credit.answers")) {
        readings held = kept_below(replay, step);
        require_holds(replay, step, held, counting_word(held));
    }
}

void replay_nodes(struct replay *replay) {
    gather_nodes(replay);
    find_fixed_point(replay);
    for (size_t i = 0; i < replay->proof->n_steps && !replay->is_refused; i++)
        check_step(replay, i);
}
