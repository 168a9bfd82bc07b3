#include "base/buffer.h"
#include "base/limits.h"
#include "codec/canonical.h"
#include "model/object.h"
#include "model/plan.h"
#include "model/plan_change.h"
#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <string.h>

#define PASS    CATALOG__V1__GATE_STATE__GATE_STATE_PASS
#define BLOCKED CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED

static struct test_catalog catalog;

static struct plan_options options_of(void) {
    return (struct plan_options){.resolve = {.at = TEST_CATALOG_TIME, .revision = 7}};
}

static const Catalog__V1__PlanFeatureResponse *plan_with(const Catalog__V1__Object *object,
                                                         const struct plan_options *options) {
    Catalog__V1__PlanFeatureResponse *plan = NULL;
    status_code status =
        plan_feature(object, memory_view_catalog(&catalog.view), options, &catalog.arena, &plan, &catalog.problem);
    ck_assert_msg(status == STATUS_OK, "%s: %s", catalog.problem.reason, catalog.problem.message);
    return plan;
}

static const Catalog__V1__PlanFeatureResponse *plan_of(const Catalog__V1__Object *object) {
    const struct plan_options options = options_of();
    return plan_with(object, &options);
}

static const Catalog__V1__Object *shipped(const char *name) {
    test_catalog_init(&catalog);
    test_catalog_add_directory(&catalog, "catalogs");
    return test_catalog_find(&catalog, name);
}

static const Catalog__V1__Object *written(const char *more) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
    return test_catalog_add(&catalog, more);
}

static const Catalog__V1__PlanItem *find(const Catalog__V1__PlanFeatureResponse *plan, Catalog__V1__PlanKind kind,
                                         const char *subject) {
    for (size_t i = 0; i < plan->n_items; i++) {
        if (plan->items[i]->kind == kind && strcmp(plan->items[i]->subject, subject) == 0)
            return plan->items[i];
    }
    return NULL;
}

static bool has_note(const Catalog__V1__PlanFeatureResponse *plan, const char *part) {
    for (size_t i = 0; i < plan->n_notes; i++) {
        if (strstr(plan->notes[i], part) != NULL)
            return true;
    }
    return false;
}

static uint32_t closed_rows(const Catalog__V1__EffectiveModel *model) {
    uint32_t count = 0;
    for (size_t i = 0; i < model->n_rows; i++)
        count += model->rows[i]->now->state >= CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED;
    return count;
}

