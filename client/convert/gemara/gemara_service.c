#include "convert/gemara/gemara.h"
#include "convert/words.h"

#include <string.h>
#include <strings.h>

/* One service on its way to a component. */
struct service {
    const struct gemara *gemara;
    const struct gemara_catalog *catalog;
    Catalog__V1__Model *component;
    struct draft_ids ids;
    struct string_map uses; /* names of the threats it has, and "threat at element" */
    const char *whole;      /* the element that stands for the service */
};

static const char *const known_keys[] = {"id",
                                         "title",
                                         "description",
                                         "version",
                                         "category-ids",
                                         "type",
                                         "example-csp-services",
                                         "mapping-csp-services",
                                         "mapping-references",
                                         "author",
                                         "gemara-version",
                                         "applicability-categories"};

/* Of the metadata of a catalog that is no service. */
static const char *const base_keys[] = {
    "id", "title", "version", "type", "author", "gemara-version", "mapping-references", "applicability-categories"};

static bool is_base_name(const char *id) {
    static const char ending[] = ".Core";
    size_t size = strlen(id);
    return size >= strlen(ending) && strcasecmp(id + size - strlen(ending), ending) == 0;
}

static bool has_capabilities(const struct gemara *gemara, const struct gemara_catalog *catalog) {
    for (size_t i = 0; i < catalog->entries.count; i++) {
        if (catalog->entries.items[i]->kind == GEMARA_CAPABILITY)
            return true;
    }
    for (size_t i = 0; i < catalog->imports.count; i++) {
        const struct gemara_entry *entry = string_map_get(&gemara->entries, catalog->imports.items[i].id);
        if (entry != NULL && entry->kind == GEMARA_CAPABILITY)
            return true;
    }
    return false;
}

static bool is_service(const struct gemara *gemara, const struct gemara_catalog *catalog) {
    const struct tree_node *capabilities = gemara_get(catalog->root, "capabilities");
    bool is_empty = capabilities != NULL && capabilities->kind == TREE_LIST && capabilities->count == 0;
    bool is_base = catalog->imports.count == 0 && (catalog->is_imported || is_base_name(catalog->id));
    return !is_base && (is_empty || has_capabilities(gemara, catalog));
}

/* ---- What it is called ---- */

static bool add_tag(const struct service *service, const char *text) {
    Catalog__V1__Model *component = service->component;
    return text != NULL && (text[0] == '\0' || draft_add(service->gemara->import, &component->n_tags, &component->tags,
                                                         (char *)(uintptr_t)text));
}

/* Its versions are not semantic ones: a tag says which it was. */
static bool add_tags(const struct service *service, const struct tree_node *metadata) {
    struct import *import = service->gemara->import;
    const struct tree_node *categories = draft_list(metadata, "category-ids");
    const char *version = draft_title(import, draft_text(metadata, "version"));
    if (version == NULL)
        return false;
    bool is_added = add_tag(service, version[0] == '\0' ? "" : ARENA_JOIN(import->arena, GEMARA_RELEASE_TAG, version));
    for (size_t i = 0; i < categories->count && is_added; i++)
        is_added = add_tag(service, draft_slug(import, categories->entries[i].value->text, ""));
    return is_added;
}

/* Products that are such a service. */
static bool add_products(const struct service *service, const struct tree_node *metadata) {
    bool is_older = gemara_get(metadata, "mapping-csp-services") != NULL;
    const struct tree_node *products = draft_list(metadata, is_older ? "mapping-csp-services" : "example-csp-services");
    struct import *import = service->gemara->import;
    bool is_added = true;
    for (size_t i = 0; i < products->count && is_added; i++) {
        const struct tree_node *product = products->entries[i].value;
        Catalog__V1__Link *link = DRAFT_NEW(import, Catalog__V1__Link, catalog__v1__link);
        if (link == NULL)
            return false;
        link->title = (char *)(uintptr_t)draft_title(import, draft_text(product, "service"));
        link->url = (char *)(uintptr_t)draft_text(product, "url");
        is_added =
            link->title != NULL && draft_add(import, &service->component->n_links, &service->component->links, link);
    }
    return is_added;
}

