#include "base/limits.h"
#include "codec/message.h"
#include "model/effective_diff.h"
#include "model/timestamp.h"
#include "model/upgrade.h"
#include "service/handlers.h"
#include "service/patience.h"
#include "service/resolution.h"

#include <stdlib.h>
#include <string.h>

/* One page of what a model is behind. */
struct listing {
    const Catalog__V1__ListOutdatedRequest *request;
    struct target target;
    struct page_scope scope;
    struct page_token token;
    struct outdated outdated;
    size_t first; /* pin of the page */
    size_t next;  /* pin after it */
    size_t size_bytes;
    Catalog__V1__ListOutdatedResponse response;
};

/* What was found out about one pin, before it is known whether it still fits. */
struct finding {
    Catalog__V1__OutdatedPin *pin;
    Catalog__V1__UpgradeStep *steps[UPGRADE_STEPS_MAX];
    size_t step_count;
    size_t size_bytes;
};

static status_code begin_target(struct target *target, struct outdated *outdated) {
    const struct resolve_options options = target_options(target);
    return outdated_begin(target->object, &target->view.view, &options, &target->arena, outdated,
                          &target->call->problem);
}

/* ---- One pin ---- */

static status_code copy(const ProtobufCMessage *message, struct listing *listing, void *ret_copy) {
    ProtobufCMessage *made = NULL;
    status_code status = message_copy(message, &listing->target.arena, &made, &listing->target.call->problem);
    memcpy(ret_copy, &made, sizeof made);
    return status;
}

/* By name there is room for one that does not fit a page. */
static void cut(const struct listing *listing, Catalog__V1__UpgradeStep *step, Catalog__V1__EffectiveDiff *room) {
    size_t limit = listing->request->name[0] == '\0' ? LIMIT_PAGE_BYTES : LIMIT_CONSUMER_BYTES;
    if (step->difference == NULL || protobuf_c_message_get_packed_size(&step->difference->base) <= limit)
        return;
    *room = effective_diff_cut(step->difference);
    step->difference = room;
    step->is_cut = true;
}

static status_code keep_steps(struct listing *listing, Catalog__V1__UpgradeStep *const *steps, size_t count,
                              struct finding *finding) {
    status_code status = STATUS_OK;
    if (!listing->request->with_changes)
        return STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        Catalog__V1__EffectiveDiff room;
        cut(listing, steps[i], &room);
        finding->size_bytes += protobuf_c_message_get_packed_size(&steps[i]->base);
        status = copy(&steps[i]->base, listing, &finding->steps[finding->step_count++]);
    }
    return status;
}

static bool is_left_out(const struct listing *listing, const Catalog__V1__OutdatedPin *pin) {
    return listing->request->name[0] == '\0' && !listing->request->include_current && outdated_is_current(pin);
}

/* What is left out has no pin. The resolutions behind it live in SCRATCH only. */
static status_code find_out(struct listing *listing, size_t index, struct arena *scratch, struct finding *finding) {
    struct problem *problem = &listing->target.call->problem;
    Catalog__V1__OutdatedPin *pin = NULL;
    Catalog__V1__UpgradeStep *steps[UPGRADE_STEPS_MAX];
    size_t count = 0;
    *finding = (struct finding){0};
    status_code status = outdated_compare(&listing->outdated, index, scratch, &pin, problem);
    if (status != STATUS_OK || is_left_out(listing, pin))
        return status;
    status = upgrade_steps(&listing->outdated, pin, listing->request->with_changes, scratch, steps, &count, problem);
    if (status == STATUS_OK)
        status = keep_steps(listing, steps, count, finding);
    finding->size_bytes += protobuf_c_message_get_packed_size(&pin->base);
    return status == STATUS_OK ? copy(&pin->base, listing, &finding->pin) : status;
}

/* ---- One page ---- */

static bool is_wanted(const struct listing *listing, size_t index) {
    const char *name = listing->request->name;
    return name[0] == '\0' || strcmp(listing->outdated.now.lock->pins[index]->name, name) == 0;
}

static bool is_full(const struct listing *listing, const struct finding *finding) {
    size_t count = listing->response.n_pins;
    bool is_enough = listing->request->page_size != 0 && count >= listing->request->page_size;
    return count > 0 && (is_enough || listing->size_bytes + finding->size_bytes > LIMIT_PAGE_BYTES);
}

static void add(struct listing *listing, const struct finding *finding) {
    Catalog__V1__ListOutdatedResponse *response = &listing->response;
    response->pins[response->n_pins++] = finding->pin;
    for (size_t i = 0; i < finding->step_count; i++)
        response->steps[response->n_steps++] = finding->steps[i];
    listing->size_bytes += finding->size_bytes;
}

static status_code make_room(struct listing *listing) {
    size_t count = listing->outdated.now.lock->n_pins;
    Catalog__V1__ListOutdatedResponse *response = &listing->response;
    struct arena *arena = &listing->target.arena;
    response->pins = ARENA_ARRAY(arena, Catalog__V1__OutdatedPin *, count + 1);
    response->steps = ARENA_ARRAY(arena, Catalog__V1__UpgradeStep *, UPGRADE_STEPS_MAX * count + 1);
    return response->pins == NULL || response->steps == NULL ? problem_no_memory(&listing->target.call->problem)
                                                             : STATUS_OK;
}

