/* How the parts of a made organisation are written. Private to organisation*.c. */
#ifndef CATALOGD_TESTS_ORGANISATION_PARTS_H
#define CATALOGD_TESTS_ORGANISATION_PARTS_H

#include "bench/organisation.h"
#include "support/random.h"

/* The control that answers THREAT in full. */
static inline size_t organisation_control(const struct organisation *organisation, size_t threat) {
    return threat * organisation->shape.controls / organisation->shape.threats;
}

/* Numbers for document NUMBER of PART, whatever was written before. */
struct random organisation_random(const struct organisation *organisation, enum organisation_part part, size_t number);

/* True in PERCENT of all cases. */
static inline bool organisation_chance(struct random *random, size_t percent) {
    return random_below(random, 100) < percent;
}

/* A component below LIMIT; a low number is much likelier than a high one. */
size_t organisation_pick(struct random *random, size_t limit);

void organisation_write_policy(const struct organisation *organisation, size_t number, struct buffer *yaml);
void organisation_write_threat(const struct organisation *organisation, size_t number, struct buffer *yaml);
void organisation_write_control(const struct organisation *organisation, size_t number, struct buffer *yaml);
void organisation_write_baseline(const struct organisation *organisation, size_t number, struct buffer *yaml);
void organisation_write_component(const struct organisation *organisation, size_t number, struct buffer *yaml);
void organisation_write_feature(const struct organisation *organisation, size_t number, struct buffer *yaml);

#endif
