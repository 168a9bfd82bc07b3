/* Taking a value away never turns true into false or false into true. The predicates are random and well-typed, over
 * the variables of the fixture. */
#include "support/predicate_fixture.h"
#include "support/random.h"
#include "support/test.h"

#include "base/buffer.h"

#include <string.h>

#define VARIABLES (sizeof fixture_variables / sizeof *fixture_variables)

struct writer {
    struct random random;
    struct buffer text;
    int depth;
    int locals; /* string items bound around the place */
};

struct values {
    struct predicate_value known[VARIABLES];
    bool is_hidden[VARIABLES];
};

static const char *const words[] = {"'a'", "'b'", "'ab'", "'blue'", "''"};

static void write_bool(struct writer *writer);

static const char *pick(struct writer *writer, const char *const *items, size_t count) {
    return items[random_below(&writer->random, count)];
}

static void write_string(struct writer *writer) {
    static const char *const variables[] = {"config.region", "config.owner", "config.exposure[\"rest-api\"]"};
    if (writer->locals > 0 && random_below(&writer->random, 2) == 0)
        buffer_printf(&writer->text, "v%zu", random_below(&writer->random, (size_t)writer->locals));
    else if (random_below(&writer->random, 2) == 0)
        buffer_append_text(&writer->text, pick(writer, variables, COUNT_OF(variables)));
    else
        buffer_append_text(&writer->text, pick(writer, words, COUNT_OF(words)));
}

static void write_string_list(struct writer *writer) {
    if (random_below(&writer->random, 2) == 0) {
        buffer_append_text(&writer->text, "config.tags");
        return;
    }
    size_t count = random_below(&writer->random, 4);
    buffer_append_text(&writer->text, "[");
    for (size_t i = 0; i < count; i++) {
        buffer_append_text(&writer->text, i > 0 ? ", " : "");
        write_string(writer);
    }
    buffer_append_text(&writer->text, "]");
}

static void write_integer(struct writer *writer) {
    size_t form = random_below(&writer->random, 4);
    if (form == 0) {
        buffer_append_text(&writer->text, "size(");
        write_string_list(writer);
        buffer_append_text(&writer->text, ")");
    } else if (form == 1) {
        buffer_printf(&writer->text, "%d", (int)random_below(&writer->random, 5) - 1);
    } else {
        buffer_append_text(&writer->text, form == 2 ? "config.backup_days" : "config.retries");
    }
}

static void write_operator(struct writer *writer) {
    static const char *const operators[] = {" == ", " != ", " < ", " <= ", " > ", " >= "};
    buffer_append_text(&writer->text, pick(writer, operators, COUNT_OF(operators)));
}

static void write_comparison(struct writer *writer) {
    static const char *const classes[] = {"facts.data_classification", "facts.floor", "'internal'", "'public'"};
    size_t form = random_below(&writer->random, 3);
    if (form == 0) {
        write_integer(writer);
        write_operator(writer);
        write_integer(writer);
    } else if (form == 1) {
        write_string(writer);
        write_operator(writer);
        write_string(writer);
    } else {
        buffer_append_text(&writer->text, classes[random_below(&writer->random, 2)]);
        write_operator(writer);
        buffer_append_text(&writer->text, pick(writer, classes, COUNT_OF(classes)));
    }
}

static void write_text_test(struct writer *writer) {
    static const char *const methods[] = {".startsWith(", ".endsWith(", ".contains("};
    write_string(writer);
    buffer_append_text(&writer->text, pick(writer, methods, COUNT_OF(methods)));
    write_string(writer);
    buffer_append_text(&writer->text, ")");
}

static void write_membership(struct writer *writer) {
    if (random_below(&writer->random, 3) == 0) {
        buffer_append_text(&writer->text, "facts.data_classification in facts.classes");
        return;
    }
    write_string(writer);
    buffer_append_text(&writer->text, " in ");
    write_string_list(writer);
}

static void write_list_equality(struct writer *writer) {
    write_string_list(writer);
    buffer_append_text(&writer->text, random_below(&writer->random, 2) == 0 ? " == " : " != ");
    write_string_list(writer);
}

static void write_macro(struct writer *writer) {
    write_string_list(writer);
    buffer_printf(&writer->text, ".%s(v%d, ", random_below(&writer->random, 2) == 0 ? "exists" : "all", writer->locals);
    writer->locals++;
    write_bool(writer);
    writer->locals--;
    buffer_append_text(&writer->text, ")");
}

static void write_chain(struct writer *writer) {
    const char *operator= random_below(&writer->random, 2) == 0 ? " && " : " || ";
    size_t count = 2 + random_below(&writer->random, 2);
    for (size_t i = 0; i < count; i++) {
        buffer_append_text(&writer->text, i > 0 ? operator: "");
        buffer_append_text(&writer->text, "(");
        write_bool(writer);
        buffer_append_text(&writer->text, ")");
    }
}

static void write_not(struct writer *writer) {
    buffer_append_text(&writer->text, "!(");
    write_bool(writer);
    buffer_append_text(&writer->text, ")");
}

static void write_variable(struct writer *writer) {
    static const char *const variables[] = {"config.customer_key", "config.rotation", "true", "false"};
    buffer_append_text(&writer->text, pick(writer, variables, COUNT_OF(variables)));
}

