#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/cache.h"
#include "catalog/resolve.h"
#include "cli/collection.h"
#include "cli/picture.h"
#include "cli/target.h"

/* The explanations of one row or of all. */
struct answer {
    Catalog__V1__ExplainRowResponse *one;  /* NULL: all were asked for */
    Catalog__V1__ExplainRowsResponse list; /* of ONE too */
    Catalog__V1__ExplainRowsResponse *all; /* from the library; NULL: COLLECTION holds them */
    struct collection collection;
};

static void answer_done(struct answer *answer) {
    catalog_message_free(answer->one);
    catalog_message_free(answer->all);
    collection_done(&answer->collection);
}

static const char *row_of(const struct session *session) {
    return session->arguments->word_count > 1 ? session->arguments->words[1] : NULL;
}

/* ---- On the server ---- */

static enum catalog_code collect(struct catalog_explanation_iterator *iterator, struct answer *answer,
                                 struct catalog_error **ret_error) {
    for (;;) {
        const Catalog__V1__ExplainRowResponse *explanation = NULL;
        enum catalog_code code = catalog_explanation_iterator_next(iterator, &explanation, ret_error);
        if (code != CATALOG_OK || explanation == NULL)
            return code;
        if (!collection_add(&answer->collection, &explanation->base))
            return CATALOG_RESOURCE_EXHAUSTED;
    }
}

static enum catalog_code ask_for_all(struct session *session, Catalog__V1__ResolutionTarget *target,
                                     struct answer *answer, struct catalog_error **ret_error) {
    Catalog__V1__ExplainRowsRequest request;
    struct catalog_explanation_iterator *iterator;
    catalog__v1__explain_rows_request__init(&request);
    request.target = target;
    enum catalog_code code = catalog_explain_rows(session->client, &request, NULL, &iterator, ret_error);
    if (code != CATALOG_OK)
        return code;
    code = collect(iterator, answer, ret_error);
    catalog_explanation_iterator_free(iterator);
    answer->list.explanations = (Catalog__V1__ExplainRowResponse **)(void *)answer->collection.items;
    answer->list.n_explanations = answer->collection.count;
    return code;
}

static enum catalog_code ask_server(struct session *session, Catalog__V1__ExplainRowRequest *request,
                                    struct answer *answer, struct catalog_error **ret_error) {
    return row_of(session) == NULL ? ask_for_all(session, request->target, answer, ret_error)
                                   : catalog_explain_row(session->client, request, NULL, &answer->one, ret_error);
}

/* ---- In the cache ---- */

static enum catalog_code ask_cache(struct session *session, const Catalog__V1__ExplainRowRequest *request,
                                   struct answer *answer, struct catalog_error **ret_error) {
    struct catalog_cache *cache;
    enum catalog_code code = catalog_cache_open(NULL, &cache, ret_error);
    if (code != CATALOG_OK)
        return code;
    code = row_of(session) == NULL ? catalog_explain_rows_offline(cache, request->target, &answer->all, ret_error)
                                   : catalog_explain_row_offline(cache, request, &answer->one, ret_error);
    catalog_cache_close(cache);
    if (answer->all != NULL)
        answer->list = *answer->all;
    return code;
}

/* ---- What comes of it ---- */

static enum exit_code draw(struct session *session, const struct answer *answer, const char *format) {
    struct graph graph;
    struct buffer text;
    graph_init(&graph, &session->arena, session->arguments->words[0]);
    for (size_t i = 0; i < answer->list.n_explanations; i++)
        graph_of_derivation(&graph, answer->list.explanations[i]);
    buffer_init(&text, 0);
    enum exit_code code = picture_draw(session, &graph, format, &text) ? picture_write(session, &text) : EXIT_FAILED;
    buffer_done(&text);
    return code;
}

static enum exit_code give_out(struct session *session, struct answer *answer) {
    const char *format = arguments_text(session->arguments, "format");
    if (format != NULL && strcmp(format, "text") != 0) {
        if (session->output != &output_text)
            return session_refuse(session, "leave --output or --format out", "a picture has a format of its own");
        if (answer->one != NULL) {
            answer->list.explanations = &answer->one;
            answer->list.n_explanations = 1;
        }
        return draw(session, answer, format);
    }
    return session_answer(session, answer->one != NULL ? &answer->one->base : &answer->list.base);
}

static enum exit_code explain(struct session *session, const struct target *target, struct answer *answer) {
    Catalog__V1__ExplainRowRequest request;
    Catalog__V1__ResolutionTarget message = target->message;
    struct catalog_error *error = NULL;
    const char *row = row_of(session);
    bool is_offline = arguments_flag(session->arguments, "offline");
    catalog__v1__explain_row_request__init(&request);
    request.target = &message;
    request.row = arena_strdup(&session->arena, row == NULL ? "" : row);
    if (!is_offline && !session_connect(session))
        return EXIT_FAILED;
    enum catalog_code code =
        is_offline ? ask_cache(session, &request, answer, &error) : ask_server(session, &request, answer, &error);
    return code == CATALOG_OK ? give_out(session, answer) : target_fail(session, target, error);
}

static enum exit_code run(struct session *session) {
    struct target target;
    struct answer answer = {0};
    catalog__v1__explain_rows_response__init(&answer.list);
    if (!target_read(session, session->arguments->words[0], &target))
        return EXIT_FAILED;
    enum exit_code code = explain(session, &target, &answer);
    answer_done(&answer);
    target_done(&target);
    return code;
}

static const struct option options[] = {
    {"format", '\0', OPTION_CHOICE, "text|dot|mermaid|svg", "A picture of the derivation; svg needs graphviz."},
    PICTURE_OPTIONS,
    {"offline", '\0', OPTION_FLAG, NULL, "Without a server, from what resolve kept in the cache."},
    TARGET_OPTIONS,
};

static const struct example examples[] = {
    {"A row as resolve shows it", "explain examples/partner-api stride/flow-disclosure@ask"},
    {"A row of a model in this repository", "explain models/upload.yaml stride/store-disclosure@invoices.bucket"},
    {"Every row, for a program that checks the proofs", "explain --output json examples/partner-api"},
    {"As a picture", "explain --format svg -o why.svg examples/partner-api stride/flow-disclosure@ask"},
};

const struct command command_explain = {
    .group = "Models",
    .name = "explain",
    .words = "NAME[@VERSION]|FILE [ROW]",
    .words_min = 1,
    .words_max = 2,
    .summary = "Say why a row stands as it does.",
    .details =
        "ROW is threat@place, as resolve shows it; without it every row is explained. Every step names the rule, the "
        "object version, the record and the predicate with the values that it read, and in which readings it holds: "
        "now or as planned, strictly or leniently.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
