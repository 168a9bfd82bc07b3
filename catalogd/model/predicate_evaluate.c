#include "model/predicate.h"

#include "base/string_map.h"
#include "base/vector.h"

/* A step for every so many bytes looked at keeps long texts inside the budget. */
#define BYTES_PER_STEP 64

/* The unknown variables behind an unknown value: a reading, or those of two values together. */
struct cause {
    struct predicate_reading *reading;
    struct cause *left;
    struct cause *right;
    bool is_marked;
};

struct result {
    struct predicate_value value;
    struct cause *cause;              /* UNKNOWN: why; LIST: why any of its items is */
    struct cause *const *item_causes; /* of a list written out: each item's own */
};

/* An item of a list, inside exists or all. */
struct binding {
    const char *name;
    struct result item;
    const struct binding *outer;
};

struct evaluator {
    const struct predicate_source *source;
    struct arena *arena;
    struct problem *problem;
    size_t steps;
    size_t step_limit;
    struct string_map by_path; /* to struct predicate_reading */
    const struct binding *bindings;
    status_code code; /* once set, every result is unknown and the evaluation ends */
};

typedef const struct predicate_node *node_pointer;

static struct result evaluate(struct evaluator *evaluator, node_pointer node);

/* ---- Results ---- */

static struct result fail(struct evaluator *evaluator, status_code code) {
    if (evaluator->code == STATUS_OK)
        evaluator->code = code;
    return (struct result){0};
}

static struct result out_of_memory(struct evaluator *evaluator) {
    return fail(evaluator, problem_no_memory(evaluator->problem));
}

static struct result type_error(struct evaluator *evaluator, const char *wanted) {
    return fail(evaluator, problem_set(evaluator->problem, STATUS_INVALID_ARGUMENT, "PREDICATE_TYPE",
                                       "a value in the predicate is not %s", wanted));
}

/* Counts COUNT steps; false when there are none left. */
static bool step(struct evaluator *evaluator, size_t count) {
    if (evaluator->code != STATUS_OK)
        return false;
    evaluator->steps += count;
    if (evaluator->steps <= evaluator->step_limit)
        return true;
    fail(evaluator, problem_set(evaluator->problem, STATUS_RESOURCE_EXHAUSTED, "PREDICATE_STEPS",
                                "the predicate takes more than %zu steps", evaluator->step_limit));
    return false;
}

static struct result of_bool(bool boolean) {
    return (struct result){.value = {.kind = PREDICATE_BOOL, .boolean = boolean}};
}

static struct result of_unknown(struct cause *cause) {
    return (struct result){.cause = cause};
}

static bool is_unknown(const struct result *result) {
    return result->value.kind == PREDICATE_UNKNOWN;
}

static struct cause *join(struct evaluator *evaluator, struct cause *left, struct cause *right) {
    if (left == NULL || right == NULL)
        return left == NULL ? right : left;
    struct cause *both = ARENA_NEW(evaluator->arena, struct cause);
    if (both == NULL) {
        out_of_memory(evaluator);
        return NULL;
    }
    both->left = left;
    both->right = right;
    return both;
}

/* Kleene's three values, one part after the other: `decisive` ends an OR when true, an AND when false. */
struct chain {
    bool decisive;
    bool has_unknown;
    struct cause *cause;
    struct result result;
};

/* Adds PART; true when the chain is decided or the evaluation is over. */
static bool chain_add(struct evaluator *evaluator, struct chain *chain, struct result part) {
    if (evaluator->code != STATUS_OK)
        return true;
    if (is_unknown(&part)) {
        chain->has_unknown = true;
        chain->cause = join(evaluator, chain->cause, part.cause);
        return false;
    }
    if (part.value.kind != PREDICATE_BOOL)
        type_error(evaluator, "a bool");
    chain->result = part;
    return part.value.boolean == chain->decisive;
}

