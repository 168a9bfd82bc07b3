#include "model/predicate.h"
#include "model/text_problem.h"

#include "base/string_map.h"
#include "codec/nearest.h"

#include <stdarg.h>

/* An item of a list, inside exists or all. */
struct binding {
    const char *name;
    const struct predicate_type *type;
    const struct binding *outer;
};

/* A type of kind UNKNOWN stands for "already reported", and for the element of an empty list: it fits everything. */
struct checker {
    struct arena *arena;
    struct problem *problem;
    const struct predicate_environment *environment;
    const struct string_map *variables; /* path to struct predicate_type */
    const struct binding *bindings;
    status_code code; /* the first error */
};

typedef const struct predicate_node *node_pointer;
typedef const struct predicate_type *type_pointer;

static const struct predicate_type type_unknown = {.kind = PREDICATE_UNKNOWN};
static const struct predicate_type type_bool = {.kind = PREDICATE_BOOL};
static const struct predicate_type type_int = {.kind = PREDICATE_INT};
static const struct predicate_type type_string = {.kind = PREDICATE_STRING};

static const char *const kind_names[] = {
    [PREDICATE_UNKNOWN] = "unknown", [PREDICATE_BOOL] = "bool",        [PREDICATE_INT] = "integer",
    [PREDICATE_STRING] = "string",   [PREDICATE_ENUM] = "enumeration", [PREDICATE_LIST] = "list",
};

static type_pointer infer(struct checker *checker, node_pointer node);

/* ---- Reports ---- */

PRINTF_LIKE(4, 5)
static type_pointer refuse_node(struct checker *checker, node_pointer node, const char *remedy, const char *format,
                                ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(checker->arena, format, arguments);
    va_end(arguments);
    struct text_error error = {.offset = node->offset, .message = message, .remedy = remedy};
    if (message == NULL || remedy == NULL)
        checker->code = problem_no_memory(checker->problem);
    else
        checker->code = text_problem(checker->problem, "INVALID_PREDICATE", &error);
    return &type_unknown;
}

static type_pointer out_of_memory(struct checker *checker) {
    checker->code = problem_no_memory(checker->problem);
    return &type_unknown;
}

static const char *text_of(struct checker *checker, node_pointer node) {
    const char *text = predicate_print(node, checker->arena);
    return text == NULL ? "" : text;
}

static const char *nearest_remedy(struct checker *checker, const struct nearest *nearest, const char *otherwise) {
    return nearest->best[0] == '\0' ? otherwise : arena_printf(checker->arena, "did you mean %s?", nearest->best);
}

static const char *words_remedy(struct checker *checker, type_pointer type, const char *word) {
    struct nearest nearest = {.word = word};
    const char *all = "known are";
    for (size_t i = 0; i < type->word_count && all != NULL; i++) {
        nearest_offer(&nearest, type->words[i]);
        all = arena_printf(checker->arena, "%s%s %s", all, i > 0 ? "," : "", type->words[i]);
    }
    return nearest_remedy(checker, &nearest, all);
}

/* ---- Fitting ---- */

static bool has_word(type_pointer type, const char *word) {
    for (size_t i = 0; i < type->word_count; i++)
        if (strcmp(type->words[i], word) == 0)
            return true;
    return false;
}

static bool same_words(type_pointer a, type_pointer b) {
    if (a->word_count != b->word_count)
        return false;
    for (size_t i = 0; i < a->word_count; i++)
        if (strcmp(a->words[i], b->words[i]) != 0)
            return false;
    return true;
}

static void require_word(struct checker *checker, type_pointer type, node_pointer literal) {
    const char *word = literal->value.text;
    if (!has_word(type, word))
        refuse_node(checker, literal, words_remedy(checker, type, word), "\"%s\" is not a value of the enumeration",
                    word);
}

static bool is_string_literal(node_pointer node) {
    return node->kind == PREDICATE_NODE_LITERAL && node->value.kind == PREDICATE_STRING;
}

static bool same_type(type_pointer a, type_pointer b) {
    if (a->kind == PREDICATE_UNKNOWN || b->kind == PREDICATE_UNKNOWN)
        return true;
    if (a->kind != b->kind)
        return false;
    if (a->kind == PREDICATE_LIST)
        return same_type(a->element, b->element);
    return a->kind != PREDICATE_ENUM || same_words(a, b);
}

/* Reports unless NODE, of type ACTUAL, can stand where EXPECTED is wanted. String literals stand for the words of an
 * enumeration, also inside a list written out. */
