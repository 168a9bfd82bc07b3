#include "service/references.h"

#include "base/limits.h"
#include "model/reference.h"
#include "model/taxonomy.h"
#include "service/handlers.h"
#include "service/service.h"
#include "store/taxonomies.h"

#define STATE(name) CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_##name

static Catalog__V1__KnownReference *new_known(const Catalog__V1__Reference *reference, struct arena *arena) {
    Catalog__V1__KnownReference *known = ARENA_NEW(arena, Catalog__V1__KnownReference);
    Catalog__V1__Reference *copy = ARENA_NEW(arena, Catalog__V1__Reference);
    const char *id = reference_id(reference->scheme, reference->id, arena);
    if (known == NULL || copy == NULL || id == NULL)
        return NULL;
    catalog__v1__known_reference__init(known);
    *copy = *reference;
    copy->id = (char *)(uintptr_t)id;
    known->reference = copy;
    return known;
}

/* That something is not there is an answer. */
static status_code find(struct snapshot *snapshot, Catalog__V1__KnownReference *known, struct arena *arena,
                        struct problem *problem) {
    Catalog__V1__Taxonomy *taxonomy = NULL;
    Catalog__V1__TaxonomyEntry *entry = NULL;
    Catalog__V1__Reference *reference = known->reference;
    known->state = STATE(UNKNOWN);
    status_code status = snapshot_taxonomy(snapshot, reference->scheme, reference->release, arena, &taxonomy, problem);
    if (status != STATUS_OK)
        return status;
    known->state =
        taxonomy->entry_count > 0 && !reference_is_part(taxonomy->release) ? STATE(DANGLING) : STATE(UNKNOWN);
    reference->release = taxonomy->release;
    status = snapshot_taxonomy_entry(snapshot, taxonomy, reference->id, arena, &entry, problem);
    if (status != STATUS_OK)
        return status;
    known->state = STATE(FOUND);
    known->title = entry->title;
    known->status = taxonomy_status(entry);
    known->replaced_by = entry->replaced_by;
    return STATUS_OK;
}

status_code reference_look_up(struct snapshot *snapshot, const Catalog__V1__Reference *reference, struct arena *arena,
                              Catalog__V1__KnownReference **ret_known, struct problem *problem) {
    Catalog__V1__KnownReference *known = new_known(reference, arena);
    struct problem detail;
    problem_init(&detail, NULL);
    if (known == NULL)
        return problem_no_memory(problem);
    *ret_known = known;
    status_code status = find(snapshot, known, arena, &detail);
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        return STATUS_OK;
    return problem_set(problem, status, detail.reason, "%.500s", detail.message);
}

static void look_up_all(struct snapshot *snapshot, const Catalog__V1__LookUpReferencesRequest *request,
                        struct call *call) {
    Catalog__V1__LookUpReferencesResponse response;
    catalog__v1__look_up_references_response__init(&response);
    response.references = ARENA_ARRAY(&call->arena, Catalog__V1__KnownReference *, request->n_references + 1);
    if (response.references == NULL) {
        problem_no_memory(&call->problem);
        return;
    }
    for (; response.n_references < request->n_references; response.n_references++) {
        if (reference_look_up(snapshot, request->references[response.n_references], &call->arena,
                              &response.references[response.n_references], &call->problem) != STATUS_OK)
            return;
    }
    call_reply(call, &response.base);
}

enum call_progress taxonomy_look_up(struct service *service, struct call *call) {
    const Catalog__V1__LookUpReferencesRequest *request = (const Catalog__V1__LookUpReferencesRequest *)call->request;
    struct snapshot *snapshot = NULL;
    if (request->n_references > LIMIT_PAGE) {
        problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "TOO_MANY_REFERENCES", "at most %d references in one call",
                    LIMIT_PAGE);
        return CALL_DONE;
    }
    if (snapshot_begin(service->store, request->at_revision, &snapshot, &call->problem) != STATUS_OK)
        return CALL_DONE;
    call->revision = snapshot_revision(snapshot);
    look_up_all(snapshot, request, call);
    snapshot_end(snapshot);
    return CALL_DONE;
}
