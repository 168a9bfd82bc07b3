#include "convert/draft.h"

#include <stdlib.h>
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
    return import->mark == NULL ? import_no_memory(import) : STATUS_OK;
}

status_code import_deprecated(struct import *import, const char *name, const char *replaced_by) {
    const struct import_deprecation deprecation = {name, replaced_by};
    return vector_push(import->arena, &import->deprecations, deprecation) ? STATUS_OK : import_no_memory(import);
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
        code = mark(import, import->objects.items[i], import->marks.items[i]) ? STATUS_OK : import_no_memory(import);
    return code;
}

Catalog__V1__Object *import_find(const struct import *import, const char *name) {
    return string_map_get(&import->names, name);
}

static int order_files(const void *a, const void *b) {
    const struct source_file *left = a;
    const struct source_file *right = b;
    return strcmp(left->path, right->path);
}

/* The files of all sources of FORMAT as if they were those of one directory. */
static status_code merge(struct import *import, const struct import_format *format, const struct import_opened *opened,
                         size_t count, struct source *ret_source) {
    VECTOR(struct source_file) files = {0};
    size_t sources = 0;
    for (size_t i = 0; i < count; i++) {
        const struct source *source = &opened[i].source;
        if (opened[i].format != format)
            continue;
        if (sources++ == 0)
            *ret_source = *source;
        for (size_t j = 0; j < source->file_count; j++) {
            if (!vector_push(import->arena, &files, source->files[j]))
                return import_no_memory(import);
        }
    }
    if (sources > 1 && files.count > 0) {
        qsort(files.items, files.count, sizeof *files.items, order_files);
        ret_source->is_directory = true;
        ret_source->files = files.items;
        ret_source->file_count = files.count;
    }
    return STATUS_OK;
}

static bool was_read(const struct import_opened *opened, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (opened[i].format == opened[index].format)
            return true;
    }
    return false;
}

status_code import_read_all(struct import *import, const struct import_opened *opened, size_t count) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < count && code == STATUS_OK; i++) {
        const struct import_format *format = opened[i].format;
        struct source source = opened[i].source;
        if (format->reads_together && was_read(opened, i))
            continue;
        if (format->reads_together)
            code = merge(import, format, opened, count, &source);
        if (code == STATUS_OK)
            code = import_read(import, format, &source);
    }
    return code;
}
