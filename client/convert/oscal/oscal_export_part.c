#include "convert/oscal/oscal_export.h"

#include "convert/carry.h"
#include "convert/normalise.h"
#include "convert/oscal/oscal_props.h"
#include "convert/uuid.h"
#include "model/reference.h"

#include <string.h>

static const char *keep(struct oscal_export *oscal, const char *text) {
    oscal->maker.has_failed = oscal->maker.has_failed || text == NULL;
    return text == NULL ? "" : text;
}

/* ---- UUIDs ---- */

const char *oscal_uuid(struct oscal_export *oscal, const char *name) {
    char text[UUID_TEXT_BYTES];
    uuid_of_name(uuid_space_url, keep(oscal, ARENA_JOIN(oscal->maker.arena, OSCAL_NS, ":", name)), text);
    return keep(oscal, arena_strdup(oscal->maker.arena, text));
}

const char *oscal_part_uuid(struct oscal_export *oscal, const char *name, const char *kind, const char *id,
                            const struct oscal_named *control) {
    const char *suffix = control == NULL ? "" : control->source == OSCAL_SOURCE_OWN ? "@own:" : "@nist:";
    return oscal_uuid(oscal, keep(oscal, ARENA_JOIN(oscal->maker.arena, name, "#", kind, ":", id, suffix,
                                                    control == NULL ? "" : control->id)));
}

/* ---- Sources ---- */

static const struct {
    const char *name; /* of its UUID */
    const char *title;
    const char *href; /* "": there is no file of it */
} sources[OSCAL_SOURCES] = {
    [OSCAL_SOURCE_NIST] = {"source:nist-800-53", "NIST SP 800-53: Security and Privacy Controls",
                           "https://doi.org/10.6028/NIST.SP.800-53r5"},
    [OSCAL_SOURCE_OWN] = {"source:own", "Controls of the catalog that the components are from", ""},
};

const char *oscal_source_href(struct oscal_export *oscal, enum oscal_source source) {
    oscal->is_used[source] = true;
    return keep(oscal, ARENA_JOIN(oscal->maker.arena, "#", oscal_uuid(oscal, sources[source].name)));
}

static struct tree_node *resource_of(struct oscal_export *oscal, enum oscal_source source) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *resource = make_map(maker);
    struct tree_node *rlinks = make_list(maker);
    make_put_text(maker, resource, "uuid", oscal_uuid(oscal, sources[source].name));
    make_put_text(maker, resource, "title", sources[source].title);
    if (sources[source].href[0] != '\0') {
        struct tree_node *rlink = make_map(maker);
        make_put_text(maker, rlink, "href", sources[source].href);
        make_add(maker, rlinks, rlink);
    }
    make_put_filled(maker, resource, "rlinks", rlinks);
    return resource;
}

void oscal_put_back_matter(struct oscal_export *oscal, struct tree_node *document) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *back = make_map(maker);
    struct tree_node *resources = make_list(maker);
    for (size_t source = 0; source < OSCAL_SOURCES; source++) {
        if (oscal->is_used[source])
            make_add(maker, resources, resource_of(oscal, (enum oscal_source)source));
    }
    oscal_put_controls(oscal, resources);
    make_put_filled(maker, back, "resources", resources);
    make_put_filled(maker, document, "back-matter", back);
}

/* ---- Metadata ---- */

static void add_role(struct oscal_export *oscal, struct tree_node *roles, const char *id, const char *title) {
    struct tree_node *role = make_map(&oscal->maker);
    make_put_text(&oscal->maker, role, "id", id);
    make_put_text(&oscal->maker, role, "title", title);
    make_add(&oscal->maker, roles, role);
}

struct tree_node *oscal_metadata(struct oscal_export *oscal, const char *title) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *metadata = make_map(maker);
    struct tree_node *roles = make_list(maker);
    make_put_text(maker, metadata, "title", title);
    make_put_text(maker, metadata, "last-modified", OSCAL_LAST_MODIFIED);
    make_put_text(maker, metadata, "version", OSCAL_FILE_VERSION);
    make_put_text(maker, metadata, "oscal-version", OSCAL_VERSION);
    add_role(oscal, roles, "provider", "Provider");
    add_role(oscal, roles, "customer", "Customer");
    make_put(maker, metadata, "roles", roles);
    return metadata;
}

static void put_role(struct oscal_export *oscal, struct tree_node *node, const char *id) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *roles = make_list(maker);
    struct tree_node *role = make_map(maker);
    make_put_text(maker, role, "role-id", id);
    make_add(maker, roles, role);
    make_put(maker, node, "responsible-roles", roles);
}

/* ---- Controls ---- */

/* ID as a token of OSCAL: "AC-2(3)" as "ac-2.3", and '-' for what may not stand in one. */
static const char *token_of(struct oscal_export *oscal, const char *id) {
    char *token = arena_alloc(oscal->maker.arena, strlen(id) + 2);
    size_t size = 0;
    if (token == NULL)
        return keep(oscal, NULL);
    if (!((id[0] >= 'a' && id[0] <= 'z') || (id[0] >= 'A' && id[0] <= 'Z')))
        token[size++] = '_';
    for (; *id != '\0'; id++) {
        char byte = normalise_lower(*id);
        bool is_kept = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '.' || byte == '_';
        if (is_kept)
            token[size++] = byte;
        else if (byte != ')')
            token[size++] = byte == '(' ? '.' : '-';
    }
    token[size] = '\0';
    return token;
}

