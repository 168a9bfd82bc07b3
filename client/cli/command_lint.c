#include "cli/commands.h"

#include "base/macros.h"
#include "base/vector.h"
#include "catalog/lint.h"
#include "catalog/taxonomies.h"
#include "cli/complaint.h"
#include "cli/session.h"

typedef VECTOR(Catalog__V1__TaxonomyDocument *) taxonomy_vector;

/* What was found is what was asked for, so it goes to standard output. ERROR (NULL: none) is freed. */
static enum exit_code answer(struct session *session, const Catalog__V1__DocumentsReport *found,
                             struct catalog_error *error) {
    Catalog__V1__DocumentsReport report = *found;
    report.status = error == NULL ? NULL : complaint_status(&session->arena, error);
    if (error != NULL && report.status == NULL)
        return session_fail(session, error);
    session_answer(session, &report.base);
    catalog_error_free(error);
    return report.status == NULL ? EXIT_YES : EXIT_NO;
}

static bool is_mistake(const struct catalog_error *error) {
    return catalog_error_code(error) == CATALOG_INVALID_ARGUMENT ||
           catalog_error_code(error) == CATALOG_FAILED_PRECONDITION;
}

/* Files that do not read are no objects to look at. */
static enum exit_code report_files(struct session *session, struct catalog_error *error) {
    Catalog__V1__DocumentsReport nothing;
    catalog__v1__documents_report__init(&nothing);
    return is_mistake(error) ? answer(session, &nothing, error) : session_fail(session, error);
}

static enum exit_code report(struct session *session, const struct catalog_documents *documents,
                             const taxonomy_vector *taxonomies) {
    Catalog__V1__DocumentsReport *found;
    struct catalog_error *mistakes = NULL;
    struct catalog_error *error = NULL;
    if (catalog_documents_check(documents, &mistakes) != CATALOG_OK && !is_mistake(mistakes))
        return session_fail(session, mistakes);
    if (catalog_documents_find_with(documents, (const Catalog__V1__TaxonomyDocument *const *)taxonomies->items,
                                    taxonomies->count, &found, &error) != CATALOG_OK) {
        catalog_error_free(mistakes);
        return session_fail(session, error);
    }
    enum exit_code code = answer(session, found, mistakes);
    catalog_message_free(found);
    return code;
}

static enum exit_code lint(struct session *session, struct catalog_documents *documents,
                           const taxonomy_vector *taxonomies) {
    struct catalog_error *error = NULL;
    size_t count;
    for (size_t i = 0; i < session->arguments->word_count; i++) {
        if (catalog_documents_read(documents, session->arguments->words[i], &error) != CATALOG_OK)
            return report_files(session, error);
    }
    (void)catalog_documents_objects(documents, &count);
    /* In CI a mistyped folder must not look like a clean one. */
    if (count == 0)
        return session_refuse(session, "name files or folders with *.yaml, *.yml or *.json", "there are no objects");
    return report(session, documents, taxonomies);
}

static bool read_taxonomy(struct session *session, const char *path, taxonomy_vector *taxonomies) {
    Catalog__V1__TaxonomyDocument *document = NULL;
    struct catalog_error *error = NULL;
    if (catalog_read_taxonomy(path, &document, &error) == CATALOG_OK &&
        vector_push(&session->arena, taxonomies, document))
        return true;
    catalog_message_free(document);
    session_fail(session, error);
    return false;
}

static bool read_taxonomies(struct session *session, taxonomy_vector *taxonomies) {
    char **paths = NULL;
    size_t count = 0;
    bool is_good = session_list(session, "taxonomies", &paths, &count);
    for (size_t i = 0; i < count && is_good; i++)
        is_good = read_taxonomy(session, paths[i], taxonomies);
    return is_good;
}

static enum exit_code run(struct session *session) {
    struct catalog_documents *documents;
    struct catalog_error *error = NULL;
    taxonomy_vector taxonomies = {0};
    if (catalog_documents_new(&documents, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = EXIT_FAILED;
    if (read_taxonomies(session, &taxonomies))
        code = lint(session, documents, &taxonomies);
    for (size_t i = 0; i < taxonomies.count; i++)
        catalog_message_free(taxonomies.items[i]);
    catalog_documents_free(documents);
    return code;
}

static const struct option options[] = {
    {"taxonomies", '\0', OPTION_TEXT, "FILE,...",
     "Look references up in these releases, as taxonomy import takes them."},
};

static const struct example examples[] = {
    {"A repository of catalogs", "lint catalogs"},
    {"A model with what it stands on", "lint models vendor/catalogs"},
    {"References that are dangling or deprecated", "lint --taxonomies cwe-4.15.yaml catalogs"},
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
               "anything is published. Mistakes read FILE:LINE:COLUMN: FIELD: what is wrong. What is no mistake and "
               "worth knowing, such as an entry of a baseline that changes nothing, is a note or a warning and leaves "
               "the exit code 0.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
