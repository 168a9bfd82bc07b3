#include "cli/text_message.h"

#include "base/macros.h"
#include "cli/table.h"
#include "cli/text_diff.h"
#include "cli/words.h"

#include <string.h>

static const char *or_dash(const char *text) {
    return text[0] == '\0' ? "-" : text;
}

/* ---- What is behind ---- */

static void add_state(struct table *table, const Catalog__V1__OutdatedPin *pin) {
    if (pin->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED)
        table_detail(table, STYLE_BAD, "yanked: %s", or_dash(pin->reason));
    if (pin->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED)
        table_detail(table, STYLE_WARN, "deprecated%s%s%s%s", pin->replaced_by[0] == '\0' ? "" : ", use ",
                     pin->replaced_by, pin->sunset == NULL ? "" : ", sunset ",
                     pin->sunset == NULL ? "" : word_of_time(pin->sunset).text);
    for (size_t i = 0; i < pin->n_advisories; i++)
        table_detail(table, STYLE_BAD, "advisory %s stands against it", pin->advisories[i]);
}

static void add_reasons(struct table *table, const Catalog__V1__OutdatedPin *pin) {
    if (pin->is_overridden)
        table_detail(table, STYLE_WARN, "held back by an override of the model itself");
    for (size_t i = 0; i < pin->n_held_by; i++) {
        const Catalog__V1__RequirementChange *held = pin->held_by[i];
        table_detail(table, STYLE_PLAIN, "held back by %s%s%s: %s %s", held->declared_by,
                     held->declared_version[0] == '\0' ? "" : "@", held->declared_version, held->alias, held->before);
    }
    if (pin->conflict[0] != '\0')
        table_detail(table, STYLE_WARN, "held back: %s", pin->conflict);
}

static void add_pin(struct table *table, const Catalog__V1__OutdatedPin *pin) {
    bool is_behind = pin->bump != CATALOG__V1__VERSION_BUMP__VERSION_BUMP_UNSPECIFIED;
    table_cell(table, STYLE_STRONG, "%s", pin->name);
    table_cell(table, STYLE_PLAIN, "%s", word_of(&catalog__v1__object_kind__descriptor, (int)pin->kind).text);
    table_cell(table, STYLE_PLAIN, "%s", pin->locked);
    table_cell(table, strcmp(pin->admitted, pin->locked) == 0 ? STYLE_PLAIN : STYLE_GOOD, "%s", or_dash(pin->admitted));
    table_cell(table, STYLE_PLAIN, "%s", or_dash(pin->newest));
    table_cell(table, STYLE_PLAIN, "%s", word_in_capitals(&catalog__v1__version_bump__descriptor, (int)pin->bump).text);
    if (is_behind)
        table_cell(table, STYLE_PLAIN, "%u", pin->days_behind);
    else
        table_cell(table, STYLE_PLAIN, "-");
    add_state(table, pin);
    add_reasons(table, pin);
}

static void print_pins(struct page *page, const Catalog__V1__ListOutdatedResponse *list) {
    static const struct column columns[] = {{"NAME", COLUMN_NAME},  {"KIND", COLUMN_TEXT},   {"LOCKED", COLUMN_TEXT},
                                            {"FITS", COLUMN_TEXT},  {"NEWEST", COLUMN_TEXT}, {"BUMP", COLUMN_TEXT},
                                            {"DAYS", COLUMN_NUMBER}};
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_pins; i++)
        add_pin(&table, list->pins[i]);
    table_write(&table);
    if (list->n_pins == 0)
        page_line(page, STYLE_PLAIN, "Nothing is behind: %s.", word_of_count(list->pin_count, "pin").text);
}

/* ---- What could be done ---- */

/* The pin that the step is about stands in its title. */
static void add_other_pins(struct page *page, const Catalog__V1__UpgradeStep *step) {
    bool is_first = true;
    for (size_t i = 0; i < step->n_pins; i++) {
        const Catalog__V1__PinDifference *pin = step->pins[i];
        if (strcmp(pin->name, step->name) == 0)
            continue;
        text_diff_title(page, is_first ? "  pins" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s %s -> %s", pin->name, or_dash(pin->before),
                       or_dash(pin->after));
        is_first = false;
    }
}

static void print_step(struct page *page, const Catalog__V1__UpgradeStep *step, size_t number) {
    bool is_worse = step->conflict[0] != '\0' || (step->difference != NULL && step->difference->is_worse);
    if (number > 1)
        page_newline(page);
    page_printf(page, STYLE_PLAIN, "%zu. ", number);
    page_printf(page, is_worse ? STYLE_BAD : STYLE_STRONG, "%s %s -> %s", step->name, step->before,
                or_dash(step->after));
    page_line(page, STYLE_PLAIN, "%s", step->is_beyond ? "  the newest of all" : "");
    if (step->conflict[0] != '\0') {
        text_diff_title(page, "cannot be");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_BAD, "%s", step->conflict);
    }
    if (step->difference != NULL)
        text_diff(page, "verdict", step->difference);
    add_other_pins(page, step);
    text_diff_requirements(page, step->requirements, step->n_requirements);
    if (step->is_cut) {
        page_blanks(page, 2);
        page_paragraph(page, 2, STYLE_WARN, "The differences are too many to be listed; name %s alone.", step->name);
    }
}

void text_outdated(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ListOutdatedResponse *list = (const Catalog__V1__ListOutdatedResponse *)message;
    if (list->n_steps == 0)
        print_pins(page, list);
    for (size_t i = 0; i < list->n_steps; i++)
        print_step(page, list->steps[i], i + 1);
}

/* ---- What was done ---- */

void text_lock_updated(struct page *page, const ProtobufCMessage *message) {
    static const struct column columns[] = {
        {"NAME", COLUMN_NAME}, {"KIND", COLUMN_TEXT}, {"BEFORE", COLUMN_TEXT}, {"AFTER", COLUMN_TEXT}};
    const Catalog__V1__UpdateLockResponse *response = (const Catalog__V1__UpdateLockResponse *)message;
    struct table table;
    if (response->n_pins == 0) {
        page_line(page, STYLE_PLAIN, "Nothing moves: every pin is the newest that fits.");
        return;
    }
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < response->n_pins; i++) {
        const Catalog__V1__PinDifference *pin = response->pins[i];
        table_cell(&table, STYLE_STRONG, "%s", pin->name);
        table_cell(&table, STYLE_PLAIN, "%s", word_of(&catalog__v1__object_kind__descriptor, (int)pin->kind).text);
        table_cell(&table, STYLE_PLAIN, "%s", or_dash(pin->before));
        table_cell(&table, STYLE_PLAIN, "%s", or_dash(pin->after));
    }
    table_write(&table);
    page_newline(page);
    if (response->difference != NULL)
        text_diff(page, "verdict", response->difference);
    if (response->is_cut)
        page_line(page, STYLE_WARN, "  The differences are too many to be listed.");
}
