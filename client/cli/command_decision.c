#include "cli/commands.h"

#include "catalog/decisions.h"
#include "catalog/objects.h"
#include "cli/collection.h"
#include "cli/verbs.h"

#include <string.h>

#define STATES "requested|approved|rejected|revoked"

static bool is_dry_run(const struct session *session) {
    return arguments_flag(session->arguments, "dry-run");
}

static Catalog__V1__DecisionRequest *find_request(const Catalog__V1__GetObjectResponse *stored, const char *id) {
    const Catalog__V1__Object *object = stored->object == NULL ? NULL : stored->object->object;
    bool is_feature = object != NULL && object->kind_case == CATALOG__V1__OBJECT__KIND_FEATURE;
    for (size_t i = 0; is_feature && i < object->feature->n_decisions; i++) {
        if (strcmp(object->feature->decisions[i]->id, id) == 0)
            return object->feature->decisions[i];
    }
    return NULL;
}

static enum exit_code send_request(struct session *session, char *feature, Catalog__V1__DecisionRequest *wanted) {
    Catalog__V1__RequestDecisionRequest request;
    Catalog__V1__RequestDecisionResponse *response;
    struct catalog_error *error = NULL;
    catalog__v1__request_decision_request__init(&request);
    request.feature = feature;
    request.request = wanted;
    request.validate_only = is_dry_run(session);
    if (catalog_request_decision(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    return verbs_finish(session, &response->base);
}

/* What is asked for stands in the model: `decisions` of its newest published version. */
static enum exit_code run_request(struct session *session) {
    Catalog__V1__GetObjectRequest request;
    Catalog__V1__ObjectSelector selector;
    Catalog__V1__GetObjectResponse *stored;
    struct catalog_error *error = NULL;
    const char *id = session->arguments->words[2];
    catalog__v1__get_object_request__init(&request);
    catalog__v1__object_selector__init(&selector);
    selector.name = verbs_word(session, 1);
    request.selector = &selector;
    if (catalog_get_object(session->client, &request, NULL, &stored, &error) != CATALOG_OK)
        return session_fail(session, error);
    Catalog__V1__DecisionRequest *wanted = find_request(stored, id);
    enum exit_code code = wanted != NULL
                              ? send_request(session, selector.name, wanted)
                              : session_refuse(session, "write it into the model's `decisions` and publish that",
                                               "the newest version of %s asks for no decision %s", selector.name, id);
    catalog_message_free(stored);
    return code;
}

/* The three verdicts have messages of their own that look alike. X(name, Name) */
#define VERDICTS(X)                                                                                                    \
    X(approve, Approve)                                                                                                \
    X(reject, Reject)                                                                                                  \
    X(revoke, Revoke)

#define VERDICT(name, Name)                                                                                            \
    static enum exit_code run_##name(struct session *session) {                                                        \
        Catalog__V1__##Name##DecisionRequest request;                                                                  \
        Catalog__V1__##Name##DecisionResponse *response;                                                               \
        struct catalog_error *error = NULL;                                                                            \
        catalog__v1__##name##_decision_request__init(&request);                                                        \
        request.id = verbs_word(session, 1);                                                                           \
        request.validate_only = is_dry_run(session);                                                                   \
        if (catalog_##name##_decision(session->client, &request, NULL, &response, &error) != CATALOG_OK)               \
            return session_fail(session, error);                                                                       \
        return verbs_finish(session, &response->base);                                                                 \
    }
VERDICTS(VERDICT)

static enum exit_code run_show(struct session *session) {
    Catalog__V1__GetDecisionRequest request;
    Catalog__V1__GetDecisionResponse *response;
    struct catalog_error *error = NULL;
    catalog__v1__get_decision_request__init(&request);
    request.id = verbs_word(session, 1);
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_get_decision(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(response);
    return code;
}

/* STATES stand in the order of the enum, whose zero is none of them. */
static Catalog__V1__DecisionState state_of(const char *text) {
    const ProtobufCEnumDescriptor *states = &catalog__v1__decision_state__descriptor;
    const char *at = text == NULL ? NULL : STATES;
    for (unsigned state = 1; at != NULL && state < states->n_values; state++) {
        size_t size = strcspn(at, "|");
        if (strlen(text) == size && strncmp(at, text, size) == 0)
            return (Catalog__V1__DecisionState)state;
        at += size + (at[size] == '|');
    }
    return CATALOG__V1__DECISION_STATE__DECISION_STATE_UNSPECIFIED;
}

static enum catalog_code collect(struct catalog_decision_iterator *iterator, struct collection *decisions,
                                 struct catalog_error **ret_error) {
    const Catalog__V1__Decision *decision;
    enum catalog_code code;
    while ((code = catalog_decision_iterator_next(iterator, &decision, ret_error)) == CATALOG_OK && decision != NULL) {
        if (!collection_add(decisions, &decision->base))
            return CATALOG_RESOURCE_EXHAUSTED;
    }
    return code;
}

static enum exit_code answer(struct session *session, const struct collection *decisions) {
    Catalog__V1__ListDecisionsResponse list;
    catalog__v1__list_decisions_response__init(&list);
    list.decisions = (Catalog__V1__Decision **)(void *)decisions->items;
    list.n_decisions = decisions->count;
    return session_answer(session, &list.base);
}

static enum exit_code run_list(struct session *session) {
    Catalog__V1__ListDecisionsRequest request;
    struct catalog_decision_iterator *iterator;
    struct catalog_error *error = NULL;
    struct collection decisions = {0};
    catalog__v1__list_decisions_request__init(&request);
    request.feature = verbs_word(session, 1);
    request.state = state_of(arguments_text(session->arguments, "state"));
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_list_decisions(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = collect(iterator, &decisions, &error) == CATALOG_OK ? answer(session, &decisions)
                                                                              : session_fail(session, error);
    catalog_decision_iterator_free(iterator);
    collection_done(&decisions);
    return code;
}

static const struct verb verbs[] = {
    {"request", 3, 3, "decision request FEATURE ID", run_request},
    {"approve", 2, 2, "decision approve ID", run_approve},
    {"reject", 2, 2, "decision reject ID", run_reject},
    {"revoke", 2, 2, "decision revoke ID", run_revoke},
    {"list", 1, 2, "decision list [FEATURE]", run_list},
    {"show", 2, 2, "decision show ID", run_show},
};

static enum exit_code run(struct session *session) {
    static const struct verb_list list = {
        .command = "decision", .plural = "decisions", .verbs = verbs, .count = COUNT_OF(verbs)};
    return verbs_run(session, &list);
}

static const struct option options[] = {
    {"state", '\0', OPTION_CHOICE, STATES, "list: only decisions in this state."},
    {"at-revision", '\0', OPTION_NUMBER, "N", "list, show: as it stood at this revision; default: the newest."},
    {"dry-run", 'n', OPTION_FLAG, NULL, "request, approve, reject, revoke: run every check and change nothing."},
};

static const struct example examples[] = {
    {"Ask for what the model's `decisions` entry says", "decision request examples/partner-api no-mtls"},
    {"What waits for somebody's decision", "decision list --state requested"},
    {"Approve it, unless one asked for it oneself", "decision approve 17"},
    {"End it before its time, for good", "decision revoke 17"},
};

const struct command command_decision = {
    .group = "Models",
    .name = "decision",
    .words = "request FEATURE ID | approve ID | reject ID | revoke ID | list [FEATURE] | show ID",
    .words_min = 1,
    .words_max = 3,
    .summary = "Ask for deviations, decide on them, end them.",
    .details =
        "A decision accepts a risk, says that a threat or baseline entry does not apply, lets mitigations stand in "
        "for an entry, or lowers a rating. Somebody else than who asked approves it. It counts until it expires or "
        "is revoked, and lapses when what it rests on changes: the data's classification, the contracts of its "
        "threats and controls, the residual risk, its `while`. To extend one, ask for a new one.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