static struct result chain_end(const struct chain *chain, bool is_decided) {
    if (is_decided)
        return of_bool(chain->decisive);
    return chain->has_unknown ? of_unknown(chain->cause) : of_bool(!chain->decisive);
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
        type_error(evaluator, "a value of the enumeration it is compared with");
        return false;
    }
    *ret_order = (a_place > b_place) - (a_place < b_place);
    return true;
}

/* The order of two scalars; false: an error was recorded. */
static bool compare_scalars(struct evaluator *evaluator, const struct predicate_value *a,
                            const struct predicate_value *b, int *ret_order) {
    bool a_is_text = a->kind == PREDICATE_STRING || a->kind == PREDICATE_ENUM;
    bool b_is_text = b->kind == PREDICATE_STRING || b->kind == PREDICATE_ENUM;
    if (a_is_text && b_is_text && (a->kind == PREDICATE_ENUM || b->kind == PREDICATE_ENUM))
        return compare_words(evaluator, a, b, ret_order);
    if (a->kind != b->kind || a->kind == PREDICATE_LIST) {
        type_error(evaluator, "of the type it is compared with");
        return false;
    }
    if (a_is_text && !step(evaluator, strlen(a->text) / BYTES_PER_STEP))
        return false;
    if (a_is_text)
        *ret_order = strcmp(a->text, b->text);
    else if (a->kind == PREDICATE_INT)
        *ret_order = (a->integer > b->integer) - (a->integer < b->integer);
    else
        *ret_order = (int)a->boolean - (int)b->boolean;
    return true;
}

static struct result item_of(const struct result *list, size_t i) {
    struct cause *cause = list->item_causes != NULL ? list->item_causes[i] : list->cause;
    return (struct result){.value = list->value.items[i], .cause = cause};
}

static struct result equal(struct evaluator *evaluator, const struct result *a, const struct result *b);

static struct result equal_lists(struct evaluator *evaluator, const struct result *a, const struct result *b) {
    if (a->value.item_count != b->value.item_count)
        return of_bool(false);
    struct chain chain = {.decisive = false};
    bool is_decided = false;
    for (size_t i = 0; i < a->value.item_count && !is_decided; i++) {
        struct result left = item_of(a, i);
        struct result right = item_of(b, i);
        is_decided = chain_add(evaluator, &chain, equal(evaluator, &left, &right));
    }
    return chain_end(&chain, is_decided);
}

static struct result equal(struct evaluator *evaluator, const struct result *a, const struct result *b) {
    if (!step(evaluator, 1))
        return (struct result){0};
    if (is_unknown(a) || is_unknown(b))
        return of_unknown(join(evaluator, is_unknown(a) ? a->cause : NULL, is_unknown(b) ? b->cause : NULL));
    if (a->value.kind == PREDICATE_LIST && b->value.kind == PREDICATE_LIST)
        return equal_lists(evaluator, a, b);
    int order = 0;
    return compare_scalars(evaluator, &a->value, &b->value, &order) ? of_bool(order == 0) : (struct result){0};
}

/* ---- Nodes ---- */

static struct result evaluate_literal(struct evaluator *evaluator, node_pointer node) {
    (void)evaluator;
    return (struct result){.value = node->value};
}

static struct predicate_reading *read_variable(struct evaluator *evaluator, const char *path) {
    struct predicate_reading *reading = string_map_get(&evaluator->by_path, path);
    if (reading != NULL)
        return reading;
    reading = ARENA_NEW(evaluator->arena, struct predicate_reading);
    if (reading == NULL || !string_map_put(&evaluator->by_path, path, reading))
        return NULL;
    reading->path = path;
    evaluator->source->lookup(evaluator->source->context, path, &reading->value);
    return reading;
}

