#include "convert/oscal/oscal.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "convert/plain.h"

#include <string.h>

#define TEXT_BYTES  (256 * KIB)
#define INSERTS_MAX 8 /* one inside the other */

struct rendering {
    const struct oscal_prose *prose;
    struct buffer *out;
    const struct tree_node *node; /* for messages */
};

static void render(const struct rendering *rendering, const char *text, unsigned depth);

/* ---- Parameters ---- */

const struct string_map *oscal_settings(struct import *import, const struct tree_node *list) {
    struct string_map *settings = list->count == 0 ? NULL : ARENA_NEW(import->arena, struct string_map);
    if (settings == NULL)
        return NULL;
    string_map_init(settings, import->arena);
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *setting = list->entries[i].value;
        if (!string_map_put(settings, draft_text(setting, "param-id"), (void *)(uintptr_t)setting))
            return NULL;
    }
    return settings;
}

static void render_list(const struct rendering *rendering, const struct tree_node *list, const char *between,
                        unsigned depth) {
    for (size_t i = 0; i < list->count && !rendering->out->has_failed; i++) {
        buffer_append_text(rendering->out, i == 0 ? "" : between);
        render(rendering, list->entries[i].value->text, depth);
    }
}

static void render_choice(const struct rendering *rendering, const struct tree_node *select, unsigned depth) {
    bool is_many = strcmp(draft_text(select, "how-many"), "one-or-more") == 0;
    buffer_append_text(rendering->out, is_many ? "one or more: " : "one of: ");
    render_list(rendering, draft_list(select, "choice"), "; ", depth);
}

/* What stands in the brackets for PARAM: its values, else its choices, else its label. */
static bool render_param(const struct rendering *rendering, const struct tree_node *param, unsigned depth) {
    const struct tree_node *values = draft_list(param, "values");
    const struct tree_node *choices = draft_list(param == NULL ? NULL : oscal_get(param, "select"), "choice");
    const char *label = draft_text(param, "label");
    if (values->count > 0)
        render_list(rendering, values, ", ", depth);
    else if (choices->count > 0)
        render_choice(rendering, oscal_get(param, "select"), depth);
    else
        render(rendering, label, depth);
    return values->count > 0 || choices->count > 0 || label[0] != '\0';
}

static void render_insert(const struct rendering *rendering, const char *id, unsigned depth) {
    const struct oscal_prose *prose = rendering->prose;
    const struct tree_node *setting = prose->set == NULL ? NULL : string_map_get(prose->set, id);
    const struct tree_node *param = prose->params == NULL ? NULL : string_map_get(prose->params, id);
    buffer_append_byte(rendering->out, '[');
    bool is_rendered = depth < INSERTS_MAX && ((setting != NULL && render_param(rendering, setting, depth + 1)) ||
                                               (param != NULL && render_param(rendering, param, depth + 1)));
    if (!is_rendered)
        buffer_append_text(rendering->out, id);
    if (setting == NULL && param == NULL && prose->params != NULL)
        report_add(prose->import->report, NOTE_WARNING, prose->file, rendering->node,
                   "there is no parameter \"%.60s\" to insert", id);
    buffer_append_byte(rendering->out, ']');
}

/* ---- Inserts ---- */

/* The id in what stands between the braces: "insert: param, ID", or the ID alone, as before 1.0. NULL: no room. */
static char *insert_id(const struct rendering *rendering, const char *start, const char *end) {
    static const char *const words[] = {"insert:", "param,", "param"};
    start += strspn(start, " \t");
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        size_t size = strlen(words[i]);
        if ((size_t)(end - start) > size && strncmp(start, words[i], size) == 0)
            start += size + strspn(start + size, " \t");
    }
    while (end > start && strchr(" \t", end[-1]) != NULL)
        end--;
    return arena_strndup(rendering->prose->import->arena, start, start < end ? (size_t)(end - start) : 0);
}

static void render(const struct rendering *rendering, const char *text, unsigned depth) {
    while (*text != '\0' && !rendering->out->has_failed) {
        const char *start = strstr(text, "{{");
        const char *end = start == NULL ? NULL : strstr(start, "}}");
        size_t size = end == NULL ? strlen(text) : (size_t)(start - text);
        buffer_append(rendering->out, slice_of(text, size));
        if (end == NULL)
            return;
        char *id = insert_id(rendering, start + 2, end);
        if (id == NULL)
            rendering->out->has_failed = true;
        else
            render_insert(rendering, id, depth);
        text = end + 2;
    }
}

/* ---- Texts ---- */

static const char *trimmed(const struct oscal_prose *prose, const struct buffer *text) {
    const char *start = (const char *)text->data;
    size_t size = text->size;
    while (size > 0 && strchr(" \t\r\n", start[size - 1]) != NULL)
        size--;
    while (size > 0 && strchr(" \t\r\n", *start) != NULL) {
        start++;
        size--;
    }
    return size == 0 ? "" : arena_strndup(prose->import->arena, start, size);
}

/* What OUT holds, as text in the arena; frees OUT. NULL: more than TEXT_BYTES, or no room. */
static const char *finish(const struct oscal_prose *prose, const struct tree_node *node, struct buffer *out) {
    const char *text = out->has_failed ? NULL : trimmed(prose, out);
    if (out->has_failed)
        problem_set(prose->import->problem, STATUS_RESOURCE_EXHAUSTED, "TEXT_TOO_LARGE",
                    "%.100s:%u:%u: with its parameters inserted the text has more than %lu bytes", prose->file,
                    node->line, node->column, TEXT_BYTES);
    else if (text == NULL)
        import_no_memory(prose->import);
    buffer_done(out);
    return text;
}

