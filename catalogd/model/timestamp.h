/* catalog.v1.Timestamp to and from the nanoseconds that everything computes with. */
#ifndef CATALOGD_MODEL_TIMESTAMP_H
#define CATALOGD_MODEL_TIMESTAMP_H

#include "base/clock.h"

#include "catalog/v1/time.pb-c.h"

/* TIME as a message; also before 1970, where the nanoseconds still count forward. */
static inline Catalog__V1__Timestamp timestamp_of(time_ns time) {
    Catalog__V1__Timestamp stamp;
    catalog__v1__timestamp__init(&stamp);
    int64_t nanos = time % NS_PER_SECOND;
    int64_t is_before = nanos < 0;
    stamp.seconds = time / NS_PER_SECOND - is_before;
    stamp.nanos = (int32_t)(nanos + is_before * NS_PER_SECOND);
    return stamp;
}

/* The time of STAMP, or ABSENT when it is NULL. */
static inline time_ns timestamp_time(const Catalog__V1__Timestamp *stamp, time_ns absent) {
    return stamp == NULL ? absent : time_from_parts(stamp->seconds, stamp->nanos);
}

#endif
