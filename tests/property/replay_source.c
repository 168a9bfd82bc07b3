#include "replay_proof.h"

#include <string.h>

static uint64_t larger(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

static uint64_t in_scale(uint64_t rating) {
    return rating < 1 ? 1 : rating > 5 ? 5 : rating;
}

static bool is_residual(const struct replay *replay, size_t source) {
    return has_rule(replay, source, "row.residual");
}

/* ---- Ratings ---- */

static void check_rating(struct replay *replay, size_t source, const char *name) {
    size_t by_default = find_below(replay, source, "rating.default");
    size_t raised = find_below(replay, source, "rating.raised");
    size_t residual = find_below(replay, source, "rating.residual");
    REQUIRE(replay, source, by_default != NO_STEP, "the threat has no rating");
    if (by_default == NO_STEP)
        return;
    bool is_passed_on = detail(replay, source, "from") != NULL;
    uint64_t rating = is_passed_on ? 0 : number(replay, by_default, name);
    if (raised != NO_STEP)
        rating = larger(rating, number(replay, raised, name));
    if (residual != NO_STEP && number(replay, residual, name) != 0)
        rating = number(replay, residual, name);
    REQUIRE(replay, source, number(replay, source, name) == in_scale(rating), "%s is %d, not %s", name,
            (int)in_scale(rating), detail(replay, source, name) == NULL ? "none" : detail(replay, source, name));
}

static uint64_t lowered(const struct replay *replay, size_t source, size_t decision, const char *name) {
    uint64_t rating = number(replay, source, name);
    uint64_t asked = number(replay, decision, name);
    return asked != 0 && asked < rating ? asked : rating;
}

static void check_rerating(struct replay *replay, size_t source, size_t rerated, size_t decision) {
    REQUIRE(replay, source, rerated != NO_STEP, "it is not rerated");
    if (rerated == NO_STEP)
        return;
    REQUIRE(replay, rerated, holds_in(replay, rerated) == holds_in(replay, decision), "it is in force elsewhere");
    REQUIRE(replay, rerated,
            number(replay, rerated, "likelihood") == lowered(replay, source, decision, "likelihood") &&
                number(replay, rerated, "impact") == lowered(replay, source, decision, "impact"),
            "the decision lowers it otherwise");
}

/* Decisions lower the ratings of threats and duties, never those of residuals: one step for each that is in force. */
static void check_reratings(struct replay *replay, size_t source) {
    size_t rerated = find_below(replay, source, "rating.rerated");
    for (size_t i = first_below(replay, 0); i != NO_STEP && !is_residual(replay, source);
         i = next_below(replay, 0, i)) {
        if (!has_rule(replay, i, "decision") || !detail_is(replay, i, "kind", "rerated") || holds_in(replay, i) == NONE)
            continue;
        check_rerating(replay, source, rerated, i);
        rerated = find_next(replay, source, rerated, "rating.rerated");
    }
    REQUIRE(replay, source, rerated == NO_STEP, "nobody rerates it");
}

/* ---- Layers ---- */

static const char *const layers[] = {"facility",     "hardware",       "hypervisor",  "os",       "engine",
                                     "platform_api", "network_config", "application", "identity", "data"};

/* The last layer that the provider owns, by class of service; a vendor's product on own machines owns one alone. */
static bool is_providers(const char *class, const char *layer) {
    static const struct {
        const char *class;
        const char *last;
    } rows[] = {{"infrastructure", "hypervisor"}, {"container", "os"},         {"abstracted", "platform_api"},
                {"saas", "platform_api"},         {"platform", "application"}, {"in_house", "application"}};
    if (class == NULL || layer == NULL)
        return false;
    if (strcmp(class, "self_hosted") == 0)
        return strcmp(layer, "application") == 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].class, class) != 0)
            continue;
        for (size_t k = 0; strcmp(layers[k], rows[i].last) != 0; k++) {
            if (strcmp(layers[k], layer) == 0)
                return true;
        }
        return strcmp(rows[i].last, layer) == 0;
    }
    return false;
}

bool layer_is_of_class(const struct replay *replay, size_t layer) {
    return is_providers(detail(replay, layer, "service_class"), detail(replay, layer, "layer"));
}

