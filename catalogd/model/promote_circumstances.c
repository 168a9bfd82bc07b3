#include "model/promote_circumstances.h"

#include "base/limits.h"

#include <string.h>

/* The COUNT texts of LIST one below the other. NULL: no room. */
static char *lines_of(struct arena *arena, char *const *list, size_t count) {
    const char **parts = ARENA_ARRAY(arena, const char *, 2 * count + 1);
    if (parts == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        parts[2 * i] = i == 0 ? "" : "\n";
        parts[2 * i + 1] = list[i];
    }
    return arena_join(arena, parts, 2 * count);
}

/* What suffers: "confidentiality" of "confidentiality: Read Data". False: no room. */
static bool set_goals(const Catalog__V1__TaxonomyEntry *entry, struct arena *arena,
                      Catalog__V1__ThreatStatement *statement) {
    statement->impacted_goals = ARENA_ARRAY(arena, char *, entry->n_consequences);
    if (statement->impacted_goals == NULL)
        return false;
    for (size_t i = 0; i < entry->n_consequences; i++) {
        size_t size = strcspn(entry->consequences[i], ":");
        char *goal = arena_strndup(arena, entry->consequences[i], size);
        if (goal == NULL)
            return false;
        if (size > 0 && size <= LIMIT_IDENTIFIER_BYTES && entry->consequences[i][size] == ':')
            statement->impacted_goals[statement->n_impacted_goals++] = goal;
    }
    return true;
}

bool promote_circumstances(const Catalog__V1__TaxonomyEntry *entry, struct arena *arena, Catalog__V1__Threat *threat) {
    threat->likelihood = entry->likelihood;
    threat->impact = entry->severity;
    if (entry->n_prerequisites + entry->n_consequences == 0)
        return true;
    Catalog__V1__ThreatStatement *statement = ARENA_NEW(arena, Catalog__V1__ThreatStatement);
    if (statement == NULL)
        return false;
    catalog__v1__threat_statement__init(statement);
    statement->prerequisites = lines_of(arena, entry->prerequisites, entry->n_prerequisites);
    statement->impact = lines_of(arena, entry->consequences, entry->n_consequences);
    threat->statement = statement;
    return statement->prerequisites != NULL && statement->impact != NULL && set_goals(entry, arena, statement);
}