static void require_fit(struct checker *checker, type_pointer expected, node_pointer node, type_pointer actual) {
    if (expected->kind == PREDICATE_ENUM && is_string_literal(node)) {
        require_word(checker, expected, node);
        return;
    }
    if (expected->kind == PREDICATE_LIST && node->kind == PREDICATE_NODE_LIST && actual->kind == PREDICATE_LIST) {
        for (size_t i = 0; i < node->child_count; i++)
            require_fit(checker, expected->element, node->children[i],
                        is_string_literal(node->children[i]) ? &type_string : actual->element);
        return;
    }
    if (!same_type(expected, actual))
        refuse_node(checker, node, "compare values of one type", "%s is of type %s, and %s is expected",
                    text_of(checker, node), kind_names[actual->kind],
                    actual->kind == expected->kind ? "another one" : kind_names[expected->kind]);
}

static type_pointer require_kind(struct checker *checker, node_pointer node, enum predicate_kind kind) {
    type_pointer type = infer(checker, node);
    if (type->kind != kind && type->kind != PREDICATE_UNKNOWN)
        refuse_node(checker, node, kind == PREDICATE_BOOL ? "compare it with something" : "use another operand",
                    "%s is of type %s, and %s is expected", text_of(checker, node), kind_names[type->kind],
                    kind_names[kind]);
    return type;
}

/* Both sides of a comparison; the literal is judged by the other side. */
static void require_comparable(struct checker *checker, node_pointer left, type_pointer left_type, node_pointer right,
                               type_pointer right_type) {
    bool right_leads = is_string_literal(left) || left->kind == PREDICATE_NODE_LIST;
    if (right_leads)
        require_fit(checker, right_type, left, left_type);
    else
        require_fit(checker, left_type, right, right_type);
}

/* ---- Types of nodes ---- */

static type_pointer infer_literal(struct checker *checker, node_pointer node) {
    (void)checker;
    if (node->value.kind == PREDICATE_BOOL)
        return &type_bool;
    return node->value.kind == PREDICATE_INT ? &type_int : &type_string;
}

static type_pointer infer_variable(struct checker *checker, node_pointer node) {
    type_pointer type = string_map_get(checker->variables, node->name);
    if (type != NULL)
        return type;
    struct nearest nearest = {.word = node->name};
    for (size_t i = 0; i < checker->environment->count; i++)
        nearest_offer(&nearest, checker->environment->variables[i].path);
    return refuse_node(checker, node, nearest_remedy(checker, &nearest, "use a declared variable"),
                       "%s is not declared", node->name);
}

static type_pointer infer_local(struct checker *checker, node_pointer node) {
    const struct binding *binding = checker->bindings;
    while (strcmp(binding->name, node->name) != 0)
        binding = binding->outer;
    return binding->type;
}

static type_pointer infer_list(struct checker *checker, node_pointer node) {
    struct predicate_type *list = ARENA_NEW(checker->arena, struct predicate_type);
    if (list == NULL)
        return out_of_memory(checker);
    *list = (struct predicate_type){.kind = PREDICATE_LIST, .element = &type_unknown};
    for (size_t i = 0; i < node->child_count; i++) {
        type_pointer item = infer(checker, node->children[i]);
        if (item->kind == PREDICATE_LIST)
            return refuse_node(checker, node->children[i], "write its items", "a list cannot hold lists");
        if (list->element->kind == PREDICATE_UNKNOWN)
            list->element = item;
        else
            require_comparable(checker, node->children[0], list->element, node->children[i], item);
    }
    return list;
}

static type_pointer infer_logic(struct checker *checker, node_pointer node) {
    for (size_t i = 0; i < node->child_count; i++)
        require_kind(checker, node->children[i], PREDICATE_BOOL);
    return &type_bool;
}

static type_pointer infer_equality(struct checker *checker, node_pointer node) {
    type_pointer left = infer(checker, node->children[0]);
    type_pointer right = infer(checker, node->children[1]);
    require_comparable(checker, node->children[0], left, node->children[1], right);
    return &type_bool;
}

static bool has_order(type_pointer type) {
    return type->kind != PREDICATE_BOOL && type->kind != PREDICATE_LIST;
}

static type_pointer infer_order(struct checker *checker, node_pointer node) {
    type_pointer left = infer(checker, node->children[0]);
    type_pointer right = infer(checker, node->children[1]);
    if (!has_order(left) || !has_order(right))
        return refuse_node(checker, node, "compare with == or !=", "a %s has no order",
                           kind_names[has_order(left) ? right->kind : left->kind]);
    require_comparable(checker, node->children[0], left, node->children[1], right);
    return &type_bool;
}

