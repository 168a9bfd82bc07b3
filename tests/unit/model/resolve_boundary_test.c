/* Until when a result holds by itself: one feature on which every rule that looks at the time has an effect, walked
 * from boundary to boundary. */
#include "model/decision_record.h"
#include "model/timestamp.h"
#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <string.h>

#define POLICY                                                                                                         \
    "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: P\nreview_interval_days: 30\nlag: {days: 10}\n"   \
    "facts:\n  - {name: calm, type: bool}\n"
#define BOX(assurance)                                                                                                 \
    "kind: component\nname: s/box\nversion: 1.0.0\ntitle: The box\nservice_class: abstracted\nassurance:\n" assurance  \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "threats:\n  - {id: leak, threat: t/leak, on: box}\n  - {id: theft, threat: t/theft, on: box, layer: hardware}\n"  \
    "  - {id: alter, threat: t/alter, on: box}\n"                                                                      \
    "provides:\n  - {id: guard, control: c/guard, mitigates: [t/leak], valid_until: 2026-06-22}\n"                     \
    "  - {id: shut, control: c/guard, mitigates: [t/alter], requires: [key, calm]}\n"                                  \
    "responsibilities:\n  - {id: key, statement: The key is kept., mandatory: true, covers: [t/alter], "               \
    "discharged_by: {statement: true}}\n"                                                                              \
    "assumptions:\n  - {id: calm, statement: It is calm., holds_when: facts.calm, covers: [t/alter], "                 \
    "attestation_max_age_days: 30}\n"
#define FEATURE                                                                                                        \
    "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\nworkload: w\nowner: team\nstage: build\n"       \
    "elements:\n  - {id: api, kind: process, title: The service}\n"                                                    \
    "dependencies:\n  - {alias: box, component: s/box, requirement: ^1.0}\n"                                           \
    "threats:\n  - {id: leak, threat: t/leak, on: api}\n  - {id: alter, threat: t/alter, on: api}\n"                   \
    "mitigations:\n"                                                                                                   \
    "  - {id: role, control: c/role, mitigates: [t/alter], on: [api], layer: identity, status: implemented, "          \
    "evidence: [{kind: policy, valid_until: 2026-06-12}]}\n"                                                           \
    "  - {id: watch, control: c/watch, mitigates: [t/leak], on: [api], status: verified, evidence: [{kind: test, "     \
    "digest: \"sha256:00\", observed_at: 2026-06-15, valid_until: 2026-06-18}]}\n"                                     \
    "answers:\n"                                                                                                       \
    "  - {to: box.key, statement: {text: It is., who: us, at: 2026-05-20, max_age_days: 17}}\n"                        \
    "  - {to: box.calm, statement: {text: It is., who: us, at: 2026-05-10}}\n"

static const struct {
    const char *time;
    const char *what;
} boundaries[] = {
    {"2026-06-03", "a decision begins"},
    {"2026-06-06", "a statement has aged"},
    {"2026-06-09", "an attestation has aged"},
    {"2026-06-12", "evidence ends"},
    {"2026-06-15", "something comes to be verified"},
    {"2026-06-18", "what verifies it ends"},
    {"2026-06-20", "an assurance ends"},
    {"2026-06-21", "another begins"},
    {"2026-06-22", "a provision ends"},
    {"2026-06-25", "a decision ends"},
    {"2026-06-27", "a sunset"},
    {"2026-06-28", "the lock is too far behind"},
    {"2026-06-29", "a review is due"},
};

static time_ns time_of(const char *text) {
    int64_t seconds = 0;
    int32_t nanos = 0;
    ck_assert_msg(time_parse(text, &seconds, &nanos), "%s", text);
    return time_from_parts(seconds, nanos);
}

struct walk {
    struct test_catalog catalog;
    const Catalog__V1__Object *feature;
    Catalog__V1__Lock *lock;
    Catalog__V1__Decision decision;
    Catalog__V1__DecisionRequest request;
    Catalog__V1__DecisionSubject subject;
    Catalog__V1__Timestamp decided_at;
    Catalog__V1__Timestamp expires_at;
    Catalog__V1__DecisionSubject *subjects[1];
};

