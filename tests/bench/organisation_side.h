/* Resolving in a made organisation, with caches that can be emptied. */
#ifndef CATALOGD_TESTS_ORGANISATION_SIDE_H
#define CATALOGD_TESTS_ORGANISATION_SIDE_H

#include "bench/organisation_store.h"
#include "model/resolve.h"
#include "service/store_view.h"
#include "store/snapshot.h"

struct bench {
    struct organisation organisation;
    struct organisation_store loaded;
    struct service caches; /* a service of which only the caches are used */
};

/* Empties the caches. */
void bench_forget(struct bench *bench);

/* The store as it stood at one revision. Begin with side_begin, end with side_end. */
struct side {
    struct arena arena;
    struct snapshot *snapshot;
    struct store_view view;
};

/* REVISION 0: the newest. */
void side_begin(struct side *side, struct bench *bench, uint64_t revision);
void side_end(struct side *side);

/* What one resolution came to. */
struct outcome {
    int64_t took; /* ns; where it was measured */
    size_t dependencies;
    size_t instances;
    size_t rows;
    size_t credits;
    size_t bytes;
};

/* Resolves version 1.0.0 of NAME. OPTIONS: what else there is to say than time, revision and what is known of the
 * model. ARENA holds the result. */
struct outcome side_resolve(struct side *side, const char *name, struct resolve_options options, struct arena *arena,
                            struct resolution *ret_resolution);

/* The same with all that the daemon does between request and reply, timed. */
struct outcome bench_resolve(struct bench *bench, uint64_t revision, const char *name);

#define FEATURE_NAME_BYTES 48
void bench_feature_name(size_t number, char ret_name[FEATURE_NAME_BYTES]);

/* The most used component gets a new version: what that costs over its consumers. Printed. */
void bench_measure_impact(struct bench *bench);

#endif
