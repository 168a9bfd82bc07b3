/* How long it takes to match a model of 100 places against 2,000 threats: by the index, and trying each threat at each
 * place, interleaved in the same run.
 *
 *   suggest_bench [ROUNDS]
 *
 * The predicates are of the kinds that catalogs have: a kind of place, often a technology, protocol, exposure or fact;
 * one in twenty has nothing that can be indexed. */
#include "bench/measure.h"
#include "support/daemon.h"
#include "support/random.h"

#include "model/suggest_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREATS      2000
#define PLACES       100
#define TECHNOLOGIES 60

static const char *const kinds[] = {"actor", "process", "store", "external", "entry_point", "flow"};
static const struct predicate_type kind_type = {.kind = PREDICATE_ENUM, .words = kinds, .word_count = COUNT_OF(kinds)};
static const char *const protocols[] = {"https", "http", "sql", "grpc", "amqp", "ssh", "ftp", "mqtt"};

struct place {
    const char *kind;
    const char *protocol;
    char technology[16];
    struct predicate_value technologies[1];
    bool crosses_internet;
};

static const char *pick(struct random *random, const char *const *words, size_t count) {
    return words[random_below(random, count)];
}

static char *predicate_of(struct random *random, struct arena *arena) {
    const char *kind = pick(random, kinds, COUNT_OF(kinds));
    switch (random_below(random, 20)) {
    case 0:
        return arena_strdup(arena, "place.kind != 'actor' && size(place.technologies) > 3");
    case 1:
    case 2:
        return arena_printf(arena, "place.kind == '%s'", kind);
    case 3:
    case 4:
    case 5:
        return arena_printf(arena, "place.kind == '%s' && facts.fact%zu", kind, random_below(random, 20));
    case 6:
    case 7:
        return arena_printf(arena,
                            "place.kind == 'flow' && 'internet' in place.crosses && place.protocol in "
                            "['%s', '%s']",
                            pick(random, protocols, COUNT_OF(protocols)), pick(random, protocols, COUNT_OF(protocols)));
    default:
        return arena_printf(arena, "place.kind == '%s' && 'tech%zu' in place.technologies", kind,
                            random_below(random, TECHNOLOGIES));
    }
}

static const struct suggest_set *make_set(struct arena *arena) {
    struct random random = {1};
    struct problem problem;
    struct suggest_member *members = ARENA_ARRAY(arena, struct suggest_member, THREATS);
    problem_init(&problem, arena);
    for (size_t i = 0; members != NULL && i < THREATS; i++) {
        Catalog__V1__Threat *threat = ARENA_NEW(arena, Catalog__V1__Threat);
        struct view_version *version = ARENA_NEW(arena, struct view_version);
        if (threat == NULL || version == NULL)
            die("out of memory");
        catalog__v1__threat__init(threat);
        threat->applies_when = predicate_of(&random, arena);
        *version = (struct view_version){.name = arena_printf(arena, "bench/t%05zu", i), .version = "1.0.0"};
        members[i] = (struct suggest_member){.version = version, .message = threat};
    }
    const struct suggest_set *set = NULL;
    if (members == NULL || suggest_set_build(members, THREATS, arena, &set, &problem) != STATUS_OK)
        die("the made catalog is wrong: %s", problem.message);
    return set;
}

static void make_places(struct place places[PLACES]) {
    struct random random = {2};
    for (size_t i = 0; i < PLACES; i++) {
        places[i] = (struct place){.kind = pick(&random, kinds, COUNT_OF(kinds)),
                                   .protocol = pick(&random, protocols, COUNT_OF(protocols)),
                                   .crosses_internet = random_below(&random, 3) == 0};
        snprintf(places[i].technology, sizeof places[i].technology, "tech%zu", random_below(&random, TECHNOLOGIES));
        places[i].technologies[0] = (struct predicate_value){.kind = PREDICATE_STRING, .text = places[i].technology};
    }
}

