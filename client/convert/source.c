#include "convert/source.h"

#include "base/buffer.h"
#include "base/vector.h"
#include "codec/json_compose.h"
#include "codec/yaml_compose.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct reading {
    struct arena *arena;
    struct problem *problem;
    VECTOR(struct source_file) files;
    size_t bytes;
};

static slice without_space(slice text) {
    size_t at = text.size >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < text.size && text.data[at] != '\0' && strchr(" \t\r\n", text.data[at]) != NULL)
        at++;
    return slice_of(text.data + at, text.size - at);
}

static bool has_ending(const char *name, const char *ending) {
    const char *found = strrchr(name, '.');
    return found != NULL && strcmp(found, ending) == 0;
}

/* HCL may look like YAML: only its ending tells. */
static enum source_syntax syntax_of(const char *path, slice text) {
    slice body = without_space(text);
    if (body.size == 0)
        return SOURCE_OTHER;
    if (body.data[0] == '{' || body.data[0] == '[')
        return SOURCE_JSON;
    if (body.data[0] == '<')
        return SOURCE_XML;
    return has_ending(path, ".hcl") ? SOURCE_OTHER : SOURCE_YAML;
}

static const char *complaint_of(struct arena *arena, const struct problem *problem) {
    if (problem->violation_count == 0)
        return arena_strdup(arena, problem->message);
    const struct violation *first = &problem->violations[0];
    return arena_printf(arena, "%u:%u: %s", first->line, first->column, first->message);
}

/* Much that is no YAML looks like it: only a format that wants YAML makes the complaint an error. The same goes for
 * JSON, in which some formats let keys repeat. */
static status_code compose_yaml(struct reading *reading, struct source_file *file) {
    struct problem problem;
    tree_list roots = {0};
    problem_init(&problem, reading->arena);
    status_code code = yaml_compose(file->text, &compose_foreign, reading->arena, &roots, &problem);
    if (code == STATUS_RESOURCE_EXHAUSTED)
        return problem_set(reading->problem, code, problem.reason, "%s: %s", file->path, problem.message);
    if (code == STATUS_OK && roots.count == 1 && roots.items[0]->kind != TREE_TEXT)
        file->root = roots.items[0];
    else
        file->syntax = SOURCE_OTHER;
    if (code != STATUS_OK)
        file->complaint = complaint_of(reading->arena, &problem);
    return STATUS_OK;
}

static status_code compose(struct reading *reading, struct source_file *file) {
    file->syntax = syntax_of(file->path, file->text);
    if (file->syntax == SOURCE_YAML)
        return compose_yaml(reading, file);
    if (file->syntax != SOURCE_JSON)
        return STATUS_OK;
    struct problem problem;
    problem_init(&problem, reading->arena);
    status_code code = json_compose(file->text, &compose_foreign, reading->arena, &file->root, &problem);
    if (code == STATUS_INVALID_ARGUMENT)
        file->complaint = complaint_of(reading->arena, &problem);
    return code == STATUS_OK || file->complaint != NULL
               ? STATUS_OK
               : problem_set(reading->problem, code, problem.reason, "%s: %s", file->path, problem.message);
}

static status_code add_text(struct reading *reading, const char *path, slice text) {
    struct source_file file = {.path = arena_strdup(reading->arena, path), .text = text};
    status_code code = file.path == NULL ? problem_no_memory(reading->problem) : compose(reading, &file);
    if (code == STATUS_OK && !vector_push(reading->arena, &reading->files, file))
        code = problem_no_memory(reading->problem);
    return code;
}

static status_code add_file(struct reading *reading, const char *path) {
    struct buffer text;
    FILE *file = fopen(path, "rbe");
    size_t count = 1;
    if (file == NULL)
        return problem_set(reading->problem, STATUS_NOT_FOUND, "FILE_UNREADABLE", "%s cannot be read: %s", path,
                           strerror(errno));
    buffer_init(&text, LIMIT_FOREIGN_BYTES - reading->bytes);
    while (count > 0 && !text.has_failed) {
        uint8_t *room = buffer_reserve(&text, BUFSIZ);
        count = room == NULL ? 0 : fread(room, 1, BUFSIZ, file);
        buffer_grow(&text, count);
    }
    bool is_read = ferror(file) == 0;
    fclose(file);
    status_code code = STATUS_OK;
    const uint8_t *bytes = (const uint8_t *)arena_strndup(reading->arena, (const char *)text.data, text.size);
    if (!is_read)
        code = problem_set(reading->problem, STATUS_NOT_FOUND, "FILE_UNREADABLE", "%s cannot be read", path);
    else if (text.has_failed || bytes == NULL)
        code = problem_set(reading->problem, STATUS_RESOURCE_EXHAUSTED, "SOURCE_TOO_LARGE",
                           "%s: with it there are more than %lu bytes", path, LIMIT_FOREIGN_BYTES);
    else
        code = add_text(reading, path, slice_of(bytes, text.size));
    reading->bytes += text.size;
    buffer_done(&text);
    return code;
}

