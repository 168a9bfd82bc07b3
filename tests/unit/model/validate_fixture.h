/* A small catalog, and rows of "this object -> this finding". */
#ifndef CATALOGD_TESTS_UNIT_MODEL_VALIDATE_FIXTURE_H
#define CATALOGD_TESTS_UNIT_MODEL_VALIDATE_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>

/* What every valid object of a kind needs; rows add to it. */
#define THREAT    "kind: threat\nname: n/t\ntitle: T\nlikelihood: 3\nimpact: 3\nstatement: {action: acts}\n"
#define CONTROL   "kind: control\nname: n/c\ntitle: C\nobjective: O\ntype: preventive\n"
#define BASELINE  "kind: baseline\nname: n/b\ntitle: B\n"
#define COMPONENT "kind: component\nname: n/a\ntitle: A\nservice_class: abstracted\n"
#define DUTY      "responsibilities: [{id: duty, statement: S}]\n"
#define FEATURE   "kind: feature\nname: n/f\ntitle: F\n"
#define USES_X    "dependencies: [{alias: x, component: x/store, requirement: ^1.0}]\n"
#define POLICY    "kind: policy\nname: policy/organisation\ntitle: P\n"
#define MATRIX                                                                                                         \
    "matrix:\n"                                                                                                        \
    "  - {likelihood: 1, bands: [low, low, low, low, low]}\n"                                                          \
    "  - {likelihood: 2, bands: [low, low, low, low, low]}\n"                                                          \
    "  - {likelihood: 3, bands: [low, low, low, low, low]}\n"                                                          \
    "  - {likelihood: 4, bands: [low, low, low, low, low]}\n"                                                          \
    "  - {likelihood: 5, bands: [low, low, low, low, low]}\n"

/* One object over the small catalog. FIELD NULL: nothing is wrong with it. Else one finding and no other. */
struct validate_row {
    const char *text;
    const char *field;   /* path of the finding */
    const char *message; /* a part of it */
    const char *remedy;  /* a part of it; NULL: any */
};

/* Validates each row against the small catalog and fails the test with the row that differs. */
void validate_rows(const struct validate_row *rows, size_t count);

/* The same as drafts: nothing may be found. */
void validate_drafts(const char *const *texts, size_t count);

#endif
