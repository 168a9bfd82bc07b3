/* What one resolution works on: the object versions chosen, their instances, places, threats and controls, compiled
 * from the generated messages. Everything lives in one arena and dies with it; what comes from the view is borrowed.
 *
 * Functions of the graph's modules return false when they cannot go on (no memory, a limit, a view that failed); the
 * reason then stands in graph->status and graph->problem. Threads: one at a time. */
#ifndef CATALOGD_MODEL_GRAPH_H
#define CATALOGD_MODEL_GRAPH_H

#include "base/string_map.h"
#include "base/vector.h"
#include "model/compiled_model.h"
#include "model/gate.h"
#include "model/policy.h"
#include "model/resolve.h"
#include "model/vocabulary.h"

/* The four answers that every question has: now or as planned, read strictly or leniently. A set of worlds says in
 * which of them something holds; a lenient world never has less than its strict one, nor planned less than now. */
typedef uint8_t worlds;
#define WORLD_NOW_STRICT      ((worlds)1)
#define WORLD_NOW_LENIENT     ((worlds)2)
#define WORLD_PLANNED_STRICT  ((worlds)4)
#define WORLD_PLANNED_LENIENT ((worlds)8)
#define WORLDS_NONE           ((worlds)0)
#define WORLDS_STRICT         ((worlds)(WORLD_NOW_STRICT | WORLD_PLANNED_STRICT))
#define WORLDS_LENIENT        ((worlds)(WORLD_NOW_LENIENT | WORLD_PLANNED_LENIENT))
#define WORLDS_PLANNED        ((worlds)(WORLD_PLANNED_STRICT | WORLD_PLANNED_LENIENT))
#define WORLDS_ALL            ((worlds)15)

/* Where something helps: unknown counts only leniently. */
worlds worlds_favourable(enum condition_truth truth);
/* Where something burdens: unknown counts only strictly. */
worlds worlds_burden(enum condition_truth truth);

typedef VECTOR(struct advisory_node *) advisory_list;

/* What of one record counts against one threat, and the advisories that void it. */
struct voiding {
    advisory_list by;
    uint32_t active; /* of them; void while there are any */
};

struct threat_node {
    const char *name;                   /* "ns/slug", "#id" or "ns/slug#id" */
    const Catalog__V1__Threat *message; /* NULL: not loaded, or there is none */
    const struct view_version *version; /* NULL: inline, or there is none */
    bool is_loaded;
};

struct control_node {
    const char *name;                    /* "ns/slug", "#id" or "ns/slug#id" */
    const Catalog__V1__Control *message; /* NULL: there is none */
    const struct view_version *version;  /* NULL: inline, or there is none */
    bool is_inline;
    advisory_list advisories; /* about that version */
};

typedef VECTOR(struct threat_node *) threat_list;
typedef VECTOR(Catalog__V1__Cause *) cause_list;
typedef VECTOR(struct gate_item) item_list;
typedef VECTOR(struct graph_object *) object_list;
typedef VECTOR(struct row *) row_group;

/* One record of a provision in one object version. */
struct provision_rule {
    const Catalog__V1__Provision *message;
    struct control_node *control;
    threat_list threats;
    struct voiding *voidings; /* by threat; NULL: nothing is voided */
    struct condition when;
};

/* A record that carries a predicate and threats: threats, responsibilities, assumptions, residuals. */
struct threat_rule {
    threat_list threats; /* `covers`, or the one threat */
    struct condition when;
};

/* The address that prints, and eight others. */
#define ADDRESSES_KEPT 9

/* One object version. Number 0 is the model that is resolved. */
struct graph_object {
    uint32_t index;
    const char *name;
    const char *label; /* "name@version"; the model's own: its name */
    const Catalog__V1__Model *model;
    const struct compiled_model *compiled; /* of MODEL */
    const struct view_version *version;    /* NULL: the model that is resolved */
    bool is_component;
    struct instance **dependencies;      /* n_dependencies; an element is NULL where no version was found */
    VECTOR(struct instance *) instances; /* of this object version, in order of address */
    uint32_t declared_by_count;          /* dependencies that name it and have no instance yet */
    uint32_t depth;                      /* of the longest path from the model that is resolved */
    const char **addresses;              /* of its instances, in order of length and bytes, at most ADDRESSES_KEPT */
    size_t address_count;
    struct provision_rule *provisions;
    struct threat_rule *threats;
    struct threat_rule *responsibilities;
    struct threat_rule *assumptions;
    struct threat_rule *residuals;
    struct mitigation *mitigations;
    advisory_list advisories; /* about this version */
};

