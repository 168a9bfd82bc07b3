/* One resolution that a call asks for: its target found, its revision and time fixed. */
#ifndef CATALOGD_SERVICE_RESOLUTION_H
#define CATALOGD_SERVICE_RESOLUTION_H

#include "model/resolve.h"
#include "service/page_token.h"
#include "service/resolution_cache.h"
#include "service/store_view.h"

#include "catalog/v1/resolution_service.pb-c.h"

/* Begin with target_begin, end with target_end, on failure too. One thread. */
struct target {
    struct service *service;
    struct call *call;
    const Catalog__V1__ResolutionTarget *asked;
    struct snapshot *snapshot;
    struct store_view view;
    struct arena arena; /* for what is computed */
    uint64_t revision;
    time_ns at;
    struct stored_version stored; /* where the target is a stored model */
    bool is_stored;
    const Catalog__V1__Object *object;
    const struct compiled_model *compiled; /* of a stored model; else NULL */
    Catalog__V1__Decision **decisions;     /* about a feature of that name, as they stood */
    size_t decision_count;
    bool is_reviewed; /* a feature of that name was looked at before, at reviewed_at */
    time_ns reviewed_at;
    struct digest key; /* of the resolution: target, revision and time */
};

/* Takes ASKED apart, at the revision and time of TOKEN (NULL: those asked for) and finds the model. Errors, in the
 * call's problem: STATUS_INVALID_ARGUMENT (NO_TARGET, NOT_A_MODEL), STATUS_NOT_FOUND, STATUS_OUT_OF_RANGE,
 * STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code target_begin(struct target *target, struct service *service, struct call *call,
                                    const Catalog__V1__ResolutionTarget *asked, const struct page_token *token);
void target_end(struct target *target);

/* Computes the resolution; it lives as long as TARGET. Errors: those of resolve. */
MUST_CHECK status_code target_resolve(struct target *target, struct resolution *ret_resolution);

/* The options that target_resolve resolves with. */
struct resolve_options target_options(const struct target *target);

/* The resolution packed, from the cache where it is there. Give it back with resolution_cache_give. NULL: the call's
 * problem says why. */
const struct packed_resolution *target_packed(struct target *target);

/* The scope of the tokens for the rows of ASKED, and such a token: AFTER is the time and how many rows were read.
 * NULL: no room. */
MUST_CHECK status_code rows_scope(const Catalog__V1__ResolutionTarget *asked, struct page_scope *ret_scope,
                                  struct problem *problem);
const char *rows_token(struct target *target, const struct page_scope *scope, size_t rows_read);

/* Reads what rows_token wrote from TOKEN. False: it is none. */
bool rows_token_read(const struct page_token *token, time_ns *ret_at, size_t *ret_rows_read);

#endif
