#include "convert/cwe/cwe.h"
#include "convert/xml_plain.h"

#include <string.h>

typedef VECTOR(Catalog__V1__TaxonomyMitigation *) cwe_mitigations;

/* How effective the scheme calls a mitigation. What it calls worse than limited is no promise at all. */
static const struct {
    const char *word;
    Catalog__V1__Strength strength;
} strengths[] = {
    {"High", CATALOG__V1__STRENGTH__STRENGTH_FULL},
    {"Moderate", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL},
    {"Limited", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL},
    {"Opportunistic", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL},
    {"SOAR Partial", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL},
    {"Defense in Depth", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL},
};

static Catalog__V1__Strength strength_of(const char *word) {
    for (size_t i = 0; i < COUNT_OF(strengths); i++) {
        if (strcmp(strengths[i].word, word) == 0)
            return strengths[i].strength;
    }
    return CATALOG__V1__STRENGTH__STRENGTH_UNSPECIFIED;
}

/* The texts of the children called NAME with ", " between; "": none. NULL: no room. */
static const char *words_of(struct cwe *cwe, const struct xml_node *node, const char *name) {
    const char *words = xml_child_text(node, name);
    const struct xml_node *child = xml_child(node, name);
    while (words != NULL && child != NULL && (child = xml_next(child)) != NULL)
        words = ARENA_JOIN(&cwe->scratch, words, ", ", xml_text(child));
    return words;
}

/* "Input Validation (Implementation)"; without a strategy "", and the text says it. NULL: no room. */
static char *title_of(struct cwe *cwe, const char *strategy, const char *phase) {
    bool has_both = strategy[0] != '\0' && phase[0] != '\0';
    return has_both ? ARENA_JOIN(&cwe->scratch, strategy, " (", phase, ")") : arena_strdup(&cwe->scratch, strategy);
}

struct remark {
    const char *label;
    const char *text;
};

/* TEXT, then a line for each of REMARKS that says something. NULL: no room. */
static char *with_remarks(struct cwe *cwe, const char *text, const struct remark *remarks, size_t count) {
    char *whole = text == NULL ? NULL : arena_strdup(&cwe->scratch, text);
    const char *gap = "\n\n";
    for (size_t i = 0; i < count && whole != NULL; i++) {
        if (remarks[i].text == NULL)
            return NULL;
        if (remarks[i].text[0] == '\0')
            continue;
        whole = ARENA_JOIN(&cwe->scratch, whole, whole[0] == '\0' ? "" : gap, remarks[i].label, remarks[i].text);
        gap = "\n";
    }
    return whole;
}

static bool has_id(const cwe_mitigations *mitigations, const char *id) {
    for (size_t i = 0; i < mitigations->count; i++) {
        if (strcmp(mitigations->items[i]->id, id) == 0)
            return true;
    }
    return false;
}

/* Its own id, which may come twice in one entry, or the how manyth it is. */
static char *new_id(struct cwe *cwe, const cwe_mitigations *mitigations, const struct xml_node *node) {
    const char *own = xml_attribute(node, "Mitigation_ID");
    char *first =
        own[0] == '\0' ? arena_printf(&cwe->scratch, "%zu", mitigations->count + 1) : arena_strdup(&cwe->scratch, own);
    char *id = first;
    for (size_t number = 2; id != NULL && has_id(mitigations, id); number++)
        id = arena_printf(&cwe->scratch, "%s-%zu", first, number);
    return id;
}

static bool add_mitigation(struct cwe *cwe, const struct xml_node *node, cwe_mitigations *mitigations) {
    Catalog__V1__TaxonomyMitigation *mitigation =
        CWE_NEW(cwe, Catalog__V1__TaxonomyMitigation, catalog__v1__taxonomy_mitigation);
    const char *phase = words_of(cwe, node, "Phase");
    const char *strategy = words_of(cwe, node, "Strategy");
    const char *effectiveness = xml_child_text(node, "Effectiveness");
    const struct remark remarks[] = {
        {"Phase: ", phase},
        {"Effectiveness: ", effectiveness},
        {"", xml_plain(xml_child(node, "Effectiveness_Notes"), &cwe->scratch)},
    };
    if (mitigation == NULL || phase == NULL || strategy == NULL)
        return false;
    mitigation->id = new_id(cwe, mitigations, node);
    mitigation->title = title_of(cwe, strategy, phase);
    mitigation->text =
        with_remarks(cwe, xml_plain(xml_child(node, "Description"), &cwe->scratch), remarks, COUNT_OF(remarks));
    mitigation->strength = strength_of(effectiveness);
    return mitigation->id != NULL && mitigation->title != NULL && mitigation->text != NULL &&
           vector_push(&cwe->scratch, mitigations, mitigation);
}

bool cwe_add_mitigations(struct cwe *cwe, const struct xml_node *weakness, Catalog__V1__TaxonomyEntry *entry) {
    cwe_mitigations mitigations = {0};
    const struct xml_node *node = xml_child(xml_child(weakness, "Potential_Mitigations"), "Mitigation");
    for (; node != NULL; node = xml_next(node)) {
        if (mitigations.count == CWE_LIST_MAX)
            cwe->cut++;
        else if (!add_mitigation(cwe, node, &mitigations))
            return false;
    }
    entry->mitigations = mitigations.items;
    entry->n_mitigations = mitigations.count;
    return true;
}
