#include "convert/carry.h"
#include "convert/draft.h"
#include "convert/gemara/gemara_export.h"
#include "convert/normalise.h"
#include "convert/words.h"

#include <string.h>

/* ---- Capabilities ---- */

static bool is_whole(const Catalog__V1__Element *element) {
    bool has_id = strcmp(element->id, GEMARA_WHOLE_ID) == 0 || strcmp(element->id, GEMARA_WHOLE_OTHER_ID) == 0;
    return has_id && strcmp(element->title, GEMARA_WHOLE_TITLE) == 0;
}

static struct tree_node *capability(struct gemara_export *gemara, const Catalog__V1__Element *element) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *node = gemara_export_entry(gemara, element->id, element->title);
    bool is_unknown = element->kind == CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED;
    int kind = is_unknown ? CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS : (int)element->kind;
    const char *word = arena_strdup(maker->arena, word_of(&catalog__v1__element_kind__descriptor, kind).text);
    maker->has_failed = maker->has_failed || word == NULL;
    make_put_text(maker, node, "description", gemara_export_prose(gemara, element->description));
    if (word != NULL)
        gemara_put_group(gemara, node, word, word);
    return node;
}

struct tree_node *gemara_capabilities(struct gemara_export *gemara) {
    const Catalog__V1__Model *component = gemara->component;
    struct tree_node *list = make_list(&gemara->maker);
    for (size_t i = 0; i < component->n_elements; i++) {
        if (!is_whole(component->elements[i]))
            make_add(&gemara->maker, list, capability(gemara, component->elements[i]));
    }
    export_note_carried(
        gemara->export, component->name, NULL,
        CARRY_MAP(&gemara->maker, component, "name", "version", "title", "description", "tags", "elements", "threats"));
    return list;
}

/* ---- Threats ---- */

static const struct {
    Catalog__V1__Stride stride;
    const char *id;
    const char *title;
} stride_groups[] = {
    {CATALOG__V1__STRIDE__STRIDE_SPOOFING, "spoofing", "Spoofing"},
    {CATALOG__V1__STRIDE__STRIDE_TAMPERING, "tampering", "Tampering"},
    {CATALOG__V1__STRIDE__STRIDE_REPUDIATION, "repudiation", "Repudiation"},
    {CATALOG__V1__STRIDE__STRIDE_INFORMATION_DISCLOSURE, "information-disclosure", "Information disclosure"},
    {CATALOG__V1__STRIDE__STRIDE_DENIAL_OF_SERVICE, "denial-of-service", "Denial of service"},
    {CATALOG__V1__STRIDE__STRIDE_ELEVATION_OF_PRIVILEGE, "elevation-of-privilege", "Elevation of privilege"},
};

/* A class of another scheme that reads like one of STRIDE would be taken for it. */
static const char *class_of(const Catalog__V1__Threat *threat, Catalog__V1__Stride *ret_stride) {
    const char *class = threat->n_categories == 0 ? GEMARA_GROUP_ANY : threat->categories[0];
    if (strncmp(class, GEMARA_CATEGORY, strlen(GEMARA_CATEGORY)) == 0)
        class += strlen(GEMARA_CATEGORY);
    *ret_stride = threat->n_stride > 0 ? threat->stride[0] : normalise_stride(class);
    return class[0] == '\0' ? GEMARA_GROUP_ANY : class;
}

static void put_threat_group(struct gemara_export *gemara, struct tree_node *node, const Catalog__V1__Threat *threat) {
    Catalog__V1__Stride stride = CATALOG__V1__STRIDE__STRIDE_UNSPECIFIED;
    const char *class = class_of(threat, &stride);
    if (threat->n_stride + threat->n_categories > 1)
        export_loss(gemara->export, threat->name, "a threat is in one group: of %zu classes the first is written",
                    threat->n_stride + threat->n_categories);
    for (size_t i = 0; i < COUNT_OF(stride_groups); i++) {
        if (stride_groups[i].stride == stride) {
            gemara_put_group(gemara, node, stride_groups[i].id, stride_groups[i].title);
            return;
        }
    }
    gemara_put_group(gemara, node, class, class);
}