/* A responsibility or assumption of one instance. */
struct duty {
    struct instance *instance;
    const char *id;
    const char *address;
    const threat_list *covers;
    struct judgement when; /* of an assumption: `holds_when` */
    worlds answered;       /* by statement or attestation, which hang on nothing else */
    worlds met;
    worlds met_unadvised; /* if there were no advisories; set where there are */
    worlds discharged;    /* by an answer or by being passed on: not because it does not apply */
    uint32_t seen;        /* epoch of the last walk that came by */
    bool is_assumption;
    bool is_answered;                    /* the declarer says something to it */
    VECTOR(struct mitigation *) answers; /* mitigations that may discharge it */
    VECTOR(struct duty *) passed_to;     /* the consumers' duties that re-export it, those of one consumer together */
    bool is_passed_on;                   /* re-exported by its declarer */
    cause_list causes;
};

/* A provision of one instance. */
struct provision {
    struct instance *instance;
    const struct provision_rule *rule;
    const char *address;
    struct judgement when;
    worlds possible;                  /* `when`, expiry: without what it requires */
    worlds counts;                    /* with what it requires */
    worlds counts_if_circular;        /* if what hangs on itself counted */
    uint32_t seen;                    /* epoch of the last walk that came by */
    VECTOR(struct duty *) duties;     /* own responsibilities required */
    VECTOR(struct provision *) inner; /* provisions required */
    cause_list causes;
};

/* A mitigation of one object version. */
struct mitigation {
    const Catalog__V1__Mitigation *message;
    struct graph_object *object;
    const char *address; /* its id; of a component "name@version" and "#id" */
    struct control_node *control;
    struct provision *uses; /* NULL: a control of its own */
    threat_list threats;
    struct voiding *voidings; /* by threat, where it uses no provision; NULL: nothing is voided */
    worlds counts;            /* by status and expiry, without advisories and the provision it uses */
    cause_list causes;
};

enum place_kind { PLACE_ELEMENT, PLACE_ENTRY_POINT, PLACE_FLOW };

struct place_range {
    uint32_t first;
    uint32_t count; /* 0: no such place */
};

struct place {
    const char *address;
    const char *id;
    struct instance *instance;
    enum place_kind kind;
    const Catalog__V1__Element *element; /* the one that KIND says is set */
    const Catalog__V1__EntryPoint *entry_point;
    const Catalog__V1__DataFlow *flow;
    const char *exposure;       /* entry points: "" unknown */
    bool is_declared_here;      /* belongs to the model itself: its own or one it added to a dependency */
    struct place_range target;  /* flows: where it ends */
    struct place_range origin;  /* flows: where it starts */
    const char *classification; /* the highest of the assets on or through it; "": none */
    VECTOR(struct mitigation *) mitigations;
    row_group rows;
};

/* One declared dependency: the pair of declaring object version and alias. Number 0 is the model itself. */
struct instance {
    uint32_t index;
    const char *address;    /* "" for the model itself */
    const char **addresses; /* in order of length and bytes, the first is ADDRESS; at most ADDRESSES_KEPT */
    size_t address_count;
    struct graph_object *object;
    struct graph_object *declared_by;          /* NULL: the model itself */
    const Catalog__V1__Dependency *dependency; /* NULL: the model itself */
    const char **configuration;                /* by parameter; NULL: unknown */
    const char **exposures;                    /* by native entry point; "": not chosen */
    struct place_range places;
    struct provision *provisions;
    struct duty *responsibilities;
    struct duty *assumptions;
    row_group *residual_rows; /* by residual: those that stand where it does, or that it passes on */
};

