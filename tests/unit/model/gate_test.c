#include "support/test.h"

#include "model/gate.h"
#include "sample.h"

#include <string.h>

/* One row as it stands now; as planned it is fine. */
#define ROW(reading)                                                                                                   \
    "rows: [{key: t@e, threat: t/x, place: e, classification: restricted, appetite: low,\n"                            \
    "        inherent: {likelihood: 4, impact: 4, band: high},\n"                                                      \
    "        now: " reading ", planned: {state: mitigated, residual: {band: low}, depth: 9}}]\n"
#define CRITICAL_ROW(depth, credits)                                                                                   \
    "rows: [{key: t@e, threat: t/x, place: e, appetite: low, inherent: {likelihood: 5, impact: 5, band: critical},\n"  \
    "        now: {state: mitigated, residual: {band: low}, depth: " depth "}, " credits "}]\n"

static const struct {
    const char *what;
    const char *model;
    Catalog__V1__GateState state;
    const char *reasons[3]; /* "CODE subject" */
    size_t facts;           /* of the first reason */
} rows[] = {
    {"nothing to say", "model: n/f\n", CATALOG__V1__GATE_STATE__GATE_STATE_PASS, {NULL}, 0},
    {"within the appetite",
     ROW("{state: open, residual: {band: low}}"),
     CATALOG__V1__GATE_STATE__GATE_STATE_PASS,
     {NULL},
     0},
    {"above it in both readings",
     ROW("{state: open, residual: {band: high}, residual_lenient: {band: medium}, above_appetite: true, unknown: [f]}"),
     CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED,
     {"RISK_ABOVE_APPETITE t@e"},
     0},
    {"above it in the strict reading",
     ROW("{state: conditional, residual: {band: high}, residual_lenient: {band: low}, above_appetite: true, unknown: "
         "[f]}"),
     CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL,
     {"RISK_ABOVE_APPETITE t@e"},
     1},
    {"accepted",
     ROW("{state: accepted, residual: {band: high}, residual_lenient: {band: high}, above_appetite: true}"),
     CATALOG__V1__GATE_STATE__GATE_STATE_PASS,
     {NULL},
     0},
    {"not applicable",
     ROW("{state: not_applicable, residual: {band: high}, residual_lenient: {band: high}, above_appetite: true}"),
     CATALOG__V1__GATE_STATE__GATE_STATE_PASS,
     {NULL},
     0},
    {"the provider's, by class",
     ROW("{state: mitigated, mitigated_by: class, residual: {band: high}, residual_lenient: {band: high}, "
         "above_appetite: true}"),
     CATALOG__V1__GATE_STATE__GATE_STATE_PASS,
     {NULL},
     0},
    {"deep enough", CRITICAL_ROW("2", "title: T"), CATALOG__V1__GATE_STATE__GATE_STATE_PASS, {NULL}, 0},
    {"not deep enough",
     CRITICAL_ROW("1", "credits: [{layer: os, provider: a, counts_now: true}, {layer: os, provider: a, counts_now: "
                       "true}, {layer: data, provider: a}]"),
     CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED,
     {"DEPTH_TOO_LOW t@e"},
     0},
    {"deep enough if a fact is so",
     CRITICAL_ROW("1",
                  "credits: [{layer: os, provider: a, counts_now: true}, {layer: data, provider: a, unknown: [f]}]"),
     CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL,
     {"DEPTH_TOO_LOW t@e"},
     0},
    {"entries that bind",
     "baseline: [{control: c/a, level: mandatory, state: unmet}, {control: c/b, level: negotiable, place: e, state: "
     "unmet}]\n",
     CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED,
     {"BASELINE_UNMET c/a", "BASELINE_UNMET c/b@e"},
     0},
    {"entries that do not",
     "baseline: [{control: c/a, level: advisory, state: unmet}, {control: c/b, level: platform, state: unmet},\n"
     "           {control: c/c, level: mandatory, state: met}, {control: c/d, level: negotiable, state: lifted}]\n",
     CATALOG__V1__GATE_STATE__GATE_STATE_PASS,
     {NULL},
     0},
    {"an entry that hangs on a fact",
     "baseline: [{control: c/a, level: mandatory, state: unknown, unknown: [f, g]}]\n",
     CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL,
     {"BASELINE_UNMET c/a"},
     2},
    {"responsibilities",
     "responsibilities: [{address: s.a, mandatory: true, state: unmet}, {address: s.b, state: unmet},\n"
     "                   {address: s.c, mandatory: true, state: pending}, {address: s.d, mandatory: true, state: "
     "met}]\n",
     CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED,
     {"RESPONSIBILITY_UNMET s.a", "RESPONSIBILITY_PENDING s.c"},
     0},
    {"re-exported and not applicable duties",
     "responsibilities: [{address: s.a, mandatory: true, state: reexported}, {address: s.b, mandatory: true, state: "
     "not_applicable}]\n",
     CATALOG__V1__GATE_STATE__GATE_STATE_PASS,
     {NULL},
     0},
    {"assumptions",
     "assumptions: [{address: s.b, state: pending, unknown: [f]}, {address: s.a, state: unmet}, {address: s.c, state: "
     "met}]\n",
     CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED,
     {"ASSUMPTION_VIOLATED s.a", "ASSUMPTION_PENDING s.b"},
     0},
};

