#include "validate_fixture.h"

#include "model/validate.h"
#include "sample.h"

#include <check.h>
#include <string.h>

static const char catalog[] =
    "kind: policy\nname: policy/organisation\ntitle: P\n"
    "facts: [{name: public_data, type: bool}, {name: users, type: enum, values: [few, many]}, {name: age, type: "
    "integer}]\n"
    "classifications: [open, secret]\n"
    "---\n" THREAT "version: 1.0.0\n"
    "---\nkind: threat\nname: t/leak\n"
    "---\nkind: threat\nname: t/change\n"
    "---\nkind: control\nname: c/lock\nmitigates: [{threat: t/leak, strength: full}, {threat: t/change, strength: "
    "partial}]\n"
    "---\nkind: control\nname: c/watch\n"
    "---\nkind: component\nname: x/store\nversion: 1.0.0\n"
    "parameters:\n"
    "  - {name: mode, type: enum, allowed_values: [slow, fast]}\n"
    "  - {name: size, type: integer, allowed_values: [\"1\", \"2\"]}\n"
    "  - {name: flag, type: bool}\n"
    "elements: [{id: table, kind: store}]\n"
    "entry_points: [{id: api, on: table, exposures: [internet, private]}]\n"
    "threats: [{id: own, inline: {title: I, likelihood: 1, impact: 1}, on: table}]\n"
    "provides:\n"
    "  - {id: lock, control: c/lock, mitigates: [t/leak], strength: partial}\n"
    "responsibilities:\n"
    "  - {id: strict, statement: S}\n"
    "  - {id: loose, statement: S, discharged_by: {statement: true}}\n"
    "assumptions: [{id: alone, statement: S}]\n"
    "residuals: [{id: rest, threat: t/leak, on: table, likelihood: 1, impact: 1}]\n"
    "dependencies: [{alias: deep, component: x/open, requirement: ^1.0}]\n"
    "---\nkind: component\nname: x/open\nversion: 1.2.0\nentry_point_policy: extensible\n"
    "elements: [{id: machine, kind: process}]\n"
    "---\nkind: component\nname: x/back\nversion: 1.0.0\n"
    "dependencies: [{alias: a, component: n/a, requirement: ^1.0}]\n"
    "---\nkind: component\nname: n/old\nversion: 1.0.0\nelements: [{id: spot, kind: store}]\n";

struct bench {
    struct arena arena;
    struct memory_view view;
    struct problem problem;
};

static void bench_init(struct bench *bench) {
    arena_init(&bench->arena, 0);
    memory_view_init(&bench->view, &bench->arena, NULL);
    sample_publish(&bench->view, catalog);
}

static status_code run(struct bench *bench, const char *text, bool is_draft) {
    struct validate_options options = {.object_index = 7, .is_draft = is_draft};
    problem_init(&bench->problem, &bench->arena);
    return validate_object(sample_object(text, &bench->arena), memory_view_catalog(&bench->view), &options,
                           &bench->problem);
}

static const struct violation *first_violation(const struct bench *bench) {
    static const struct violation none = {.field = "", .message = "", .remedy = ""};
    return bench->problem.violation_count == 0 ? &none : &bench->problem.violations[0];
}

static bool is_as_expected(const struct bench *bench, status_code code, const struct validate_row *row) {
    const struct violation *found = first_violation(bench);
    if (row->field == NULL)
        return code == STATUS_OK && bench->problem.violations_total == 0;
    return code == STATUS_INVALID_ARGUMENT && bench->problem.violations_total == 1 && found->object_index == 7 &&
           strcmp(found->field, row->field) == 0 && strstr(found->message, row->message) != NULL &&
           (row->remedy == NULL ? *found->remedy != '\0' : strstr(found->remedy, row->remedy) != NULL);
}

void validate_rows(const struct validate_row *rows, size_t count) {
    struct bench bench;
    bench_init(&bench);
    for (size_t i = 0; i < count; i++) {
        status_code code = run(&bench, rows[i].text, false);
        const struct violation *found = first_violation(&bench);
        ck_assert_msg(is_as_expected(&bench, code, &rows[i]), "row %zu: %zu findings, first '%s': %s (%s)\n%s", i,
                      bench.problem.violations_total, found->field, found->message, found->remedy, rows[i].text);
    }
    arena_done(&bench.arena);
}

void validate_drafts(const char *const *texts, size_t count) {
    struct bench bench;
    bench_init(&bench);
    for (size_t i = 0; i < count; i++) {
        status_code code = run(&bench, texts[i], true);
        const struct violation *found = first_violation(&bench);
        ck_assert_msg(code == STATUS_OK, "'%s': %s\n%s", found->field, found->message, texts[i]);
    }
    arena_done(&bench.arena);
}
