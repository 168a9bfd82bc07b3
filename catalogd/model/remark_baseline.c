#include "model/newest.h"
#include "model/object.h"
#include "model/policy.h"
#include "model/remark_write.h"
#include "model/span.h"
#include "model/vocabulary.h"

#include <string.h>

#define PLATFORM CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_PLATFORM
#define ADVISORY CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_ADVISORY
#define NOTE     CATALOG__V1__SEVERITY__SEVERITY_NOTE
#define WARNING  CATALOG__V1__SEVERITY__SEVERITY_WARNING

/* One entry in its baseline. */
struct asking {
    const Catalog__V1__Baseline *baseline;
    size_t number;
    const Catalog__V1__BaselineEntry *entry;
};

/* ---- Places ---- */

/* A place of one kind, of which nothing else is known but what its kind says (see fact.c). */
struct kind_of_place {
    const char *kind;
    bool is_entry_point;
    bool is_flow;
};

struct place_source {
    const struct vocabulary *vocabulary;
    const struct kind_of_place *kind;
    struct arena *arena;
};

/* What no place of the kind has reads as empty. */
static bool is_lacking(const struct kind_of_place *kind, const char *name) {
    if (strcmp(name, "exposure") == 0 || strcmp(name, "authentication") == 0)
        return !kind->is_entry_point;
    if (strcmp(name, "protocol") == 0)
        return !kind->is_entry_point && !kind->is_flow;
    if (strcmp(name, "crosses") == 0)
        return !kind->is_flow;
    return kind->is_flow && (strcmp(name, "zone") == 0 || strcmp(name, "technologies") == 0);
}

static void look_up(void *context, const char *path, struct predicate_value *ret_value) {
    static const char prefix[] = "place.";
    const struct place_source *source = context;
    const struct predicate_type *type = vocabulary_type(source->vocabulary, path);
    if (type == NULL || strncmp(path, prefix, sizeof prefix - 1) != 0)
        return;
    const char *name = path + sizeof prefix - 1;
    if (strcmp(name, "kind") == 0)
        (void)vocabulary_read(type, source->kind->kind, source->arena, ret_value);
    else if (is_lacking(source->kind, name))
        *ret_value = (struct predicate_value){.kind = type->kind, .text = ""};
}

/* Whether PREDICATE can hold at a place of some kind; one that cannot be evaluated may. */
static bool can_pick(const struct remarking *remarking, const struct vocabulary *vocabulary,
                     const struct predicate_node *predicate) {
    static const struct kind_of_place kinds[] = {{"actor", false, false},      {"process", false, false},
                                                 {"store", false, false},      {"external", false, false},
                                                 {"entry_point", true, false}, {"flow", false, true}};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct place_source places = {vocabulary, &kinds[i], remarking->scratch};
        const struct predicate_source source = {&places, look_up};
        struct predicate_outcome outcome;
        status_code status = predicate_evaluate(predicate, &source, remarking->scratch, 0, &outcome, NULL);
        if (status != STATUS_OK || outcome.verdict != PREDICATE_IS_FALSE)
            return true;
    }
    return false;
}

static void remark_places(struct remarking *remarking, const struct vocabulary *vocabulary,
                          const struct asking *asking) {
    const struct predicate_node *predicate = NULL;
    const char *each = asking->entry->each;
    if (each[0] == '\0' || predicate_parse(slice_text(each), remarking->scratch, &predicate, NULL) != STATUS_OK ||
        can_pick(remarking, vocabulary, predicate))
        return;
    remark_add(remarking, &(struct remark){.severity = WARNING,
                                           .code = "ENTRY_PICKS_NO_PLACE",
                                           .field = remark_text(remarking, "entries[%zu].each", asking->number),
                                           .message = "the entry has no effect: no place of any kind can be picked",
                                           .remedy = "correct `each`, or take the entry out"});
}

/* ---- Other entries ---- */

static int rank_of(const Catalog__V1__BaselineEntry *entry) {
    return entry->level == CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_UNSPECIFIED ? ADVISORY : (int)entry->level;
}

/* Whether OTHER is asked for at all places at which ENTRY is. Once in a feature is no place of it; what the platform
 * does everywhere it does there too. */
static bool has_places_of(const struct remarking *remarking, const Catalog__V1__BaselineEntry *other,
                          const Catalog__V1__BaselineEntry *entry) {
    if (other->level == PLATFORM && other->each[0] == '\0')
        return true;
    if ((other->each[0] == '\0') != (entry->each[0] == '\0'))
        return false;
    enum span span = predicate_span(entry->each, other->each, remarking->scratch);
    return span == SPAN_SAME || span == SPAN_WIDER;
}

/* Of two that ask for the same, whether OTHER is the one that stays. */
static bool comes_first(const struct asking *other, const struct asking *asking, enum span scopes) {
    if (scopes == SPAN_WIDER)
        return true;
    int order = strcmp(other->baseline->name, asking->baseline->name);
    return order != 0 ? order < 0 : other->number < asking->number;
}