/* The prose of KEY in NODE before anything is inserted: Markdown, in which HTML may stand. NULL: no room. */
static const char *raw_prose(const struct rendering *rendering, const struct tree_node *node, const char *key) {
    const char *text = draft_text(node, key);
    text += strspn(text, " \t\r\n");
    return strpbrk(text, "<&") == NULL ? text : plain_text(rendering->prose->import->arena, text);
}

static void render_prose(const struct rendering *rendering, const struct tree_node *node, const char *key) {
    const char *text = raw_prose(rendering, node, key);
    if (text == NULL)
        rendering->out->has_failed = true;
    else
        render(rendering, text, 0);
}

const char *oscal_text(const struct oscal_prose *prose, const struct tree_node *node, const char *key) {
    struct buffer out;
    buffer_init(&out, TEXT_BYTES);
    render_prose(&(struct rendering){prose, &out, node}, node, key);
    return finish(prose, node, &out);
}

/* ---- Parts ---- */

/* Names of parts and the heading they get; NULL: they say how to assess and are left out. */
static const struct {
    const char *name;
    const char *heading;
} headings[] = {
    {"statement", ""},           {"overview", "Overview"},
    {"guidance", "Guidance"},    {"supplemental-guidance", "Guidance"},
    {"objective", "Objectives"}, {"assessment-objective", "Objectives"},
    {"assessment", NULL},        {"assessment-method", NULL},
    {"objects", NULL},           {"assessment-objects", NULL},
};

static const char *heading_of(const struct tree_node *part) {
    const char *name = draft_text(part, "name");
    for (size_t i = 0; i < COUNT_OF(headings); i++) {
        if (strcmp(headings[i].name, name) == 0)
            return headings[i].heading;
    }
    const char *title = draft_text(part, "title");
    return title[0] != '\0' ? title : name;
}

static const char *label_of(const struct tree_node *node) {
    const char *label = oscal_prop(node, "", "label", "");
    return label[0] != '\0' ? label : oscal_prop(node, "", "label", NULL);
}

static void add_part(const struct rendering *rendering, const struct tree_node *part, unsigned depth);

static void add_parts(const struct rendering *rendering, const struct tree_node *node, unsigned depth) {
    const struct tree_node *parts = draft_list(node, "parts");
    for (size_t i = 0; i < parts->count && !rendering->out->has_failed; i++)
        add_part(rendering, parts->entries[i].value, depth);
}

/* Ends the line that is written, without the blanks at its end. */
static void end_line(struct buffer *out) {
    while (out->size > 0 && strchr(" \t\r\n", out->data[out->size - 1]) != NULL)
        out->size--;
    buffer_append_byte(out, '\n');
}

static bool has_prose(const struct tree_node *part) {
    const char *prose = draft_text(part, "prose");
    return prose[strspn(prose, " \t\r\n")] != '\0';
}

/* One line of the part itself where it says something, then its parts, a level deeper under it. */
static void add_part(const struct rendering *rendering, const struct tree_node *part, unsigned depth) {
    const char *label = label_of(part);
    const struct rendering here = {rendering->prose, rendering->out, part};
    if (has_prose(part)) {
        buffer_printf(rendering->out, "%*s%s%s", (int)(2 * depth), "", label, label[0] == '\0' ? "" : " ");
        render_prose(&here, part, "prose");
        end_line(rendering->out);
    }
    add_parts(&here, part, has_prose(part) ? depth + 1 : depth);
}

/* What stands under a heading, which "" leaves out; its parts are not indented, since the heading is theirs. */
static void add_section(const struct rendering *rendering, const struct tree_node *part, const char *heading) {
    const struct rendering here = {rendering->prose, rendering->out, part};
    if (heading[0] != '\0')
        buffer_printf(rendering->out, "%s%s:\n", rendering->out->size > 0 ? "\n" : "", heading);
    render_prose(&here, part, "prose");
    if (has_prose(part))
        end_line(rendering->out);
    add_parts(&here, part, 0);
}

const char *oscal_statement(const struct oscal_prose *prose, const struct tree_node *control) {
    const struct tree_node *parts = draft_list(control, "parts");
    struct buffer out;
    const struct rendering rendering = {prose, &out, control};
    buffer_init(&out, TEXT_BYTES);
    for (size_t i = 0; i < parts->count; i++) {
        if (strcmp(draft_text(parts->entries[i].value, "name"), "statement") == 0)
            add_section(&rendering, parts->entries[i].value, "");
    }
    return finish(prose, control, &out);
}

const char *oscal_title(const struct oscal_prose *prose, const struct tree_node *node) {
    const char *title = oscal_text(prose, node, "title");
    if (title == NULL || strcmp(title, draft_text(node, "id")) != 0)
        return title;
    const char *statement = oscal_statement(prose, node);
    if (statement == NULL || statement[0] == '\0')
        return statement == NULL ? NULL : title;
    return plain_sentence(prose->import->arena, statement);
}

const char *oscal_prose_of(const struct oscal_prose *prose, const struct tree_node *node, size_t *left_out) {
    const struct tree_node *parts = draft_list(node, "parts");
    struct buffer out;
    const struct rendering rendering = {prose, &out, node};
    const char *last = "";
    buffer_init(&out, TEXT_BYTES);
    for (size_t i = 0; i < parts->count && !out.has_failed; i++) {
        const struct tree_node *part = parts->entries[i].value;
        const char *heading = heading_of(part);
        if (heading == NULL) {
            (*left_out)++;
            continue;
        }
        bool is_statement = heading[0] == '\0' && out.size > 0;
        buffer_append_text(&out, is_statement ? "\n" : "");
        add_section(&rendering, part, strcmp(heading, last) == 0 ? "" : heading);
        last = heading;
    }
    return finish(prose, node, &out);
}
