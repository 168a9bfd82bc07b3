#include "model/resolver.h"

#include "model/graph_catalog.h"
#include "model/lag.h"
#include "model/report.h"
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
    graph->status = lag_find(graph->view, locked->name, &number, &lag, graph->problem);
    if (graph->status != STATUS_OK)
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
