#include "cli/commands.h"

#include "catalog/workload.h"
#include "cli/target.h"

static enum exit_code run(struct session *session) {
    struct target target;
    Catalog__V1__GetTestScopeRequest request;
    Catalog__V1__GetTestScopeResponse *response;
    struct catalog_error *error = NULL;
    if (!session_connect(session) || !target_read(session, session->arguments->words[0], &target))
        return EXIT_FAILED;
    catalog__v1__get_test_scope_request__init(&request);
    request.target = &target.message;
    enum exit_code code = EXIT_FAILED;
    if (catalog_get_test_scope(session->client, &request, NULL, &response, &error) == CATALOG_OK) {
        code = session_answer(session, &response->base);
        catalog_message_free(response);
    } else {
        code = target_fail(session, &target, error);
    }
    target_done(&target);
    return code;
}

static const struct option options[] = {TARGET_OPTIONS};

static const struct example examples[] = {
    {"What a penetration test should look at", "test-scope examples/invoice-upload"},
    {"For the test plan", "test-scope examples/invoice-upload --output csv"},
};

const struct command command_test_scope = {
    .group = "Models",
    .name = "test-scope",
    .words = "NAME[@VERSION]|FILE",
    .words_min = 1,
    .words_max = 1,
    .has_rows = true,
    .summary = "List what to test of a model.",
    .details =
        "Shows the entry points that are exposed, the rows that rest on own controls which are implemented and were "
        "never verified, and what rests on somebody's word: who said it, when, and until when it counts.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
