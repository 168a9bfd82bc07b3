#include "cli/commands.h"

#include "base/macros.h"
#include "base/vector.h"
#include "catalog/document.h"
#include "catalog/objects.h"
#include "cli/progress.h"
#include "cli/session.h"

#include <string.h>

/* Reads every PATH, so that all mistakes are shown at once. */
static enum exit_code read_all(struct session *session, struct catalog_documents *documents) {
    enum exit_code code = EXIT_YES;
    for (size_t i = 0; i < session->arguments->word_count; i++) {
        struct catalog_error *error = NULL;
        if (catalog_documents_read(documents, session->arguments->words[i], &error) != CATALOG_OK)
            code = session_fail(session, error);
    }
    return code;
}

static void show_progress(void *context, size_t done, size_t total) {
    struct session *session = context;
    progress_show(session->err, "objects uploaded", done, total);
}

/* Marks as they were written: those of one object come together. */
struct marks {
    VECTOR(Catalog__V1__EditorialMark *) list;
    struct arena *arena;
};

static Catalog__V1__EditorialMark *mark_of(struct marks *marks, slice name) {
    for (size_t i = 0; i < marks->list.count; i++) {
        if (slice_equal(slice_text(marks->list.items[i]->name), name))
            return marks->list.items[i];
    }
    Catalog__V1__EditorialMark *mark = ARENA_NEW(marks->arena, Catalog__V1__EditorialMark);
    if (mark == NULL || !vector_push(marks->arena, &marks->list, mark))
        return NULL;
    catalog__v1__editorial_mark__init(mark);
    mark->name = arena_strndup(marks->arena, (const char *)name.data, name.size);
    return mark->name == NULL ? NULL : mark;
}

/* "NAME:PATH": names hold no colon. */
static bool read_mark(struct marks *marks, const char *text, size_t size) {
    const char *colon = memchr(text, ':', size);
    if (colon == NULL || colon == text)
        return false;
    Catalog__V1__EditorialMark *mark = mark_of(marks, slice_of(text, (size_t)(colon - text)));
    char **paths = mark == NULL ? NULL : ARENA_ARRAY(marks->arena, char *, mark->n_paths + 1);
    if (paths == NULL)
        return false;
    if (mark->n_paths > 0)
        memcpy(paths, mark->paths, mark->n_paths * sizeof *paths);
    mark->paths = paths;
    paths[mark->n_paths] = arena_strndup(marks->arena, colon + 1, size - (size_t)(colon + 1 - text));
    return paths[mark->n_paths++] != NULL;
}

static bool take_editorial(struct session *session, struct catalog_apply_options *options) {
    const char *text = arguments_text(session->arguments, "editorial");
    struct marks marks = {.arena = &session->arena};
    while (text != NULL && *text != '\0') {
        size_t size = strcspn(text, ",");
        if (!read_mark(&marks, text, size))
            return false;
        text += size + (text[size] == ',');
    }
    options->editorial = marks.list.items;
    options->editorial_count = marks.list.count;
    return true;
}

static enum exit_code apply(struct session *session, const struct catalog_documents *documents) {
    struct catalog_apply_options options = CATALOG_APPLY_OPTIONS_INIT;
    Catalog__V1__ApplyObjectsResponse *response;
    struct catalog_error *error = NULL;
    size_t count;
    Catalog__V1__Object *const *objects = catalog_documents_objects(documents, &count);
    if (count == 0)
        return session_refuse(session, "name files or folders with *.yaml, *.yml or *.json", "there are no objects");
    if (!take_editorial(session, &options))
        return session_refuse(session, "write --editorial NAME:PATH,NAME:PATH ...",
                              "there is a mark without the name of an object");
    options.publish = arguments_flag(session->arguments, "publish");
    if (options.editorial_count > 0 && !options.publish)
        return session_refuse(session, "add --publish", "--editorial is for what is published");
    if (!session_connect(session))
        return EXIT_FAILED;
    options.validate_only = arguments_flag(session->arguments, "dry-run");
    options.progress = session->err->is_terminal ? show_progress : NULL;
    options.progress_context = session;
    if (catalog_apply(session->client, objects, count, &options, &response, &error) != CATALOG_OK) {
        catalog_documents_locate(documents, 0, error);
        enum exit_code code = session_fail(session, error);
        session_note(session, "Nothing was stored.");
        return code;
    }
    catalog_documents_locate_findings(documents, 0, response->findings, response->n_findings);
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(response);
    if (options.validate_only)
        session_note(session, "Nothing was stored: --dry-run.");
    return code;
}

static enum exit_code run(struct session *session) {
    struct catalog_documents *documents;
    struct catalog_error *error = NULL;
    if (catalog_documents_new(&documents, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = read_all(session, documents);
    if (code == EXIT_YES)
        code = apply(session, documents);
    else
        session_note(session, "Nothing was sent.");
    catalog_documents_free(documents);
    return code;
}

static const struct option options[] = {
    {"publish", '\0', OPTION_FLAG, NULL, "Publish the versions that the files ask for, instead of storing drafts."},
    {"dry-run", 'n', OPTION_FLAG, NULL, "Run every check and store nothing."},
    {"editorial", '\0', OPTION_TEXT, "NAME:PATH,...",
     "Texts whose words changed and whose meaning did not: PATCH then."},
};

static const struct example examples[] = {
    {"Publish a folder, whatever order its files are in", "apply --publish catalogs"},
    {"See first what would become of it", "apply --publish --dry-run catalogs"},
    {"Store a draft from standard input", "apply -"},
    {"Another wording is no other demand",
     "apply --publish --editorial 'aws/kms:responsibilities[key-policy].statement' kms.yaml"},
};

const struct command command_apply = {
    .group = "Objects",
    .name = "apply",
    .words = "PATH...",
    .words_min = 1,
    .words_max = WORDS_ANY,
    .has_rows = true,
    .summary = "Store or publish the objects of files and folders.",
    .details =
        "Of a folder every *.yaml, *.yml and *.json below it is read. Either all objects are stored or none. What "
        "is there already with the same content is left as it is and says so. A version that a file leaves out is the "
        "next one that its changes allow; --publish --dry-run says which and why.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
