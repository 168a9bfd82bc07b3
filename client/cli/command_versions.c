#include "cli/commands.h"

#include "catalog/objects.h"
#include "cli/collection.h"
#include "cli/session.h"

static enum catalog_code collect(struct catalog_version_iterator *iterator, struct collection *versions,
                                 struct catalog_error **ret_error) {
    const Catalog__V1__ObjectVersion *version;
    enum catalog_code code;
    while ((code = catalog_version_iterator_next(iterator, &version, ret_error)) == CATALOG_OK && version != NULL) {
        if (!collection_add(versions, &version->base))
            return CATALOG_RESOURCE_EXHAUSTED;
    }
    return code;
}

static enum exit_code answer(struct session *session, const struct collection *versions) {
    Catalog__V1__ListVersionsResponse list;
    catalog__v1__list_versions_response__init(&list);
    list.versions = (Catalog__V1__ObjectVersion **)(void *)versions->items;
    list.n_versions = versions->count;
    return session_answer(session, &list.base);
}

static enum exit_code run(struct session *session) {
    Catalog__V1__ListVersionsRequest request;
    catalog__v1__list_versions_request__init(&request);
    struct catalog_version_iterator *iterator;
    struct catalog_error *error = NULL;
    struct collection versions = {0};
    char *version;
    if (!session_name(session, session->arguments->words[0], &request.name, &version))
        return EXIT_FAILED;
    if (version[0] != '\0')
        return session_refuse(session, "leave the version out", "versions lists all versions of %s", request.name);
    if (!session_connect(session))
        return EXIT_FAILED;
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_list_versions(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code =
        collect(iterator, &versions, &error) == CATALOG_OK ? answer(session, &versions) : session_fail(session, error);
    catalog_version_iterator_free(iterator);
    collection_done(&versions);
    return code;
}

static const struct option options[] = {
    {"at-revision", '\0', OPTION_NUMBER, "N", "As it stood at this revision; default: the newest."},
};

static const struct example examples[] = {{"Newest first", "versions aws/s3"}};

const struct command command_versions = {
    .group = "Objects",
    .name = "versions",
    .words = "NAME",
    .words_min = 1,
    .words_max = 1,
    .has_rows = true,
    .summary = "List the versions of one object.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
