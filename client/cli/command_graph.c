#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/message.h"
#include "catalog/objects.h"
#include "cli/picture.h"
#include "cli/resolution.h"
#include "convert/graph/graph.h"

/* Messages that a picture is made of; the strings in its graph are theirs. */
struct sources {
    Catalog__V1__ResolveResponse *response; /* NULL: not resolved */
    Catalog__V1__GetObjectResponse *stored; /* NULL: a file */
    const Catalog__V1__Model *model;        /* NULL: only what is resolved is drawn */
};

static bool is_option(const struct session *session, const char *name, const char *value) {
    const char *given = arguments_text(session->arguments, name);
    return given != NULL && strcmp(given, value) == 0;
}

/* The same revision that was resolved, if one was. */
static enum exit_code fetch_model(struct session *session, const struct target *target, struct sources *sources) {
    Catalog__V1__GetObjectRequest request;
    catalog__v1__get_object_request__init(&request);
    struct catalog_error *error = NULL;
    if (session->client == NULL && !session_connect(session))
        return EXIT_FAILED;
    request.selector = target->message.selector;
    request.at_revision = sources->response == NULL ? target->message.at_revision : sources->response->revision;
    if (catalog_get_object(session->client, &request, NULL, &sources->stored, &error) != CATALOG_OK)
        return session_fail(session, error);
    sources->model = target_model_of(sources->stored->object->object);
    return sources->model != NULL ? EXIT_YES
                                  : session_refuse(session, "name a feature or a component", "%s is no model",
                                                   target->message.selector->name);
}

static enum exit_code gather(struct session *session, const struct target *target, struct sources *sources) {
    bool is_of_flows = !is_option(session, "of", "dependencies");
    bool is_file = target->file != NULL;
    if (is_of_flows && !is_file && arguments_flag(session->arguments, "offline"))
        return session_refuse(session, "draw it from its file, or leave --offline out",
                              "flows of a stored model cannot be drawn without a server");
    enum exit_code code = EXIT_YES;
    if (!is_of_flows || arguments_flag(session->arguments, "resolve"))
        code = resolution_compute(session, target, &sources->response);
    if (code != EXIT_YES || !is_of_flows)
        return code;
    if (!is_file)
        return fetch_model(session, target, sources);
    sources->model = target_model_of(target->message.object);
    return EXIT_YES;
}

static const char *title_of(const Catalog__V1__Model *model, const Catalog__V1__EffectiveModel *effective) {
    if (model != NULL)
        return *model->title == '\0' ? model->name : model->title;
    return effective == NULL ? "" : effective->model;
}

static bool draw(struct session *session, const struct sources *sources, struct buffer *text) {
    struct graph graph;
    const Catalog__V1__EffectiveModel *effective = sources->response == NULL ? NULL : sources->response->model;
    const Catalog__V1__Model *model = sources->model;
    graph_init(&graph, &session->arena, title_of(model, effective));
    if (model != NULL)
        graph_of_flows(&graph, model, effective);
    else if (effective != NULL)
        graph_of_dependencies(&graph, effective);
    return picture_draw(session, &graph, arguments_text(session->arguments, "format"), text);
}

static enum exit_code print(struct session *session, const struct sources *sources) {
    struct buffer text;
    buffer_init(&text, 0);
    enum exit_code code = draw(session, sources, &text) ? picture_write(session, &text) : EXIT_FAILED;
    buffer_done(&text);
    return code;
}

static enum exit_code run(struct session *session) {
    struct target target;
    struct sources sources = {0};
    if (session->output != &output_text)
        return session_refuse(session, "say --format dot, mermaid or svg; `resolve` and `get` have --output",
                              "a picture has a format of its own");
    if (!target_read(session, session->arguments->words[0], &target))
        return EXIT_FAILED;
    enum exit_code code = gather(session, &target, &sources);
    if (code == EXIT_YES)
        code = print(session, &sources);
    catalog_message_free(sources.response);
    catalog_message_free(sources.stored);
    target_done(&target);
    return code;
}

static const struct option options[] = {
    {"of", '\0', OPTION_CHOICE, "flows|dependencies", "What to draw; default: the data flow diagram."},
    {"format", '\0', OPTION_CHOICE, "dot|mermaid|svg", "Language of the picture; default dot. svg needs graphviz."},
    {"file", 'o', OPTION_TEXT, "FILE", "Where it goes; default: standard output."},
    {"resolve", '\0', OPTION_FLAG, NULL, "Flows: show the versions chosen and how many threats stand where."},
    TARGET_OPTIONS,
    RESOLUTION_OPTIONS,
};

static const struct example examples[] = {
    {"The data flows of a local model, as a picture", "graph models/upload.yaml --format svg -o upload.svg"},
    {"For a Markdown page", "graph shop/checkout --format mermaid"},
    {"What it stands on, in which versions", "graph shop/checkout --of dependencies --format svg -o stack.svg"},
};

const struct command command_graph = {
    .group = "Models",
    .name = "graph",
    .words = "NAME[@VERSION]|FILE",
    .words_min = 1,
    .words_max = 1,
    .summary = "Draw the data flows of a model, or what it stands on.",
    .details = "Elements are drawn in the shapes of data flow diagrams, dependencies as boxes, trust zones around what "
               "is in them. Flows of a FILE are drawn without a server unless --resolve is given; dependencies are "
               "always resolved.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
