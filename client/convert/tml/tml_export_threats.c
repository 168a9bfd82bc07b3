#include "convert/tml/tml_export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Personas ---- */

/* Whom a threat comes from; the format wants to know more of them than that. */
static const char *persona(struct tml_export *tml, const char *source) {
    struct tree_maker *maker = &tml->maker;
    const char *name = string_map_get(&tml->personas, source);
    if (name != NULL)
        return name;
    bool is_stated = source[0] != '\0';
    name = is_stated ? arena_printf(maker->arena, "persona-%zu", tml->persona_list->count + 1) : TML_NO_PERSONA;
    maker->has_failed =
        name == NULL || !string_map_put(&tml->personas, source, (char *)(uintptr_t)name) || maker->has_failed;
    struct tree_node *node =
        tml_export_entry(tml, name == NULL ? "" : name, is_stated ? source : "Not stated",
                         "What is said here beside the title is not known: these are the middle of each scale.");
    make_put(maker, node, "is_person", make_bool(maker, true));
    make_put(maker, node, "skill_level", make_text(maker, "engineer"));
    make_put(maker, node, "access_level", make_text(maker, "user"));
    make_put(maker, node, "malicious_intent", make_bool(maker, true));
    make_put(maker, node, "applicability_to_org", make_text(maker, "moderate"));
    make_add(maker, tml->persona_list, node);
    return name == NULL ? "" : name;
}

/* ---- References ---- */

/* The number of an entry of CWE or CAPEC; 0: it is of another scheme, or of one release, or no number. */
static long number_of(const Catalog__V1__Reference *reference, const char *scheme, const char *prefix) {
    size_t size = strlen(prefix);
    if (strcmp(reference->scheme, scheme) != 0 || reference->release[0] != '\0' ||
        strncmp(reference->id, prefix, size) != 0)
        return 0;
    const char *digits = reference->id + size;
    bool is_number = digits[0] >= '1' && digits[0] <= '9' && strspn(digits, "0123456789") == strlen(digits);
    return is_number && strlen(digits) <= 9 ? strtol(digits, NULL, 10) : 0;
}

static const struct {
    const char *list;
    const char *key;
    const char *scheme;
    const char *prefix;
} schemes[] = {{"attack_mechanisms", "capec_id", "capec", "CAPEC-"}, {"weaknesses", "cwe_id", "cwe", "CWE-"}};

static bool is_written(const Catalog__V1__Reference *reference) {
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        if (number_of(reference, schemes[i].scheme, schemes[i].prefix) > 0)
            return true;
    }
    return false;
}

static void put_references(struct tml_export *tml, struct tree_node *node, const Catalog__V1__Threat *threat) {
    struct tree_maker *maker = &tml->maker;
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        struct tree_node *list = make_list(maker);
        for (size_t j = 0; j < threat->n_references; j++) {
            long number = number_of(threat->references[j], schemes[i].scheme, schemes[i].prefix);
            struct tree_node *reference = make_map(maker);
            if (number == 0)
                continue;
            make_put(maker, reference, schemes[i].key, make_number(maker, number));
            make_add(maker, list, reference);
        }
        make_put_filled(maker, node, schemes[i].list, list);
    }
}

/* THREAT with those of its references that are written nowhere else. */
static Catalog__V1__Threat rest_of(struct tml_export *tml, const Catalog__V1__Threat *threat) {
    Catalog__V1__Threat rest = *threat;
    rest.n_references = 0;
    rest.references = ARENA_ARRAY(tml->maker.arena, Catalog__V1__Reference *, threat->n_references + 1);
    if (rest.references == NULL) {
        tml->maker.has_failed = true;
        return rest;
    }
    for (size_t i = 0; i < threat->n_references; i++) {
        if (!is_written(threat->references[i]))
            rest.references[rest.n_references++] = threat->references[i];
    }
    return rest;
}

/* ---- Threats ---- */

