/* Texts that a reader must refuse, and what it must say about the first thing that is wrong. */
#ifndef CATALOGD_TESTS_TEXT_CASE_H
#define CATALOGD_TESTS_TEXT_CASE_H

#include "base/slice.h"
#include "base/status.h"
#include "codec/document.h"
#include "support/test.h"

#include <protobuf-c/protobuf-c.h>

struct text_case {
    const char *text;
    uint32_t line;
    uint32_t column;
    const char *field;
    const char *message; /* a part of it */
    const char *remedy;  /* a part of it */
};

static inline void check_first_violation(const struct text_case *row, const struct problem *problem) {
    ck_assert_msg(problem->violation_count > 0, "no violation: %s", row->text);
    const struct violation *found = &problem->violations[0];
    ck_assert_msg(found->line == row->line && found->column == row->column && strcmp(found->field, row->field) == 0 &&
                      strstr(found->message, row->message) != NULL && strstr(found->remedy, row->remedy) != NULL,
                  "%s\n gave %u:%u '%s': %s (%s)", row->text, found->line, found->column, found->field, found->message,
                  found->remedy);
}

#endif
