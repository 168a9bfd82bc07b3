#include "model/resolver.h"

#include "model/graph_catalog.h"
#include "model/report.h"
#include "model/semver.h"
#include "model/timestamp.h"

#include <inttypes.h>

/* Validity is half-open; what does not fit into time never comes. */
static bool has_come(struct graph *graph, time_ns time) {
    graph_note_time(graph, time);
    return time != INT64_MAX && graph->options->at >= time;
}

static bool check_sunset(struct graph *graph, const struct view_version *version) {
    if (version->state != CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED || !has_come(graph, version->sunset))
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
    return limit != 0 && has_come(graph, time_add_days(lag->since, limit));
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

static bool check_review(struct graph *graph) {
    const struct resolve_options *options = graph->options;
    const struct graph_object *root = graph->objects.items[0];
    uint32_t days = policy_message(graph->policy)->review_interval_days;
    if (days == 0 || !options->is_reviewed || root->is_component ||
        !has_come(graph, time_add_days(options->reviewed_at, days)))
        return true;
    char looked_at[TIME_TEXT_BYTES] = "";
    Catalog__V1__Timestamp stamp = timestamp_of(options->reviewed_at);
    time_format(stamp.seconds, 0, looked_at);
    struct gate_item item = {
        .code = "REVIEW_DUE",
        .subject = root->name,
        .cause =
            graph_text(graph, "It was last looked at on %.10s, and the policy asks for a look every %" PRIu32 " days.",
                       looked_at, days),
        .remedy = "Look at the model again, then record the result or publish a version."};
    return report_item(graph, &graph->stale, item);
}

bool stale_check(struct graph *graph) {
    for (size_t i = 1; i < graph->objects.count; i++) {
        const struct view_version *version = graph->objects.items[i]->version;
        if (!check_sunset(graph, version) || !check_lag(graph, version))
            return false;
    }
    return check_review(graph);
}
