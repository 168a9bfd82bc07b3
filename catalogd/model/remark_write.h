/* How remarks are written down. Private to remark*.c. */
#ifndef CATALOGD_MODEL_REMARK_WRITE_H
#define CATALOGD_MODEL_REMARK_WRITE_H

#include "base/limits.h"
#include "model/remark.h"

struct remarking {
    const Catalog__V1__Object *object;
    const struct catalog_view *view;
    const struct validate_options *options;
    struct remark_list *remarks;
    struct arena *scratch;
    struct problem *problem;
    status_code status; /* of what went wrong on the way: the rest is left out */
};

/* One remark. A text that is NULL means that there was no room for it. */
struct remark {
    Catalog__V1__Severity severity;
    const char *code;
    const char *field;
    const char *message;
    const char *remedy;
};

/* Copies REMARK into the list. */
void remark_add(struct remarking *remarking, const struct remark *remark);

/* Text in the scratch arena; NULL and the status set when there is no room. */
const char *remark_text(struct remarking *remarking, const char *format, ...) PRINTF_LIKE(2, 3);

/* Remarks on references, where the view knows taxonomies. */
void remark_references(struct remarking *remarking);

/* Remarks on the exposures of a feature's own entry points. */
void remark_exposures(struct remarking *remarking);

/* Remarks on the baseline. */
void remark_baseline(struct remarking *remarking);

#endif
