#include "model/solver_search.h"

#define LABELS_MAX 12 /* of a cycle, in a message */

/* A chosen component in the graph of choices. Arrows lead from a component to what it depends on. */
struct node {
    size_t open_demands; /* on it, from components not yet visited */
    size_t depth;        /* dependencies on the longest chain from the root */
    bool is_visited;
    bool is_on_path;
};

struct graph {
    const struct search *search;
    struct arena *arena;
    struct node *nodes; /* by level */
    struct problem *problem;
};

static status_code out_of_memory(const struct graph *graph) {
    return problem_no_memory(graph->problem);
}

static struct package *package_at(const struct graph *graph, size_t level) {
    return graph->search->queue.items[level];
}

/* ---- In order of dependency (Kahn 1962) ---- */

static void visit(struct graph *graph, size_t level, size_t *waiting, size_t *waiting_count) {
    const struct candidate *chosen = package_at(graph, level)->chosen;
    graph->nodes[level].is_visited = true;
    for (size_t i = 0; i < chosen->demand_count; i++) {
        const struct package *target = chosen->demands[i].target;
        if (target->is_root)
            continue;
        struct node *node = &graph->nodes[target->level];
        if (node->depth < graph->nodes[level].depth + 1)
            node->depth = graph->nodes[level].depth + 1;
        if (--node->open_demands == 0)
            waiting[(*waiting_count)++] = target->level;
    }
}

static size_t count_open_demands(const struct package *package) {
    size_t count = 0;
    for (size_t i = 0; i < package->demands.count; i++)
        count += package->demands.items[i]->by != NULL;
    return count;
}

static status_code visit_all(struct graph *graph) {
    size_t count = graph->search->queue.count;
    size_t waiting_count = 0;
    size_t *waiting = ARENA_ARRAY(graph->arena, size_t, count);
    if (waiting == NULL)
        return out_of_memory(graph);
    for (size_t i = 0; i < count; i++) {
        graph->nodes[i].depth = 1;
        graph->nodes[i].open_demands = count_open_demands(package_at(graph, i));
        if (graph->nodes[i].open_demands == 0)
            waiting[waiting_count++] = i;
    }
    while (waiting_count > 0)
        visit(graph, waiting[--waiting_count], waiting, &waiting_count);
    return STATUS_OK;
}

/* ---- The path of a cycle ---- */

static const char *label_of(const struct graph *graph, const struct package *package) {
    return package->is_root ? package->name
                            : arena_printf(graph->arena, "%s@%s", package->name, package->chosen->entry->version);
}

/* "a@1 -> b@2 -> a@1", cut where a message would be too long. */
static const char *path_text(const struct graph *graph, const char *const *labels, size_t count) {
    const char *text = labels[0];
    for (size_t i = 1; i < count && text != NULL; i++) {
        if (i == LABELS_MAX)
            return arena_printf(graph->arena, "%s -> ... (%zu in all)", text, count - 1);
        text = arena_printf(graph->arena, "%s -> %s", text, labels[i]);
    }
    return text;
}

/* PATH leads backwards, from each component to one that depends on it. */
static status_code refuse_cycle(const struct graph *graph, const struct package *const *path, size_t count,
                                struct solver_outcome *outcome) {
    const char **labels = ARENA_ARRAY(graph->arena, const char *, count);
    if (labels == NULL)
        return out_of_memory(graph);
    for (size_t i = 0; i < count; i++) {
        labels[i] = label_of(graph, path[count - 1 - i]);
        if (labels[i] == NULL)
            return out_of_memory(graph);
    }
    const char *text = path_text(graph, labels, count);
    if (text == NULL)
        return out_of_memory(graph);
    outcome->cycle = labels;
    outcome->cycle_count = count;
    return problem_set(graph->problem, STATUS_FAILED_PRECONDITION, "DEPENDENCY_CYCLE",
                       "components depend on each other in a circle: %s", text);
}

/* Who depends on PACKAGE and was not visited: on a cycle there is always one. */
static struct package *unvisited_dependent(const struct graph *graph, const struct package *package) {
    size_t i = 0;
    while (package->demands.items[i]->by == NULL || graph->nodes[package->demands.items[i]->by->level].is_visited)
        i++;
    return package->demands.items[i]->by;
}

/* Walks backwards from an unvisited component until one comes twice. */
static status_code find_cycle(const struct graph *graph, struct package *start, struct solver_outcome *outcome) {
    VECTOR(const struct package *) path = {0};
    struct package *package = start;
    for (; !graph->nodes[package->level].is_on_path; package = unvisited_dependent(graph, package)) {
        graph->nodes[package->level].is_on_path = true;
        if (!vector_push(graph->arena, &path, package))
            return out_of_memory(graph);
    }
    if (!vector_push(graph->arena, &path, package))
        return out_of_memory(graph);
    size_t first = 0;
    while (path.items[first] != package)
        first++;
    return refuse_cycle(graph, path.items + first, path.count - first, outcome);
}

/* From the root along the dependencies by which each component was met first, and back to the root. */
static status_code find_cycle_through_root(const struct graph *graph, const struct demand *back,
                                           struct solver_outcome *outcome) {
    VECTOR(const struct package *) path = {0};
    bool is_kept = vector_push(graph->arena, &path, back->target);
    for (const struct package *package = back->by; is_kept && package != NULL; package = package->demands.items[0]->by)
        is_kept = vector_push(graph->arena, &path, package);
    if (!is_kept || !vector_push(graph->arena, &path, back->target))
        return out_of_memory(graph);
    return refuse_cycle(graph, path.items, path.count, outcome);
}

/* ---- The check ---- */

static status_code check_root(const struct graph *graph, struct solver_outcome *outcome) {
    const char *name = graph->search->packages.request->name;
    const struct package *root = name == NULL ? NULL : string_map_get(&graph->search->packages.by_name, name);
    if (root == NULL || !root->is_root || root->demands.count == 0)
        return STATUS_OK;
    return find_cycle_through_root(graph, root->demands.items[0], outcome);
}

static status_code check_depth(const struct graph *graph) {
    for (size_t i = 0; i < graph->search->queue.count; i++)
        if (graph->nodes[i].depth > LIMIT_DEPENDENCY_DEPTH)
            return problem_set(graph->problem, STATUS_RESOURCE_EXHAUSTED, "DEPENDENCY_DEPTH",
                               "%s stands at the end of more than %d dependencies", package_at(graph, i)->name,
                               LIMIT_DEPENDENCY_DEPTH);
    return STATUS_OK;
}

status_code search_check_graph(const struct search *search, struct arena *arena, struct solver_outcome *outcome) {
    struct graph graph = {.search = search, .arena = arena, .problem = search->packages.problem};
    status_code code = check_root(&graph, outcome);
    if (code != STATUS_OK)
        return code;
    graph.nodes = ARENA_ARRAY(arena, struct node, search->queue.count);
    if (graph.nodes == NULL)
        return out_of_memory(&graph);
    code = visit_all(&graph);
    for (size_t i = 0; i < search->queue.count && code == STATUS_OK; i++)
        if (!graph.nodes[i].is_visited)
            code = find_cycle(&graph, package_at(&graph, i), outcome);
    return code != STATUS_OK ? code : check_depth(&graph);
}
