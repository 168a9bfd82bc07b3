/* Predicates: what is read prints to a text that reads back as the same tree, and evaluating it ends. */
#include "model/predicate.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Gives each variable a value or none, by its name's length. */
static void look_up(void *context, const char *path, struct predicate_value *ret_value) {
    static const struct predicate_value items[] = {{.kind = PREDICATE_STRING, .text = "a"},
                                                   {.kind = PREDICATE_UNKNOWN}};
    static const struct predicate_value values[] = {
        {.kind = PREDICATE_UNKNOWN},
        {.kind = PREDICATE_BOOL, .boolean = true},
        {.kind = PREDICATE_INT, .integer = 7},
        {.kind = PREDICATE_STRING, .text = "text"},
        {.kind = PREDICATE_LIST, .items = items, .item_count = 2},
    };
    (void)context;
    *ret_value = values[strlen(path) % (sizeof values / sizeof *values)];
}

static void check_print(const struct predicate_node *predicate, struct arena *arena) {
    const struct predicate_node *again = NULL;
    const char *printed = predicate_print(predicate, arena);
    /* Normal spacing may push a text over the length limit. */
    if (printed == NULL || strlen(printed) > LIMIT_PREDICATE_BYTES)
        return;
    if (predicate_parse(slice_text(printed), arena, &again, NULL) != STATUS_OK ||
        strcmp(predicate_print(again, arena), printed) != 0)
        abort();
}

static void check_phases(const struct predicate_node *predicate, struct arena *arena) {
    static const struct predicate_type text = {.kind = PREDICATE_STRING};
    static const struct predicate_variable variables[] = {{"config.key", {.kind = PREDICATE_BOOL}},
                                                          {"config.tags", {.kind = PREDICATE_LIST, .element = &text}}};
    struct predicate_environment environment = {.variables = variables, .count = sizeof variables / sizeof *variables};
    struct predicate_source source = {.lookup = look_up};
    struct predicate_outcome outcome;
    struct problem problem;
    problem_init(&problem, arena);
    if (predicate_check(predicate, &environment, arena, &problem) != STATUS_OK && problem.message[0] == '\0')
        abort();
    if (predicate_evaluate(predicate, &source, arena, 0, &outcome, NULL) == STATUS_OK &&
        outcome.steps > LIMIT_PREDICATE_STEPS)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    const struct predicate_node *predicate = NULL;
    arena_init(&arena, LIMIT_UNPACKED_CEILING_BYTES);
    if (predicate_parse(slice_of(data, size), &arena, &predicate, NULL) == STATUS_OK) {
        check_print(predicate, &arena);
        check_phases(predicate, &arena);
    }
    arena_done(&arena);
    return 0;
}
