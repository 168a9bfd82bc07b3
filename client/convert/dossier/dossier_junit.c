#include "convert/dossier/dossier_model.h"

#include "base/string_map.h"
#include "base/vector.h"
#include "convert/escape.h"
#include "convert/words.h"

/* One case. All texts are borrowed. */
struct test_case {
    const char *group; /* "rows" */
    const char *name;
    const char *failure; /* NULL: it stands in nobody's way */
    const char *kind;    /* of the failure: the code of its reason */
    const char *remedy;
    const char *skipped; /* why it was not asked for; NULL: it was */
};

struct junit {
    const struct dossier *dossier;
    struct buffer *out;
    struct arena arena;
    VECTOR(struct test_case) cases;
    struct string_map reasons; /* subject to the first reason about it */
    struct string_map told;    /* subjects that have a case */
    size_t failures;
    size_t skipped;
};

static void add(struct junit *junit, struct test_case added) {
    const Catalog__V1__GateReason *reason = string_map_get(&junit->reasons, added.name);
    if (reason != NULL) {
        added.failure = reason->cause[0] == '\0' ? reason->code : reason->cause;
        added.kind = reason->code;
        added.remedy = reason->remedy;
    }
    if (added.failure != NULL)
        added.skipped = NULL;
    junit->failures += added.failure != NULL;
    junit->skipped += added.skipped != NULL;
    junit->out->has_failed |=
        !vector_push(&junit->arena, &junit->cases, added) || !string_map_put(&junit->told, added.name, junit);
}

static void note_reasons(struct junit *junit) {
    const Catalog__V1__Verdict *verdict = dossier_verdict(junit->dossier);
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        Catalog__V1__GateReason *reason = verdict->reasons[i];
        if (string_map_get(&junit->reasons, reason->subject) == NULL)
            junit->out->has_failed |= !string_map_put(&junit->reasons, reason->subject, reason);
    }
}

static void add_gate(struct junit *junit) {
    const Catalog__V1__Verdict *verdict = dossier_verdict(junit->dossier);
    bool is_pass = verdict->state == CATALOG__V1__GATE_STATE__GATE_STATE_PASS;
    const struct word state = word_in_capitals(&catalog__v1__gate_state__descriptor, (int)verdict->state);
    const char *says = arena_printf(&junit->arena, "the gate says %s", state.text);
    junit->out->has_failed |= says == NULL;
    add(junit, (struct test_case){.group = "gate",
                                  .name = junit->dossier->is_as_planned ? "verdict as planned" : "verdict",
                                  .failure = is_pass ? NULL : says,
                                  .kind = "GATE",
                                  .remedy = ""});
}

static const char *skipped_row(Catalog__V1__RowState state) {
    if (state == CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED)
        return "accepted by a decision in force";
    return state == CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE ? "does not apply, by a decision in force" : NULL;
}

static void add_rows(struct junit *junit) {
    const Catalog__V1__EffectiveModel *effective = junit->dossier->effective;
    for (size_t i = 0; i < effective->n_rows; i++) {
        const Catalog__V1__Row *row = effective->rows[i];
        const Catalog__V1__RowReading *reading = dossier_reading(junit->dossier, row);
        add(junit,
            (struct test_case){.group = "rows",
                               .name = row->key,
                               .failure = reading->above_appetite ? "the residual risk is above the appetite" : NULL,
                               .kind = "RISK_ABOVE_APPETITE",
                               .remedy = row->title,
                               .skipped = skipped_row(reading->state)});
    }
}

/* What a reason about ENTRY is about. */
static const char *subject_of(struct junit *junit, const Catalog__V1__EffectiveEntry *entry) {
    if (entry->place[0] == '\0')
        return entry->control;
    const char *subject = ARENA_JOIN(&junit->arena, entry->control, "@", entry->place);
    junit->out->has_failed |= subject == NULL;
    return subject == NULL ? entry->control : subject;
}