static uint32_t higher(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

static const char *level_of(uint32_t score) {
    static const struct {
        uint32_t highest;
        const char *level;
    } levels[] = {{2, "very_low"}, {4, "low"}, {9, "medium"}, {12, "high"}, {16, "very_high"}};
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        if (score <= levels[i].highest)
            return levels[i].level;
    }
    return "critical";
}

/* The rating of one threat as a risk; whether there is one. */
static bool add_risk(struct tml_export *tml, const char *name, const char *title, const Catalog__V1__Threat *threat,
                     const Catalog__V1__ThreatUse *use) {
    struct tree_maker *maker = &tml->maker;
    uint32_t likelihood = higher(use->likelihood, threat->likelihood);
    uint32_t impact = higher(use->impact, threat->impact);
    const char *risk = ARENA_JOIN(maker->arena, TML_RISK_OF, name);
    if (likelihood < 1 || impact < 1 || likelihood > TML_SCALE_STEPS || impact > TML_SCALE_STEPS || risk == NULL)
        return false;
    struct tree_node *node = tml_export_entry(tml, risk, title, use->rationale);
    struct tree_node *threats = make_list(maker);
    make_add(maker, threats, make_text(maker, name));
    make_put(maker, node, "threats", threats);
    make_put(maker, node, "likelihood", make_text(maker, tml_likelihoods[likelihood - 1]));
    make_put(maker, node, "impact", make_text(maker, tml_impacts[impact - 1]));
    make_put(maker, node, "impact_description", make_text(maker, ""));
    make_put(maker, node, "score", make_number(maker, (int64_t)likelihood * impact));
    make_put(maker, node, "level", make_text(maker, level_of(likelihood * impact)));
    make_add(maker, tml->risks, node);
    if (use->inline_ == NULL || use->likelihood > 0 || use->impact > 0) {
        tml_export_mark(tml, "risks", risk, node, "likelihood");
        tml_export_mark(tml, "risks", risk, node, "impact");
    }
    return true;
}

static void put_sources(struct tml_export *tml, struct tree_node *node, const Catalog__V1__Threat *threat) {
    static const char *const words[] = {"adversary", "human_error", "failure", "events_beyond_org_control"};
    struct tree_node *list = make_list(&tml->maker);
    for (size_t i = 0; i < threat->n_categories; i++) {
        for (size_t j = 0; j < COUNT_OF(words); j++) {
            const char *text = threat->categories[i];
            if (strncmp(text, TML_SCHEME ":", strlen(TML_SCHEME ":")) == 0 &&
                strcmp(text + strlen(TML_SCHEME ":"), words[j]) == 0)
                make_add(&tml->maker, list, make_text(&tml->maker, words[j]));
        }
    }
    make_put(&tml->maker, node, "sources", list);
}

/* Whether the place is said whole. */
static bool put_place(struct tml_export *tml, struct tree_node *node, const char *place) {
    struct tree_maker *maker = &tml->maker;
    bool is_exact = false;
    const struct tml_end *end = tml_export_end(tml, place, &is_exact);
    struct tree_node *list = make_list(maker);
    if (end != NULL)
        make_add(maker, list, make_text(maker, end->name));
    make_put_filled(maker, node, "components_affected", list);
    return is_exact;
}

static void carry_inline(struct tml_export *tml, const char *name, const Catalog__V1__Threat *threat, bool is_rated) {
    struct tree_maker *maker = &tml->maker;
    const Catalog__V1__Threat rest = rest_of(tml, threat);
    const struct tree_node *part = is_rated ? CARRY_MAP(maker, &rest, TML_SAID_THREAT, "likelihood", "impact")
                                            : CARRY_MAP(maker, &rest, TML_SAID_THREAT);
    tml_export_carry(tml, "threats", name, TML_CARRIED_INLINE, part);
    if (threat->statement != NULL)
        tml_export_carry(tml, "threats", name, TML_CARRIED_STATEMENT,
                         CARRY_MAP(maker, threat->statement, TML_SAID_STATEMENT));
}

