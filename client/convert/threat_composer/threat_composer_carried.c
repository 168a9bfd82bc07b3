#include "convert/threat_composer/threat_composer.h"

#include <stdlib.h>
#include <string.h>

#define RATING_MAX 5 /* of likelihood and of impact */

#define CARRIED_AS(composer, at, key, type, ret_message, ...)                                                          \
    carry_read((composer)->import,                                                                                     \
               &(struct carried){.file = (composer)->file,                                                             \
                                 .node = composer_metadata_node((at), (key)),                                          \
                                 .descriptor = &catalog__v1__##type##__descriptor,                                     \
                                 .skipped = (const char *const[]){__VA_ARGS__, NULL}},                                 \
               (ProtobufCMessage **)(void *)(ret_message))

const struct tree_node *composer_metadata_node(const struct tree_node *node, const char *key) {
    const struct tree_node *metadata = draft_list(node, "metadata");
    for (size_t i = 0; i < metadata->count; i++) {
        const struct tree_node *entry = metadata->entries[i].value;
        if (strcmp(draft_text(entry, "key"), key) == 0)
            return tree_get(entry, "value");
    }
    return NULL;
}

bool composer_is_carried(const struct tree_node *node) {
    static const char *const keys[] = {COMPOSER_FEATURE, COMPOSER_COMPONENT, COMPOSER_FROM, COMPOSER_USE,
                                       COMPOSER_MITIGATION};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (composer_metadata_node(node, keys[i]) != NULL)
            return true;
    }
    return false;
}

/* ---- The model ---- */

/* The assumption that carries it; NULL: none. */
static const struct tree_node *carrier(const struct composer *composer) {
    const struct tree_node *list = draft_list(composer->root, "assumptions");
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *node = list->entries[i].value;
        if (composer_metadata_node(node, COMPOSER_FEATURE) != NULL ||
            composer_metadata_node(node, COMPOSER_COMPONENT) != NULL)
            return node;
    }
    return NULL;
}

static const char *slug_of(const struct composer *composer, const struct tree_node *node, const char *title) {
    const char *name = node == NULL ? "" : composer_metadata(node, COMPOSER_REF);
    const char *slash = strchr(name, '/');
    bool is_name = slash != NULL && draft_is_name(slash + 1, "-");
    return draft_slug(composer->import, is_name ? slash + 1 : title, "threat-model");
}

Catalog__V1__Model *composer_model(const struct composer *composer, const struct tree_node *node, const char *title) {
    struct import *import = composer->import;
    const struct tree_node *source = carrier(composer);
    bool is_component = source != NULL && composer_metadata_node(source, COMPOSER_COMPONENT) != NULL;
    const char *key = is_component ? COMPOSER_COMPONENT : COMPOSER_FEATURE;
    Catalog__V1__Model *carried = NULL;
    Catalog__V1__Model *model = (is_component ? draft_component : draft_feature)(import, composer->file, node,
                                                                                 slug_of(composer, source, title));
    if (model == NULL || (source != NULL && !CARRIED_AS(composer, source, key, model, &carried, COMPOSER_SAID_MODEL)))
        return NULL;
    if (carried != NULL) {
        carried->name = model->name;
        *model = *carried;
    }
    return model;
}

/* Whether the text of KEY, which stands for something of the catalog, is another than when it was written. */
static bool is_changed(const struct composer *composer, const struct tree_node *node, const char *key) {
    const char *mark = composer_metadata(node, COMPOSER_MARK);
    const char *now = carry_mark(composer->import->arena, tree_get(node, key));
    return mark[0] != '\0' && now != NULL && strcmp(mark, now) != 0;
}

/* ---- Threats ---- */

static bool is_empty(const Catalog__V1__ThreatStatement *parts) {
    return parts->source[0] == '\0' && parts->prerequisites[0] == '\0' && parts->action[0] == '\0' &&
           parts->impact[0] == '\0' && parts->n_impacted_goals == 0 && parts->n_impacted_assets == 0;
}

/* A priority that is not the one of the carried ratings was set in the tool. */
static bool rate(const struct composer *composer, const struct tree_node *node, const Catalog__V1__ThreatUse *use,
                 Catalog__V1__Threat *threat) {
    const struct tool_place place = {composer->import, composer->file, node};
    const char *word = composer_metadata(node, "Priority");
    uint32_t likelihood = use->likelihood > 0 ? use->likelihood : threat->likelihood;
    uint32_t impact = use->impact > 0 ? use->impact : threat->impact;
    return word[0] == '\0' || strcmp(word, composer_priority(likelihood, impact)) == 0 ||
           tool_rate(&place, threat, "priority", word);
}

