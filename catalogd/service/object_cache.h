/* Objects by content digest, unpacked and, where they are models, compiled; shared by all calls: a published object
 * never changes, so this is done once, and what is compiled hangs on its bytes alone (model/compiled_model.h). The
 * digest is verified on the bytes when an object comes in. Any thread. */
#ifndef CATALOGD_SERVICE_OBJECT_CACHE_H
#define CATALOGD_SERVICE_OBJECT_CACHE_H

#include "base/digest.h"
#include "base/status.h"

#include "catalog/v1/object.pb-c.h"

struct cached_object;
struct compiled_model;
struct object_cache;

/* LIMIT_BYTES bounds the memory of objects that nobody uses any more. NULL: no memory. */
struct object_cache *object_cache_new(size_t limit_bytes);

/* Nothing taken from CACHE may be held any more. CACHE may be NULL. */
void object_cache_free(struct object_cache *cache);

/* The object with digest CONTENT, or NULL. Ownership: give it back with cached_object_unref. */
struct cached_object *object_cache_find(struct object_cache *cache, const struct digest *content);

/* Unpacks BYTES, which should have the digest CONTENT, compiles and keeps the object. Ownership: as object_cache_find.
 * Errors: STATUS_DATA_LOSS (DIGEST_MISMATCH, BLOB_DAMAGED), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code object_cache_add(struct object_cache *cache, const struct digest *content, slice bytes,
                                        struct cached_object **ret_object, struct problem *problem);

/* The object itself: immutable, borrowed from CACHED. */
const Catalog__V1__Object *cached_object_get(const struct cached_object *cached);

/* Its model compiled, borrowed likewise; NULL: it is neither feature nor component. */
const struct compiled_model *cached_object_compiled(const struct cached_object *cached);

void cached_object_unref(struct cached_object *cached);

#endif