struct bench {
    struct arena arena;
    struct gate_input input;
};

static void bench_init(struct bench *bench, const char *model) {
    arena_init(&bench->arena, 0);
    bench->input = (struct gate_input){
        .model = (const Catalog__V1__EffectiveModel *)sample_message(&catalog__v1__effective_model__descriptor, model,
                                                                     &bench->arena),
        .next_boundary = INT64_MAX,
    };
    ck_assert_int_eq(policy_compile(NULL, &bench->arena, &bench->input.policy, NULL), STATUS_OK);
}

static const Catalog__V1__Verdict *judge(struct bench *bench, enum gate_reading reading) {
    Catalog__V1__Verdict *verdict = NULL;
    ck_assert_int_eq(gate_judge(&bench->input, reading, &bench->arena, &verdict, NULL), STATUS_OK);
    return verdict;
}

static void check_reasons(const Catalog__V1__Verdict *verdict, size_t number, struct arena *arena) {
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        const Catalog__V1__GateReason *reason = verdict->reasons[i];
        const char *found = arena_printf(arena, "%s %s", reason->code, reason->subject);
        ck_assert_msg(i < 3 && rows[number].reasons[i] != NULL && strcmp(found, rows[number].reasons[i]) == 0, "%s: %s",
                      rows[number].what, found);
        ck_assert(*reason->actor != '\0' && *reason->remedy != '\0');
    }
    ck_assert_msg(verdict->n_reasons == 3 || rows[number].reasons[verdict->n_reasons] == NULL, "%s: too few reasons",
                  rows[number].what);
}

START_TEST(test_gate__judges_each_list) {
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct bench bench;
        bench_init(&bench, rows[i].model);
        const Catalog__V1__Verdict *verdict = judge(&bench, GATE_NOW);
        ck_assert_msg(verdict->state == rows[i].state, "%s: state %d", rows[i].what, verdict->state);
        check_reasons(verdict, i, &bench.arena);
        ck_assert_uint_eq(verdict->n_reasons == 0 ? 0 : verdict->reasons[0]->n_facts, rows[i].facts);
        arena_done(&bench.arena);
    }
}
END_TEST

START_TEST(test_gate__worst_reason_decides_and_stands_first) {
    static const struct gate_item item = {.code = "C", .subject = "s", .cause = "c"};
    static const char *const sign_offs[] = {"appsec"};
    static const Catalog__V1__GateState expected[] = {
        CATALOG__V1__GATE_STATE__GATE_STATE_INVALID, CATALOG__V1__GATE_STATE__GATE_STATE_INCOMPLETE,
        CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED, CATALOG__V1__GATE_STATE__GATE_STATE_STALE,
        CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL};
    for (size_t first = 0; first < COUNT_OF(expected); first++) {
        struct bench bench;
        bench_init(&bench, first <= 2 ? "assumptions: [{address: s.a, state: unmet}]\n" : "model: n/f\n");
        bench.input.invalid = (struct gate_items){&item, first == 0};
        bench.input.missing = (struct gate_items){&item, first <= 1};
        bench.input.stale = (struct gate_items){&item, first <= 3};
        bench.input.sign_offs = sign_offs;
        bench.input.sign_off_count = 1;
        const Catalog__V1__Verdict *verdict = judge(&bench, GATE_NOW);
        ck_assert_uint_eq(verdict->n_reasons, COUNT_OF(expected) - first);
        for (size_t i = 0; i < verdict->n_reasons; i++)
            ck_assert_int_eq(verdict->reasons[i]->state, expected[first + i]);
        ck_assert_int_eq(verdict->state, expected[first]);
        ck_assert_str_eq(verdict->reasons[verdict->n_reasons - 1]->code, "SIGN_OFF_MISSING");
        arena_done(&bench.arena);
    }
}
END_TEST

