#include "model/promote.h"

#include "base/limits.h"
#include "base/string_map.h"
#include "base/vector.h"
#include "model/name.h"
#include "model/promote_circumstances.h"
#include "model/reference.h"

#include <string.h>

#define TITLE_BYTES_MAX 200

struct promotion {
    const Catalog__V1__Taxonomy *taxonomy;
    const Catalog__V1__TaxonomyEntry *entry;
    const char *name_space;
    const char *threat; /* its name; NULL: the entry is a control */
    const char *slug;   /* of the entry */
    struct arena *arena;
    struct string_map names; /* given so far */
    VECTOR(Catalog__V1__Object *) objects;
};

/* What a control draft says. */
struct draft {
    const char *id; /* after the entry's slug; "": the entry itself */
    const char *title;
    const char *text;
    Catalog__V1__Strength strength;
    Catalog__V1__Reference *const *references;
    size_t reference_count;
};

bool promote_is_control(const char *scheme, const char *kind) {
    static const char *const schemes[] = {"nist-800-53", "asvs", "d3fend", "csf"};
    static const char *const kinds[] = {"control", "requirement", "mitigation", "countermeasure"};
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (strcmp(schemes[i], scheme) == 0)
            return true;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (strcmp(kinds[i], kind) == 0)
            return true;
    return false;
}

