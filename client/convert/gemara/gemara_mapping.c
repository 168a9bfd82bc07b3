#include "convert/gemara/gemara.h"

#include <string.h>

static const char *const known_keys[] = {"id", "source", "relationship", "targets"};
static const char *const known_target_keys[] = {"entry-id"};

static bool add_reference(const struct gemara *gemara, const struct gemara_entry *entry, const char *catalog,
                          const char *id) {
    Catalog__V1__Reference *reference = gemara_reference(gemara, catalog, id);
    if (reference == NULL)
        return false;
    if (entry->threat != NULL)
        return draft_add(gemara->import, &entry->threat->n_references, &entry->threat->references, reference);
    return draft_add(gemara->import, &entry->control->n_references, &entry->control->references, reference);
}

static bool read_targets(const struct gemara *gemara, const struct gemara_document *document,
                         const struct gemara_entry *entry, const struct tree_node *targets) {
    const char *catalog = draft_text(gemara_get(document->root, "target-reference"), "reference-id");
    for (size_t i = 0; i < targets->count; i++) {
        const struct tree_node *target = targets->entries[i].value;
        const char *id = draft_text(target, "entry-id");
        gemara_note_losses(gemara, document->file, target, known_target_keys, COUNT_OF(known_target_keys));
        if (id[0] == '\0')
            report_add(gemara->import->report, NOTE_WARNING, document->file, target, "the target has no `entry-id`");
        else if (!add_reference(gemara, entry, catalog, id))
            return false;
    }
    return true;
}

static status_code read_mapping(const struct gemara *gemara, const struct gemara_document *document,
                                const struct tree_node *mapping) {
    struct report *report = gemara->import->report;
    const char *source = draft_text(mapping, "source");
    const char *relationship = draft_text(mapping, "relationship");
    const struct gemara_entry *entry = string_map_get(&gemara->entries, source);
    if (entry == NULL || (entry->threat == NULL && entry->control == NULL)) {
        report_add(report, NOTE_WARNING, document->file, mapping,
                   "there is no threat or control \"%s\" among the sources; what maps it is left out",
                   gemara_word(gemara, source));
        return STATUS_OK;
    }
    if (relationship[0] != '\0' && strcmp(relationship, "relates-to") != 0)
        report_add(report, NOTE_LOSS, document->file, mapping, "a reference has no relationship: \"%.60s\" is left out",
                   relationship);
    gemara_note_losses(gemara, document->file, mapping, known_keys, COUNT_OF(known_keys));
    return read_targets(gemara, document, entry, draft_list(mapping, "targets")) ? STATUS_OK
                                                                                 : import_no_memory(gemara->import);
}

status_code gemara_read_mappings(const struct gemara *gemara, const struct gemara_document *document) {
    const struct tree_node *mappings = draft_list(document->root, "mappings");
    status_code code = STATUS_OK;
    report_add(gemara->import->report, NOTE_LOSS, document->file, document->root,
               "of a mapping document only the references stay");
    for (size_t i = 0; i < mappings->count && code == STATUS_OK; i++)
        code = read_mapping(gemara, document, mappings->entries[i].value);
    return code;
}
