#include "model/validate.h"

#include "model/object.h"
#include "model/validation.h"

/* One object of LIMIT_OBJECT_BYTES, its indexes, its predicates, and what is looked up for it. */
#define SCRATCH_BYTES LIMIT_UNPACKED_CEILING_BYTES

/* One name space for all kinds: a name stays with the kind that took it. */
static void check_kind(struct validation *validation) {
    const struct known *known = validation_lookup(validation, validation->name, NULL);
    if (known->object == NULL || known->kind == validation->kind)
        return;
    validation_report(validation, "name", "choose another name", "%s is taken: it is the name of a %s",
                      validation->name, object_kind_text(known->kind));
}

static status_code load_policy(struct validation *validation) {
    bool is_policy = validation->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_POLICY;
    if (is_policy)
        return policy_compile(validation->object->policy, validation->arena, &validation->policy, validation->problem);
    return policy_load(validation->view, validation->arena, &validation->policy, NULL, validation->problem);
}

static void check_object(struct validation *validation) {
    static void (*const checks[])(struct validation *) = {
        [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT] = validate_threat,
        [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL] = validate_control,
        [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE] = validate_baseline,
        [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT] = validate_model,
        [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE] = validate_model,
        [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_POLICY] = validate_policy,
    };
    status_code code = load_policy(validation);
    if (code != STATUS_OK) {
        validation_fail(validation, code);
        return;
    }
    check_kind(validation);
    checks[validation->kind](validation);
}

status_code validate_object(const Catalog__V1__Object *object, const struct catalog_view *view,
                            const struct validate_options *options, struct problem *problem) {
    struct arena arena;
    struct arena short_lived;
    struct validation validation = {
        .object = object,
        .kind = object_kind(object),
        .name = object_name(object),
        .model = object_model(object),
        .view = view,
        .options = options,
        .arena = &arena,
        .short_lived = &short_lived,
        .problem = problem,
    };
    arena_init(&arena, SCRATCH_BYTES);
    arena_init(&short_lived, SCRATCH_BYTES);
    string_map_init(&validation.known, &arena);
    if (validation.kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED)
        validation_report(&validation, "kind", "one of: threat, control, baseline, component, feature, policy",
                          "the object has no kind");
    else
        check_object(&validation);
    arena_done(&short_lived);
    arena_done(&arena);
    if (validation.failure != STATUS_OK)
        return validation.failure;
    return validation.has_findings || !validation_goes_on(&validation) ? STATUS_INVALID_ARGUMENT : STATUS_OK;
}