static char slug_char(char c) {
    static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char kept[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    const char *letter = strchr(upper, c);
    if (letter != NULL)
        return kept[letter - upper];
    if (strchr(kept, c) == NULL)
        return '-';
    return c;
}

/* TEXT in lower case, everything but letters and digits as one '-', none at the ends. */
static const char *slug_of(const char *text, struct arena *arena) {
    char *slug = arena_alloc(arena, strlen(text) + 1);
    size_t size = 0;
    if (slug == NULL)
        return NULL;
    for (; *text != '\0'; text++) {
        char kept = slug_char(*text);
        if (kept != '-' || (size > 0 && slug[size - 1] != '-'))
            slug[size++] = kept;
    }
    while (size > 0 && slug[size - 1] == '-')
        size--;
    slug[size] = '\0';
    return slug;
}

/* "cwe-79" says its scheme, "t1078" does not. */
static const char *entry_slug(const char *scheme, const char *id, struct arena *arena) {
    const char *first = slug_of(scheme, arena);
    const char *second = slug_of(id, arena);
    if (first == NULL || second == NULL)
        return NULL;
    bool has_scheme = strncmp(first, second, strlen(first)) == 0 && second[strlen(first)] == '-';
    return has_scheme ? second : ARENA_JOIN(arena, first, "-", second);
}

/* A name that no other draft has: one that is too long, or given already, ends in a number. */
static char *name_of(struct promotion *promotion, const char *slug) {
    for (unsigned i = 1;; i++) {
        const char *tail = i == 1 ? "" : arena_printf(promotion->arena, "-%u", i);
        if (tail == NULL)
            return NULL;
        char *name = arena_printf(promotion->arena, "%s/%.*s%s", promotion->name_space,
                                  (int)(LIMIT_IDENTIFIER_BYTES - strlen(tail)), slug, tail);
        if (name == NULL)
            return NULL;
        if (string_map_get(&promotion->names, name) == NULL)
            return string_map_put(&promotion->names, name, name) ? name : NULL;
    }
}

/* The first sentence of TEXT, or as many of its words as a title holds. */
static const char *first_sentence(const char *text, struct arena *arena) {
    static const char gap[] = " ...";
    const char *end = strstr(text, ". ");
    size_t size = end != NULL ? (size_t)(end - text) + 1 : strlen(text);
    size_t line = strcspn(text, "\r\n");
    size = line < size ? line : size;
    if (size <= TITLE_BYTES_MAX)
        return arena_strndup(arena, text, size);
    for (size = TITLE_BYTES_MAX - strlen(gap); size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80;)
        size--;
    for (size_t i = size; i > 0; i--) {
        if (text[i] == ' ')
            return arena_printf(arena, "%.*s%s", (int)i, text, gap);
    }
    return arena_printf(arena, "%.*s%s", (int)size, text, gap);
}

/* Schemes whose entries have no names give the whole entry as its title. */
static const char *title_of(const char *text, struct arena *arena) {
    bool is_title = strlen(text) <= TITLE_BYTES_MAX && strpbrk(text, "\r\n") == NULL;
    return is_title ? text : first_sentence(text, arena);
}

/* A requirement tells somebody what to verify; an objective says what is so. NULL: no room. */
static const char *assertion_of(const char *text, struct arena *arena) {
    static const char beginning[] = "Verify that ";
    static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
    static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (strncmp(text, beginning, strlen(beginning)) != 0 || text[strlen(beginning)] == '\0')
        return text;
    char *assertion = arena_strdup(arena, text + strlen(beginning));
    const char *letter = assertion == NULL ? NULL : strchr(lower, assertion[0]);
    if (letter != NULL)
        assertion[0] = upper[letter - lower];
    return assertion;
}

static Catalog__V1__Reference *new_reference(const struct promotion *promotion, const char *scheme, const char *id,
                                             const char *release) {
    Catalog__V1__Reference *reference = ARENA_NEW(promotion->arena, Catalog__V1__Reference);
    if (reference == NULL)
        return NULL;
    catalog__v1__reference__init(reference);
    reference->scheme = (char *)(uintptr_t)scheme;
    reference->id = (char *)(uintptr_t)id;
    reference->release = (char *)(uintptr_t)release;
    return reference;
}

static Catalog__V1__Object *add_object(struct promotion *promotion, Catalog__V1__Object__KindCase kind,
                                       ProtobufCMessage *member) {
    Catalog__V1__Object *object = ARENA_NEW(promotion->arena, Catalog__V1__Object);
    if (object == NULL || !vector_push(promotion->arena, &promotion->objects, object))
        return NULL;
    catalog__v1__object__init(object);
    object->kind_case = kind;
    object->threat = (Catalog__V1__Threat *)member;
    return object;
}

/* The entry itself, then what it refers to. */
static Catalog__V1__Reference **own_references(const struct promotion *promotion) {
    const Catalog__V1__TaxonomyEntry *entry = promotion->entry;
    Catalog__V1__Reference **references =
        ARENA_ARRAY(promotion->arena, Catalog__V1__Reference *, entry->n_references + 1);
    if (references == NULL)
        return NULL;
    references[0] = new_reference(promotion, promotion->taxonomy->scheme, entry->id, promotion->taxonomy->release);
    if (entry->n_references > 0)
        memcpy(references + 1, entry->references, entry->n_references * sizeof *references);
    return references[0] == NULL ? NULL : references;
}

static bool add_threat(struct promotion *promotion, Catalog__V1__Reference **references) {
    const Catalog__V1__TaxonomyEntry *entry = promotion->entry;
    Catalog__V1__Threat *threat = ARENA_NEW(promotion->arena, Catalog__V1__Threat);
    if (threat == NULL)
        return false;
    catalog__v1__threat__init(threat);
    threat->name = name_of(promotion, promotion->slug);
    threat->title = (char *)(uintptr_t)title_of(entry->title, promotion->arena);
    threat->description = entry->text;
    threat->references = references;
    threat->n_references = entry->n_references + 1;
    promotion->threat = threat->name;
    return threat->name != NULL && threat->title != NULL && promote_circumstances(entry, promotion->arena, threat) &&
           add_object(promotion, CATALOG__V1__OBJECT__KIND_THREAT, &threat->base) != NULL;
}

static bool set_mitigates(const struct promotion *promotion, const struct draft *draft, Catalog__V1__Control *control) {
    Catalog__V1__ControlMitigation *mitigation = ARENA_NEW(promotion->arena, Catalog__V1__ControlMitigation);
    control->mitigates = ARENA_ARRAY(promotion->arena, Catalog__V1__ControlMitigation *, 1);
    if (mitigation == NULL || control->mitigates == NULL)
        return false;
    catalog__v1__control_mitigation__init(mitigation);
    mitigation->threat = (char *)(uintptr_t)promotion->threat;
    mitigation->strength = draft->strength == CATALOG__V1__STRENGTH__STRENGTH_UNSPECIFIED
                               ? CATALOG__V1__STRENGTH__STRENGTH_PARTIAL
                               : draft->strength;
    control->mitigates[0] = mitigation;
    control->n_mitigates = 1;
    return true;
}

static bool add_control(struct promotion *promotion, const struct draft *draft) {
    struct arena *arena = promotion->arena;
    Catalog__V1__Control *control = ARENA_NEW(arena, Catalog__V1__Control);
    const char *tail = slug_of(draft->id, arena);
    const char *slug = tail == NULL      ? NULL
                       : tail[0] != '\0' ? ARENA_JOIN(arena, promotion->slug, "-", tail)
                                         : promotion->slug;
    if (control == NULL || slug == NULL)
        return false;
    catalog__v1__control__init(control);
    control->name = name_of(promotion, slug);
    control->title = (char *)(uintptr_t)(draft->title[0] != '\0' ? title_of(draft->title, arena)
                                                                 : first_sentence(draft->text, arena));
    control->objective = (char *)(uintptr_t)draft->text;
    control->references = (Catalog__V1__Reference **)(uintptr_t)draft->references;
    control->n_references = draft->reference_count;
    if (promotion->threat != NULL && !set_mitigates(promotion, draft, control))
        return false;
    return control->name != NULL && control->title != NULL &&
           add_object(promotion, CATALOG__V1__OBJECT__KIND_CONTROL, &control->base) != NULL;
}

/* Mitigations of ATT&CK are entries themselves. */
static bool is_entry(const struct promotion *promotion, const char *id) {
    return strncmp(promotion->taxonomy->scheme, "attack", strlen("attack")) == 0 && id[0] == 'M' && id[1] >= '0' &&
           id[1] <= '9';
}

/* The entry, which says that MITIGATION helps, and what that is in the scheme. */
static Catalog__V1__Reference **references_of(const struct promotion *promotion,
                                              const Catalog__V1__TaxonomyMitigation *mitigation,
                                              Catalog__V1__Reference *entry, size_t *ret_count) {
    Catalog__V1__Reference **references = ARENA_ARRAY(promotion->arena, Catalog__V1__Reference *, 2);
    *ret_count = 1;
    if (references == NULL)
        return NULL;
    references[0] = entry;
    if (!is_entry(promotion, mitigation->id))
        return references;
    references[(*ret_count)++] =
        new_reference(promotion, promotion->taxonomy->scheme, mitigation->id, promotion->taxonomy->release);
    return references[1] == NULL ? NULL : references;
}

static bool add_mitigations(struct promotion *promotion, Catalog__V1__Reference *entry) {
    for (size_t i = 0; i < promotion->entry->n_mitigations; i++) {
        const Catalog__V1__TaxonomyMitigation *mitigation = promotion->entry->mitigations[i];
        size_t count = 0;
        Catalog__V1__Reference **references = references_of(promotion, mitigation, entry, &count);
        if (references == NULL)
            return false;
        const struct draft draft = {
            .id = mitigation->id[0] != '\0' ? mitigation->id : "mitigation",
            .title = mitigation->title,
            .text = mitigation->text[0] != '\0' ? mitigation->text : mitigation->title,
            .strength = mitigation->strength,
            .references = references,
            .reference_count = count,
        };
        if (!add_control(promotion, &draft))
            return false;
    }
    return true;
}

/* The end of MAPPING that is not the entry. */
static Catalog__V1__Reference *other_end(const struct promotion *promotion,
                                         const Catalog__V1__TaxonomyMapping *mapping) {
    bool is_from = mapping->from != NULL && strcmp(mapping->from->scheme, promotion->taxonomy->scheme) == 0 &&
                   strcmp(mapping->from->id, promotion->entry->id) == 0;
    return is_from ? mapping->to : mapping->from;
}

static bool add_mapped(struct promotion *promotion, Catalog__V1__TaxonomyMapping *const *mappings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Catalog__V1__Reference *end = other_end(promotion, mappings[i]);
        if (end == NULL || !promote_is_control(end->scheme, ""))
            continue;
        Catalog__V1__Reference **references = ARENA_ARRAY(promotion->arena, Catalog__V1__Reference *, 1);
        char *title = arena_printf(promotion->arena, "%s %s", end->scheme, end->id);
        if (references == NULL || title == NULL)
            return false;
        references[0] = end;
        const struct draft draft = {.id = end->id,
                                    .title = title,
                                    .text = mappings[i]->note,
                                    .strength = mappings[i]->strength,
                                    .references = references,
                                    .reference_count = 1};
        if (!add_control(promotion, &draft))
            return false;
    }
    return true;
}

