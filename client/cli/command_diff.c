#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/objects.h"
#include "cli/session.h"

static enum exit_code run(struct session *session) {
    Catalog__V1__DiffObjectsRequest request;
    catalog__v1__diff_objects_request__init(&request);
    Catalog__V1__ObjectSelector from;
    catalog__v1__object_selector__init(&from);
    Catalog__V1__ObjectSelector to;
    catalog__v1__object_selector__init(&to);
    Catalog__V1__DiffObjectsResponse *response;
    struct catalog_error *error = NULL;
    if (!session_name(session, session->arguments->words[0], &from.name, &from.version) ||
        !session_name(session, session->arguments->words[1], &to.name, &to.version) || !session_connect(session))
        return EXIT_FAILED;
    request.from = &from;
    request.to = &to;
    to.draft = arguments_flag(session->arguments, "draft");
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_diff_objects(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(response);
    return code;
}

static const struct option options[] = {
    {"draft", '\0', OPTION_FLAG, NULL, "Take the draft of the second object."},
    {"at-revision", '\0', OPTION_NUMBER, "N", "As they stood at this revision; default: the newest."},
};

static const struct example examples[] = {
    {"Two versions", "diff aws/kms@1.0.0 aws/kms@1.1.0"},
    {"What publishing the draft would change", "diff --draft billing/ledger billing/ledger"},
};

const struct command command_diff = {
    .group = "Objects",
    .name = "diff",
    .words = "NAME[@VERSION] NAME[@VERSION]",
    .words_min = 2,
    .words_max = 2,
    .has_rows = true,
    .summary = "Compare two versions and say which bump each change asks for.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
