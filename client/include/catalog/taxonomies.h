/* Taxonomies: releases of reference schemes (CWE, ATT&CK, SP 800-53 and the like) beside the catalog, read-only,
 * several releases side by side. References in objects resolve against them.
 *
 * Rules for OPTIONS, responses, threads and common errors are those of catalog/objects.h. */
#ifndef CATALOG_TAXONOMIES_H
#define CATALOG_TAXONOMIES_H

#include "catalog/call.h"

#include "catalog/v1/catalog_service.pb-c.h"
#include "catalog/v1/taxonomy_service.pb-c.h"

CATALOG_BEGIN

/* Reads a taxonomy from the file at PATH: JSON where the name ends in ".json", else YAML; "-" is standard input, read
 * as YAML. A YAML file may hold several documents, one of them with `taxonomy`, each with entries and mappings: a
 * document has at most 1 MiB. Ownership: *ret_document is the caller's (catalog_message_free). Threads: any. Errors:
 * CATALOG_NOT_FOUND (no such file), CATALOG_INVALID_ARGUMENT (with a violation for each mistake),
 * CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_read_taxonomy(const char *path, Catalog__V1__TaxonomyDocument **ret_document, struct catalog_error **ret_error);

/* How catalog_import_taxonomy does it. Start from CATALOG_IMPORT_OPTIONS_INIT. */
struct catalog_import_options {
    unsigned version; /* CATALOG_IMPORT_OPTIONS_VERSION */
    struct catalog_call_options call;
    const char *request_id; /* NULL: a random one */
    int validate_only;      /* run every check and store nothing */
    /* Called after each part of a long import, with entries and mappings sent so far and in all (0: not known); NULL:
     * nobody asks. */
    void (*progress)(void *context, size_t done, size_t total);
    void *progress_context;
};

#define CATALOG_IMPORT_OPTIONS_VERSION 1
#define CATALOG_IMPORT_OPTIONS_INIT                                                                                    \
    { CATALOG_IMPORT_OPTIONS_VERSION, CATALOG_CALL_OPTIONS_INIT, NULL, 0, NULL, NULL }

/* Stores the release that DOCUMENT holds as a whole, in parts where it is larger than a message. The same content again
 * changes nothing: `unchanged` of the response says so. An object index in a violation counts the entries, then the
 * mappings. Errors: CATALOG_INVALID_ARGUMENT (with a violation for each mistake), CATALOG_ALREADY_EXISTS (the release
 * is there with other content), CATALOG_RESOURCE_EXHAUSTED (more than 50,000 entries and mappings, or 64 MiB). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_import_taxonomy(struct catalog_client *client, const Catalog__V1__TaxonomyDocument *document,
                        const struct catalog_import_options *options,
                        Catalog__V1__ImportTaxonomyResponse **ret_response, struct catalog_error **ret_error);

/* A release that is imported as it is read: what was added is sent in parts and forgotten, so that memory does not grow
 * with the release. One thread at a time; it ends before its client. */
struct catalog_taxonomy_import;

/* Begins the import of TAXONOMY (scheme, release, title, source), which is copied; nothing is sent yet. What OPTIONS
 * point at is borrowed until the end. Ownership: *ret_import is the caller's (catalog_taxonomy_import_free). Errors:
 * CATALOG_INVALID_ARGUMENT (BAD_OPTIONS). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_begin_taxonomy_import(struct catalog_client *client, const Catalog__V1__Taxonomy *taxonomy,
                              const struct catalog_import_options *options, struct catalog_taxonomy_import **ret_import,
                              struct catalog_error **ret_error);

/* Adds ITEM, which is copied, and sends a part where one is full. Errors: CATALOG_INVALID_ARGUMENT (ITEM is too large
 * for a message), CATALOG_RESOURCE_EXHAUSTED (more than 50,000 items, or 64 MiB), and those of a call; after one the
 * import can only be freed. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_taxonomy_import_add(struct catalog_taxonomy_import *import,
                                                                             const Catalog__V1__TaxonomyItem *item,
                                                                             struct catalog_error **ret_error);

/* Sends the rest and stores the release as a whole, once; within ten minutes of the last part. Errors: those of
 * catalog_import_taxonomy, an object index being the item's number from 0. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_taxonomy_import_finish(struct catalog_taxonomy_import *import,
                               Catalog__V1__ImportTaxonomyResponse **ret_response, struct catalog_error **ret_error);

/* Frees IMPORT; one that was not finished stores nothing. NULL is fine. */
CATALOG_API void catalog_taxonomy_import_free(struct catalog_taxonomy_import *import);

