#include "replay_proof.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void refuse(struct replay *replay, size_t step, const char *format, ...) {
    va_list arguments;
    if (replay->is_refused)
        return;
    replay->is_refused = true;
    int size = 0;
    if (step != NO_STEP)
        size = snprintf(replay->reason, REPLAY_REASON_BYTES, "step %zu, %s %s: ", step, step_at(replay, step)->rule,
                        step_at(replay, step)->subject);
    if (size < 0 || size >= REPLAY_REASON_BYTES)
        return;
    va_start(arguments, format);
    vsnprintf(replay->reason + size, (size_t)(REPLAY_REASON_BYTES - size), format, arguments);
    va_end(arguments);
}

/* ---- The tree ---- */

const step_message *step_at(const struct replay *replay, size_t step) {
    return replay->proof->steps[step];
}

size_t first_below(const struct replay *replay, size_t parent) {
    return parent + 1 < replay->end[parent] ? parent + 1 : NO_STEP;
}

size_t next_below(const struct replay *replay, size_t parent, size_t step) {
    return replay->end[step] < replay->end[parent] ? replay->end[step] : NO_STEP;
}

size_t find_below(const struct replay *replay, size_t parent, const char *rule) {
    size_t step = first_below(replay, parent);
    while (step != NO_STEP && !has_rule(replay, step, rule))
        step = next_below(replay, parent, step);
    return step;
}

size_t find_next(const struct replay *replay, size_t parent, size_t step, const char *rule) {
    do
        step = next_below(replay, parent, step);
    while (step != NO_STEP && !has_rule(replay, step, rule));
    return step;
}

size_t count_below(const struct replay *replay, size_t parent, const char *rule) {
    size_t count = 0;
    for (size_t i = first_below(replay, parent); i != NO_STEP; i = next_below(replay, parent, i))
        count += has_rule(replay, i, rule);
    return count;
}

bool has_rule(const struct replay *replay, size_t step, const char *rule) {
    return strcmp(step_at(replay, step)->rule, rule) == 0;
}

/* ---- What a step says ---- */

const char *detail(const struct replay *replay, size_t step, const char *name) {
    const step_message *message = step_at(replay, step);
    for (size_t i = 0; i < message->n_details; i++) {
        if (strcmp(message->details[i]->name, name) == 0)
            return message->details[i]->value;
    }
    return NULL;
}

bool detail_is(const struct replay *replay, size_t step, const char *name, const char *value) {
    const char *text = detail(replay, step, name);
    return text != NULL && strcmp(text, value) == 0;
}

uint64_t number(const struct replay *replay, size_t step, const char *name) {
    const char *text = detail(replay, step, name);
    return text == NULL ? UINT64_MAX : strtoull(text, NULL, 10);
}

time_ns time_detail(struct replay *replay, size_t step, const char *name, time_ns absent) {
    const char *text = detail(replay, step, name);
    int64_t seconds;
    int32_t nanos;
    if (text == NULL)
        return absent;
    if (!time_parse(text, &seconds, &nanos)) {
        refuse(replay, step, "%s is no time: %s", name, text);
        return absent;
    }
    return time_from_parts(seconds, nanos);
}

static bool names(const step_message *message, const char *threat) {
    bool has_any = false;
    for (size_t i = 0; i < message->n_details; i++) {
        if (strcmp(message->details[i]->name, "threat") != 0)
            continue;
        has_any = true;
        if (strcmp(message->details[i]->value, threat) == 0)
            return true;
    }
    return !has_any;
}

bool is_voided(const struct replay *replay, size_t step, const char *threat) {
    for (size_t i = first_below(replay, step); i != NO_STEP; i = next_below(replay, step, i)) {
        if (has_rule(replay, i, "credit.advisory") && names(step_at(replay, i), threat))
            return true;
    }
    return false;
}

readings holds_in(const struct replay *replay, size_t step) {
    const step_message *message = step_at(replay, step);
    readings held = NONE;
    for (size_t i = 0; i < message->n_holds_in; i++)
        held |= 1U << ((unsigned)message->holds_in[i] - 1) % READINGS;
    return held;
}

