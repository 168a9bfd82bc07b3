#include "convert/threagile.h"

#include <string.h>
#include <sys/stat.h>

#define INCLUDES_MAX 64

/* One `includes` entry while it is looked at. */
struct include {
    struct threagile *threagile;
    const struct tree_node *node;
    const char *path; /* from here */
    uint64_t *bytes;  /* of all files that are included so far */
};

static status_code refuse(const struct include *include, const char *why) {
    return import_refuse(include->threagile->import, include->threagile->documents.items[0].file, include->node,
                         "\"%.120s\" is not included: %s", include->node->text, why);
}

/* The directory of FILE with its '/', "" for the one we are in. */
static const char *directory_of(struct arena *arena, const char *file) {
    const char *slash = strrchr(file, '/');
    return slash == NULL ? "" : arena_strndup(arena, file, (size_t)(slash - file) + 1);
}

static bool has_upward_part(const char *path) {
    for (;;) {
        size_t size = strcspn(path, "/");
        if (size == 2 && strncmp(path, "..", 2) == 0)
            return true;
        if (path[size] == '\0')
            return false;
        path += size + 1;
    }
}

/* Whether a part of the path below DIRECTORY is a symbolic link, which could lead anywhere. */
static bool has_link(struct arena *arena, const char *directory, const char *path) {
    for (size_t size = 0; path[size] != '\0';) {
        size += strspn(path + size, "/");
        size += strcspn(path + size, "/");
        struct stat status;
        char *part = arena_strndup(arena, path, size);
        char *whole = part == NULL ? NULL : ARENA_JOIN(arena, directory, part);
        if (whole == NULL || (lstat(whole, &status) == 0 && S_ISLNK(status.st_mode)))
            return true;
    }
    return false;
}

/* Why the path may not be included; NULL: it may. */
static const char *complaint_of(const struct include *include) {
    struct arena *arena = include->threagile->import->arena;
    const char *text = include->node->text;
    struct stat status;
    if (text[0] == '\0' || include->node->kind != TREE_TEXT)
        return "name a file below the directory of this one";
    if (text[0] == '/' || strstr(text, "://") != NULL || has_upward_part(text))
        return "only files below the directory of this one are, by a path without `..`";
    if (has_link(arena, directory_of(arena, include->threagile->documents.items[0].file), text))
        return "a part of its path is a symbolic link";
    if (lstat(include->path, &status) != 0 || !S_ISREG(status.st_mode))
        return "there is no such file";
    *include->bytes += (uint64_t)status.st_size;
    return *include->bytes > LIMIT_FOREIGN_BYTES ? "the files are too large together" : NULL;
}

static status_code add_document(struct threagile *threagile, const char *file, const struct tree_node *root) {
    struct threagile_document document = {file, root};
    return vector_push(threagile->import->arena, &threagile->documents, document) ? STATUS_OK
                                                                                  : threagile_no_memory(threagile);
}

/* What is wrong in the file itself keeps its own place. */
static status_code read_include(const struct include *include) {
    struct import *import = include->threagile->import;
    struct source source;
    const char *complaint = complaint_of(include);
    if (complaint != NULL)
        return refuse(include, complaint);
    status_code code = source_read(include->path, import->arena, &source, import->problem);
    const struct tree_node *root = code == STATUS_OK ? source_root(&source) : NULL;
    if (code != STATUS_OK)
        return code;
    if (root == NULL || root->kind != TREE_MAP)
        return refuse(include, "it holds no mapping");
    if (draft_list(root, "includes")->count > 0)
        return refuse(include, "it includes files itself, and only one level is read");
    return add_document(include->threagile, include->path, root);
}

status_code threagile_open(struct threagile *threagile, const char *file, const struct tree_node *root) {
    struct arena *arena = threagile->import->arena;
    const struct tree_node *includes = draft_list(root, "includes");
    uint64_t bytes = 0;
    status_code code = add_document(threagile, file, root);
    for (size_t i = 0; i < includes->count && code == STATUS_OK; i++) {
        const struct tree_node *node = includes->entries[i].value;
        const char *directory = directory_of(arena, file);
        struct include include = {threagile, node, directory == NULL ? NULL : ARENA_JOIN(arena, directory, node->text),
                                  &bytes};
        if (include.path == NULL)
            code = threagile_no_memory(threagile);
        else
            code = i < INCLUDES_MAX ? read_include(&include) : refuse(&include, "there are too many");
    }
    if (code == STATUS_OK)
        threagile->document = &threagile->documents.items[0];
    return code;
}
