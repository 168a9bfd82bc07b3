#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/upgrade.h"
#include "cli/target.h"

static enum exit_code list(struct session *session, const struct target *target) {
    Catalog__V1__ResolutionTarget message = target->message;
    Catalog__V1__ListOutdatedRequest request;
    Catalog__V1__ListOutdatedResponse *response;
    struct catalog_error *error = NULL;
    catalog__v1__list_outdated_request__init(&request);
    request.target = &message;
    request.include_current = arguments_flag(session->arguments, "all");
    if (!session_connect(session))
        return EXIT_FAILED;
    if (catalog_list_outdated(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return target_fail(session, target, error);
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(response);
    return code;
}

static enum exit_code run(struct session *session) {
    struct target target;
    if (!target_read(session, session->arguments->words[0], &target))
        return EXIT_FAILED;
    enum exit_code code = list(session, &target);
    target_done(&target);
    return code;
}

static const struct option options[] = {
    {"all", 'a', OPTION_FLAG, NULL, "Also what is the newest, in good standing."},
    TARGET_OPTIONS,
};

static const struct example examples[] = {
    {"What a local model is behind, as it is locked", "outdated models/upload.yaml"},
    {"What a stored model's newest choice is behind", "outdated examples/invoice-upload"},
    {"Everything it stands on, for a spreadsheet", "outdated --all --output csv models/upload.yaml"},
};

const struct command command_outdated = {
    .group = "Models",
    .name = "outdated",
    .words = "NAME[@VERSION]|FILE",
    .words_min = 1,
    .words_max = 1,
    .has_rows = true,
    .summary = "Say what a model stands on that has newer versions.",
    .details =
        "FITS is the newest version that every requirement admits, NEWEST the newest of all; where they differ the "
        "requirements that hold it back are named. What is yanked, deprecated or warned of is shown too. Without a "
        "lock the versions chosen now are taken as one. Exits 0 whatever it finds.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
