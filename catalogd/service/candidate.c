#include "service/candidate.h"

#include "base/limits.h"
#include "codec/message.h"
#include "model/contract.h"
#include "model/name.h"
#include "model/object.h"
#include "model/semver.h"
#include "service/selector.h"
#include "store/splice.h"

#include <string.h>

void candidate_violation(struct problem *problem, const struct candidate *candidate, const char *field,
                         const char *message, const char *remedy) {
    const struct violation violation = {.object_index = candidate->index,
                                        .object = candidate->name,
                                        .field = field,
                                        .message = message,
                                        .remedy = remedy};
    (void)problem_add(problem, &violation);
}

static void refuse_name(struct candidate_context *context, const struct candidate *candidate) {
    const char *message = candidate->name[0] == '\0' ? "name is missing" : "it is not the name of an object";
    candidate_violation(context->problem, candidate, "name", message, "write " NAME_OBJECT_SYNTAX);
}

static bool check_name(struct candidate_context *context, const struct candidate *candidate) {
    if (candidate->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED)
        candidate_violation(context->problem, candidate, "kind", "the object has no kind",
                            "threat, control, baseline, component, feature or policy");
    else if (!name_is_object(candidate->name))
        refuse_name(context, candidate);
    else if (name_is_reserved(candidate->name))
        candidate_violation(context->problem, candidate, "name", "the namespace \"" NAME_PLATFORM "\" is reserved",
                            "take another namespace");
    else
        return true;
    return false;
}

/* Left out it is assigned when the object is published. */
static bool check_number(struct candidate_context *context, const struct candidate *candidate) {
    struct semver parsed;
    struct problem detail;
    problem_init(&detail, NULL);
    if (candidate->version[0] == '\0' || semver_parse(slice_text(candidate->version), &parsed, &detail) == STATUS_OK)
        return true;
    candidate_violation(context->problem, candidate, "version", detail.message, "a version such as 1.0.0");
    return false;
}

/* One draft a name, one object a version. */
static bool check_given_once(struct candidate_context *context, const struct candidate *candidate) {
    char *key = context->publish ? arena_printf(context->arena, "%s@%s", candidate->name, candidate->version)
                                 : arena_strdup(context->arena, candidate->name);
    if (key != NULL && string_map_get(&context->seen, key) != NULL) {
        candidate_violation(context->problem, candidate, context->publish ? "version" : "name",
                            context->publish ? "this version is given twice in one call"
                                             : "this name is given twice in one call, and a name has one draft",
                            "give it once");
        return false;
    }
    if (key != NULL && string_map_put(&context->seen, key, key))
        return true;
    problem_no_memory(context->problem);
    return false;
}

static bool check_kind(struct candidate_context *context, const struct candidate *candidate) {
    struct stored_name stored;
    if (!snapshot_name(context->snapshot, candidate->name, &stored) || stored.kind == candidate->kind)
        return true;
    const char *message = arena_printf(context->arena, "%s is a %s, and a name never changes its kind", candidate->name,
                                       object_kind_text(stored.kind));
    candidate_violation(context->problem, candidate, "kind", message == NULL ? "another kind" : message,
                        "take another name");
    return false;
}

/* The canonical bytes of OBJECT, in the context's arena. */
static status_code pack(struct candidate_context *context, const Catalog__V1__Object *object, slice *ret_bytes) {
    struct buffer packed;
    buffer_init(&packed, 0);
    message_pack(&object->base, &packed);
    uint8_t *bytes = packed.has_failed ? NULL : arena_alloc(context->arena, packed.size);
    if (bytes != NULL)
        memcpy(bytes, packed.data, packed.size);
    *ret_bytes = slice_of(bytes, packed.size);
    buffer_done(&packed);
    return bytes == NULL ? problem_no_memory(context->problem) : STATUS_OK;
}

