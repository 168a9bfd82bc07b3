/* Variables of every type, and values for some of them, for the tests of predicates. */
#ifndef CATALOGD_TESTS_PREDICATE_FIXTURE_H
#define CATALOGD_TESTS_PREDICATE_FIXTURE_H

#include "model/predicate.h"

#include <check.h>

static const char *const fixture_words[] = {"public", "internal", "restricted"};
static const char *const fixture_modes[] = {"off", "optional", "required"};
static const struct predicate_type fixture_string = {.kind = PREDICATE_STRING};
static const struct predicate_type fixture_class = {.kind = PREDICATE_ENUM, .words = fixture_words, .word_count = 3};
static const struct predicate_type fixture_mode = {.kind = PREDICATE_ENUM, .words = fixture_modes, .word_count = 3};

static const struct predicate_variable fixture_variables[] = {
    {"config.customer_key", {.kind = PREDICATE_BOOL}},
    {"config.rotation", {.kind = PREDICATE_BOOL}},
    {"config.backup_days", {.kind = PREDICATE_INT}},
    {"config.retries", {.kind = PREDICATE_INT}},
    {"config.region", {.kind = PREDICATE_STRING}},
    {"config.owner", {.kind = PREDICATE_STRING}},
    {"config.mfa", {.kind = PREDICATE_ENUM, .words = fixture_modes, .word_count = 3}},
    {"config.exposure.rest-api", {.kind = PREDICATE_STRING}},
    {"config.tags", {.kind = PREDICATE_LIST, .element = &fixture_string}},
    {"facts.data_classification", {.kind = PREDICATE_ENUM, .words = fixture_words, .word_count = 3}},
    {"facts.floor", {.kind = PREDICATE_ENUM, .words = fixture_words, .word_count = 3}},
    {"facts.classes", {.kind = PREDICATE_LIST, .element = &fixture_class}},
};
static const struct predicate_environment fixture_environment = {
    .variables = fixture_variables, .count = sizeof fixture_variables / sizeof *fixture_variables};

static inline const struct predicate_node *fixture_parse(const char *text, struct arena *arena) {
    const struct predicate_node *predicate = NULL;
    struct problem problem;
    problem_init(&problem, arena);
    status_code code = predicate_parse(slice_text(text), arena, &predicate, &problem);
    ck_assert_msg(code == STATUS_OK, "%s: %s", text, problem.message);
    return predicate;
}

#endif
