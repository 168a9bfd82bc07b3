#include "cli/fmt.h"

#include "base/vector.h"
#include "cli/fmt_place.h"
#include "codec/canonical.h"
#include "codec/yaml.h"

#include "catalog/v1/object.pb-c.h"

#include <stdio.h>

/* A text with all that formatting looks at. */
struct source {
    struct document_list documents;
    tree_list roots;
    yaml_comment_list comments;
};

struct formatter {
    struct arena *arena;
    struct fmt_refusal *refusal;
    struct source old;
    struct buffer plain;   /* the new text without comments */
    VECTOR(uint32_t) ends; /* of each document in `plain`, the line behind it */
};

static bool refuse(struct formatter *formatter, uint32_t line, const char *remedy, const char *message) {
    formatter->refusal->line = line;
    formatter->refusal->remedy = remedy;
    snprintf(formatter->refusal->message, sizeof formatter->refusal->message, "%s", message);
    return false;
}

static bool refuse_memory(struct formatter *formatter) {
    return refuse(formatter, 0, NULL, "out of memory");
}

static bool refuse_comment(struct formatter *formatter, uint32_t line) {
    return refuse(formatter, line,
                  "put it on a line of its own before a top-level key or a list item, or at the end of the document",
                  "this comment cannot be kept");
}

/* Fields that only their writer knows are not in the message. */
static bool refuse_extension(struct formatter *formatter, const struct tree_node *node) {
    for (size_t i = 0; i < node->count; i++) {
        const struct tree_entry *entry = &node->entries[i];
        if (entry->key != NULL && strncmp(entry->key->text, "x-", 2) == 0)
            return !refuse(formatter, entry->key->line, "move it to a file of its own, or into a comment",
                           "fields called x-... cannot be kept");
        if (refuse_extension(formatter, entry->value))
            return true;
    }
    return false;
}

static bool read_source(struct formatter *formatter, slice text, struct source *ret_source) {
    struct problem problem;
    uint32_t line = 0;
    problem_init(&problem, formatter->arena);
    /* libyaml wants an address even for nothing. */
    text = text.size == 0 ? slice_text("") : text;
    if (yaml_read(&catalog__v1__object__descriptor, text, formatter->arena, &ret_source->documents, &problem) !=
            STATUS_OK ||
        yaml_compose(text, &compose_native_yaml, formatter->arena, &ret_source->roots, &problem) != STATUS_OK) {
        const struct violation *first = problem.violation_count > 0 ? &problem.violations[0] : NULL;
        return refuse(formatter, first == NULL ? 0 : first->line, NULL,
                      first == NULL ? problem.message : first->message);
    }
    switch (yaml_comments_read(text, formatter->arena, &ret_source->comments, &line)) {
    case YAML_COMMENTS_READ:
        return true;
    case YAML_COMMENTS_MISPLACED:
        return refuse_comment(formatter, line);
    case YAML_COMMENTS_NO_MEMORY:
        return refuse_memory(formatter);
    case YAML_COMMENTS_NO_YAML:
        break;
    }
    return refuse(formatter, 0, NULL, "the text is no YAML");
}

static uint32_t count_lines(slice text) {
    uint32_t lines = 0;
    for (size_t i = 0; i < text.size; i++)
        lines += text.data[i] == '\n';
    return lines;
}

static bool write_plain(struct formatter *formatter) {
    struct problem problem;
    problem_init(&problem, formatter->arena);
    uint32_t line = 1;
    for (size_t i = 0; i < formatter->old.documents.count; i++) {
        size_t start = formatter->plain.size;
        if (i > 0)
            buffer_append_text(&formatter->plain, "---\n");
        if (yaml_write(formatter->old.documents.items[i].message, &formatter->plain, &problem) != STATUS_OK)
            return refuse(formatter, formatter->old.roots.items[i]->line, NULL, problem.message);
        if (formatter->plain.has_failed)
            return refuse_memory(formatter);
        line += count_lines(slice_of(formatter->plain.data + start, formatter->plain.size - start));
        if (!vector_push(formatter->arena, &formatter->ends, line))
            return refuse_memory(formatter);
    }
    return true;
}

static bool write_with_comments(struct formatter *formatter, struct buffer *out) {
    struct source new = {0};
    fmt_insertion_list insertions;
    uint32_t line = 0;
    if (!read_source(formatter, buffer_slice(&formatter->plain), &new))
        return false;
    if (new.roots.count != formatter->old.roots.count)
        return refuse(formatter, 0, NULL, "formatting would change the number of objects");
    const struct fmt_texts texts = {&formatter->old.roots, &formatter->old.comments, &new.roots, formatter->ends.items};
    switch (fmt_place(&texts, formatter->arena, &insertions, &line)) {
    case FMT_PLACE_FOUND:
        fmt_place_write(buffer_slice(&formatter->plain), &insertions, out);
        return true;
    case FMT_PLACE_NONE:
        return refuse_comment(formatter, line);
    case FMT_PLACE_NO_MEMORY:
        break;
    }
    return refuse_memory(formatter);
}

static bool format(struct formatter *formatter, slice text, struct buffer *out) {
    if (!read_source(formatter, text, &formatter->old))
        return false;
    for (size_t i = 0; i < formatter->old.roots.count; i++) {
        if (refuse_extension(formatter, formatter->old.roots.items[i]))
            return false;
    }
    if (formatter->old.documents.count == 0)
        buffer_append(out, text);
    else if (!write_plain(formatter) || !write_with_comments(formatter, out))
        return false;
    return !out->has_failed || refuse_memory(formatter);
}

static bool is_same(const struct document_list *a, const struct document_list *b) {
    struct problem problem;
    problem_init(&problem, NULL);
    for (size_t i = 0; i < a->count && a->count == b->count; i++) {
        struct digest left;
        struct digest right;
        if (canonical_digest(a->items[i].message, &left, &problem) != STATUS_OK ||
            canonical_digest(b->items[i].message, &right, &problem) != STATUS_OK ||
            memcmp(&left, &right, sizeof left) != 0)
            return false;
    }
    return a->count == b->count;
}

/* Nothing that was written is trusted: the result is read and formatted again. */
static bool check(struct formatter *first, slice formatted) {
    struct formatter again = {.arena = first->arena, .refusal = first->refusal};
    struct buffer out;
    buffer_init(&again.plain, 0);
    buffer_init(&out, 0);
    bool is_good = format(&again, formatted, &out);
    if (is_good &&
        (!slice_equal(buffer_slice(&out), formatted) || again.old.comments.count != first->old.comments.count ||
         !is_same(&first->old.documents, &again.old.documents)))
        is_good = refuse(first, 0, "move its comments before top-level keys",
                         "the text would not keep its form and its meaning");
    buffer_done(&out);
    buffer_done(&again.plain);
    return is_good;
}

bool fmt_format(slice text, struct buffer *out, struct fmt_refusal *ret_refusal) {
    struct arena arena;
    size_t start = out->size;
    arena_init(&arena, 0);
    struct formatter formatter = {.arena = &arena, .refusal = ret_refusal};
    buffer_init(&formatter.plain, 0);
    bool is_good = format(&formatter, text, out) && check(&formatter, slice_of(out->data + start, out->size - start));
    buffer_done(&formatter.plain);
    arena_done(&arena);
    return is_good;
}
