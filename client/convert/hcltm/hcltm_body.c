#include "convert/hcltm/hcltm.h"

#include "base/buffer.h"
#include "convert/normalise.h"

#include <string.h>

struct tool_place hcltm_place(const struct hcltm *hcltm, const struct hcltm_body *body) {
    return (struct tool_place){hcltm->import, body->file->path, body->node};
}

/* ---- Keys ---- */

/* Whether A and B are one key but for case and '_'. */
static bool is_key(const char *a, const char *b) {
    for (;; a++, b++) {
        a += strspn(a, "_");
        b += strspn(b, "_");
        if (normalise_lower(*a) != normalise_lower(*b))
            return false;
        if (*a == '\0')
            return true;
    }
}

const struct tree_node *hcltm_get(const struct tree_node *node, const char *key) {
    for (size_t i = 0; node != NULL && node->kind == TREE_MAP && i < node->count; i++) {
        if (is_key(node->entries[i].key->text, key))
            return node->entries[i].value;
    }
    return NULL;
}

static bool is_scalar(const struct tree_node *value) {
    return value->kind == TREE_TEXT || value->kind == TREE_NUMBER || value->kind == TREE_BOOL;
}

const char *hcltm_word(const struct hcltm_body *body, const char *key) {
    const struct tree_node *value = hcltm_get(body->node, key);
    return value != NULL && is_scalar(value) ? value->text : "";
}

const struct tree_node *hcltm_list(const struct hcltm_body *body, const char *key) {
    static const struct tree_node empty = {.kind = TREE_LIST, .text = ""};
    const struct tree_node *value = hcltm_get(body->node, key);
    return value != NULL && value->kind == TREE_LIST ? value : &empty;
}

bool hcltm_is_true(const struct hcltm_body *body, const char *key) {
    return strcmp(hcltm_word(body, key), "true") == 0;
}

/* Where KEY stands among the COUNT in KNOWN; COUNT: nowhere. */
static size_t find_key(const char *key, const char *const *known, size_t count) {
    size_t at = 0;
    while (at < count && !is_key(known[at], key))
        at++;
    return at;
}

void hcltm_note_rest(const struct hcltm *hcltm, const struct hcltm_body *body, const char *const *known, size_t count) {
    uint64_t seen = 0; /* a bit for each known attribute */
    for (size_t i = 0; body->node->kind == TREE_MAP && i < body->node->count; i++) {
        const struct tree_entry *entry = &body->node->entries[i];
        size_t at = find_key(entry->key->text, known, count);
        uint64_t bit = at < count && is_scalar(entry->value) ? UINT64_C(1) << at : 0;
        if (at == count)
            report_add(hcltm->import->report, NOTE_LOSS, body->file->path, entry->key, "`%.60s` has no place here",
                       entry->key->text);
        else if ((seen & bit) != 0)
            report_add(hcltm->import->report, NOTE_WARNING, body->file->path, entry->key,
                       "`%.60s` is given twice: the first counts", entry->key->text);
        seen |= bit;
    }
}

/* ---- References ---- */

/* The text that the reference PATH, SIZE bytes as in "import.control.NAME.ATTRIBUTE", leads to; NULL: nothing. */
static const char *look_up(const struct hcltm *hcltm, const struct hcltm_file *file, const char *path, size_t size) {
    char *copy = arena_strndup(hcltm->import->arena, path, size);
    char *parts[4] = {NULL};
    size_t count = 0;
    for (char *part = copy; part != NULL && count < COUNT_OF(parts);) {
        char *end = strchr(part, '.');
        parts[count++] = part;
        if (end != NULL)
            *end = '\0';
        part = end == NULL ? NULL : end + 1;
    }
    if (count == 2 && strcmp(parts[0], "var") == 0)
        return string_map_get(&file->variables, parts[1]);
    if (count != COUNT_OF(parts) || strcmp(parts[0], "import") != 0)
        return NULL;
    const struct hcltm_body *control = string_map_get(&file->controls, parts[2]);
    const char *text = control == NULL ? "" : hcltm_word(control, parts[3]);
    return text[0] == '\0' ? NULL : text;
}

/* Where the next "${", "$${" or "%%{" of TEXT is; its end where there is none. */
static const char *next_mark(const char *text) {
    while (*text != '\0') {
        bool is_double = (text[0] == '$' || text[0] == '%') && text[1] == text[0] && text[2] == '{';
        if (is_double || (text[0] == '$' && text[1] == '{'))
            return text;
        text++;
    }
    return text;
}

/* A text with references on its way out. */
struct expansion {
    struct hcltm *hcltm;
    const struct hcltm_file *file;
    const struct tree_node *node;
    struct buffer text;
};

