#include "support/test.h"

#include "model/ratchet.h"
#include "sample.h"

#include <string.h>

/* A model with one row, now as given and planned within the appetite. */
#define MODEL(verdict, reading)                                                                                        \
    "now: {state: " verdict "}\nplanned: {state: pass}\n"                                                              \
    "rows: [{key: t@e, now: " reading ", planned: {state: mitigated, residual: {band: low}}}]\n"
#define RECORD(verdict, row) "now: " verdict "\nplanned: pass\nrows: [{key: t@e, " row "}]\n"
#define MEDIUM               "{likelihood: 2, impact: 3, band: medium}"
#define HIGH                 "{likelihood: 4, impact: 3, band: high}"

/* Each difference as "worse verdict ", "better residual t@e". */
static const struct {
    const char *what;
    const char *record;
    const char *model;
    const char *differences[4];
} rows[] = {
    {"nothing changed",
     RECORD("blocked", "state: open, residual: " HIGH),
     MODEL("blocked", "{state: open, residual: " HIGH ", above_appetite: true}"),
     {NULL}},
    {"the verdict fell", "now: conditional\n", "now: {state: blocked}\nplanned: {}\n", {"worse verdict "}},
    {"the verdict rose", "now: blocked\n", "now: {state: stale}\nplanned: {}\n", {"better verdict "}},
    {"the band rose",
     RECORD("blocked", "state: open, residual: " MEDIUM),
     MODEL("blocked", "{state: open, residual: " HIGH "}"),
     {"worse residual t@e"}},
    {"the band fell",
     RECORD("blocked", "state: open, residual: " HIGH),
     MODEL("blocked", "{state: open, residual: " MEDIUM "}"),
     {"better residual t@e"}},
    {"the rating rose within its band",
     RECORD("blocked", "state: open, residual: {likelihood: 2, impact: 3, band: low}"),
     MODEL("blocked", "{state: open, residual: {likelihood: 2, impact: 4, band: low}}"),
     {"worse residual t@e"}},
    {"as likely as it was grave",
     RECORD("blocked", "state: open, residual: {likelihood: 2, impact: 3, band: low}"),
     MODEL("blocked", "{state: open, residual: {likelihood: 3, impact: 2, band: low}}"),
     {NULL}},
    {"a looser policy hides no risk that rose",
     RECORD("blocked", "state: open, residual: " MEDIUM),
     MODEL("blocked", "{state: open, residual: {likelihood: 4, impact: 4, band: low}}"),
     {"worse residual t@e"}},
    {"an answer was lost",
     RECORD("pass", "state: mitigated, residual: " MEDIUM),
     MODEL("pass", "{state: partial, residual: " MEDIUM "}"),
     {"worse unanswered t@e"}},
    {"accepted instead of mitigated",
     RECORD("pass", "state: mitigated, residual: " MEDIUM),
     MODEL("pass", "{state: accepted, residual: " MEDIUM "}"),
     {NULL}},
    {"answered at last, at a higher risk",
     RECORD("pass", "state: open, residual: " MEDIUM),
     MODEL("pass", "{state: accepted, residual: " HIGH "}"),
     {"worse residual t@e", "better unanswered t@e"}},
    {"a new row above the appetite",
     "now: blocked\nplanned: pass\n",
     MODEL("blocked", "{state: partial, residual: " HIGH ", above_appetite: true}"),
     {"worse new_row t@e"}},
    {"a new row within it",
     "now: blocked\nplanned: pass\n",
     MODEL("blocked", "{state: open, residual: " MEDIUM "}"),
     {NULL}},
    {"a new row above it and accepted",
     "now: blocked\nplanned: pass\n",
     MODEL("blocked", "{state: accepted, residual: " HIGH ", above_appetite: true}"),
     {NULL}},
    {"a new row above it and the provider's",
     "now: blocked\nplanned: pass\n",
     MODEL("blocked", "{state: mitigated, mitigated_by: class, residual: " HIGH ", above_appetite: true}"),
     {NULL}},
    {"an open row went",
     RECORD("pass", "state: open, residual: " HIGH),
     "now: {state: pass}\nplanned: {}\n",
     {"better new_row t@e"}},
    {"an answered row went",
     RECORD("pass", "state: mitigated, residual: " HIGH),
     "now: {state: pass}\nplanned: {}\n",
     {NULL}},
    {"reasons come and go",
     "now: blocked\nreasons: [{state: blocked, code: A, subject: x}]\n",
     "now: {state: blocked, reasons: [{state: blocked, code: A, subject: y}]}\nplanned: {}\n",
     {"worse reason y", "better reason x"}},
    {"a reason got worse",
     "now: blocked\nreasons: [{state: conditional, code: A, subject: x}]\n",
     "now: {state: blocked, reasons: [{state: blocked, code: A, subject: x}]}\nplanned: {}\n",
     {"worse reason x"}},
    {"of several the worst counts",
     "now: blocked\nreasons: [{state: blocked, code: A, subject: x}, {state: stale, code: A, subject: x}]\n",
     "now: {state: blocked, reasons: [{state: blocked, code: A, subject: x}]}\nplanned: {}\n",
     {NULL}},
    {"rows stand in order of place in the model, of key in the record",
     "now: pass\nrows: [{key: a@z, state: open}, {key: b@y, state: open}]\n",
     "now: {state: pass}\nplanned: {}\n"
     "rows: [{key: b@y, now: {state: mitigated}}, {key: a@z, now: {state: accepted}}]\n",
     {"better unanswered a@z", "better unanswered b@y"}},
};

