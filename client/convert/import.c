#include "convert/import.h"

#include "codec/utf8.h"
#include "convert/formats.h"

#include <stdio.h>
#include <string.h>

const struct import_format *const import_formats[] = {
    &import_otm, &import_oscal,     &import_gemara, &import_threat_composer, &import_threat_dragon,
    &import_tml, &import_threagile, &import_pytm,   &import_trustoncloud,    &import_cwe,
    &import_tb7, &import_cyclonedx, &import_asvs,   &import_asvs_mapping,    &import_d3fend,
    &import_tm7, &import_stix,      &import_ctid,   &import_hcltm,
};
const size_t import_format_count = COUNT_OF(import_formats);

const struct import_format *import_format_find(const char *name) {
    for (size_t i = 0; i < import_format_count; i++) {
        if (strcmp(import_formats[i]->name, name) == 0)
            return import_formats[i];
    }
    return NULL;
}

/* The first file that is neither YAML nor JSON and looks like it; NULL: none. */
static const struct source_file *broken_file(const struct source *source) {
    for (size_t i = 0; i < source->file_count; i++) {
        if (source->files[i].complaint != NULL)
            return &source->files[i];
    }
    return NULL;
}

/* Why a source has the shape of no format, where there is more to say than that; NULL: there is not. */
static const char *plain_reason(const struct source *source) {
    if (source->is_directory)
        return "is a directory, and its files do not make up one catalog or model: name the files";
    const struct source_file *file = source->file_count == 1 ? &source->files[0] : NULL;
    if (file == NULL)
        return NULL;
    if (file->text.size == 0)
        return "is empty";
    if (file->root != NULL && tree_get(file->root, "kind") != NULL && tree_get(file->root, "name") != NULL)
        return "is native: `catalogctl apply` takes it";
    return NULL;
}

static status_code refuse_unknown(const struct source *source, struct problem *problem) {
    char names[384] = "";
    size_t size = 0;
    const struct source_file *file = broken_file(source);
    const char *reason = plain_reason(source);
    for (size_t i = 0; i < import_format_count && size < sizeof names; i++)
        size +=
            (size_t)snprintf(names + size, sizeof names - size, "%s%s", i == 0 ? "" : ", ", import_formats[i]->name);
    if (file != NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_FILE", "%.200s:%s", file->path, file->complaint);
    if (reason != NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NO_SOURCE", "%.200s %s", source->path, reason);
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "UNKNOWN_FORMAT",
                       "%.100s has the shape of no known format; looked for %s", source->path, names);
}

status_code import_recognise(const struct source *source, const struct import_format **ret_format,
                             struct problem *problem) {
    const struct import_format *found = NULL;
    for (size_t i = 0; i < import_format_count; i++) {
        if (!import_formats[i]->recognises(source))
            continue;
        if (found != NULL)
            return problem_set(problem, STATUS_INVALID_ARGUMENT, "AMBIGUOUS_FORMAT",
                               "%.200s may be %s or %s: say which with --format", source->path, found->name,
                               import_formats[i]->name);
        found = import_formats[i];
    }
    if (found == NULL)
        return refuse_unknown(source, problem);
    *ret_format = found;
    return STATUS_OK;
}

/* Of the formats that read streams the one that HEAD is the beginning of; NULL: none. */
static const struct import_format *streaming_format(slice head, const struct import_format *wanted) {
    for (size_t i = 0; i < import_format_count; i++) {
        const struct import_format *format = import_formats[i];
        if ((wanted == NULL || wanted == format) && format->recognises_head != NULL && format->recognises_head(head))
            return format;
    }
    return NULL;
}

static status_code open_whole(const char *path, const struct import_format *wanted, struct arena *arena,
                              struct source *ret_source, const struct import_format **ret_format,
                              struct problem *problem) {
    status_code code = source_read(path, arena, ret_source, problem);
    if (code != STATUS_OK)
        return code;
    if (wanted == NULL)
        return import_recognise(ret_source, ret_format, problem);
    const struct source_file *file = broken_file(ret_source);
    if (!wanted->recognises(ret_source) && file != NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_FILE", "%.200s:%s", file->path, file->complaint);
    if (!wanted->recognises(ret_source))
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "OTHER_FORMAT",
                           "%.200s has not the shape of %s: there is no %s", path, wanted->title, wanted->shape);
    *ret_format = wanted;
    return STATUS_OK;
}

status_code import_open(const char *path, const struct import_format *wanted, struct arena *arena,
                        struct source *ret_source, const struct import_format **ret_format, struct problem *problem) {
    slice head;
    status_code code = source_head(path, arena, &head, problem);
    if (code != STATUS_OK)
        return code;
    const struct import_format *format = streaming_format(head, wanted);
    if (format == NULL)
        return open_whole(path, wanted, arena, ret_source, ret_format, problem);
    *ret_source = (struct source){.path = path};
    *ret_format = format;
    return STATUS_OK;
}

void import_init(struct import *import, struct arena *arena, struct report *report, const char *name_space,
                 struct problem *problem) {
    *import = (struct import){.arena = arena, .report = report, .name_space = name_space, .problem = problem};
    string_map_init(&import->names, arena);
    string_map_init(&import->numbers, arena);
    string_map_init(&import->remembered, arena);
    import->mark = import->format = "";
}

status_code import_no_memory(const struct import *import) {
    return problem_no_memory(import->problem);
}

status_code import_refuse(struct import *import, const char *file, const struct tree_node *node, const char *format,
                          ...) {
    char text[384];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    utf8_drop_broken(text);
    if (import->keeps_going) {
        report_add(import->report, NOTE_SKIPPED, file, node, "%s", text);
        return STATUS_OK;
    }
    if (node == NULL)
        return problem_set(import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY", "%.100s: %s", file, text);
    return problem_set(import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY", "%.100s:%u:%u: %s", file, node->line,
                       node->column, text);
}
