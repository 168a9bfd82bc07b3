#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/lint.h"
#include "cli/complaint.h"
#include "cli/session.h"
#include "cli/words.h"

/* Findings are what was asked for, so they go to standard output. */
static enum exit_code report(struct session *session, struct catalog_error *error) {
    enum catalog_code code = catalog_error_code(error);
    if (code != CATALOG_INVALID_ARGUMENT && code != CATALOG_FAILED_PRECONDITION)
        return session_fail(session, error);
    Catalog__V1__Status *status = complaint_status(&session->arena, error);
    if (status == NULL)
        return session_fail(session, error);
    session_answer(session, &status->base);
    catalog_error_free(error);
    return EXIT_NO;
}

static enum exit_code accept(struct session *session, size_t count) {
    Catalog__V1__Status status;
    catalog__v1__status__init(&status);
    status.message = arena_printf(&session->arena, "%s, no mistakes", word_of_count(count, "object").text);
    if (status.message == NULL)
        return session_refuse(session, NULL, "out of memory");
    return session_answer(session, &status.base);
}

static enum exit_code lint(struct session *session, struct catalog_documents *documents) {
    struct catalog_error *error = NULL;
    size_t count;
    for (size_t i = 0; i < session->arguments->word_count; i++) {
        if (catalog_documents_read(documents, session->arguments->words[i], &error) != CATALOG_OK)
            return report(session, error);
    }
    if (catalog_documents_check(documents, &error) != CATALOG_OK)
        return report(session, error);
    (void)catalog_documents_objects(documents, &count);
    /* In CI a mistyped folder must not look like a clean one. */
    if (count == 0)
        return session_refuse(session, "name files or folders with *.yaml, *.yml or *.json", "there are no objects");
    return accept(session, count);
}

static enum exit_code run(struct session *session) {
    struct catalog_documents *documents;
    struct catalog_error *error = NULL;
    if (catalog_documents_new(&documents, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = lint(session, documents);
    catalog_documents_free(documents);
    return code;
}

static const struct example examples[] = {
    {"A repository of catalogs", "lint catalogs"},
    {"A model with what it stands on", "lint models vendor/catalogs"},
};

const struct command command_lint = {
    .group = "Models",
    .name = "lint",
    .words = "PATH...",
    .words_min = 1,
    .words_max = WORDS_ANY,
    .summary = "Check files against each other, without a server.",
    .details = "What an object names must be among the files, components that models stand on as well: they are "
               "resolved, so that requirements without a solution and components that are not closed show before "
               "anything is published. Findings read FILE:LINE:COLUMN: FIELD: what is wrong.",
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
