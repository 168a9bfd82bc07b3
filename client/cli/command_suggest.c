#include "cli/commands.h"

#include "base/vector.h"
#include "catalog/suggest.h"
#include "cli/target.h"

#include <string.h>

typedef Catalog__V1__SuggestThreatsResponse response_message;

/* "a,b" as a list; empty parts are left out. False: no memory. */
static bool split_namespaces(struct session *session, Catalog__V1__SuggestThreatsRequest *request) {
    const char *text = arguments_text(session->arguments, "namespace");
    VECTOR(char *) namespaces = {0};
    while (text != NULL && text[0] != '\0') {
        size_t size = strcspn(text, ",");
        char *name = arena_strndup(&session->arena, text, size);
        if (name == NULL || (size > 0 && !vector_push(&session->arena, &namespaces, name)))
            return false;
        text += size + (text[size] == ',');
    }
    request->namespaces = namespaces.items;
    request->n_namespaces = namespaces.count;
    return true;
}

/* ---- What can be pasted into the model ---- */

static Catalog__V1__ThreatUse *use_of(struct session *session, const Catalog__V1__Suggestion *suggestion) {
    Catalog__V1__ThreatUse *use = ARENA_NEW(&session->arena, Catalog__V1__ThreatUse);
    if (use == NULL)
        return NULL;
    catalog__v1__threat_use__init(use);
    use->threat = suggestion->threat;
    use->on = suggestion->place;
    return use;
}

static Catalog__V1__Dismissal *dismissal_of(struct session *session, const Catalog__V1__Suggestion *suggestion) {
    static char reason[] = "Say why the model does without it.";
    bool is_unknown = suggestion->state == CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN;
    Catalog__V1__Dismissal *dismissal = ARENA_NEW(&session->arena, Catalog__V1__Dismissal);
    if (dismissal == NULL)
        return NULL;
    catalog__v1__dismissal__init(dismissal);
    dismissal->threat = suggestion->threat;
    dismissal->on = suggestion->place;
    dismissal->reason = reason;
    dismissal->outcome = is_unknown ? CATALOG__V1__DISMISSAL_OUTCOME__DISMISSAL_OUTCOME_UNKNOWN
                                    : CATALOG__V1__DISMISSAL_OUTCOME__DISMISSAL_OUTCOME_APPLICABLE;
    return dismissal;
}

static bool is_to_decide(const Catalog__V1__Suggestion *suggestion) {
    return (suggestion->state == CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_OPEN ||
            suggestion->state == CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN) &&
           suggestion->dismissal != CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_DISMISSED;
}

/* Both lists in full: whoever pastes keeps one entry of the two for each suggestion. */
static enum exit_code answer_snippet(struct session *session, const response_message *response) {
    Catalog__V1__Model model;
    catalog__v1__model__init(&model);
    model.threats = ARENA_ARRAY(&session->arena, Catalog__V1__ThreatUse *, response->n_suggestions + 1);
    model.dismissals = ARENA_ARRAY(&session->arena, Catalog__V1__Dismissal *, response->n_suggestions + 1);
    for (size_t i = 0; model.threats != NULL && model.dismissals != NULL && i < response->n_suggestions; i++) {
        if (!is_to_decide(response->suggestions[i]))
            continue;
        model.threats[model.n_threats] = use_of(session, response->suggestions[i]);
        model.dismissals[model.n_dismissals] = dismissal_of(session, response->suggestions[i]);
        if (model.threats[model.n_threats++] == NULL || model.dismissals[model.n_dismissals++] == NULL)
            return session_refuse(session, "name fewer namespaces", "there is not enough memory");
    }
    if (model.n_threats == 0) {
        session_note(session, "Nothing to paste: nothing is open or unknown.");
        return EXIT_YES;
    }
    session->output = session->output == &output_text ? &output_yaml : session->output;
    session_note(session, "Of each threat keep one entry: the one in threats, or the one in dismissals.");
    return session_answer(session, &model.base);
}

/* ---- The command ---- */

static enum exit_code suggest(struct session *session, const struct target *target) {
    Catalog__V1__ResolutionTarget message = target->message;
    Catalog__V1__SuggestThreatsRequest request;
    response_message *response;
    struct catalog_error *error = NULL;
    catalog__v1__suggest_threats_request__init(&request);
    request.target = &message;
    request.include_not_applicable = arguments_flag(session->arguments, "all");
    request.include_dismissed = arguments_flag(session->arguments, "dismissed");
    if (!split_namespaces(session, &request))
        return session_refuse(session, "name fewer namespaces", "there is not enough memory");
    if (!session_connect(session))
        return EXIT_FAILED;
    if (catalog_suggest_threats(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return target_fail(session, target, error);
    enum exit_code code = arguments_flag(session->arguments, "snippet") ? answer_snippet(session, response)
                                                                        : session_answer(session, &response->base);
    catalog_message_free(response);
    return code;
}

static enum exit_code run(struct session *session) {
    struct target target;
    bool is_csv = session->output == &output_csv;
    if (is_csv && arguments_flag(session->arguments, "snippet"))
        return session_refuse(session, "use --output yaml or json", "a snippet is no table");
    if (!target_read(session, session->arguments->words[0], &target))
        return EXIT_FAILED;
    enum exit_code code = suggest(session, &target);
    target_done(&target);
    return code;
}

static const struct option options[] = {
    TARGET_OPTIONS,
    {"namespace", '\0', OPTION_TEXT, "NS[,NS...]", "Only threats of these namespaces; default: of all."},
    {"all", 'a', OPTION_FLAG, NULL, "Also those that do not apply, with the clause that is false."},
    {"dismissed", '\0', OPTION_FLAG, NULL, "Also those that the model dismisses."},
    {"snippet", '\0', OPTION_FLAG, NULL, "Print entries to paste for what is open or unknown."},
};

static const struct example examples[] = {
    {"What the catalog would add to a stored model", "suggest examples/invoice-upload"},
    {"Only one catalog, for a model in this repository", "suggest models/upload.yaml --namespace stride"},
    {"Why something is not suggested", "suggest examples/partner-api --all"},
    {"Entries to paste into the model", "suggest models/upload.yaml --snippet"},
};

const struct command command_suggest = {
    .group = "Models",
    .name = "suggest",
    .words = "NAME[@VERSION]|FILE",
    .words_min = 1,
    .words_max = 1,
    .has_rows = true,
    .summary = "Find threats that a model may have forgotten.",
    .details =
        "A threat is suggested where its `applies_when` holds, or may hold, at a place of the model itself that has "
        "no row for it. Nothing is inserted: add it to `threats`, or to `dismissals` with the reason. A dismissed "
        "one is back as soon as its predicate comes to something else. Where the Policy names triage_namespaces, "
        "what is left of them makes the verdict INCOMPLETE.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
