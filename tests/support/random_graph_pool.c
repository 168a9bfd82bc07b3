#include "support/random_graph_pool.h"

#include "codec/yaml.h"

#include <check.h>
#include <string.h>

enum { VARIANTS = 128, CLOSE_SEEDS = 4096 };

static struct {
    struct arena arena;
    uint64_t block; /* of seeds, and 1; 0: nothing is here yet */
    const Catalog__V1__Object *objects[RANDOM_GRAPH_KINDS][RANDOM_GRAPH_NUMBERS_MAX][VARIANTS];
} pool;

static void start_block(uint64_t block) {
    if (pool.block == block)
        return;
    if (pool.block != 0)
        arena_done(&pool.arena);
    memset(&pool, 0, sizeof pool);
    arena_init(&pool.arena, 0);
    pool.block = block;
}

static const Catalog__V1__Object *read_document(const char *text) {
    struct document_list documents;
    struct problem problem;
    problem_init(&problem, &pool.arena);
    status_code status =
        yaml_read(&catalog__v1__object__descriptor, slice_text(text), &pool.arena, &documents, &problem);
    ck_assert_msg(status == STATUS_OK, "%s\n%s", problem.message, text);
    return (const Catalog__V1__Object *)(const void *)documents.items[0].message;
}

static const Catalog__V1__Object *make(enum random_graph_document kind, size_t number, size_t variant) {
    struct random random = {((pool.block * RANDOM_GRAPH_KINDS + kind) * RANDOM_GRAPH_NUMBERS_MAX + number) * VARIANTS +
                            variant};
    struct buffer text;
    buffer_init(&text, 0);
    random_graph_write_document(&text, &random, kind, number);
    buffer_append_byte(&text, '\0');
    ck_assert(!text.has_failed);
    const Catalog__V1__Object *object = read_document((const char *)text.data);
    buffer_done(&text);
    return object;
}

const Catalog__V1__Object *random_graph_pool_pick(enum random_graph_document kind, size_t number, uint64_t seed,
                                                  struct random *random) {
    size_t variant = random_below(random, VARIANTS);
    start_block(seed / CLOSE_SEEDS + 1);
    const Catalog__V1__Object **object = &pool.objects[kind][number][variant];
    if (*object == NULL)
        *object = make(kind, number, variant);
    return *object;
}