START_TEST(test_plan__keeps_what_each_item_promises) {
    static const char *const names[] = {"examples/partner-api", "examples/customer-login", "examples/report-export"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const Catalog__V1__Object *object = shipped(names[i]);
        const Catalog__V1__PlanFeatureResponse *plan = plan_of(object);
        ck_assert_uint_gt(plan->n_items, 0);
        for (size_t k = 0; k < plan->n_items; k++) {
            const Catalog__V1__PlanEffect *effect = plan->items[k]->effect;
            const Catalog__V1__Object *changed = plan_change_apply(object, plan->items[k]->change, &catalog.arena);
            struct resolution resolution = test_catalog_resolve(&catalog, changed);
            ck_assert_int_eq(resolution.model->now->state, effect->gate_after);
            ck_assert_int_eq(closed_rows(resolution.model),
                             plan->rows_closed + effect->rows_closed - effect->rows_opened);
        }
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_plan__finds_the_steps_that_make_a_feature_pass) {
    const Catalog__V1__PlanFeatureResponse *plan = plan_of(shipped("examples/partner-api"));
    ck_assert_int_eq(plan->gate, BLOCKED);
    ck_assert_int_eq(plan->gate_after, PASS);
    ck_assert_uint_eq(plan->n_remaining, 0);
    ck_assert_uint_eq(plan->n_sequence, 2);
    ck_assert_str_eq(plan->sequence[0]->subject, "event-checks");
    ck_assert_int_eq(plan->sequence[0]->kind, CATALOG__V1__PLAN_KIND__PLAN_KIND_IMPLEMENT);
    ck_assert_uint_eq(plan->sequence[0]->effect->rows_closed, 2);
    ck_assert_int_eq(plan->sequence[1]->effect->gate_before, BLOCKED);
    ck_assert_int_eq(plan->sequence[1]->effect->gate_after, PASS);
    ck_assert_uint_eq(plan->revision, 7);
    ck_assert_int_eq(plan->at->seconds, TEST_CATALOG_TIME / NS_PER_SECOND);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__ranks_by_verdict_then_rows) {
    const Catalog__V1__PlanFeatureResponse *plan = plan_of(shipped("examples/customer-login"));
    for (size_t i = 1; i < plan->n_items; i++) {
        const Catalog__V1__PlanEffect *before = plan->items[i - 1]->effect;
        const Catalog__V1__PlanEffect *after = plan->items[i]->effect;
        ck_assert_int_ge(before->gate_after, after->gate_after);
        if (before->gate_after == after->gate_after)
            ck_assert_int_ge((int)before->rows_closed - (int)before->rows_opened,
                             (int)after->rows_closed - (int)after->rows_opened);
    }
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__tries_every_value_of_what_is_not_known) {
    const Catalog__V1__PlanFeatureResponse *plan = plan_of(shipped("examples/report-export"));
    const Catalog__V1__PlanItem *item = find(plan, CATALOG__V1__PLAN_KIND__PLAN_KIND_FIND_OUT, "facts.private_account");
    ck_assert_ptr_nonnull(item);
    ck_assert_str_eq(item->action, "Find out facts.private_account; best if it is true.");
    ck_assert_uint_eq(item->n_values, 2);
    ck_assert_str_eq(item->values[0]->value, "true");
    ck_assert_int_eq(item->values[0]->gate, PASS);
    ck_assert_str_eq(item->values[1]->value, "false");
    ck_assert_int_eq(item->values[1]->gate, BLOCKED);
    ck_assert_str_eq(item->change->facts[0]->value, "true");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__attests_what_nobody_has_attested) {
    const Catalog__V1__PlanFeatureResponse *plan = plan_of(shipped("examples/report-export"));
    const Catalog__V1__PlanItem *item = find(plan, CATALOG__V1__PLAN_KIND__PLAN_KIND_ATTEST, "reports.own-account");
    ck_assert_ptr_nonnull(item);
    ck_assert_int_eq(item->effect->gate_after, PASS);
    ck_assert_str_eq(item->change->answers[0]->statement->who, "team-reporting");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__names_what_is_left_when_nothing_helps) {
    const Catalog__V1__PlanFeatureResponse *plan = plan_of(shipped("examples/customer-login"));
    ck_assert_int_eq(plan->gate_after, BLOCKED);
    ck_assert_uint_gt(plan->n_sequence, 0);
    bool is_violated = false;
    for (size_t i = 0; i < plan->n_remaining; i++)
        is_violated |= strcmp(plan->remaining[i]->code, "ASSUMPTION_VIOLATED") == 0;
    ck_assert(is_violated);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__answers_by_a_control_with_its_evidence) {
    const Catalog__V1__PlanFeatureResponse *plan = plan_of(written(TEXT_FEATURE_HEAD TEXT_DEPENDENCY("")));
    const Catalog__V1__PlanItem *item = find(plan, CATALOG__V1__PLAN_KIND__PLAN_KIND_ANSWER, "data-store.key");
    ck_assert_ptr_nonnull(item);
    const Catalog__V1__Mitigation *added = item->change->mitigations[0];
    ck_assert_str_eq(added->control, "c/role");
    ck_assert_str_eq(added->evidence[0]->kind, "policy");
    ck_assert_str_eq(added->on[0], "data-store");
    ck_assert_str_eq(item->change->answers[0]->by[0], added->id);
    ck_assert_uint_eq(item->effect->rows_closed, 1);
    ck_assert_str_eq(item->effect->closed[0], "t/leak@data-store.box");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__answers_by_an_own_mitigation_where_there_is_one) {
    const Catalog__V1__PlanFeatureResponse *plan =
        plan_of(written(TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("planned")));
    const Catalog__V1__PlanItem *item = find(plan, CATALOG__V1__PLAN_KIND__PLAN_KIND_ANSWER, "data-store.key");
    ck_assert_ptr_nonnull(item);
    ck_assert_str_eq(item->change->mitigations[0]->id, "role");
    ck_assert_int_eq(item->change->mitigations[0]->status,
                     CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED);
    ck_assert_uint_eq(item->change->mitigations[0]->n_evidence, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__adds_controls_that_are_needed_together) {
    const Catalog__V1__PlanFeatureResponse *plan =
        plan_of(written(TEXT_FEATURE_HEAD "threats:\n  - {id: g, threat: t/grouped, on: api}\n"));
    const Catalog__V1__PlanItem *item = find(plan, CATALOG__V1__PLAN_KIND__PLAN_KIND_ADD_CONTROL, "c/guard + c/watch");
    ck_assert_ptr_nonnull(item);
    ck_assert_uint_eq(item->change->n_mitigations, 2);
    ck_assert_str_eq(item->effect->closed[0], "t/grouped@api");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__meets_baselines_at_all_places_at_once) {
    const Catalog__V1__Object *object = written(TEXT_FEATURE_HEAD);
    test_catalog_add(&catalog, "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
                               "  - {id: w, control: c/watch, level: mandatory, each: place.kind == \"flow\"}\n"
                               "  - {id: a, control: c/role, level: advisory}\n");
    const Catalog__V1__PlanFeatureResponse *plan = plan_of(object);
    const Catalog__V1__PlanItem *item = find(plan, CATALOG__V1__PLAN_KIND__PLAN_KIND_MEET_BASELINE, "c/watch");
    ck_assert_ptr_nonnull(item);
    ck_assert_uint_eq(item->n_places, 2);
    ck_assert_str_eq(item->places[0], "ask");
    ck_assert_uint_eq(item->effect->reasons_settled, 2);
    ck_assert_ptr_null(find(plan, CATALOG__V1__PLAN_KIND__PLAN_KIND_MEET_BASELINE, "c/role"));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__finds_another_layer_where_depth_is_asked_for) {
    const Catalog__V1__Object *object = written(
        TEXT_FEATURE_HEAD "threats:\n  - {id: a, threat: t/leak, on: api, likelihood: 5, impact: 5}\nmitigations:\n"
                          "  - {id: one, control: c/guard, mitigates: [t/leak], on: [api], status: implemented}\n");
    test_catalog_add(&catalog, "kind: control\nname: c/known\nversion: 1.0.0\ntitle: Known\ntype: preventive\n"
                               "domain: identity_and_access\nmitigates:\n  - {threat: t/leak, strength: full}\n");
    const Catalog__V1__PlanItem *item = find(plan_of(object), CATALOG__V1__PLAN_KIND__PLAN_KIND_ADD_CONTROL, "c/known");
    ck_assert_ptr_nonnull(item);
    ck_assert_int_eq(item->change->mitigations[0]->layer, CATALOG__V1__LAYER__LAYER_IDENTITY);
    ck_assert_uint_ge(item->effect->reasons_settled, 1);
    test_catalog_done(&catalog);
}
END_TEST

#define TEXT_TWICE                                                                                                     \
    "threats:\n  - {id: a, threat: t/alter, on: api}\nmitigations:\n"                                                  \
    "  - {id: one, control: c/guard, mitigates: [t/alter], on: [api], status: implemented}\n"                          \
    "  - {id: two, control: c/role, mitigates: [t/alter], on: [api], status: implemented}\n"

START_TEST(test_plan__shows_controls_that_nothing_hangs_on) {
    const Catalog__V1__PlanFeatureResponse *plan = plan_of(written(TEXT_FEATURE_HEAD TEXT_TWICE));
    ck_assert_uint_eq(plan->n_redundant, 1);
    ck_assert_str_eq(plan->redundant[0]->mitigation, "two");
    ck_assert_str_eq(plan->redundant[0]->control, "c/role");
    ck_assert_uint_eq(plan->redundant[0]->row_count, 1);
    ck_assert_str_eq(plan->redundant[0]->rows[0], "t/alter@api");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__plans_for_the_verdict_as_planned) {
    const Catalog__V1__Object *object = written(
        TEXT_FEATURE_HEAD "threats:\n  - {id: a, threat: t/alter, on: api}\nmitigations:\n"
                          "  - {id: one, control: c/guard, mitigates: [t/alter], on: [api], status: proposed}\n");
    struct plan_options options = options_of();
    options.as_planned = true;
    const Catalog__V1__PlanItem *item =
        find(plan_with(object, &options), CATALOG__V1__PLAN_KIND__PLAN_KIND_IMPLEMENT, "one");
    ck_assert_ptr_nonnull(item);
    ck_assert_int_eq(item->change->mitigations[0]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED);
    ck_assert_int_eq(item->effect->rows_closed, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__changes_nothing_of_the_callers) {
    const Catalog__V1__Object *object = shipped("examples/partner-api");
    struct digest before;
    struct digest after;
    ck_assert_int_eq(canonical_digest(&object->base, &before, NULL), STATUS_OK);
    plan_of(object);
    ck_assert_int_eq(canonical_digest(&object->base, &after, NULL), STATUS_OK);
    ck_assert_mem_eq(&before, &after, sizeof before);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__answers_the_same_for_lists_in_another_order) {
    const Catalog__V1__Object *object = shipped("examples/customer-login");
    struct digest before;
    struct digest after;
    ck_assert_int_eq(canonical_digest(&plan_of(object)->base, &before, NULL), STATUS_OK);
    Catalog__V1__Model *model = object->feature;
    for (size_t i = 0; i < model->n_mitigations / 2; i++) {
        Catalog__V1__Mitigation *moved = model->mitigations[i];
        model->mitigations[i] = model->mitigations[model->n_mitigations - 1 - i];
        model->mitigations[model->n_mitigations - 1 - i] = moved;
    }
    ck_assert_int_eq(canonical_digest(&plan_of(object)->base, &after, NULL), STATUS_OK);
    ck_assert_mem_eq(&before, &after, sizeof before);
    test_catalog_done(&catalog);
}
END_TEST

static bool is_over(void *context) {
    unsigned *left = context;
    return (*left)-- == 0;
}

START_TEST(test_plan__says_when_it_was_cut) {
    const Catalog__V1__Object *object = shipped("examples/customer-login");
    struct plan_options options = options_of();
    unsigned left = 3;
    options.resolution_limit = 3;
    ck_assert(has_note(plan_with(object, &options), "as many resolutions"));
    options = options_of();
    options.is_over = is_over;
    options.context = &left;
    ck_assert(has_note(plan_with(object, &options), "the time there was"));
    ck_assert_uint_eq(plan_of(object)->n_notes, 0);
    test_catalog_done(&catalog);
}
END_TEST

/* A feature whose flows are many: a control for all of them names each. */
static const Catalog__V1__Object *crowded(size_t flows) {
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_text(&text, "kind: feature\nname: f/crowded\nversion: 1.0.0\ntitle: A feature\nelements:\n"
                              "  - {id: api, kind: process}\n  - {id: other, kind: process}\ndata_flows:\n");
    for (size_t i = 0; i < flows; i++)
        buffer_printf(&text, "  - {id: a-flow-with-a-name-that-is-rather-long-%zu, from: other, to: api}\n", i);
    buffer_append_byte(&text, '\0');
    const Catalog__V1__Object *object = written((const char *)text.data);
    buffer_done(&text);
    test_catalog_add(&catalog, "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
                               "  - {id: w, control: c/watch, level: mandatory, each: place.kind == \"flow\"}\n"
                               "  - {id: g, control: c/guard, level: mandatory, each: place.kind == \"flow\"}\n");
    return object;
}

START_TEST(test_plan__leaves_out_what_does_not_fit_and_says_so) {
    const Catalog__V1__PlanFeatureResponse *plan = plan_of(crowded(100));
    ck_assert_uint_eq(plan->n_items, 2);
    test_catalog_done(&catalog);
    plan = plan_of(crowded(8000));
    ck_assert_uint_lt(plan->n_items, 2);
    ck_assert(has_note(plan, "there is no room for more"));
    ck_assert_uint_lt(protobuf_c_message_get_packed_size(&plan->base), LIMIT_MESSAGE_BYTES);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__has_nothing_to_say_to_a_feature_that_passes) {
    struct plan_options options = options_of();
    options.resolve.at += 175 * NS_PER_DAY; /* when its statements have been made */
    const Catalog__V1__PlanFeatureResponse *plan = plan_with(shipped("examples/invoice-upload"), &options);
    ck_assert_int_eq(plan->gate, PASS);
    ck_assert_int_eq(plan->gate_after, PASS);
    ck_assert_uint_eq(plan->n_sequence, 0);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__refuses_what_is_no_model) {
    const Catalog__V1__Object *object = written("kind: control\nname: c/x\nversion: 1.0.0\ntitle: X\n");
    Catalog__V1__PlanFeatureResponse *plan = NULL;
    const struct plan_options options = options_of();
    ck_assert_int_eq(
        plan_feature(object, memory_view_catalog(&catalog.view), &options, &catalog.arena, &plan, &catalog.problem),
        STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(catalog.problem.reason, "NOT_A_MODEL");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan__ends_cleanly_in_little_memory) {
    const Catalog__V1__Object *object = written(TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("planned"));
    const struct plan_options options = options_of();
    status_code status = STATUS_RESOURCE_EXHAUSTED;
    size_t tries = 0;
    for (size_t limit = 64; status != STATUS_OK && tries < 10000; limit += 509, tries++) {
        Catalog__V1__PlanFeatureResponse *plan = NULL;
        struct arena arena;
        struct problem problem;
        arena_init(&arena, limit);
        problem_init(&problem, NULL);
        status = plan_feature(object, memory_view_catalog(&catalog.view), &options, &arena, &plan, &problem);
        ck_assert(status == STATUS_OK || status == STATUS_RESOURCE_EXHAUSTED);
        arena_done(&arena);
    }
    ck_assert_int_eq(status, STATUS_OK);
    ck_assert_uint_gt(tries, 10);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(plan, test_plan__keeps_what_each_item_promises, test_plan__finds_the_steps_that_make_a_feature_pass,
           test_plan__ranks_by_verdict_then_rows, test_plan__tries_every_value_of_what_is_not_known,
           test_plan__attests_what_nobody_has_attested, test_plan__names_what_is_left_when_nothing_helps,
           test_plan__answers_by_a_control_with_its_evidence,
           test_plan__answers_by_an_own_mitigation_where_there_is_one,
           test_plan__adds_controls_that_are_needed_together, test_plan__meets_baselines_at_all_places_at_once,
           test_plan__shows_controls_that_nothing_hangs_on, test_plan__finds_another_layer_where_depth_is_asked_for,
           test_plan__plans_for_the_verdict_as_planned, test_plan__changes_nothing_of_the_callers,
           test_plan__answers_the_same_for_lists_in_another_order, test_plan__says_when_it_was_cut,
           test_plan__has_nothing_to_say_to_a_feature_that_passes, test_plan__leaves_out_what_does_not_fit_and_says_so,
           test_plan__refuses_what_is_no_model, test_plan__ends_cleanly_in_little_memory)
