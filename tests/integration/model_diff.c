/* The differences of two effective models, found without the engine's own comparison: one line each, in no order.
 *
 *   model_diff BEFORE.json AFTER.json              of two answers of `catalogctl resolve --output json`
 *   model_diff CONSUMER ANSWER IMPACT.json         as `catalogctl impact --output json` tells them: ANSWER is onCommit
 * or onUpgrade; a consumer that is not there has none
 *   model_diff UPDATE.json                         as `catalogctl lock --update --output json` tells them
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How a list of the model is told apart, and what of an item counts. */
struct list {
    const char *name;      /* in the model */
    const char *told;      /* in the difference; NULL: by itself, as `duties` are two lists of the model */
    const char *keys[3];   /* of an item */
    const char *values[4]; /* in the model, up to a NULL */
    const char *before[4]; /* the same in the difference */
    const char *after[4];
};

static const struct list lists[] = {
    {"instances", "instances", {"address", "component"}, {"version"}, {"before"}, {"after"}},
    {"provisions",
     "provisions",
     {"address"},
     {"state", "planned"},
     {"before", "plannedBefore"},
     {"after", "plannedAfter"}},
    {"responsibilities",
     "duties",
     {"address"},
     {"state", "planned"},
     {"before", "plannedBefore"},
     {"after", "plannedAfter"}},
    {"assumptions", "duties", {"address"}, {"state", "state"}, {"before", "plannedBefore"}, {"after", "plannedAfter"}},
    {"baseline",
     "entries",
     {"control", "place"},
     {"state", "planned"},
     {"before", "plannedBefore"},
     {"after", "plannedAfter"}},
    {"decisions", "decisions", {"id"}, {"inForce"}, {"before"}, {"after"}},
};

static json_t *load(const char *path) {
    json_error_t error;
    json_t *root = json_load_file(path, 0, &error);
    if (root == NULL) {
        fprintf(stderr, "%s: %s\n", path, error.text);
        exit(2);
    }
    return root;
}

/* The value at a path such as "now.residual.band"; "-" where there is none. */
static const char *value_at(const json_t *item, const char *path, char *scratch, size_t size) {
    char part[64];
    while (item != NULL && *path != '\0') {
        size_t length = strcspn(path, ".");
        snprintf(part, sizeof part, "%.*s", (int)length, path);
        item = json_object_get(item, part);
        path += length + (path[length] == '.');
    }
    if (json_is_string(item))
        return json_string_value(item)[0] == '\0' ? "-" : json_string_value(item);
    if (json_is_boolean(item))
        return json_is_true(item) ? "true" : "-";
    if (!json_is_integer(item))
        return "-";
    snprintf(scratch, size, "%lld", (long long)json_integer_value(item));
    return scratch;
}

static void append(char *text, size_t size, const json_t *item, const char *const *paths, size_t count) {
    char scratch[32];
    for (size_t i = 0; i < count && paths[i] != NULL; i++) {
        size_t used = strlen(text);
        snprintf(text + used, size - used, " %s", value_at(item, paths[i], scratch, sizeof scratch));
    }
}

enum { TEXT_BYTES = 2048 };

static void print_pair(const char *what, const char *key, const char *before, const char *after) {
    if (strcmp(before, after) != 0)
        printf("%s%s:%s ->%s\n", what, key, before, after);
}

/* By key, so that both sides can be gone through. */
static json_t *index_items(const json_t *model, const char *name, const char *const *keys, size_t key_count) {
    json_t *found = json_object();
    size_t number;
    json_t *item;
    json_array_foreach(json_object_get(model, name), number, item) {
        char key[TEXT_BYTES] = "";
        append(key, sizeof key, item, keys, key_count);
        json_object_set(found, key, item);
    }
    return found;
}

/* Calls VISIT for each key of either side. */
static void walk(json_t *before, json_t *after, const void *context,
                 void (*visit)(const void *context, const char *key, const json_t *left, const json_t *right)) {
    const char *key;
    json_t *item;
    json_object_foreach(before, key, item) visit(context, key, item, json_object_get(after, key));
    json_object_foreach(after, key, item) {
        if (json_object_get(before, key) == NULL)
            visit(context, key, NULL, item);
    }
    json_decref(before);
    json_decref(after);
}

