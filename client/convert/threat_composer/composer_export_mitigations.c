#include "convert/threat_composer/composer_export.h"
#include "convert/threat_composer/threat_composer.h"

#include <string.h>

/* What a mitigation whose control is written in the model says is that control's objective. */
static const char *content_of(struct composer_export *composer, const Catalog__V1__Mitigation *mitigation) {
    const Catalog__V1__Control *inlined = mitigation->inline_;
    const Catalog__V1__Control *control = export_control_of(composer->export, mitigation);
    if (inlined != NULL && inlined->objective[0] != '\0')
        return inlined->objective;
    const char *title = control == NULL || control->title[0] == '\0' ? mitigation->id : control->title;
    return inlined != NULL ? title : export_title(&composer->maker, mitigation->title, title);
}

/* A title that is made from the content anyway is left out. */
static const struct tree_node *carried_control(struct composer_export *composer, const Catalog__V1__Control *control,
                                               const char *content) {
    struct tree_maker *maker = &composer->maker;
    bool is_derived = control->title[0] == '\0' || strcmp(control->title, export_title(maker, content, "")) == 0;
    return is_derived ? CARRY_LINES(maker, control, COMPOSER_SAID_CONTROL, "title")
                      : CARRY_LINES(maker, control, COMPOSER_SAID_CONTROL);
}

static void put_metadata(struct composer_export *composer, struct tree_node *node,
                         const Catalog__V1__Mitigation *mitigation, const char *content) {
    struct tree_maker *maker = &composer->maker;
    const Catalog__V1__Control *inlined = mitigation->inline_;
    struct tree_node *metadata = make_list(maker);
    const char *comments = inlined != NULL ? inlined->description : mitigation->description;
    composer_say(composer, metadata, "Comments", composer_clip(composer, comments, COMPOSER_CONTENT_MAX, "a comment"));
    composer_say(composer, metadata, COMPOSER_REF, mitigation->control);
    composer_put(composer, metadata, COMPOSER_MITIGATION,
                 inlined != NULL ? CARRY_LINES(maker, mitigation, COMPOSER_SAID_INLINE)
                                 : CARRY_LINES(maker, mitigation, COMPOSER_SAID_NAMED));
    if (inlined == NULL && mitigation->title[0] == '\0')
        composer_mark(composer, metadata, content);
    if (inlined != NULL)
        composer_put(composer, metadata, COMPOSER_CONTROL, carried_control(composer, inlined, content));
    make_put(maker, node, "metadata", metadata);
}

struct tree_node *composer_mitigations(struct composer_export *composer) {
    struct tree_maker *maker = &composer->maker;
    const Catalog__V1__Model *model = composer->model;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < model->n_mitigations; i++) {
        const Catalog__V1__Mitigation *mitigation = model->mitigations[i];
        struct tree_node *node = composer_entry(composer, composer->mitigations[i], i + 1);
        const char *content =
            composer_clip(composer, content_of(composer, mitigation), COMPOSER_CONTENT_MAX, "a mitigation");
        put_metadata(composer, node, mitigation, content);
        if (mitigation->inline_ != NULL)
            composer_put_texts(composer, node, "tags", mitigation->inline_->tags, mitigation->inline_->n_tags,
                               COMPOSER_TAG_MAX);
        make_put(maker, node, "content", make_text(maker, content));
        make_put(maker, node, "status", make_text(maker, composer_status_word(mitigation->status)));
        make_add(maker, list, node);
    }
    return list;
}

/* ---- Which answers which ---- */

static void add_links(struct composer_export *composer, struct tree_node *list, size_t mitigation) {
    struct tree_maker *maker = &composer->maker;
    const Catalog__V1__Model *model = composer->model;
    const Catalog__V1__Mitigation *answer = model->mitigations[mitigation];
    for (size_t i = 0; i < model->n_threats; i++) {
        if (!export_answers(answer, model->threats[i]))
            continue;
        struct tree_node *link = make_map(maker);
        make_put(maker, link, "mitigationId", make_text(maker, composer->mitigations[mitigation]));
        make_put(maker, link, "linkedId", make_text(maker, composer->threats[i]));
        make_add(maker, list, link);
    }
}

struct tree_node *composer_links(struct composer_export *composer) {
    struct tree_node *list = make_list(&composer->maker);
    for (size_t i = 0; i < composer->model->n_mitigations; i++)
        add_links(composer, list, i);
    return list;
}
