#include "model/closure.h"

#include "model/closure_report.h"
#include "model/object.h"

#include <string.h>

void closure_report(struct closure *closure, const char *field, const char *message, const char *remedy) {
    const struct violation violation = {.object_index = closure->object_index,
                                        .object = closure->model->name,
                                        .field = field,
                                        .message = message,
                                        .remedy = remedy};
    if (field == NULL || message == NULL || remedy == NULL) {
        closure->status = problem_no_memory(closure->problem);
        return;
    }
    if (closure->status != STATUS_OK)
        return;
    problem_set(closure->problem, STATUS_FAILED_PRECONDITION, "NOT_CLOSED",
                "%.140s cannot be published: what it stands on leaves something open that it neither answers nor "
                "passes on",
                closure->model->name);
    (void)problem_add(closure->problem, &violation);
}

const char *closure_dependency(const struct closure *closure, const char *address) {
    size_t size = strcspn(address, ".");
    for (size_t i = 0; i < closure->model->n_dependencies; i++) {
        const char *alias = closure->model->dependencies[i]->alias;
        if (strlen(alias) == size && memcmp(alias, address, size) == 0)
            return arena_printf(closure->arena, "dependencies[%zu]", i);
    }
    return "dependencies";
}

bool closure_names(char *const *texts, size_t count, const char *text) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(texts[i], text) == 0)
            return true;
    }
    return false;
}

/* A model that resolves to INVALID is wrong for everybody: every reason is told. */
static void report_invalid(struct closure *closure, const Catalog__V1__Verdict *verdict) {
    problem_set(closure->problem, STATUS_FAILED_PRECONDITION, "MODEL_INVALID",
                "%.140s cannot be published, because it resolves to INVALID", closure->model->name);
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        const Catalog__V1__GateReason *reason = verdict->reasons[i];
        if (reason->state == CATALOG__V1__GATE_STATE__GATE_STATE_INVALID)
            closure_report(closure, reason->subject, reason->cause, reason->remedy);
    }
}

status_code closure_check(const Catalog__V1__Object *object, const struct resolution *resolution, uint32_t object_index,
                          struct arena *arena, struct problem *problem) {
    struct closure closure = {.model = object_model(object),
                              .effective = resolution->model,
                              .object_index = object_index,
                              .arena = arena,
                              .problem = problem};
    if (resolution->model->now->state == CATALOG__V1__GATE_STATE__GATE_STATE_INVALID) {
        report_invalid(&closure, resolution->model->now);
    } else if (object_kind(object) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT) {
        closure_check_duties(&closure);
        closure_check_rows(&closure);
    }
    return closure.status != STATUS_OK ? closure.status : problem->code;
}