static void visit_item(const void *context, const char *key, const json_t *left, const json_t *right) {
    const struct list *list = context;
    char before[TEXT_BYTES] = "";
    char after[TEXT_BYTES] = "";
    append(before, sizeof before, left, list->values, 4);
    append(after, sizeof after, right, list->values, 4);
    print_pair(list->told, key, before, after);
}

/* ---- Rows ---- */

static const char *const row_values[] = {
    "now.state",     "now.residual.likelihood",     "now.residual.impact",     "now.residual.band",
    "planned.state", "planned.residual.likelihood", "planned.residual.impact", "planned.residual.band"};

static int has_credit(const json_t *row, const json_t *wanted) {
    size_t number;
    json_t *credit;
    json_array_foreach(json_object_get(row, "credits"), number, credit) {
        if (json_is_true(json_object_get(credit, "countsNow")) &&
            json_equal(json_object_get(credit, "source"), json_object_get(wanted, "source")) &&
            json_equal(json_object_get(credit, "control"), json_object_get(wanted, "control")))
            return 1;
    }
    return 0;
}

static void print_credits(const char *key, char sign, const json_t *row, const json_t *other) {
    size_t number;
    json_t *credit;
    json_array_foreach(json_object_get(row, "credits"), number, credit) {
        if (json_is_true(json_object_get(credit, "countsNow")) && !has_credit(other, credit))
            printf("credit%s: %c%s\n", key, sign, json_string_value(json_object_get(credit, "source")));
    }
}

static int is_unanswered(const json_t *row) {
    static const char *const answered[] = {"ROW_STATE_MITIGATED", "ROW_STATE_ACCEPTED", "ROW_STATE_NOT_APPLICABLE"};
    char scratch[32];
    const char *state = value_at(row, "now.state", scratch, sizeof scratch);
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(state, answered[i]) == 0)
            return 0;
    }
    return row != NULL;
}

static int rows_lost;
static int rows_won;

static void visit_row(const void *context, const char *key, const json_t *left, const json_t *right) {
    char before[TEXT_BYTES] = "";
    char after[TEXT_BYTES] = "";
    (void)context;
    append(before, sizeof before, left, row_values, 8);
    append(after, sizeof after, right, row_values, 8);
    print_pair("rows", key, before, after);
    print_credits(key, '-', left, right);
    print_credits(key, '+', right, left);
    rows_lost += is_unanswered(right) && !is_unanswered(left);
    rows_won += is_unanswered(left) && !is_unanswered(right);
}

/* ---- Reasons ---- */

static void visit_reason(const void *context, const char *key, const json_t *left, const json_t *right) {
    (void)context;
    if (left == NULL || right == NULL)
        printf("reason:%s%s\n", left == NULL ? " +" : " -", key);
}

static const char *const reason_keys[] = {"state", "code", "subject"};

static void compare(const json_t *before, const json_t *after) {
    static const char *const row_key[] = {"key"};
    static const char *const states[] = {"now.state", "planned.state"};
    char left[TEXT_BYTES] = "";
    char right[TEXT_BYTES] = "";
    append(left, sizeof left, before, states, 2);
    append(right, sizeof right, after, states, 2);
    printf("gate:%s ->%s\n", left, right);
    walk(index_items(before, "rows", row_key, 1), index_items(after, "rows", row_key, 1), NULL, visit_row);
    printf("lost %d won %d\n", rows_lost, rows_won);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        walk(index_items(before, lists[i].name, lists[i].keys, 3), index_items(after, lists[i].name, lists[i].keys, 3),
             &lists[i], visit_item);
    walk(index_items(json_object_get(before, "now"), "reasons", reason_keys, 3),
         index_items(json_object_get(after, "now"), "reasons", reason_keys, 3), NULL, visit_reason);
}

/* ---- What impact tells, in the same lines ---- */

