/* The violations behind closure.h. Private to closure*.c. */
#ifndef CATALOGD_MODEL_CLOSURE_REPORT_H
#define CATALOGD_MODEL_CLOSURE_REPORT_H

#include "model/closure.h"

struct closure {
    const Catalog__V1__Model *model;
    const Catalog__V1__EffectiveModel *effective;
    uint32_t object_index;
    struct arena *arena;
    struct problem *problem;
    status_code status; /* of what went wrong on the way */
};

/* Adds a violation; FIELD, MESSAGE and REMEDY may be NULL where there was no room for them. */
void closure_report(struct closure *closure, const char *field, const char *message, const char *remedy);

/* "dependencies[2]": where ADDRESS ("alias.id") comes in; "dependencies" where no dependency has that alias. */
const char *closure_dependency(const struct closure *closure, const char *address);

/* Whether TEXT is among TEXTS. */
bool closure_names(char *const *texts, size_t count, const char *text);

/* Reports the duties that are neither met nor passed on; rows that are neither mitigated nor passed on. */
void closure_check_duties(struct closure *closure);
void closure_check_rows(struct closure *closure);

#endif