/* Only a reason of the gate makes an entry fail: not every level binds. */
static const char *skipped_entry(Catalog__V1__EntryState state) {
    if (state == CATALOG__V1__ENTRY_STATE__ENTRY_STATE_MET)
        return NULL;
    return state == CATALOG__V1__ENTRY_STATE__ENTRY_STATE_LIFTED ? "lifted by a decision in force"
                                                                 : "not met, and not binding";
}

static void add_entries(struct junit *junit) {
    const Catalog__V1__EffectiveModel *effective = junit->dossier->effective;
    for (size_t i = 0; i < effective->n_baseline; i++) {
        const Catalog__V1__EffectiveEntry *entry = effective->baseline[i];
        add(junit, (struct test_case){.group = "baseline",
                                      .name = subject_of(junit, entry),
                                      .skipped = skipped_entry(dossier_entry_state(junit->dossier, entry))});
    }
}

static void add_other_reasons(struct junit *junit) {
    for (size_t i = 0; i < junit->reasons.count; i++) {
        if (string_map_get(&junit->told, junit->reasons.entries[i].key) == NULL)
            add(junit, (struct test_case){.group = "reasons", .name = junit->reasons.entries[i].key});
    }
}

/* NAME="TEXT" after a blank. */
static void write_attribute(struct buffer *out, const char *name, const char *text) {
    buffer_printf(out, " %s=\"", name);
    escape_markup(out, text);
    buffer_append_byte(out, '"');
}

static void write_outcome(struct buffer *out, const struct test_case *item) {
    if (item->failure == NULL && item->skipped == NULL) {
        buffer_append_text(out, "/>\n");
        return;
    }
    buffer_append_text(out, item->failure != NULL ? ">\n      <failure" : ">\n      <skipped");
    write_attribute(out, "message", item->failure != NULL ? item->failure : item->skipped);
    if (item->failure != NULL) {
        write_attribute(out, "type", item->kind);
        buffer_append_byte(out, '>');
        escape_markup(out, item->remedy);
        buffer_append_text(out, "</failure>\n    </testcase>\n");
    } else {
        buffer_append_text(out, "/>\n    </testcase>\n");
    }
}

static void write_case(struct junit *junit, const struct test_case *item) {
    struct buffer *out = junit->out;
    const char *class_name = ARENA_JOIN(&junit->arena, junit->dossier->effective->model, ".", item->group);
    out->has_failed |= class_name == NULL;
    buffer_append_text(out, "    <testcase");
    write_attribute(out, "classname", class_name == NULL ? "" : class_name);
    write_attribute(out, "name", item->name[0] == '\0' ? junit->dossier->effective->model : item->name);
    buffer_append_text(out, " time=\"0\"");
    write_outcome(out, item);
}

static void write_counts(const struct junit *junit) {
    buffer_printf(junit->out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\"", junit->cases.count, junit->failures);
}

static void write_suite(struct junit *junit) {
    struct buffer *out = junit->out;
    buffer_append_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"catalogctl\"");
    write_counts(junit);
    buffer_append_text(out, ">\n  <testsuite");
    write_attribute(out, "name", junit->dossier->effective->model);
    write_counts(junit);
    buffer_printf(out, " skipped=\"%zu\" time=\"0\">\n", junit->skipped);
    for (size_t i = 0; i < junit->cases.count; i++)
        write_case(junit, &junit->cases.items[i]);
    buffer_append_text(out, "  </testsuite>\n</testsuites>\n");
}

void dossier_write_junit(const struct dossier *dossier, struct buffer *out) {
    struct junit junit = {.dossier = dossier, .out = out};
    arena_init(&junit.arena, 0);
    string_map_init(&junit.reasons, &junit.arena);
    string_map_init(&junit.told, &junit.arena);
    note_reasons(&junit);
    add_gate(&junit);
    add_rows(&junit);
    add_entries(&junit);
    add_other_reasons(&junit);
    write_suite(&junit);
    arena_done(&junit.arena);
}
