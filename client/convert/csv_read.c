#include "convert/csv_read.h"

#include "base/limits.h"
#include "base/string_map.h"
#include "base/vector.h"
#include "codec/utf8.h"

#include <string.h>

struct csv {
    slice text;
    size_t at;
    uint32_t line;
    uint32_t column;
    size_t cells;
    struct arena *arena;
    struct problem *problem;
    VECTOR(struct tree_node *) row;
};

static slice without_mark(slice text) {
    bool has_mark = text.size >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0;
    return has_mark ? slice_of(text.data + 3, text.size - 3) : text;
}

static status_code refuse(const struct csv *csv, uint32_t line, uint32_t column, const char *message) {
    return problem_set(csv->problem, STATUS_INVALID_ARGUMENT, "NOT_CSV", "%u:%u: %s", line, column, message);
}

static bool is_at_end(const struct csv *csv) {
    return csv->at == csv->text.size;
}

static char next_byte(const struct csv *csv) {
    if (is_at_end(csv))
        return '\0';
    return ((const char *)csv->text.data)[csv->at];
}

static void advance(struct csv *csv) {
    uint8_t byte = csv->text.data[csv->at++];
    if (byte == '\n') {
        csv->line++;
        csv->column = 1;
    } else if ((byte & 0xC0) != 0x80) {
        csv->column++;
    }
}

static bool is_at_line_end(const struct csv *csv) {
    slice rest = slice_of(csv->text.data + csv->at, csv->text.size - csv->at);
    return rest.size == 0 || rest.data[0] == '\n' || (rest.size > 1 && rest.data[0] == '\r' && rest.data[1] == '\n') ||
           (rest.size == 1 && rest.data[0] == '\r');
}

/* ---- Cells ---- */

/* Reads up to the quote that ends the cell; two of them are one. */
static status_code read_quoted(struct csv *csv, char *text) {
    uint32_t line = csv->line;
    uint32_t column = csv->column;
    size_t size = 0;
    advance(csv);
    for (;; advance(csv)) {
        if (is_at_end(csv))
            return refuse(csv, line, column, "the quote does not end");
        if (next_byte(csv) == '"') {
            advance(csv);
            if (next_byte(csv) != '"')
                break;
        }
        text[size++] = next_byte(csv);
    }
    text[size] = '\0';
    bool is_done = is_at_line_end(csv) || next_byte(csv) == ',';
    return is_done ? STATUS_OK : refuse(csv, csv->line, csv->column, "after a quote that ends there is a comma");
}

static void read_plain(struct csv *csv, char *text) {
    size_t size = 0;
    for (; !is_at_line_end(csv) && next_byte(csv) != ','; advance(csv))
        text[size++] = next_byte(csv);
    text[size] = '\0';
}

/* No cell is longer than what stands between here and the comma or line end that may end it. */
static size_t room_for_cell(const struct csv *csv) {
    const uint8_t *from = csv->text.data + csv->at;
    size_t left = csv->text.size - csv->at;
    bool is_quoted = next_byte(csv) == '"';
    bool is_open = false;
    size_t size = 0;
    for (; size < left && (is_open || (from[size] != ',' && from[size] != '\n')); size++)
        is_open = is_quoted && from[size] == '"' ? !is_open : is_open;
    return size + 1;
}

static status_code read_cell(struct csv *csv) {
    struct tree_node *cell = ARENA_NEW(csv->arena, struct tree_node);
    char *text = arena_alloc(csv->arena, room_for_cell(csv));
    if (cell == NULL || text == NULL || !vector_push(csv->arena, &csv->row, cell))
        return problem_no_memory(csv->problem);
    if (++csv->cells > LIMIT_FOREIGN_ITEMS)
        return problem_set(csv->problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_ITEMS", "%u:%u: more than %d cells",
                           csv->line, csv->column, LIMIT_FOREIGN_ITEMS);
    *cell = (struct tree_node){.kind = TREE_TEXT, .text = text, .line = csv->line, .column = csv->column};
    if (next_byte(csv) == '"')
        return read_quoted(csv, text);
    read_plain(csv, text);
    return STATUS_OK;
}

/* ---- Rows ---- */

/* The next row that is not empty; none where the text ends. */
static status_code read_row(struct csv *csv) {
    csv->row.count = 0;
    while (!is_at_end(csv) && is_at_line_end(csv))
        advance(csv);
    if (is_at_end(csv))
        return STATUS_OK;
    status_code code = read_cell(csv);
    while (code == STATUS_OK && next_byte(csv) == ',' && !is_at_end(csv)) {
        advance(csv);
        code = read_cell(csv);
    }
    return code;
}