static struct result evaluate_variable(struct evaluator *evaluator, node_pointer node) {
    struct predicate_reading *reading = read_variable(evaluator, node->name);
    struct cause *cause = reading == NULL ? NULL : ARENA_NEW(evaluator->arena, struct cause);
    if (cause == NULL)
        return out_of_memory(evaluator);
    cause->reading = reading;
    return (struct result){.value = reading->value, .cause = cause};
}

static struct result evaluate_local(struct evaluator *evaluator, node_pointer node) {
    const struct binding *binding = evaluator->bindings;
    while (strcmp(binding->name, node->name) != 0)
        binding = binding->outer;
    return binding->item;
}

static struct result evaluate_list(struct evaluator *evaluator, node_pointer node) {
    struct predicate_value *items = ARENA_ARRAY(evaluator->arena, struct predicate_value, node->child_count);
    struct cause **causes = ARENA_ARRAY(evaluator->arena, struct cause *, node->child_count);
    if (items == NULL || causes == NULL)
        return out_of_memory(evaluator);
    for (size_t i = 0; i < node->child_count; i++) {
        struct result item = evaluate(evaluator, node->children[i]);
        items[i] = item.value;
        causes[i] = item.cause;
    }
    return (struct result){.value = {.kind = PREDICATE_LIST, .items = items, .item_count = node->child_count},
                           .item_causes = causes};
}

static struct result evaluate_not(struct evaluator *evaluator, node_pointer node) {
    struct result operand = evaluate(evaluator, node->children[0]);
    if (is_unknown(&operand))
        return operand;
    return operand.value.kind == PREDICATE_BOOL ? of_bool(!operand.value.boolean) : type_error(evaluator, "a bool");
}

static struct result evaluate_logic(struct evaluator *evaluator, node_pointer node) {
    struct chain chain = {.decisive = node->kind == PREDICATE_NODE_OR};
    bool is_decided = false;
    for (size_t i = 0; i < node->child_count && !is_decided; i++)
        is_decided = chain_add(evaluator, &chain, evaluate(evaluator, node->children[i]));
    return chain_end(&chain, is_decided);
}

static struct result evaluate_equality(struct evaluator *evaluator, node_pointer node) {
    struct result left = evaluate(evaluator, node->children[0]);
    struct result right = evaluate(evaluator, node->children[1]);
    struct result result = equal(evaluator, &left, &right);
    if (node->kind == PREDICATE_NODE_NOT_EQUAL)
        result.value.boolean = !result.value.boolean;
    return result;
}

static bool holds(enum predicate_node_kind kind, int order) {
    if (kind == PREDICATE_NODE_LESS || kind == PREDICATE_NODE_GREATER_EQUAL)
        return (order < 0) == (kind == PREDICATE_NODE_LESS);
    return (order > 0) == (kind == PREDICATE_NODE_GREATER);
}

/* Evaluates the two operands; false, with *ret_result, when that says it all. */
static bool known_operands(struct evaluator *evaluator, node_pointer node, struct result operands[2],
                           struct result *ret_result) {
    operands[0] = evaluate(evaluator, node->children[0]);
    operands[1] = evaluate(evaluator, node->children[1]);
    struct cause *left = is_unknown(&operands[0]) ? operands[0].cause : NULL;
    struct cause *right = is_unknown(&operands[1]) ? operands[1].cause : NULL;
    *ret_result = of_unknown(join(evaluator, left, right));
    return evaluator->code == STATUS_OK && !is_unknown(&operands[0]) && !is_unknown(&operands[1]);
}

static struct result evaluate_order(struct evaluator *evaluator, node_pointer node) {
    struct result operands[2];
    struct result result;
    if (!known_operands(evaluator, node, operands, &result))
        return result;
    if (operands[0].value.kind == PREDICATE_BOOL)
        return type_error(evaluator, "of a type with an order");
    int order = 0;
    if (!compare_scalars(evaluator, &operands[0].value, &operands[1].value, &order))
        return (struct result){0};
    return of_bool(holds(node->kind, order));
}

