/* What the index finds, judged, is what judging every threat finds: over random predicates and places, values that are
 * not known and values of another type among them. And judging clause by clause comes to what the whole predicate comes
 * to. */
#include "model/suggest_set.h"
#include "support/random.h"
#include "support/test.h"

#include "base/buffer.h"

#include <stdio.h>
#include <string.h>

#define THREATS 8
#define PLACES  2

static const char *const kinds[] = {"actor", "store", "flow"};
static const char *const users[] = {"staff", "public"};
static const struct predicate_type kind_type = {.kind = PREDICATE_ENUM, .words = kinds, .word_count = COUNT_OF(kinds)};
static const struct predicate_type users_type = {.kind = PREDICATE_ENUM, .words = users, .word_count = COUNT_OF(users)};

static const char *const paths[] = {"place.kind",    "place.protocol", "place.exposure", "place.technologies",
                                    "place.crosses", "facts.users",    "facts.payment",  "facts.count"};
#define PATHS COUNT_OF(paths)

/* Values by path. */
struct place {
    struct predicate_value values[PATHS];
    struct predicate_value items[PATHS][3];
};

static const char *const words[] = {"'store'", "'flow'", "'http'", "'ftp'", "'staff'", "'internet'", "''", "'rowboat'"};
static const char *const texts[] = {"store", "flow", "http", "ftp", "staff", "internet", "", "rowboat"};

static const char *word(struct random *random) {
    return words[random_below(random, COUNT_OF(words))];
}

static const char *path(struct random *random) {
    return paths[random_below(random, PATHS)];
}

static void write_choice(struct random *random, struct buffer *text) {
    size_t count = random_below(random, 4);
    buffer_printf(text, "%s in [", path(random));
    for (size_t i = 0; i < count; i++)
        buffer_printf(text, "%s%s", i > 0 ? ", " : "", random_below(random, 8) == 0 ? "7" : word(random));
    buffer_append_text(text, "]");
}

static void write_clause(struct random *random, struct buffer *text) {
    switch (random_below(random, 10)) {
    case 0:
        buffer_printf(text, "%s == %s", word(random), path(random));
        break;
    case 1:
        buffer_printf(text, "%s in %s", word(random), path(random));
        break;
    case 2:
        write_choice(random, text);
        break;
    case 3:
        buffer_printf(text, "%s%s", random_below(random, 2) == 0 ? "!" : "", path(random));
        break;
    case 4:
        buffer_printf(text, "%s == %zu", path(random), random_below(random, 3));
        break;
    case 5:
        buffer_printf(text, "%s == %s", path(random), random_below(random, 2) == 0 ? "true" : "false");
        break;
    case 6:
        buffer_printf(text, "%s != %s", path(random), word(random));
        break;
    case 7:
        buffer_printf(text, "(%s == %s || %s == %s)", path(random), word(random), path(random), word(random));
        break;
    default:
        buffer_printf(text, "%s == %s", path(random), word(random));
        break;
    }
}

static const char *write_predicate(struct random *random, struct arena *arena) {
    struct buffer text;
    size_t clauses = 1 + random_below(random, 3);
    buffer_init(&text, 0);
    for (size_t i = 0; i < clauses; i++) {
        buffer_append_text(&text, i > 0 ? " && " : "");
        write_clause(random, &text);
    }
    ck_assert(!text.has_failed);
    const char *copy = arena_strndup(arena, (const char *)text.data, text.size);
    ck_assert_ptr_nonnull(copy);
    buffer_done(&text);
    return copy;
}

static struct predicate_value scalar(struct random *random, enum predicate_kind kind) {
    const char *text = texts[random_below(random, COUNT_OF(texts))];
    const struct predicate_type *type = random_below(random, 2) == 0 ? &kind_type : &users_type;
    return (struct predicate_value){.kind = kind,
                                    .boolean = random_below(random, 2) == 0,
                                    .integer = (int64_t)random_below(random, 3),
                                    .text = text,
                                    .type = type};
}