static bool describe(const struct service *service) {
    const struct gemara *gemara = service->gemara;
    const struct gemara_catalog *catalog = service->catalog;
    const struct tree_node *metadata = gemara_get(catalog->root, "metadata");
    bool has_title = draft_text(metadata, "title")[0] != '\0';
    Catalog__V1__Model *component = service->component;
    component->service_class = CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_ABSTRACTED;
    component->title = gemara_title(gemara, has_title ? metadata : catalog->root, catalog->id);
    component->description = gemara_prose(gemara, metadata, "description");
    gemara_note_losses(gemara, catalog->file, metadata, known_keys, COUNT_OF(known_keys));
    report_add(gemara->import->report, NOTE_WARNING, catalog->file, metadata,
               "%s: the source has no entry points, data, layers or duties that block a gate, and does not say what "
               "keeps data; look through the component",
               gemara_word(gemara, catalog->id));
    return component->title != NULL && component->description != NULL && add_tags(service, metadata) &&
           add_products(service, metadata);
}

/* ---- Elements ---- */

/* The kind that GROUP is called like; a process, where it is none. */
static Catalog__V1__ElementKind kind_of(const char *group) {
    for (int kind = 1; kind <= CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL; kind++) {
        if (strcmp(word_of(&catalog__v1__element_kind__descriptor, kind).text, group) == 0)
            return (Catalog__V1__ElementKind)kind;
    }
    return CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS;
}

static Catalog__V1__Element *add_element(struct service *service, const char *source_id, const char *title,
                                         const char *description) {
    struct import *import = service->gemara->import;
    Catalog__V1__Element *element = DRAFT_NEW(import, Catalog__V1__Element, catalog__v1__element);
    const char *id = draft_id(&service->ids, "capability", source_id, "capability");
    if (element == NULL || id == NULL || title == NULL || description == NULL ||
        !draft_add(import, &service->component->n_elements, &service->component->elements, element))
        return NULL;
    element->id = (char *)(uintptr_t)id;
    element->kind = CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS;
    element->title = (char *)(uintptr_t)title;
    element->description = (char *)(uintptr_t)description;
    return element;
}

static status_code add_capability(struct service *service, const struct gemara_entry *entry) {
    const struct gemara *gemara = service->gemara;
    Catalog__V1__Element *element = add_element(service, entry->id, gemara_title(gemara, entry->node, entry->id),
                                                gemara_prose(gemara, entry->node, "description"));
    if (element == NULL)
        return import_no_memory(service->gemara->import);
    element->kind = kind_of(entry->group);
    return STATUS_OK;
}

/* ---- Threats ---- */

static status_code add_use(struct service *service, Catalog__V1__Threat *threat, const char *element) {
    struct import *import = service->gemara->import;
    char *key = ARENA_JOIN(import->arena, threat->name, " at ", element);
    char *source_id = ARENA_JOIN(import->arena, strchr(threat->name, '/') + 1, "-at-", element);
    if (key == NULL || source_id == NULL)
        return import_no_memory(service->gemara->import);
    if (string_map_get(&service->uses, key) != NULL)
        return STATUS_OK;
    Catalog__V1__ThreatUse *use = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    const char *id = draft_id(&service->ids, "threat", source_id, "threat");
    if (use == NULL || id == NULL || !string_map_put(&service->uses, key, use) ||
        !string_map_put(&service->uses, threat->name, use) ||
        !draft_add(import, &service->component->n_threats, &service->component->threats, use))
        return import_no_memory(service->gemara->import);
    use->id = (char *)(uintptr_t)id;
    use->threat = threat->name;
    use->on = (char *)(uintptr_t)element;
    return STATUS_OK;
}

/* A threat stands at each capability of the service that it names, else at the service. */
static status_code add_threat(struct service *service, const struct gemara_entry *entry) {
    gemara_links links = {0};
    status_code code = STATUS_OK;
    bool is_placed = false;
    if (!gemara_add_links(service->gemara, entry->file, entry->node, "capabilities", &links))
        return import_no_memory(service->gemara->import);
    for (size_t i = 0; i < links.count && code == STATUS_OK; i++) {
        const char *element = draft_id_of(&service->ids, "capability", links.items[i].id);
        if (element == NULL)
            continue;
        is_placed = true;
        code = add_use(service, entry->threat, element);
    }
    return is_placed || code != STATUS_OK ? code : add_use(service, entry->threat, service->whole);
}

/* ---- Responsibilities ---- */

static Catalog__V1__Responsibility *new_duty(struct service *service, const char *source_id, const char *statement) {
    struct import *import = service->gemara->import;
    Catalog__V1__Model *component = service->component;
    Catalog__V1__Responsibility *duty = DRAFT_NEW(import, Catalog__V1__Responsibility, catalog__v1__responsibility);
    const char *id = draft_id(&service->ids, "responsibility", source_id, "responsibility");
    if (duty == NULL || id == NULL ||
        !draft_add(import, &component->n_responsibilities, &component->responsibilities, duty))
        return NULL;
    duty->id = (char *)(uintptr_t)id;
    duty->statement = (char *)(uintptr_t)statement;
    return duty;
}

