/* What a roll-up counts. Only for workload*.c. */
#ifndef CATALOGD_MODEL_WORKLOAD_COUNT_H
#define CATALOGD_MODEL_WORKLOAD_COUNT_H

#include "base/string_map.h"
#include "base/vector.h"
#include "model/workload.h"

#define WORKLOAD_STATES 8 /* of a row, the unstated one among them */

struct workload_counts {
    uint32_t now[WORKLOAD_STATES];
    uint32_t planned[WORKLOAD_STATES];
};

/* One threat on one component. */
struct workload_cell {
    Catalog__V1__WorkloadThreat message;
    struct workload_counts counts;
    uint32_t rows_open;
    struct string_map coverage;  /* "layer provider" to Catalog__V1__WorkloadCoverage */
    struct string_map instances; /* "feature instance" to Catalog__V1__WorkloadInstance */
};

struct workload {
    struct arena *arena;
    Catalog__V1__Workload message;
    struct workload_counts counts;
    struct string_map cells; /* "threat component" */
    VECTOR(Catalog__V1__WorkloadFeature *) features;
    VECTOR(char *) notes;
    struct string_map components; /* of the feature that is added: address of an instance to name */
};

#endif
