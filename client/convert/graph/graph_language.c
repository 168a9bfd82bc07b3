#include "convert/graph/graph_language.h"

#include "convert/glyph.h"
#include "convert/wrap.h"

void graph_indent(struct buffer *out, unsigned depth) {
    for (unsigned i = 0; i < depth; i++)
        buffer_append_text(out, "  ");
}

static void write_line(const struct graph_language *language, struct buffer *out, slice line) {
    const char *end = (const char *)line.data + line.size;
    for (const char *at = (const char *)line.data; at < end;) {
        struct glyph glyph = glyph_at(at);
        for (const char *shown = glyph.shown; *shown != '\0'; shown++)
            language->byte(out, *shown);
        at += glyph.size;
    }
}

void graph_write_label(const struct graph_language *language, struct buffer *out, const struct graph_label *label) {
    bool is_first = true;
    buffer_append_byte(out, '"');
    for (size_t i = 0; i < label->count; i++) {
        const char *text = label->lines[i];
        for (slice line; wrap_next(&text, GRAPH_LINE_WIDTH, &line); is_first = false) {
            buffer_append_text(out, is_first ? "" : language->line_break);
            write_line(language, out, line);
        }
    }
    buffer_append_text(out, is_first ? " \"" : "\"");
}

/* As deep as GRAPH_DEPTH_MAX. */
void graph_write_zone(const struct graph *graph, const struct graph_language *language, struct buffer *out, size_t zone,
                      unsigned depth) {
    const struct graph_zone *self = &graph->zones.items[zone];
    for (size_t i = 0; i < self->zones.count; i++) {
        language->open_zone(graph, out, self->zones.items[i], depth);
        graph_write_zone(graph, language, out, self->zones.items[i], depth + 1);
        language->close_zone(out, depth);
    }
    for (size_t i = 0; i < self->nodes.count; i++)
        language->node(graph, out, self->nodes.items[i], depth);
}
