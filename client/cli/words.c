#include "cli/words.h"

#include "base/clock.h"

#include <ctype.h>

/* Every enum's zero is PREFIX_UNSPECIFIED. */
static size_t prefix_size(const ProtobufCEnumDescriptor *descriptor) {
    return strlen(descriptor->values[0].name) - strlen("UNSPECIFIED");
}

struct word word_in_capitals(const ProtobufCEnumDescriptor *descriptor, int value) {
    struct word word = {"-"};
    const ProtobufCEnumValue *known = protobuf_c_enum_descriptor_get_value(descriptor, value);
    if (known == NULL)
        snprintf(word.text, sizeof word.text, "%d", value);
    else if (value != 0)
        snprintf(word.text, sizeof word.text, "%s", known->name + prefix_size(descriptor));
    return word;
}

struct word word_of(const ProtobufCEnumDescriptor *descriptor, int value) {
    struct word word = word_in_capitals(descriptor, value);
    for (char *at = word.text; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return word;
}

struct word word_of_time(const Catalog__V1__Timestamp *time) {
    struct word word = {"-"};
    if (time != NULL && !time_format(time->seconds, time->nanos, word.text))
        snprintf(word.text, sizeof word.text, "%lld s", (long long)time->seconds);
    return word;
}

struct word word_of_code(const char *code) {
    struct word word;
    snprintf(word.text, sizeof word.text, "%s", code);
    for (char *at = word.text; *at != '\0'; at++)
        *at = (char)(*at == '_' ? ' ' : tolower((unsigned char)*at));
    return word;
}

struct word word_of_count(size_t count, const char *noun) {
    struct word word;
    snprintf(word.text, sizeof word.text, "%zu %s%s", count, noun, count == 1 ? "" : "s");
    return word;
}

const char *words_joined(struct arena *arena, char *const *texts, size_t count) {
    size_t size = 1;
    for (size_t i = 0; i < count; i++)
        size += strlen(texts[i]) + 2;
    char *joined = arena_alloc(arena, size);
    if (joined == NULL)
        return "";
    char *end = joined;
    for (size_t i = 0; i < count; i++)
        end += sprintf(end, "%s%s", i > 0 ? ", " : "", texts[i]);
    *end = '\0';
    return joined;
}

static const enum style gate_styles[] = {
    [CATALOG__V1__GATE_STATE__GATE_STATE_PASS] = STYLE_GOOD,
    [CATALOG__V1__GATE_STATE__GATE_STATE_STALE] = STYLE_WARN,
    [CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL] = STYLE_WARN,
    [CATALOG__V1__GATE_STATE__GATE_STATE_INVALID] = STYLE_BAD,
    [CATALOG__V1__GATE_STATE__GATE_STATE_INCOMPLETE] = STYLE_BAD,
    [CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED] = STYLE_BAD,
};

static const enum style state_styles[] = {
    [CATALOG__V1__ROW_STATE__ROW_STATE_OPEN] = STYLE_BAD,
    [CATALOG__V1__ROW_STATE__ROW_STATE_PARTIAL] = STYLE_WARN,
    [CATALOG__V1__ROW_STATE__ROW_STATE_CONDITIONAL] = STYLE_WARN,
    [CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED] = STYLE_GOOD,
    [CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE] = STYLE_FAINT,
};

static const enum style band_styles[] = {
    [CATALOG__V1__RISK_BAND__RISK_BAND_LOW] = STYLE_GOOD,
    [CATALOG__V1__RISK_BAND__RISK_BAND_MEDIUM] = STYLE_WARN,
    [CATALOG__V1__RISK_BAND__RISK_BAND_HIGH] = STYLE_BAD,
    [CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL] = STYLE_BAD,
};

static enum style style_of(const enum style *styles, size_t count, unsigned value) {
    return value < count ? styles[value] : STYLE_PLAIN;
}

enum style style_of_gate(Catalog__V1__GateState state) {
    return style_of(gate_styles, COUNT_OF(gate_styles), state);
}

enum style style_of_state(Catalog__V1__RowState state) {
    return style_of(state_styles, COUNT_OF(state_styles), state);
}

enum style style_of_band(Catalog__V1__RiskBand band) {
    return style_of(band_styles, COUNT_OF(band_styles), band);
}
