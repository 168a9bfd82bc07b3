#include "model/closure_report.h"
#include "model/span.h"

#include <string.h>

static bool is_own(const Catalog__V1__RowSource *source) {
    return source->instance[0] == '\0';
}

/* Duties are told by themselves. */
static bool is_duty(const Catalog__V1__RowSource *source) {
    return source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESPONSIBILITY ||
           source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_ASSUMPTION;
}

static bool is_of_duties(const Catalog__V1__Row *row) {
    for (size_t i = 0; i < row->n_sources; i++) {
        if (!is_duty(row->sources[i]))
            return false;
    }
    return true;
}

static bool is_passing(const Catalog__V1__RowSource *source) {
    return is_own(source) && source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL;
}

/* Whether PASSING is there whenever something of an instance brings ROW. */
static bool reaches(const struct closure *closure, const Catalog__V1__Row *row, const Catalog__V1__RowSource *passing) {
    for (size_t i = 0; i < row->n_sources; i++) {
        const Catalog__V1__RowSource *source = row->sources[i];
        if (!is_own(source) && !is_duty(source) &&
            !predicate_reaches(source->when, (const char *const *)source->unknown, source->n_unknown, passing->when,
                               closure->arena))
            return false;
    }
    return true;
}

static const char *residual_field(const struct closure *closure, const char *id) {
    for (size_t i = 0; i < closure->model->n_residuals; i++) {
        if (strcmp(closure->model->residuals[i]->id, id) == 0)
            return arena_printf(closure->arena, "residuals[%zu].when", i);
    }
    return "residuals";
}

static bool is_answered(const Catalog__V1__RowReading *reading) {
    return reading->state == CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED ||
           reading->state == CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE;
}

static void report_open(struct closure *closure, const Catalog__V1__Row *row) {
    const Catalog__V1__RowReading *now = row->now;
    const char *cause = now->n_causes > 0 ? now->causes[0]->text : "Nothing answers it.";
    closure_report(closure, closure_dependency(closure, row->place),
                   arena_printf(closure->arena, "%s is not mitigated at %s, and not passed on: %s", row->threat,
                                row->place, cause),
                   arena_printf(closure->arena, "mitigate it, or pass it on: a residual with threat: %s, from: [%s]",
                                row->threat, row->place));
}

static void check(struct closure *closure, const Catalog__V1__Row *row) {
    const Catalog__V1__RowSource *narrow = NULL;
    for (size_t i = 0; i < row->n_sources; i++) {
        if (!is_passing(row->sources[i]))
            continue;
        if (reaches(closure, row, row->sources[i]))
            return;
        narrow = row->sources[i];
    }
    if (narrow == NULL) {
        report_open(closure, row);
        return;
    }
    closure_report(closure, residual_field(closure, narrow->record),
                   arena_printf(closure->arena, "it passes on %s, and applies less often", row->key),
                   "leave `when` out, or make it hold whenever the row is there, by facts that nobody gives below");
}

void closure_check_rows(struct closure *closure) {
    for (size_t i = 0; i < closure->effective->n_rows; i++) {
        const Catalog__V1__Row *row = closure->effective->rows[i];
        if (row->instance[0] != '\0' && !is_answered(row->now) && !is_of_duties(row))
            check(closure, row);
    }
}
