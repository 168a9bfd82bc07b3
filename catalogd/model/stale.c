#include "model/resolver.h"

#include "model/graph_catalog.h"
#include "model/newest.h"
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

static bool is_majors_behind(const struct view_version *locked, const struct view_version *newest, uint32_t limit) {
    struct semver old_version;
    struct semver new_version;
    if (limit == 0 || semver_parse(slice_text(locked->version), &old_version, NULL) != STATUS_OK ||
        semver_parse(slice_text(newest->version), &new_version, NULL) != STATUS_OK)
        return false;
    return new_version.major > old_version.major && new_version.major - old_version.major > limit;
}

static bool is_days_behind(struct graph *graph, const struct view_version *locked, const struct view_version *newest,
                           uint32_t limit) {
    bool is_newest = locked == newest || strcmp(locked->version, newest->version) == 0;
    if (limit == 0 || is_newest || newest->stored_at > INT64_MAX - limit * NS_PER_DAY)
        return false;
    time_ns until = newest->stored_at + limit * NS_PER_DAY;
    graph_note_time(graph, until);
    return graph->options->at >= until;
}

static bool check_lag(struct graph *graph, const struct view_version *locked) {
    const Catalog__V1__LagLimit *limit = policy_message(graph->policy)->lag;
    const struct view_version *newest = NULL;
    if (limit == NULL || graph_pin(graph, locked->name) == NULL)
        return true;
    graph->status = newest_version(graph->view, locked->name, NULL, &newest, graph->problem);
    if (graph->status != STATUS_OK)
        return false;
    if (newest == NULL ||
        (!is_majors_behind(locked, newest, limit->majors) && !is_days_behind(graph, locked, newest, limit->days)))
        return true;
    struct gate_item item = {
        .code = "LOCK_BEHIND",
        .subject = graph_text(graph, "%s@%s", locked->name, locked->version),
        .cause = graph_text(graph, "The lock is further behind %s than the policy allows.", newest->version),
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
