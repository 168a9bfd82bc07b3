#include "convert/stix/stix.h"

#include "convert/draft.h"
#include "convert/formats.h"

#include <string.h>

/* What is kept between the passes; of the whole of ATT&CK it is a hundredth. */
#define INDEX_BYTES (256 * MIB)

void *stix_message(struct stix *stix, size_t size, ProtobufCMessageInit init) {
    void *message = arena_alloc(&stix->scratch, size);
    if (message != NULL)
        init(message);
    return message;
}

static status_code take_piece(struct stix *stix, const struct json_piece *piece, size_t pass) {
    stix->element = piece->index;
    if (pass == 1)
        return piece->is_element ? stix_entry(stix, piece->value) : STATUS_OK;
    if (piece->is_element)
        return stix_index(stix, piece->value);
    if (strcmp(piece->key, "type") == 0 && strcmp(piece->value->text, "bundle") != 0)
        return problem_set(stix->import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY",
                           "%.200s:%u:%u: `type` is \"bundle\" in a bundle", stix->file, piece->value->line,
                           piece->value->column);
    if (strcmp(piece->key, "objects") == 0)
        return problem_set(stix->import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY",
                           "%.200s:%u:%u: `objects` is a list", stix->file, piece->value->line, piece->value->column);
    return STATUS_OK;
}

static bool is_wanted(void *context, size_t index) {
    const struct stix *stix = context;
    return index < stix->wanted.count && stix->wanted.items[index];
}

static status_code read_pass(struct stix *stix, size_t number) {
    struct json_source json;
    struct json_piece piece = {0};
    const struct json_pass pass = {
        .number = number, .count = 2, .wants = number == 0 ? NULL : is_wanted, .context = stix};
    status_code code = json_source_open(&json, stix->import, stix->source, "objects", pass);
    while (code == STATUS_OK && (code = json_source_next(&json, &piece)) == STATUS_OK && piece.value != NULL) {
        code = take_piece(stix, &piece, number);
        arena_reset(&stix->scratch);
    }
    json_source_close(&json);
    return code;
}

static void report_losses(const struct stix *stix) {
    for (size_t i = 0; i < stix->losses.count; i++) {
        const struct stix_loss *loss = stix->losses.entries[i].value;
        report_add(stix->import->report, NOTE_LOSS, stix->file, NULL, "%zu %s have no place in a taxonomy", loss->count,
                   loss->what);
    }
}

static status_code read_all(struct stix *stix) {
    status_code code = read_pass(stix, 0);
    if (code != STATUS_OK)
        return code;
    stix_link(stix);
    code = stix_begin_release(stix);
    if (code == STATUS_OK)
        code = read_pass(stix, 1);
    if (code == STATUS_OK)
        report_losses(stix);
    return code;
}

static status_code read(struct import *import, const struct source *source) {
    struct stix stix = {.import = import, .source = source, .file = source->path, .version = "", .modified = ""};
    arena_init(&stix.index, INDEX_BYTES);
    arena_init(&stix.scratch, 0);
    string_map_init(&stix.objects, &stix.index);
    string_map_init(&stix.patterns, &stix.index);
    string_map_init(&stix.tactics, &stix.index);
    string_map_init(&stix.losses, &stix.index);
    status_code code = read_all(&stix);
    arena_done(&stix.scratch);
    arena_done(&stix.index);
    return code;
}

static bool is_bundle_id(const char *id) {
    return strncmp(id, "bundle--", 8) == 0;
}

static bool recognises(const struct source *source) {
    const struct tree_node *root = source_root(source);
    return root != NULL && source->files[0].syntax == SOURCE_JSON && root->kind == TREE_MAP &&
           (strcmp(draft_text(root, "type"), "bundle") == 0 || is_bundle_id(draft_text(root, "id"))) &&
           tree_get(root, "objects") != NULL;
}

/* A bundle says its type or its id before its objects. */
static bool take_head(void *context, const struct json_piece *piece) {
    (void)context;
    if (piece->is_element || piece->value->kind != TREE_TEXT)
        return false;
    return (strcmp(piece->key, "type") == 0 && strcmp(piece->value->text, "bundle") == 0) ||
           (strcmp(piece->key, "id") == 0 && is_bundle_id(piece->value->text));
}

static bool recognises_head(slice head) {
    return json_head_any(head, "objects", take_head, NULL);
}

const struct import_format import_stix = {
    .name = "stix",
    .title = "STIX bundle of CAPEC, ATT&CK or ATLAS",
    .shape = "`type: bundle` with `objects`",
    .recognises = recognises,
    .recognises_head = recognises_head,
    .read = read,
};