/* As many pins as fit into a page and the time of one call, and one at least, so that every call gets further. */
static status_code fill_page(struct listing *listing) {
    struct call *call = listing->target.call;
    size_t count = listing->outdated.now.lock->n_pins;
    struct patience patience = patience_of(call, LIMIT_IMPACT_CALL_MS * NS_PER_MS);
    struct arena scratch;
    status_code status = make_room(listing);
    arena_init(&scratch, LIMIT_RESOLUTION_BYTES);
    for (listing->next = listing->first; status == STATUS_OK && listing->next < count; listing->next++) {
        struct finding finding;
        if (!is_wanted(listing, listing->next))
            continue;
        if (listing->next > listing->first && patience_is_over(&patience))
            break;
        status = find_out(listing, listing->next, &scratch, &finding);
        arena_reset(&scratch);
        if (status == STATUS_OK && call_is_over(call))
            status = call->problem.code;
        if (status != STATUS_OK || (finding.pin != NULL && is_full(listing, &finding)))
            break;
        if (finding.pin != NULL)
            add(listing, &finding);
    }
    arena_done(&scratch);
    return status;
}

static status_code check_name(const struct listing *listing) {
    const char *name = listing->request->name;
    for (size_t i = 0; i < listing->outdated.now.lock->n_pins; i++) {
        if (is_wanted(listing, i))
            return STATUS_OK;
    }
    return name[0] == '\0' ? STATUS_OK
                           : problem_set(&listing->target.call->problem, STATUS_NOT_FOUND, "NOT_PINNED",
                                         "the model does not stand on %.200s", name);
}

static status_code begin_page(struct listing *listing, struct service *service, struct call *call) {
    const Catalog__V1__ListOutdatedRequest *request = listing->request;
    size_t page_size = 0;
    time_ns at = 0;
    listing->token = (struct page_token){.after = ""};
    status_code status = page_size_read(request->page_size, &page_size, &call->problem);
    if (status == STATUS_OK)
        status = page_scope_of(call, &listing->scope);
    if (status == STATUS_OK)
        status = page_token_read(service, &listing->scope, request->page_token, &call->arena, &listing->token,
                                 &call->problem);
    if (status != STATUS_OK)
        return status;
    status = target_begin(&listing->target, service, call, request->target, &listing->token);
    if (status == STATUS_OK && listing->token.after[0] != '\0')
        (void)rows_token_read(&listing->token, &at, &listing->first);
    if (status == STATUS_OK)
        status = begin_target(&listing->target, &listing->outdated);
    return status == STATUS_OK ? check_name(listing) : status;
}

static int compare_steps(const void *left, const void *right) {
    return upgrade_step_compare(*(const Catalog__V1__UpgradeStep *const *)left,
                                *(const Catalog__V1__UpgradeStep *const *)right);
}

static void reply_page(struct listing *listing) {
    Catalog__V1__ListOutdatedResponse response = listing->response;
    struct target *target = &listing->target;
    Catalog__V1__Timestamp at = timestamp_of(target->at);
    if (response.n_steps > 0)
        qsort(response.steps, response.n_steps, sizeof *response.steps, compare_steps);
    response.model = listing->outdated.now.model->model;
    response.revision = target->revision;
    response.at = &at;
    response.pin_count = (uint32_t)listing->outdated.now.lock->n_pins;
    if (listing->next < listing->outdated.now.lock->n_pins) {
        const char *token = rows_token(target, &listing->scope, listing->next);
        if (token == NULL) {
            problem_no_memory(&target->call->problem);
            return;
        }
        response.next_page_token = (char *)(uintptr_t)token;
    }
    call_reply(target->call, &response.base);
}

enum call_progress upgrade_list_outdated(struct service *service, struct call *call) {
    struct listing listing = {.request = (const Catalog__V1__ListOutdatedRequest *)call->request};
    catalog__v1__list_outdated_response__init(&listing.response);
    status_code status = begin_page(&listing, service, call);
    if (status == STATUS_OK && fill_page(&listing) == STATUS_OK)
        reply_page(&listing);
    if (listing.target.service != NULL)
        target_end(&listing.target);
    return CALL_DONE;
}

/* ---- A newer lock ---- */

static void reply_lock(struct target *target, Catalog__V1__UpdateLockResponse *response) {
    Catalog__V1__Timestamp at = timestamp_of(target->at);
    Catalog__V1__EffectiveDiff room;
    response->revision = target->revision;
    response->at = &at;
    if (protobuf_c_message_get_packed_size(&response->difference->base) > LIMIT_CONSUMER_BYTES) {
        room = effective_diff_cut(response->difference);
        response->difference = &room;
        response->is_cut = true;
    }
    call_reply(target->call, &response->base);
}

enum call_progress upgrade_update_lock(struct service *service, struct call *call) {
    const Catalog__V1__UpdateLockRequest *request = (const Catalog__V1__UpdateLockRequest *)call->request;
    Catalog__V1__UpdateLockResponse response;
    struct target target;
    struct outdated outdated;
    catalog__v1__update_lock_response__init(&response);
    status_code status = target_begin(&target, service, call, request->target, NULL);
    if (status == STATUS_OK)
        status = begin_target(&target, &outdated);
    if (status == STATUS_OK)
        status = upgrade_lock(&outdated, request, &target.arena, &response, &call->problem);
    if (status == STATUS_OK)
        reply_lock(&target, &response);
    target_end(&target);
    return CALL_DONE;
}
