#include "convert/cwe/cwe.h"
#include "convert/normalise.h"

#include <string.h>

/* What suffers, and the impacts on it, each once. */
struct scope {
    const char *name;
    cwe_ids impacts;
};

typedef VECTOR(struct scope *) scopes;

/* "access control" for "Access Control". NULL: no room. */
static char *name_of(struct cwe *cwe, const char *text) {
    char *name = arena_strdup(&cwe->scratch, text);
    for (char *at = name; at != NULL && *at != '\0'; at++)
        *at = normalise_lower(*at);
    return name;
}

/* The scope called NAME, which is new where there is none. NULL: no room. */
static struct scope *find(struct cwe *cwe, scopes *all, const char *name) {
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i]->name, name) == 0)
            return all->items[i];
    }
    struct scope *scope = ARENA_NEW(&cwe->scratch, struct scope);
    if (scope == NULL || !vector_push(&cwe->scratch, all, scope))
        return NULL;
    scope->name = name;
    return scope;
}

static bool add_impacts(struct cwe *cwe, const struct xml_node *consequence, struct scope *scope) {
    const struct xml_node *impact = xml_child(consequence, "Impact");
    bool is_added = true;
    for (; impact != NULL && is_added && scope->impacts.count < CWE_SCOPES_MAX; impact = xml_next(impact)) {
        char *text = arena_strdup(&cwe->scratch, xml_text(impact));
        is_added = text != NULL && cwe_add_id(cwe, &scope->impacts, text);
    }
    cwe->cut += impact != NULL;
    return is_added;
}

static bool add_scopes(struct cwe *cwe, const struct xml_node *consequence, scopes *all) {
    const struct xml_node *node = xml_child(consequence, "Scope");
    for (; node != NULL; node = xml_next(node)) {
        if (all->count == CWE_SCOPES_MAX) {
            cwe->cut++;
            break;
        }
        const char *name = name_of(cwe, xml_text(node));
        struct scope *scope = name == NULL ? NULL : find(cwe, all, name);
        if (scope == NULL || !add_impacts(cwe, consequence, scope))
            return false;
    }
    cwe->notes_lost += xml_child(consequence, "Note") != NULL;
    return true;
}

/* "confidentiality: Read Files or Directories; Read Memory". NULL: no room. */
static char *text_of(struct cwe *cwe, const struct scope *scope) {
    char *impacts = cwe_joined(cwe, &scope->impacts, "; ");
    return impacts == NULL ? NULL : ARENA_JOIN(&cwe->scratch, scope->name, impacts[0] == '\0' ? "" : ": ", impacts);
}

bool cwe_add_consequences(struct cwe *cwe, const struct xml_node *weakness, Catalog__V1__TaxonomyEntry *entry) {
    const struct xml_node *node = xml_child(xml_child(weakness, "Common_Consequences"), "Consequence");
    scopes all = {0};
    cwe_ids texts = {0};
    for (; node != NULL; node = xml_next(node)) {
        if (!add_scopes(cwe, node, &all))
            return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        char *text = text_of(cwe, all.items[i]);
        if (text == NULL || !vector_push(&cwe->scratch, &texts, text))
            return false;
    }
    entry->consequences = texts.items;
    entry->n_consequences = texts.count;
    entry->likelihood = normalise_rating(xml_child_text(weakness, "Likelihood_Of_Exploit"));
    return true;
}
