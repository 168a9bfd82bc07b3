#include "model/validation.h"

#define WORDS_SHOWN 12

void validation_once(struct validation *validation, struct string_map *seen, const char *text, const char *field) {
    static char there;
    if (*text == '\0')
        return;
    if (string_map_get(seen, text) != NULL)
        validation_report(validation, field, "keep one of them", "'%s' is given twice", text);
    else if (!string_map_put(seen, text, &there))
        validation_fail(validation, problem_no_memory(validation->problem));
}

const char *validation_words(struct validation *validation, const char *const *words, size_t count) {
    const char *text = "";
    for (size_t i = 0; i < count && i < WORDS_SHOWN; i++)
        text = validation_text(validation,
                               arena_printf(validation->arena, "%s%s%s", text, i == 0 ? "one of: " : ", ", words[i]));
    return text;
}

const char *validation_values_of(struct validation *validation, const struct predicate_type *type) {
    switch (type->kind) {
    case PREDICATE_BOOL:
        return "write true, false or unknown";
    case PREDICATE_INT:
        return "write a whole number, or unknown";
    case PREDICATE_ENUM:
        return validation_words(validation, type->words, type->word_count);
    case PREDICATE_STRING:
    case PREDICATE_LIST:
    case PREDICATE_UNKNOWN:
        break;
    }
    return "";
}

static bool is_among(char *const *words, size_t count, const char *word) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

void validation_parameter_value(struct validation *validation, const Catalog__V1__Parameter *parameter,
                                const char *field, const char *text) {
    struct predicate_type type =
        vocabulary_type_of(parameter->type, parameter->allowed_values, parameter->n_allowed_values);
    struct predicate_value value;
    if (vocabulary_read(&type, text, validation->arena, &value) != VOCABULARY_READ)
        validation_report(validation, field, validation_values_of(validation, &type), "'%s' is no value of %s", text,
                          parameter->name);
    else if (value.kind != PREDICATE_UNKNOWN && parameter->n_allowed_values > 0 &&
             !is_among(parameter->allowed_values, parameter->n_allowed_values, text))
        validation_report(
            validation, field,
            validation_words(validation, (const char *const *)parameter->allowed_values, parameter->n_allowed_values),
            "%s may not be '%s'", parameter->name, text);
}

void validation_exposure(struct validation *validation, const Catalog__V1__EntryPoint *point, const char *field,
                         const char *exposure) {
    if (*exposure == '\0' || point->n_exposures == 0 || is_among(point->exposures, point->n_exposures, exposure))
        return;
    validation_report(validation, field,
                      validation_words(validation, (const char *const *)point->exposures, point->n_exposures),
                      "the entry point '%s' cannot be exposed to '%s'", point->id, exposure);
}
