#include "service/taxonomy_ends.h"

#include "base/limits.h"
#include "model/reference.h"
#include "service/references.h"

#include <stdlib.h>
#include <string.h>

#define TITLES_BYTES (512 * KIB)

struct looking {
    struct snapshot *snapshot;
    struct arena *arena;
    struct arena scratch; /* of one look-up: entries may be large */
    size_t titles_bytes;
    struct problem *problem;
};

static int compare_ends(const Catalog__V1__Reference *a, const Catalog__V1__Reference *b) {
    int order = strcmp(a->scheme, b->scheme);
    return order != 0 ? order : reference_compare_releases(a->id, b->id);
}

static int compare_mappings(const void *a, const void *b) {
    const Catalog__V1__TaxonomyMapping *first = *(Catalog__V1__TaxonomyMapping *const *)a;
    const Catalog__V1__TaxonomyMapping *second = *(Catalog__V1__TaxonomyMapping *const *)b;
    int order = compare_ends(first->from, second->from);
    if (order == 0)
        order = compare_ends(first->to, second->to);
    return order != 0 ? order : strcmp(first->relation, second->relation);
}

/* Looks END up where it says; a release that is not there says nothing of the entry. */
static status_code look_up(struct looking *looking, const Catalog__V1__Reference *end,
                           Catalog__V1__KnownReference **ret_known) {
    Catalog__V1__Reference anywhere = *end;
    status_code status = reference_look_up(looking->snapshot, end, &looking->scratch, ret_known, looking->problem);
    if (status != STATUS_OK || end->release[0] == '\0' ||
        (*ret_known)->state != CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_UNKNOWN)
        return status;
    anywhere.release = (char *)(uintptr_t)protobuf_c_empty_string;
    return reference_look_up(looking->snapshot, &anywhere, &looking->scratch, ret_known, looking->problem);
}

/* A copy of KNOWN that outlives the look-up of END. NULL: no room. */
static Catalog__V1__KnownReference *keep(struct looking *looking, const Catalog__V1__Reference *end,
                                         const Catalog__V1__KnownReference *known) {
    struct arena *arena = looking->arena;
    Catalog__V1__KnownReference *kept = ARENA_NEW(arena, Catalog__V1__KnownReference);
    Catalog__V1__Reference *reference = ARENA_NEW(arena, Catalog__V1__Reference);
    if (kept == NULL || reference == NULL)
        return NULL;
    looking->titles_bytes += strlen(known->title);
    *reference = *end;
    reference->release = arena_strdup(arena, known->reference->release);
    *kept = *known;
    kept->reference = reference;
    kept->title = arena_strdup(arena, looking->titles_bytes > TITLES_BYTES ? "" : known->title);
    kept->replaced_by = arena_strdup(arena, known->replaced_by);
    return reference->release != NULL && kept->title != NULL && kept->replaced_by != NULL ? kept : NULL;
}

static status_code set_end(struct looking *looking, const Catalog__V1__Reference *end,
                           Catalog__V1__KnownReference **ret_end) {
    Catalog__V1__KnownReference *known = NULL;
    arena_reset(&looking->scratch);
    status_code status = look_up(looking, end, &known);
    if (status != STATUS_OK)
        return status;
    *ret_end = keep(looking, end, known);
    return *ret_end == NULL ? problem_no_memory(looking->problem) : STATUS_OK;
}

status_code taxonomy_set_ends(struct snapshot *snapshot, const char *scheme, const char *id, struct arena *arena,
                              Catalog__V1__GetTaxonomyEntryResponse *response, struct problem *problem) {
    struct looking looking = {.snapshot = snapshot, .arena = arena, .problem = problem};
    size_t count = response->n_mappings;
    status_code status = STATUS_OK;
    response->ends = ARENA_ARRAY(arena, Catalog__V1__KnownReference *, count + 1);
    if (response->ends == NULL)
        return problem_no_memory(problem);
    if (count > 1)
        qsort(response->mappings, count, sizeof *response->mappings, compare_mappings);
    arena_init(&looking.scratch, LIMIT_CALL_BYTES);
    for (; response->n_ends < count && status == STATUS_OK; response->n_ends++) {
        const Catalog__V1__TaxonomyMapping *mapping = response->mappings[response->n_ends];
        bool is_from = strcmp(mapping->from->scheme, scheme) == 0 && strcmp(mapping->from->id, id) == 0;
        status = set_end(&looking, is_from ? mapping->to : mapping->from, &response->ends[response->n_ends]);
    }
    arena_done(&looking.scratch);
    return status;
}
