#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/message.h"
#include "catalog/taxonomies.h"
#include "cli/collection.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/taxonomy_name.h"

#include <string.h>

static char *text_of(struct session *session, const char *option) {
    const char *text = arguments_text(session->arguments, option);
    return arena_strdup(&session->arena, text == NULL ? "" : text);
}

static enum exit_code finish(struct session *session, ProtobufCMessage *response) {
    enum exit_code code = session_answer(session, response);
    catalog_message_free(response);
    return code;
}

static enum exit_code list(struct session *session, struct catalog_taxonomy_iterator *iterator,
                           struct collection *taxonomies) {
    const Catalog__V1__Taxonomy *taxonomy = NULL;
    struct catalog_error *error = NULL;
    enum catalog_code code;
    while ((code = catalog_taxonomy_iterator_next(iterator, &taxonomy, &error)) == CATALOG_OK && taxonomy != NULL)
        if (!collection_add(taxonomies, &taxonomy->base))
            return session_fail(session, NULL);
    if (code != CATALOG_OK)
        return session_fail(session, error);
    Catalog__V1__ListTaxonomiesResponse answer;
    catalog__v1__list_taxonomies_response__init(&answer);
    answer.taxonomies = (Catalog__V1__Taxonomy **)(void *)taxonomies->items;
    answer.n_taxonomies = taxonomies->count;
    return session_answer(session, &answer.base);
}