static const Catalog__V1__EffectiveModel *model_of(const char *text, struct arena *arena) {
    return (const Catalog__V1__EffectiveModel *)sample_message(&catalog__v1__effective_model__descriptor, text, arena);
}

static const Catalog__V1__GateRecord *record_of(const char *text, struct arena *arena) {
    return (const Catalog__V1__GateRecord *)sample_message(&catalog__v1__gate_record__descriptor, text, arena);
}

static const char *text_of(struct arena *arena, const char *list, const Catalog__V1__RatchetDifference *difference) {
    static const char *const rules[] = {"?", "verdict", "reason", "residual", "unanswered", "new_row"};
    return arena_printf(arena, "%s %s %s", list, rules[difference->rule], difference->subject);
}

START_TEST(test_ratchet__compares_verdict_reasons_and_rows) {
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena arena;
        Catalog__V1__CheckRatchetResponse found = CATALOG__V1__CHECK_RATCHET_RESPONSE__INIT;
        arena_init(&arena, 0);
        ck_assert_int_eq(ratchet_compare(model_of(rows[i].model, &arena), record_of(rows[i].record, &arena), GATE_NOW,
                                         &arena, &found, NULL),
                         STATUS_OK);
        size_t count = 0;
        for (size_t k = 0; k < found.n_worse + found.n_better; k++, count++) {
            bool is_worse = k < found.n_worse;
            const char *text = text_of(&arena, is_worse ? "worse" : "better",
                                       is_worse ? found.worse[k] : found.better[k - found.n_worse]);
            ck_assert_msg(k < 4 && rows[i].differences[k] != NULL && strcmp(text, rows[i].differences[k]) == 0,
                          "%s: %s", rows[i].what, text);
        }
        ck_assert_msg(rows[i].differences[count] == NULL, "%s: too few", rows[i].what);
        ck_assert_uint_eq(found.worse_count, found.n_worse);
        ck_assert_uint_eq(found.better_count, found.n_better);
        arena_done(&arena);
    }
}
END_TEST

/* What is planned is compared with what was planned, whatever is in place. */
START_TEST(test_ratchet__compares_one_reading) {
    struct arena arena;
    Catalog__V1__CheckRatchetResponse found = CATALOG__V1__CHECK_RATCHET_RESPONSE__INIT;
    arena_init(&arena, 0);
    const Catalog__V1__GateRecord *record =
        record_of("now: pass\nplanned: pass\nplanned_reasons: [{state: stale, code: A, subject: x}]\n"
                  "rows: [{key: t@e, state: mitigated, residual: {band: low}, planned: mitigated, planned_residual: "
                  "{likelihood: 1, impact: 1, band: low}}]\n",
                  &arena);
    const Catalog__V1__EffectiveModel *model =
        model_of("now: {state: blocked, reasons: [{state: blocked, code: B, subject: x}]}\nplanned: {state: pass}\n"
                 "rows: [{key: t@e, now: {state: open, residual: {likelihood: 5, impact: 5, band: critical}}, planned: "
                 "{state: open, residual: {likelihood: 1, impact: 1, band: low}}}]\n",
                 &arena);
    ck_assert_int_eq(ratchet_compare(model, record, GATE_PLANNED, &arena, &found, NULL), STATUS_OK);
    ck_assert_int_eq(found.state, CATALOG__V1__GATE_STATE__GATE_STATE_PASS);
    ck_assert_uint_eq(found.n_worse, 1);
    ck_assert_int_eq(found.worse[0]->rule, CATALOG__V1__RATCHET_RULE__RATCHET_RULE_UNANSWERED);
    ck_assert_int_eq(found.worse[0]->row_before, CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED);
    ck_assert_int_eq(found.worse[0]->row_after, CATALOG__V1__ROW_STATE__ROW_STATE_OPEN);
    ck_assert_uint_eq(found.worse[0]->residual_before->likelihood, 1);
    ck_assert_uint_eq(found.n_better, 1);
    ck_assert_str_eq(found.better[0]->code, "A");
    ck_assert_int_eq(found.better[0]->gate_before, CATALOG__V1__GATE_STATE__GATE_STATE_STALE);
    ck_assert_int_eq(found.better[0]->gate_after, CATALOG__V1__GATE_STATE__GATE_STATE_UNSPECIFIED);
    arena_done(&arena);
}
END_TEST

START_TEST(test_ratchet__says_when_there_is_no_room) {
    struct arena arena;
    struct arena tight;
    struct problem problem;
    Catalog__V1__CheckRatchetResponse found = CATALOG__V1__CHECK_RATCHET_RESPONSE__INIT;
    arena_init(&arena, 0);
    const Catalog__V1__EffectiveModel *model = model_of(rows[3].model, &arena);
    const Catalog__V1__GateRecord *record = record_of(rows[3].record, &arena);
    status_code status = STATUS_RESOURCE_EXHAUSTED;
    for (size_t limit = 1; status != STATUS_OK; limit += 8) {
        problem_init(&problem, NULL);
        arena_init(&tight, limit);
        status = ratchet_compare(model, record, GATE_NOW, &tight, &found, &problem);
        ck_assert(status == STATUS_OK || status == STATUS_RESOURCE_EXHAUSTED);
        arena_done(&tight);
    }
    arena_done(&arena);
}
END_TEST

TEST_SUITE(ratchet, test_ratchet__compares_verdict_reasons_and_rows, test_ratchet__compares_one_reading,
           test_ratchet__says_when_there_is_no_room)
