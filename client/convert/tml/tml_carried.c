#include "convert/tml/tml.h"

#include <string.h>

static const struct tree_node *get(const struct tree_node *map, const char *key) {
    return map == NULL || map->kind != TREE_MAP ? NULL : tree_get(map, key);
}

void tml_find_own(struct tml *tml) {
    const struct tree_node *own = get(get(tml->root, "extensions"), TML_CARRIED);
    tml->own = own == NULL || own->kind != TREE_MAP ? NULL : own;
}

const struct tree_node *tml_own(const struct tml *tml, const char *list, const struct tree_node *node,
                                const char *key) {
    return get(get(get(tml->own, list), draft_text(node, "symbolic_name")), key);
}

bool tml_is_changed(const struct tml *tml, const char *list, const char *name, const struct tree_node *node,
                    const char *key) {
    const struct tree_node *marks = get(get(get(tml->own, list), name), TML_CARRIED_MARKS);
    const char *mark = draft_text(marks, key);
    const char *now = carry_mark(tml->import->arena, get(node, key));
    return mark[0] != '\0' && now != NULL && strcmp(mark, now) != 0;
}

void tml_drop(size_t *count, char **texts, const char *prefix) {
    size_t size = strlen(prefix);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (strncmp(texts[i], prefix, size) != 0 || texts[i][size] != ':')
            texts[kept++] = texts[i];
    }
    *count = kept;
}

void *tml_own_message(struct tml *tml, const struct tree_node *own, const ProtobufCMessageDescriptor *descriptor,
                      const char *const *skipped) {
    const struct carried carried = {tml->file, own, descriptor, skipped};
    ProtobufCMessage *message = NULL;
    if (!carry_read(tml->import, &carried, &message))
        return NULL;
    return message != NULL ? message : draft_message(tml->import, descriptor->sizeof_message, descriptor->message_init);
}

/* ---- The whole ---- */

static bool take_model(struct tml *tml, const char *kind) {
    Catalog__V1__Model *model = tml->feature;
    const Catalog__V1__Model *carried = TML_OWN(tml, get(tml->own, kind), Catalog__V1__Model, model, TML_SAID_MODEL);
    char *name = model->name;
    if (carried == NULL)
        return false;
    *model = *carried;
    model->name = name;
    bool is_kept = tool_add_texts(tml->import, &model->n_tags, &model->tags, draft_list(tml->own, "tags"));
    for (size_t i = 0; i < model->n_dependencies && is_kept; i++)
        is_kept = string_map_put(&tml->aliases, model->dependencies[i]->alias, model->dependencies[i]);
    return is_kept;
}

status_code tml_start(struct tml *tml) {
    const struct tree_node *scope = tree_get(tml->root, "scope");
    const char *slug = draft_text(tml->own, TML_CARRIED_SLUG);
    const char *title = draft_text(scope, "title");
    bool is_component = get(tml->own, TML_CARRIED_COMPONENT) != NULL;
    if (import_source(tml->import, slug[0] == '\0' ? title : slug) != STATUS_OK)
        return import_no_memory(tml->import);
    tml->feature = (is_component ? draft_component : draft_feature)(
        tml->import, tml->file, scope, draft_slug(tml->import, slug[0] == '\0' ? title : slug, "threat-model"));
    if (tml->feature == NULL ||
        (tml->own != NULL && !take_model(tml, is_component ? TML_CARRIED_COMPONENT : TML_CARRIED_FEATURE)))
        return import_no_memory(tml->import);
    tml->feature->title = tool_text(tml_title(tml, scope, "Threat model"));
    return tml->feature->title == NULL ? import_no_memory(tml->import) : STATUS_OK;
}

/* ---- Threats ---- */

/* What CARRIED says beside what the entry itself says. */
static bool take_inline(struct tml *tml, const struct tree_node *node, Catalog__V1__Threat *threat) {
    const struct tree_node *own = tml_own(tml, "threats", node, TML_CARRIED_INLINE);
    const struct tree_node *more = tml_own(tml, "threats", node, TML_CARRIED_STATEMENT);
    Catalog__V1__Threat *carried = TML_OWN(tml, own, Catalog__V1__Threat, threat, TML_SAID_THREAT);
    Catalog__V1__ThreatStatement *parts =
        TML_OWN(tml, more, Catalog__V1__ThreatStatement, threat_statement, TML_SAID_STATEMENT);
    if (carried == NULL || parts == NULL)
        return false;
    const Catalog__V1__Threat said = *threat;
    *threat = *carried;
    threat->title = said.title;
    threat->description = said.description;
    threat->references = said.references;
    threat->n_references = said.n_references;
    threat->statement = said.statement == NULL && more == NULL ? NULL : parts;
    if (said.statement != NULL) {
        parts->source = said.statement->source;
        parts->action = said.statement->action;
    }
    bool is_added = true;
    if (tml_is_changed(tml, "threats", draft_text(node, "symbolic_name"), node, "sources")) {
        tml_drop(&threat->n_categories, threat->categories, TML_SCHEME);
        is_added = tml_classify(tml, node, threat);
    }
    for (size_t i = 0; i < carried->n_references && is_added; i++)
        is_added = draft_add(tml->import, &threat->n_references, &threat->references, carried->references[i]);
    return is_added;
}

bool tml_take_use(struct tml *tml, const struct tree_node *node, Catalog__V1__ThreatUse *use) {
    const struct tree_node *own = tml_own(tml, "threats", node, TML_CARRIED_PART);
    Catalog__V1__ThreatUse *carried = TML_OWN(tml, own, Catalog__V1__ThreatUse, threat_use, "id", "inline");
    if (carried == NULL || !take_inline(tml, node, use->inline_))
        return false;
    bool is_inline = carried->threat[0] == '\0';
    bool is_unnamed = !is_inline && tml_own(tml, "threats", node, TML_CARRIED_UNNAMED) != NULL;
    carried->id = is_unnamed ? tool_text("") : use->id;
    bool is_moved = tml_is_changed(tml, "threats", draft_text(node, "symbolic_name"), node, "components_affected");
    carried->on = carried->on[0] == '\0' || is_moved ? use->on : carried->on;
    carried->inline_ = is_inline ? use->inline_ : NULL;
    *use = *carried;
    return true;
}
