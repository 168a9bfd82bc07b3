#include "lib/target.h"

#include "codec/canonical.h"
#include "lib/failure.h"

enum catalog_code target_digest(const Catalog__V1__ResolutionTarget *target, bool with_lock, struct digest *ret_digest,
                                struct catalog_error **ret_error) {
    if (target->target_case == CATALOG__V1__RESOLUTION_TARGET__TARGET__NOT_SET)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "NO_TARGET",
                         "name a stored model (selector) or give one (object)");
    Catalog__V1__ResolutionTarget bare;
    catalog__v1__resolution_target__init(&bare);
    bare.target_case = target->target_case;
    if (target->target_case == CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR)
        bare.selector = target->selector;
    else
        bare.object = target->object;
    if (with_lock)
        bare.lock = target->lock;
    struct problem problem;
    problem_init(&problem, NULL);
    if (canonical_digest(&bare.base, ret_digest, &problem) != STATUS_OK)
        return error_from_problem(ret_error, &problem);
    return CATALOG_OK;
}
