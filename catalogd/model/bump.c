#include "model/bump.h"

#include "base/vector.h"
#include "codec/shape.h"
#include "model/bump_rules.h"
#include "model/contract.h"
#include "model/layer.h"
#include "model/object.h"

#include <stdlib.h>
#include <string.h>

#define PATCH CATALOG__V1__VERSION_BUMP__VERSION_BUMP_PATCH
#define MINOR CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MINOR
#define MAJOR CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MAJOR

struct classification {
    struct bump_context context;
    const struct bump_options *options;
    VECTOR(Catalog__V1__ClassifiedChange *) changes;
};

/* Why a change weighs what it weighs. */
struct weight {
    Catalog__V1__VersionBump bump;
    const char *rule;
    const char *reason;
};

static const struct weight text_only = {PATCH, "text", "It is no part of the contract: no resolution can change."};
static const struct weight rewritten = {PATCH, "rewritten", "It says the same in other words."};
static const struct weight editorial = {PATCH, "editorial", "A curator says that the text means what it meant."};
static const struct weight by_layers = {PATCH, "layer-owners", "The layers that it moves are listed by themselves."};
static const struct weight to_provider = {MINOR, "layer-to-provider", "The provider looks after one layer more."};
static const struct weight to_consumer = {MAJOR, "layer-to-consumer", "Consumers look after one layer more."};
static const struct weight reordered = {MAJOR, "reordered",
                                        "The same records in another order are another contract: keep the order."};
static const struct weight unlisted = {MAJOR, "contract-change",
                                       "No rule says that this change of the contract is harmless."};

static status_code add(struct classification *classification, const Catalog__V1__FieldDifference *difference,
                       const struct weight *weight) {
    struct bump_context *context = &classification->context;
    Catalog__V1__ClassifiedChange *change = ARENA_NEW(context->arena, Catalog__V1__ClassifiedChange);
    if (change == NULL)
        return problem_no_memory(context->problem);
    catalog__v1__classified_change__init(change);
    change->path = difference->path;
    change->before = difference->before;
    change->after = difference->after;
    change->bump = weight->bump;
    change->rule = (char *)(uintptr_t)weight->rule;
    change->reason = (char *)(uintptr_t)weight->reason;
    change->editorial = weight == &editorial;
    return vector_push(context->arena, &classification->changes, change) ? STATUS_OK
                                                                         : problem_no_memory(context->problem);
}

/* ---- Editorial marks ---- */

static bool is_marked(const struct bump_options *options, const char *path) {
    for (size_t i = 0; i < options->editorial_count; i++)
        if (strcmp(options->editorial[i], path) == 0)
            return true;
    return false;
}

/* Sentences for people that are in the contract because nobody can judge them. */
static bool is_sentence(const struct diff_entry *entry) {
    static const struct {
        const ProtobufCMessageDescriptor *descriptor;
        const char *field;
    } sentences[] = {
        {&catalog__v1__threat_statement__descriptor, "source"},
        {&catalog__v1__threat_statement__descriptor, "prerequisites"},
        {&catalog__v1__threat_statement__descriptor, "action"},
        {&catalog__v1__threat_statement__descriptor, "impact"},
        {&catalog__v1__control__descriptor, "objective"},
        {&catalog__v1__verification__descriptor, "statement"},
        {&catalog__v1__responsibility__descriptor, "statement"},
        {&catalog__v1__assumption__descriptor, "statement"},
        {&catalog__v1__excluded_use__descriptor, "statement"},
    };
    if (entry->from == NULL || entry->to == NULL || !entry->difference->in_contract)
        return false;
    for (size_t i = 0; i < COUNT_OF(sentences); i++)
        if (entry->to_record->descriptor == sentences[i].descriptor &&
            strcmp(entry->field->name, sentences[i].field) == 0)
            return true;
    return false;
}

static bool takes_mark(struct classification *classification, const struct diff_entry *entry) {
    return is_sentence(entry) && is_marked(classification->options, entry->difference->path);
}

