#include "model/bump_rules.h"
#include "model/requirement.h"

#include <string.h>

static bool is_lower(enum comparator_operator comparison) {
    return comparison == COMPARATOR_GREATER || comparison == COMPARATOR_GREATER_EQUAL;
}

static bool is_strict(enum comparator_operator comparison) {
    return comparison == COMPARATOR_GREATER || comparison == COMPARATOR_LESS;
}

/* Whether whatever GIVEN admits WANTED admits too. */
static bool implies(const struct comparator *given, const struct comparator *wanted) {
    int order = semver_compare(&given->version, &wanted->version);
    if (wanted->comparison == COMPARATOR_EQUAL)
        return given->comparison == COMPARATOR_EQUAL && order == 0;
    bool is_other_way =
        given->comparison != COMPARATOR_EQUAL && is_lower(given->comparison) != is_lower(wanted->comparison);
    if (is_other_way)
        return false;
    bool is_loose = is_strict(wanted->comparison) && !is_strict(given->comparison);
    int distance = is_lower(wanted->comparison) ? order : -order;
    return is_loose ? distance > 0 : distance >= 0;
}

static bool set_implies(const struct comparator_set *given, const struct comparator *wanted) {
    for (size_t i = 0; i < given->count; i++)
        if (implies(&given->comparators[i], wanted))
            return true;
    return false;
}

/* The `-0` that ends a range such as ^1.2 names no pre-release that there is. */
static bool names_pre_release(const struct comparator *comparator) {
    slice text = comparator->version.pre_release;
    return text.size > 0 && !(text.size == 1 && text.data[0] == '0');
}

static bool knows_pre_release(const struct comparator_set *set, const struct semver *version) {
    for (size_t i = 0; i < set->count; i++)
        if (names_pre_release(&set->comparators[i]) && semver_same_release(&set->comparators[i].version, version))
            return true;
    return false;
}

static bool set_within(const struct comparator_set *inner, const struct comparator_set *outer) {
    for (size_t i = 0; i < outer->count; i++)
        if (!set_implies(inner, &outer->comparators[i]))
            return false;
    for (size_t i = 0; i < inner->count; i++)
        if (names_pre_release(&inner->comparators[i]) && !knows_pre_release(outer, &inner->comparators[i].version))
            return false;
    return true;
}

static bool is_within(const struct requirement *inner, const struct requirement *outer) {
    for (size_t i = 0; i < inner->set_count; i++) {
        bool is_found = false;
        for (size_t j = 0; j < outer->set_count && !is_found; j++)
            is_found = set_within(&inner->sets[i], &outer->sets[j]);
        if (!is_found)
            return false;
    }
    return true;
}

struct majors {
    uint64_t lowest;
    uint64_t highest;
};

/* `<2.0.0` and `<2.0.0-0` end with major 1. */
static uint64_t last_major(const struct comparator *comparator) {
    const struct semver *version = &comparator->version;
    bool is_start = version->minor == 0 && version->patch == 0 && comparator->comparison == COMPARATOR_LESS;
    return is_start && version->major > 0 ? version->major - 1 : version->major;
}

static struct majors majors_of_set(const struct comparator_set *set) {
    struct majors majors = {0, UINT64_MAX};
    for (size_t i = 0; i < set->count; i++) {
        const struct comparator *comparator = &set->comparators[i];
        bool is_equal = comparator->comparison == COMPARATOR_EQUAL;
        if ((is_equal || is_lower(comparator->comparison)) && comparator->version.major > majors.lowest)
            majors.lowest = comparator->version.major;
        if ((is_equal || !is_lower(comparator->comparison)) && last_major(comparator) < majors.highest)
            majors.highest = last_major(comparator);
    }
    return majors;
}

static struct majors majors_of(const struct requirement *requirement) {
    struct majors all = {UINT64_MAX, 0};
    for (size_t i = 0; i < requirement->set_count; i++) {
        struct majors majors = majors_of_set(&requirement->sets[i]);
        all.lowest = majors.lowest < all.lowest ? majors.lowest : all.lowest;
        all.highest = majors.highest > all.highest ? majors.highest : all.highest;
    }
    return all;
}

enum span requirement_span(const char *before, const char *after, struct arena *arena) {
    struct requirement sides[2];
    if (requirement_parse(slice_text(before), arena, &sides[0], NULL) != STATUS_OK ||
        requirement_parse(slice_text(after), arena, &sides[1], NULL) != STATUS_OK)
        return SPAN_OTHER;
    bool is_narrower = is_within(&sides[1], &sides[0]);
    bool is_wider = is_within(&sides[0], &sides[1]);
    if (is_narrower && is_wider)
        return SPAN_SAME;
    if (is_wider)
        return SPAN_WIDER;
    struct majors from = majors_of(&sides[0]);
    struct majors to = majors_of(&sides[1]);
    bool is_same_major = from.lowest == to.lowest && from.highest == to.highest;
    return is_narrower && is_same_major ? SPAN_NARROWER : SPAN_OTHER;
}
