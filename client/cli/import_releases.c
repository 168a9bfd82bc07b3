#include "cli/import_releases.h"

#include "base/macros.h"

static status_code said(struct import_releases *releases) {
    releases->has_said = true;
    return STATUS_UNKNOWN;
}

static Catalog__V1__ImportedRelease *describe(struct import_releases *releases, const Catalog__V1__Taxonomy *taxonomy) {
    struct arena *arena = &releases->session->arena;
    Catalog__V1__ImportedRelease *described = ARENA_NEW(arena, Catalog__V1__ImportedRelease);
    if (described == NULL)
        return NULL;
    catalog__v1__imported_release__init(described);
    described->scheme = arena_strdup(arena, taxonomy->scheme);
    described->release = arena_strdup(arena, taxonomy->release);
    described->title = arena_strdup(arena, taxonomy->title);
    return described->scheme != NULL && described->release != NULL && described->title != NULL ? described : NULL;
}

static status_code begin_upload(struct import_releases *releases, const Catalog__V1__Taxonomy *taxonomy,
                                struct release_delivery *delivery) {
    struct catalog_import_options options = CATALOG_IMPORT_OPTIONS_INIT;
    options.validate_only = releases->is_dry_run;
    if (!session_connect(releases->session))
        return said(releases);
    return catalog_begin_taxonomy_import(releases->session->client, taxonomy, &options, &delivery->import,
                                         &releases->error) == CATALOG_OK
               ? STATUS_OK
               : STATUS_UNKNOWN;
}

static status_code begin_file(struct import_releases *releases, const Catalog__V1__Taxonomy *taxonomy,
                              struct release_delivery *delivery) {
    if (releases->is_dry_run)
        return STATUS_OK;
    delivery->file = release_file_new(releases->session, releases->directory, taxonomy);
    return delivery->file == NULL ? said(releases) : STATUS_OK;
}

static status_code begin(void *context, const Catalog__V1__Taxonomy *taxonomy, struct problem *problem) {
    struct import_releases *releases = context;
    struct release_delivery delivery = {.described = describe(releases, taxonomy)};
    if (delivery.described == NULL || !vector_push(&releases->session->arena, &releases->items, delivery))
        return problem_no_memory(problem);
    struct release_delivery *added = &releases->items.items[releases->items.count - 1];
    status_code code =
        releases->directory == NULL ? begin_upload(releases, taxonomy, added) : begin_file(releases, taxonomy, added);
    return code == STATUS_OK ? code : problem_set(problem, code, "NOT_SENT", "the release could not be begun");
}

static status_code add(void *context, const Catalog__V1__TaxonomyItem *item, struct problem *problem) {
    struct import_releases *releases = context;
    struct release_delivery *delivery = &releases->items.items[releases->items.count - 1];
    status_code code = STATUS_OK;
    if (delivery->import != NULL && catalog_taxonomy_import_add(delivery->import, item, &releases->error) != CATALOG_OK)
        code = STATUS_UNKNOWN;
    else if (delivery->file != NULL && !release_file_add(delivery->file, item))
        code = said(releases);
    if (item->item_case == CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY)
        delivery->described->entries++;
    else
        delivery->described->mappings++;
    return code == STATUS_OK ? code : problem_set(problem, code, "NOT_SENT", "the release could not be sent");
}

void import_releases_init(struct import_releases *releases, struct session *session,
                          Catalog__V1__ImportReport *answer) {
    *releases = (struct import_releases){
        .receiver = {.context = releases, .begin = begin, .add = add},
        .session = session,
        .answer = answer,
        .directory = arguments_text(session->arguments, "to-dir"),
        .is_dry_run = arguments_flag(session->arguments, "dry-run"),
    };
}

static bool finish_upload(struct import_releases *releases, struct release_delivery *delivery) {
    Catalog__V1__ImportTaxonomyResponse *response = NULL;
    if (catalog_taxonomy_import_finish(delivery->import, &response, &releases->error) != CATALOG_OK) {
        session_fail(releases->session, releases->error);
        releases->error = NULL;
        return false;
    }
    bool is_unchanged = response->unchanged;
    delivery->described->outcome = is_unchanged ? CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNCHANGED
                                                : CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_CREATED;
    catalog_message_free(response);
    releases->answer->stored = releases->answer->stored || (!releases->is_dry_run && !is_unchanged);
    return releases->is_dry_run || import_release_compare(releases->session, delivery->described);
}

static bool finish_file(struct import_releases *releases, struct release_delivery *delivery) {
    bool is_unchanged = false;
    if (!release_file_finish(delivery->file, &delivery->described->file, &is_unchanged))
        return false;
    delivery->described->file_unchanged = is_unchanged;
    releases->answer->stored = releases->answer->stored || !is_unchanged;
    return true;
}

static bool report(struct import_releases *releases) {
    Catalog__V1__ImportReport *answer = releases->answer;
    answer->releases =
        ARENA_ARRAY(&releases->session->arena, Catalog__V1__ImportedRelease *, releases->items.count + 1);
    if (answer->releases == NULL) {
        session_fail(releases->session, NULL);
        return false;
    }
    for (size_t i = 0; i < releases->items.count; i++)
        answer->releases[answer->n_releases++] = releases->items.items[i].described;
    return true;
}

bool import_releases_finish(struct import_releases *releases) {
    if (!report(releases))
        return false;
    for (size_t i = 0; i < releases->items.count; i++) {
        struct release_delivery *delivery = &releases->items.items[i];
        if (delivery->import != NULL && !finish_upload(releases, delivery))
            return false;
        if (delivery->file != NULL && !finish_file(releases, delivery))
            return false;
    }
    return true;
}

void import_releases_done(struct import_releases *releases) {
    for (size_t i = 0; i < releases->items.count; i++) {
        catalog_taxonomy_import_free(releases->items.items[i].import);
        release_file_free(releases->items.items[i].file);
    }
    catalog_error_free(releases->error);
    releases->items.count = 0;
}