static void choose_value(struct random *random, struct place *place, size_t number) {
    static const enum predicate_kind usual[PATHS] = {PREDICATE_ENUM, PREDICATE_STRING, PREDICATE_STRING, PREDICATE_LIST,
                                                     PREDICATE_LIST, PREDICATE_ENUM,   PREDICATE_BOOL,   PREDICATE_INT};
    static const enum predicate_kind any[] = {PREDICATE_UNKNOWN, PREDICATE_BOOL, PREDICATE_INT,
                                              PREDICATE_STRING,  PREDICATE_ENUM, PREDICATE_LIST};
    bool is_usual = random_below(random, 4) != 0;
    struct predicate_value *value = &place->values[number];
    *value = scalar(random, is_usual ? usual[number] : any[random_below(random, COUNT_OF(any))]);
    if (value->kind == PREDICATE_ENUM && random_below(random, 4) != 0)
        value->text = value->type->words[random_below(random, value->type->word_count)];
    if (value->kind != PREDICATE_LIST)
        return;
    value->items = place->items[number];
    value->item_count = random_below(random, 4);
    for (size_t i = 0; i < value->item_count; i++)
        place->items[number][i] = scalar(random, random_below(random, 8) == 0 ? PREDICATE_UNKNOWN : PREDICATE_STRING);
}

static void look_up(void *context, const char *name, struct predicate_value *ret_value) {
    const struct place *place = context;
    ret_value->kind = PREDICATE_UNKNOWN;
    for (size_t i = 0; i < PATHS; i++)
        if (strcmp(paths[i], name) == 0)
            *ret_value = place->values[i];
}

static void make_set(struct random *random, struct arena *arena, const struct suggest_set **ret_set) {
    struct suggest_member members[THREATS];
    struct problem problem;
    problem_init(&problem, arena);
    for (size_t i = 0; i < THREATS; i++) {
        Catalog__V1__Threat *threat = ARENA_NEW(arena, Catalog__V1__Threat);
        struct view_version *version = ARENA_NEW(arena, struct view_version);
        ck_assert(threat != NULL && version != NULL);
        catalog__v1__threat__init(threat);
        threat->applies_when = arena_strdup(arena, write_predicate(random, arena));
        *version = (struct view_version){.name = arena_printf(arena, "t/%zu", i), .version = "1.0.0"};
        members[i] = (struct suggest_member){.version = version, .message = threat};
    }
    ck_assert_int_eq(suggest_set_build(members, THREATS, arena, ret_set, &problem), STATUS_OK);
    ck_assert_uint_eq((*ret_set)->count, THREATS);
}

static enum predicate_verdict judge(const struct suggest_threat *threat, struct place *place, struct arena *arena) {
    const struct predicate_source source = {.context = place, .lookup = look_up};
    struct suggest_answer answer;
    struct problem problem;
    problem_init(&problem, arena);
    ck_assert_int_eq(suggest_judge(threat, &source, arena, &answer, &problem), STATUS_OK);
    ck_assert(answer.verdict != PREDICATE_IS_FALSE || answer.clause != NULL);
    return answer.verdict;
}

/* Where no value is of another type, the whole predicate comes to the same. */
static void compare_with_whole(const struct suggest_threat *threat, struct place *place, enum predicate_verdict verdict,
                               struct arena *arena) {
    const struct predicate_source source = {.context = place, .lookup = look_up};
    const struct predicate_node *predicate = NULL;
    struct predicate_outcome outcome;
    struct problem problem;
    problem_init(&problem, arena);
    ck_assert_int_eq(predicate_parse(slice_text(threat->applies_when), arena, &predicate, &problem), STATUS_OK);
    if (predicate_evaluate(predicate, &source, arena, 0, &outcome, &problem) == STATUS_OK)
        ck_assert_int_eq(outcome.verdict, verdict);
}

