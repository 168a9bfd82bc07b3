#include "cli/commands.h"

#include "base/clock.h"
#include "base/macros.h"
#include "catalog/objects.h"
#include "cli/session.h"

#include <string.h>

static char *text_or_empty(struct session *session, const char *option) {
    const char *text = arguments_text(session->arguments, option);
    return arena_strdup(&session->arena, text == NULL ? "" : text);
}

/* NAME@VERSION of the first word, and a client. */
static bool prepare(struct session *session, bool is_version_needed, char **ret_name, char **ret_version) {
    if (!session_name(session, session->arguments->words[0], ret_name, ret_version))
        return false;
    if (is_version_needed && (*ret_version)[0] == '\0') {
        session_refuse(session, "write NAME@VERSION; catalogctl versions NAME lists them", "which version of %s?",
                       *ret_name);
        return false;
    }
    return session_connect(session);
}

static enum exit_code finish(struct session *session, ProtobufCMessage *response) {
    enum exit_code code = session_answer(session, response);
    catalog_message_free(response);
    if (arguments_flag(session->arguments, "dry-run"))
        session_note(session, "Nothing was changed: --dry-run.");
    return code;
}

static enum exit_code run_publish(struct session *session) {
    Catalog__V1__PublishObjectRequest request;
    catalog__v1__publish_object_request__init(&request);
    Catalog__V1__PublishObjectResponse *response;
    struct catalog_error *error = NULL;
    if (!prepare(session, false, &request.name, &request.version))
        return EXIT_FAILED;
    request.validate_only = arguments_flag(session->arguments, "dry-run");
    if (!session_list(session, "editorial", &request.editorial, &request.n_editorial))
        return EXIT_FAILED;
    if (catalog_publish_object(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    return finish(session, &response->base);
}

static enum exit_code run_deprecate(struct session *session) {
    Catalog__V1__DeprecateObjectRequest request;
    catalog__v1__deprecate_object_request__init(&request);
    Catalog__V1__Timestamp sunset;
    catalog__v1__timestamp__init(&sunset);
    Catalog__V1__DeprecateObjectResponse *response;
    struct catalog_error *error = NULL;
    const char *time = arguments_text(session->arguments, "sunset");
    if (!prepare(session, true, &request.name, &request.version))
        return EXIT_FAILED;
    request.replaced_by = text_or_empty(session, "replaced-by");
    if (time != NULL && time_parse(time, &sunset.seconds, &sunset.nanos))
        request.sunset = &sunset;
    request.validate_only = arguments_flag(session->arguments, "dry-run");
    if (catalog_deprecate_object(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    return finish(session, &response->base);
}

static enum exit_code run_yank(struct session *session) {
    Catalog__V1__YankObjectRequest request;
    catalog__v1__yank_object_request__init(&request);
    Catalog__V1__YankObjectResponse *response;
    struct catalog_error *error = NULL;
    if (arguments_text(session->arguments, "reason") == NULL)
        return session_refuse(session, "write --reason TEXT", "everybody whose lock holds it is shown why: say it");
    if (!prepare(session, true, &request.name, &request.version))
        return EXIT_FAILED;
    request.reason = text_or_empty(session, "reason");
    request.validate_only = arguments_flag(session->arguments, "dry-run");
    if (catalog_yank_object(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    return finish(session, &response->base);
}

#define DRY_RUN                                                                                                        \
    { "dry-run", 'n', OPTION_FLAG, NULL, "Run every check and change nothing." }

static const struct option publish_options[] = {
    {"editorial", '\0', OPTION_TEXT, "PATH,...", "Texts whose words changed and whose meaning did not: PATCH then."},
    DRY_RUN,
};
static const struct example publish_examples[] = {
    {"The draft, under its own number or the next one", "publish billing/ledger"},
    {"See which number it would get, and why", "publish --dry-run billing/ledger"},
    {"Under another number", "publish billing/ledger@1.3.0"},
};

const struct command command_publish = {
    .group = "Objects",
    .name = "publish",
    .words = "NAME[@VERSION]",
    .words_min = 1,
    .words_max = 1,
    .summary = "Publish a draft.",
    .options = publish_options,
    .option_count = COUNT_OF(publish_options),
    .examples = publish_examples,
    .example_count = COUNT_OF(publish_examples),
    .run = run_publish,
};

static const struct option deprecate_options[] = {
    {"replaced-by", '\0', OPTION_TEXT, "NAME[@VERSION]", "What to use instead."},
    {"sunset", '\0', OPTION_TIME, "TIME", "From when on models that stand on it are STALE; default: never."},
    DRY_RUN,
};
static const struct example deprecate_examples[] = {
    {"Something better is there", "deprecate aws/kms@1.0.0 --replaced-by aws/kms@1.1.0 --sunset 2027-06-01"},
};

const struct command command_deprecate = {
    .group = "Objects",
    .name = "deprecate",
    .words = "NAME@VERSION",
    .words_min = 1,
    .words_max = 1,
    .summary = "Say that something better is there.",
    .options = deprecate_options,
    .option_count = COUNT_OF(deprecate_options),
    .examples = deprecate_examples,
    .example_count = COUNT_OF(deprecate_examples),
    .run = run_deprecate,
};

static const struct option yank_options[] = {
    {"reason", '\0', OPTION_TEXT, "TEXT", "Why; shown to everybody whose lock holds it. Required."},
    DRY_RUN,
};
static const struct example yank_examples[] = {
    {"A version that must not be chosen any more", "yank aws/kms@1.0.1 --reason \"rotation was never on\""},
};

const struct command command_yank = {
    .group = "Objects",
    .name = "yank",
    .words = "NAME@VERSION",
    .words_min = 1,
    .words_max = 1,
    .summary = "Take a version out of choice.",
    .options = yank_options,
    .option_count = COUNT_OF(yank_options),
    .examples = yank_examples,
    .example_count = COUNT_OF(yank_examples),
    .run = run_yank,
};