static bool is_used(const struct classification *classification, const char *path) {
    for (size_t i = 0; i < classification->changes.count; i++)
        if (classification->changes.items[i]->editorial && strcmp(classification->changes.items[i]->path, path) == 0)
            return true;
    return false;
}

static status_code refuse_marks(const struct classification *classification, const char *name) {
    struct problem *problem = classification->context.problem;
    status_code status = STATUS_OK;
    for (size_t i = 0; i < classification->options->editorial_count; i++) {
        const char *path = classification->options->editorial[i];
        if (is_used(classification, path))
            continue;
        const struct violation violation = {.object = name,
                                            .field = path,
                                            .message = "this is no text of the contract that was replaced by another",
                                            .remedy = "mark the path of a statement or objective that differs"};
        status = problem_set(problem, STATUS_INVALID_ARGUMENT, "NOT_EDITORIAL",
                             "only a text of the contract that replaces another can be marked as editorial");
        (void)problem_add(problem, &violation);
    }
    return status;
}

/* ---- Judging ---- */

static struct weight judge_by_rule(struct bump_context *context, const struct bump_rule *rule,
                                   const struct diff_entry *entry) {
    enum bump_direction found = rule->is_better ? BUMP_BETTER : BUMP_WORSE;
    if (rule->judge != NULL)
        found = rule->judge(context, entry);
    if (found == BUMP_SAME)
        return rewritten;
    if (found == BUMP_BETTER)
        return (struct weight){MINOR, rule->name, rule->reason};
    return (struct weight){MAJOR, rule->worse_name, rule->worse_reason};
}

/* Told by bump_layers. What shows who owns a layer stays a change of its own. */
static bool is_layer(const struct diff_entry *entry) {
    static const char *const patterns[] = {"service_class", "layer_owners", "layer_owners.layer", "layer_owners.owner"};
    for (size_t i = 0; i < COUNT_OF(patterns); i++)
        if (strcmp(entry->pattern, patterns[i]) == 0)
            return true;
    return false;
}

static status_code classify(struct classification *classification, const struct diff_entry *entry) {
    struct bump_context *context = &classification->context;
    if (!entry->difference->in_contract)
        return add(classification, entry->difference, &text_only);
    if (takes_mark(classification, entry))
        return add(classification, entry->difference, &editorial);
    if (context->to == NULL)
        return add(classification, entry->difference, &unlisted);
    if (is_layer(entry))
        return add(classification, entry->difference, &by_layers);
    const struct bump_rule *rule = bump_rule_find(entry);
    if (rule == NULL)
        return add(classification, entry->difference, &unlisted);
    const struct weight weight = judge_by_rule(context, rule, entry);
    if (context->problem->code != STATUS_OK)
        return context->problem->code;
    return add(classification, entry->difference, &weight);
}

static status_code add_layer(struct classification *classification, Catalog__V1__Layer layer, bool is_providers) {
    struct bump_context *context = &classification->context;
    char name[SHAPE_NAME_BYTES];
    const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(&catalog__v1__layer__descriptor, (int)layer);
    shape_enum_name(&catalog__v1__layer__descriptor, value, name);
    Catalog__V1__FieldDifference difference;
    catalog__v1__field_difference__init(&difference);
    difference.path = arena_printf(context->arena, "layers[%s]", name);
    difference.before = arena_strdup(context->arena, is_providers ? "consumer" : "provider");
    difference.after = arena_strdup(context->arena, is_providers ? "provider" : "consumer");
    if (difference.path == NULL || difference.before == NULL || difference.after == NULL)
        return problem_no_memory(context->problem);
    return add(classification, &difference, is_providers ? &to_provider : &to_consumer);
}

static status_code classify_layers(struct classification *classification) {
    const struct bump_context *context = &classification->context;
    status_code status = STATUS_OK;
    for (unsigned i = 0; context->to != NULL && i < catalog__v1__layer__descriptor.n_values; i++) {
        Catalog__V1__Layer layer = (Catalog__V1__Layer)catalog__v1__layer__descriptor.values[i].value;
        bool is_providers = layer_is_providers(context->to, layer);
        if (status == STATUS_OK && layer_is_providers(context->from, layer) != is_providers)
            status = add_layer(classification, layer, is_providers);
    }
    return status;
}

