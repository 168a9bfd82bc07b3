#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/document.h"
#include "catalog/objects.h"
#include "catalog/taxonomies.h"
#include "cli/session.h"
#include "cli/taxonomy_name.h"

#include <string.h>

static enum exit_code apply(struct session *session, const Catalog__V1__ApplyObjectsRequest *drafts) {
    struct catalog_apply_options options = CATALOG_APPLY_OPTIONS_INIT;
    Catalog__V1__ApplyObjectsResponse *response;
    struct catalog_error *error = NULL;
    options.validate_only = arguments_flag(session->arguments, "dry-run");
    if (catalog_apply(session->client, drafts->objects, drafts->n_objects, &options, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(response);
    if (options.validate_only)
        session_note(session, "Nothing was stored: --dry-run.");
    return code;
}

/* A draft or a published object of that name is somebody's work. */
static bool is_free(struct session *session, char *name, bool is_draft, enum exit_code *ret_code) {
    Catalog__V1__GetObjectRequest request;
    Catalog__V1__ObjectSelector selector;
    Catalog__V1__GetObjectResponse *response;
    struct catalog_error *error = NULL;
    catalog__v1__get_object_request__init(&request);
    catalog__v1__object_selector__init(&selector);
    selector.name = name;
    selector.draft = is_draft;
    request.selector = &selector;
    enum catalog_code code = catalog_get_object(session->client, &request, NULL, &response, &error);
    if (code == CATALOG_NOT_FOUND) {
        catalog_error_free(error);
        return true;
    }
    if (code != CATALOG_OK) {
        *ret_code = session_fail(session, error);
        return false;
    }
    catalog_message_free(response);
    *ret_code = session_refuse(session, "promote --force writes a new draft over it", "%s is there already", name);
    return false;
}

static enum exit_code store(struct session *session, const Catalog__V1__ApplyObjectsRequest *drafts) {
    enum exit_code code = EXIT_FAILED;
    for (size_t i = 0; i < drafts->n_objects && !arguments_flag(session->arguments, "force"); i++) {
        char *name = arena_strdup(&session->arena, catalog_object_name(drafts->objects[i]));
        if (!is_free(session, name, true, &code) || !is_free(session, name, false, &code))
            return code;
    }
    return apply(session, drafts);
}

static enum exit_code promote_entry(struct session *session, const Catalog__V1__GetTaxonomyEntryResponse *entry,
                                    const char *name_space) {
    Catalog__V1__ApplyObjectsRequest *drafts;
    struct catalog_error *error = NULL;
    if (catalog_promote(entry, name_space, &drafts, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = store(session, drafts);
    catalog_message_free(drafts);
    return code;
}

static enum exit_code run(struct session *session) {
    const char *word = session->arguments->words[0];
    const char *name_space = arguments_text(session->arguments, "into");
    const char *colon = strchr(word, ':');
    Catalog__V1__GetTaxonomyEntryRequest request;
    Catalog__V1__GetTaxonomyEntryResponse *entry;
    Catalog__V1__Reference reference;
    struct catalog_error *error = NULL;
    struct taxonomy_name name;
    if (colon == NULL || colon[1] == '\0')
        return session_refuse(session, "SCHEME[@RELEASE]:ID, as in cwe:79", "%s names no entry", word);
    if (name_space == NULL)
        return session_refuse(session, "add --into NAMESPACE", "where are the drafts to stand?");
    const char *taxonomy = arena_strndup(&session->arena, word, (size_t)(colon - word));
    if (taxonomy == NULL || !taxonomy_name_read(session, taxonomy, &name) || !session_connect(session))
        return EXIT_FAILED;
    catalog__v1__get_taxonomy_entry_request__init(&request);
    catalog__v1__reference__init(&reference);
    reference.scheme = name.scheme;
    reference.release = name.release;
    reference.id = arena_strdup(&session->arena, colon + 1);
    request.reference = &reference;
    if (catalog_get_taxonomy_entry(session->client, &request, NULL, &entry, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = promote_entry(session, entry, name_space);
    catalog_message_free(entry);
    return code;
}

static const struct option options[] = {
    {"into", '\0', OPTION_TEXT, "NAMESPACE", "Where the drafts are to stand."},
    {"force", 'f', OPTION_FLAG, NULL, "Write over drafts that are there already."},
    {"dry-run", 'n', OPTION_FLAG, NULL, "Run every check and store nothing."},
};

static const struct example examples[] = {
    {"A threat, and a control for each mitigation that the scheme knows", "promote cwe:79 --into web"},
    {"A control, from a release that is not the newest", "promote nist-800-53@rev4:AC-2 --into organisation"},
};

const struct command command_promote = {
    .group = "Objects",
    .name = "promote",
    .words = "SCHEME[@RELEASE]:ID",
    .words_min = 1,
    .words_max = 1,
    .summary = "Make a draft of an entry of a taxonomy.",
    .details =
        "An entry becomes a draft of a threat with a draft of a control for each mitigation that the scheme or a "
        "mapping knows; an entry of a scheme of controls becomes a control. Each refers to the entry and its release. "
        "What the scheme does not say stays empty, for a curator to fill in before it is published.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
