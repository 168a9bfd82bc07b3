#include "cli/words.h"

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