enum replay_truth judge(struct replay *replay, size_t step) {
    static const char *const words[] = {[REPLAY_FALSE] = "false", [REPLAY_UNKNOWN] = "unknown", [REPLAY_TRUE] = "true"};
    const step_message *message = step_at(replay, step);
    enum replay_truth truth = replay_judge(message->predicate, message->values, message->n_values, &replay->arena);
    /* What no predicate settles is open until somebody's word does. */
    if (has_rule(replay, step, "duty.holds") && message->predicate[0] == '\0')
        truth = REPLAY_UNKNOWN;
    REQUIRE(replay, step, strcmp(message->outcome, words[truth]) == 0, "%s is %s, not %s", message->predicate,
            words[truth], message->outcome);
    return truth;
}

readings favourable(enum replay_truth truth) {
    return truth == REPLAY_TRUE ? ALL : truth == REPLAY_UNKNOWN ? LENIENT : NONE;
}

readings burden(enum replay_truth truth) {
    return truth == REPLAY_TRUE ? ALL : truth == REPLAY_UNKNOWN ? STRICT : NONE;
}

void require_truth(struct replay *replay, size_t step, bool is_true) {
    const char *outcome = step_at(replay, step)->outcome;
    REQUIRE(replay, step, strcmp(outcome, is_true ? "true" : "false") == 0, "it is %s, not %s",
            is_true ? "true" : "false", outcome);
}

const char *counting_word(readings held) {
    return (held & 1) != 0 ? "credited" : (held & 2) != 0 ? "unknown" : "not credited";
}

const char *meeting_word(readings held) {
    return (held & 1) != 0 ? "met" : (held & 2) != 0 ? "pending" : "unmet";
}

/* ---- The whole ---- */

/* Depths make a tree: one root, and no step more than one deeper than the one before it. */
static bool link_steps(struct replay *replay) {
    size_t count = replay->proof->n_steps;
    replay->end = ARENA_ARRAY(&replay->arena, size_t, count + 1);
    if (count == 0 || strcmp(step_at(replay, 0)->rule, "row") != 0 || step_at(replay, 0)->depth != 0) {
        refuse(replay, NO_STEP, "the proof does not begin with its row");
        return false;
    }
    for (size_t i = 1; i < count; i++) {
        if (step_at(replay, i)->depth == 0 || step_at(replay, i)->depth > step_at(replay, i - 1)->depth + 1) {
            refuse(replay, i, "it stands at no place of a tree");
            return false;
        }
    }
    for (size_t i = count; i-- > 0;) {
        size_t end = i + 1;
        while (end < count && step_at(replay, end)->depth > step_at(replay, i)->depth)
            end = replay->end[end];
        replay->end[i] = end;
    }
    return true;
}

static void check_head(struct replay *replay) {
    const Catalog__V1__Row *row = replay->proof->row;
    const char *key = step_at(replay, 0)->record;
    replay->threat = row->threat;
    replay->at = time_detail(replay, 0, "at", 0);
    REQUIRE(replay, 0, detail(replay, 0, "at") != NULL, "it does not say at which time");
    REQUIRE(replay, 0, strcmp(key, row->key) == 0, "it is about %s, not %s", key, row->key);
    REQUIRE(replay, 0, strcmp(key, arena_printf(&replay->arena, "%s@%s", row->threat, row->place)) == 0,
            "the key names another row");
}

bool replay_check(const Catalog__V1__ExplainRowResponse *proof, const struct replay_library *library,
                  char ret_reason[REPLAY_REASON_BYTES]) {
    static void (*const parts[])(struct replay *) = {check_head,     replay_nodes,   replay_decisions, replay_sources,
                                                     replay_credits, replay_records, replay_state};
    struct replay replay = {.proof = proof, .library = library, .reason = ret_reason};
    arena_init(&replay.arena, 0);
    ret_reason[0] = '\0';
    bool is_tree = link_steps(&replay);
    for (size_t i = 0; is_tree && i < sizeof parts / sizeof *parts && !replay.is_refused; i++)
        parts[i](&replay);
    arena_done(&replay.arena);
    return !replay.is_refused;
}
