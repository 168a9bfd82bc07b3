#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/advisories.h"
#include "cli/collection.h"
#include "cli/verbs.h"

static char *text_of(struct session *session, const char *option) {
    const char *text = arguments_text(session->arguments, option);
    return arena_strdup(&session->arena, text == NULL ? "" : text);
}

static bool is_dry_run(const struct session *session) {
    return arguments_flag(session->arguments, "dry-run");
}

static enum exit_code run_publish(struct session *session) {
    Catalog__V1__PublishAdvisoryRequest request;
    Catalog__V1__PublishAdvisoryResponse *response;
    Catalog__V1__Advisory advisory;
    struct catalog_error *error = NULL;
    catalog__v1__publish_advisory_request__init(&request);
    catalog__v1__advisory__init(&advisory);
    if (!session_list(session, "provisions", &advisory.provisions, &advisory.n_provisions) ||
        !session_list(session, "threats", &advisory.threats, &advisory.n_threats))
        return EXIT_FAILED;
    advisory.object = verbs_word(session, 1);
    advisory.range = verbs_word(session, 2);
    advisory.statement = text_of(session, "statement");
    request.advisory = &advisory;
    request.validate_only = is_dry_run(session);
    if (catalog_publish_advisory(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    return verbs_finish(session, &response->base);
}

static enum exit_code run_withdraw(struct session *session) {
    Catalog__V1__WithdrawAdvisoryRequest request;
    Catalog__V1__WithdrawAdvisoryResponse *response;
    struct catalog_error *error = NULL;
    catalog__v1__withdraw_advisory_request__init(&request);
    request.id = verbs_word(session, 1);
    request.reason = text_of(session, "reason");
    request.validate_only = is_dry_run(session);
    if (catalog_withdraw_advisory(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    return verbs_finish(session, &response->base);
}

static enum exit_code run_show(struct session *session) {
    Catalog__V1__GetAdvisoryRequest request;
    Catalog__V1__GetAdvisoryResponse *response;
    struct catalog_error *error = NULL;
    catalog__v1__get_advisory_request__init(&request);
    request.id = verbs_word(session, 1);
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_get_advisory(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(response);
    return code;
}

static enum catalog_code collect(struct catalog_advisory_iterator *iterator, struct collection *advisories,
                                 struct catalog_error **ret_error) {
    const Catalog__V1__Advisory *advisory;
    enum catalog_code code;
    while ((code = catalog_advisory_iterator_next(iterator, &advisory, ret_error)) == CATALOG_OK && advisory != NULL) {
        if (!collection_add(advisories, &advisory->base))
            return CATALOG_RESOURCE_EXHAUSTED;
    }
    return code;
}

static enum exit_code answer(struct session *session, const struct collection *advisories) {
    Catalog__V1__ListAdvisoriesResponse list;
    catalog__v1__list_advisories_response__init(&list);
    list.advisories = (Catalog__V1__Advisory **)(void *)advisories->items;
    list.n_advisories = advisories->count;
    return session_answer(session, &list.base);
}

static enum exit_code run_list(struct session *session) {
    Catalog__V1__ListAdvisoriesRequest request;
    struct catalog_advisory_iterator *iterator;
    struct catalog_error *error = NULL;
    struct collection advisories = {0};
    catalog__v1__list_advisories_request__init(&request);
    request.object = verbs_word(session, 1);
    request.include_withdrawn = arguments_flag(session->arguments, "all");
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_list_advisories(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = collect(iterator, &advisories, &error) == CATALOG_OK ? answer(session, &advisories)
                                                                               : session_fail(session, error);
    catalog_advisory_iterator_free(iterator);
    collection_done(&advisories);
    return code;
}

static const struct verb verbs[] = {
    {"publish", 3, 3, "advisory publish NAME RANGE --statement TEXT", run_publish},
    {"withdraw", 2, 2, "advisory withdraw ID --reason TEXT", run_withdraw},
    {"list", 1, 2, "advisory list [NAME]", run_list},
    {"show", 2, 2, "advisory show ID", run_show},
};

static enum exit_code run(struct session *session) {
    static const struct verb_list list = {
        .command = "advisory", .plural = "advisories", .verbs = verbs, .count = COUNT_OF(verbs)};
    return verbs_run(session, &list);
}

static const struct option options[] = {
    {"statement", '\0', OPTION_TEXT, "TEXT", "publish: what is wrong, and what to do."},
    {"provisions", '\0', OPTION_TEXT, "ID,...", "publish: a component's provisions that are wrong."},
    {"threats", '\0', OPTION_TEXT, "NAME,...", "publish: threats that are not answered. Neither of both: all is void."},
    {"reason", '\0', OPTION_TEXT, "TEXT", "withdraw: why."},
    {"all", 'a', OPTION_FLAG, NULL, "list: those that were withdrawn as well."},
    {"at-revision", '\0', OPTION_NUMBER, "N", "list, show: as it stood at this revision; default: the newest."},
    {"dry-run", 'n', OPTION_FLAG, NULL, "publish, withdraw: run every check and change nothing."},
};

static const struct example examples[] = {
    {"Warn everybody whose lock holds such a version",
     "advisory publish aws/s3 1.0.0 --provisions access-log --statement 'Some reads are not logged.'"},
    {"What stands about a component", "advisory list aws/s3"},
    {"It was a mistake", "advisory withdraw 17 --reason 'The finding was about another product.'"},
};

const struct command command_advisory = {
    .group = "Objects",
    .name = "advisory",
    .words = "publish NAME RANGE | withdraw ID | list [NAME] | show ID",
    .words_min = 1,
    .words_max = 3,
    .summary = "Warn of published versions of components and controls.",
    .details =
        "An advisory voids what it names in every lock at once: a component's provisions, or whatever counts against "
        "the threats named; of a control whatever has it. Who stands on such a version is STALE until the lock holds "
        "another version, the rows that it touches are answered by other controls, or a decision made after it takes "
        "the risk. Withdrawing it is final.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
