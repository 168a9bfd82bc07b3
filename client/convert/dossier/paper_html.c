#include "convert/dossier/paper.h"

#include "convert/escape.h"

/* Nothing is loaded and nothing runs, also if a text were to become markup. */
static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";

static const char style[] =
    "</title>\n<style>\n"
    ":root{color-scheme:light dark;--page:#fff;--ink:#1c2127;--faint:#5c6773;--line:#d3d9df;--head:#f1f4f7;"
    "--good:#dff2e1;--warn:#fff1c9;--bad:#ffddd6;--worst:#f3b4ae}\n"
    "@media (prefers-color-scheme:dark){:root{--page:#14181d;--ink:#e3e8ed;--faint:#98a4b0;--line:#38424d;"
    "--head:#1f262e;--good:#1d3b24;--warn:#4a3c12;--bad:#55261f;--worst:#7a211c}}\n"
    "body{margin:0;background:var(--page);color:var(--ink);font:15px/1.45 system-ui,sans-serif}\n"
    "main{max-width:76rem;margin:0 auto;padding:1.5rem}\n"
    "h1{font-size:1.6rem;margin:0 0 1rem}\nh2{font-size:1.15rem;margin:2rem 0 .6rem}\n"
    "table{border-collapse:collapse;margin:.4rem 0;width:100%}\n"
    "th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere;unicode-bidi:isolate}\n"
    "th{background:var(--head);overflow-wrap:normal}\n"
    "code{font:.9em ui-monospace,monospace;unicode-bidi:isolate}\n"
    "strong{padding:.1rem .5rem;border-radius:.25rem}\n"
    ".group{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:start}\n.group table{width:auto}\n"
    ".group th,.group td{text-align:center}\n"
    "td.faint,td.good,td.warn,td.bad,td.worst{overflow-wrap:normal}\ntd{min-width:5.5rem}\n.group "
    "td{min-width:1.6rem}\n"
    ".faint{color:var(--faint)}\n.good{background:var(--good)}\n.warn{background:var(--warn)}\n"
    ".bad{background:var(--bad)}\n.worst{background:var(--worst)}\n"
    "figure{margin:.8rem 0;padding:.8rem;background:#fff;color:#1c2127;border:1px solid var(--line);overflow:auto}\n"
    "figcaption{font-size:.9rem;margin-bottom:.4rem}\nsvg{max-width:100%;height:auto}\n"
    "@media print{:root{color-scheme:light;--page:#fff;--ink:#000;--faint:#444;--line:#999;--head:#eee;"
    "--good:#dff2e1;--warn:#fff1c9;--bad:#ffddd6;--worst:#f3b4ae}\n"
    "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}\nbody{font-size:10pt}\n"
    "main{max-width:none;padding:0}\nthead{display:table-header-group}\ntr,figure{break-inside:avoid}\n"
    "h2{break-after:avoid}\n@page{margin:15mm}}\n"
    "</style>\n</head>\n<body>\n<main>\n<h1>";

static const char *const classes[] = {"", "faint", "good", "warn", "bad", "worst"};

static void write_text(struct paper *paper, const char *text) {
    escape_markup(paper->out, text);
}

static void write_code(struct paper *paper, const char *text) {
    buffer_append_text(paper->out, "<code>");
    escape_markup(paper->out, text);
    buffer_append_text(paper->out, "</code>");
}

static void write_tag(struct paper *paper, const char *tag, enum tone tone) {
    buffer_printf(paper->out, "<%s", tag);
    if (tone != TONE_PLAIN)
        buffer_printf(paper->out, " class=\"%s\"", classes[tone]);
    buffer_append_byte(paper->out, '>');
}

static void write_strong(struct paper *paper, enum tone tone, const char *text) {
    write_tag(paper, "strong", tone);
    escape_markup(paper->out, text);
    buffer_append_text(paper->out, "</strong>");
}

static void begin(struct paper *paper, const char *title) {
    buffer_append_text(paper->out, head);
    escape_markup(paper->out, title);
    buffer_append_text(paper->out, style);
    escape_markup(paper->out, title);
    buffer_append_text(paper->out, "</h1>\n");
}

static void end(struct paper *paper) {
    buffer_append_text(paper->out, "</main>\n</body>\n</html>\n");
}

static void heading(struct paper *paper, const char *title) {
    buffer_append_text(paper->out, "<h2>");
    escape_markup(paper->out, title);
    buffer_append_text(paper->out, "</h2>\n");
}

static void begin_table(struct paper *paper, const char *const *columns, size_t count) {
    buffer_append_text(paper->out, "<table>\n<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        buffer_append_text(paper->out, "<th scope=\"col\">");
        escape_markup(paper->out, columns[i]);
        buffer_append_text(paper->out, "</th>");
    }
    buffer_append_text(paper->out, "</tr></thead>\n<tbody>\n");
}

static void begin_cell(struct paper *paper, enum tone tone) {
    write_tag(paper, "td", tone);
}

/* Functions that write one tag. */
#define TAG(name, tag)                                                                                                 \
    static void name(struct paper *paper) {                                                                            \
        buffer_append_text(paper->out, tag);                                                                           \
    }
TAG(begin_paragraph, "<p>")
TAG(end_paragraph, "</p>\n")
TAG(begin_group, "<div class=\"group\">\n")
TAG(end_group, "</div>\n")
TAG(end_table, "</tbody>\n</table>\n")
TAG(begin_row, "<tr>")
TAG(end_row, "</tr>\n")
TAG(end_cell, "</td>")
TAG(line_break, "<br>")

/* Where WORD begins in TEXT from AT on; the end of TEXT: nowhere. */
static size_t find(slice text, size_t at, const char *word) {
    size_t size = strlen(word);
    for (; text.size >= size && at <= text.size - size; at++) {
        if (memcmp(text.data + at, word, size) == 0)
            return at;
    }
    return text.size;
}

/* Without what stands before the element: it names a schema elsewhere. Quotes in texts are escaped, so that what looks
 * like an id is one; two pictures in one page may not share them. */
static void picture(struct paper *paper, const char *prefix, const char *caption, slice svg) {
    static const char id[] = " id=\"";
    buffer_append_text(paper->out, "<figure><figcaption>");
    escape_markup(paper->out, caption);
    buffer_append_text(paper->out, "</figcaption>\n");
    size_t at = find(svg, 0, "<svg");
    while (at < svg.size) {
        size_t next = find(svg, at, id);
        buffer_append(paper->out, slice_of(svg.data + at, next - at));
        if (next < svg.size)
            buffer_printf(paper->out, "%s%s-", id, prefix);
        at = next < svg.size ? next + strlen(id) : next;
    }
    buffer_append_text(paper->out, "</figure>\n");
}

const struct paper_language paper_html = {
    .begin = begin,
    .end = end,
    .heading = heading,
    .begin_paragraph = begin_paragraph,
    .end_paragraph = end_paragraph,
    .begin_group = begin_group,
    .end_group = end_group,
    .begin_table = begin_table,
    .end_table = end_table,
    .begin_row = begin_row,
    .end_row = end_row,
    .begin_cell = begin_cell,
    .end_cell = end_cell,
    .text = write_text,
    .code = write_code,
    .strong = write_strong,
    .line_break = line_break,
    .picture = picture,
};