static bool fill_carried(const struct composer *composer, const struct tree_node *node,
                         const Catalog__V1__ThreatUse *use, Catalog__V1__Threat *threat) {
    struct import *import = composer->import;
    const struct tree_node *stride = composer_metadata_node(node, "STRIDE");
    const char *title = composer_metadata(node, "custom:title");
    threat->description = tool_text(composer_metadata(node, "Comments"));
    if (title[0] != '\0')
        threat->title = tool_text(draft_title(import, title));
    if (threat->title == NULL || !composer_fill_statement(import, node, threat) ||
        !tool_add_texts(import, &threat->n_tags, &threat->tags, draft_list(node, "tags")) ||
        (stride != NULL && !composer_classify(composer, stride, threat)) || !rate(composer, node, use, threat))
        return false;
    if (is_empty(threat->statement))
        threat->statement = NULL;
    return composer_keep_status(composer, node, threat);
}

/* Reads TEXT, "4 x 5"; what is no such thing leaves both as they are. */
static void read_rating(const char *text, uint32_t *likelihood, uint32_t *impact) {
    char *end = NULL;
    unsigned long first = strtoul(text, &end, 10);
    if (strncmp(end, " x ", 3) != 0)
        return;
    unsigned long second = strtoul(end + 3, &end, 10);
    if (first > RATING_MAX || second > RATING_MAX)
        return;
    *likelihood = (uint32_t)first;
    *impact = (uint32_t)second;
}

/* Of a threat of the catalog, a rating can be changed where it stands; all else is the catalog's. */
static bool change_named(const struct composer *composer, const struct tree_node *node, Catalog__V1__ThreatUse *use) {
    const struct tool_place place = {composer->import, composer->file, node};
    const char *word = composer_metadata(node, "Priority");
    Catalog__V1__Threat rated = CATALOG__V1__THREAT__INIT;
    uint32_t likelihood = 0;
    uint32_t impact = 0;
    if (is_changed(composer, node, "statement"))
        report_add(composer->import->report, NOTE_LOSS, composer->file, node,
                   "the statement of %.80s was changed, which is a threat of the catalog: change it there",
                   use->threat);
    read_rating(composer_metadata(node, "custom:likelihood-x-impact"), &likelihood, &impact);
    if (word[0] == '\0' || strcmp(word, composer_priority(likelihood, impact)) == 0)
        return true;
    if (!tool_rate(&place, &rated, "priority", word))
        return false;
    use->likelihood = rated.likelihood;
    use->impact = rated.impact;
    return true;
}

bool composer_carried_use(const struct composer *composer, const struct tree_node *node,
                          Catalog__V1__ThreatUse **ret_use) {
    Catalog__V1__Threat *threat = NULL;
    if (!CARRIED_AS(composer, node, COMPOSER_USE, threat_use, ret_use, COMPOSER_SAID_USE) ||
        !CARRIED_AS(composer, node, COMPOSER_THREAT, threat, &threat, COMPOSER_SAID_THREAT))
        return false;
    Catalog__V1__ThreatUse *use = *ret_use;
    if (use == NULL || use->threat[0] != '\0')
        return use == NULL || change_named(composer, node, use);
    if (threat == NULL) {
        *ret_use = NULL;
        return true;
    }
    use->inline_ = threat;
    return fill_carried(composer, node, use, threat);
}

/* ---- Mitigations ---- */

static bool take_named(const struct composer *composer, const struct tree_node *node,
                       Catalog__V1__Mitigation *mitigation) {
    mitigation->description = tool_text(composer_metadata(node, "Comments"));
    if (mitigation->title[0] != '\0' || is_changed(composer, node, "content"))
        mitigation->title = tool_text(draft_title(composer->import, draft_text(node, "content")));
    return mitigation->title != NULL;
}

static bool take_inline(const struct composer *composer, const struct tree_node *node,
                        Catalog__V1__Mitigation *mitigation, Catalog__V1__Control *control) {
    const char *title = control->title;
    mitigation->inline_ = control;
    if (!composer_fill_control(composer, node, control))
        return false;
    if (title[0] != '\0')
        control->title = tool_text(title);
    return true;
}

bool composer_carried_mitigation(const struct composer *composer, const struct tree_node *node,
                                 Catalog__V1__Mitigation **ret_mitigation) {
    Catalog__V1__Control *control = NULL;
    if (!CARRIED_AS(composer, node, COMPOSER_CONTROL, control, &control, COMPOSER_SAID_CONTROL) ||
        !CARRIED_AS(composer, node, COMPOSER_MITIGATION, mitigation, ret_mitigation, COMPOSER_SAID_INLINE))
        return false;
    if (*ret_mitigation == NULL)
        return true;
    return control == NULL ? take_named(composer, node, *ret_mitigation)
                           : take_inline(composer, node, *ret_mitigation, control);
}
