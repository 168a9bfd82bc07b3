#include "convert/export.h"

#include "codec/field.h"
#include "convert/draft.h"
#include "convert/formats.h"
#include "convert/words.h"

#include <string.h>

const struct export_format *const export_formats[] = {&export_native, &export_otm,        &export_tml,
                                                      &export_oscal,  &export_oscal_plan, &export_threat_composer,
                                                      &export_gemara, &export_csv,        &export_dot};
const size_t export_format_count = COUNT_OF(export_formats);

const struct export_format *export_format_find(const char *name) {
    for (size_t i = 0; i < export_format_count; i++) {
        if (strcmp(export_formats[i]->name, name) == 0)
            return export_formats[i];
    }
    return NULL;
}

void export_init(struct export *export, struct arena *arena, struct report *report, struct problem *problem) {
    *export = (struct export){.arena = arena, .report = report, .problem = problem};
    string_map_init(&export->known, arena);
    string_map_init(&export->missing, arena);
}

/* The members of a union share one place, and the kinds of objects have the numbers of its members. */
Catalog__V1__ObjectKind export_kind(const Catalog__V1__Object *object) {
    return (Catalog__V1__ObjectKind)object->kind_case;
}

const char *export_name(const Catalog__V1__Object *object) {
    const ProtobufCMessage *member = &object->threat->base;
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(member->descriptor, "name");
    return field_text(field_value(member, field, 0));
}

bool export_add(struct export *export, const Catalog__V1__Object *object, bool is_asked) {
    const char *name = export_name(object);
    if (is_asked && !vector_push(export->arena, &export->objects, object))
        return false;
    return string_map_get(&export->known, name) != NULL ||
           string_map_put(&export->known, name, (void *)(uintptr_t)object);
}

static void *look_up(struct export *export, const char *name, Catalog__V1__ObjectKind kind) {
    if (name == NULL || name[0] == '\0')
        return NULL;
    const Catalog__V1__Object *object = string_map_get(&export->known, name);
    if (object != NULL && export_kind(object) == kind)
        return object->threat;
    if (string_map_get(&export->missing, name) != NULL)
        return NULL;
    report_add(export->report, NOTE_WARNING, name, NULL, "no %s of this name is known here: only its name is written",
               word_of(&catalog__v1__object_kind__descriptor, (int)kind).text);
    if (!string_map_put(&export->missing, name, export))
        export->report->has_failed = true;
    return NULL;
}

const Catalog__V1__Threat *export_threat(struct export *export, const char *name) {
    return look_up(export, name, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT);
}

const Catalog__V1__Control *export_control(struct export *export, const char *name) {
    return look_up(export, name, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL);
}

const Catalog__V1__Model *export_component(struct export *export, const char *name) {
    return look_up(export, name, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT);
}

const Catalog__V1__Threat *export_threat_of(struct export *export, const Catalog__V1__ThreatUse *use) {
    return use->inline_ != NULL ? use->inline_ : export_threat(export, use->threat);
}

const Catalog__V1__Control *export_control_of(struct export *export, const Catalog__V1__Mitigation *mitigation) {
    return mitigation->inline_ != NULL ? mitigation->inline_ : export_control(export, mitigation->control);
}

bool export_covers(const Catalog__V1__Mitigation *mitigation, const char *place) {
    for (size_t i = 0; i < mitigation->n_on; i++) {
        size_t size = strlen(mitigation->on[i]);
        if (strncmp(mitigation->on[i], place, size) == 0 && (place[size] == '\0' || place[size] == '.'))
            return true;
    }
    return false;
}

static bool names(const Catalog__V1__Mitigation *mitigation, const Catalog__V1__ThreatUse *use) {
    for (size_t i = 0; i < mitigation->n_mitigates; i++) {
        const char *name = mitigation->mitigates[i];
        bool is_inline = use->inline_ != NULL && name[0] == '#';
        if (is_inline ? strcmp(name + 1, use->id) == 0 : use->inline_ == NULL && strcmp(name, use->threat) == 0)
            return true;
    }
    return false;
}