static bool is_assured(struct replay *replay, size_t layer) {
    bool is_valid = false;
    for (size_t i = first_below(replay, layer); i != NO_STEP; i = next_below(replay, layer, i))
        is_valid |=
            time_detail(replay, i, "valid_from", INT64_MIN) <= replay->at &&
            (detail(replay, i, "valid_until") == NULL || replay->at < time_detail(replay, i, "valid_until", INT64_MAX));
    return is_valid;
}

/* Owners may be stated against the class: then only the object can tell. */
static void check_layer(struct replay *replay, size_t source) {
    size_t layer = find_below(replay, source, "class.layer");
    const char *stated = detail(replay, source, "layer");
    REQUIRE(replay, source, (stated != NULL) == (layer != NO_STEP), "its layer is not looked at");
    if (layer == NO_STEP)
        return;
    bool is_owner = detail_is(replay, layer, "owner", "provider");
    REQUIRE(replay, layer, stated != NULL && detail_is(replay, layer, "layer", stated), "it is another layer");
    REQUIRE(replay, layer, is_owner == layer_is_of_class(replay, layer) || replay->library->find != NULL,
            "the class says otherwise");
    require_truth(replay, layer, is_owner && is_assured(replay, layer));
}

/* ---- Sources ---- */

/* Where anything but a residual that is passed on brings the row. */
static readings brought_by_others(const struct replay *replay) {
    readings held = NONE;
    for (size_t i = first_below(replay, 0); i != NO_STEP; i = next_below(replay, 0, i)) {
        bool is_source = strncmp(step_at(replay, i)->rule, "row.", 4) == 0;
        held |= is_source && detail(replay, i, "from") == NULL ? holds_in(replay, i) : NONE;
    }
    return held;
}

static void check_source(struct replay *replay, size_t source) {
    size_t unless = find_below(replay, source, "row.unless");
    bool is_of_duty = has_rule(replay, source, "row.responsibility") || has_rule(replay, source, "row.assumption");
    readings held = NONE;
    REQUIRE(replay, source, is_of_duty == (unless != NO_STEP), "it does not say what would spare it");
    if (is_of_duty && unless != NO_STEP) {
        held = ALL & ~duty_holds(replay, unless);
        require_truth(replay, source, (held & 1) != 0);
    } else if (!is_of_duty) {
        held = burden(judge(replay, source));
    }
    if (detail(replay, source, "from") != NULL)
        held &= brought_by_others(replay);
    REQUIRE(replay, source, holds_in(replay, source) == held && held != NONE, "it holds in %x, not %x", held,
            holds_in(replay, source));
    check_rating(replay, source, "likelihood");
    check_rating(replay, source, "impact");
    check_reratings(replay, source);
    check_layer(replay, source);
}

static const char *rule_of(Catalog__V1__RowSourceKind kind) {
    static const char *const rules[] = {
        "", "row.threat", "row.residual", "row.responsibility", "row.assumption", "row.advisory"};
    return rules[kind];
}

static void check_against_row(struct replay *replay, size_t step, size_t index) {
    const Catalog__V1__Row *row = replay->proof->row;
    REQUIRE(replay, step, index < row->n_sources, "the row has no such source");
    if (index >= row->n_sources)
        return;
    const Catalog__V1__RowSource *source = row->sources[index];
    const char *record = strchr(step_at(replay, step)->record, '[');
    size_t size = strlen(source->record);
    bool is_same = record != NULL && strncmp(record + 1, source->record, size) == 0 && record[size + 1] == ']';
    REQUIRE(replay, step,
            is_same && has_rule(replay, step, rule_of(source->kind)) &&
                strcmp(step_at(replay, step)->subject, source->instance) == 0,
            "the row has %s of %s there", source->record, source->instance);
}

void replay_sources(struct replay *replay) {
    size_t count = 0;
    readings held = NONE;
    for (size_t i = first_below(replay, 0); i != NO_STEP && !replay->is_refused; i = next_below(replay, 0, i)) {
        if (strncmp(step_at(replay, i)->rule, "row.", 4) != 0)
            continue;
        check_source(replay, i);
        check_against_row(replay, i, count++);
        held |= holds_in(replay, i);
    }
    REQUIRE(replay, 0, count == replay->proof->row->n_sources, "sources of the row are missing");
    REQUIRE(replay, 0, held == holds_in(replay, 0), "the row is there in %x, not %x", held, holds_in(replay, 0));
}
