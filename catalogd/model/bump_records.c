#include "model/bump_rules.h"
#include "model/timestamp.h"

#include "codec/field.h"

#include <string.h>

/* Records without an id are matched by their position, which says nothing: these judges compare whole lists. */

static enum bump_direction of_both(bool has_all_of_before, bool has_all_of_after) {
    if (!has_all_of_before)
        return BUMP_WORSE;
    return has_all_of_after ? BUMP_SAME : BUMP_BETTER;
}

static time_ns end_of(const Catalog__V1__Timestamp *valid_until) {
    return timestamp_time(valid_until, INT64_MAX);
}

/* ---- Assurances ---- */

static bool lasts_as_long(const Catalog__V1__Assurance *before, const Catalog__V1__Assurance *after) {
    return strcmp(before->report, after->report) == 0 && strcmp(before->issuer, after->issuer) == 0 &&
           timestamp_time(after->valid_from, INT64_MIN) <= timestamp_time(before->valid_from, INT64_MIN) &&
           end_of(after->valid_until) >= end_of(before->valid_until);
}

static bool keeps_assurances(const Catalog__V1__Model *before, const Catalog__V1__Model *after) {
    for (size_t i = 0; i < before->n_assurance; i++) {
        size_t found = 0;
        while (found < after->n_assurance && !lasts_as_long(before->assurance[i], after->assurance[found]))
            found++;
        if (found == after->n_assurance)
            return false;
    }
    return true;
}

enum bump_direction judge_assurance(struct bump_context *context, const struct diff_entry *entry) {
    (void)entry;
    return of_both(keeps_assurances(context->from, context->to), keeps_assurances(context->to, context->from));
}

/* ---- Evidence ---- */

struct evidence_list {
    Catalog__V1__Evidence *const *items;
    size_t count;
};

/* The evidence of the record that PATH ("provides[tls].evidence[0].kind") goes through. */
static struct evidence_list evidence_at(const Catalog__V1__Model *model, const char *path) {
    const char *id = strchr(path, '[');
    size_t size = id == NULL ? 0 : strcspn(++id, "]");
    for (size_t i = 0; size > 0 && i < model->n_provides; i++) {
        const Catalog__V1__Provision *record = model->provides[i];
        if (path[0] == 'p' && strlen(record->id) == size && memcmp(record->id, id, size) == 0)
            return (struct evidence_list){record->evidence, record->n_evidence};
    }
    for (size_t i = 0; size > 0 && i < model->n_mitigations; i++) {
        const Catalog__V1__Mitigation *record = model->mitigations[i];
        if (path[0] == 'm' && strlen(record->id) == size && memcmp(record->id, id, size) == 0)
            return (struct evidence_list){record->evidence, record->n_evidence};
    }
    return (struct evidence_list){0};
}

/* A record lasts as long as one piece of its evidence; without any it rests on the word of its author. */
static time_ns last_end(const struct evidence_list *list) {
    time_ns last = list->count == 0 ? INT64_MAX : INT64_MIN;
    for (size_t i = 0; i < list->count; i++) {
        if (end_of(list->items[i]->valid_until) > last)
            last = end_of(list->items[i]->valid_until);
    }
    return last;
}

/* Duties may ask for evidence of a kind. */
static bool has_kind(const struct evidence_list *list, const Catalog__V1__Evidence *asked) {
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i]->kind, asked->kind) == 0 &&
            end_of(list->items[i]->valid_until) >= end_of(asked->valid_until))
            return true;
    }
    return false;
}

static bool shows_as_much(const struct evidence_list *before, const struct evidence_list *after) {
    for (size_t i = 0; i < before->count; i++) {
        if (!has_kind(after, before->items[i]))
            return false;
    }
    return last_end(after) >= last_end(before);
}

enum bump_direction judge_evidence(struct bump_context *context, const struct diff_entry *entry) {
    const struct evidence_list before = evidence_at(context->from, entry->difference->path);
    const struct evidence_list after = evidence_at(context->to, entry->difference->path);
    return of_both(shows_as_much(&before, &after), shows_as_much(&after, &before));
}

/* ---- Answers ---- */

/* A word is renewed by a later one: that it was given later takes nothing from whoever depends on the component now. */
static time_ns word_until(const Catalog__V1__AnswerStatement *statement) {
    if (statement->at == NULL)
        return INT64_MIN;
    return statement->max_age_days == 0 ? INT64_MAX
                                        : time_add_days(timestamp_time(statement->at, 0), statement->max_age_days);
}

static bool says_as_much(const Catalog__V1__AnswerStatement *before, const Catalog__V1__AnswerStatement *after) {
    bool is_as_young = timestamp_time(after->at, INT64_MIN) >= timestamp_time(before->at, INT64_MIN);
    return is_as_young && word_until(after) >= word_until(before);
}

static bool has_word(const Catalog__V1__Model *model, const Catalog__V1__Answer *asked) {
    for (size_t i = 0; asked->statement != NULL && i < model->n_answers; i++) {
        const Catalog__V1__Answer *answer = model->answers[i];
        if (strcmp(answer->to, asked->to) == 0 && answer->statement != NULL &&
            says_as_much(asked->statement, answer->statement))
            return true;
    }
    return asked->statement == NULL;
}

static bool has_mitigation(const Catalog__V1__Model *model, const char *to, const char *by) {
    for (size_t i = 0; i < model->n_answers; i++) {
        const Catalog__V1__Answer *answer = model->answers[i];
        for (size_t k = 0; strcmp(answer->to, to) == 0 && k < answer->n_by; k++) {
            if (strcmp(answer->by[k], by) == 0)
                return true;
        }
    }
    return false;
}

static bool keeps_answers(const Catalog__V1__Model *before, const Catalog__V1__Model *after) {
    for (size_t i = 0; i < before->n_answers; i++) {
        const Catalog__V1__Answer *answer = before->answers[i];
        if (!has_word(after, answer))
            return false;
        for (size_t k = 0; k < answer->n_by; k++) {
            if (!has_mitigation(after, answer->to, answer->by[k]))
                return false;
        }
    }
    return true;
}

enum bump_direction judge_answers(struct bump_context *context, const struct diff_entry *entry) {
    (void)entry;
    return of_both(keeps_answers(context->from, context->to), keeps_answers(context->to, context->from));
}
