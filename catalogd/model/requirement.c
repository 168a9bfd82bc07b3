#include "model/requirement.h"

#include "base/buffer.h"

static bool comparator_admits(const struct comparator *comparator, const struct semver *version) {
    int order = semver_compare(version, &comparator->version);
    switch (comparator->comparison) {
    case COMPARATOR_LESS:
        return order < 0;
    case COMPARATOR_LESS_EQUAL:
        return order <= 0;
    case COMPARATOR_EQUAL:
        return order == 0;
    case COMPARATOR_GREATER_EQUAL:
        return order >= 0;
    case COMPARATOR_GREATER:
        return order > 0;
    }
    return false;
}

static bool names_pre_release_of(const struct comparator_set *set, const struct semver *version) {
    for (size_t i = 0; i < set->count; i++) {
        const struct semver *named = &set->comparators[i].version;
        if (named->pre_release.size > 0 && semver_same_release(named, version))
            return true;
    }
    return false;
}

static bool set_admits(const struct comparator_set *set, const struct semver *version) {
    for (size_t i = 0; i < set->count; i++)
        if (!comparator_admits(&set->comparators[i], version))
            return false;
    return version->pre_release.size == 0 || names_pre_release_of(set, version);
}

bool requirement_admits(const struct requirement *requirement, const struct semver *version) {
    for (size_t i = 0; i < requirement->set_count; i++)
        if (set_admits(&requirement->sets[i], version))
            return true;
    return false;
}

static void print_set(struct buffer *buffer, const struct comparator_set *set) {
    static const char *const operators[] = {"<", "<=", "", ">=", ">"};
    if (set->count == 0)
        buffer_append_text(buffer, "*");
    for (size_t i = 0; i < set->count; i++) {
        char version[SEMVER_TEXT_BYTES];
        semver_format(&set->comparators[i].version, version);
        buffer_printf(buffer, "%s%s%s", i > 0 ? " " : "", operators[set->comparators[i].comparison], version);
    }
}

const char *requirement_print(const struct requirement *requirement, struct arena *arena) {
    CLEANUP(buffer_done) struct buffer buffer;
    buffer_init(&buffer, 0);
    for (size_t i = 0; i < requirement->set_count; i++) {
        if (i > 0)
            buffer_append_text(&buffer, " || ");
        print_set(&buffer, &requirement->sets[i]);
    }
    return buffer.has_failed ? NULL : arena_strndup(arena, (const char *)buffer.data, buffer.size);
}