/* Replaces the mark at MARK. Returns what follows it. */
static const char *replace(struct expansion *expansion, const char *mark) {
    const char *end = strchr(mark, '}');
    bool is_double = mark[1] == mark[0];
    if (is_double || end == NULL) {
        buffer_append(&expansion->text, slice_of(mark + is_double, 2));
        return mark + is_double + 2;
    }
    size_t size = (size_t)(end - mark) - 2;
    const char *value = look_up(expansion->hcltm, expansion->file, mark + 2, size);
    if (value == NULL)
        report_add(expansion->hcltm->import->report, NOTE_WARNING, expansion->file->path, expansion->node,
                   "nothing is called %.*s: it stays as it is", (int)(size < 80 ? size : 80), mark + 2);
    buffer_append(&expansion->text, value == NULL ? slice_of(mark, size + 3) : slice_text(value));
    return end + 1;
}

/* The text of NODE in FILE with its references replaced. All that is made so is bounded together: a short text can
 * refer to a long one as often as it likes. */
static const char *expand(struct hcltm *hcltm, const struct hcltm_file *file, const struct tree_node *node) {
    struct expansion expansion = {.hcltm = hcltm, .file = file, .node = node};
    struct import *import = hcltm->import;
    const char *text = node->text;
    const char *mark = next_mark(text);
    if (*mark == '\0')
        return text;
    buffer_init(&expansion.text, LIMIT_FOREIGN_BYTES - hcltm->expanded_bytes);
    for (; *mark != '\0'; mark = next_mark(text)) {
        buffer_append(&expansion.text, slice_of(text, (size_t)(mark - text)));
        text = replace(&expansion, mark);
    }
    buffer_append_text(&expansion.text, text);
    bool is_whole = !expansion.text.has_failed;
    const char *copy =
        is_whole ? arena_strndup(import->arena, (const char *)expansion.text.data, expansion.text.size) : NULL;
    hcltm->expanded_bytes += expansion.text.size;
    buffer_done(&expansion.text);
    if (copy == NULL)
        import_no_memory(import);
    return copy;
}

const char *hcltm_text(struct hcltm *hcltm, const struct hcltm_body *body, const char *key) {
    const struct tree_node *value = hcltm_get(body->node, key);
    return value == NULL || !is_scalar(value) ? "" : expand(hcltm, body->file, value);
}

/* ---- Blocks ---- */

/* Blocks of one type on their way to READ. */
struct blocks {
    struct hcltm *hcltm;
    const struct hcltm_file *file;
    const char *key;
    bool has_label;
    hcltm_read *read;
    void *context;
};

static status_code refuse_block(const struct blocks *blocks, const struct tree_node *node) {
    return import_refuse(blocks->hcltm->import, blocks->file->path, node, "an entry of %s is no block", blocks->key);
}

/* One body, or in JSON a list of several. */
static status_code read_bodies(const struct blocks *blocks, const char *label, const struct tree_node *node) {
    status_code code = STATUS_OK;
    if (node->kind == TREE_MAP)
        return blocks->read(blocks->context, &(struct hcltm_body){blocks->file, label, node});
    if (node->kind != TREE_LIST)
        return refuse_block(blocks, node);
    for (size_t i = 0; i < node->count && code == STATUS_OK; i++) {
        const struct tree_node *body = node->entries[i].value;
        code = body->kind == TREE_MAP ? blocks->read(blocks->context, &(struct hcltm_body){blocks->file, label, body})
                                      : refuse_block(blocks, body);
    }
    return code;
}

/* Whether the keys of NODE are labels: each leads to a body. */
static bool has_labels(const struct tree_node *node) {
    for (size_t i = 0; i < node->count; i++) {
        const struct tree_node *value = node->entries[i].value;
        bool is_list_of_bodies =
            value->kind == TREE_LIST && value->count > 0 && value->entries[0].value->kind == TREE_MAP;
        if (value->kind != TREE_MAP && !is_list_of_bodies)
            return false;
    }
    return true;
}

/* A body with its labels around it, or, without one, what the tool exports: its name stands inside. */
static status_code read_block(const struct blocks *blocks, const struct tree_node *node) {
    status_code code = STATUS_OK;
    if (node->kind != TREE_MAP)
        return refuse_block(blocks, node);
    if (!blocks->has_label || !has_labels(node)) {
        const struct tree_node *name = blocks->has_label ? hcltm_get(node, "name") : NULL;
        return read_bodies(blocks, name == NULL ? "" : name->text, node);
    }
    for (size_t i = 0; i < node->count && code == STATUS_OK; i++)
        code = read_bodies(blocks, node->entries[i].key->text, node->entries[i].value);
    return code;
}

status_code hcltm_each(struct hcltm *hcltm, const struct hcltm_body *body, const char *key, bool has_label,
                       hcltm_read *read, void *context) {
    const struct blocks blocks = {hcltm, body->file, key, has_label, read, context};
    const struct tree_node *node = body->node;
    status_code code = STATUS_OK;
    for (size_t i = 0; node->kind == TREE_MAP && i < node->count && code == STATUS_OK; i++) {
        const struct tree_node *value = node->entries[i].value;
        if (!is_key(node->entries[i].key->text, key) || value->kind == TREE_NULL)
            continue;
        bool is_list = value->kind == TREE_LIST;
        for (size_t j = 0; j < (is_list ? value->count : 1) && code == STATUS_OK; j++)
            code = read_block(&blocks, is_list ? value->entries[j].value : value);
    }
    return code;
}
