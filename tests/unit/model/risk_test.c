#include "support/test.h"

#include "base/macros.h"
#include "model/risk.h"

#define APPLICATION CATALOG__V1__LAYER__LAYER_APPLICATION
#define DATA        CATALOG__V1__LAYER__LAYER_DATA
#define HARDWARE    CATALOG__V1__LAYER__LAYER_HARDWARE

START_TEST(test_risk__golden_numbers) {
    static const struct {
        const char *what;
        struct risk_rating inherent;
        struct risk_credit credits[4];
        size_t count;
        struct {
            struct risk_rating residual;
            uint32_t depth;
        } expected;
    } rows[] = {
        {"no control", {4, 5}, {{0}}, 0, {{4, 5}, 0}},
        {"one partial", {4, 5}, {{APPLICATION, "a/b", {5000, 0}}}, 1, {{2, 5}, 1}},
        {"one full rounds up to one", {5, 5}, {{APPLICATION, "a/b", {9000, 0}}}, 1, {{1, 5}, 1}},
        {"a half is rounded up", {5, 3}, {{APPLICATION, "a/b", {5000, 5000}}}, 1, {{3, 2}, 1}},
        {"one group counts once",
         {4, 4},
         {{APPLICATION, "a/b", {5000, 0}}, {APPLICATION, "a/b", {5000, 0}}, {APPLICATION, "a/b", {3000, 0}}},
         3,
         {{2, 4}, 1}},
        {"the largest of each dimension in a group",
         {4, 4},
         {{APPLICATION, "a/b", {5000, 0}}, {APPLICATION, "a/b", {0, 5000}}, {APPLICATION, "a/b", {2500, 2500}}},
         3,
         {{2, 2}, 1}},
        {"another layer is another group",
         {4, 4},
         {{APPLICATION, "a/b", {5000, 0}}, {DATA, "a/b", {5000, 0}}},
         2,
         {{1, 4}, 2}},
        {"another provider is another group",
         {5, 4},
         {{DATA, "a/c", {5000, 0}}, {DATA, "a/b", {5000, 0}}},
         2,
         {{2, 4}, 2}},
        {"three groups",
         {5, 5},
         {{DATA, "a", {1000, 1}}, {DATA, "b", {2000, 0}}, {DATA, "c", {1000, 0}}},
         3,
         {{4, 5}, 3}},
        {"exactly whole", {5, 5}, {{DATA, "a", {2000, 4000}}}, 1, {{4, 3}, 1}},
        {"all of it leaves one", {5, 5}, {{DATA, "a", {10000, 10000}}}, 1, {{1, 1}, 1}},
        {"more than all of it too", {5, 5}, {{DATA, "a", {4000000000, 10001}}}, 1, {{1, 1}, 1}},
        {"never under one", {1, 1}, {{DATA, "a", {9000, 9000}}, {HARDWARE, "a", {9000, 9000}}}, 2, {{1, 1}, 2}},
        {"ratings are taken into range", {9, 0}, {{0}}, 0, {{5, 1}, 0}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct risk_credit credits[4];
        for (size_t j = 0; j < COUNT_OF(credits); j++)
            credits[j] = rows[i].credits[j];
        struct risk_outcome outcome = risk_apply(rows[i].inherent, credits, rows[i].count);
        ck_assert_msg(outcome.residual.likelihood == rows[i].expected.residual.likelihood &&
                          outcome.residual.impact == rows[i].expected.residual.impact &&
                          outcome.depth == rows[i].expected.depth,
                      "%s: %u x %u, %u groups", rows[i].what, outcome.residual.likelihood, outcome.residual.impact,
                      outcome.depth);
    }
}
END_TEST

START_TEST(test_risk__order_of_credits_does_not_matter) {
    static const struct risk_credit given[] = {
        {DATA, "a", {3333, 1}}, {DATA, "b", {1667, 777}}, {HARDWARE, "a", {4999, 12}}, {DATA, "a", {1, 9}}};
    struct risk_credit forward[4];
    struct risk_credit backward[4];
    for (size_t i = 0; i < 4; i++) {
        forward[i] = given[i];
        backward[i] = given[3 - i];
    }
    struct risk_outcome a = risk_apply((struct risk_rating){5, 5}, forward, 4);
    struct risk_outcome b = risk_apply((struct risk_rating){5, 5}, backward, 4);
    ck_assert_uint_eq(a.residual.likelihood, b.residual.likelihood);
    ck_assert_uint_eq(a.residual.impact, b.residual.impact);
    ck_assert_uint_eq(a.depth, 3);
    ck_assert_uint_eq(b.depth, 3);
}
END_TEST

START_TEST(test_risk__one_more_control_never_raises_what_is_left) {
    for (uint32_t rating = 1; rating <= RISK_RATING_MAX; rating++) {
        uint32_t before = rating;
        for (size_t count = 1; count <= 8; count++) {
            struct risk_credit credits[8];
            for (size_t i = 0; i < count; i++)
                credits[i] = (struct risk_credit){(Catalog__V1__Layer)(i + 1), "p", {1700, 1700}};
            struct risk_outcome outcome = risk_apply((struct risk_rating){rating, rating}, credits, count);
            ck_assert_uint_le(outcome.residual.likelihood, before);
            ck_assert_uint_eq(outcome.residual.likelihood, outcome.residual.impact);
            before = outcome.residual.likelihood;
        }
    }
}
END_TEST

START_TEST(test_risk__type_and_dimension_say_what_is_lowered) {
    static const struct {
        Catalog__V1__ControlType type;
        Catalog__V1__RiskDimension reduces;
        Catalog__V1__Strength strength;
        uint32_t partial_bp, full_bp;
        struct risk_reduction expected;
    } rows[] = {
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_PREVENTIVE, 0, CATALOG__V1__STRENGTH__STRENGTH_FULL, 0, 0, {9000, 0}},
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_PREVENTIVE,
         0,
         CATALOG__V1__STRENGTH__STRENGTH_PARTIAL,
         0,
         0,
         {5000, 0}},
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_PREVENTIVE, 0, 0, 0, 0, {5000, 0}},
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETERRENT, 0, CATALOG__V1__STRENGTH__STRENGTH_FULL, 0, 0, {9000, 0}},
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DIRECTIVE, 0, CATALOG__V1__STRENGTH__STRENGTH_FULL, 0, 0, {9000, 0}},
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETECTIVE, 0, CATALOG__V1__STRENGTH__STRENGTH_FULL, 0, 0, {0, 9000}},
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_RESPONSIVE, 0, CATALOG__V1__STRENGTH__STRENGTH_FULL, 0, 0, {0, 9000}},
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_RECOVERY, 0, CATALOG__V1__STRENGTH__STRENGTH_FULL, 0, 0, {0, 9000}},
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_COMPENSATING,
         0,
         CATALOG__V1__STRENGTH__STRENGTH_FULL,
         0,
         0,
         {0, 9000}},
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETECTIVE,
         CATALOG__V1__RISK_DIMENSION__RISK_DIMENSION_BOTH,
         CATALOG__V1__STRENGTH__STRENGTH_PARTIAL,
         1200,
         0,
         {1200, 1200}},
        {CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_RECOVERY,
         CATALOG__V1__RISK_DIMENSION__RISK_DIMENSION_LIKELIHOOD,
         CATALOG__V1__STRENGTH__STRENGTH_FULL,
         1200,
         7700,
         {7700, 0}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Catalog__V1__Control control;
        catalog__v1__control__init(&control);
        control.type = rows[i].type;
        control.reduces = rows[i].reduces;
        control.partial_reduction_bp = rows[i].partial_bp;
        control.full_reduction_bp = rows[i].full_bp;
        struct risk_reduction reduction = risk_reduction_of(&control, rows[i].strength);
        ck_assert_msg(reduction.likelihood_bp == rows[i].expected.likelihood_bp &&
                          reduction.impact_bp == rows[i].expected.impact_bp,
                      "row %zu: %u, %u", i, reduction.likelihood_bp, reduction.impact_bp);
    }
}
END_TEST

TEST_SUITE(risk, test_risk__golden_numbers, test_risk__order_of_credits_does_not_matter,
           test_risk__one_more_control_never_raises_what_is_left, test_risk__type_and_dimension_say_what_is_lowered)
