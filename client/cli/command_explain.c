#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/resolve.h"
#include "cli/target.h"

static enum exit_code explain(struct session *session, const struct target *target) {
    Catalog__V1__ExplainRowRequest request;
    catalog__v1__explain_row_request__init(&request);
    Catalog__V1__ExplainRowResponse *response;
    struct catalog_error *error = NULL;
    Catalog__V1__ResolutionTarget message = target->message;
    request.target = &message;
    request.row = arena_strdup(&session->arena, session->arguments->words[1]);
    if (!session_connect(session))
        return EXIT_FAILED;
    if (catalog_explain_row(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return target_fail(session, target, error);
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(response);
    return code;
}

static enum exit_code run(struct session *session) {
    struct target target;
    if (!target_read(session, session->arguments->words[0], &target))
        return EXIT_FAILED;
    enum exit_code code = explain(session, &target);
    target_done(&target);
    return code;
}

static const struct option options[] = {TARGET_OPTIONS};

static const struct example examples[] = {
    {"A row as resolve shows it", "explain examples/partner-api stride/flow-disclosure@ask"},
    {"A row of a model in this repository", "explain models/upload.yaml stride/store-disclosure@invoices.bucket"},
};

const struct command command_explain = {
    .group = "Models",
    .name = "explain",
    .words = "NAME[@VERSION]|FILE ROW",
    .words_min = 2,
    .words_max = 2,
    .summary = "Say why one row stands as it does.",
    .details =
        "ROW is threat@place, as resolve shows it. Every step names the rule, the object version, the record and "
        "the predicate with the values that it read.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
