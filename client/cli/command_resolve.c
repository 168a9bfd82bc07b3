#include "cli/commands.h"

#include "catalog/gates.h"
#include "catalog/message.h"
#include "catalog/resolve.h"
#include "cli/resolution.h"
#include "cli/target.h"
#include "cli/words.h"

static bool is_pass(const Catalog__V1__Verdict *verdict) {
    return verdict != NULL && verdict->state == CATALOG__V1__GATE_STATE__GATE_STATE_PASS;
}

/* TARGET as it was resolved: what is recorded or compared is what was shown. */
static Catalog__V1__ResolutionTarget pinned(const struct target *target, const Catalog__V1__ResolveResponse *response) {
    Catalog__V1__ResolutionTarget message = target->message;
    message.at_revision = response->revision;
    message.at = response->at;
    return message;
}

static enum exit_code check_ratchet(struct session *session, const struct target *target,
                                    Catalog__V1__ResolutionTarget *resolved) {
    Catalog__V1__CheckRatchetRequest request;
    Catalog__V1__CheckRatchetResponse *response;
    struct catalog_error *error = NULL;
    catalog__v1__check_ratchet_request__init(&request);
    request.target = resolved;
    request.as_planned = arguments_flag(session->arguments, "as-planned");
    if (catalog_check_ratchet(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return target_fail(session, target, error);
    if (session->output == &output_text)
        page_newline(session->out);
    session_answer(session, &response->base);
    enum exit_code code = response->worse_count == 0 ? EXIT_YES : EXIT_NO;
    catalog_message_free(response);
    return code;
}

/* The exit code stays CODE, that of the gate, where it was recorded. */
static enum exit_code record(struct session *session, const struct target *target,
                             Catalog__V1__ResolutionTarget *resolved, enum exit_code code) {
    Catalog__V1__RecordGateRequest request;
    Catalog__V1__RecordGateResponse *response;
    struct catalog_error *error = NULL;
    catalog__v1__record_gate_request__init(&request);
    request.target = resolved;
    if (catalog_record_gate(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return target_fail(session, target, error);
    if (response->record != NULL)
        session_note(session, "recorded as gate record %s of %s", response->record->id, response->record->feature);
    catalog_message_free(response);
    return code;
}

/* People see the model and then how it compares; programs the one message that was asked for. */
static enum exit_code conclude(struct session *session, const struct target *target,
                               const Catalog__V1__ResolveResponse *response) {
    const struct arguments *arguments = session->arguments;
    bool is_as_planned = arguments_flag(arguments, "as-planned");
    bool is_ratchet = arguments_flag(arguments, "ratchet");
    Catalog__V1__ResolutionTarget resolved = pinned(target, response);
    enum exit_code code = is_pass(is_as_planned ? response->model->planned : response->model->now) ? EXIT_YES : EXIT_NO;
    if (!is_ratchet || session->output == &output_text)
        session->output->model(session->out, response->model, is_as_planned);
    if (is_ratchet)
        code = check_ratchet(session, target, &resolved);
    bool is_to_record = arguments_flag(arguments, "record") && (is_ratchet ? code == EXIT_YES : true);
    return is_to_record ? record(session, target, &resolved, code) : code;
}

static enum exit_code run(struct session *session) {
    struct target target;
    Catalog__V1__ResolveResponse *response;
    const struct arguments *arguments = session->arguments;
    bool needs_server = arguments_flag(arguments, "record") || arguments_flag(arguments, "ratchet");
    if (needs_server && arguments_flag(arguments, "offline"))
        return session_refuse(session, "leave --offline out", "gate results are kept by the server");
    if (!target_read(session, arguments->words[0], &target))
        return EXIT_FAILED;
    enum exit_code code = resolution_compute(session, &target, &response);
    if (code == EXIT_YES) {
        code = conclude(session, &target, response);
        catalog_message_free(response);
    }
    target_done(&target);
    return code;
}

static const struct option options[] = {
    {"as-planned", '\0', OPTION_FLAG, NULL, "Judge what is planned as if it were in place."},
    {"record", '\0', OPTION_FLAG, NULL, "Have the server keep the result; with --ratchet only if it is not worse."},
    {"ratchet", '\0', OPTION_FLAG, NULL, "Fail only if it is worse than the newest record of the feature."},
    TARGET_OPTIONS,
    RESOLUTION_OPTIONS,
};

static const struct example examples[] = {
    {"A stored feature", "resolve examples/invoice-upload"},
    {"A design review of a model in this repository", "resolve --as-planned models/upload.yaml"},
    {"In CI: the same versions until the lock is updated", "resolve --lock models/upload.lock models/upload.yaml"},
    {"Record a legacy feature as it is", "resolve --record shop/ledger"},
    {"In CI of a legacy feature: fail when it got worse", "resolve --ratchet models/ledger.yaml"},
    {"The same bytes again, without a server", "resolve --offline --at-revision 42 --output json shop/checkout"},
};

const struct command command_resolve = {
    .group = "Models",
    .name = "resolve",
    .words = "NAME[@VERSION]|FILE",
    .words_min = 1,
    .words_max = 1,
    .has_rows = true,
    .summary = "Work out the effective threat model and its verdict.",
    .details =
        "Shows the verdict with its reasons, the risk matrix, the rows that are not mitigated, what is inherited "
        "from whom and which responsibilities are left. A FILE need not be stored: it is resolved against the "
        "server's catalog. Revision, time and where it was computed go to standard error. With --ratchet the exit code "
        "says whether the feature is worse than it was when it was recorded, whatever the verdict: 0 not worse, 1 "
        "worse; json, yaml and csv then show the comparison alone.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
