#include "cli/commands.h"

#include "catalog/objects.h"
#include "cli/collection.h"
#include "cli/session.h"

#include <stdio.h>
#include <string.h>

#define KINDS "threat|control|baseline|component|feature|policy"

/* KINDS stand in the order of the enum, whose zero is none of them. */
static Catalog__V1__ObjectKind kind_of(const char *word) {
    unsigned kind = 1;
    for (const char *at = KINDS; word != NULL && at != NULL; at = strchr(at, '|'), kind++) {
        at += *at == '|';
        if (strncmp(at, word, strlen(word)) == 0 && strchr("|", at[strlen(word)]) != NULL)
            return (Catalog__V1__ObjectKind)kind;
    }
    return CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED;
}

static enum catalog_code collect(struct catalog_object_iterator *iterator, struct collection *objects,
                                 struct catalog_error **ret_error) {
    const Catalog__V1__ObjectSummary *summary;
    enum catalog_code code;
    while ((code = catalog_object_iterator_next(iterator, &summary, ret_error)) == CATALOG_OK && summary != NULL) {
        if (!collection_add(objects, &summary->base))
            return CATALOG_RESOURCE_EXHAUSTED;
    }
    return code;
}

static enum exit_code answer(struct session *session, const struct collection *objects) {
    Catalog__V1__ListObjectsResponse list;
    catalog__v1__list_objects_response__init(&list);
    list.objects = (Catalog__V1__ObjectSummary **)(void *)objects->items;
    list.n_objects = objects->count;
    return session_answer(session, &list.base);
}

static enum exit_code run(struct session *session) {
    Catalog__V1__ListObjectsRequest request;
    catalog__v1__list_objects_request__init(&request);
    struct catalog_object_iterator *iterator;
    struct catalog_error *error = NULL;
    struct collection objects = {0};
    const char *namespace = arguments_text(session->arguments, "namespace");
    if (!session_connect(session))
        return EXIT_FAILED;
    request.kind = kind_of(arguments_text(session->arguments, "kind"));
    request.namespace_ = arena_strdup(&session->arena, namespace == NULL ? "" : namespace);
    request.drafts = arguments_flag(session->arguments, "drafts");
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_list_objects(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code =
        collect(iterator, &objects, &error) == CATALOG_OK ? answer(session, &objects) : session_fail(session, error);
    catalog_object_iterator_free(iterator);
    collection_done(&objects);
    return code;
}

static const struct option options[] = {
    {"kind", '\0', OPTION_CHOICE, KINDS, "Only objects of this kind."},
    {"namespace", '\0', OPTION_TEXT, "NAMESPACE", "Only objects of this namespace."},
    {"drafts", '\0', OPTION_FLAG, NULL, "Drafts instead of published versions."},
    {"at-revision", '\0', OPTION_NUMBER, "N", "As it stood at this revision; default: the newest."},
};

static const struct example examples[] = {
    {"What can be depended on", "list --kind component"},
    {"Everything of one team, for a program", "list --namespace billing --output json"},
};

const struct command command_list = {
    .group = "Objects",
    .name = "list",
    .words = "",
    .words_max = 0,
    .has_rows = true,
    .summary = "List objects with their newest version.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
