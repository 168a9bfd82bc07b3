#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/message.h"
#include "catalog/objects.h"
#include "cli/graph_svg.h"
#include "cli/picture.h"
#include "cli/resolution.h"
#include "convert/dossier/dossier.h"
#include "convert/graph/graph.h"

/* What a report is made of; the dossier borrows from all of it. */
struct sources {
    const struct target *target;
    Catalog__V1__ResolveResponse *response;
    Catalog__V1__GetObjectResponse *stored; /* NULL: a file, or not asked for */
    struct buffer svg[DOSSIER_PICTURES_MAX];
    struct dossier dossier;
};

static bool locate(void *context, const char *path, uint32_t *ret_line, uint32_t *ret_column) {
    const struct target *target = context;
    Catalog__V1__ObjectFinding finding = CATALOG__V1__OBJECT_FINDING__INIT;
    Catalog__V1__ObjectFinding *findings[] = {&finding};
    finding.field = (char *)(uintptr_t)path;
    catalog_documents_locate_findings(target->documents, target->index, findings, COUNT_OF(findings));
    *ret_line = finding.line;
    *ret_column = finding.column;
    return finding.line > 0;
}

/* The stored model at the revision that was resolved: what its flows are drawn from. */
static bool fetch_model(struct session *session, struct sources *sources) {
    Catalog__V1__GetObjectRequest request;
    catalog__v1__get_object_request__init(&request);
    struct catalog_error *error = NULL;
    request.selector = sources->target->message.selector;
    request.at_revision = sources->response->revision;
    if (catalog_get_object(session->client, &request, NULL, &sources->stored, &error) == CATALOG_OK)
        return true;
    session_fail(session, error);
    return false;
}

/* Draws GRAPH into the next picture; why it could not be drawn is a part of the report. */
static void draw(struct sources *sources, const struct graph *graph, const char *id, const char *caption) {
    static const char *const missing[] = {
        [GRAPH_SVG_DRAWN] = NULL,
        [GRAPH_SVG_NO_PROGRAM] = "it is drawn by the program dot of the package graphviz, which is not installed",
        [GRAPH_SVG_TOO_LARGE] = "the picture is larger than 64 MiB",
        [GRAPH_SVG_TOO_SLOW] = "the program dot did not finish within 60 seconds",
        [GRAPH_SVG_FAILED] = "the program dot failed",
    };
    struct dossier *dossier = &sources->dossier;
    struct buffer *svg = &sources->svg[dossier->picture_count];
    struct buffer dot;
    buffer_init(&dot, 0);
    graph_write_dot(graph, &dot);
    bool has_room = !graph->has_failed && !dot.has_failed;
    enum graph_svg result = has_room ? graph_svg_draw(buffer_slice(&dot), svg) : GRAPH_SVG_FAILED;
    dossier->pictures[dossier->picture_count++] =
        (struct dossier_picture){.caption = caption, .id = id, .svg = buffer_slice(svg), .missing = missing[result]};
    buffer_done(&dot);
}

static void draw_pictures(struct session *session, struct sources *sources, const Catalog__V1__Model *model) {
    const Catalog__V1__EffectiveModel *effective = sources->response->model;
    struct graph graph;
    graph_init(&graph, &session->arena, effective->model);
    if (model != NULL) {
        graph_of_flows(&graph, model, effective);
        draw(sources, &graph, "flows", "Data flows");
    }
    graph_init(&graph, &session->arena, effective->model);
    graph_of_dependencies(&graph, effective);
    draw(sources, &graph, "stack", "What it stands on");
}

/* Flows of a stored model cannot be had without a server: that picture is left out. */
static bool add_pictures(struct session *session, struct sources *sources) {
    const struct target *target = sources->target;
    const Catalog__V1__Model *model = target->file == NULL ? NULL : target_model_of(target->message.object);
    if (target->file == NULL && !arguments_flag(session->arguments, "offline")) {
        if (!fetch_model(session, sources))
            return false;
        model = target_model_of(sources->stored->object->object);
    }
    draw_pictures(session, sources, model);
    return true;
}

