#include "model/suggest_set.h"

#include <string.h>

/* The parts that must all hold. */
static bool split(const struct predicate_node *predicate, struct arena *arena, struct suggest_threat *threat) {
    threat->clauses = predicate->children;
    threat->clause_count = predicate->child_count;
    if (predicate->kind == PREDICATE_NODE_AND)
        return true;
    const struct predicate_node **only = ARENA_NEW(arena, const struct predicate_node *);
    if (only == NULL)
        return false;
    *only = predicate;
    threat->clauses = only;
    threat->clause_count = 1;
    return true;
}

static bool compile(struct suggest_threat *threat, struct arena *arena) {
    const struct predicate_node *predicate = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    status_code status = predicate_parse(slice_text(threat->applies_when), arena, &predicate, &problem);
    if (status == STATUS_RESOURCE_EXHAUSTED)
        return false;
    return status != STATUS_OK || split(predicate, arena, threat);
}

static bool copy_texts(const struct suggest_member *member, struct arena *arena, struct suggest_threat *threat) {
    threat->name = arena_strdup(arena, member->version->name);
    threat->version = arena_strdup(arena, member->version->version);
    threat->title = arena_strdup(arena, member->message->title);
    threat->applies_when = arena_strdup(arena, member->message->applies_when);
    return threat->name != NULL && threat->version != NULL && threat->title != NULL && threat->applies_when != NULL;
}

status_code suggest_set_build(const struct suggest_member *members, size_t count, struct arena *arena,
                              const struct suggest_set **ret_set, struct problem *problem) {
    struct suggest_set *set = ARENA_NEW(arena, struct suggest_set);
    struct suggest_threat *threats = ARENA_ARRAY(arena, struct suggest_threat, count + 1);
    if (set == NULL || threats == NULL)
        return problem_no_memory(problem);
    set->threats = threats;
    suggest_index_init(&set->index, arena);
    for (size_t i = 0; i < count; i++) {
        struct suggest_threat *threat = &threats[set->count];
        if (members[i].message->applies_when[0] == '\0')
            continue;
        if (!copy_texts(&members[i], arena, threat) || !compile(threat, arena) ||
            !suggest_index_add(&set->index, threat->clauses, threat->clause_count))
            return problem_no_memory(problem);
        set->count++;
    }
    *ret_set = set;
    return STATUS_OK;
}

/* ---- Judging ---- */

static bool add_reading(struct suggest_answer *answer, const struct predicate_reading *reading, struct arena *arena) {
    for (size_t i = 0; i < answer->readings.count; i++) {
        if (strcmp(answer->readings.items[i].path, reading->path) != 0)
            continue;
        answer->readings.items[i].decides |= reading->decides;
        return true;
    }
    return vector_push(arena, &answer->readings, *reading);
}

static bool add_clause(struct suggest_answer *answer, const struct predicate_node *clause,
                       const struct predicate_outcome *outcome, struct arena *arena) {
    if (outcome->verdict == PREDICATE_IS_FALSE) {
        answer->clause = clause;
        answer->readings.count = 0;
    }
    if (outcome->verdict != PREDICATE_IS_TRUE)
        answer->verdict = outcome->verdict;
    for (size_t i = 0; i < outcome->reading_count; i++)
        if (!add_reading(answer, &outcome->readings[i], arena))
            return false;
    return true;
}

status_code suggest_judge(const struct suggest_threat *threat, const struct predicate_source *source,
                          struct arena *arena, struct suggest_answer *ret_answer, struct problem *problem) {
    *ret_answer =
        (struct suggest_answer){.verdict = threat->clause_count > 0 ? PREDICATE_IS_TRUE : PREDICATE_IS_UNKNOWN};
    for (size_t i = 0; i < threat->clause_count && ret_answer->clause == NULL; i++) {
        struct predicate_outcome outcome = {.verdict = PREDICATE_IS_UNKNOWN};
        struct problem refusal;
        problem_init(&refusal, NULL);
        status_code status = predicate_evaluate(threat->clauses[i], source, arena, 0, &outcome, &refusal);
        bool is_starved = status == STATUS_RESOURCE_EXHAUSTED && strcmp(refusal.reason, "PREDICATE_STEPS") != 0;
        if (status != STATUS_OK)
            outcome = (struct predicate_outcome){.verdict = PREDICATE_IS_UNKNOWN};
        if (is_starved || !add_clause(ret_answer, threat->clauses[i], &outcome, arena))
            return problem_no_memory(problem);
    }
    return STATUS_OK;
}