START_TEST(test_gate__judges_as_planned_apart) {
    struct bench bench;
    bench_init(&bench, ROW("{state: open, residual: {band: high}, residual_lenient: {band: high}, above_appetite: "
                           "true}") "baseline: [{control: c/a, level: mandatory, state: unmet, planned: met}]\n"
                                    "responsibilities: [{address: s.a, mandatory: true, state: unmet, planned: "
                                    "met}]\n");
    ck_assert_uint_eq(judge(&bench, GATE_NOW)->n_reasons, 3);
    ck_assert_int_eq(judge(&bench, GATE_PLANNED)->state, CATALOG__V1__GATE_STATE__GATE_STATE_PASS);
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_gate__says_who_must_act) {
    struct bench bench;
    bench_init(&bench,
               "model: n/f\n"
               "responsibilities: [{address: s.a, mandatory: true, state: unmet, answerable: n/f, controls: [c/a]},\n"
               "                   {address: s.k.b, mandatory: true, state: unmet, answerable: x/s@1.0.0}]\n");
    const Catalog__V1__Verdict *verdict = judge(&bench, GATE_NOW);
    ck_assert_str_eq(verdict->reasons[0]->actor, GATE_ACTOR_TEAM);
    ck_assert_str_eq(verdict->reasons[0]->remedy, "answer s.a by a mitigation with control c/a");
    ck_assert_str_eq(verdict->reasons[1]->actor, "owner of x/s@1.0.0");
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_gate__gives_the_next_boundary) {
    struct bench bench;
    bench_init(&bench, "model: n/f\n");
    ck_assert_ptr_null(judge(&bench, GATE_NOW)->next_boundary);
    bench.input.next_boundary = 3 * NS_PER_SECOND + 7;
    ck_assert_int_eq(judge(&bench, GATE_NOW)->next_boundary->seconds, 3);
    ck_assert_int_eq(judge(&bench, GATE_NOW)->next_boundary->nanos, 7);
    bench.input.next_boundary = -1;
    ck_assert_int_eq(judge(&bench, GATE_NOW)->next_boundary->seconds, -1);
    ck_assert_int_eq(judge(&bench, GATE_NOW)->next_boundary->nanos, 999999999);
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_gate__says_so_when_there_is_no_room) {
    struct bench bench;
    bench_init(&bench, CRITICAL_ROW(
                           "1", "credits: [{layer: os, provider: a}]") "assumptions: [{address: s.a, state: unmet}]\n");
    status_code code = STATUS_RESOURCE_EXHAUSTED;
    for (size_t limit = 16; code != STATUS_OK; limit += 16) {
        struct arena arena;
        Catalog__V1__Verdict *verdict = NULL;
        arena_init(&arena, limit);
        code = gate_judge(&bench.input, GATE_NOW, &arena, &verdict, NULL);
        ck_assert(code == STATUS_OK ? verdict->n_reasons == 2 : code == STATUS_RESOURCE_EXHAUSTED);
        arena_done(&arena);
    }
    arena_done(&bench.arena);
}
END_TEST

TEST_SUITE(gate, test_gate__judges_each_list, test_gate__worst_reason_decides_and_stands_first,
           test_gate__judges_as_planned_apart, test_gate__says_who_must_act, test_gate__gives_the_next_boundary,
           test_gate__says_so_when_there_is_no_room)
