#include "catalog/objects.h"

#include "codec/message.h"
#include "lib/failure.h"
#include "lib/message.h"
#include "model/diff.h"

enum catalog_code catalog_compare_objects(const Catalog__V1__Object *from, const Catalog__V1__Object *to,
                                          Catalog__V1__DiffObjectsResponse **ret_response,
                                          struct catalog_error **ret_error) {
    struct arena arena;
    struct problem problem;
    struct diff_list list = {0};
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    Catalog__V1__DiffObjectsResponse response = CATALOG__V1__DIFF_OBJECTS_RESPONSE__INIT;
    ProtobufCMessage *copy = NULL;
    status_code status = diff_objects(from, to, &arena, &list, &problem);
    response.differences = list.items;
    response.n_differences = list.count;
    /* The list borrows from the objects, which may be gone before the answer. */
    if (status == STATUS_OK)
        status = message_copy(&response.base, &arena, &copy, &problem);
    ProtobufCMessage *owned = status == STATUS_OK ? message_own(&arena, copy, 0) : NULL;
    if (owned == NULL) {
        enum catalog_code code =
            status == STATUS_OK ? error_no_memory(ret_error) : error_from_problem(ret_error, &problem);
        arena_done(&arena);
        return code;
    }
    *ret_response = (Catalog__V1__DiffObjectsResponse *)(void *)owned;
    return CATALOG_OK;
}
