/* The parts of the gate: each looks at one list of the effective model and adds the reasons it finds. */
#ifndef CATALOGD_MODEL_GATE_BENCH_H
#define CATALOGD_MODEL_GATE_BENCH_H

#include "base/vector.h"
#include "model/gate.h"

struct gate_bench {
    const struct gate_input *input;
    enum gate_reading reading;
    struct arena *arena;
    VECTOR(Catalog__V1__GateReason *) reasons;
    bool has_failed; /* no room */
};

/* A reason whose texts may be NULL only when the arena is full; FACTS may be NULL. */
struct gate_finding {
    Catalog__V1__GateState state;
    const char *code;
    const char *subject;
    const char *cause;
    const char *actor;
    const char *remedy;
    char **facts;
    size_t fact_count;
};

void gate_add(struct gate_bench *bench, const struct gate_finding *finding);

/* Rows above the appetite and rows that too few groups answer. */
void gate_look_at_rows(struct gate_bench *bench);

/* Advisories that are not answered. */
void gate_look_at_advisories(struct gate_bench *bench);

/* Baseline entries, responsibilities and assumptions. */
void gate_look_at_duties(struct gate_bench *bench);

#endif
