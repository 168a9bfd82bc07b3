#include "model/lag.h"

static bool is_missed(const struct view_version *version, const struct semver *locked, struct semver *ret_number) {
    return view_version_is_choosable(version) &&
           semver_parse(slice_text(version->version), ret_number, NULL) == STATUS_OK &&
           semver_compare(ret_number, locked) > 0 &&
           (ret_number->pre_release.size == 0 || locked->pre_release.size > 0);
}

status_code lag_find(const struct catalog_view *view, const char *name, const struct semver *locked,
                     struct lag *ret_lag, struct problem *problem) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    struct lag lag = {.since = INT64_MAX};
    status_code status = view->versions(view->context, name, &versions, &count, problem);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        struct semver number;
        if (!is_missed(&versions[i], locked, &number))
            continue;
        if (versions[i].stored_at < lag.since)
            lag.since = versions[i].stored_at;
        if (lag.newest_text != NULL && semver_compare(&number, &lag.newest) <= 0)
            continue;
        lag.newest = number;
        lag.newest_text = versions[i].version;
    }
    *ret_lag = lag;
    return STATUS_OK;
}
