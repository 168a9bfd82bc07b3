#include "model/explain_steps.h"

#include "codec/shape.h"
#include "model/text_field.h"
#include "model/timestamp.h"

#include <inttypes.h>

static void fail(struct explanation *explanation) {
    explanation->has_failed = true;
    graph_no_memory(explanation->graph);
}

static const char *text_or_empty(const char *text) {
    return text == NULL ? "" : text;
}

const char *explain_truth(bool is_true) {
    return is_true ? "true" : "false";
}

const char *explain_path(struct explanation *explanation, const char *list, const char *id) {
    const char *path = graph_text(explanation->graph, "%s[%s]", list, id);
    explanation->has_failed |= path == NULL;
    return path;
}

const char *explain_word_text(struct explanation *explanation, const ProtobufCEnumDescriptor *type, int value) {
    char name[SHAPE_NAME_BYTES];
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(type, value);
    if (value == 0 || found == NULL)
        return "";
    shape_enum_name(type, found, name);
    const char *text = graph_text(explanation->graph, "%s", name);
    explanation->has_failed |= text == NULL;
    return text_or_empty(text);
}

/* ---- What a predicate read ---- */

static Catalog__V1__ValueType type_of(enum predicate_kind kind) {
    static const Catalog__V1__ValueType types[] = {
        [PREDICATE_UNKNOWN] = CATALOG__V1__VALUE_TYPE__VALUE_TYPE_UNSPECIFIED,
        [PREDICATE_BOOL] = CATALOG__V1__VALUE_TYPE__VALUE_TYPE_BOOL,
        [PREDICATE_INT] = CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER,
        [PREDICATE_STRING] = CATALOG__V1__VALUE_TYPE__VALUE_TYPE_STRING,
        [PREDICATE_ENUM] = CATALOG__V1__VALUE_TYPE__VALUE_TYPE_ENUM,
        [PREDICATE_LIST] = CATALOG__V1__VALUE_TYPE__VALUE_TYPE_LIST,
    };
    return types[kind];
}

static bool fill_words(struct arena *arena, const struct predicate_type *type, Catalog__V1__PredicateReading *message) {
    message->words = ARENA_ARRAY(arena, char *, type->word_count + 1);
    for (size_t i = 0; message->words != NULL && i < type->word_count; i++)
        message->words[message->n_words++] = text_field(type->words[i]);
    return message->words != NULL;
}

static bool fill_items(struct arena *arena, const struct predicate_value *value,
                       Catalog__V1__PredicateReading *message) {
    message->items = ARENA_ARRAY(arena, char *, value->item_count + 1);
    for (size_t i = 0; message->items != NULL && i < value->item_count; i++) {
        const char *text = predicate_value_text(&value->items[i], arena);
        if (text == NULL)
            return false;
        message->items[message->n_items++] = text_field(text);
    }
    return message->items != NULL;
}

static Catalog__V1__PredicateReading *reading_of(struct arena *arena, const struct predicate_reading *reading) {
    const struct predicate_value *value = &reading->value;
    Catalog__V1__PredicateReading *message = ARENA_NEW(arena, Catalog__V1__PredicateReading);
    const char *text = predicate_value_text(value, arena);
    if (message == NULL || text == NULL)
        return NULL;
    catalog__v1__predicate_reading__init(message);
    message->name = text_field(reading->path);
    message->value = text_field(text);
    message->type = type_of(value->kind);
    if (value->kind == PREDICATE_ENUM && !fill_words(arena, value->type, message))
        return NULL;
    return value->kind != PREDICATE_LIST || fill_items(arena, value, message) ? message : NULL;
}

static bool fill_values(struct graph *graph, const struct predicate_outcome *outcome,
                        Catalog__V1__DerivationStep *message) {
    message->values = ARENA_ARRAY(graph->arena, Catalog__V1__PredicateReading *, outcome->reading_count + 1);
    if (message->values == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < outcome->reading_count; i++) {
        Catalog__V1__PredicateReading *reading = reading_of(graph->arena, &outcome->readings[i]);
        if (reading == NULL)
            return graph_no_memory(graph);
        message->values[message->n_values++] = reading;
    }
    return true;
}

