#include "model/predicate_result.h"

/* ---- Results ---- */

static struct result result_fail(struct evaluator *evaluator, status_code code) {
    if (evaluator->code == STATUS_OK)
        evaluator->code = code;
    return (struct result){0};
}

struct result result_no_memory(struct evaluator *evaluator) {
    return result_fail(evaluator, problem_no_memory(evaluator->problem));
}

struct result result_type_error(struct evaluator *evaluator, const char *wanted) {
    return result_fail(evaluator, problem_set(evaluator->problem, STATUS_INVALID_ARGUMENT, "PREDICATE_TYPE",
                                              "a value in the predicate is not %s", wanted));
}

bool evaluator_step(struct evaluator *evaluator, size_t count) {
    if (evaluator->code != STATUS_OK)
        return false;
    evaluator->steps += count;
    if (evaluator->steps <= evaluator->step_limit)
        return true;
    result_fail(evaluator, problem_set(evaluator->problem, STATUS_RESOURCE_EXHAUSTED, "PREDICATE_STEPS",
                                       "the predicate takes more than %zu steps", evaluator->step_limit));
    return false;
}

struct result result_bool(bool boolean) {
    return (struct result){.value = {.kind = PREDICATE_BOOL, .boolean = boolean}};
}

struct result result_unknown(struct cause *cause) {
    return (struct result){.cause = cause};
}

bool result_is_unknown(const struct result *result) {
    return result->value.kind == PREDICATE_UNKNOWN;
}

struct cause *cause_join(struct evaluator *evaluator, struct cause *left, struct cause *right) {
    if (left == NULL || right == NULL)
        return left == NULL ? right : left;
    struct cause *both = ARENA_NEW(evaluator->arena, struct cause);
    if (both == NULL) {
        result_no_memory(evaluator);
        return NULL;
    }
    both->left = left;
    both->right = right;
    return both;
}

bool chain_add(struct evaluator *evaluator, struct chain *chain, struct result part) {
    if (evaluator->code != STATUS_OK)
        return true;
    if (result_is_unknown(&part)) {
        chain->has_unknown = true;
        chain->cause = cause_join(evaluator, chain->cause, part.cause);
        return false;
    }
    if (part.value.kind != PREDICATE_BOOL)
        result_type_error(evaluator, "a bool");
    return part.value.boolean == chain->decisive;
}

struct result chain_end(const struct chain *chain, bool is_decided) {
    if (is_decided)
        return result_bool(chain->decisive);
    return chain->has_unknown ? result_unknown(chain->cause) : result_bool(!chain->decisive);
}

/* ---- Comparisons ---- */

static bool find_word(const struct predicate_type *type, const char *word, size_t *ret_place) {
    for (size_t i = 0; i < type->word_count; i++)
        if (strcmp(type->words[i], word) == 0) {
            *ret_place = i;
            return true;
        }
    return false;
}

/* A string beside an enumeration stands for one of its words. */
static bool compare_words(struct evaluator *evaluator, const struct predicate_value *a, const struct predicate_value *b,
                          int *ret_order) {
    const struct predicate_type *type = a->kind == PREDICATE_ENUM ? a->type : b->type;
    size_t a_place = 0;
    size_t b_place = 0;
    if (!find_word(type, a->text, &a_place) || !find_word(type, b->text, &b_place)) {
        result_type_error(evaluator, "a value of the enumeration it is compared with");
        return false;
    }
    *ret_order = (a_place > b_place) - (a_place < b_place);
    return true;
}

bool value_compare(struct evaluator *evaluator, const struct predicate_value *a, const struct predicate_value *b,
                   int *ret_order) {
    bool a_is_text = a->kind == PREDICATE_STRING || a->kind == PREDICATE_ENUM;
    bool b_is_text = b->kind == PREDICATE_STRING || b->kind == PREDICATE_ENUM;
    if (a_is_text && b_is_text && (a->kind == PREDICATE_ENUM || b->kind == PREDICATE_ENUM))
        return compare_words(evaluator, a, b, ret_order);
    if (a->kind != b->kind || a->kind == PREDICATE_LIST) {
        result_type_error(evaluator, "of the type it is compared with");
        return false;
    }
    if (a_is_text && !evaluator_step(evaluator, strlen(a->text) / BYTES_PER_STEP))
        return false;
    if (a_is_text)
        *ret_order = strcmp(a->text, b->text);
    else if (a->kind == PREDICATE_INT)
        *ret_order = (a->integer > b->integer) - (a->integer < b->integer);
    else
        *ret_order = (int)a->boolean - (int)b->boolean;
    return true;
}

struct result result_item(const struct result *list, size_t i) {
    struct cause *cause = list->item_causes != NULL ? list->item_causes[i] : list->cause;
    return (struct result){.value = list->value.items[i], .cause = cause};
}

static struct result equal_lists(struct evaluator *evaluator, const struct result *a, const struct result *b) {
    if (a->value.item_count != b->value.item_count)
        return result_bool(false);
    struct chain chain = {.decisive = false};
    bool is_decided = false;
    for (size_t i = 0; i < a->value.item_count && !is_decided; i++) {
        struct result left = result_item(a, i);
        struct result right = result_item(b, i);
        is_decided = chain_add(evaluator, &chain, result_equal(evaluator, &left, &right));
    }
    return chain_end(&chain, is_decided);
}

struct result result_equal(struct evaluator *evaluator, const struct result *a, const struct result *b) {
    if (!evaluator_step(evaluator, 1))
        return (struct result){0};
    if (result_is_unknown(a) || result_is_unknown(b))
        return result_unknown(
            cause_join(evaluator, result_is_unknown(a) ? a->cause : NULL, result_is_unknown(b) ? b->cause : NULL));
    if (a->value.kind == PREDICATE_LIST && b->value.kind == PREDICATE_LIST)
        return equal_lists(evaluator, a, b);
    int order = 0;
    return value_compare(evaluator, &a->value, &b->value, &order) ? result_bool(order == 0) : (struct result){0};
}