static bool is_implied_by(const struct remarking *remarking, const struct asking *asking, const struct asking *other) {
    bool is_self = other->entry == asking->entry;
    bool by_platform = other->entry->level == PLATFORM;
    if (is_self || strcmp(other->entry->control, asking->entry->control) != 0 ||
        (asking->entry->level == PLATFORM && !by_platform))
        return false;
    enum span scopes = predicate_span(asking->baseline->scope, other->baseline->scope, remarking->scratch);
    if ((scopes != SPAN_SAME && scopes != SPAN_WIDER) || !has_places_of(remarking, other->entry, asking->entry))
        return false;
    int difference = rank_of(other->entry) - rank_of(asking->entry);
    if (difference != 0)
        return difference < 0;
    bool is_mutual = scopes == SPAN_SAME && has_places_of(remarking, asking->entry, other->entry);
    return !is_mutual || comes_first(other, asking, scopes);
}

static void remark_implied(struct remarking *remarking, const struct asking *asking, const struct asking *other) {
    bool is_done = other->entry->level == PLATFORM && asking->entry->level != PLATFORM;
    const char *name = other->baseline->name;
    const char *id = other->entry->id;
    remark_add(
        remarking,
        &(struct remark){
            .severity = NOTE,
            .code = is_done ? "ENTRY_MET_BY_PLATFORM" : "ENTRY_IMPLIED",
            .field = remark_text(remarking, "entries[%zu]", asking->number),
            .message = is_done ? remark_text(remarking, "the entry has no effect: the platform does it there, by %s#%s",
                                             name, id)
                               : remark_text(remarking,
                                             "the entry has no effect: %s#%s asks for it at the same places, and "
                                             "at least as strictly",
                                             name, id),
            .remedy = is_done ? "take it out" : "take it out, make it stricter, or ask for it at more places"});
}

/* ---- All of a baseline ---- */

typedef VECTOR(const Catalog__V1__Baseline *) baseline_list;

static void add_baseline(struct remarking *remarking, baseline_list *list, const Catalog__V1__Baseline *baseline) {
    if (!vector_push(remarking->scratch, list, baseline))
        remarking->status = problem_no_memory(remarking->problem);
}

/* The baseline itself, and the newest version of every other one. */
static void gather(struct remarking *remarking, baseline_list *ret_list) {
    const struct catalog_view *view = remarking->view;
    const char *const *names = NULL;
    size_t count = 0;
    add_baseline(remarking, ret_list, remarking->object->baseline);
    if (remarking->status == STATUS_OK)
        remarking->status = view->names(view->context, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE, &names, &count,
                                        remarking->problem);
    for (size_t i = 0; remarking->status == STATUS_OK && i < count; i++) {
        const Catalog__V1__Object *object = NULL;
        if (strcmp(names[i], object_name(remarking->object)) == 0)
            continue;
        remarking->status = newest_object(view, names[i], NULL, &object, remarking->problem);
        if (remarking->status == STATUS_OK && object != NULL && object->baseline != NULL)
            add_baseline(remarking, ret_list, object->baseline);
    }
}

static void remark_others(struct remarking *remarking, const baseline_list *baselines, const struct asking *asking) {
    for (size_t i = 0; i < baselines->count; i++) {
        const Catalog__V1__Baseline *baseline = baselines->items[i];
        for (size_t k = 0; k < baseline->n_entries; k++) {
            const struct asking other = {baseline, k, baseline->entries[k]};
            if (!is_implied_by(remarking, asking, &other))
                continue;
            remark_implied(remarking, asking, &other);
            return;
        }
    }
}

static void remark_control(struct remarking *remarking, const struct asking *asking) {
    const Catalog__V1__Object *control = NULL;
    if (!remarking->options->is_draft)
        return;
    if (remarking->status == STATUS_OK)
        remarking->status = newest_object(remarking->view, asking->entry->control, NULL, &control, remarking->problem);
    if (remarking->status != STATUS_OK || control != NULL)
        return;
    remark_add(remarking, &(struct remark){.severity = WARNING,
                                           .code = "ENTRY_WITHOUT_CONTROL",
                                           .field = remark_text(remarking, "entries[%zu].control", asking->number),
                                           .message = remark_text(remarking, "there is no published control called %s",
                                                                  asking->entry->control),
                                           .remedy = "publish the control first, or correct the name"});
}

static void build_vocabulary(struct remarking *remarking, struct vocabulary *ret_vocabulary) {
    const struct policy *policy = NULL;
    remarking->status = policy_load(remarking->view, remarking->scratch, &policy, NULL, remarking->problem);
    if (remarking->status == STATUS_OK)
        remarking->status =
            vocabulary_build(VOCABULARY_PLACE, policy, NULL, remarking->scratch, ret_vocabulary, remarking->problem);
}

void remark_baseline(struct remarking *remarking) {
    const Catalog__V1__Baseline *baseline = remarking->object->baseline;
    struct vocabulary vocabulary;
    baseline_list baselines = {0};
    build_vocabulary(remarking, &vocabulary);
    if (remarking->status == STATUS_OK)
        gather(remarking, &baselines);
    for (size_t i = 0; remarking->status == STATUS_OK && i < baseline->n_entries; i++) {
        const struct asking asking = {baseline, i, baseline->entries[i]};
        remark_places(remarking, &vocabulary, &asking);
        remark_control(remarking, &asking);
        remark_others(remarking, &baselines, &asking);
    }
}
