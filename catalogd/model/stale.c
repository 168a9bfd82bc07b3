#include "model/resolver.h"

#include "model/graph_catalog.h"
#include "model/report.h"
#include "model/semver.h"

static bool check_sunset(struct graph *graph, const struct view_version *version) {
    if (version->state != CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED || version->sunset == INT64_MAX)
        return true;
    graph_note_time(graph, version->sunset);
    if (graph->options->at < version->sunset)
        return true;
    struct gate_item item = {.code = "SUNSET_PASSED",
                             .subject = graph_text(graph, "%s@%s", version->name, version->version),
                             .cause = "The version is deprecated and its sunset has passed.",
                             .remedy = version->replaced_by[0] == '\0'
                                           ? "Use another version."
                                           : graph_text(graph, "Use %s.", version->replaced_by)};
    return report_item(graph, &graph->stale, item);
}

/* What the lock misses of one component: releases that count as newer. */
struct lag {
    struct semver newest;
    const char *newest_text; /* NULL: nothing */
    time_ns since;           /* when the first of them was published */
};

/* A pre-release is missed only by what is one itself. */
static bool is_missed(const struct view_version *version, const struct semver *locked, struct semver *ret_number) {
    bool is_choosable = version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED ||
                        version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
    return is_choosable && semver_parse(slice_text(version->version), ret_number, NULL) == STATUS_OK &&
           semver_compare(ret_number, locked) > 0 &&
           (ret_number->pre_release.size == 0 || locked->pre_release.size > 0);
}

static bool find_lag(struct graph *graph, const char *name, const struct semver *locked, struct lag *ret_lag) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    *ret_lag = (struct lag){.since = INT64_MAX};
    graph->status = graph->view->versions(graph->view->context, name, &versions, &count, graph->problem);
    if (graph->status != STATUS_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct semver number;
        if (!is_missed(&versions[i], locked, &number))
            continue;
        if (versions[i].stored_at < ret_lag->since)
            ret_lag->since = versions[i].stored_at;
        if (ret_lag->newest_text != NULL && semver_compare(&number, &ret_lag->newest) <= 0)
            continue;
        ret_lag->newest = number;
        ret_lag->newest_text = versions[i].version;
    }
    return true;
}

static bool is_majors_behind(const struct lag *lag, const struct semver *locked, uint32_t limit) {
    return limit != 0 && lag->newest.major > locked->major && lag->newest.major - locked->major > limit;
}

static bool is_days_behind(struct graph *graph, const struct lag *lag, uint32_t limit) {
    if (limit == 0 || limit > (INT64_MAX - (lag->since > 0 ? lag->since : 0)) / NS_PER_DAY)
        return false;
    time_ns until = lag->since + (time_ns)limit * NS_PER_DAY;
    graph_note_time(graph, until);
    return graph->options->at >= until;
}

static bool check_lag(struct graph *graph, const struct view_version *locked) {
    const Catalog__V1__LagLimit *limit = policy_message(graph->policy)->lag;
    struct semver number;
    struct lag lag;
    if (limit == NULL || graph_pin(graph, locked->name) == NULL ||
        semver_parse(slice_text(locked->version), &number, NULL) != STATUS_OK)
        return true;
    if (!find_lag(graph, locked->name, &number, &lag))
        return false;
    if (lag.newest_text == NULL ||
        (!is_majors_behind(&lag, &number, limit->majors) && !is_days_behind(graph, &lag, limit->days)))
        return true;
    struct gate_item item = {
        .code = "LOCK_BEHIND",
        .subject = graph_text(graph, "%s@%s", locked->name, locked->version),
        .cause = graph_text(graph, "The lock is further behind %s than the policy allows.", lag.newest_text),
        .remedy = "Lock again."};
    return report_item(graph, &graph->stale, item);
}

bool stale_check(struct graph *graph) {
    for (size_t i = 1; i < graph->objects.count; i++) {
        const struct view_version *version = graph->objects.items[i]->version;
        if (!check_sunset(graph, version) || !check_lag(graph, version))
            return false;
    }
    return true;
}