/* Reads one entry with its mappings. Errors: CATALOG_NOT_FOUND (the release, or the entry in it). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_get_taxonomy_entry(struct catalog_client *client, const Catalog__V1__GetTaxonomyEntryRequest *request,
                           const struct catalog_call_options *options,
                           Catalog__V1__GetTaxonomyEntryResponse **ret_response, struct catalog_error **ret_error);

/* Says what up to 1,000 references stand for. One that stands for nothing is no error. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_look_up_references(struct catalog_client *client, const Catalog__V1__LookUpReferencesRequest *request,
                           const struct catalog_call_options *options,
                           Catalog__V1__LookUpReferencesResponse **ret_response, struct catalog_error **ret_error);

/* Walks over releases, over the entries of one, and over the differences of two. Pages are fetched as they are needed,
 * all at the revision of the first. One thread at a time for each iterator; it ends before its client.
 *
 * Each is started at the page REQUEST names; its page_size is how many are fetched at once, and nothing is sent yet.
 * Ownership: *ret_iterator is the caller's. The next item is NULL at the end, and borrowed until the next call. Errors:
 * those of the call that fetches a page, after which the same page is asked for again: CATALOG_NOT_FOUND (the release);
 * CATALOG_RESOURCE_EXHAUSTED. */
struct catalog_taxonomy_iterator;
struct catalog_entry_iterator;
struct catalog_taxonomy_difference_iterator;

CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_list_taxonomies(struct catalog_client *client, const Catalog__V1__ListTaxonomiesRequest *request,
                        const struct catalog_call_options *options, struct catalog_taxonomy_iterator **ret_iterator,
                        struct catalog_error **ret_error);
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_taxonomy_iterator_next(struct catalog_taxonomy_iterator *iterator, const Catalog__V1__Taxonomy **ret_taxonomy,
                               struct catalog_error **ret_error);
CATALOG_API void catalog_taxonomy_iterator_free(struct catalog_taxonomy_iterator *iterator);

CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_list_taxonomy_entries(struct catalog_client *client, const Catalog__V1__ListTaxonomyEntriesRequest *request,
                              const struct catalog_call_options *options, struct catalog_entry_iterator **ret_iterator,
                              struct catalog_error **ret_error);
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_entry_iterator_next(struct catalog_entry_iterator *iterator, const Catalog__V1__TaxonomyEntry **ret_entry,
                            struct catalog_error **ret_error);
CATALOG_API void catalog_entry_iterator_free(struct catalog_entry_iterator *iterator);

CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_diff_taxonomies(struct catalog_client *client, const Catalog__V1__DiffTaxonomiesRequest *request,
                        const struct catalog_call_options *options,
                        struct catalog_taxonomy_difference_iterator **ret_iterator, struct catalog_error **ret_error);
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_taxonomy_difference_iterator_next(struct catalog_taxonomy_difference_iterator *iterator,
                                          const Catalog__V1__TaxonomyDifference **ret_difference,
                                          struct catalog_error **ret_error);
CATALOG_API void catalog_taxonomy_difference_iterator_free(struct catalog_taxonomy_difference_iterator *iterator);

/* Makes a draft of ENTRY in NAMESPACE: a threat with a control for each mitigation, or a control where the scheme is
 * one of controls. Nothing is sent. Ownership: *ret_request is the caller's (catalog_message_free) and is ready to be
 * applied with catalog_apply. Errors: CATALOG_INVALID_ARGUMENT (NAMESPACE is none). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_promote(const Catalog__V1__GetTaxonomyEntryResponse *entry,
                                                                 const char *name_space,
                                                                 Catalog__V1__ApplyObjectsRequest **ret_request,
                                                                 struct catalog_error **ret_error);

CATALOG_END

#endif
