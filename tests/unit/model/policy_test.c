#include "support/test.h"

#include "model/policy.h"
#include "model/vocabulary.h"
#include "sample.h"

#include <string.h>

#define LOW      CATALOG__V1__RISK_BAND__RISK_BAND_LOW
#define MEDIUM   CATALOG__V1__RISK_BAND__RISK_BAND_MEDIUM
#define HIGH     CATALOG__V1__RISK_BAND__RISK_BAND_HIGH
#define CRITICAL CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL

#define POLICY "kind: policy\nname: policy/organisation\ntitle: P\n"

static const struct policy *compile(const char *text, struct arena *arena) {
    const struct policy *policy = NULL;
    const Catalog__V1__Policy *message = text == NULL ? NULL : sample_object(text, arena)->policy;
    ck_assert_int_eq(policy_compile(message, arena, &policy, NULL), STATUS_OK);
    return policy;
}

START_TEST(test_policy__built_in_matrix_goes_by_the_product) {
    static const Catalog__V1__RiskBand expected[5][5] = {
        {LOW, LOW, LOW, LOW, MEDIUM},
        {LOW, LOW, MEDIUM, MEDIUM, HIGH},
        {LOW, MEDIUM, MEDIUM, HIGH, HIGH},
        {LOW, MEDIUM, HIGH, HIGH, CRITICAL},
        {MEDIUM, HIGH, HIGH, CRITICAL, CRITICAL},
    };
    struct arena arena;
    arena_init(&arena, 0);
    const struct policy *policy = compile(NULL, &arena);
    for (uint32_t likelihood = 1; likelihood <= 5; likelihood++)
        for (uint32_t impact = 1; impact <= 5; impact++)
            ck_assert_msg(policy_band(policy, likelihood, impact) == expected[likelihood - 1][impact - 1], "%u x %u",
                          likelihood, impact);
    ck_assert_int_eq(policy_band(policy, 0, 0), LOW);
    ck_assert_int_eq(policy_band(policy, 9, 9), CRITICAL);
    arena_done(&arena);
}
END_TEST

START_TEST(test_policy__built_in_appetite_and_depth) {
    struct arena arena;
    arena_init(&arena, 0);
    const struct policy *policy = compile(NULL, &arena);
    ck_assert_int_eq(policy_appetite(policy, ""), MEDIUM);
    ck_assert_int_eq(policy_appetite(policy, "public"), MEDIUM);
    ck_assert_int_eq(policy_appetite(policy, "restricted"), LOW);
    ck_assert_int_eq(policy_appetite(policy, "no such"), MEDIUM);
    ck_assert_uint_eq(policy_depth(policy, HIGH), 0);
    ck_assert_uint_eq(policy_depth(policy, CRITICAL), 2);
    ck_assert_int_eq(policy_classification_rank(policy, "public"), 0);
    ck_assert_int_eq(policy_classification_rank(policy, "restricted"), 3);
    ck_assert_int_eq(policy_classification_rank(policy, ""), POLICY_UNCLASSIFIED);
    ck_assert_ptr_nonnull(policy_fact(policy, "internet_facing"));
    ck_assert_ptr_null(policy_fact(policy, "no_such"));
    arena_done(&arena);
}
END_TEST

START_TEST(test_policy__stated_parts_win_over_built_in_ones) {
    struct arena arena;
    arena_init(&arena, 0);
    const struct policy *policy =
        compile(POLICY "classifications: [open, inner, secret]\n"
                       "appetite: [{classification: \"\", highest: high}, {classification: inner, highest: low}]\n"
                       "depth: [{band: medium, groups: 3}, {band: critical, groups: 2}]\n"
                       "matrix: [{likelihood: 1, bands: [critical, high, medium, low, low]}]\n",
                &arena);
    ck_assert_int_eq(policy_band(policy, 1, 1), CRITICAL);
    ck_assert_int_eq(policy_band(policy, 1, 4), LOW);
    ck_assert_int_eq(policy_band(policy, 2, 5), HIGH);
    ck_assert_int_eq(policy_appetite(policy, "open"), HIGH);
    ck_assert_int_eq(policy_appetite(policy, "inner"), LOW);
    ck_assert_int_eq(policy_appetite(policy, "secret"), LOW);
    ck_assert_uint_eq(policy_depth(policy, LOW), 0);
    ck_assert_uint_eq(policy_depth(policy, HIGH), 3);
    ck_assert_uint_eq(policy_depth(policy, CRITICAL), 3);
    ck_assert_int_eq(policy_classification_rank(policy, "public"), POLICY_UNCLASSIFIED);
    ck_assert_ptr_null(policy_fact(policy, "internet_facing"));
    ck_assert_uint_eq(policy_fact(policy, POLICY_FACT_CLASSIFICATION)->n_values, 3);
    arena_done(&arena);
}
END_TEST

START_TEST(test_policy__loads_the_newest_published_one) {
    struct arena arena;
    struct memory_view view;
    const struct policy *policy = NULL;
    const struct view_version *version = NULL;
    arena_init(&arena, 0);
    memory_view_init(&view, &arena, NULL);
    ck_assert_int_eq(policy_load(memory_view_catalog(&view), &arena, &policy, &version, NULL), STATUS_OK);
    ck_assert_ptr_null(version);
    ck_assert_uint_eq(policy_message(policy)->n_matrix, 5);
    sample_publish(&view, POLICY "version: 1.9.0\nreview_interval_days: 9\n---\n" POLICY
                                 "version: 1.10.0\nreview_interval_days: 10\n---\n" POLICY
                                 "version: 2.0.0-beta\nreview_interval_days: 20\n");
    ck_assert_int_eq(policy_load(memory_view_catalog(&view), &arena, &policy, &version, NULL), STATUS_OK);
    ck_assert_str_eq(version->version, "1.10.0");
    ck_assert_uint_eq(policy_message(policy)->review_interval_days, 10);
    arena_done(&arena);
}
END_TEST

