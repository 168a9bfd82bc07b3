/* An organisation made up for measuring: threats, controls, a policy, baselines, components on components and the
 * features that use them. The same shape and seed make the same bytes.
 *
 * Fan-in is that of a real one: an object store, a key service, a database, a login service and two more are used by
 * half of the features and more, the rest by few; components stand on each other up to five deep. What a component
 * passes on is answered by every component and by most features; settings are mostly given, facts too. */
#ifndef CATALOGD_TESTS_ORGANISATION_H
#define CATALOGD_TESTS_ORGANISATION_H

#include "base/arena.h"
#include "base/buffer.h"

#include <stdint.h>

struct organisation_shape {
    uint64_t seed;
    size_t threats;    /* 16 or more */
    size_t controls;   /* 8 or more, and no more than threats */
    size_t components; /* 10 or more; every third has two versions, those used most have three */
    size_t features;
    size_t dependencies; /* of the largest features, 6 or more; every eighth is one of them */
};

/* 2,000 threats, 1,000 controls, 300 components, 3,000 features of up to 20 dependencies. */
extern const struct organisation_shape organisation_whole;

#define COMPONENT_THREATS 6
#define COMPONENT_USES    3

/* A component as planned. */
struct made_component {
    char name[48];
    size_t threats[COMPONENT_THREATS]; /* the last is left to whoever uses the component */
    size_t uses[COMPONENT_USES];       /* components */
    size_t use_count;
    unsigned versions; /* 1.0.0, 1.1.0 and so on */
    unsigned level;    /* stands on at least one of the level below; 0: on none */
};

struct organisation {
    struct organisation_shape shape;
    struct made_component *components;
};

/* Plans an organisation of SHAPE (copied). Ownership: in ARENA. False: no memory. */
MUST_CHECK bool organisation_plan(struct organisation *organisation, const struct organisation_shape *shape,
                                  struct arena *arena);

/* The kinds of documents in the order in which they can be published. */
enum organisation_part {
    ORGANISATION_POLICY,
    ORGANISATION_MEASURES, /* threats, then controls: they name each other, so they are published together */
    ORGANISATION_BASELINES,
    ORGANISATION_COMPONENTS, /* all versions of one component make up one number */
    ORGANISATION_FEATURES
};
#define ORGANISATION_PARTS (ORGANISATION_FEATURES + 1)

/* A name for files: "features". */
const char *organisation_part_name(enum organisation_part part);

/* How many documents PART has. */
size_t organisation_count(const struct organisation *organisation, enum organisation_part part);

/* Appends document NUMBER of PART as YAML, each object with "---" before it. */
void organisation_write(const struct organisation *organisation, enum organisation_part part, size_t number,
                        struct buffer *yaml);

/* Whether feature NUMBER depends on a component that is MARKED (by number). */
bool organisation_feature_uses(const struct organisation *organisation, size_t number, const bool *marked);

/* Appends the next version of the most used component, with one provision more: what an impact is asked of. */
void organisation_write_next(const struct organisation *organisation, struct buffer *yaml);

#endif
