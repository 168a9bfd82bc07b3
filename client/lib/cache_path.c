#include "lib/cache_path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int cache_path_make(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int result = mkdir(path, 0700);
        *slash = '/';
        if (result != 0 && errno != EEXIST)
            return errno;
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST ? 0 : errno;
}

char *cache_path_default(void) {
    const char *base = getenv("XDG_CACHE_HOME");
    const char *below = "/catalogd";
    if (base == NULL || base[0] != '/') {
        base = getenv("HOME");
        below = "/.cache/catalogd";
    }
    if (base == NULL || base[0] != '/')
        return NULL;
    size_t size = strlen(base) + strlen(below) + 1;
    char *path = malloc(size);
    if (path != NULL)
        snprintf(path, size, "%s%s", base, below);
    return path;
}
