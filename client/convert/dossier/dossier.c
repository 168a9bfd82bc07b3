#include "convert/dossier/dossier_model.h"

#include <stdio.h>

static const struct dossier_format formats[] = {
    {"markdown", false, dossier_write_markdown},
    {"html", true, dossier_write_html},
    {"sarif", false, dossier_write_sarif},
    {"junit", false, dossier_write_junit},
};

const struct dossier_format *dossier_format_find(const char *name) {
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    }
    return NULL;
}

static const Catalog__V1__Verdict no_verdict = CATALOG__V1__VERDICT__INIT;
static const Catalog__V1__RowReading no_reading = CATALOG__V1__ROW_READING__INIT;
static const Catalog__V1__Rating no_rating = CATALOG__V1__RATING__INIT;

const Catalog__V1__Verdict *dossier_verdict(const struct dossier *dossier) {
    const Catalog__V1__EffectiveModel *effective = dossier->effective;
    const Catalog__V1__Verdict *verdict = dossier->is_as_planned ? effective->planned : effective->now;
    return verdict == NULL ? &no_verdict : verdict;
}

const Catalog__V1__RowReading *dossier_reading_or_none(const Catalog__V1__RowReading *reading) {
    return reading == NULL ? &no_reading : reading;
}

const Catalog__V1__RowReading *dossier_reading(const struct dossier *dossier, const Catalog__V1__Row *row) {
    return dossier_reading_or_none(dossier->is_as_planned ? row->planned : row->now);
}

const Catalog__V1__Rating *dossier_rating_or_none(const Catalog__V1__Rating *rating) {
    return rating == NULL ? &no_rating : rating;
}

Catalog__V1__EntryState dossier_entry_state(const struct dossier *dossier, const Catalog__V1__EffectiveEntry *entry) {
    return dossier->is_as_planned ? entry->planned : entry->state;
}

/* A list of the model by the ids in it. */
struct id_list {
    const char *path;
    size_t count;
    const char *(*id)(const Catalog__V1__Model *model, size_t index);
};

#define ID_OF(list, field)                                                                                             \
    static const char *list##_id(const Catalog__V1__Model *model, size_t index) {                                      \
        return model->list[index]->field;                                                                              \
    }
ID_OF(dependencies, alias)
ID_OF(elements, id)
ID_OF(entry_points, id)
ID_OF(data_flows, id)
ID_OF(assets, id)
ID_OF(trust_zones, id)
ID_OF(use_cases, id)
ID_OF(threats, id)
ID_OF(mitigations, id)
ID_OF(provides, id)
ID_OF(responsibilities, id)
ID_OF(assumptions, id)
ID_OF(residuals, id)
ID_OF(decisions, id)
#undef ID_OF

/* The item whose id is the first SIZE bytes of ID. */
static bool find_id(const Catalog__V1__Model *model, const char *id, size_t id_size, char *path, size_t size) {
#define LIST(name)                                                                                                     \
    { #name, model->n_##name, name##_id }
    const struct id_list lists[] = {
        LIST(dependencies), LIST(elements),    LIST(entry_points), LIST(data_flows),       LIST(assets),
        LIST(trust_zones),  LIST(use_cases),   LIST(threats),      LIST(mitigations),      LIST(decisions),
        LIST(provides),     LIST(assumptions), LIST(residuals),    LIST(responsibilities),
    };
#undef LIST
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        for (size_t k = 0; k < lists[i].count; k++) {
            const char *found = lists[i].id(model, k);
            if (strlen(found) != id_size || memcmp(found, id, id_size) != 0)
                continue;
            snprintf(path, size, "%s[%zu]", lists[i].path, k);
            return true;
        }
    }
    return false;
}

void dossier_path_of(const Catalog__V1__Model *model, const char *subject, char *path, size_t size) {
    const char *at = strrchr(subject, '@');
    const char *place = at == NULL ? subject : at + 1;
    *path = '\0';
    if (model == NULL || find_id(model, place, strcspn(place, "."), path, size))
        return;
    /* "#id@model" is a threat that is written in the model itself; "dependencies" is a path already. */
    if (*subject == '#')
        (void)find_id(model, subject + 1, strcspn(subject + 1, "@"), path, size);
    else if (strspn(subject, "abcdefghijklmnopqrstuvwxyz_0123456789[].") == strlen(subject))
        snprintf(path, size, "%s", subject);
}
