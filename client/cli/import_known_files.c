#include "cli/import_known.h"

#include "catalog/document.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

struct listing {
    struct session *session;
    const char *name_space;
    known_sink *sink;
    void *context;
};

static bool has_ending(const char *name) {
    static const char ending[] = ".yaml";
    size_t size = strlen(name);
    return name[0] != '.' && size > strlen(ending) && strcmp(name + size - strlen(ending), ending) == 0;
}

static bool is_in(const Catalog__V1__Object *object, const char *name_space) {
    const char *name = catalog_object_name(object);
    size_t size = strlen(name_space);
    return strncmp(name, name_space, size) == 0 && name[size] == '/';
}

/* What is no native file, or holds several objects, was not written by an import. */
static bool tell(const struct listing *listing, const char *path) {
    struct catalog_documents *documents = NULL;
    struct catalog_error *error = NULL;
    size_t count = 0;
    if (catalog_documents_new(&documents, &error) != CATALOG_OK) {
        session_fail(listing->session, error);
        return false;
    }
    bool is_native = catalog_documents_read(documents, path, &error) == CATALOG_OK;
    Catalog__V1__Object *const *objects = catalog_documents_objects(documents, &count);
    bool is_taken = true;
    if (is_native && count == 1 && is_in(objects[0], listing->name_space)) {
        const struct known_object known = {objects[0], "", false, path};
        is_taken = listing->sink(listing->context, &known);
    }
    catalog_error_free(error);
    catalog_documents_free(documents);
    return is_taken;
}

static bool tell_all(const struct listing *listing, DIR *folder, const char *directory) {
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (!has_ending(entry->d_name))
            continue;
        char *path = ARENA_JOIN(&listing->session->arena, directory, "/", entry->d_name);
        if (path == NULL) {
            session_fail(listing->session, NULL);
            return false;
        }
        if (!tell(listing, path))
            return false;
    }
    return true;
}

bool import_known_files(struct session *session, const char *directory, const char *name_space, known_sink *sink,
                        void *context) {
    const struct listing listing = {session, name_space, sink, context};
    DIR *folder = opendir(directory);
    if (folder == NULL && errno == ENOENT)
        return true;
    if (folder == NULL) {
        session_refuse(session, NULL, "%s cannot be read: %s", directory, strerror(errno));
        return false;
    }
    bool is_told = tell_all(&listing, folder, directory);
    closedir(folder);
    return is_told;
}