static void put_threat_capabilities(struct gemara_export *gemara, struct tree_node *node, const char *name) {
    struct tree_maker *maker = &gemara->maker;
    const Catalog__V1__Model *component = gemara->component;
    struct tree_node *lists = make_list(maker);
    struct string_map elements;
    string_map_init(&elements, maker->arena);
    for (size_t i = 0; component != NULL && i < component->n_elements; i++) {
        bool is_put = is_whole(component->elements[i]) || string_map_put(&elements, component->elements[i]->id, maker);
        maker->has_failed = maker->has_failed || !is_put;
    }
    for (size_t i = 0; component != NULL && i < component->n_threats; i++) {
        const Catalog__V1__ThreatUse *use = component->threats[i];
        if (strcmp(use->threat, name) != 0 || string_map_get(&elements, use->on) == NULL)
            continue;
        struct tree_node *entry = make_map(maker);
        make_put(maker, entry, "reference-id", make_text(maker, use->on));
        make_add(maker, gemara_entries_of(gemara, lists, gemara->id), entry);
    }
    make_put_filled(maker, node, "capabilities", lists);
}

static void put_actor(struct gemara_export *gemara, struct tree_node *node, const char *name) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *actors = make_list(maker);
    struct tree_node *actor = make_map(maker);
    if (name[0] == '\0')
        return;
    make_put(maker, actor, "id", make_text(maker, "source"));
    make_put(maker, actor, "name", make_text(maker, name));
    make_put(maker, actor, "type", make_text(maker, "Human"));
    make_add(maker, actors, actor);
    make_put(maker, node, "actors", actors);
}

/* What happens, in a paragraph. Where the action is the title anyway, only what follows is left to say. */
static const char *story_of(struct gemara_export *gemara, const Catalog__V1__Threat *threat) {
    const Catalog__V1__ThreatStatement *parts = threat->statement;
    bool is_said = parts != NULL && strcmp(parts->action, threat->title) == 0 && parts->prerequisites[0] == '\0' &&
                   threat->description[0] == '\0';
    if (parts == NULL || is_said)
        return parts == NULL ? threat->description : parts->impact;
    bool has_condition = parts->prerequisites[0] != '\0';
    const char *text =
        ARENA_JOIN(gemara->maker.arena, threat->description, threat->description[0] == '\0' ? "" : "\n\n",
                   parts->source, parts->source[0] == '\0' ? "" : " ", parts->action, has_condition ? ", given: " : "",
                   parts->prerequisites, parts->impact[0] == '\0' ? "" : "; ", parts->impact);
    gemara->maker.has_failed = gemara->maker.has_failed || text == NULL;
    return text == NULL ? "" : text;
}

struct tree_node *gemara_threats(struct gemara_export *gemara) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < gemara->threats.count; i++) {
        const Catalog__V1__Threat *threat = gemara->threats.items[i].threat;
        struct tree_node *node = gemara_export_entry(gemara, gemara->threats.items[i].id, threat->title);
        make_put_text(maker, node, "description", gemara_export_prose(gemara, story_of(gemara, threat)));
        put_threat_group(gemara, node, threat);
        put_threat_capabilities(gemara, node, threat->name);
        const struct gemara_references references = {threat->name, "vectors", threat->references, threat->n_references};
        gemara_put_references(gemara, node, &references);
        put_actor(gemara, node, threat->statement == NULL ? "" : threat->statement->source);
        make_add(maker, list, node);
        export_note_carried(gemara->export, threat->name, NULL,
                            CARRY_MAP(maker, threat, "name", "title", "description", "statement", "stride",
                                      "categories", "references"));
    }
    return list;
}
