#include "cli/release_file.h"

#include "base/limits.h"
#include "base/vector.h"
#include "catalog/message.h"
#include "cli/output_file.h"
#include "codec/message.h"

#include <stdlib.h>
#include <string.h>

/* What a document holds at most; one that is longer as text than may be read is halved. */
#define PART_BYTES (256 * KIB)
#define PART_ITEMS (LIMIT_OBJECT_ITEMS / 20)

struct release_file {
    struct session *session;
    struct output_file file;
    bool is_open;
    size_t documents;
    struct arena part;
    size_t part_bytes;
    size_t part_items; /* values of lists */
    VECTOR(Catalog__V1__TaxonomyEntry *) entries;
    VECTOR(Catalog__V1__TaxonomyMapping *) mappings;
};

static bool fail(struct release_file *file) {
    session_fail(file->session, NULL);
    return false;
}

static bool append(struct release_file *file, const char *text, size_t size) {
    static const char separator[] = "---\n";
    bool is_first = file->documents++ == 0;
    file->is_open = (is_first || output_file_append(file->session, &file->file, slice_text(separator))) &&
                    output_file_append(file->session, &file->file, slice_of((const uint8_t *)text, size));
    return file->is_open;
}

/* The first or the second part of DOCUMENT: of two kinds of items one, of one kind half of them. */
static Catalog__V1__TaxonomyDocument part_of(const Catalog__V1__TaxonomyDocument *document, bool is_second) {
    Catalog__V1__TaxonomyDocument part = *document;
    bool has_both = document->n_entries > 0 && document->n_mappings > 0;
    size_t entries = has_both ? document->n_entries : document->n_entries / 2;
    size_t mappings = has_both ? 0 : document->n_mappings / 2;
    part.entries += is_second ? entries : 0;
    part.mappings += is_second ? mappings : 0;
    part.n_entries = is_second ? document->n_entries - entries : entries;
    part.n_mappings = is_second ? document->n_mappings - mappings : mappings;
    return part;
}

/* Writes DOCUMENT, in two where it would be too long. Its parts become shorter each time. */
static bool write_document(struct release_file *file, const Catalog__V1__TaxonomyDocument *document) {
    char *text = NULL;
    size_t size = 0;
    struct catalog_error *error = NULL;
    if (catalog_message_write(&document->base, CATALOG_FORMAT_YAML, &text, &size, &error) != CATALOG_OK) {
        session_fail(file->session, error);
        return false;
    }
    bool is_short = size <= LIMIT_OBJECT_BYTES || document->n_entries + document->n_mappings <= 1;
    bool is_written = !is_short || append(file, text, size);
    catalog_text_free(text);
    for (int half = 0; half < 2 && !is_short && is_written; half++) {
        const Catalog__V1__TaxonomyDocument part = part_of(document, half == 1);
        is_written = write_document(file, &part);
    }
    return is_written;
}

static bool flush(struct release_file *file) {
    Catalog__V1__TaxonomyDocument document;
    catalog__v1__taxonomy_document__init(&document);
    document.n_entries = file->entries.count;
    document.entries = file->entries.items;
    document.n_mappings = file->mappings.count;
    document.mappings = file->mappings.items;
    bool is_written = document.n_entries + document.n_mappings == 0 || write_document(file, &document);
    file->entries.count = file->entries.capacity = file->mappings.count = file->mappings.capacity = 0;
    file->part_bytes = file->part_items = 0;
    arena_reset(&file->part);
    return is_written;
}

static bool write_head(struct release_file *file, const Catalog__V1__Taxonomy *taxonomy) {
    Catalog__V1__TaxonomyDocument document;
    catalog__v1__taxonomy_document__init(&document);
    document.taxonomy = (Catalog__V1__Taxonomy *)(uintptr_t)taxonomy;
    return write_document(file, &document);
}

struct release_file *release_file_new(struct session *session, const char *directory,
                                      const Catalog__V1__Taxonomy *taxonomy) {
    struct release_file *file = calloc(1, sizeof *file);
    const char *path =
        ARENA_JOIN(&session->arena, directory, "/", taxonomy->scheme, "-", taxonomy->release, ".taxonomy.yaml");
    if (file == NULL || path == NULL) {
        free(file);
        session_fail(session, NULL);
        return NULL;
    }
    file->session = session;
    arena_init(&file->part, 0);
    file->is_open = output_directory_make(session, directory) && output_file_begin(session, path, &file->file);
    if (file->is_open && write_head(file, taxonomy))
        return file;
    release_file_free(file);
    return NULL;
}

static bool keep(struct release_file *file, const Catalog__V1__TaxonomyItem *item) {
    bool is_entry = item->item_case == CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY;
    const ProtobufCMessage *message = is_entry ? &item->entry->base : &item->mapping->base;
    ProtobufCMessage *copy = NULL;
    if (message_copy(message, &file->part, &copy, NULL) != STATUS_OK)
        return fail(file);
    bool is_kept = is_entry ? vector_push(&file->part, &file->entries, (Catalog__V1__TaxonomyEntry *)copy)
                            : vector_push(&file->part, &file->mappings, (Catalog__V1__TaxonomyMapping *)copy);
    return is_kept || fail(file);
}

bool release_file_add(struct release_file *file, const Catalog__V1__TaxonomyItem *item) {
    size_t bytes = protobuf_c_message_get_packed_size(&item->base);
    size_t items = message_items(&item->base) + 1;
    bool is_full = file->part_bytes + bytes > PART_BYTES || file->part_items + items > PART_ITEMS;
    if ((is_full && !flush(file)) || !keep(file, item))
        return false;
    file->part_bytes += bytes;
    file->part_items += items;
    return true;
}

bool release_file_finish(struct release_file *file, char **ret_path, bool *ret_is_unchanged) {
    if (!flush(file))
        return false;
    file->is_open = output_file_end(file->session, &file->file);
    if (!file->is_open)
        return false;
    *ret_path = (char *)(uintptr_t)file->file.path;
    *ret_is_unchanged = output_file_is_same(&file->file);
    if (*ret_is_unchanged)
        return true;
    file->is_open = false;
    return output_file_place(file->session, &file->file);
}

void release_file_free(struct release_file *file) {
    if (file == NULL)
        return;
    if (file->is_open)
        output_file_drop(&file->file);
    arena_done(&file->part);
    free(file);
}
