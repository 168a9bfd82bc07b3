#include "cli/commands.h"

#include "catalog/cache.h"
#include "catalog/resolve.h"
#include "cli/resolution.h"
#include "cli/target.h"
#include "cli/words.h"

static bool is_pass(const Catalog__V1__Verdict *verdict) {
    return verdict != NULL && verdict->state == CATALOG__V1__GATE_STATE__GATE_STATE_PASS;
}

static enum exit_code run(struct session *session) {
    struct target target;
    Catalog__V1__ResolveResponse *response;
    bool is_as_planned = arguments_flag(session->arguments, "as-planned");
    if (!target_read(session, session->arguments->words[0], &target))
        return EXIT_FAILED;
    enum exit_code code = resolution_compute(session, &target, &response);
    if (code == EXIT_YES) {
        session->output->model(session->out, response->model, is_as_planned);
        code = is_pass(is_as_planned ? response->model->planned : response->model->now) ? EXIT_YES : EXIT_NO;
        catalog_message_free(response);
    }
    target_done(&target);
    return code;
}

static const struct option options[] = {
    {"as-planned", '\0', OPTION_FLAG, NULL, "Judge what is planned as if it were in place."},
    TARGET_OPTIONS,
    RESOLUTION_OPTIONS,
};

static const struct example examples[] = {
    {"A stored feature", "resolve examples/invoice-upload"},
    {"A design review of a model in this repository", "resolve --as-planned models/upload.yaml"},
    {"In CI: the same versions until the lock is updated", "resolve --lock models/upload.lock models/upload.yaml"},
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
        "server's catalog. Revision, time and where it was computed go to standard error.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