bool export_answers(const Catalog__V1__Mitigation *mitigation, const Catalog__V1__ThreatUse *use) {
    return names(mitigation, use) && export_covers(mitigation, use->on);
}

const Catalog__V1__Model *export_model(const Catalog__V1__Object *object) {
    return (EXPORT_MODELS >> export_kind(object) & 1) != 0 ? object->component : NULL;
}

void export_loss(struct export *export, const char *name, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_vprintf(export->arena, format, arguments);
    va_end(arguments);
    report_add(export->report, NOTE_LOSS, name, NULL, "%s", text == NULL ? "" : text);
}

const char *export_title(struct tree_maker *maker, const char *text, const char *otherwise) {
    const char *line = words_line(maker->arena, text[0] == '\0' ? otherwise : text, DRAFT_TITLE_BYTES);
    maker->has_failed = maker->has_failed || line == NULL;
    return line == NULL ? "" : line;
}

void export_put_tags(struct tree_maker *maker, struct tree_node *map, const char *key, char *const *tags,
                     size_t count) {
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < count; i++) {
        if (tags[i][0] != '\0' && !import_is_mark(tags[i]))
            make_add(maker, list, make_text(maker, tags[i]));
    }
    make_put_filled(maker, map, key, list);
}

void export_note_carried(struct export *export, const char *name, const char *where, const struct tree_node *carried) {
    for (size_t i = 0; i < carried->count; i++) {
        const char *key = carried->entries[i].key->text;
        const struct tree_node *value = carried->entries[i].value;
        bool is_scalar = value->kind != TREE_LIST && value->kind != TREE_MAP;
        if (where == NULL && is_scalar)
            export_loss(export, name, "there is no place for %s (%.40s)", key, value->text);
        else if (where == NULL)
            export_loss(export, name, "there is no place for %s (%zu)", key, value->count);
        else if (!is_scalar)
            export_loss(export, name, "%s (%zu) stands in %s, which other tools do not show", key, value->count, where);
    }
}

/* Takes the objects out that FORMAT does not know. */
static void sort_out(struct export *export, const struct export_format *format) {
    size_t kept = 0;
    for (size_t i = 0; i < export->objects.count; i++) {
        const Catalog__V1__Object *object = export->objects.items[i];
        if ((format->kinds >> export_kind(object) & 1) != 0)
            export->objects.items[kept++] = object;
        else
            export_loss(export, export_name(object), "%s takes no %s: it is left out", format->name,
                        word_of(&catalog__v1__object_kind__descriptor, (int)export_kind(object)).text);
    }
    export->objects.count = kept;
}

/* "threat, control": what FORMAT takes. */
static const char *kinds_of(struct export *export, const struct export_format *format) {
    const char *text = "";
    for (int kind = 1; kind <= CATALOG__V1__OBJECT_KIND__OBJECT_KIND_POLICY && text != NULL; kind++) {
        struct word word = word_of(&catalog__v1__object_kind__descriptor, kind);
        if ((format->kinds >> kind & 1) != 0)
            text = ARENA_JOIN(export->arena, text, text[0] == '\0' ? "" : ", ", word.text);
    }
    return text == NULL ? "" : text;
}

static status_code check(struct export *export, const struct export_format *format) {
    if (export->objects.count == 0)
        return problem_set(export->problem, STATUS_INVALID_ARGUMENT, "UNKNOWN_KIND", "%s is made of objects of kind %s",
                           format->title, kinds_of(export, format));
    if (format->is_single && export->objects.count > 1)
        return problem_set(export->problem, STATUS_INVALID_ARGUMENT, "TOO_MANY_OBJECTS",
                           "a file of %s holds one object, and %zu were asked for", format->title,
                           export->objects.count);
    return STATUS_OK;
}

status_code export_write(struct export *export, const struct export_format *format, struct buffer *out) {
    sort_out(export, format);
    status_code code = check(export, format);
    if (code == STATUS_OK)
        code = format->write(export, out);
    bool has_room = !out->has_failed && !export->report->has_failed;
    return code == STATUS_OK && !has_room ? problem_no_memory(export->problem) : code;
}