static struct result evaluate_in(struct evaluator *evaluator, node_pointer node) {
    struct result item = evaluate(evaluator, node->children[0]);
    struct result list = evaluate(evaluator, node->children[1]);
    if (is_unknown(&list))
        return of_unknown(join(evaluator, is_unknown(&item) ? item.cause : NULL, list.cause));
    if (list.value.kind != PREDICATE_LIST)
        return type_error(evaluator, "a list");
    struct chain chain = {.decisive = true};
    bool is_decided = false;
    for (size_t i = 0; i < list.value.item_count && !is_decided; i++) {
        struct result candidate = item_of(&list, i);
        is_decided = chain_add(evaluator, &chain, equal(evaluator, &item, &candidate));
    }
    return chain_end(&chain, is_decided);
}

static bool test_text(enum predicate_node_kind kind, const char *text, const char *part) {
    size_t text_size = strlen(text);
    size_t part_size = strlen(part);
    if (part_size > text_size)
        return false;
    if (kind == PREDICATE_NODE_STARTS_WITH)
        return memcmp(text, part, part_size) == 0;
    if (kind == PREDICATE_NODE_ENDS_WITH)
        return memcmp(text + text_size - part_size, part, part_size) == 0;
    return strstr(text, part) != NULL;
}

static struct result evaluate_text_test(struct evaluator *evaluator, node_pointer node) {
    struct result operands[2];
    struct result result;
    if (!known_operands(evaluator, node, operands, &result))
        return result;
    if (operands[0].value.kind != PREDICATE_STRING || operands[1].value.kind != PREDICATE_STRING)
        return type_error(evaluator, "a string");
    if (!step(evaluator, strlen(operands[0].value.text) / BYTES_PER_STEP))
        return (struct result){0};
    return of_bool(test_text(node->kind, operands[0].value.text, operands[1].value.text));
}

