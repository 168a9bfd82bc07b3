#include "changelog/stamp.h"

#include <inttypes.h>

bool decision_stamp(Catalog__V1__Decision *decision, uint64_t revision, Catalog__V1__Timestamp *committed_at,
                    struct arena *arena) {
    decision->revision = revision;
    decision->etag = (char *)(uintptr_t)protobuf_c_empty_string;
    switch (decision->state) {
    case CATALOG__V1__DECISION_STATE__DECISION_STATE_REQUESTED:
        decision->id = arena_printf(arena, "%" PRIu64, revision);
        decision->requested_at = committed_at;
        return decision->id != NULL;
    case CATALOG__V1__DECISION_STATE__DECISION_STATE_APPROVED:
    case CATALOG__V1__DECISION_STATE__DECISION_STATE_REJECTED:
        decision->decided_at = committed_at;
        return true;
    case CATALOG__V1__DECISION_STATE__DECISION_STATE_REVOKED:
        decision->revoked_at = committed_at;
        return true;
    case CATALOG__V1__DECISION_STATE__DECISION_STATE_UNSPECIFIED:
    case _CATALOG__V1__DECISION_STATE_IS_INT_SIZE:
        return true;
    }
    return true;
}

bool advisory_stamp(Catalog__V1__Advisory *advisory, uint64_t revision, Catalog__V1__Timestamp *committed_at,
                    struct arena *arena) {
    advisory->revision = revision;
    advisory->etag = (char *)(uintptr_t)protobuf_c_empty_string;
    if (advisory->withdrawn_reason[0] != '\0') {
        advisory->withdrawn_at = committed_at;
        return true;
    }
    advisory->id = arena_printf(arena, "%" PRIu64, revision);
    advisory->published_at = committed_at;
    return advisory->id != NULL;
}

bool gate_record_stamp(Catalog__V1__GateRecord *record, uint64_t revision, Catalog__V1__Timestamp *committed_at,
                       struct arena *arena) {
    record->id = arena_printf(arena, "%" PRIu64, revision);
    record->recorded_at = committed_at;
    return record->id != NULL;
}

void taxonomy_stamp(Catalog__V1__Taxonomy *taxonomy, uint64_t revision, Catalog__V1__Timestamp *committed_at) {
    taxonomy->revision = revision;
    taxonomy->imported_at = committed_at;
}

bool stamp_number(const char *text, uint64_t *ret_number) {
    uint64_t number = 0;
    for (const char *digit = text; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9' || number > (UINT64_MAX - 9) / 10 || (number == 0 && *digit == '0'))
            return false;
        number = number * 10 + (uint64_t)(*digit - '0');
    }
    *ret_number = number;
    return number != 0;
}
