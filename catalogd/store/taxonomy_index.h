/* Taxonomies on their way into the tables: the writer and `check` use these same functions. Only for files of this
 * room.
 */
#ifndef CATALOGD_STORE_TAXONOMY_INDEX_H
#define CATALOGD_STORE_TAXONOMY_INDEX_H

#include "store/txn.h"
#include "store/writer.h"

#include "catalog/v1/taxonomy.pb-c.h"

/* Puts what WRITTEN holds where it is not there yet. */
void taxonomy_put_blobs(struct txn *txn, const struct write_taxonomy *written);

/* Writes into the derived tables what TAXONOMY, whole with revision and time, means for them. Errors: in TXN;
 * MDB_CORRUPTED when the release is there already. */
void taxonomy_index_add(struct txn *txn, const Catalog__V1__Taxonomy *taxonomy, const struct write_taxonomy *written);

/* The revision that imported RELEASE of SCHEME; 0: it is not there, or an error, which is in TXN. */
uint64_t taxonomy_index_revision(struct txn *txn, const char *scheme, const char *release);

/* Key of a release; the entries' keys begin with it. */
struct key taxonomy_key(const char *scheme, const char *release);

/* What the keys of the mappings at the entry ID of SCHEME begin with. */
struct key taxonomy_mapping_key(const char *scheme, const char *id);

#endif
