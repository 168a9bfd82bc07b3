#include "cli/commands.h"

#include "catalog/changes.h"
#include "cli/change_filter.h"
#include "cli/collection.h"
#include "cli/session.h"

static char *text_or_empty(struct session *session, const char *option) {
    const char *text = arguments_text(session->arguments, option);
    return arena_strdup(&session->arena, text == NULL ? "" : text);
}

/* Documents show a change as it is in the log, tables only what was asked for. NULL: no memory. */
static const Catalog__V1__Change *shown(struct session *session, const Catalog__V1__Change *change,
                                        struct arena *arena) {
    const char *space = arguments_text(session->arguments, "namespace");
    const char *name = arguments_text(session->arguments, "name");
    const struct change_filter filter = {space == NULL ? "" : space, name == NULL ? "" : name};
    bool is_table = session->output == &output_text || session->output == &output_csv;
    return is_table && (space != NULL || name != NULL) ? change_filter_apply(&filter, change, arena) : change;
}

static bool keep(struct session *session, const Catalog__V1__Change *change, struct collection *changes) {
    struct arena scratch;
    arena_init(&scratch, 0);
    const Catalog__V1__Change *part = shown(session, change, &scratch);
    bool is_kept = part != NULL && collection_add(changes, &part->base);
    arena_done(&scratch);
    return is_kept;
}

static enum catalog_code collect(struct session *session, struct catalog_change_iterator *iterator,
                                 struct collection *changes, struct catalog_error **ret_error) {
    uint64_t limit = arguments_number(session->arguments, "limit", UINT64_MAX);
    const Catalog__V1__Change *change;
    enum catalog_code code = CATALOG_OK;
    while (changes->count < limit &&
           (code = catalog_change_iterator_next(iterator, &change, ret_error)) == CATALOG_OK && change != NULL) {
        if (!keep(session, change, changes))
            return CATALOG_RESOURCE_EXHAUSTED;
    }
    return code;
}

static enum exit_code answer(struct session *session, const struct collection *changes, uint64_t last_revision) {
    Catalog__V1__ListChangesResponse list;
    catalog__v1__list_changes_response__init(&list);
    list.changes = (Catalog__V1__Change **)(void *)changes->items;
    list.n_changes = changes->count;
    list.last_revision = last_revision;
    return session_answer(session, &list.base);
}

static enum exit_code run_changes(struct session *session) {
    Catalog__V1__ListChangesRequest request;
    catalog__v1__list_changes_request__init(&request);
    struct catalog_change_iterator *iterator;
    struct catalog_error *error = NULL;
    struct collection changes = {0};
    if (!session_connect(session))
        return EXIT_FAILED;
    request.after_revision = arguments_number(session->arguments, "after", 0);
    request.namespace_ = text_or_empty(session, "namespace");
    request.name = text_or_empty(session, "name");
    if (catalog_list_changes(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = collect(session, iterator, &changes, &error) == CATALOG_OK
                              ? answer(session, &changes, catalog_change_iterator_revision(iterator))
                              : session_fail(session, error);
    catalog_change_iterator_free(iterator);
    collection_done(&changes);
    return code;
}

static enum exit_code show(struct session *session, const Catalog__V1__Change *change) {
    struct arena scratch;
    arena_init(&scratch, 0);
    const Catalog__V1__Change *part = shown(session, change, &scratch);
    if (part != NULL)
        session->output->item(session->out, &part->base);
    arena_done(&scratch);
    if (part == NULL)
        return session_refuse(session, NULL, "out of memory");
    return page_flush(session->out) ? EXIT_YES : session_refuse(session, NULL, "standard output could not be written");
}

/* Ends only with an error, or when nobody reads any more. */
static enum exit_code follow(struct session *session, struct catalog_change_iterator *iterator) {
    enum exit_code code = EXIT_YES;
    while (code == EXIT_YES) {
        const Catalog__V1__Change *change;
        struct catalog_error *error = NULL;
        bool is_next = catalog_change_iterator_next(iterator, &change, &error) == CATALOG_OK;
        code = is_next ? show(session, change) : session_fail(session, error);
    }
    return code;
}

/* A watch without --after begins with what comes next. */
static bool find_start(struct session *session, uint64_t *ret_revision) {
    struct catalog_error *error = NULL;
    Catalog__V1__CheckHealthResponse *health;
    *ret_revision = arguments_number(session->arguments, "after", 0);
    if (arguments_text(session->arguments, "after") != NULL)
        return true;
    if (catalog_check_health(session->client, NULL, &health, &error) != CATALOG_OK) {
        session_fail(session, error);
        return false;
    }
    *ret_revision = health->revision;
    catalog_message_free(health);
    return true;
}

static enum exit_code run_watch(struct session *session) {
    Catalog__V1__WatchChangesRequest request;
    catalog__v1__watch_changes_request__init(&request);
    struct catalog_change_iterator *iterator;
    struct catalog_error *error = NULL;
    if (!session_connect(session) || !find_start(session, &request.after_revision))
        return EXIT_FAILED;
    request.namespace_ = text_or_empty(session, "namespace");
    request.name = text_or_empty(session, "name");
    if (catalog_watch_changes(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    session_note(session, "Waiting for changes after revision %llu.", (unsigned long long)request.after_revision);
    enum exit_code code = follow(session, iterator);
    catalog_change_iterator_free(iterator);
    return code;
}

#define FILTERS                                                                                                        \
    {"namespace", '\0', OPTION_TEXT, "NAMESPACE", "Only changes of this namespace; json and yaml show them whole."}, { \
        "name", '\0', OPTION_TEXT, "NAME", "Only changes of this object; likewise."                                    \
    }

static const struct option changes_options[] = {
    {"after", '\0', OPTION_NUMBER, "N", "Changes after this revision; default: from the first."},
    {"limit", '\0', OPTION_NUMBER, "COUNT", "At most so many; default: all."},
    FILTERS,
};
static const struct example changes_examples[] = {
    {"What became of one object", "changes --name aws/s3"},
    {"What is new since revision 40", "changes --after 40"},
};

const struct command command_changes = {
    .group = "Log",
    .name = "changes",
    .words = "",
    .words_max = 0,
    .has_rows = true,
    .summary = "List the changes of the catalog.",
    .options = changes_options,
    .option_count = COUNT_OF(changes_options),
    .examples = changes_examples,
    .example_count = COUNT_OF(changes_examples),
    .run = run_changes,
};

static const struct option watch_options[] = {
    {"after", '\0', OPTION_NUMBER, "N", "Begin after this revision; default: with the next change."},
    FILTERS,
};
static const struct example watch_examples[] = {
    {"One JSON document for each change, without gaps", "watch --after 40 --output json"},
};

const struct command command_watch = {
    .group = "Log",
    .name = "watch",
    .words = "",
    .words_max = 0,
    .summary = "Print changes as they come, until interrupted.",
    .options = watch_options,
    .option_count = COUNT_OF(watch_options),
    .examples = watch_examples,
    .example_count = COUNT_OF(watch_examples),
    .run = run_watch,
};