static bool fill_condition(struct graph *graph, const struct step *step, Catalog__V1__DerivationStep *message) {
    static const char *const verdicts[] = {
        [PREDICATE_IS_FALSE] = "false", [PREDICATE_IS_TRUE] = "true", [PREDICATE_IS_UNKNOWN] = "unknown"};
    struct predicate_outcome outcome;
    if (!condition_trace(graph, step->condition, step->scope, &outcome))
        return false;
    message->predicate = text_field(text_or_empty(step->condition->text));
    message->outcome = text_field(verdicts[outcome.verdict]);
    return fill_values(graph, &outcome, message);
}

/* ---- Steps ---- */

static bool fill_worlds(struct graph *graph, worlds holds, Catalog__V1__DerivationStep *message) {
    message->holds_in = ARENA_ARRAY(graph->arena, Catalog__V1__Reading, WORLDS_ALL);
    if (message->holds_in == NULL)
        return graph_no_memory(graph);
    for (int i = 0; holds >> i != 0; i++) {
        if ((holds >> i & 1) != 0)
            message->holds_in[message->n_holds_in++] = CATALOG__V1__READING__READING_NOW_STRICT + i;
    }
    return true;
}

static bool fill(struct graph *graph, const struct step *step, Catalog__V1__DerivationStep *message) {
    message->depth = step->depth;
    message->rule = text_field(step->rule);
    message->object = text_field(step->object != NULL ? step->object->label : text_or_empty(step->object_label));
    message->record = text_field(text_or_empty(step->record));
    message->subject = text_field(text_or_empty(step->subject));
    message->text = text_field(text_or_empty(step->text));
    if ((step->condition != NULL && !fill_condition(graph, step, message)) || !fill_worlds(graph, step->holds, message))
        return false;
    if (step->outcome != NULL)
        message->outcome = text_field(step->outcome);
    return true;
}

void explain_add(struct explanation *explanation, const struct step *step) {
    struct graph *graph = explanation->graph;
    if (explanation->has_failed)
        return;
    Catalog__V1__DerivationStep *message = ARENA_NEW(graph->arena, Catalog__V1__DerivationStep);
    explanation->details.items = NULL;
    explanation->details.count = explanation->details.capacity = 0;
    if (message != NULL)
        catalog__v1__derivation_step__init(message);
    if (message == NULL || !fill(graph, step, message) || !vector_push(graph->arena, &explanation->steps, message))
        fail(explanation);
}

/* ---- Details ---- */

static void add_detail(struct explanation *explanation, const char *name, const char *value) {
    struct arena *arena = explanation->graph->arena;
    Catalog__V1__Setting *setting = explanation->has_failed ? NULL : ARENA_NEW(arena, Catalog__V1__Setting);
    if (setting == NULL || value == NULL || !vector_push(arena, &explanation->details, setting)) {
        fail(explanation);
        return;
    }
    catalog__v1__setting__init(setting);
    setting->name = text_field(name);
    setting->value = text_field(value);
    Catalog__V1__DerivationStep *step = explanation->steps.items[explanation->steps.count - 1];
    step->details = explanation->details.items;
    step->n_details = explanation->details.count;
}

void explain_detail(struct explanation *explanation, const char *name, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_detail(explanation, name, arena_vprintf(explanation->graph->arena, format, arguments));
    va_end(arguments);
}

void explain_number(struct explanation *explanation, const char *name, uint64_t value) {
    explain_detail(explanation, name, "%" PRIu64, value);
}

void explain_word(struct explanation *explanation, const char *name, const ProtobufCEnumDescriptor *type, int value) {
    const char *text = explain_word_text(explanation, type, value);
    if (text[0] != '\0')
        add_detail(explanation, name, text);
}

void explain_time(struct explanation *explanation, const char *name, const Catalog__V1__Timestamp *time) {
    char text[TIME_TEXT_BYTES];
    if (time == NULL)
        return;
    if (time_format(time->seconds, time->nanos, text))
        explain_detail(explanation, name, "%s", text);
    else
        explain_detail(explanation, name, "%" PRId64 "s", time->seconds);
}

void explain_rating(struct explanation *explanation, struct risk_rating rating) {
    explain_number(explanation, "likelihood", rating.likelihood);
    explain_number(explanation, "impact", rating.impact);
}
