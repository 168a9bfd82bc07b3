#include "lib/file.h"

#include "base/limits.h"
#include "lib/failure.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDERS_DEEP_MAX 32
#define READ_BYTES       (64 * KIB)

static enum catalog_code from_errno(struct catalog_error **ret_error, const char *path) {
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return error_set(ret_error, CATALOG_NOT_FOUND, "NO_FILE", "%s: there is no such file or folder", path);
    case EACCES:
    case EPERM:
        return error_set(ret_error, CATALOG_PERMISSION_DENIED, "NO_ACCESS", "%s: reading it is not allowed", path);
    default:
        return error_set(ret_error, CATALOG_FAILED_PRECONDITION, "CANNOT_READ", "%s: cannot be read: %s", path,
                         strerror(errno));
    }
}

static enum catalog_code read_all(int descriptor, const char *path, struct buffer *text,
                                  struct catalog_error **ret_error) {
    for (;;) {
        uint8_t *room = buffer_reserve(text, READ_BYTES);
        if (room == NULL)
            return error_set(ret_error, CATALOG_RESOURCE_EXHAUSTED, "FILE_TOO_LARGE",
                             "%s: larger than the %zu bytes that are read at most, or there is no memory", path,
                             text->limit_bytes);
        ssize_t size = read(descriptor, room, READ_BYTES);
        if (size == 0)
            return CATALOG_OK;
        if (size > 0)
            buffer_grow(text, (size_t)size);
        else if (errno != EINTR)
            return from_errno(ret_error, path);
    }
}

enum catalog_code file_read(const char *path, struct buffer *text, struct catalog_error **ret_error) {
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, "standard input", text, ret_error);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return from_errno(ret_error, path);
    enum catalog_code code = read_all(descriptor, path, text, ret_error);
    close(descriptor);
    return code;
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text);
    size_t end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

enum catalog_format file_format(const char *path) {
    return ends_with(path, ".json") ? CATALOG_FORMAT_JSON : CATALOG_FORMAT_YAML;
}

static bool is_document(const char *name) {
    if (ends_with(name, ".taxonomy.yaml"))
        return false;
    return ends_with(name, ".yaml") || ends_with(name, ".yml") || ends_with(name, ".json");
}

/* One walk over a folder. */
struct walk {
    struct file_list *files;
    struct arena *arena;
    struct catalog_error **ret_error;
    int depth;
};

static enum catalog_code walk_folder(struct walk *walk, const char *path);

/* A symbolic link to a file counts as the file; one to a folder could lead round in a circle. */
static enum catalog_code walk_entry(struct walk *walk, const char *path, const char *name) {
    struct stat status;
    if (lstat(path, &status) != 0)
        return from_errno(walk->ret_error, path);
    if (S_ISDIR(status.st_mode))
        return walk_folder(walk, path);
    if (!is_document(name) || stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return CATALOG_OK;
    return vector_push(walk->arena, &walk->files->paths, path) ? CATALOG_OK : error_no_memory(walk->ret_error);
}

static enum catalog_code walk_entries(struct walk *walk, DIR *folder, const char *path) {
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        const char *separator = ends_with(path, "/") ? "" : "/";
        const char *below = arena_printf(walk->arena, "%s%s%s", path, separator, entry->d_name);
        if (below == NULL)
            return error_no_memory(walk->ret_error);
        enum catalog_code code = walk_entry(walk, below, entry->d_name);
        if (code != CATALOG_OK)
            return code;
    }
    return CATALOG_OK;
}

static enum catalog_code walk_folder(struct walk *walk, const char *path) {
    if (walk->depth == FOLDERS_DEEP_MAX)
        return error_set(walk->ret_error, CATALOG_RESOURCE_EXHAUSTED, "FOLDERS_TOO_DEEP",
                         "%s: more than %d folders deep", path, FOLDERS_DEEP_MAX);
    DIR *folder = opendir(path);
    if (folder == NULL)
        return from_errno(walk->ret_error, path);
    walk->depth++;
    enum catalog_code code = walk_entries(walk, folder, path);
    walk->depth--;
    closedir(folder);
    return code;
}

static int compare_paths(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum catalog_code file_list_add(struct file_list *files, const char *path, struct arena *arena,
                                struct catalog_error **ret_error) {
    struct walk walk = {.files = files, .arena = arena, .ret_error = ret_error};
    size_t first = files->paths.count;
    bool is_folder = false;
    const char *copy = arena_strdup(arena, path);
    if (copy == NULL)
        return error_no_memory(ret_error);
    if (strcmp(path, "-") != 0) {
        struct stat status;
        if (stat(path, &status) != 0)
            return from_errno(ret_error, path);
        is_folder = S_ISDIR(status.st_mode);
    }
    if (!is_folder)
        return vector_push(arena, &files->paths, copy) ? CATALOG_OK : error_no_memory(ret_error);
    enum catalog_code code = walk_folder(&walk, copy);
    if (code == CATALOG_OK && files->paths.count > first)
        qsort(files->paths.items + first, files->paths.count - first, sizeof *files->paths.items, compare_paths);
    return code;
}
