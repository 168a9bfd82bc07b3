#include "convert/draft.h"

#include <string.h>

#define MARK_PREFIX "source:"

bool import_is_mark(const char *tag) {
    size_t size = strlen(MARK_PREFIX);
    if (strncmp(tag, MARK_PREFIX, size) != 0)
        return false;
    for (size_t i = 0; i < import_format_count; i++) {
        size_t name_size = strlen(import_formats[i]->name);
        if (strncmp(tag + size, import_formats[i]->name, name_size) == 0 && tag[size + name_size] == '-')
            return true;
    }
    return false;
}

status_code import_source(struct import *import, const char *id) {
    const char *slug = id[0] == '\0' ? "" : draft_slug(import, id, "");
    import->mark =
        slug == NULL || slug[0] == '\0' ? slug : ARENA_JOIN(import->arena, MARK_PREFIX, import->format, "-", slug);
    return import->mark == NULL ? problem_no_memory(import->problem) : STATUS_OK;
}

status_code import_deprecated(struct import *import, const char *name, const char *replaced_by) {
    const struct import_deprecation deprecation = {name, replaced_by};
    return vector_push(import->arena, &import->deprecations, deprecation) ? STATUS_OK
                                                                          : problem_no_memory(import->problem);
}

/* Marks that came with the file, which was exported from a catalog, say nothing about this source. */
static size_t drop_marks(char **tags, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!import_is_mark(tags[i]))
            tags[kept++] = tags[i];
    }
    return kept;
}

static bool mark(struct import *import, const Catalog__V1__Object *object, const char *tag) {
    ProtobufCMessage *member = &object->threat->base;
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(member->descriptor, "tags");
    if (field == NULL)
        return true;
    size_t *count = (size_t *)(void *)((char *)member + field->quantifier_offset);
    char ***tags = (char ***)(void *)((char *)member + field->offset);
    size_t kept = drop_marks(*tags, *count);
    char **marked = ARENA_ARRAY(import->arena, char *, kept + 1);
    if (marked == NULL)
        return false;
    if (kept > 0)
        memcpy(marked, *tags, kept * sizeof *marked);
    if (tag[0] != '\0')
        marked[kept++] = (char *)(uintptr_t)tag;
    *tags = marked;
    *count = kept;
    return true;
}

status_code import_read(struct import *import, const struct import_format *format, const struct source *source) {
    size_t first = import->objects.count;
    import->format = format->name;
    import->mark = "";
    status_code code = format->read(import, source);
    for (size_t i = first; i < import->objects.count && code == STATUS_OK; i++)
        code = mark(import, import->objects.items[i], import->marks.items[i]) ? STATUS_OK
                                                                              : problem_no_memory(import->problem);
    return code;
}
