#include "model/model_index.h"

#include <stddef.h>
#include <string.h>

/* Where each list of records is in a Model, and the id in its record. */
struct list {
    const char *name;
    const char *kind_text;
    size_t count_offset;
    size_t items_offset;
    size_t id_offset;
};

#define LIST(field, type, id, text)                                                                                    \
    { #field, text, offsetof(Catalog__V1__Model, n_##field), offsetof(Catalog__V1__Model, field), offsetof(type, id) }

static const struct list lists[RECORD_KIND_COUNT] = {
    [RECORD_DEPENDENCY] = LIST(dependencies, Catalog__V1__Dependency, alias, "dependency"),
    [RECORD_ELEMENT] = LIST(elements, Catalog__V1__Element, id, "element"),
    [RECORD_ASSET] = LIST(assets, Catalog__V1__Asset, id, "asset"),
    [RECORD_ENTRY_POINT] = LIST(entry_points, Catalog__V1__EntryPoint, id, "entry point"),
    [RECORD_TRUST_ZONE] = LIST(trust_zones, Catalog__V1__TrustZone, id, "trust zone"),
    [RECORD_DATA_FLOW] = LIST(data_flows, Catalog__V1__DataFlow, id, "data flow"),
    [RECORD_USE_CASE] = LIST(use_cases, Catalog__V1__UseCase, id, "use case"),
    [RECORD_THREAT] = LIST(threats, Catalog__V1__ThreatUse, id, "threat"),
    [RECORD_MITIGATION] = LIST(mitigations, Catalog__V1__Mitigation, id, "mitigation"),
    [RECORD_PROVISION] = LIST(provides, Catalog__V1__Provision, id, "provision"),
    [RECORD_RESPONSIBILITY] = LIST(responsibilities, Catalog__V1__Responsibility, id, "responsibility"),
    [RECORD_ASSUMPTION] = LIST(assumptions, Catalog__V1__Assumption, id, "assumption"),
    [RECORD_RESIDUAL] = LIST(residuals, Catalog__V1__Residual, id, "residual"),
    [RECORD_DECISION] = LIST(decisions, Catalog__V1__DecisionRequest, id, "decision"),
};

static size_t list_count(const Catalog__V1__Model *model, const struct list *list) {
    return *(const size_t *)((const char *)model + list->count_offset);
}

static const void *list_item(const Catalog__V1__Model *model, const struct list *list, size_t index) {
    /* Copied, because the pointers have another type for every list. */
    const char *items = NULL;
    const void *item = NULL;
    memcpy(&items, (const char *)model + list->items_offset, sizeof items);
    memcpy(&item, items + index * sizeof item, sizeof item);
    return item;
}

static const char *item_id(const struct list *list, const void *item) {
    const char *id = *(char *const *)((const char *)item + list->id_offset);
    return id == NULL ? "" : id;
}

static size_t count_records(const Catalog__V1__Model *model) {
    size_t count = 0;
    for (size_t i = 0; i < RECORD_KIND_COUNT; i++)
        count += list_count(model, &lists[i]);
    return count;
}

static void collect(const Catalog__V1__Model *model, struct model_index *index) {
    for (size_t kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        for (size_t i = 0; i < list_count(model, &lists[kind]); i++) {
            const void *item = list_item(model, &lists[kind], i);
            index->records[index->record_count++] = (struct record){
                .kind = (enum record_kind)kind, .index = i, .id = item_id(&lists[kind], item), .message = item};
        }
    }
}

status_code model_index_build(const Catalog__V1__Model *model, struct arena *arena, struct model_index *ret_index,
                              struct problem *problem) {
    struct model_index index = {.records = ARENA_ARRAY(arena, struct record, count_records(model) + 1)};
    if (index.records == NULL)
        return problem_no_memory(problem);
    string_map_init(&index.by_id, arena);
    collect(model, &index);
    for (size_t i = 0; i < index.record_count; i++) {
        struct record *record = &index.records[i];
        if (*record->id == '\0' || string_map_get(&index.by_id, record->id) != NULL)
            continue;
        if (!string_map_put(&index.by_id, record->id, record))
            return problem_no_memory(problem);
    }
    *ret_index = index;
    return STATUS_OK;
}

const struct record *model_index_find(const struct model_index *index, const char *id) {
    return string_map_get(&index->by_id, id);
}

const char *record_list_name(enum record_kind kind) {
    return lists[kind].name;
}

const char *record_kind_text(enum record_kind kind) {
    return lists[kind].kind_text;
}