static void carry_use(struct tml_export *tml, const char *name, const Catalog__V1__ThreatUse *use, bool is_placed,
                      bool is_explained) {
    struct tree_maker *maker = &tml->maker;
    Catalog__V1__ThreatUse rest = *use;
    rest.id = tool_text("");
    rest.inline_ = NULL;
    if (is_placed)
        rest.on = tool_text("");
    if (is_explained)
        rest.rationale = tool_text("");
    tml_export_carry(tml, "threats", name, TML_CARRIED_PART, carry_map(maker, &rest.base, (const char *const[]){NULL}));
    if (use->id[0] == '\0')
        tml_export_carry(tml, "threats", name, TML_CARRIED_UNNAMED, make_bool(maker, true));
    else if (strcmp(use->id, name) != 0)
        tml_export_carry(tml, "threats", name, TML_CARRIED_ID, make_text(maker, use->id));
}

/* A use without an id is called as its threat and its place. */
static const char *name_of(struct tml_export *tml, const Catalog__V1__ThreatUse *use) {
    if (use->id[0] != '\0')
        return tml_export_name(tml, use->id);
    const char *slash = strrchr(use->threat, '/');
    const char *key = ARENA_JOIN(tml->maker.arena, slash == NULL ? use->threat : slash + 1, " at ", use->on);
    return tml_export_new_name(tml, key == NULL ? "" : key);
}

static struct tree_node *threat_node(struct tml_export *tml, const Catalog__V1__ThreatUse *use, const char *name) {
    static const Catalog__V1__Threat unknown = CATALOG__V1__THREAT__INIT;
    struct tree_maker *maker = &tml->maker;
    const Catalog__V1__Threat *known = export_threat_of(tml->export, use);
    const Catalog__V1__Threat *threat = known == NULL ? &unknown : known;
    const Catalog__V1__ThreatStatement *parts = threat->statement;
    const char *otherwise = use->inline_ == NULL ? use->threat : name;
    const char *title = threat->title[0] == '\0' ? otherwise : threat->title;
    struct tree_node *node = tml_export_entry(tml, name, title, threat->description);
    bool is_placed = put_place(tml, node, use->on);
    make_put(maker, node, "threat_persona", make_text(maker, persona(tml, parts == NULL ? "" : parts->source)));
    make_put(maker, node, "event", make_text(maker, parts == NULL ? "" : parts->action));
    put_sources(tml, node, threat);
    put_references(tml, node, threat);
    bool is_rated = add_risk(tml, name, title, threat, use);
    bool is_own = use->inline_ != NULL;
    if (is_own)
        carry_inline(tml, name, use->inline_, is_rated && use->likelihood == 0 && use->impact == 0);
    carry_use(tml, name, use, is_placed, is_rated && is_own);
    tml_export_mark(tml, "threats", name, node, "sources");
    if (!is_placed)
        tml_export_mark(tml, "threats", name, node, "components_affected");
    return node;
}

void tml_export_threats(struct tml_export *tml, struct tree_node *root) {
    struct tree_maker *maker = &tml->maker;
    const Catalog__V1__Model *model = tml->model;
    struct tree_node *threats = make_list(maker);
    struct tree_node *controls = make_list(maker);
    const char **names = ARENA_ARRAY(maker->arena, const char *, model->n_threats + 1);
    if (names == NULL) {
        maker->has_failed = true;
        return;
    }
    for (size_t i = 0; i < model->n_threats; i++) {
        names[i] = name_of(tml, model->threats[i]);
        make_add(maker, threats, threat_node(tml, model->threats[i], names[i]));
    }
    for (size_t i = 0; i < model->n_mitigations; i++)
        make_add(maker, controls, tml_export_control(tml, model->mitigations[i], names));
    if (tml->persona_list->count > 0)
        export_loss(tml->export, model->name,
                    "skill, access and intent of who threatens are not known: the middle of "
                    "each scale is written");
    make_put_filled(maker, root, "threat_personas", tml->persona_list);
    make_put_filled(maker, root, "threats", threats);
    make_put_filled(maker, root, "controls", controls);
    make_put_filled(maker, root, "risks", tml->risks);
}