/* A control is something the consumer configures or verifies: a responsibility that it discharges. */
static status_code add_control(struct service *service, const struct gemara_entry *entry) {
    struct import *import = service->gemara->import;
    const Catalog__V1__Control *control = entry->control;
    Catalog__V1__Responsibility *duty = new_duty(service, entry->id, control->objective);
    Catalog__V1__Discharge *discharge = DRAFT_NEW(import, Catalog__V1__Discharge, catalog__v1__discharge);
    if (duty == NULL || discharge == NULL ||
        !draft_add(import, &discharge->n_controls, &discharge->controls, control->name))
        return import_no_memory(service->gemara->import);
    duty->discharged_by = discharge;
    for (size_t i = 0; i < control->n_mitigates; i++) {
        char *threat = control->mitigates[i]->threat;
        bool is_here = string_map_get(&service->uses, threat) != NULL;
        if (is_here && !draft_add(import, &duty->n_covers, &duty->covers, threat))
            return import_no_memory(service->gemara->import);
    }
    return STATUS_OK;
}

static status_code add_whole_duty(struct service *service) {
    static const char statement[] = "The consumer configures the service and verifies what it does.";
    if (service->component->n_responsibilities > 0)
        return STATUS_OK;
    report_add(service->gemara->import->report, NOTE_WARNING, service->catalog->file, service->catalog->root,
               "%s names no controls: its one responsibility is a general one",
               gemara_word(service->gemara, service->catalog->id));
    return new_duty(service, "configuration", statement) == NULL ? import_no_memory(service->gemara->import)
                                                                 : STATUS_OK;
}

/* ---- Together ---- */

static status_code add_entry(struct service *service, const struct gemara_entry *entry, enum gemara_kind kind) {
    if (entry->kind != kind)
        return STATUS_OK;
    if (kind == GEMARA_CAPABILITY)
        return add_capability(service, entry);
    return kind == GEMARA_THREAT ? add_threat(service, entry) : add_control(service, entry);
}

static status_code add_entries(struct service *service, enum gemara_kind kind) {
    const struct gemara_catalog *catalog = service->catalog;
    status_code code = STATUS_OK;
    for (size_t i = 0; i < catalog->entries.count && code == STATUS_OK; i++)
        code = add_entry(service, catalog->entries.items[i], kind);
    for (size_t i = 0; i < catalog->imports.count && code == STATUS_OK; i++) {
        const struct gemara_entry *entry = string_map_get(&service->gemara->entries, catalog->imports.items[i].id);
        if (entry != NULL && entry->catalog != catalog)
            code = add_entry(service, entry, kind);
    }
    return code;
}

status_code gemara_read_service(const struct gemara *gemara, const struct gemara_catalog *catalog) {
    struct service service = {.gemara = gemara, .catalog = catalog};
    struct import *import = gemara->import;
    if (!is_service(gemara, catalog)) {
        gemara_note_losses(gemara, catalog->file, gemara_get(catalog->root, "metadata"), base_keys,
                           COUNT_OF(base_keys));
        return STATUS_OK;
    }
    if (import_source(import, catalog->source) != STATUS_OK)
        return import_no_memory(service.gemara->import);
    service.component = draft_component(import, catalog->file, gemara_get(catalog->root, "metadata"),
                                        draft_slug(import, catalog->id, "service"));
    draft_ids_init(&service.ids, import);
    string_map_init(&service.uses, import->arena);
    if (service.component == NULL || !describe(&service))
        return import_no_memory(service.gemara->import);
    bool is_taken = string_map_get(&gemara->entries, GEMARA_WHOLE_ID) != NULL;
    const Catalog__V1__Element *whole =
        add_element(&service, is_taken ? GEMARA_WHOLE_OTHER_ID : GEMARA_WHOLE_ID, GEMARA_WHOLE_TITLE, "");
    if (whole == NULL)
        return import_no_memory(service.gemara->import);
    service.whole = whole->id;
    status_code code = STATUS_OK;
    for (enum gemara_kind kind = GEMARA_CAPABILITY; kind <= GEMARA_CONTROL && code == STATUS_OK; kind++)
        code = add_entries(&service, kind);
    return code == STATUS_OK ? add_whole_duty(&service) : code;
}
