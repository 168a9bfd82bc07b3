/* Objects in files: the native YAML and its JSON twin, and where in a file each field stands, so that a mistake that a
 * server finds is reported as file:line:column. */
#ifndef CATALOG_DOCUMENT_H
#define CATALOG_DOCUMENT_H

#include "catalog/message.h"

#include "catalog/v1/catalog_service.pb-c.h"
#include "catalog/v1/object.pb-c.h"

CATALOG_BEGIN

/* Objects read from files, in order. One thread at a time. */
struct catalog_documents;

/* Ownership: *ret_documents is the caller's (catalog_documents_free). Errors: CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_documents_new(struct catalog_documents **ret_documents,
                                                                       struct catalog_error **ret_error);

/* Frees DOCUMENTS with all its objects; NULL is fine. */
CATALOG_API void catalog_documents_free(struct catalog_documents *documents);

/* Adds the objects of PATH: a file (JSON where its name ends in ".json", else YAML, one or several documents), or a
 * folder with every *.yaml, *.yml and *.json below it in byte order of path; names that begin with '.' are left out.
 * "-" is standard input, read as YAML. Mistakes do not end the reading: all files are read, and the error lists every
 * mistake. What was read without a mistake is kept.
 * Errors: CATALOG_INVALID_ARGUMENT with a violation for each mistake (file, line, column, field, remedy),
 * CATALOG_NOT_FOUND (no such file), CATALOG_RESOURCE_EXHAUSTED (more than 10,000 objects or 64 MiB). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_documents_read(struct catalog_documents *documents, const char *path, struct catalog_error **ret_error);

/* Adds the objects of TEXT (SIZE bytes), reporting mistakes under the name FILE. Errors: as catalog_documents_read. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_documents_parse(struct catalog_documents *documents,
                                                                         const char *file, enum catalog_format format,
                                                                         const char *text, size_t size,
                                                                         struct catalog_error **ret_error);

/* The objects in the order read. Ownership: borrowed until the next change of DOCUMENTS. */
CATALOG_API Catalog__V1__Object *const *catalog_documents_objects(const struct catalog_documents *documents,
                                                                  size_t *ret_count);

/* The file the object at INDEX came from; NULL past the end. Borrowed. */
CATALOG_API const char *catalog_documents_file(const struct catalog_documents *documents, size_t index);

/* "namespace/slug" of an object, whatever its kind; "" where it has none. Borrowed from OBJECT. Any thread. */
CATALOG_API const char *catalog_object_name(const Catalog__V1__Object *object);

/* The version an object asks for, "" where it has none. Borrowed from OBJECT. Any thread. */
CATALOG_API const char *catalog_object_version(const Catalog__V1__Object *object);

/* The object's kind; unspecified for an empty object. Any thread. */
CATALOG_API Catalog__V1__ObjectKind catalog_object_kind(const Catalog__V1__Object *object);

/* Fills in file, line and column of every violation in ERROR that lacks them: object_index counts in DOCUMENTS plus
 * FIRST_OBJECT, and the field path is looked up where that object was read; the nearest enclosing field stands in for
 * one that is not written there. ERROR must be the caller's own. */
CATALOG_API void catalog_documents_locate(const struct catalog_documents *documents, size_t first_object,
                                          struct catalog_error *error);

/* The same for the COUNT findings of an answer. Ownership: their `file` is borrowed from DOCUMENTS from then on. */
CATALOG_API void catalog_documents_locate_findings(const struct catalog_documents *documents, size_t first_object,
                                                   Catalog__V1__ObjectFinding *const *findings, size_t count);

CATALOG_END

#endif
