#include "service/candidate.h"

/* A candidate while the order is made. */
struct node {
    const struct candidate *candidate;
    struct node *same_name; /* the next version of the same name in the call */
    struct node *parent;    /* who led here */
    size_t next_reference;
    struct node *next_version; /* of the reference that is being followed */
    bool is_seen;
};

static status_code link_names(struct node *nodes, size_t count, struct string_map *names, struct problem *problem) {
    for (size_t i = count; i-- > 0;) {
        const struct candidate *candidate = nodes[i].candidate;
        if (!candidate->is_usable)
            continue;
        nodes[i].same_name = string_map_get(names, candidate->name);
        if (!string_map_put(names, candidate->name, &nodes[i]))
            return problem_no_memory(problem);
    }
    return STATUS_OK;
}

/* The next candidate that NODE refers to and that was not seen yet; NULL: none is left. */
static struct node *next_unseen(struct node *node, const struct string_map *names) {
    const struct object_facts *facts = &node->candidate->facts;
    for (;;) {
        for (; node->next_version != NULL; node->next_version = node->next_version->same_name)
            if (!node->next_version->is_seen)
                return node->next_version;
        if (node->next_reference == facts->reference_count)
            return NULL;
        node->next_version = string_map_get(names, facts->references[node->next_reference++]);
    }
}

/* Depth first without recursion: a stranger chooses how deep it goes. */
static void visit(struct node *start, const struct string_map *names, const struct candidate **order, size_t *count) {
    start->is_seen = true;
    for (struct node *node = start; node != NULL;) {
        struct node *deeper = next_unseen(node, names);
        if (deeper != NULL) {
            deeper->is_seen = true;
            deeper->parent = node;
            node = deeper;
            continue;
        }
        order[(*count)++] = node->candidate;
        node = node->parent;
    }
}

status_code candidates_order(const struct candidate *candidates, size_t count, struct arena *arena,
                             const struct candidate ***ret_order, struct problem *problem) {
    struct string_map names;
    string_map_init(&names, arena);
    struct node *nodes = ARENA_ARRAY(arena, struct node, count + 1);
    const struct candidate **order = ARENA_ARRAY(arena, const struct candidate *, count + 1);
    if (nodes == NULL || order == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < count; i++)
        nodes[i].candidate = &candidates[i];
    status_code status = link_names(nodes, count, &names, problem);
    if (status != STATUS_OK)
        return status;
    size_t ordered = 0;
    for (size_t i = 0; i < count; i++)
        if (!nodes[i].is_seen)
            visit(&nodes[i], &names, order, &ordered);
    *ret_order = order;
    return STATUS_OK;
}