static status_code digest(struct candidate_context *context, struct candidate *candidate) {
    Catalog__V1__Object *stored = object_with_version(candidate->object, "", context->arena);
    if (stored == NULL)
        return problem_no_memory(context->problem);
    if (protobuf_c_message_get_packed_size(&stored->base) > LIMIT_OBJECT_BYTES) {
        candidate->is_usable = false;
        candidate_violation(context->problem, candidate, "", "an object is at most 1 MiB", "split it");
        return STATUS_OK;
    }
    status_code status = pack(context, stored, &candidate->bytes);
    if (status == STATUS_OK)
        status = content_digest(stored, context->arena, &candidate->content, context->problem);
    if (status == STATUS_OK)
        status = contract_digest(stored, context->arena, &candidate->contract, context->problem);
    return status == STATUS_OK ? facts_of(stored, context->arena, &candidate->facts, context->problem) : status;
}

static status_code compare_published(struct candidate_context *context, struct candidate *candidate) {
    const struct view_version *versions = NULL;
    const struct view_version *stored = NULL;
    size_t count = 0;
    status_code status =
        context->view->view.versions(context->view, candidate->name, &versions, &count, context->problem);
    if (status == STATUS_OK)
        status = store_view_find(context->view, candidate->name, candidate->version, &stored, context->problem);
    if (status != STATUS_OK)
        return status;
    candidate->outcome = CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_PUBLISHED;
    if (stored != NULL && digest_equal(&stored->content, &candidate->content))
        candidate->outcome = CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNCHANGED;
    else if (stored != NULL)
        context->taken = context->taken == NULL ? candidate : context->taken;
    else if (count >= LIMIT_VERSIONS_PER_NAME)
        candidate_violation(context->problem, candidate, "version", "a name has at most 10000 versions",
                            "take another name");
    return STATUS_OK;
}

/* A draft that says what is published already would only be in the way. */
static bool is_published_already(const struct candidate *candidate, const struct view_version *versions, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool is_meant = candidate->version[0] == '\0' || strcmp(candidate->version, versions[i].version) == 0;
        if (is_meant && versions[i].state != CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT &&
            digest_equal(&versions[i].content, &candidate->content))
            return true;
    }
    return false;
}

static const struct view_version *find_draft(const struct view_version *versions, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (versions[i].state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT)
            return &versions[i];
    return NULL;
}

static status_code compare_draft(struct candidate_context *context, struct candidate *candidate) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    status_code status =
        context->view->view.versions(context->view, candidate->name, &versions, &count, context->problem);
    if (status != STATUS_OK)
        return status;
    const struct view_version *draft = find_draft(versions, count);
    bool is_same = draft != NULL ? digest_equal(&draft->content, &candidate->content) &&
                                       strcmp(draft->version, candidate->version) == 0
                                 : is_published_already(candidate, versions, count);
    if (is_same)
        candidate->outcome = CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNCHANGED;
    else
        candidate->outcome = draft == NULL ? CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_CREATED
                                           : CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UPDATED;
    return STATUS_OK;
}

status_code candidate_prepare(struct candidate_context *context, const Catalog__V1__Object *object, uint32_t index,
                              struct candidate *ret_candidate) {
    struct candidate *candidate = ret_candidate;
    *candidate = (struct candidate){.index = index,
                                    .object = object,
                                    .kind = object_kind(object),
                                    .name = object_name(object),
                                    .version = object_version(object)};
    candidate->is_usable = check_name(context, candidate) && check_number(context, candidate) &&
                           check_given_once(context, candidate) && check_kind(context, candidate);
    if (!candidate->is_usable)
        return context->problem->code == STATUS_RESOURCE_EXHAUSTED ? context->problem->code : STATUS_OK;
    status_code status = digest(context, candidate);
    if (status != STATUS_OK || !candidate->is_usable)
        return status;
    return context->publish ? compare_published(context, candidate) : compare_draft(context, candidate);
}
