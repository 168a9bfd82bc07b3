#include "convert/carry.h"
#include "convert/draft.h"
#include "convert/gemara/gemara_export.h"
#include "convert/words.h"

#include <string.h>

static void put_mitigated(struct gemara_export *gemara, struct tree_node *node, const Catalog__V1__Control *control) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *lists = make_list(maker);
    struct string_map seen;
    string_map_init(&seen, maker->arena);
    for (size_t i = 0; i < control->n_mitigates; i++) {
        const char *name = control->mitigates[i]->threat;
        const char *slash = strchr(name, '/');
        const char *id = string_map_get(&gemara->ids, name);
        if (slash == NULL || string_map_get(&seen, name) != NULL)
            continue;
        bool is_full = control->mitigates[i]->strength == CATALOG__V1__STRENGTH__STRENGTH_FULL;
        const char *catalog =
            id != NULL ? gemara->id : arena_printf(maker->arena, GEMARA_NAMESPACE "%.*s", (int)(slash - name), name);
        struct tree_node *entry = make_map(maker);
        maker->has_failed = maker->has_failed || catalog == NULL || !string_map_put(&seen, name, maker);
        make_put(maker, entry, "reference-id", make_text(maker, id != NULL ? id : slash + 1));
        make_put(maker, entry, "strength", make_number(maker, is_full ? GEMARA_STRENGTH_MAX : GEMARA_STRENGTH_PARTIAL));
        make_add(maker, gemara_entries_of(gemara, lists, catalog == NULL ? "" : catalog), entry);
    }
    make_put_filled(maker, node, "threats", lists);
}

/* Levels and recommendation stand behind the text of a requirement that was taken over. */
struct requirement {
    const char *text;
    const char *levels; /* with ", " between them */
    const char *recommended;
};

static bool is_whole_text(struct gemara_export *gemara, const struct requirement *parts, const char *text) {
    bool has_levels = parts->levels[0] != '\0';
    const char *whole =
        ARENA_JOIN(gemara->maker.arena, parts->text, has_levels ? GEMARA_APPLIES : "", parts->levels,
                   has_levels ? "." : "", parts->recommended[0] == '\0' ? "" : GEMARA_RECOMMENDED, parts->recommended);
    return whole != NULL && strcmp(whole, text) == 0;
}

/* What cannot be put together again is left as it is. */
static struct requirement split(struct gemara_export *gemara, const char *text) {
    struct arena *arena = gemara->maker.arena;
    const char *levels = strstr(text, GEMARA_APPLIES);
    struct requirement whole = {text, "", ""};
    if (levels == NULL)
        return whole;
    const char *names = levels + strlen(GEMARA_APPLIES);
    const char *end = names + strcspn(names, ".");
    const char *rest = *end == '.' ? end + 1 : end;
    bool has_more = strncmp(rest, GEMARA_RECOMMENDED, strlen(GEMARA_RECOMMENDED)) == 0;
    struct requirement parts = {
        .text = arena_strndup(arena, text, (size_t)(levels - text)),
        .levels = arena_strndup(arena, names, (size_t)(end - names)),
        .recommended = has_more ? rest + strlen(GEMARA_RECOMMENDED) : "",
    };
    bool is_split = parts.text != NULL && parts.levels != NULL && is_whole_text(gemara, &parts, text) &&
                    strcmp(gemara_export_prose(gemara, parts.text), parts.text) == 0;
    return is_split ? parts : whole;
}

static struct tree_node *levels_of(struct gemara_export *gemara, const char *text) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *list = make_list(maker);
    while (*text != '\0') {
        const char *comma = strstr(text, ", ");
        size_t size = comma == NULL ? strlen(text) : (size_t)(comma - text);
        const char *level = arena_strndup(maker->arena, text, size);
        maker->has_failed = maker->has_failed || level == NULL;
        make_add(maker, list, make_text(maker, level));
        text += size + (comma == NULL ? 0 : strlen(", "));
    }
    return list;
}

static struct tree_node *requirement(struct gemara_export *gemara, const Catalog__V1__Verification *verification) {
    struct tree_maker *maker = &gemara->maker;
    struct requirement parts = split(gemara, gemara_export_prose(gemara, verification->statement));
    struct tree_node *node = make_map(maker);
    make_put(maker, node, "id", make_text(maker, verification->id));
    make_put(maker, node, "text", make_text(maker, parts.text));
    make_put(maker, node, "applicability", levels_of(gemara, parts.levels));
    make_put_text(maker, node, "recommendation", parts.recommended);
    return node;
}

static void put_requirements(struct gemara_export *gemara, struct tree_node *node,
                             const Catalog__V1__Control *control) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < control->n_verification; i++) {
        make_add(maker, list, requirement(gemara, control->verification[i]));
        if (control->verification[i]->n_evidence_kinds > 0)
            export_loss(gemara->export, control->name, "the kinds of evidence of %s have no place",
                        control->verification[i]->id);
    }
    make_put_filled(maker, node, "assessment-requirements", list);
}

/* The domain, else the first tag, which may be the group that it had. */
static void put_control_group(struct gemara_export *gemara, struct tree_node *node,
                              const Catalog__V1__Control *control) {
    struct tree_maker *maker = &gemara->maker;
    if (control->domain != CATALOG__V1__CONTROL_DOMAIN__CONTROL_DOMAIN_UNSPECIFIED) {
        const char *word = arena_strdup(
            maker->arena, word_with_hyphens(&catalog__v1__control_domain__descriptor, (int)control->domain).text);
        maker->has_failed = maker->has_failed || word == NULL;
        gemara_put_group(gemara, node, word == NULL ? "" : word, word == NULL ? "" : word);
        return;
    }
    for (size_t i = 0; i < control->n_tags; i++) {
        if (draft_is_name(control->tags[i], "-")) {
            gemara_put_group(gemara, node, control->tags[i], control->tags[i]);
            return;
        }
    }
    gemara_put_group(gemara, node, GEMARA_GROUP_ANY, GEMARA_GROUP_ANY);
}

static const char *objective_of(struct gemara_export *gemara, const Catalog__V1__Control *control) {
    const char *objective = gemara_export_prose(gemara, control->objective);
    return objective[0] != '\0' ? objective : gemara_export_prose(gemara, control->description);
}

struct tree_node *gemara_controls(struct gemara_export *gemara) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < gemara->controls.count; i++) {
        const Catalog__V1__Control *control = gemara->controls.items[i].control;
        struct tree_node *node = gemara_export_entry(gemara, gemara->controls.items[i].id, control->title);
        const char *objective = objective_of(gemara, control);
        make_put(maker, node, "objective",
                 objective[0] != '\0' ? make_text(maker, objective) : tree_get(node, "title"));
        put_control_group(gemara, node, control);
        put_mitigated(gemara, node, control);
        const struct gemara_references references = {control->name, "guidelines", control->references,
                                                     control->n_references};
        gemara_put_references(gemara, node, &references);
        put_requirements(gemara, node, control);
        make_add(maker, list, node);
        export_note_carried(gemara->export, control->name, NULL,
                            CARRY_MAP(maker, control, "name", "title", "objective", "domain", "mitigates",
                                      "verification", "references"));
    }
    return list;
}
