/* How one predicate or requirement stands to another: whether it holds, or admits, more or less. */
#ifndef CATALOGD_MODEL_SPAN_H
#define CATALOGD_MODEL_SPAN_H

#include "base/arena.h"

enum span { SPAN_SAME, SPAN_WIDER, SPAN_NARROWER, SPAN_OTHER };

/* How predicate AFTER stands to BEFORE ("": always true): with its conjuncts and disjuncts sorted it is BEFORE with a
 * conjunct or disjunct dropped or added, or it is SPAN_OTHER. ARENA is scratch. */
enum span predicate_span(const char *before, const char *after, struct arena *arena);

/* How requirement AFTER stands to BEFORE. SPAN_NARROWER: all it admits was admitted before, and from the same majors.
 * ARENA is scratch. */
enum span requirement_span(const char *before, const char *after, struct arena *arena);

/* Whether what applies when AFTER does applies whenever BEFORE holds, for two predicates that different objects judge:
 * AFTER is empty, or BEFORE or wider. Both see the same facts only where nobody in between gives them: each variable of
 * BEFORE must be among the OPEN_COUNT names OPEN, those that were not known when BEFORE was judged. ARENA is scratch.
 */
bool predicate_reaches(const char *before, const char *const *open, size_t open_count, const char *after,
                       struct arena *arena);

#endif
