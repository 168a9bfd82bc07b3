#include "convert/cwe/cwe.h"
#include "model/reference.h"

#include <string.h>

/* What holds one entry. */
struct cwe_parents {
    VECTOR(char *) ids;
};

bool cwe_is_hierarchy(const char *number) {
    return strcmp(number, "1000") == 0 || strcmp(number, "699") == 0;
}

char *cwe_id(const char *number, struct arena *arena) {
    return (char *)(uintptr_t)reference_id("cwe", number, arena);
}

/* Notes that the entry MEMBER stands in PARENT; both are numbers. */
static bool remember(struct cwe *cwe, const char *member, const char *parent) {
    struct cwe_parents *parents = string_map_get(&cwe->parents, member);
    if (parents == NULL) {
        const char *key = arena_strdup(&cwe->kept, member);
        parents = ARENA_NEW(&cwe->kept, struct cwe_parents);
        if (key == NULL || parents == NULL || !string_map_put(&cwe->parents, key, parents))
            return false;
    }
    char *id = cwe_id(parent, &cwe->kept);
    return id != NULL && vector_push(&cwe->kept, &parents->ids, id);
}

static bool take_relation(struct cwe *cwe, const struct xml_node *relation, const char *holder) {
    const char *number = xml_attribute(relation, "CWE_ID");
    if (!cwe_is_hierarchy(xml_attribute(relation, "View_ID")))
        return true;
    if (strcmp(relation->name, "Has_Member") == 0)
        return remember(cwe, number, holder);
    return strcmp(relation->name, "Member_Of") != 0 || remember(cwe, holder, number);
}

status_code cwe_take_members(void *context, const struct xml_node *category) {
    struct cwe *cwe = context;
    const struct xml_node *list = xml_child(category, "Relationships");
    if (list == NULL)
        list = xml_child(category, "Members");
    const struct xml_node *relation = list == NULL ? NULL : list->first;
    for (; relation != NULL; relation = relation->next) {
        if (!take_relation(cwe, relation, xml_attribute(category, "ID")))
            return import_no_memory(cwe->import);
    }
    return STATUS_OK;
}

bool cwe_add_id(struct cwe *cwe, cwe_ids *ids, char *id) {
    for (size_t i = 0; i < ids->count; i++) {
        if (strcmp(ids->items[i], id) == 0)
            return true;
    }
    if (ids->count < CWE_LIST_MAX)
        return id[0] == '\0' || vector_push(&cwe->scratch, ids, id);
    cwe->cut++;
    return true;
}

char *cwe_joined(struct cwe *cwe, const cwe_ids *ids, const char *gap) {
    const char **parts = ARENA_ARRAY(&cwe->scratch, const char *, 2 * ids->count + 1);
    if (parts == NULL)
        return NULL;
    for (size_t i = 0; i < ids->count; i++) {
        parts[2 * i] = i == 0 ? "" : gap;
        parts[2 * i + 1] = ids->items[i];
    }
    return arena_join(&cwe->scratch, parts, 2 * ids->count);
}

bool cwe_add_parents(struct cwe *cwe, const char *id, cwe_ids *ids) {
    const struct cwe_parents *parents = string_map_get(&cwe->parents, id);
    for (size_t i = 0; parents != NULL && i < parents->ids.count; i++) {
        if (ids->count == CWE_LIST_MAX) {
            cwe->cut += parents->ids.count - i;
            break;
        }
        if (!cwe_add_id(cwe, ids, parents->ids.items[i]))
            return false;
    }
    return true;
}