static type_pointer infer_in(struct checker *checker, node_pointer node) {
    node_pointer list = node->children[1];
    type_pointer item_type = infer(checker, node->children[0]);
    type_pointer list_type = require_kind(checker, list, PREDICATE_LIST);
    if (list_type->kind != PREDICATE_LIST)
        return &type_bool;
    if (list->kind != PREDICATE_NODE_LIST) {
        require_fit(checker, list_type->element, node->children[0], item_type);
        return &type_bool;
    }
    for (size_t i = 0; i < list->child_count; i++)
        require_comparable(checker, node->children[0], item_type, list->children[i],
                           is_string_literal(list->children[i]) ? &type_string : list_type->element);
    return &type_bool;
}

static type_pointer infer_text_test(struct checker *checker, node_pointer node) {
    require_kind(checker, node->children[0], PREDICATE_STRING);
    require_kind(checker, node->children[1], PREDICATE_STRING);
    return &type_bool;
}

static type_pointer infer_size(struct checker *checker, node_pointer node) {
    type_pointer type = infer(checker, node->children[0]);
    if (type->kind != PREDICATE_STRING && type->kind != PREDICATE_LIST && type->kind != PREDICATE_UNKNOWN)
        refuse_node(checker, node->children[0], "use a string or a list", "%s of type %s has no size",
                    text_of(checker, node->children[0]), kind_names[type->kind]);
    return &type_int;
}

static type_pointer infer_macro(struct checker *checker, node_pointer node) {
    type_pointer list = require_kind(checker, node->children[0], PREDICATE_LIST);
    struct binding binding = {
        .name = node->name,
        .type = list->kind == PREDICATE_LIST ? list->element : &type_unknown,
        .outer = checker->bindings,
    };
    checker->bindings = &binding;
    require_kind(checker, node->children[1], PREDICATE_BOOL);
    checker->bindings = binding.outer;
    return &type_bool;
}

static type_pointer (*const inferences[])(struct checker *checker, node_pointer node) = {
    [PREDICATE_NODE_LITERAL] = infer_literal,
    [PREDICATE_NODE_VARIABLE] = infer_variable,
    [PREDICATE_NODE_LOCAL] = infer_local,
    [PREDICATE_NODE_LIST] = infer_list,
    [PREDICATE_NODE_NOT] = infer_logic,
    [PREDICATE_NODE_AND] = infer_logic,
    [PREDICATE_NODE_OR] = infer_logic,
    [PREDICATE_NODE_EQUAL] = infer_equality,
    [PREDICATE_NODE_NOT_EQUAL] = infer_equality,
    [PREDICATE_NODE_LESS] = infer_order,
    [PREDICATE_NODE_LESS_EQUAL] = infer_order,
    [PREDICATE_NODE_GREATER] = infer_order,
    [PREDICATE_NODE_GREATER_EQUAL] = infer_order,
    [PREDICATE_NODE_IN] = infer_in,
    [PREDICATE_NODE_STARTS_WITH] = infer_text_test,
    [PREDICATE_NODE_ENDS_WITH] = infer_text_test,
    [PREDICATE_NODE_CONTAINS] = infer_text_test,
    [PREDICATE_NODE_SIZE] = infer_size,
    [PREDICATE_NODE_EXISTS] = infer_macro,
    [PREDICATE_NODE_ALL] = infer_macro,
};

static type_pointer infer(struct checker *checker, node_pointer node) {
    return inferences[node->kind](checker, node);
}

static bool index_variables(const struct checker *checker, struct string_map *variables) {
    string_map_init(variables, checker->arena);
    for (size_t i = 0; i < checker->environment->count; i++) {
        const struct predicate_variable *variable = &checker->environment->variables[i];
        if (!string_map_put(variables, variable->path, (void *)(uintptr_t)&variable->type))
            return false;
    }
    return true;
}

status_code predicate_check(const struct predicate_node *predicate, const struct predicate_environment *environment,
                            struct arena *arena, struct problem *problem) {
    struct string_map made;
    struct checker checker = {.arena = arena, .problem = problem, .environment = environment};
    checker.variables = environment->types != NULL ? environment->types : &made;
    if (environment->types == NULL && !index_variables(&checker, &made))
        return problem_no_memory(problem);
    require_kind(&checker, predicate, PREDICATE_BOOL);
    return checker.code;
}
