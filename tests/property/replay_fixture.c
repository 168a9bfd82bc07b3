#include "replay_fixture.h"

#include "model/explain.h"
#include "model/object.h"

#include <check.h>
#include <string.h>

/* "name@version", or a name alone; the model itself has no version. */
static const Catalog__V1__Object *find_object(const void *context, const char *label) {
    const struct proofs *proofs = context;
    const struct test_catalog *catalog = proofs->catalog;
    size_t size = strcspn(label, "@");
    if (strcmp(object_name(proofs->object), label) == 0)
        return proofs->object;
    for (size_t i = catalog->count; i > 0; i--) {
        const Catalog__V1__Object *object = catalog->objects[i - 1];
        const char *name = object_name(object);
        bool is_named = strlen(name) == size && strncmp(name, label, size) == 0;
        if (is_named && (label[size] == '\0' || strcmp(object_version(object), label + size + 1) == 0))
            return object;
    }
    return NULL;
}

static const Catalog__V1__Policy *find_policy(const struct test_catalog *catalog) {
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog->objects[i]->kind_case == CATALOG__V1__OBJECT__KIND_POLICY)
            return catalog->objects[i]->policy;
    }
    return NULL;
}

static bool visit(void *context, const Catalog__V1__ExplainRowResponse *proof, size_t row_count) {
    struct proofs *proofs = context;
    proofs->look(proofs, proof);
    return ++proofs->rows <= row_count;
}

void proofs_walk(struct proofs *proofs, const struct resolve_options *options) {
    static const struct explain_range all = {.count = SIZE_MAX};
    struct test_catalog *catalog = proofs->catalog;
    proofs->library = (struct replay_library){.context = proofs, .find = find_object, .policy = find_policy(catalog)};
    status_code status =
        explain_rows(proofs->object, memory_view_catalog(&catalog->view), options, &all, &catalog->arena,
                     (struct explain_visitor){.context = proofs, .visit = visit}, &catalog->problem);
    ck_assert_msg(status == STATUS_OK, "PROPERTY_SEED=%llu: %s", (unsigned long long)proofs->seed,
                  catalog->problem.message);
}