static void fill(const struct session *session, struct sources *sources) {
    const struct target *target = sources->target;
    struct dossier *dossier = &sources->dossier;
    dossier->effective = sources->response->model;
    dossier->is_as_planned = arguments_flag(session->arguments, "as-planned");
    if (target->file == NULL)
        return;
    dossier->file = target->file;
    dossier->model = target_model_of(target->message.object);
    dossier->locate = locate;
    dossier->context = (void *)(uintptr_t)target;
}

static enum exit_code verdict_code(const struct dossier *dossier) {
    const Catalog__V1__EffectiveModel *effective = dossier->effective;
    const Catalog__V1__Verdict *verdict = dossier->is_as_planned ? effective->planned : effective->now;
    return verdict != NULL && verdict->state == CATALOG__V1__GATE_STATE__GATE_STATE_PASS ? EXIT_YES : EXIT_NO;
}

static enum exit_code write(struct session *session, const struct dossier_format *format, struct sources *sources) {
    fill(session, sources);
    if (format->has_pictures && !add_pictures(session, sources))
        return EXIT_FAILED;
    struct buffer text;
    buffer_init(&text, 0);
    format->write(&sources->dossier, &text);
    enum exit_code code =
        text.has_failed ? session_refuse(session, NULL, "out of memory") : picture_write(session, &text);
    buffer_done(&text);
    return code == EXIT_YES ? verdict_code(&sources->dossier) : code;
}

static enum exit_code run(struct session *session) {
    const char *name = arguments_text(session->arguments, "format");
    struct target target;
    struct sources sources = {.target = &target};
    if (!target_read(session, session->arguments->words[0], &target))
        return EXIT_FAILED;
    for (size_t i = 0; i < COUNT_OF(sources.svg); i++)
        buffer_init(&sources.svg[i], 0);
    enum exit_code code = resolution_compute(session, &target, &sources.response);
    if (code == EXIT_YES)
        code = write(session, dossier_format_find(name == NULL ? "markdown" : name), &sources);
    for (size_t i = 0; i < COUNT_OF(sources.svg); i++)
        buffer_done(&sources.svg[i]);
    catalog_message_free(sources.stored);
    catalog_message_free(sources.response);
    target_done(&target);
    return code;
}

static const struct option options[] = {
    {"format", '\0', OPTION_CHOICE, DOSSIER_FORMAT_NAMES, "What is written; default markdown."},
    {"file", 'o', OPTION_TEXT, "FILE", "Where it goes; default: standard output."},
    {"as-planned", '\0', OPTION_FLAG, NULL, "Judge what is planned as if it were in place."},
    TARGET_OPTIONS,
    RESOLUTION_OPTIONS,
};

static const struct example examples[] = {
    {"One file to read, print or send", "report shop/checkout --format html -o checkout.html"},
    {"For a pull request", "report models/upload.yaml -o upload.md"},
    {"Code scanning: what is in the way, at the lines of the model",
     "report models/upload.yaml --format sarif -o upload.sarif"},
    {"CI that shows tests", "report models/upload.yaml --format junit -o upload.xml"},
};

const struct command command_report = {
    .group = "Models",
    .name = "report",
    .words = "NAME[@VERSION]|FILE",
    .words_min = 1,
    .words_max = 1,
    .summary = "Write the effective model for people and for CI.",
    .details =
        "markdown and html hold the verdict with its reasons, the risk matrix, all rows, what is inherited from whom, "
        "responsibilities, assumptions, baseline entries, decisions, advisories and findings; html also the diagrams, "
        "which need graphviz. html is one file without scripts that loads nothing. sarif (2.1.0) has a result for each "
        "reason of the gate, at the line of a FILE; junit a case for each row and baseline entry. The exit code is "
        "that "
        "of resolve: 0 pass, 1 the gate says no.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
