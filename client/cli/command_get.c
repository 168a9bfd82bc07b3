#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/objects.h"
#include "cli/references.h"
#include "cli/session.h"

/* People read titles beside references; a program asks for them itself. */
static enum exit_code answer(struct session *session, Catalog__V1__GetObjectResponse *response, uint64_t revision) {
    Catalog__V1__LookUpReferencesResponse *known =
        session->output == &output_text ? references_look_up(session, &response->base, revision) : NULL;
    if (known != NULL) {
        response->known_references = known->references;
        response->n_known_references = known->n_references;
    }
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(known);
    catalog_message_free(response);
    return code;
}

static enum exit_code run(struct session *session) {
    Catalog__V1__GetObjectRequest request;
    catalog__v1__get_object_request__init(&request);
    Catalog__V1__ObjectSelector selector;
    catalog__v1__object_selector__init(&selector);
    Catalog__V1__GetObjectResponse *response;
    struct catalog_error *error = NULL;
    if (!session_name(session, session->arguments->words[0], &selector.name, &selector.version) ||
        !session_connect(session))
        return EXIT_FAILED;
    selector.draft = arguments_flag(session->arguments, "draft");
    request.selector = &selector;
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_get_object(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    return answer(session, response, request.at_revision);
}

static const struct option options[] = {
    {"draft", '\0', OPTION_FLAG, NULL, "The draft instead of a version."},
    {"at-revision", '\0', OPTION_NUMBER, "N", "As it stood at this revision; default: the newest."},
};

static const struct example examples[] = {
    {"The newest version, as a file that apply takes", "get aws/s3 > s3.yaml"},
    {"One version, for a program", "get aws/s3@1.0.0 --output json"},
};

const struct command command_get = {
    .group = "Objects",
    .name = "get",
    .words = "NAME[@VERSION]",
    .words_min = 1,
    .words_max = 1,
    .summary = "Show one object.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