static void add_name(struct oscal_export *oscal, enum oscal_source source, const char *id, oscal_names *names) {
    const struct oscal_named name = {source, token_of(oscal, id)};
    for (size_t i = 0; i < names->count; i++) {
        if (names->items[i].source == source && strcmp(names->items[i].id, name.id) == 0)
            return;
    }
    if (!vector_push(oscal->maker.arena, names, name))
        keep(oscal, NULL);
}

void oscal_add_names(struct oscal_export *oscal, const char *name, oscal_names *names) {
    const Catalog__V1__Control *control = export_control(oscal->export, name);
    const char *slash = strchr(name, '/');
    bool is_named = false;
    if (control != NULL)
        oscal_keep_control(oscal, control);
    for (size_t i = 0; control != NULL && i < control->n_references; i++) {
        const Catalog__V1__Reference *reference = control->references[i];
        if (strcmp(reference->scheme, "nist-800-53") != 0)
            continue;
        const char *id = keep(oscal, reference_id(reference->scheme, reference->id, oscal->maker.arena));
        add_name(oscal, OSCAL_SOURCE_NIST, id, names);
        is_named = true;
    }
    if (!is_named)
        add_name(oscal, OSCAL_SOURCE_OWN, slash == NULL ? name : slash + 1, names);
}

static bool needs(const Catalog__V1__Provision *provision, const char *id) {
    for (size_t i = 0; i < provision->n_requires; i++) {
        if (strcmp(provision->requires[i], id) == 0)
            return true;
    }
    return false;
}

/* A part stands in one source alone, so that the order of parts is the same when they are read back. */
static void keep_one_source(oscal_names *names) {
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (names->items[i].source == OSCAL_SOURCE_NIST)
            names->items[kept++] = names->items[i];
    }
    names->count = kept > 0 ? kept : names->count;
}

void oscal_add_duty_names(struct oscal_export *oscal, const Catalog__V1__Model *model,
                          const Catalog__V1__Responsibility *duty, oscal_names *names) {
    const Catalog__V1__Discharge *discharge = duty->discharged_by;
    for (size_t i = 0; discharge != NULL && i < discharge->n_controls; i++)
        oscal_add_names(oscal, discharge->controls[i], names);
    for (size_t i = 0; names->count == 0 && i < model->n_provides; i++) {
        if (needs(model->provides[i], duty->id))
            oscal_add_names(oscal, model->provides[i]->control, names);
    }
    keep_one_source(names);
}

const char *oscal_title_of(struct oscal_export *oscal, const char *text, const char *control) {
    const Catalog__V1__Control *known = text[0] != '\0' ? NULL : export_control(oscal->export, control);
    if (text[0] != '\0')
        return text;
    return known != NULL && known->title[0] != '\0' ? known->title : control;
}

/* ---- What is carried ---- */

static void put_props(struct oscal_export *oscal, struct tree_node *node, const char *kind,
                      const struct tree_node *carried) {
    struct tree_node *props = make_list(&oscal->maker);
    oscal_props_put(&oscal->maker, props, kind, carried);
    make_put(&oscal->maker, node, "props", props);
}

void oscal_put_provision(struct oscal_export *oscal, struct tree_node *node, const Catalog__V1__Provision *provision) {
    put_props(oscal, node, OSCAL_KIND_PROVISION, CARRY_MAP(&oscal->maker, provision, OSCAL_SAID_PROVISION));
    put_role(oscal, node, "provider");
}

void oscal_put_duty(struct oscal_export *oscal, struct tree_node *node, const Catalog__V1__Responsibility *duty) {
    put_props(oscal, node, OSCAL_KIND_DUTY, CARRY_MAP(&oscal->maker, duty, OSCAL_SAID_DUTY));
    put_role(oscal, node, "customer");
}

/* ---- Models ---- */

/* Responsibilities that are about no control have no requirement to stand in. */
static void keep_untied(struct oscal_export *oscal, const Catalog__V1__Model *model, Catalog__V1__Model *copy) {
    copy->responsibilities =
        ARENA_ARRAY(oscal->maker.arena, Catalog__V1__Responsibility *, model->n_responsibilities + 1);
    copy->n_responsibilities = 0;
    if (copy->responsibilities == NULL)
        keep(oscal, NULL);
    for (size_t i = 0; copy->responsibilities != NULL && i < model->n_responsibilities; i++) {
        oscal_names names = {0};
        oscal_add_duty_names(oscal, model, model->responsibilities[i], &names);
        if (names.count == 0)
            copy->responsibilities[copy->n_responsibilities++] = model->responsibilities[i];
    }
}

static void put_links(struct oscal_export *oscal, struct tree_node *node, const Catalog__V1__Model *model) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *links = make_list(maker);
    for (size_t i = 0; i < model->n_links; i++) {
        struct tree_node *link = make_map(maker);
        make_put_text(maker, link, "href", model->links[i]->url);
        make_put_text(maker, link, "rel", "reference");
        make_put_text(maker, link, "text", model->links[i]->title);
        make_add(maker, links, link);
    }
    make_put_filled(maker, node, "links", links);
}

void oscal_put_model(struct oscal_export *oscal, struct tree_node *node, const Catalog__V1__Model *model) {
    Catalog__V1__Model copy = *model;
    keep_untied(oscal, model, &copy);
    oscal_own_tags(oscal, model->tags, model->n_tags, &copy.tags, &copy.n_tags);
    const struct tree_node *carried = CARRY_MAP(&oscal->maker, &copy, OSCAL_SAID_COMPONENT);
    put_props(oscal, node, OSCAL_KIND_COMPONENT, carried);
    put_links(oscal, node, model);
    export_note_carried(oscal->export, model->name, "props", carried);
}