START_TEST(test_policy__says_so_when_there_is_no_room) {
    status_code code = STATUS_RESOURCE_EXHAUSTED;
    for (size_t limit = 16; code != STATUS_OK; limit += 16) {
        struct arena arena;
        const struct policy *policy = NULL;
        arena_init(&arena, limit);
        code = policy_compile(NULL, &arena, &policy, NULL);
        ck_assert(code == STATUS_OK || code == STATUS_RESOURCE_EXHAUSTED);
        arena_done(&arena);
    }
}
END_TEST

START_TEST(test_vocabulary__lists_the_variables_of_each_scope) {
    static const struct {
        enum vocabulary_scope scope;
        const char *path;
        bool is_there;
    } rows[] = {
        {VOCABULARY_CONTRACT, "config.mode", true},         {VOCABULARY_CONTRACT, "config.exposure.rest-api", true},
        {VOCABULARY_CONTRACT, "facts.personal_data", true}, {VOCABULARY_CONTRACT, "facts.data_classification", true},
        {VOCABULARY_CONTRACT, "place.kind", false},         {VOCABULARY_FACTS, "facts.personal_data", true},
        {VOCABULARY_FACTS, "config.mode", false},           {VOCABULARY_FEATURE, "feature.stage", true},
        {VOCABULARY_FEATURE, "place.kind", false},          {VOCABULARY_PLACE, "place.crosses", true},
        {VOCABULARY_PLACE, "feature.stage", false},
    };
    struct arena arena;
    arena_init(&arena, 0);
    const struct policy *policy = compile(NULL, &arena);
    const Catalog__V1__Model *component =
        sample_object("kind: component\nname: a/b\nparameters: [{name: mode, type: enum, allowed_values: [x, y]}]\n"
                      "entry_points: [{id: rest-api, exposures: [net]}]\n",
                      &arena)
            ->component;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct vocabulary vocabulary;
        ck_assert_int_eq(vocabulary_build(rows[i].scope, policy, component, &arena, &vocabulary, NULL), STATUS_OK);
        ck_assert_msg((vocabulary_type(&vocabulary, rows[i].path) != NULL) == rows[i].is_there, "row %zu: %s", i,
                      rows[i].path);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_vocabulary__reads_text_by_its_type) {
    static char few[] = "few";
    static char many[] = "many";
    static char *words[] = {few, many};
    static const struct {
        Catalog__V1__ValueType type;
        const char *text;
        enum vocabulary_reading reading;
        enum predicate_kind kind;
    } rows[] = {
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_BOOL, "true", VOCABULARY_READ, PREDICATE_BOOL},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_BOOL, "yes", VOCABULARY_ILL_TYPED, PREDICATE_UNKNOWN},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_BOOL, "unknown", VOCABULARY_READ, PREDICATE_UNKNOWN},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_BOOL, "", VOCABULARY_READ, PREDICATE_UNKNOWN},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER, "-12", VOCABULARY_READ, PREDICATE_INT},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER, "9223372036854775807", VOCABULARY_READ, PREDICATE_INT},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER, "9223372036854775808", VOCABULARY_ILL_TYPED, PREDICATE_UNKNOWN},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER, "+1", VOCABULARY_ILL_TYPED, PREDICATE_UNKNOWN},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER, " 1", VOCABULARY_ILL_TYPED, PREDICATE_UNKNOWN},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER, "1e3", VOCABULARY_ILL_TYPED, PREDICATE_UNKNOWN},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER, "-", VOCABULARY_ILL_TYPED, PREDICATE_UNKNOWN},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_STRING, "any text", VOCABULARY_READ, PREDICATE_STRING},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_ENUM, "many", VOCABULARY_READ, PREDICATE_ENUM},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_ENUM, "Many", VOCABULARY_ILL_TYPED, PREDICATE_UNKNOWN},
        {CATALOG__V1__VALUE_TYPE__VALUE_TYPE_LIST, "a, b ,c", VOCABULARY_READ, PREDICATE_LIST},
    };
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct predicate_type type = vocabulary_type_of(rows[i].type, words, COUNT_OF(words));
        struct predicate_value value;
        ck_assert_msg(vocabulary_read(&type, rows[i].text, &arena, &value) == rows[i].reading, "'%s'", rows[i].text);
        ck_assert_msg(value.kind == rows[i].kind, "'%s'", rows[i].text);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_vocabulary__splits_lists_at_commas) {
    struct arena arena;
    arena_init(&arena, 0);
    struct predicate_type type = vocabulary_type_of(CATALOG__V1__VALUE_TYPE__VALUE_TYPE_LIST, NULL, 0);
    struct predicate_value value;
    ck_assert_int_eq(vocabulary_read(&type, " a ,b,, c d", &arena, &value), VOCABULARY_READ);
    ck_assert_uint_eq(value.item_count, 4);
    static const char *const expected[] = {"a", "b", "", "c d"};
    for (size_t i = 0; i < 4; i++)
        ck_assert_str_eq(value.items[i].text, expected[i]);
    arena_done(&arena);
}
END_TEST

TEST_SUITE(policy, test_policy__built_in_matrix_goes_by_the_product, test_policy__built_in_appetite_and_depth,
           test_policy__stated_parts_win_over_built_in_ones, test_policy__loads_the_newest_published_one,
           test_policy__says_so_when_there_is_no_room, test_vocabulary__lists_the_variables_of_each_scope,
           test_vocabulary__reads_text_by_its_type, test_vocabulary__splits_lists_at_commas)
