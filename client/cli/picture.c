#include "cli/picture.h"

#include "cli/graph_svg.h"
#include "cli/output_file.h"

static const char *help_of(enum graph_svg result) {
    return result == GRAPH_SVG_NO_PROGRAM ? "install the package graphviz, or write --format dot or mermaid"
                                          : "write --format dot or mermaid";
}

static bool draw_svg(struct session *session, struct buffer *text) {
    static const char *const sentences[] = {
        [GRAPH_SVG_NO_PROGRAM] = "svg is drawn by the program dot, which is not installed",
        [GRAPH_SVG_TOO_LARGE] = "the picture is larger than 64 MiB",
        [GRAPH_SVG_TOO_SLOW] = "the program dot did not finish within 60 seconds",
        [GRAPH_SVG_FAILED] = "the program dot failed",
    };
    struct buffer svg;
    buffer_init(&svg, 0);
    enum graph_svg result = graph_svg_draw(buffer_slice(text), &svg);
    if (result != GRAPH_SVG_DRAWN) {
        session_refuse(session, help_of(result), "%s", sentences[result]);
        buffer_done(&svg);
        return false;
    }
    buffer_done(text);
    *text = svg;
    return true;
}

bool picture_draw(struct session *session, const struct graph *graph, const char *format, struct buffer *text) {
    bool is_mermaid = format != NULL && strcmp(format, "mermaid") == 0;
    bool is_svg = format != NULL && strcmp(format, "svg") == 0;
    if (!graph->has_failed)
        (is_mermaid ? graph_write_mermaid : graph_write_dot)(graph, text);
    if (graph->has_failed || text->has_failed) {
        session_refuse(session, NULL, "out of memory");
        return false;
    }
    return !is_svg || draw_svg(session, text);
}

enum exit_code picture_write(struct session *session, const struct buffer *text) {
    const char *path = arguments_text(session->arguments, "file");
    if (path != NULL && strcmp(path, "-") != 0)
        return output_file_write(session, path, buffer_slice(text)) ? EXIT_YES : EXIT_FAILED;
    page_raw(session->out, buffer_slice(text));
    return EXIT_YES;
}