static void write_bool(struct writer *writer) {
    static void (*const forms[])(struct writer *) = {write_variable,   write_comparison,    write_text_test,
                                                     write_membership, write_list_equality, write_chain,
                                                     write_chain,      write_not,           write_macro};
    size_t leaves = 5;
    size_t form = random_below(&writer->random, writer->depth >= 4 ? leaves : COUNT_OF(forms));
    writer->depth++;
    forms[form](writer);
    writer->depth--;
}

/* ---- Values ---- */

static const char *const texts[] = {"a", "b", "ab", "blue", ""};

static struct predicate_value random_item(struct random *random, const struct predicate_type *type) {
    struct predicate_value value = {.kind = type->kind, .type = type};
    if (type->kind == PREDICATE_ENUM)
        value.text = type->words[random_below(random, type->word_count)];
    else
        value.text = texts[random_below(random, COUNT_OF(texts))];
    return value;
}

static struct predicate_value random_value(struct random *random, const struct predicate_type *type,
                                           struct arena *arena) {
    struct predicate_value value = {.kind = type->kind};
    if (type->kind == PREDICATE_BOOL)
        value.boolean = random_below(random, 2) == 0;
    else if (type->kind == PREDICATE_INT)
        value.integer = (int64_t)random_below(random, 4);
    else if (type->kind != PREDICATE_LIST)
        return random_item(random, type);
    else {
        struct predicate_value *items = ARENA_ARRAY(arena, struct predicate_value, 3);
        value.item_count = random_below(random, 4);
        for (size_t i = 0; i < value.item_count; i++)
            items[i] = random_item(random, type->element);
        value.items = items;
    }
    return value;
}

static void look_up(void *context, const char *path, struct predicate_value *ret_value) {
    const struct values *values = context;
    for (size_t i = 0; i < VARIABLES; i++)
        if (strcmp(fixture_variables[i].path, path) == 0 && !values->is_hidden[i])
            *ret_value = values->known[i];
}

static struct predicate_outcome evaluate(const struct predicate_node *predicate, struct values *values,
                                         struct arena *arena) {
    struct predicate_source source = {values, look_up};
    struct predicate_outcome outcome;
    struct problem problem;
    problem_init(&problem, NULL);
    status_code code = predicate_evaluate(predicate, &source, arena, 1000000, &outcome, &problem);
    ck_assert_msg(code == STATUS_OK, "%s", problem.message);
    return outcome;
}

/* ---- The properties ---- */

static size_t index_of(const char *path) {
    size_t i = 0;
    while (strcmp(fixture_variables[i].path, path) != 0)
        i++;
    return i;
}

/* Giving every variable that the verdict does not hang on changes nothing; an unknown verdict hangs on something. */
static void check_deciding(const struct predicate_node *predicate, const struct predicate_outcome *outcome,
                           struct values *values, struct arena *arena, uint64_t seed) {
    struct values others = *values;
    bool hangs = false;
    memset(others.is_hidden, 0, sizeof others.is_hidden);
    for (size_t i = 0; i < outcome->reading_count; i++) {
        others.is_hidden[index_of(outcome->readings[i].path)] = outcome->readings[i].decides;
        hangs = hangs || outcome->readings[i].decides;
        ck_assert(!outcome->readings[i].decides || outcome->readings[i].value.kind == PREDICATE_UNKNOWN);
    }
    ck_assert_msg(hangs == (outcome->verdict == PREDICATE_IS_UNKNOWN), "seed %llu", (unsigned long long)seed);
    if (!hangs)
        ck_assert_int_eq(evaluate(predicate, &others, arena).verdict, outcome->verdict);
}

static void check_one(uint64_t seed) {
    struct arena arena;
    arena_init(&arena, 0);
    struct writer writer = {.random = {seed}};
    buffer_init(&writer.text, LIMIT_PREDICATE_BYTES);
    write_bool(&writer);
    if (!writer.text.has_failed) {
        buffer_append_byte(&writer.text, 0);
        const char *text = (const char *)writer.text.data;
        const struct predicate_node *predicate = fixture_parse(text, &arena);
        struct problem problem;
        problem_init(&problem, &arena);
        ck_assert_msg(predicate_check(predicate, &fixture_environment, &arena, &problem) == STATUS_OK, "%s: %s", text,
                      problem.message);
        struct values values = {0};
        for (size_t i = 0; i < VARIABLES; i++)
            values.known[i] = random_value(&writer.random, &fixture_variables[i].type, &arena);
        enum predicate_verdict before = evaluate(predicate, &values, &arena).verdict;
        ck_assert_int_ne(before, PREDICATE_IS_UNKNOWN);
        for (size_t round = 0; round < VARIABLES; round++) {
            values.is_hidden[random_below(&writer.random, VARIABLES)] = true;
            struct predicate_outcome outcome = evaluate(predicate, &values, &arena);
            ck_assert_msg(outcome.verdict == before || outcome.verdict == PREDICATE_IS_UNKNOWN,
                          "seed %llu: %s went from %d to %d", (unsigned long long)seed, text, before, outcome.verdict);
            before = outcome.verdict;
            check_deciding(predicate, &outcome, &values, &arena, seed);
        }
        const char *printed = predicate_print(predicate, &arena);
        ck_assert_str_eq(predicate_print(fixture_parse(printed, &arena), &arena), printed);
    }
    buffer_done(&writer.text);
    arena_done(&arena);
}

START_TEST(test_predicate_property__unknown_never_flips_a_verdict) {
    for (size_t i = 0; i < property_runs(5000); i++)
        check_one(property_seed() + i);
}
END_TEST

TEST_SUITE(predicate_property, test_predicate_property__unknown_never_flips_a_verdict)
