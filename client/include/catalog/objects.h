/* Reading and changing the objects of the catalog.
 *
 * Where nothing else is said: OPTIONS may be NULL; a response is the caller's (catalog_message_free); any thread but
 * that of a completion; besides the errors named, every call can end with CATALOG_UNAVAILABLE,
 * CATALOG_DEADLINE_EXCEEDED or CATALOG_PERMISSION_DENIED. */
#ifndef CATALOG_OBJECTS_H
#define CATALOG_OBJECTS_H

#include "catalog/call.h"

#include "catalog/v1/catalog_service.pb-c.h"

CATALOG_BEGIN

/* Reads one version or draft. Errors: CATALOG_NOT_FOUND, CATALOG_OUT_OF_RANGE (a future revision). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_get_object(struct catalog_client *client,
                                                                    const Catalog__V1__GetObjectRequest *request,
                                                                    const struct catalog_call_options *options,
                                                                    Catalog__V1__GetObjectResponse **ret_response,
                                                                    struct catalog_error **ret_error);

/* Reads up to 100 versions at one revision; those not there are listed, not an error.
 * Errors: CATALOG_INVALID_ARGUMENT (more than 100), CATALOG_RESOURCE_EXHAUSTED (the answer is over 4 MiB: ask for
 * fewer). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_batch_get_objects(struct catalog_client *client, const Catalog__V1__BatchGetObjectsRequest *request,
                          const struct catalog_call_options *options,
                          Catalog__V1__BatchGetObjectsResponse **ret_response, struct catalog_error **ret_error);

/* Walks over objects, one line each, in order of name. Pages are fetched as they are needed, all at the revision of
 * the first. One thread at a time for each iterator; it ends before its client. */
struct catalog_object_iterator;

/* Starts at the page REQUEST names; its page_size is how many are fetched at once. Nothing is sent yet.
 * Ownership: *ret_iterator is the caller's (catalog_object_iterator_free). Errors: CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_list_objects(struct catalog_client *client,
                                                                      const Catalog__V1__ListObjectsRequest *request,
                                                                      const struct catalog_call_options *options,
                                                                      struct catalog_object_iterator **ret_iterator,
                                                                      struct catalog_error **ret_error);

/* The next object; *ret_object is NULL at the end. Ownership: borrowed until the next call on ITERATOR.
 * Errors: those of the call that fetches a page; the same page is asked for again by the next call. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_object_iterator_next(struct catalog_object_iterator *iterator, const Catalog__V1__ObjectSummary **ret_object,
                             struct catalog_error **ret_error);
CATALOG_API void catalog_object_iterator_free(struct catalog_object_iterator *iterator);

/* Walks over the versions of one object, newest first, likewise. Errors of next: CATALOG_NOT_FOUND. */
struct catalog_version_iterator;
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_list_versions(struct catalog_client *client,
                                                                       const Catalog__V1__ListVersionsRequest *request,
                                                                       const struct catalog_call_options *options,
                                                                       struct catalog_version_iterator **ret_iterator,
                                                                       struct catalog_error **ret_error);
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_version_iterator_next(struct catalog_version_iterator *iterator, const Catalog__V1__ObjectVersion **ret_version,
                              struct catalog_error **ret_error);
CATALOG_API void catalog_version_iterator_free(struct catalog_version_iterator *iterator);

#define CATALOG_APPLY_OPTIONS_VERSION 1

/* How catalog_apply behaves. Start from CATALOG_APPLY_OPTIONS_INIT. */
struct catalog_apply_options {
    unsigned version;
    bool publish;           /* publish instead of storing drafts */
    bool validate_only;     /* run every check and store nothing */
    const char *request_id; /* 16 to 64 of letters, digits, '_' and '-'. NULL: a random one */
    /* Told how many of TOTAL objects the server has, while a large call is uploaded. NULL: nobody is told.
     * Threads: the caller's. */
    void (*progress)(void *context, size_t sent, size_t total);
    void *progress_context;
    /* With `publish`: texts of the contract that mean what they meant, by object; counted by editorial_count. */
    Catalog__V1__EditorialMark *const *editorial;
    size_t editorial_count;
    struct catalog_call_options call; /* for each call that it takes */
};

#define CATALOG_APPLY_OPTIONS_INIT                                                                                     \
    { CATALOG_APPLY_OPTIONS_VERSION, false, false, NULL, NULL, NULL, NULL, 0, CATALOG_CALL_OPTIONS_INIT }

/* Stores or publishes COUNT objects, all or none. What does not fit into one message (3 MiB) is uploaded in parts
 * first; it is still one change. At most 64 MiB and 10,000 objects.
 * Errors: CATALOG_INVALID_ARGUMENT with a violation for each mistake, object_index counting in OBJECTS;
 * CATALOG_ALREADY_EXISTS (the version is there with other content); CATALOG_FAILED_PRECONDITION (VERSION_TOO_LOW, with
 * a violation for each change that asks for a higher number; MODEL_INVALID and NOT_CLOSED, with one for each reason);
 * CATALOG_ABORTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_apply(struct catalog_client *client,
                                                               Catalog__V1__Object *const *objects, size_t count,
                                                               const struct catalog_apply_options *options,
                                                               Catalog__V1__ApplyObjectsResponse **ret_response,
                                                               struct catalog_error **ret_error);

/* Publishes a draft. Errors: CATALOG_NOT_FOUND, CATALOG_INVALID_ARGUMENT, CATALOG_ALREADY_EXISTS,
 * CATALOG_FAILED_PRECONDITION (as catalog_apply), CATALOG_ABORTED (the etag is another). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_publish_object(struct catalog_client *client, const Catalog__V1__PublishObjectRequest *request,
                       const struct catalog_call_options *options, Catalog__V1__PublishObjectResponse **ret_response,
                       struct catalog_error **ret_error);

/* Says that something better is there. Errors: CATALOG_NOT_FOUND, CATALOG_FAILED_PRECONDITION (yanked),
 * CATALOG_ABORTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_deprecate_object(struct catalog_client *client, const Catalog__V1__DeprecateObjectRequest *request,
                         const struct catalog_call_options *options,
                         Catalog__V1__DeprecateObjectResponse **ret_response, struct catalog_error **ret_error);

/* Takes a version out of choice. Errors: CATALOG_NOT_FOUND, CATALOG_ABORTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_yank_object(struct catalog_client *client,
                                                                     const Catalog__V1__YankObjectRequest *request,
                                                                     const struct catalog_call_options *options,
                                                                     Catalog__V1__YankObjectResponse **ret_response,
                                                                     struct catalog_error **ret_error);

/* Compares two versions of one kind, field by field. Errors: CATALOG_NOT_FOUND, CATALOG_INVALID_ARGUMENT (two kinds).
 */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_diff_objects(struct catalog_client *client,
                                                                      const Catalog__V1__DiffObjectsRequest *request,
                                                                      const struct catalog_call_options *options,
                                                                      Catalog__V1__DiffObjectsResponse **ret_response,
                                                                      struct catalog_error **ret_error);

/* The same for two objects at hand, without a server: the differences, in order of path; the numbers of the versions do
 * not count. Both are borrowed. Errors: CATALOG_INVALID_ARGUMENT (two kinds), CATALOG_RESOURCE_EXHAUSTED; no others. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_compare_objects(const Catalog__V1__Object *from, const Catalog__V1__Object *to,
                        Catalog__V1__DiffObjectsResponse **ret_response, struct catalog_error **ret_error);

CATALOG_END

#endif
