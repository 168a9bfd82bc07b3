#include "model/predicate.h"
#include "model/span.h"

#include <stdlib.h>
#include <string.h>

static bool is_chain(const struct predicate_node *node) {
    return node->kind == PREDICATE_NODE_AND || node->kind == PREDICATE_NODE_OR;
}

struct printed {
    const struct predicate_node *node;
    const char *text;
};

static int compare_printed(const void *left, const void *right) {
    return strcmp(((const struct printed *)left)->text, ((const struct printed *)right)->text);
}

/* NODE with the operands of `&&` and `||` in byte order, at every depth. NULL: no room. The depth is that of the
 * parser, which bounds it. */
static const struct predicate_node *sort(const struct predicate_node *node, struct arena *arena) {
    struct predicate_node *sorted = ARENA_NEW(arena, struct predicate_node);
    struct printed *items = ARENA_ARRAY(arena, struct printed, node->child_count + 1);
    const struct predicate_node **children = ARENA_ARRAY(arena, const struct predicate_node *, node->child_count + 1);
    if (sorted == NULL || items == NULL || children == NULL)
        return NULL;
    for (size_t i = 0; i < node->child_count; i++) {
        items[i].node = sort(node->children[i], arena);
        items[i].text = items[i].node == NULL ? NULL : predicate_print(items[i].node, arena);
        if (items[i].text == NULL)
            return NULL;
    }
    if (is_chain(node))
        qsort(items, node->child_count, sizeof *items, compare_printed);
    for (size_t i = 0; i < node->child_count; i++)
        children[i] = items[i].node;
    *sorted = *node;
    sorted->children = children;
    return sorted;
}

/* The operands of a chain of KIND, printed and sorted; anything else is a chain of one. */
struct operands {
    const char **texts;
    size_t count;
};

static bool split(const struct predicate_node *node, enum predicate_node_kind kind, struct arena *arena,
                  struct operands *ret_operands) {
    bool is_one = node->kind != kind;
    size_t count = is_one ? 1 : node->child_count;
    const char **texts = ARENA_ARRAY(arena, const char *, count);
    for (size_t i = 0; texts != NULL && i < count; i++)
        if ((texts[i] = predicate_print(is_one ? node : node->children[i], arena)) == NULL)
            return false;
    *ret_operands = (struct operands){texts, count};
    return texts != NULL;
}

/* Whether MORE is LESS with operands added; both are sorted. */
static bool has_more(const struct operands *less, const struct operands *more) {
    size_t found = 0;
    for (size_t i = 0; i < more->count && found < less->count; i++)
        found += strcmp(less->texts[found], more->texts[i]) == 0;
    return found == less->count && more->count > less->count;
}

static enum span compare_sorted(const struct predicate_node *before, const struct predicate_node *after,
                                struct arena *arena) {
    static const struct {
        enum predicate_node_kind kind;
        enum span with_more;
        enum span with_less;
    } chains[] = {{PREDICATE_NODE_AND, SPAN_NARROWER, SPAN_WIDER}, {PREDICATE_NODE_OR, SPAN_WIDER, SPAN_NARROWER}};
    for (size_t i = 0; i < COUNT_OF(chains); i++) {
        struct operands sides[2];
        if (!split(before, chains[i].kind, arena, &sides[0]) || !split(after, chains[i].kind, arena, &sides[1]))
            return SPAN_OTHER;
        if (has_more(&sides[0], &sides[1]))
            return chains[i].with_more;
        if (has_more(&sides[1], &sides[0]))
            return chains[i].with_less;
    }
    return SPAN_OTHER;
}

enum span predicate_span(const char *before, const char *after, struct arena *arena) {
    const char *const texts[] = {before, after};
    const struct predicate_node *sides[2];
    if (*before == '\0' || *after == '\0')
        return *before == *after ? SPAN_SAME : *after == '\0' ? SPAN_WIDER : SPAN_NARROWER;
    const char *printed[2];
    for (size_t i = 0; i < 2; i++) {
        if (predicate_parse(slice_text(texts[i]), arena, &sides[i], NULL) != STATUS_OK)
            return SPAN_OTHER;
        sides[i] = sort(sides[i], arena);
        printed[i] = sides[i] == NULL ? NULL : predicate_print(sides[i], arena);
        if (printed[i] == NULL)
            return SPAN_OTHER;
    }
    return strcmp(printed[0], printed[1]) == 0 ? SPAN_SAME : compare_sorted(sides[0], sides[1], arena);
}

static bool is_open(const struct predicate_node *node, const char *const *open, size_t open_count) {
    bool is_among = node->kind != PREDICATE_NODE_VARIABLE;
    for (size_t i = 0; !is_among && i < open_count; i++)
        is_among = strcmp(open[i], node->name) == 0;
    for (size_t i = 0; is_among && i < node->child_count; i++)
        is_among = is_open(node->children[i], open, open_count);
    return is_among;
}

bool predicate_reaches(const char *before, const char *const *open, size_t open_count, const char *after,
                       struct arena *arena) {
    const struct predicate_node *predicate = NULL;
    if (*after == '\0')
        return true;
    if (*before == '\0' || predicate_parse(slice_text(before), arena, &predicate, NULL) != STATUS_OK ||
        !is_open(predicate, open, open_count))
        return false;
    enum span span = predicate_span(before, after, arena);
    return span == SPAN_SAME || span == SPAN_WIDER;
}
