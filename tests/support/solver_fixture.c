#include "support/solver_fixture.h"

#include "base/vector.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word;
    Catalog__V1__LifecycleState state;
} states[] = {
    {"yanked", CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED},
    {"deprecated", CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED},
    {"draft", CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT},
};

static size_t parse_dependencies(struct arena *arena, const char *text, struct solver_dependency **ret_dependencies) {
    VECTOR(struct solver_dependency) list = {0};
    char *rest = arena_strdup(arena, text);
    char *save = NULL;
    for (char *item = strtok_r(rest, ",", &save); item != NULL; item = strtok_r(NULL, ",", &save)) {
        item += strspn(item, " ");
        char *blank = strchr(item, ' ');
        if (blank == NULL)
            continue;
        *blank = '\0';
        struct solver_dependency dependency = {.component = item, .requirement = blank + 1, .alias = item};
        ck_assert(vector_push(arena, &list, dependency));
    }
    *ret_dependencies = list.items;
    return list.count;
}

static size_t parse_pins(struct arena *arena, const char *text, const struct solver_pin **ret_pins) {
    VECTOR(struct solver_pin) list = {0};
    char *save = NULL;
    for (char *item = strtok_r(arena_strdup(arena, text), ", ", &save); item != NULL;
         item = strtok_r(NULL, ", ", &save)) {
        char *at = strchr(item, '@');
        *at = '\0';
        struct solver_pin pin = {.component = item, .version = at + 1};
        ck_assert(vector_push(arena, &list, pin));
    }
    *ret_pins = list.items;
    return list.count;
}

void fixture_add(struct fixture *fixture, const char *line) {
    ck_assert_uint_lt(fixture->count, FIXTURE_VERSIONS);
    struct fixture_version *version = &fixture->versions[fixture->count++];
    char *name = arena_strdup(&fixture->arena, line);
    char *colon = strchr(name, ':');
    char *at = strchr(name, '@');
    *colon = '\0';
    *at = '\0';
    version->component = name;
    version->version.version = at + 1;
    version->version.state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED;
    version->version.handle = version;
    char *state = strchr(at + 1, ' ');
    if (state != NULL)
        *state++ = '\0';
    for (size_t i = 0; state != NULL && i < COUNT_OF(states); i++)
        if (strcmp(states[i].word, state) == 0)
            version->version.state = states[i].state;
    version->dependency_count = parse_dependencies(&fixture->arena, colon + 1, &version->dependencies);
}

struct fixture *fixture_new(const char *const *lines) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    ck_assert_ptr_nonnull(fixture);
    arena_init(&fixture->arena, 0);
    for (; *lines != NULL; lines++)
        fixture_add(fixture, *lines);
    return fixture;
}

void fixture_free(struct fixture *fixture) {
    arena_done(&fixture->arena);
    free(fixture);
}

void fixture_require(struct fixture *fixture, const char *dependencies) {
    struct solver_dependency *list = NULL;
    fixture->request.dependency_count = parse_dependencies(&fixture->arena, dependencies, &list);
    fixture->request.dependencies = list;
}

void fixture_pin(struct fixture *fixture, const char *pins) {
    fixture->request.pin_count = parse_pins(&fixture->arena, pins, &fixture->request.pins);
}

void fixture_override(struct fixture *fixture, const char *overrides) {
    fixture->request.override_count = parse_pins(&fixture->arena, overrides, &fixture->request.overrides);
}

static status_code list_versions(void *context, const char *component, const struct solver_version **ret_versions,
                                 size_t *ret_count, struct problem *problem) {
    (void)problem;
    struct fixture *fixture = context;
    VECTOR(struct solver_version) list = {0};
    fixture->version_calls++;
    for (size_t i = 0; i < fixture->count; i++) {
        const struct fixture_version *version = &fixture->versions[fixture->is_reversed ? fixture->count - 1 - i : i];
        if (strcmp(version->component, component) == 0)
            ck_assert(vector_push(&fixture->arena, &list, version->version));
    }
    *ret_versions = list.items;
    *ret_count = list.count;
    return STATUS_OK;
}

static status_code list_dependencies(void *context, const char *component, const struct solver_version *version,
                                     const struct solver_dependency **ret_dependencies, size_t *ret_count,
                                     struct problem *problem) {
    (void)problem;
    (void)component;
    struct fixture *fixture = context;
    const struct fixture_version *entry = version->handle;
    fixture->dependency_calls++;
    *ret_dependencies = entry->dependencies;
    *ret_count = entry->dependency_count;
    return STATUS_OK;
}

struct solver_source fixture_source(struct fixture *fixture) {
    return (struct solver_source){fixture, list_versions, list_dependencies};
}

status_code fixture_solve(struct fixture *fixture) {
    struct solver_source source = fixture_source(fixture);
    problem_init(&fixture->problem, &fixture->arena);
    return solver_solve(&fixture->request, &source, &fixture->arena, &fixture->outcome, &fixture->problem);
}

const char *fixture_choices(struct fixture *fixture) {
    const char *text = "";
    for (size_t i = 0; i < fixture->outcome.choice_count; i++)
        text = arena_printf(&fixture->arena, "%s%s%s@%s", text, i > 0 ? " " : "", fixture->outcome.choices[i].component,
                            fixture->outcome.choices[i].version->version);
    return text;
}