/* Facts with an even number are known, and false. */
static void look_up(void *context, const char *path, struct predicate_value *ret_value) {
    static const struct predicate_value internet[] = {{.kind = PREDICATE_STRING, .text = "internet"}};
    const struct place *place = context;
    *ret_value = (struct predicate_value){.kind = PREDICATE_UNKNOWN};
    if (strcmp(path, "place.kind") == 0)
        *ret_value = (struct predicate_value){.kind = PREDICATE_ENUM, .text = place->kind, .type = &kind_type};
    else if (strcmp(path, "place.protocol") == 0)
        *ret_value = (struct predicate_value){.kind = PREDICATE_STRING, .text = place->protocol};
    else if (strcmp(path, "place.technologies") == 0)
        *ret_value = (struct predicate_value){.kind = PREDICATE_LIST, .items = place->technologies, .item_count = 1};
    else if (strcmp(path, "place.crosses") == 0)
        *ret_value = (struct predicate_value){
            .kind = PREDICATE_LIST, .items = internet, .item_count = place->crosses_internet ? 1 : 0};
    else if (strncmp(path, "facts.", 6) == 0 && (path[strlen(path) - 1] - '0') % 2 == 0)
        *ret_value = (struct predicate_value){.kind = PREDICATE_BOOL};
}

/* 1: THREAT applies or may apply. */
static size_t judge(const struct suggest_threat *threat, const struct predicate_source *source, struct arena *arena) {
    struct suggest_answer answer;
    struct problem problem;
    problem_init(&problem, NULL);
    arena_reset(arena);
    if (suggest_judge(threat, source, arena, &answer, &problem) != STATUS_OK)
        die("judging: %s", problem.message);
    return answer.verdict != PREDICATE_IS_FALSE;
}

static size_t match_by_index(const struct suggest_set *set, struct place places[PLACES], struct suggest_found *found,
                             struct arena *arena) {
    size_t count = 0;
    for (size_t i = 0; i < PLACES; i++) {
        const struct predicate_source source = {.context = &places[i], .lookup = look_up};
        suggest_index_search(&set->index, &source, found);
        for (size_t k = 0; k < found->count; k++)
            count += judge(&set->threats[found->numbers[k]], &source, arena);
    }
    return count;
}

static size_t match_by_trying(const struct suggest_set *set, struct place places[PLACES], struct arena *arena) {
    size_t count = 0;
    for (size_t i = 0; i < PLACES; i++) {
        const struct predicate_source source = {.context = &places[i], .lookup = look_up};
        for (size_t k = 0; k < set->count; k++)
            count += judge(&set->threats[k], &source, arena);
    }
    return count;
}

static double milliseconds(int64_t *samples, size_t count) {
    return (double)measure_percentile(samples, count, 0.5) / 1e6;
}

static void run(const struct suggest_set *set, size_t rounds, struct arena *arena) {
    struct place places[PLACES];
    struct suggest_found found;
    struct arena scratch;
    int64_t *indexed = ARENA_ARRAY(arena, int64_t, rounds);
    int64_t *tried = ARENA_ARRAY(arena, int64_t, rounds);
    if (indexed == NULL || tried == NULL || !suggest_found_init(&found, &set->index, arena))
        die("out of memory");
    arena_init(&scratch, 0);
    make_places(places);
    size_t count = 0;
    for (size_t i = 0; i < rounds; i++) {
        int64_t start = measure_now();
        count = match_by_index(set, places, &found, &scratch);
        indexed[i] = measure_now() - start;
        start = measure_now();
        if (match_by_trying(set, places, &scratch) != count)
            die("the index finds other threats than trying each");
        tried[i] = measure_now() - start;
    }
    arena_done(&scratch);
    double index = milliseconds(indexed, rounds);
    double brute = milliseconds(tried, rounds);
    printf("%d threats at %d places: %zu apply or may; by the index %.3f ms, trying each %.3f ms, %.1f times as long\n",
           THREATS, PLACES, count, index, brute, brute / index);
}

int main(int argc, char **argv) {
    size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 50;
    struct arena arena;
    if (rounds == 0)
        die("usage: suggest_bench [ROUNDS], at least 1");
    arena_init(&arena, 0);
    int64_t start = measure_now();
    const struct suggest_set *set = make_set(&arena);
    printf("reading and indexing %d predicates: %.3f ms, %zu KiB\n", THREATS, (double)(measure_now() - start) / 1e6,
           arena.used_bytes / 1024);
    run(set, rounds, &arena);
    arena_done(&arena);
    return EXIT_SUCCESS;
}