static bool has_known_ending(const char *name) {
    static const char *const endings[] = {".json", ".yaml", ".yml", ".hcl"};
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        if (has_ending(name, endings[i]))
            return true;
    }
    return false;
}

static status_code add_directory(struct reading *reading, const char *path, unsigned depth);

static status_code add_member(struct reading *reading, const char *path, const char *name, unsigned depth) {
    struct stat status;
    char *whole = arena_printf(reading->arena, "%s/%s", path, name);
    if (whole == NULL)
        return problem_no_memory(reading->problem);
    if (lstat(whole, &status) != 0 || S_ISLNK(status.st_mode))
        return STATUS_OK;
    if (S_ISDIR(status.st_mode) && depth == SOURCE_DEPTH_MAX)
        return problem_set(reading->problem, STATUS_RESOURCE_EXHAUSTED, "SOURCE_TOO_LARGE",
                           "%.200s: with it there are more than %d folders in each other", whole, SOURCE_DEPTH_MAX);
    if (S_ISDIR(status.st_mode))
        return add_directory(reading, whole, depth + 1);
    if (!S_ISREG(status.st_mode) || !has_known_ending(name))
        return STATUS_OK;
    if (reading->files.count == SOURCE_FILES_MAX)
        return problem_set(reading->problem, STATUS_RESOURCE_EXHAUSTED, "SOURCE_TOO_LARGE",
                           "%.200s: with it there are more than %d files", whole, SOURCE_FILES_MAX);
    return add_file(reading, whole);
}

static status_code add_directory(struct reading *reading, const char *path, unsigned depth) {
    struct dirent **members = NULL;
    int count = scandir(path, &members, NULL, alphasort);
    status_code code = STATUS_OK;
    if (count < 0)
        return problem_set(reading->problem, STATUS_NOT_FOUND, "FILE_UNREADABLE", "%s cannot be read: %s", path,
                           strerror(errno));
    for (int i = 0; i < count; i++) {
        if (code == STATUS_OK && members[i]->d_name[0] != '.')
            code = add_member(reading, path, members[i]->d_name, depth);
        free(members[i]);
    }
    free(members);
    return code;
}

static int compare_path(const void *a, const void *b) {
    return strcmp(((const struct source_file *)a)->path, ((const struct source_file *)b)->path);
}

static void finish(struct reading *reading, struct source *source) {
    if (reading->files.count > 1)
        qsort(reading->files.items, reading->files.count, sizeof *reading->files.items, compare_path);
    source->files = reading->files.items;
    source->file_count = reading->files.count;
}

status_code source_read(const char *path, struct arena *arena, struct source *ret_source, struct problem *problem) {
    struct reading reading = {.arena = arena, .problem = problem};
    struct stat status;
    *ret_source = (struct source){.path = path};
    if (stat(path, &status) != 0)
        return problem_set(problem, STATUS_NOT_FOUND, "FILE_UNREADABLE", "%s cannot be read: %s", path,
                           strerror(errno));
    ret_source->is_directory = S_ISDIR(status.st_mode);
    status_code code = ret_source->is_directory ? add_directory(&reading, path, 1) : add_file(&reading, path);
    finish(&reading, ret_source);
    return code;
}

status_code source_of_text(const char *path, slice text, struct arena *arena, struct source *ret_source,
                           struct problem *problem) {
    struct reading reading = {.arena = arena, .problem = problem};
    *ret_source = (struct source){.path = path};
    status_code code = add_text(&reading, path, text);
    finish(&reading, ret_source);
    return code;
}

const struct tree_node *source_root(const struct source *source) {
    return source->is_directory || source->file_count != 1 ? NULL : source->files[0].root;
}
