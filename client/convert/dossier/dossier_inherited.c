#include "convert/dossier/dossier_table.h"

#include "convert/words.h"

static size_t count_instances(const Catalog__V1__EffectiveModel *effective) {
    return effective->n_instances;
}

/* Whether ADDRESS ("alias.id") is INSTANCE's own. */
static bool is_of(const char *address, const char *instance) {
    const char *dot = strrchr(address, '.');
    return dot != NULL && (size_t)(dot - address) == strlen(instance) &&
           memcmp(address, instance, (size_t)(dot - address)) == 0;
}

struct kind {
    const char *label;
    bool (*is_in)(const Catalog__V1__EffectiveProvision *provision);
};

static bool counts(const Catalog__V1__EffectiveProvision *provision) {
    return provision->state == CATALOG__V1__CREDIT_STATE__CREDIT_STATE_CREDITED;
}

static bool will_count(const Catalog__V1__EffectiveProvision *provision) {
    return !counts(provision) && provision->planned == CATALOG__V1__CREDIT_STATE__CREDIT_STATE_CREDITED;
}

static bool is_unknown(const Catalog__V1__EffectiveProvision *provision) {
    return !counts(provision) && !will_count(provision) &&
           provision->state == CATALOG__V1__CREDIT_STATE__CREDIT_STATE_UNKNOWN;
}

static bool counts_not(const Catalog__V1__EffectiveProvision *provision) {
    return !counts(provision) && !will_count(provision) && !is_unknown(provision);
}

static const struct kind kinds[] = {
    {"counts", counts}, {"counts as planned", will_count}, {"not known", is_unknown}, {"does not count", counts_not}};

/* Returns how many of INSTANCE's provisions are of KIND; their ids are in NAMES, which has room for all. */
static size_t collect(const Catalog__V1__EffectiveModel *effective, const char *instance, const struct kind *kind,
                      char **names) {
    size_t count = 0;
    for (size_t i = 0; i < effective->n_provisions; i++) {
        const Catalog__V1__EffectiveProvision *provision = effective->provisions[i];
        if (is_of(provision->address, instance) && kind->is_in(provision))
            names[count++] = strrchr(provision->address, '.') + 1;
    }
    return count;
}

static void write_provisions(struct paper *paper, const Catalog__V1__EffectiveModel *effective, const char *instance) {
    char **names = ARENA_ARRAY(paper->arena, char *, effective->n_provisions + 1);
    paper->out->has_failed |= names == NULL;
    for (size_t k = 0; names != NULL && k < COUNT_OF(kinds); k++)
        paper_names(paper, kinds[k].label, names, collect(effective, instance, &kinds[k], names));
}

/* Rows that stand because of a control of INSTANCE. */
static size_t count_rows(const Catalog__V1__EffectiveModel *effective, const char *instance) {
    size_t count = 0;
    for (size_t i = 0; i < effective->n_rows; i++) {
        const Catalog__V1__Row *row = effective->rows[i];
        bool is_answered = false;
        for (size_t c = 0; c < row->n_credits && !is_answered; c++)
            is_answered = row->credits[c]->is_inherited && row->credits[c]->counts_now &&
                          is_of(row->credits[c]->source, instance);
        count += is_answered;
    }
    return count;
}

static void write_instance(struct paper *paper, const struct dossier *dossier, size_t index) {
    const Catalog__V1__Instance *instance = dossier->effective->instances[index];
    const struct paper_language *language = paper->language;
    paper_cell_code(paper, instance->address);
    language->begin_cell(paper, TONE_PLAIN);
    language->code(paper, instance->component);
    language->text(paper, instance->version[0] == '\0' ? "" : " ");
    language->code(paper, instance->version);
    if (instance->deprecated[0] != '\0')
        paper_line(paper, "deprecated: %s", instance->deprecated);
    if (instance->yanked[0] != '\0')
        paper_line(paper, "yanked: %s", instance->yanked);
    language->end_cell(paper);
    paper_cell(paper, TONE_PLAIN, "%s",
               word_of(&catalog__v1__service_class__descriptor, (int)instance->service_class).text);
    paper_cell_count(paper, TONE_PLAIN, count_rows(dossier->effective, instance->address));
    language->begin_cell(paper, TONE_PLAIN);
    paper_say(paper, "%s", instance->title);
    write_provisions(paper, dossier->effective, instance->address);
    language->end_cell(paper);
}

void dossier_write_inherited(struct paper *paper, const struct dossier *dossier) {
    static const struct dossier_table table = {
        .title = "Inherited from",
        .columns = {"Instance", "Component", "Service class", "Rows it answers", "Controls"},
        .count = count_instances,
        .write = write_instance,
    };
    dossier_table_write(paper, dossier, &table);
}
