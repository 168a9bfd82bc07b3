#include "cli/commands.h"

#include "catalog/plan.h"
#include "cli/progress.h"
#include "cli/target.h"

#define ITEMS_SHOWN 10

/* People get the first items, programs all of them. */
static void cut_items(struct session *session, size_t *count) {
    uint64_t limit = arguments_number(session->arguments, "limit", session->output == &output_text ? ITEMS_SHOWN : 0);
    if (limit == 0 || *count <= limit)
        return;
    session_note(session, "%zu more: --limit 0 shows all", *count - (size_t)limit);
    *count = (size_t)limit;
}

static enum exit_code plan_for_model(struct session *session, const char *word) {
    struct target target;
    Catalog__V1__PlanFeatureRequest request;
    Catalog__V1__PlanFeatureResponse *response;
    struct catalog_error *error = NULL;
    if (!target_read(session, word, &target))
        return EXIT_FAILED;
    catalog__v1__plan_feature_request__init(&request);
    request.target = &target.message;
    request.as_planned = arguments_flag(session->arguments, "as-planned");
    enum exit_code code = EXIT_FAILED;
    if (catalog_plan_feature(session->client, &request, NULL, &response, &error) == CATALOG_OK) {
        cut_items(session, &response->n_items);
        code = session_answer(session, &response->base);
        catalog_message_free(response);
    } else {
        code = target_fail(session, &target, error);
    }
    target_done(&target);
    return code;
}

static void show_progress(void *context, size_t done, size_t total) {
    struct session *session = context;
    progress_show(session->err, "features planned for", done, total);
}

static enum exit_code plan_for_all(struct session *session) {
    struct catalog_plan_options options = CATALOG_PLAN_OPTIONS_INIT;
    Catalog__V1__PlanOrganisationRequest request;
    Catalog__V1__PlanOrganisationResponse *response;
    Catalog__V1__Timestamp at;
    struct catalog_error *error = NULL;
    catalog__v1__plan_organisation_request__init(&request);
    request.at = target_time(session, &at);
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    options.progress = session->err->is_terminal ? show_progress : NULL;
    options.progress_context = session;
    if (catalog_plan_organisation(session->client, &request, &options, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    cut_items(session, &response->n_controls);
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(response);
    return code;
}

static enum exit_code run(struct session *session) {
    const struct arguments *arguments = session->arguments;
    bool is_for_all = arguments_flag(arguments, "organisation");
    if (is_for_all == (arguments->word_count == 1))
        return session_refuse(session, "name a model, or say --organisation", "plan for %s?",
                              is_for_all ? "one model or for all" : "what");
    if (is_for_all && arguments_flag(arguments, "as-planned"))
        return session_refuse(session, "leave --as-planned out", "what the platform has counts now and as planned");
    if (!session_connect(session))
        return EXIT_FAILED;
    return is_for_all ? plan_for_all(session) : plan_for_model(session, arguments->words[0]);
}

static const struct option options[] = {
    {"organisation", '\0', OPTION_FLAG, NULL,
     "Over all features: which control closes most rows if the platform has it."},
    {"as-planned", '\0', OPTION_FLAG, NULL, "Plan for the verdict as planned: for a design review."},
    {"limit", '\0', OPTION_NUMBER, "N", "Show at most this many items; 0: all. Default: 10 as text, else all."},
    TARGET_OPTIONS,
};

static const struct example examples[] = {
    {"What to do first, and what makes it pass", "plan examples/partner-api"},
    {"A model in this repository, before there is code", "plan --as-planned models/upload.yaml"},
    {"What to write into the model, for a script", "plan examples/partner-api --output yaml"},
    {"What the platform should take over", "plan --organisation"},
};

const struct command command_plan = {
    .group = "Models",
    .name = "plan",
    .words = "NAME[@VERSION]|FILE | --organisation",
    .words_min = 0,
    .words_max = 1,
    .has_rows = true,
    .summary = "Say what would help most, and in which order.",
    .details =
        "Tries, one at a time: mitigations that are not in place, controls of the catalog, what baselines ask for, "
        "answers to responsibilities, attestations, and each value of what is not known. Shows what each closes, a "
        "sequence that makes the model pass if there is one, and controls that nothing hangs on. Changes nothing and "
        "exits 0 whatever the verdict.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