/* Records matched by id say nothing about their order, and the digest does. */
static status_code classify_order(struct classification *classification, const Catalog__V1__Object *from,
                                  const Catalog__V1__Object *to) {
    struct bump_context *context = &classification->context;
    struct digest digests[2];
    for (size_t i = 0; i < classification->changes.count; i++)
        if (classification->changes.items[i]->bump != PATCH || classification->changes.items[i]->rule != text_only.rule)
            return STATUS_OK;
    const Catalog__V1__Object *sides[2] = {object_with_version(from, "", context->arena),
                                           object_with_version(to, "", context->arena)};
    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        status_code status = sides[i] == NULL
                                 ? problem_no_memory(context->problem)
                                 : contract_digest(sides[i], context->arena, &digests[i], context->problem);
        if (status != STATUS_OK)
            return status;
    }
    Catalog__V1__FieldDifference difference;
    catalog__v1__field_difference__init(&difference);
    return digest_equal(&digests[0], &digests[1]) ? STATUS_OK : add(classification, &difference, &reordered);
}

static int compare_changes(const void *left, const void *right) {
    const Catalog__V1__ClassifiedChange *a = *(Catalog__V1__ClassifiedChange *const *)left;
    const Catalog__V1__ClassifiedChange *b = *(Catalog__V1__ClassifiedChange *const *)right;
    return a->bump != b->bump ? (a->bump < b->bump) - (a->bump > b->bump) : strcmp(a->path, b->path);
}

static status_code classify_all(struct classification *classification, const Catalog__V1__Object *from,
                                const Catalog__V1__Object *to) {
    struct bump_context *context = &classification->context;
    struct diff_entries entries;
    status_code status = diff_walk(from, to, context->arena, &entries, context->problem);
    for (size_t i = 0; status == STATUS_OK && i < entries.count; i++)
        status = classify(classification, &entries.items[i]);
    if (status == STATUS_OK)
        status = classify_layers(classification);
    if (status == STATUS_OK)
        status = classify_order(classification, from, to);
    return status == STATUS_OK ? refuse_marks(classification, object_name(to)) : status;
}

status_code bump_classify(const Catalog__V1__Object *from, const Catalog__V1__Object *to,
                          const struct bump_options *options, struct arena *arena, struct bump_result *ret_result,
                          struct problem *problem) {
    struct problem detail;
    problem_init(&detail, arena);
    struct classification classification = {.context = {.view = options->view, .arena = arena, .problem = &detail},
                                            .options = options};
    if (object_kind(from) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT) {
        classification.context.from = object_model(from);
        classification.context.to = object_model(to);
    }
    status_code status = classify_all(&classification, from, to);
    if (status != STATUS_OK) {
        problem_set(problem, detail.code, detail.reason, "%s", detail.message);
        for (size_t i = 0; i < detail.violation_count && problem != NULL; i++)
            (void)problem_add(problem, &detail.violations[i]);
        return status;
    }
    if (classification.changes.count > 0)
        qsort(classification.changes.items, classification.changes.count, sizeof *classification.changes.items,
              compare_changes);
    *ret_result =
        (struct bump_result){classification.changes.items, classification.changes.count,
                             classification.changes.count > 0 ? classification.changes.items[0]->bump
                                                              : CATALOG__V1__VERSION_BUMP__VERSION_BUMP_UNSPECIFIED};
    return STATUS_OK;
}

bool bump_next(const struct semver *version, Catalog__V1__VersionBump bump, struct semver *ret_next) {
    struct semver next = {version->major, version->minor, version->patch, {0}, {0}};
    uint64_t *raised = bump == MAJOR ? &next.major : bump == MINOR ? &next.minor : &next.patch;
    if (bump >= PATCH && *raised == UINT64_MAX)
        return false;
    if (bump >= PATCH)
        (*raised)++;
    if (bump >= MINOR)
        next.patch = 0;
    if (bump == MAJOR)
        next.minor = 0;
    *ret_next = next;
    return true;
}
