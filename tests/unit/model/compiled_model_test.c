#include "codec/message.h"
#include "model/compiled_model.h"
#include "model/object.h"
#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

static void pack(const Catalog__V1__Object *object, const struct catalog_view *view,
                 const struct compiled_model *compiled, struct buffer *bytes) {
    struct arena arena;
    struct problem problem;
    struct resolution resolution;
    const struct resolve_options options = {.at = TEST_CATALOG_TIME, .revision = 7, .compiled = compiled};
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    buffer_init(bytes, 0);
    ck_assert_msg(resolve(object, view, &options, &arena, &resolution, &problem) == STATUS_OK, "%s", problem.message);
    message_pack(&resolution.model->base, bytes);
    message_pack(&resolution.lock->base, bytes);
    arena_done(&arena);
}

/* The view keeps nothing, keeps what it compiled, or the caller brings the model compiled as well. */
START_TEST(test_compiled_model__does_not_show_in_a_result) {
    struct test_catalog catalog;
    size_t models = 0;
    test_catalog_init(&catalog);
    test_catalog_add_directory(&catalog, "catalogs");
    const struct catalog_view *keeping = memory_view_catalog(&catalog.view);
    struct catalog_view forgetful = *keeping;
    forgetful.compiled = NULL;
    for (size_t i = 0; i < catalog.count; i++) {
        const struct compiled_model *compiled = NULL;
        struct buffer bytes[3];
        if (object_model(catalog.objects[i]) == NULL)
            continue;
        models++;
        ck_assert_int_eq(
            compiled_model_build(object_model(catalog.objects[i]), &catalog.arena, &compiled, &catalog.problem),
            STATUS_OK);
        pack(catalog.objects[i], &forgetful, NULL, &bytes[0]);
        pack(catalog.objects[i], keeping, NULL, &bytes[1]);
        pack(catalog.objects[i], keeping, compiled, &bytes[2]);
        for (size_t k = 0; k < COUNT_OF(bytes); k++) {
            ck_assert_msg(slice_equal(buffer_slice(&bytes[0]), buffer_slice(&bytes[k])), "%s",
                          object_name(catalog.objects[i]));
            if (k > 0)
                buffer_done(&bytes[k]);
        }
        buffer_done(&bytes[0]);
    }
    ck_assert_uint_gt(models, 8);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve__leaves_out_the_lock_and_nothing_else) {
    static char none[] = "";
    struct test_catalog catalog;
    test_catalog_init(&catalog);
    test_catalog_add_directory(&catalog, "catalogs");
    const Catalog__V1__Object *feature = test_catalog_find(&catalog, "examples/invoice-upload");
    struct resolve_options options = {.at = TEST_CATALOG_TIME, .revision = 1};
    struct resolution whole = test_catalog_resolve_with(&catalog, feature, &options);
    options.leaves_out_lock = true;
    struct resolution part = test_catalog_resolve_with(&catalog, feature, &options);
    ck_assert_ptr_nonnull(whole.lock);
    ck_assert_ptr_null(part.lock);
    ck_assert_str_eq(part.model->effective_digest, "");
    whole.model->content_digest = whole.model->effective_digest = none;
    struct buffer bytes[2];
    buffer_init(&bytes[0], 0);
    buffer_init(&bytes[1], 0);
    message_pack(&whole.model->base, &bytes[0]);
    message_pack(&part.model->base, &bytes[1]);
    ck_assert(slice_equal(buffer_slice(&bytes[0]), buffer_slice(&bytes[1])));
    buffer_done(&bytes[0]);
    buffer_done(&bytes[1]);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_compiled_model__is_compiled_once_by_a_view_in_memory) {
    struct test_catalog catalog;
    struct memory_view above;
    const struct view_version *versions = NULL;
    const struct compiled_model *first = NULL;
    const struct compiled_model *again = NULL;
    size_t count = 0;
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
    memory_view_init(&above, &catalog.arena, memory_view_catalog(&catalog.view));
    const struct catalog_view *views[] = {memory_view_catalog(&catalog.view), memory_view_catalog(&above)};
    for (size_t i = 0; i < COUNT_OF(views); i++) {
        ck_assert_int_eq(views[i]->versions(views[i]->context, "s/store", &versions, &count, &catalog.problem),
                         STATUS_OK);
        ck_assert_uint_eq(count, 1);
        ck_assert_int_eq(compiled_model_of(views[i], versions, &catalog.arena, &again, &catalog.problem), STATUS_OK);
        ck_assert(first == NULL || first == again);
        first = again;
    }
    ck_assert_ptr_eq(first->model, test_catalog_find(&catalog, "s/store")->component);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_compiled_model__finds_records_by_kind_and_reads_predicates) {
    static const struct {
        enum record_kind kind;
        const char *id;
        size_t number;
    } cases[] = {{RECORD_PROVISION, "guard", 0}, {RECORD_PROVISION, "watch", 1},    {RECORD_RESPONSIBILITY, "key", 0},
                 {RECORD_ELEMENT, "box", 0},     {RECORD_ENTRY_POINT, "api", 0},    {RECORD_PROVISION, "box", SIZE_MAX},
                 {RECORD_ELEMENT, "", SIZE_MAX}, {RECORD_DEPENDENCY, "x", SIZE_MAX}};
    struct test_catalog catalog;
    const struct compiled_model *compiled = NULL;
    test_catalog_init(&catalog);
    Catalog__V1__Model *model = test_catalog_add(&catalog, TEXT_STORE)->component;
    char broken[] = "config.watched &&";
    model->threats[0]->when = broken;
    ck_assert_int_eq(compiled_model_build(model, &catalog.arena, &compiled, &catalog.problem), STATUS_OK);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_uint_eq(compiled_model_find(compiled, cases[i].kind, cases[i].id), cases[i].number);
    ck_assert_ptr_null(compiled->provisions[0].predicate);
    ck_assert(!compiled->provisions[0].is_broken);
    ck_assert_ptr_nonnull(compiled->provisions[1].predicate);
    ck_assert(compiled->threats[0].is_broken);
    ck_assert_uint_eq((uintptr_t)string_map_get(&compiled->parameters, "mode"), 2);
    ck_assert_ptr_nonnull(vocabulary_type(&compiled->variables, "config.exposure.api"));
    ck_assert_ptr_null(vocabulary_type(&compiled->variables, "facts.users"));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_compiled_model__says_when_there_is_no_room) {
    struct test_catalog catalog;
    const struct compiled_model *compiled = NULL;
    test_catalog_init(&catalog);
    const Catalog__V1__Model *model = test_catalog_add(&catalog, TEXT_STORE)->component;
    struct arena arena;
    arena_init(&arena, 0);
    ck_assert_int_eq(compiled_model_build(model, &arena, &compiled, &catalog.problem), STATUS_OK);
    size_t needed = arena.used_bytes;
    arena_done(&arena);
    for (size_t limit = 16; limit < needed; limit += 16) {
        struct problem problem;
        problem_init(&problem, NULL);
        arena_init(&arena, limit);
        ck_assert_int_eq(compiled_model_build(model, &arena, &compiled, &problem), STATUS_RESOURCE_EXHAUSTED);
        arena_done(&arena);
    }
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(compiled_model, test_compiled_model__does_not_show_in_a_result,
           test_resolve__leaves_out_the_lock_and_nothing_else,
           test_compiled_model__is_compiled_once_by_a_view_in_memory,
           test_compiled_model__finds_records_by_kind_and_reads_predicates,
           test_compiled_model__says_when_there_is_no_room)
