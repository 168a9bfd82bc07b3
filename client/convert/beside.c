#include "convert/beside.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

const char beside_missing[] = "there is no such file";

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

/* Whether a part of PATH below DIRECTORY is a symbolic link. */
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

const char *beside_complaint(struct arena *arena, const char *file, const char *words, const char **ret_path,
                             uint64_t *ret_bytes) {
    struct stat status;
    if (words[0] == '\0')
        return "name a file below the directory of this one";
    if (words[0] == '/' || strstr(words, "://") != NULL || has_upward_part(words))
        return "only files below the directory of this one are, by a path without `..`";
    const char *directory = directory_of(arena, file);
    if (directory == NULL || has_link(arena, directory, words))
        return "a part of its path is a symbolic link";
    const char *path = ARENA_JOIN(arena, directory, words);
    if (path == NULL || lstat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return beside_missing;
    *ret_path = path;
    *ret_bytes = (uint64_t)status.st_size;
    return NULL;
}