static status_code read_header(struct csv *csv, struct tree_node ***ret_names, size_t *ret_count) {
    struct string_map seen;
    string_map_init(&seen, csv->arena);
    status_code code = read_row(csv);
    if (code != STATUS_OK)
        return code;
    if (csv->row.count > CSV_COLUMNS_MAX)
        return refuse(csv, csv->row.items[CSV_COLUMNS_MAX]->line, csv->row.items[CSV_COLUMNS_MAX]->column,
                      "the header has more than 256 names");
    for (size_t i = 0; i < csv->row.count; i++) {
        struct tree_node *name = csv->row.items[i];
        if (string_map_get(&seen, name->text) != NULL)
            return refuse(csv, name->line, name->column, "the header has this name twice");
        if (!string_map_put(&seen, name->text, name))
            return problem_no_memory(csv->problem);
    }
    *ret_names = csv->row.items;
    *ret_count = csv->row.count;
    csv->row.items = NULL;
    csv->row.count = csv->row.capacity = 0;
    return STATUS_OK;
}

/* The row read last, under NAMES as far as there are any. */
static struct tree_node *node_of_row(const struct csv *csv, struct tree_node *const *names, size_t count) {
    struct tree_node *node = ARENA_NEW(csv->arena, struct tree_node);
    struct tree_entry *entries = ARENA_ARRAY(csv->arena, struct tree_entry, csv->row.count);
    bool is_map = csv->row.count <= count;
    if (node == NULL || entries == NULL)
        return NULL;
    for (size_t i = 0; i < csv->row.count; i++)
        entries[i] = (struct tree_entry){.key = is_map ? names[i] : NULL, .value = csv->row.items[i]};
    *node = (struct tree_node){.kind = is_map ? TREE_MAP : TREE_LIST,
                               .text = "",
                               .entries = entries,
                               .count = csv->row.count,
                               .line = csv->row.items[0]->line,
                               .column = csv->row.items[0]->column};
    return node;
}

/* Says where the first byte stands that is no text. */
static status_code check_text(const struct csv *csv) {
    struct csv walk = *csv;
    uint32_t point = 0;
    size_t size = 0;
    if (utf8_is_valid(csv->text) && (csv->text.size == 0 || memchr(csv->text.data, '\0', csv->text.size) == NULL))
        return STATUS_OK;
    while (utf8_next(slice_of(walk.text.data + walk.at, walk.text.size - walk.at), &point, &size) && point != 0) {
        for (size_t i = 0; i < size; i++)
            advance(&walk);
    }
    return refuse(csv, walk.line, walk.column, point == 0 && size == 1 ? "there is a NUL" : "it is not UTF-8");
}

static status_code read_rows(struct csv *csv, struct tree_node *rows) {
    struct tree_node **names = NULL;
    size_t count = 0;
    VECTOR(struct tree_entry) entries = {0};
    status_code code = read_header(csv, &names, &count);
    while (code == STATUS_OK && (code = read_row(csv)) == STATUS_OK && csv->row.count > 0) {
        const struct tree_entry entry = {.value = node_of_row(csv, names, count)};
        if (entry.value == NULL || !vector_push(csv->arena, &entries, entry))
            code = problem_no_memory(csv->problem);
    }
    rows->entries = entries.items;
    rows->count = entries.count;
    return code;
}

status_code csv_read(slice text, struct arena *arena, const struct tree_node **ret_rows, struct problem *problem) {
    struct csv csv = {.text = without_mark(text), .line = 1, .column = 1, .arena = arena, .problem = problem};
    struct tree_node *rows = ARENA_NEW(arena, struct tree_node);
    if (rows == NULL)
        return problem_no_memory(problem);
    *rows = (struct tree_node){.kind = TREE_LIST, .text = "", .line = 1, .column = 1};
    status_code code = check_text(&csv);
    if (code == STATUS_OK)
        code = read_rows(&csv, rows);
    if (code == STATUS_OK)
        *ret_rows = rows;
    return code;
}

/* ---- The header alone ---- */

/* Whether TEXT begins with NAME, quoted or not, and a comma or the end of the line; then TEXT goes on behind it. */
static bool takes(slice *text, const char *name) {
    size_t quote = text->size > 0 && text->data[0] == '"' ? 1 : 0;
    size_t size = strlen(name);
    size_t end = size + 2 * quote;
    if (text->size < end || memcmp(text->data + quote, name, size) != 0 || (quote == 1 && text->data[end - 1] != '"'))
        return false;
    bool is_last = end == text->size || text->data[end] == '\r' || text->data[end] == '\n';
    if (!is_last && text->data[end] != ',')
        return false;
    end += is_last ? 0 : 1;
    *text = slice_of(text->data + end, text->size - end);
    return true;
}

bool csv_has_header(slice text, const char *const *names, size_t count) {
    slice rest = without_mark(text);
    for (size_t i = 0; i < count; i++) {
        if (!takes(&rest, names[i]))
            return false;
    }
    return true;
}