/* A baseline that applies, or may apply. */
struct baseline_node {
    const Catalog__V1__Baseline *message;
    const struct view_version *version;
    struct judgement scope;
    struct condition *each; /* by entry */
};

/* A platform-level entry of a baseline: a provision of the implicit instance `platform`. */
struct platform_provision {
    const struct baseline_node *baseline;
    const Catalog__V1__BaselineEntry *entry;
    const struct condition *each;
    struct control_node *control;
    const char *address; /* "platform.id" */
};

struct graph {
    struct arena *arena;
    const struct catalog_view *view;
    const struct resolve_options *options;
    struct problem *problem;
    status_code status;
    const struct policy *policy;
    const struct view_version *policy_version; /* NULL: the built-in one */
    struct vocabulary feature_vocabulary;
    struct vocabulary place_vocabulary;
    const char *feature_namespace;
    const char *data_classification; /* "": not known */
    object_list objects;
    struct string_map objects_by_name; /* components */
    VECTOR(struct instance *) instances;
    VECTOR(struct place) places;
    VECTOR(struct threat_node *) threats;
    VECTOR(struct control_node *) controls;
    struct string_map threats_by_name;
    struct string_map controls_by_name;
    struct string_map pins;                     /* of the lock, by name */
    VECTOR(const struct view_version *) pinned; /* by the lock that is made, in order of kind and name */
    VECTOR(struct solver_reason) overruled;     /* requirements that do not admit what the options force */
    const char *conflict;                       /* why no versions could be chosen; NULL: they were */
    VECTOR(struct row *) rows;
    struct string_map rows_by_key;
    VECTOR(struct platform_provision) platform;
    uint32_t epoch;                           /* of the last walk that marked duties and provisions as seen */
    VECTOR(struct baseline_node *) baselines; /* in order of name */
    VECTOR(struct baseline_demand *) demands;
    struct string_map demands_by_key;
    advisory_list advisories;                 /* about versions chosen; in order of id once they are judged */
    VECTOR(struct decision_node *) decisions; /* in order of id */
    struct string_map decisions_by_subject;   /* "threat@place" or "control@place" to a struct decision_list */
    VECTOR(Catalog__V1__Finding *) findings;
    bool has_violations; /* validation found the model itself wrong, and said so in `invalid` */
    item_list invalid;   /* reasons of the gate that only the graph knows */
    item_list missing;
    item_list stale;
    item_list conditional; /* would be INVALID if an unknown fell the wrong way */
    uint64_t steps;        /* taken so far: see graph_spend */
    time_ns boundary;      /* the next time after `at` that was looked at; INT64_MAX: none */
};

/* Remembers CODE as the reason why the resolution cannot go on. Returns false. */
bool graph_fail(struct graph *graph, status_code code, const char *reason, const char *format, ...) PRINTF_LIKE(4, 5);
bool graph_no_memory(struct graph *graph);

/* Counts COUNT steps of work; false past LIMIT_RESOLUTION_STEPS, so that no input keeps a thread for long. */
bool graph_spend(struct graph *graph, size_t count);

/* Text in the graph's arena; NULL and graph->status set when there is no room. */
char *graph_text(struct graph *graph, const char *format, ...) PRINTF_LIKE(2, 3);

/* The same of texts put one after the other, for keys and addresses, of which there are thousands:
 * GRAPH_JOIN(graph, name, "@", version). */
char *graph_join(struct graph *graph, const char *const *parts, size_t count);
#define GRAPH_JOIN(graph, ...)                                                                                         \
    graph_join((graph), (const char *const[]){__VA_ARGS__},                                                            \
               sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* Sees to it that TIME bounds the validity of the result, when it lies after the time judged at. */
void graph_note_time(struct graph *graph, time_ns time);

/* Whether TIME (absent: no bound) is past at the time judged at: validity is half-open, [from, until). Notes it. */
bool graph_has_passed(struct graph *graph, const Catalog__V1__Timestamp *time);

/* Orders two texts by bytes, for qsort over arrays of `const char *`. */
int graph_compare_text(const void *a, const void *b);

#endif
