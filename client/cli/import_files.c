#include "cli/import_files.h"

#include "catalog/document.h"
#include "cli/output_file.h"

#include <string.h>
#include <sys/stat.h>

struct writing {
    struct session *session;
    const struct import *import;
    const char *directory;
    Catalog__V1__ImportReport *answer;
    VECTOR(struct output_file) files;
};

static bool is_there(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0;
}

static bool prepare(struct writing *writing, const Catalog__V1__Object *object, const char *path) {
    struct session *session = writing->session;
    char *text = NULL;
    size_t size = 0;
    struct catalog_error *error = NULL;
    struct output_file file;
    if (catalog_message_write(&object->base, CATALOG_FORMAT_YAML, &text, &size, &error) != CATALOG_OK) {
        session_fail(session, error);
        return false;
    }
    bool is_written = output_file_prepare(session, path, slice_of((const uint8_t *)text, size), &file);
    catalog_text_free(text);
    if (!is_written || vector_push(&session->arena, &writing->files, file))
        return is_written;
    output_file_drop(&file);
    session_fail(session, NULL);
    return false;
}

static bool write_object(struct writing *writing, size_t index) {
    struct session *session = writing->session;
    const Catalog__V1__Object *object = writing->import->objects.items[index];
    Catalog__V1__ImportedObject *described = writing->answer->objects[index];
    const char *slug = strchr(catalog_object_name(object), '/') + 1;
    described->file = ARENA_JOIN(&session->arena, writing->directory, "/", slug, ".yaml");
    if (described->file == NULL) {
        session_fail(session, NULL);
        return false;
    }
    if (described->change == CATALOG__V1__IMPORT_CHANGE__IMPORT_CHANGE_UNCHANGED)
        return true;
    if (described->change == CATALOG__V1__IMPORT_CHANGE__IMPORT_CHANGE_ADDED && is_there(described->file)) {
        session_refuse(session, "name another folder with --to-dir, or move the file away",
                       "%s is there and holds something else than %s", described->file, described->name);
        return false;
    }
    return prepare(writing, object, described->file);
}

/* The first that cannot be put in place leaves the further ones away; those before it are whole. */
static bool place_all(struct writing *writing) {
    bool is_placed = true;
    for (size_t i = 0; i < writing->files.count; i++) {
        if (is_placed)
            is_placed = output_file_place(writing->session, &writing->files.items[i]);
        else
            output_file_drop(&writing->files.items[i]);
    }
    return is_placed;
}

static void drop_all(struct writing *writing) {
    for (size_t i = 0; i < writing->files.count; i++)
        output_file_drop(&writing->files.items[i]);
}

bool import_files_write(struct session *session, const struct import *import, const char *directory,
                        Catalog__V1__ImportReport *answer) {
    struct writing writing = {.session = session, .import = import, .directory = directory, .answer = answer};
    bool is_written = true;
    if (!output_directory_make(session, directory))
        return false;
    for (size_t i = 0; i < import->objects.count && is_written; i++)
        is_written = write_object(&writing, i);
    if (!is_written) {
        drop_all(&writing);
        return false;
    }
    answer->stored = true;
    return place_all(&writing);
}
