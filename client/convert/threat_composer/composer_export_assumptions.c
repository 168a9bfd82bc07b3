#include "convert/threat_composer/composer_export.h"

#include <string.h>

/* The list under way. */
struct assumptions {
    struct composer_export *composer;
    struct tree_node *list;
};

/* Adds CONTENT, which says in words what entry ID of the list FROM holds. */
static void add(struct assumptions *assumptions, const char *from, const char *id, const char *content) {
    struct composer_export *composer = assumptions->composer;
    struct tree_maker *maker = &composer->maker;
    if (content == NULL) {
        maker->has_failed = true;
        return;
    }
    struct tree_node *node = composer_entry(composer, composer_uuid(composer, from, id), assumptions->list->count + 1);
    struct tree_node *metadata = make_list(maker);
    composer_say(composer, metadata, COMPOSER_FROM, from);
    make_put(maker, node, "metadata", metadata);
    make_put(maker, node, "content",
             make_text(maker, composer_clip(composer, content, COMPOSER_CONTENT_MAX, "an assumption")));
    make_add(maker, assumptions->list, node);
}

/* What others may think of the model may not come back as something that it says. */
static const Catalog__V1__Model *without_marks(struct composer_export *composer) {
    struct arena *arena = composer->maker.arena;
    Catalog__V1__Model *copy = ARENA_NEW(arena, Catalog__V1__Model);
    char **tags = ARENA_ARRAY(arena, char *, composer->model->n_tags + 1);
    if (copy == NULL || tags == NULL) {
        composer->maker.has_failed = true;
        return composer->model;
    }
    *copy = *composer->model;
    copy->tags = tags;
    copy->n_tags = 0;
    for (size_t i = 0; i < composer->model->n_tags; i++) {
        if (!import_is_mark(composer->model->tags[i]))
            tags[copy->n_tags++] = composer->model->tags[i];
    }
    return copy;
}

/* The one assumption that carries what a workspace has no place for. */
static void add_model(struct assumptions *assumptions) {
    struct composer_export *composer = assumptions->composer;
    struct tree_maker *maker = &composer->maker;
    const Catalog__V1__Model *model = without_marks(composer);
    bool is_component =
        export_kind(composer->export->objects.items[0]) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT;
    struct tree_node *node = composer_entry(composer, composer_uuid(composer, "model", ""), 1);
    struct tree_node *metadata = make_list(maker);
    const char *content = ARENA_JOIN(maker->arena, "Written from the ", is_component ? "component " : "feature ",
                                     model->name, model->version[0] == '\0' ? "" : " ", model->version,
                                     " of a catalog. The metadata hold what a workspace has no place for.");
    composer_say(composer, metadata, COMPOSER_REF, model->name);
    composer_put(composer, metadata, is_component ? COMPOSER_COMPONENT : COMPOSER_FEATURE,
                 CARRY_LINES(maker, model, COMPOSER_SAID_MODEL));
    make_put(maker, node, "metadata", metadata);
    make_put(maker, node, "content", make_text(maker, content));
    maker->has_failed = maker->has_failed || content == NULL;
    make_add(maker, assumptions->list, node);
    export_note_carried(composer->export, model->name, "metadata", CARRY_MAP(maker, model, COMPOSER_SAID_MODEL));
}

static void add_dependencies(struct assumptions *assumptions) {
    struct composer_export *composer = assumptions->composer;
    const Catalog__V1__Model *model = composer->model;
    for (size_t i = 0; i < model->n_dependencies; i++) {
        const Catalog__V1__Dependency *dependency = model->dependencies[i];
        const Catalog__V1__Model *component = export_component(composer->export, dependency->component);
        add(assumptions, "dependencies", dependency->alias,
            ARENA_JOIN(composer->maker.arena, "It stands on ", component == NULL ? "" : component->title,
                       component == NULL ? "" : ", ", dependency->component, " ", dependency->requirement, ", as ",
                       dependency->alias, "."));
    }
}

static void add_provisions(struct assumptions *assumptions) {
    struct composer_export *composer = assumptions->composer;
    const Catalog__V1__Model *model = composer->model;
    for (size_t i = 0; i < model->n_provides; i++) {
        const Catalog__V1__Provision *provision = model->provides[i];
        const Catalog__V1__Control *control = export_control(composer->export, provision->control);
        const char *title = provision->title[0] == '\0' && control != NULL ? control->title : provision->title;
        add(assumptions, "provides", provision->id,
            ARENA_JOIN(composer->maker.arena, "It provides ", provision->control, title[0] == '\0' ? "" : ": ", title,
                       provision->when[0] == '\0' ? "" : ", when ", provision->when));
    }
}

static void add_duties(struct assumptions *assumptions) {
    const Catalog__V1__Model *model = assumptions->composer->model;
    struct arena *arena = assumptions->composer->maker.arena;
    for (size_t i = 0; i < model->n_responsibilities; i++)
        add(assumptions, "responsibilities", model->responsibilities[i]->id,
            ARENA_JOIN(arena, "Left to the consumer: ", model->responsibilities[i]->statement));
    for (size_t i = 0; i < model->n_assumptions; i++)
        add(assumptions, "assumptions", model->assumptions[i]->id, model->assumptions[i]->statement);
}

struct tree_node *composer_assumptions(struct composer_export *composer) {
    struct assumptions assumptions = {composer, make_list(&composer->maker)};
    add_model(&assumptions);
    add_dependencies(&assumptions);
    add_provisions(&assumptions);
    add_duties(&assumptions);
    return assumptions.list;
}
