#include "store/newest.h"

#include "model/semver.h"
#include "store/record.h"

/* A version with its number, which is borrowed. */
struct contender {
    struct version_place place;
    slice number;
};

static struct key place_key(const char *name, struct version_place place) {
    struct key key = {0};
    key_add_name(&key, name);
    key_add_u64(&key, place.revision);
    key_add_u16(&key, place.position);
    return key;
}

/* What the store took in parses; anything else counts as 0.0.0. Of equal precedence the greater text is newer. */
static bool is_newer(slice number, slice than) {
    struct semver left = {0};
    struct semver right = {0};
    if (semver_parse(number, &left, NULL) != STATUS_OK)
        left = (struct semver){0};
    if (semver_parse(than, &right, NULL) != STATUS_OK)
        right = (struct semver){0};
    if ((left.pre_release.size > 0) != (right.pre_release.size > 0))
        return right.pre_release.size > 0;
    int order = semver_compare(&left, &right);
    return order != 0 ? order > 0 : slice_compare(number, than) > 0;
}

static void put_place(struct txn *txn, const char *name, uint64_t revision, struct version_place place) {
    struct key key = {0};
    struct key value = {0};
    key_add_name(&key, name);
    key_add_u64(&key, revision);
    key_add_u64(&value, place.revision);
    key_add_u16(&value, place.position);
    txn_put(txn, TABLE_NEWEST, key_slice(&key), key_slice(&value));
}

bool newest_find(struct txn *txn, const char *name, uint64_t revision, struct version_place *ret_place) {
    struct key prefix = {0};
    slice key = {0};
    slice value = {0};
    key_add_name(&prefix, name);
    if (!txn_floor(txn, TABLE_NEWEST, &prefix, revision, &key, &value))
        return false;
    if (key_read_u64(&value, &ret_place->revision) && key_read_u16(&value, &ret_place->position))
        return true;
    txn->error = MDB_CORRUPTED;
    return false;
}

static bool read_number(struct txn *txn, const char *name, struct version_place place, slice *ret_number) {
    struct key key = place_key(name, place);
    slice stored = {0};
    struct version_record record;
    return txn_get(txn, TABLE_VERSION, key_slice(&key), &stored) && version_record_read(stored, &record) &&
           header_read_version(record.header, ret_number);
}

void newest_publish(struct txn *txn, const char *name, const char *version, struct version_place place) {
    struct version_place newest = {0};
    slice number = {0};
    bool has_newest = newest_find(txn, name, place.revision, &newest) && newest.revision != 0;
    if (!has_newest || !read_number(txn, name, newest, &number) || is_newer(slice_text(version), number))
        put_place(txn, name, place.revision, place);
}

static bool is_choosable(struct txn *txn, const char *name, slice number, uint64_t revision) {
    struct key prefix = {0};
    slice key = {0};
    slice value = {0};
    struct lifecycle_record record;
    Catalog__V1__LifecycleState state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_UNSPECIFIED;
    key_add_name(&prefix, name);
    key_add_text(&prefix, number);
    return txn_floor(txn, TABLE_LIFE, &prefix, revision, &key, &value) && lifecycle_record_read(value, &record) &&
           header_read_state(record.header, &state) && state != CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED;
}

static bool read_contender(slice key, size_t prefix_size, slice value, struct contender *ret_contender) {
    struct version_record record;
    slice rest = slice_of(key.data + prefix_size, key.size - prefix_size);
    return key_read_u64(&rest, &ret_contender->place.revision) && key_read_u16(&rest, &ret_contender->place.position) &&
           version_record_read(value, &record) && header_read_version(record.header, &ret_contender->number);
}

void newest_yank(struct txn *txn, const char *name, struct version_place place, uint64_t revision) {
    struct version_place newest = {0};
    if (!newest_find(txn, name, revision, &newest) || newest.revision != place.revision ||
        newest.position != place.position)
        return;
    struct contender best = {0};
    struct key prefix = {0};
    key_add_name(&prefix, name);
    struct txn_walk walk = {.txn = txn, .table = TABLE_VERSION, .prefix = key_slice(&prefix)};
    slice key = {0};
    slice value = {0};
    while (txn_next(&walk, &key, &value)) {
        struct contender contender;
        if (!read_contender(key, prefix.size, value, &contender))
            txn->error = MDB_CORRUPTED;
        else if (is_choosable(txn, name, contender.number, revision) &&
                 (best.place.revision == 0 || is_newer(contender.number, best.number)))
            best = contender;
    }
    put_place(txn, name, revision, best.place);
}
