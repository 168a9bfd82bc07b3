#include "cli/commands.h"

#include "catalog/workload.h"
#include "cli/collection.h"
#include "cli/target.h"

static enum exit_code show(struct session *session) {
    Catalog__V1__GetWorkloadRequest request;
    Catalog__V1__GetWorkloadResponse *response;
    Catalog__V1__Timestamp at;
    struct catalog_error *error = NULL;
    catalog__v1__get_workload_request__init(&request);
    request.workload = arena_strdup(&session->arena, session->arguments->words[0]);
    request.at = target_time(session, &at);
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_get_workload(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(response);
    return code;
}

static enum catalog_code collect(struct catalog_workload_iterator *iterator, struct collection *workloads,
                                 struct catalog_error **ret_error) {
    const Catalog__V1__WorkloadSummary *workload;
    enum catalog_code code;
    while ((code = catalog_workload_iterator_next(iterator, &workload, ret_error)) == CATALOG_OK && workload != NULL) {
        if (!collection_add(workloads, &workload->base))
            return CATALOG_RESOURCE_EXHAUSTED;
    }
    return code;
}

static enum exit_code list(struct session *session) {
    Catalog__V1__ListWorkloadsRequest request;
    Catalog__V1__ListWorkloadsResponse all;
    struct catalog_workload_iterator *iterator;
    struct catalog_error *error = NULL;
    struct collection workloads = {0};
    catalog__v1__list_workloads_request__init(&request);
    catalog__v1__list_workloads_response__init(&all);
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_list_workloads(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = EXIT_FAILED;
    if (collect(iterator, &workloads, &error) == CATALOG_OK) {
        all.workloads = (Catalog__V1__WorkloadSummary **)(void *)workloads.items;
        all.n_workloads = workloads.count;
        code = session_answer(session, &all.base);
    } else {
        code = session_fail(session, error);
    }
    catalog_workload_iterator_free(iterator);
    collection_done(&workloads);
    return code;
}

static enum exit_code run(struct session *session) {
    if (!session_connect(session))
        return EXIT_FAILED;
    return session->arguments->word_count == 0 ? list(session) : show(session);
}

static const struct option options[] = {
    {"at", '\0', OPTION_TIME, "TIME", "Judge as of this time; default: now, or the time of --at-revision."},
    {"at-revision", '\0', OPTION_NUMBER, "N", "The catalog as it stood at this revision; default: the newest."},
};

static const struct example examples[] = {
    {"Which workloads there are", "workload"},
    {"What threatens one, by component", "workload billing"},
    {"For a spreadsheet", "workload billing --output csv"},
};

const struct command command_workload = {
    .group = "Models",
    .name = "workload",
    .words = "[NAME]",
    .words_min = 0,
    .words_max = 1,
    .has_rows = true,
    .summary = "Roll the features of a workload up, or list workloads.",
    .details =
        "Takes the newest published version of every feature that names the workload: their verdicts, and each threat "
        "by component with its rows, states, residual risk and the layers and providers that cover it. It reports and "
        "never blocks: the exit code is 0 whatever the verdicts.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
