#include "model/predicate_result.h"

#include "base/vector.h"

typedef const struct predicate_node *node_pointer;

static struct result evaluate(struct evaluator *evaluator, node_pointer node);

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
        return result_no_memory(evaluator);
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
        return result_no_memory(evaluator);
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
    if (result_is_unknown(&operand))
        return operand;
    return operand.value.kind == PREDICATE_BOOL ? result_bool(!operand.value.boolean)
                                                : result_type_error(evaluator, "a bool");
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
    struct result result = result_equal(evaluator, &left, &right);
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
    struct cause *left = result_is_unknown(&operands[0]) ? operands[0].cause : NULL;
    struct cause *right = result_is_unknown(&operands[1]) ? operands[1].cause : NULL;
    *ret_result = result_unknown(cause_join(evaluator, left, right));
    return evaluator->code == STATUS_OK && !result_is_unknown(&operands[0]) && !result_is_unknown(&operands[1]);
}

static struct result evaluate_order(struct evaluator *evaluator, node_pointer node) {
    struct result operands[2];
    struct result result;
    if (!known_operands(evaluator, node, operands, &result))
        return result;
    if (operands[0].value.kind == PREDICATE_BOOL)
        return result_type_error(evaluator, "of a type with an order");
    int order = 0;
    if (!value_compare(evaluator, &operands[0].value, &operands[1].value, &order))
        return (struct result){0};
    return result_bool(holds(node->kind, order));
}

static struct result evaluate_in(struct evaluator *evaluator, node_pointer node) {
    struct result item = evaluate(evaluator, node->children[0]);
    struct result list = evaluate(evaluator, node->children[1]);
    if (result_is_unknown(&list))
        return result_unknown(cause_join(evaluator, result_is_unknown(&item) ? item.cause : NULL, list.cause));
    if (list.value.kind != PREDICATE_LIST)
        return result_type_error(evaluator, "a list");
    struct chain chain = {.decisive = true};
    bool is_decided = false;
    for (size_t i = 0; i < list.value.item_count && !is_decided; i++) {
        struct result candidate = result_item(&list, i);
        is_decided = chain_add(evaluator, &chain, result_equal(evaluator, &item, &candidate));
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
        return result_type_error(evaluator, "a string");
    if (!evaluator_step(evaluator, strlen(operands[0].value.text) / BYTES_PER_STEP))
        return (struct result){0};
    return result_bool(test_text(node->kind, operands[0].value.text, operands[1].value.text));
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
    if (result_is_unknown(&operand))
        return operand;
    struct result size = {.value = {.kind = PREDICATE_INT}};
    if (operand.value.kind == PREDICATE_LIST)
        size.value.integer = (int64_t)operand.value.item_count;
    else if (operand.value.kind == PREDICATE_STRING)
        size.value.integer = count_code_points(operand.value.text);
    else
        return result_type_error(evaluator, "a string or a list");
    return size;
}

static struct result evaluate_macro(struct evaluator *evaluator, node_pointer node) {
    struct result list = evaluate(evaluator, node->children[0]);
    if (result_is_unknown(&list))
        return list;
    if (list.value.kind != PREDICATE_LIST)
        return result_type_error(evaluator, "a list");
    struct chain chain = {.decisive = node->kind == PREDICATE_NODE_EXISTS};
    struct binding binding = {.name = node->name, .outer = evaluator->bindings};
    bool is_decided = false;
    evaluator->bindings = &binding;
    for (size_t i = 0; i < list.value.item_count && !is_decided; i++) {
        binding.item = result_item(&list, i);
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
    return evaluator_step(evaluator, 1) ? evaluations[node->kind](evaluator, node) : (struct result){0};
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
        .verdict = result_is_unknown(result) ? PREDICATE_IS_UNKNOWN
                   : result->value.boolean   ? PREDICATE_IS_TRUE
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
    if (evaluator.code == STATUS_OK && !result_is_unknown(&result) && result.value.kind != PREDICATE_BOOL)
        result_type_error(&evaluator, "a bool");
    if (evaluator.code == STATUS_OK && result_is_unknown(&result))
        evaluator.code = mark_deciding(&evaluator, result.cause);
    return evaluator.code != STATUS_OK ? evaluator.code : write_outcome(&evaluator, &result, ret_outcome);
}