static void run_case(uint64_t seed, struct arena *arena) {
    struct random random = {seed};
    const struct suggest_set *set = NULL;
    struct suggest_found found;
    make_set(&random, arena, &set);
    ck_assert(suggest_found_init(&found, &set->index, arena));
    for (size_t k = 0; k < PLACES; k++) {
        struct place place;
        bool is_found[THREATS] = {false};
        for (size_t i = 0; i < PATHS; i++)
            choose_value(&random, &place, i);
        const struct predicate_source source = {.context = &place, .lookup = look_up};
        suggest_index_search(&set->index, &source, &found);
        for (size_t i = 0; i < found.count; i++) {
            ck_assert_msg(!is_found[found.numbers[i]], "PROPERTY_SEED=%llu: found twice", (unsigned long long)seed);
            is_found[found.numbers[i]] = true;
        }
        for (size_t i = 0; i < THREATS; i++) {
            enum predicate_verdict verdict = judge(&set->threats[i], &place, arena);
            compare_with_whole(&set->threats[i], &place, verdict, arena);
            ck_assert_msg(verdict == PREDICATE_IS_FALSE || is_found[i], "PROPERTY_SEED=%llu: not found: %s",
                          (unsigned long long)seed, set->threats[i].applies_when);
        }
    }
}

START_TEST(test_suggest__index_finds_what_trying_each_finds) {
    struct arena arena;
    arena_init(&arena, 0);
    uint64_t seed = property_seed();
    for (size_t i = 0; i < property_runs(10000); i++) {
        run_case(seed + i, &arena);
        arena_reset(&arena);
    }
    arena_done(&arena);
}
END_TEST

static void add(const char *text, struct suggest_index *index, struct arena *arena) {
    const struct predicate_node *predicate = NULL;
    struct problem problem;
    problem_init(&problem, arena);
    ck_assert_int_eq(predicate_parse(slice_text(text), arena, &predicate, &problem), STATUS_OK);
    const struct predicate_node **clauses = ARENA_NEW(arena, const struct predicate_node *);
    ck_assert_ptr_nonnull(clauses);
    *clauses = predicate;
    ck_assert(suggest_index_add(index, clauses, 1));
}

/* The index would be as right if it ruled out nothing. */
START_TEST(test_suggest__index_rules_out) {
    struct arena arena;
    struct suggest_index index;
    struct suggest_found found;
    struct place place = {0};
    arena_init(&arena, 0);
    suggest_index_init(&index, &arena);
    add("place.kind == 'store'", &index, &arena);
    add("place.protocol in ['http', 'ftp']", &index, &arena);
    add("'internet' in place.crosses", &index, &arena);
    add("facts.payment", &index, &arena);
    add("!facts.payment", &index, &arena);
    add("facts.count == 2", &index, &arena);
    add("place.kind != 'store'", &index, &arena);
    ck_assert(suggest_found_init(&found, &index, &arena));
    place.values[0] = (struct predicate_value){.kind = PREDICATE_ENUM, .text = "flow", .type = &kind_type};
    place.values[1] = (struct predicate_value){.kind = PREDICATE_STRING, .text = "sql"};
    place.values[4] = (struct predicate_value){.kind = PREDICATE_LIST};
    place.values[6] = (struct predicate_value){.kind = PREDICATE_BOOL, .boolean = true};
    place.values[7] = (struct predicate_value){.kind = PREDICATE_INT, .integer = 3};
    const struct predicate_source source = {.context = &place, .lookup = look_up};
    suggest_index_search(&index, &source, &found);
    ck_assert_uint_eq(found.count, 2);
    ck_assert_uint_eq(found.numbers[0], 6);
    ck_assert_uint_eq(found.numbers[1], 3);
    arena_done(&arena);
}
END_TEST

TEST_SUITE(suggest, test_suggest__index_finds_what_trying_each_finds, test_suggest__index_rules_out)