/* An acceptance of the leak at the service, from the first boundary to the tenth. */
static void decide(struct walk *walk) {
    const struct resolve_options options = {.at = TEST_CATALOG_TIME};
    struct test_catalog *catalog = &walk->catalog;
    catalog__v1__decision_subject__init(&walk->subject);
    catalog__v1__decision_request__init(&walk->request);
    catalog__v1__decision__init(&walk->decision);
    walk->subject.threat = arena_strdup(&catalog->arena, "t/leak");
    walk->subject.place = arena_strdup(&catalog->arena, "api");
    walk->subjects[0] = &walk->subject;
    walk->expires_at = timestamp_of(time_of("2026-06-25"));
    walk->decided_at = timestamp_of(time_of("2026-06-03"));
    walk->request.id = arena_strdup(&catalog->arena, "take-it");
    walk->request.kind = CATALOG__V1__DECISION_KIND__DECISION_KIND_ACCEPTED;
    walk->request.justification = walk->request.id;
    walk->request.subjects = walk->subjects;
    walk->request.n_subjects = 1;
    walk->request.expires_at = &walk->expires_at;
    walk->decision.id = arena_strdup(&catalog->arena, "7");
    walk->decision.request = &walk->request;
    ck_assert_int_eq(decision_record(walk->feature, memory_view_catalog(&catalog->view), &options, &catalog->arena,
                                     &walk->decision, &catalog->problem),
                     STATUS_OK);
    walk->decision.decided_at = &walk->decided_at;
    walk->decision.state = CATALOG__V1__DECISION_STATE__DECISION_STATE_APPROVED;
}

static void start(struct walk *walk) {
    const struct view_version deprecated = {.version = "1.0.0",
                                            .state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED,
                                            .replaced_by = "",
                                            .stored_at = 1,
                                            .sunset = time_of("2026-06-27")};
    const struct view_version newer = {.version = "1.1.0", .stored_at = time_of("2026-06-18")};
    static const char box[] = BOX("  - {report: R, issuer: I, valid_until: 2026-06-20}\n"
                                  "  - {report: R, issuer: I, valid_from: 2026-06-21}\n");
    test_catalog_init(&walk->catalog);
    test_catalog_add(&walk->catalog, TEXT_THREATS TEXT_CONTROLS POLICY);
    test_catalog_add_as(&walk->catalog, box, &deprecated);
    walk->feature = test_catalog_add(&walk->catalog, FEATURE);
    walk->lock = test_catalog_resolve(&walk->catalog, walk->feature).lock;
    test_catalog_add_as(&walk->catalog, box, &newer);
    decide(walk);
}

static struct resolution resolve_at(struct walk *walk, time_ns at) {
    const Catalog__V1__Decision *decisions[] = {&walk->decision};
    const struct resolve_options options = {.at = at,
                                            .lock = walk->lock,
                                            .decisions = decisions,
                                            .decision_count = 1,
                                            .is_reviewed = true,
                                            .reviewed_at = time_of("2026-05-30")};
    return test_catalog_resolve_with(&walk->catalog, walk->feature, &options);
}

static slice packed(struct walk *walk, const Catalog__V1__EffectiveModel *model) {
    size_t size = catalog__v1__effective_model__get_packed_size(model);
    uint8_t *bytes = arena_alloc(&walk->catalog.arena, size);
    catalog__v1__effective_model__pack(model, bytes);
    return slice_of(bytes, size);
}

/* All but the boundaries themselves. */
static slice packed_without_boundary(struct walk *walk, Catalog__V1__EffectiveModel *model) {
    model->now->next_boundary = NULL;
    model->planned->next_boundary = NULL;
    return packed(walk, model);
}

START_TEST(test_resolve_boundary__a_result_holds_until_its_boundary_and_no_longer) {
    struct walk walk;
    time_ns at = TEST_CATALOG_TIME;
    start(&walk);
    for (size_t i = 0; i < COUNT_OF(boundaries); i++) {
        const char *what = boundaries[i].what;
        time_ns boundary = time_of(boundaries[i].time);
        struct resolution first = resolve_at(&walk, at);
        struct resolution last = resolve_at(&walk, boundary - 1);
        struct resolution next = resolve_at(&walk, boundary);
        ck_assert_msg(timestamp_time(first.model->now->next_boundary, 0) == boundary, "%s: now", what);
        ck_assert_msg(timestamp_time(first.model->planned->next_boundary, 0) == boundary, "%s: planned", what);
        ck_assert_msg(slice_equal(packed(&walk, first.model), packed(&walk, last.model)), "%s: too late", what);
        ck_assert_msg(
            !slice_equal(packed_without_boundary(&walk, last.model), packed_without_boundary(&walk, next.model)),
            "%s: nothing changes", what);
        at = boundary;
    }
    struct resolution end = resolve_at(&walk, at);
    ck_assert_ptr_null(end.model->now->next_boundary);
    struct resolution much_later = resolve_at(&walk, INT64_MAX);
    ck_assert(slice_equal(packed(&walk, end.model), packed(&walk, much_later.model)));
    test_catalog_done(&walk.catalog);
}
END_TEST

TEST_SUITE(resolve_boundary, test_resolve_boundary__a_result_holds_until_its_boundary_and_no_longer)