static bool make(struct promotion *promotion, const Catalog__V1__GetTaxonomyEntryResponse *found) {
    const Catalog__V1__TaxonomyEntry *entry = promotion->entry;
    Catalog__V1__Reference **references = own_references(promotion);
    promotion->slug = entry_slug(promotion->taxonomy->scheme, entry->id, promotion->arena);
    if (references == NULL || promotion->slug == NULL)
        return false;
    if (!promote_is_control(promotion->taxonomy->scheme, entry->kind))
        return add_threat(promotion, references) && add_mitigations(promotion, references[0]) &&
               add_mapped(promotion, found->mappings, found->n_mappings);
    const struct draft draft = {.id = "",
                                .title = assertion_of(entry->title, promotion->arena),
                                .text = assertion_of(entry->text, promotion->arena),
                                .references = references,
                                .reference_count = entry->n_references + 1};
    return draft.title != NULL && draft.text != NULL && add_control(promotion, &draft);
}

status_code promote(const Catalog__V1__GetTaxonomyEntryResponse *found, const char *name_space, struct arena *arena,
                    Catalog__V1__Object ***ret_objects, size_t *ret_count, struct problem *problem) {
    struct promotion promotion = {
        .taxonomy = found->taxonomy, .entry = found->entry, .name_space = name_space, .arena = arena};
    const char *sample = ARENA_JOIN(arena, name_space, "/x");
    if (sample == NULL)
        return problem_no_memory(problem);
    if (found->taxonomy == NULL || found->entry == NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NO_ENTRY", "there is no entry to promote");
    if (!name_is_object(sample) || name_is_reserved(sample))
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_NAMESPACE",
                           "'%.63s' is no namespace: [a-z][a-z0-9-]{0,62}, and not platform", name_space);
    string_map_init(&promotion.names, arena);
    if (!make(&promotion, found))
        return problem_no_memory(problem);
    *ret_objects = promotion.objects.items;
    *ret_count = promotion.objects.count;
    return STATUS_OK;
}