static void tell_list(const json_t *diff, const struct list *list) {
    size_t number;
    json_t *item;
    json_array_foreach(json_object_get(diff, list->told), number, item) {
        char key[TEXT_BYTES] = "";
        char before[TEXT_BYTES] = "";
        char after[TEXT_BYTES] = "";
        append(key, sizeof key, item, list->keys, 3);
        append(before, sizeof before, item, list->before, 4);
        append(after, sizeof after, item, list->after, 4);
        print_pair(list->told, key, before, after);
    }
}

static void tell_rows(const json_t *diff) {
    static const char *const row_key[] = {"key"};
    static const char *const befores[] = {"before",
                                          "residualBefore.likelihood",
                                          "residualBefore.impact",
                                          "residualBefore.band",
                                          "plannedBefore",
                                          "plannedResidualBefore.likelihood",
                                          "plannedResidualBefore.impact",
                                          "plannedResidualBefore.band"};
    static const char *const afters[] = {
        "after",        "residualAfter.likelihood",        "residualAfter.impact",        "residualAfter.band",
        "plannedAfter", "plannedResidualAfter.likelihood", "plannedResidualAfter.impact", "plannedResidualAfter.band"};
    size_t number;
    size_t place;
    json_t *item;
    json_t *source;
    json_array_foreach(json_object_get(diff, "rows"), number, item) {
        char key[TEXT_BYTES] = "";
        char before[TEXT_BYTES] = "";
        char after[TEXT_BYTES] = "";
        append(key, sizeof key, item, row_key, 1);
        append(before, sizeof before, item, befores, 8);
        append(after, sizeof after, item, afters, 8);
        print_pair("rows", key, before, after);
        json_array_foreach(json_object_get(item, "creditsRemoved"), place, source)
            printf("credit%s: -%s\n", key, json_string_value(source));
        json_array_foreach(json_object_get(item, "creditsAdded"), place, source)
            printf("credit%s: +%s\n", key, json_string_value(source));
    }
}

static void tell_reasons(const json_t *diff, const char *name, char sign) {
    size_t number;
    json_t *item;
    json_array_foreach(json_object_get(diff, name), number, item) {
        char key[TEXT_BYTES] = "";
        append(key, sizeof key, item, reason_keys, 3);
        printf("reason: %c%s\n", sign, key);
    }
}

static void tell(const json_t *diff) {
    static const char *const befores[] = {"nowBefore", "plannedBefore"};
    static const char *const afters[] = {"nowAfter", "plannedAfter"};
    char left[TEXT_BYTES] = "";
    char right[TEXT_BYTES] = "";
    append(left, sizeof left, diff, befores, 2);
    append(right, sizeof right, diff, afters, 2);
    printf("gate:%s ->%s\n", left, right);
    tell_rows(diff);
    printf("lost %lld won %lld\n", (long long)json_integer_value(json_object_get(diff, "rowsLost")),
           (long long)json_integer_value(json_object_get(diff, "rowsWon")));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        /* Responsibilities and assumptions are told in one list. */
        if (strcmp(lists[i].name, "assumptions") != 0)
            tell_list(diff, &lists[i]);
    }
    tell_reasons(diff, "reasonsAdded", '+');
    tell_reasons(diff, "reasonsRemoved", '-');
}

static void tell_consumer(const json_t *impact, const char *name, const char *answer) {
    size_t number;
    json_t *item;
    json_array_foreach(json_object_get(impact, "consumers"), number, item) {
        const json_t *diff = json_object_get(item, answer);
        if (strcmp(json_string_value(json_object_get(item, "name")), name) == 0 && diff != NULL)
            tell(diff);
    }
}

int main(int argc, char **argv) {
    if (argc == 3) {
        json_t *before = load(argv[1]);
        json_t *after = load(argv[2]);
        compare(before, after);
        json_decref(before);
        json_decref(after);
    } else if (argc == 4) {
        json_t *impact = load(argv[3]);
        tell_consumer(impact, argv[1], argv[2]);
        json_decref(impact);
    } else if (argc == 2) {
        json_t *update = load(argv[1]);
        tell(json_object_get(update, "difference"));
        json_decref(update);
    } else {
        fprintf(stderr, "usage: model_diff BEFORE AFTER | CONSUMER ANSWER IMPACT | UPDATE\n");
        return 2;
    }
    return 0;
}