/* Code points, as CEL counts: every byte of UTF-8 that does not continue one. */
static int64_t count_code_points(const char *text) {
    int64_t count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static struct result evaluate_size(struct evaluator *evaluator, node_pointer node) {
    struct result operand = evaluate(evaluator, node->children[0]);
    if (is_unknown(&operand))
        return operand;
    struct result size = {.value = {.kind = PREDICATE_INT}};
    if (operand.value.kind == PREDICATE_LIST)
        size.value.integer = (int64_t)operand.value.item_count;
    else if (operand.value.kind == PREDICATE_STRING)
        size.value.integer = count_code_points(operand.value.text);
    else
        return type_error(evaluator, "a string or a list");
    return size;
}

static struct result evaluate_macro(struct evaluator *evaluator, node_pointer node) {
    struct result list = evaluate(evaluator, node->children[0]);
    if (is_unknown(&list))
        return list;
    if (list.value.kind != PREDICATE_LIST)
        return type_error(evaluator, "a list");
    struct chain chain = {.decisive = node->kind == PREDICATE_NODE_EXISTS};
    struct binding binding = {.name = node->name, .outer = evaluator->bindings};
    bool is_decided = false;
    evaluator->bindings = &binding;
    for (size_t i = 0; i < list.value.item_count && !is_decided; i++) {
        binding.item = item_of(&list, i);
        is_decided = chain_add(evaluator, &chain, evaluate(evaluator, node->children[1]));
    }
    evaluator->bindings = binding.outer;
    return chain_end(&chain, is_decided);
}

static struct result (*const evaluations[])(struct evaluator *evaluator, node_pointer node) = {
    [PREDICATE_NODE_LITERAL] = evaluate_literal,
    [PREDICATE_NODE_VARIABLE] = evaluate_variable,
    [PREDICATE_NODE_LOCAL] = evaluate_local,
    [PREDICATE_NODE_LIST] = evaluate_list,
    [PREDICATE_NODE_NOT] = evaluate_not,
    [PREDICATE_NODE_AND] = evaluate_logic,
    [PREDICATE_NODE_OR] = evaluate_logic,
    [PREDICATE_NODE_EQUAL] = evaluate_equality,
    [PREDICATE_NODE_NOT_EQUAL] = evaluate_equality,
    [PREDICATE_NODE_LESS] = evaluate_order,
    [PREDICATE_NODE_LESS_EQUAL] = evaluate_order,
    [PREDICATE_NODE_GREATER] = evaluate_order,
    [PREDICATE_NODE_GREATER_EQUAL] = evaluate_order,
    [PREDICATE_NODE_IN] = evaluate_in,
    [PREDICATE_NODE_STARTS_WITH] = evaluate_text_test,
    [PREDICATE_NODE_ENDS_WITH] = evaluate_text_test,
    [PREDICATE_NODE_CONTAINS] = evaluate_text_test,
    [PREDICATE_NODE_SIZE] = evaluate_size,
    [PREDICATE_NODE_EXISTS] = evaluate_macro,
    [PREDICATE_NODE_ALL] = evaluate_macro,
};

static struct result evaluate(struct evaluator *evaluator, node_pointer node) {
    return step(evaluator, 1) ? evaluations[node->kind](evaluator, node) : (struct result){0};
}

/* ---- The outcome ---- */

/* Marks what CAUSE rests on. Causes are shared, so that paths through them may be many: each is visited once. */
static status_code mark_deciding(struct evaluator *evaluator, struct cause *cause) {
    VECTOR(struct cause *) waiting = {0};
    while (cause != NULL || waiting.count > 0) {
        if (cause == NULL)
            cause = waiting.items[--waiting.count];
        if (cause->is_marked) {
            cause = NULL;
            continue;
        }
        cause->is_marked = true;
        if (cause->reading != NULL)
            cause->reading->decides = true;
        if (cause->right != NULL && !vector_push(evaluator->arena, &waiting, cause->right))
            return problem_no_memory(evaluator->problem);
        cause = cause->left;
    }
    return STATUS_OK;
}

static status_code write_outcome(struct evaluator *evaluator, const struct result *result,
                                 struct predicate_outcome *ret_outcome) {
    size_t count = evaluator->by_path.count;
    struct predicate_reading *readings = ARENA_ARRAY(evaluator->arena, struct predicate_reading, count);
    if (readings == NULL)
        return problem_no_memory(evaluator->problem);
    for (size_t i = 0; i < count; i++)
        readings[i] = *(const struct predicate_reading *)evaluator->by_path.entries[i].value;
    *ret_outcome = (struct predicate_outcome){
        .verdict = is_unknown(result)      ? PREDICATE_IS_UNKNOWN
                   : result->value.boolean ? PREDICATE_IS_TRUE
                                           : PREDICATE_IS_FALSE,
        .readings = readings,
        .reading_count = count,
        .steps = evaluator->steps,
    };
    return STATUS_OK;
}

status_code predicate_evaluate(const struct predicate_node *predicate, const struct predicate_source *source,
                               struct arena *arena, size_t step_limit, struct predicate_outcome *ret_outcome,
                               struct problem *problem) {
    struct evaluator evaluator = {
        .source = source,
        .arena = arena,
        .problem = problem,
        .step_limit = step_limit == 0 ? LIMIT_PREDICATE_STEPS : step_limit,
    };
    string_map_init(&evaluator.by_path, arena);
    struct result result = evaluate(&evaluator, predicate);
    if (evaluator.code == STATUS_OK && !is_unknown(&result) && result.value.kind != PREDICATE_BOOL)
        type_error(&evaluator, "a bool");
    if (evaluator.code == STATUS_OK && is_unknown(&result))
        evaluator.code = mark_deciding(&evaluator, result.cause);
    return evaluator.code != STATUS_OK ? evaluator.code : write_outcome(&evaluator, &result, ret_outcome);
}