static enum exit_code run_list(struct session *session) {
    const struct arguments *arguments = session->arguments;
    Catalog__V1__ListTaxonomiesRequest request;
    struct catalog_taxonomy_iterator *iterator;
    struct catalog_error *error = NULL;
    struct collection taxonomies = {0};
    catalog__v1__list_taxonomies_request__init(&request);
    request.scheme = arena_strdup(&session->arena, arguments->word_count > 1 ? arguments->words[1] : "");
    request.at_revision = arguments_number(arguments, "at-revision", 0);
    if (catalog_list_taxonomies(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = list(session, iterator, &taxonomies);
    catalog_taxonomy_iterator_free(iterator);
    collection_done(&taxonomies);
    return code;
}

static enum exit_code show_entry(struct session *session, const struct taxonomy_name *name) {
    Catalog__V1__GetTaxonomyEntryRequest request;
    Catalog__V1__GetTaxonomyEntryResponse *response;
    Catalog__V1__Reference reference;
    struct catalog_error *error = NULL;
    catalog__v1__get_taxonomy_entry_request__init(&request);
    catalog__v1__reference__init(&reference);
    reference.scheme = name->scheme;
    reference.release = name->release;
    reference.id = arena_strdup(&session->arena, session->arguments->words[2]);
    request.reference = &reference;
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_get_taxonomy_entry(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    return finish(session, &response->base);
}

static Catalog__V1__TaxonomyEntryStatus status_asked(struct session *session) {
    static const struct {
        const char *word;
        Catalog__V1__TaxonomyEntryStatus status;
    } words[] = {
        {"current", CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_CURRENT},
        {"deprecated", CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_DEPRECATED},
        {"revoked", CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_REVOKED},
    };
    const char *asked = arguments_text(session->arguments, "status");
    for (size_t i = 0; asked != NULL && i < COUNT_OF(words); i++)
        if (strcmp(words[i].word, asked) == 0)
            return words[i].status;
    return CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_UNSPECIFIED;
}

static enum exit_code show_all(struct session *session, struct catalog_entry_iterator *iterator,
                               struct collection *entries) {
    const Catalog__V1__TaxonomyEntry *entry = NULL;
    struct catalog_error *error = NULL;
    enum catalog_code code;
    while ((code = catalog_entry_iterator_next(iterator, &entry, &error)) == CATALOG_OK && entry != NULL)
        if (!collection_add(entries, &entry->base))
            return session_fail(session, NULL);
    if (code != CATALOG_OK)
        return session_fail(session, error);
    Catalog__V1__ListTaxonomyEntriesResponse answer;
    catalog__v1__list_taxonomy_entries_response__init(&answer);
    answer.entries = (Catalog__V1__TaxonomyEntry **)(void *)entries->items;
    answer.n_entries = entries->count;
    return session_answer(session, &answer.base);
}

static enum exit_code show_entries(struct session *session, const struct taxonomy_name *name) {
    Catalog__V1__ListTaxonomyEntriesRequest request;
    struct catalog_entry_iterator *iterator;
    struct catalog_error *error = NULL;
    struct collection entries = {0};
    catalog__v1__list_taxonomy_entries_request__init(&request);
    request.scheme = name->scheme;
    request.release = name->release;
    request.parent = text_of(session, "parent");
    request.prefix = text_of(session, "prefix");
    request.status = status_asked(session);
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    request.page_size = 1000;
    if (catalog_list_taxonomy_entries(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = show_all(session, iterator, &entries);
    catalog_entry_iterator_free(iterator);
    collection_done(&entries);
    return code;
}

static enum exit_code run_show(struct session *session) {
    struct taxonomy_name name;
    if (!taxonomy_name_read(session, session->arguments->words[1], &name))
        return EXIT_FAILED;
    return session->arguments->word_count > 2 ? show_entry(session, &name) : show_entries(session, &name);
}

static enum exit_code diff_all(struct session *session, struct catalog_taxonomy_difference_iterator *iterator,
                               struct collection *differences) {
    const Catalog__V1__TaxonomyDifference *difference = NULL;
    struct catalog_error *error = NULL;
    enum catalog_code code;
    while ((code = catalog_taxonomy_difference_iterator_next(iterator, &difference, &error)) == CATALOG_OK &&
           difference != NULL)
        if (!collection_add(differences, &difference->base))
            return session_fail(session, NULL);
    if (code != CATALOG_OK)
        return session_fail(session, error);
    Catalog__V1__DiffTaxonomiesResponse answer;
    catalog__v1__diff_taxonomies_response__init(&answer);
    answer.differences = (Catalog__V1__TaxonomyDifference **)(void *)differences->items;
    answer.n_differences = differences->count;
    return session_answer(session, &answer.base);
}

static enum exit_code run_diff(struct session *session) {
    Catalog__V1__DiffTaxonomiesRequest request;
    struct catalog_taxonomy_difference_iterator *iterator;
    struct catalog_error *error = NULL;
    struct collection differences = {0};
    struct taxonomy_name from;
    struct taxonomy_name to;
    if (!taxonomy_name_read(session, session->arguments->words[1], &from) ||
        !taxonomy_name_read(session, session->arguments->words[2], &to))
        return EXIT_FAILED;
    if (strcmp(from.scheme, to.scheme) != 0 || from.release[0] == '\0' || to.release[0] == '\0')
        return session_refuse(session, "as in taxonomy diff cwe@4.14 cwe@4.15",
                              "name two releases of one scheme, SCHEME@RELEASE");
    catalog__v1__diff_taxonomies_request__init(&request);
    request.scheme = from.scheme;
    request.from_release = from.release;
    request.to_release = to.release;
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    request.page_size = 1000;
    if (catalog_diff_taxonomies(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = diff_all(session, iterator, &differences);
    catalog_taxonomy_difference_iterator_free(iterator);
    collection_done(&differences);
    return code;
}

static void show_progress(void *context, size_t done, size_t total) {
    struct session *session = context;
    progress_show(session->err, "entries uploaded", done, total);
}

static enum exit_code import(struct session *session, const Catalog__V1__TaxonomyDocument *document) {
    struct catalog_import_options options = CATALOG_IMPORT_OPTIONS_INIT;
    Catalog__V1__ImportTaxonomyResponse *response;
    struct catalog_error *error = NULL;
    bool is_dry_run = arguments_flag(session->arguments, "dry-run");
    options.validate_only = is_dry_run;
    options.progress = session->err->is_terminal ? show_progress : NULL;
    options.progress_context = session;
    if (catalog_import_taxonomy(session->client, document, &options, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    bool is_unchanged = response->unchanged;
    enum exit_code code = finish(session, &response->base);
    if (is_unchanged)
        session_note(session, "Nothing was stored: the same is there already.");
    else if (is_dry_run)
        session_note(session, "Nothing was stored: --dry-run.");
    return code;
}

static enum exit_code run_import(struct session *session) {
    Catalog__V1__TaxonomyDocument *document = NULL;
    struct catalog_error *error = NULL;
    if (catalog_read_taxonomy(session->arguments->words[1], &document, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = import(session, document);
    catalog_message_free(document);
    return code;
}

static const struct verb {
    const char *name;
    size_t words_min; /* the verb among them */
    size_t words_max;
    const char *usage;
    enum exit_code (*run)(struct session *session);
} verbs[] = {
    {"list", 1, 2, "taxonomy list [SCHEME]", run_list},
    {"show", 2, 3, "taxonomy show SCHEME[@RELEASE] [ID]", run_show},
    {"diff", 3, 3, "taxonomy diff SCHEME@RELEASE SCHEME@RELEASE", run_diff},
    {"import", 2, 2, "taxonomy import FILE", run_import},
};

static enum exit_code run(struct session *session) {
    const struct arguments *arguments = session->arguments;
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        if (strcmp(verbs[i].name, arguments->words[0]) != 0)
            continue;
        if (arguments->word_count < verbs[i].words_min || arguments->word_count > verbs[i].words_max)
            return session_refuse(session, arena_printf(&session->arena, "write catalogctl %s", verbs[i].usage),
                                  "taxonomy %s takes other words", verbs[i].name);
        return session_connect(session) ? verbs[i].run(session) : EXIT_FAILED;
    }
    return session_refuse(session, "one of: list, show, diff, import",
                          "there is nothing called %s that can be done with taxonomies", arguments->words[0]);
}

static const struct option options[] = {
    {"parent", '\0', OPTION_TEXT, "ID", "show: only entries right below this one."},
    {"status", '\0', OPTION_CHOICE, "current|deprecated|revoked", "show: only entries of this status."},
    {"prefix", '\0', OPTION_TEXT, "TEXT", "show: only entries whose id or title begins with it."},
    {"at-revision", '\0', OPTION_NUMBER, "N", "list, show, diff: as it stood at this revision; default: the newest."},
    {"dry-run", 'n', OPTION_FLAG, NULL, "import: run every check and store nothing."},
};

static const struct example examples[] = {
    {"Which releases there are", "taxonomy list"},
    {"One entry, its id in any spelling", "taxonomy show nist-800-53@rev5 'AC-02(03)'"},
    {"What is below an entry", "taxonomy show cwe --parent 74"},
    {"What a new release changed", "taxonomy diff cwe@4.14 cwe@4.15"},
    {"A release from a file", "taxonomy import cwe-4.15.yaml"},
};

const struct command command_taxonomy = {
    .group = "Objects",
    .name = "taxonomy",
    .words = "list [SCHEME] | show SCHEME[@RELEASE] [ID] | diff A B | import FILE",
    .words_min = 1,
    .words_max = 3,
    .summary = "Keep releases of CWE, ATT&CK, SP 800-53 and the like.",
    .details =
        "A taxonomy is one release of a reference scheme, imported as a whole and never changed; several releases "
        "stand side by side. References in objects are looked up in it: publishing says which are dangling or "
        "deprecated. Without a release the greatest one is meant. A file holds `taxonomy` (scheme, release, title, "
        "source), `entries` and `mappings`, as YAML or JSON; of YAML several documents, of 1 MiB at most each, count "
        "together.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
