/* Predicates: a subset of the Common Expression Language (https://github.com/google/cel-spec), with unknowns.
 *
 *   literals        true false 12 -3 "text" 'text' [1, 2]
 *   operators       == != < <= > >= in && || !  and parentheses; comparisons do not chain
 *   variables       config.customer_key   config.exposure.rest-api   config.exposure["rest-api"]
 *   strings, lists  x.startsWith("a") x.endsWith("a") x.contains("a") size(x)
 *   macros          list.exists(v, v == "a") list.all(v, v != "b")
 *
 * There is no minus operator, so that '-' inside a selected name is part of that name; both spellings above are one
 * variable. A predicate is read, checked against declared variables, and evaluated over values some of which may be
 * unknown. There is no has(): its negation would turn "not known" into true.
 *
 * A predicate is its root node. Nodes never change once they are built; any number of threads may read them. */
#ifndef CATALOGD_MODEL_PREDICATE_H
#define CATALOGD_MODEL_PREDICATE_H

#include "base/limits.h"
#include "base/slice.h"
#include "base/status.h"
#include "base/string_map.h"

#include <stdbool.h>

/* ---- Types and values ---- */

enum predicate_kind {
    PREDICATE_UNKNOWN, /* a value that nobody gave; never a type */
    PREDICATE_BOOL,
    PREDICATE_INT,
    PREDICATE_STRING,
    PREDICATE_ENUM, /* one word of an ordered list: `<` compares places in the list */
    PREDICATE_LIST,
};

struct predicate_type {
    enum predicate_kind kind;
    const char *const *words; /* ENUM: in ascending order */
    size_t word_count;
    const struct predicate_type *element; /* LIST; never itself a list */
};

struct predicate_value {
    enum predicate_kind kind;
    bool boolean;
    int64_t integer;
    const char *text;                    /* STRING and ENUM */
    const struct predicate_type *type;   /* ENUM: its words */
    const struct predicate_value *items; /* LIST; an item may be UNKNOWN */
    size_t item_count;
};

/* ---- The tree ---- */

enum predicate_node_kind {
    PREDICATE_NODE_LITERAL,  /* value */
    PREDICATE_NODE_VARIABLE, /* name: its whole path, such as "config.exposure.rest-api" */
    PREDICATE_NODE_LOCAL,    /* name, bound by the exists or all around it */
    PREDICATE_NODE_LIST,     /* children: the items */
    PREDICATE_NODE_NOT,
    PREDICATE_NODE_AND, /* two children or more: (a && b) && c is one node of three */
    PREDICATE_NODE_OR,  /* likewise */
    PREDICATE_NODE_EQUAL,
    PREDICATE_NODE_NOT_EQUAL,
    PREDICATE_NODE_LESS,
    PREDICATE_NODE_LESS_EQUAL,
    PREDICATE_NODE_GREATER,
    PREDICATE_NODE_GREATER_EQUAL,
    PREDICATE_NODE_IN,
    PREDICATE_NODE_STARTS_WITH,
    PREDICATE_NODE_ENDS_WITH,
    PREDICATE_NODE_CONTAINS,
    PREDICATE_NODE_SIZE,
    PREDICATE_NODE_EXISTS, /* name: the bound one; children: list, body */
    PREDICATE_NODE_ALL,    /* likewise */
};

struct predicate_node {
    enum predicate_node_kind kind;
    uint32_t offset; /* where it starts in the text, in bytes */
    const char *name;
    struct predicate_value value;
    const struct predicate_node *const *children;
    size_t child_count;
};

/* Reads a predicate. Ownership: *ret_predicate lives in ARENA, nothing is borrowed from TEXT.
 * Errors: STATUS_INVALID_ARGUMENT / INVALID_PREDICATE (see text_problem), also past LIMIT_PREDICATE_BYTES and
 * LIMIT_PREDICATE_DEPTH; STATUS_RESOURCE_EXHAUSTED (ARENA is full). */
MUST_CHECK status_code predicate_parse(slice text, struct arena *arena, const struct predicate_node **ret_predicate,
                                       struct problem *problem);

/* The normal form of a whole predicate or of any node in it: one blank around operators, double quotes, no parentheses
 * but the needed ones. Equal trees print equally and the print reads back as the same tree. NULL: ARENA is full. */
const char *predicate_print(const struct predicate_node *node, struct arena *arena);

/* ---- The type check ---- */

struct predicate_variable {
    const char *path;
    struct predicate_type type;
};

/* The variables that a predicate may read. */
struct predicate_environment {
    const struct predicate_variable *variables;
    size_t count;
    const struct string_map *types; /* path -> the type of that variable; NULL: every check makes its own */
};

/* Checks that PREDICATE reads declared variables only, that types fit and that it is a bool. Both sides of a comparison
 * have the same type; a string literal beside an enumeration must be one of its words; only integers, strings and
 * enumerations have an order. Every error found is added as a violation (see text_problem), unknown names with the
 * nearest known one. ARENA holds what the check needs on the way.
 * Errors: STATUS_INVALID_ARGUMENT / INVALID_PREDICATE; STATUS_RESOURCE_EXHAUSTED (ARENA is full). */
MUST_CHECK status_code predicate_check(const struct predicate_node *predicate,
                                       const struct predicate_environment *environment, struct arena *arena,
                                       struct problem *problem);

/* ---- Evaluation ---- */

/* Where values come from. */
struct predicate_source {
    void *context;
    /* Fills in the value of PATH, or leaves it UNKNOWN. Called at most once for each path of an evaluation. What the
     * value points at must outlive the outcome. */
    void (*lookup)(void *context, const char *path, struct predicate_value *ret_value);
};

enum predicate_verdict { PREDICATE_IS_FALSE, PREDICATE_IS_TRUE, PREDICATE_IS_UNKNOWN };

/* A variable that was read. */
struct predicate_reading {
    const char *path; /* borrowed from the predicate */
    struct predicate_value value;
    bool decides; /* unknown, and the verdict hangs on it */
};

struct predicate_outcome {
    enum predicate_verdict verdict;
    const struct predicate_reading *readings; /* in the order they were first read */
    size_t reading_count;
    size_t steps;
};

/* Evaluates PREDICATE. `&&` and `||` go from left to right and stop at the first side that decides; an unknown does not
 * decide: false && unknown and unknown && false are false, true || unknown and unknown || true are true (CEL's rules),
 * and exists and all are such chains over the items. Everything else over an unknown is unknown. Making a known value
 * unknown never turns true into false or false into true.
 * STEP_LIMIT: nodes visited and items compared, 0 for LIMIT_PREDICATE_STEPS.
 * Ownership: *ret_outcome lives in ARENA and borrows from PREDICATE and SOURCE.
 * Errors: STATUS_INVALID_ARGUMENT / PREDICATE_TYPE (a value has another type than the predicate needs: it was not
 * checked against these variables), STATUS_RESOURCE_EXHAUSTED / PREDICATE_STEPS or OUT_OF_MEMORY. */
MUST_CHECK status_code predicate_evaluate(const struct predicate_node *predicate, const struct predicate_source *source,
                                          struct arena *arena, size_t step_limit, struct predicate_outcome *ret_outcome,
                                          struct problem *problem);

/* VALUE as text for people and proofs: true, 12, text, [a, b], unknown. NULL: ARENA is full. */
const char *predicate_value_text(const struct predicate_value *value, struct arena *arena);

#endif
