/* What a clause of a predicate needs of one variable. Part of suggest_index. */
#ifndef CATALOGD_MODEL_SUGGEST_NEED_H
#define CATALOGD_MODEL_SUGGEST_NEED_H

#include "base/vector.h"
#include "model/predicate.h"

enum need_form {
    NEED_TEXT,  /* to be one of the values, as a string or a word of an enumeration */
    NEED_INT,   /* to be one of them */
    NEED_BOOL,  /* likewise: "true", "false" */
    NEED_MEMBER /* to be a list that has it */
};

/* The clause is false for every other value of the variable that can be compared. */
struct need {
    enum need_form form;
    const char *path;
    VECTOR(const char *) values; /* as text */
};

/* Reads CLAUSE as a need. Ownership: *ret_need borrows from CLAUSE and lives in ARENA. False: it has another form, or
 * ARENA is full, and then it is of no use, which is as right. */
MUST_CHECK bool need_of(const struct predicate_node *clause, struct arena *arena, struct need *ret_need);

#endif
