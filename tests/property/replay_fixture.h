/* Proofs of whole catalogs, for the tests of the checker. */
#ifndef CATALOGD_TESTS_REPLAY_FIXTURE_H
#define CATALOGD_TESTS_REPLAY_FIXTURE_H

#include "replay.h"
#include "support/catalog.h"

/* One model whose rows are explained. */
struct proofs {
    struct replay_library library;
    struct test_catalog *catalog;
    const Catalog__V1__Object *object;
    uint64_t seed; /* of the graph; 0: none */
    size_t rows;   /* that were looked at */
    /* Looks at one proof. */
    void (*look)(struct proofs *proofs, const Catalog__V1__ExplainRowResponse *proof);
};

/* Explains all rows of the model of PROOFS, whose catalog, object and look are set, and lets LOOK look at each. */
void proofs_walk(struct proofs *proofs, const struct resolve_options *options);

#endif
