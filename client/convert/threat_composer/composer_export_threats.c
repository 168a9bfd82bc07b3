#include "convert/threat_composer/composer_export.h"
#include "convert/threat_composer/threat_composer.h"

#include <stdio.h>
#include <string.h>

#define SCORE_HIGH   12 /* likelihood times impact, from which on a threat is of high priority */
#define SCORE_MEDIUM 6

/* ---- Threats ---- */

const char *composer_priority(uint32_t likelihood, uint32_t impact) {
    uint32_t score = likelihood * impact;
    if (score == 0)
        return "";
    return score >= SCORE_HIGH ? "High" : score >= SCORE_MEDIUM ? "Medium" : "Low";
}

static void put_stride(struct composer_export *composer, struct tree_node *metadata,
                       const Catalog__V1__Threat *threat) {
    static const char *const letters[] = {NULL, "S", "T", "R", "I", "D", "E"};
    struct tree_node *list = make_list(&composer->maker);
    unsigned seen = 0;
    for (size_t i = 0; i < threat->n_stride; i++) {
        size_t stride = (size_t)threat->stride[i];
        bool is_new = stride > 0 && stride < COUNT_OF(letters) && (seen >> stride & 1) == 0;
        if (is_new)
            make_add(&composer->maker, list, make_text(&composer->maker, letters[stride]));
        seen |= is_new ? 1u << stride : 0;
    }
    if (list->count > 0)
        composer_put(composer, metadata, "STRIDE", list);
}

static void put_references(struct composer_export *composer, struct tree_node *metadata,
                           const Catalog__V1__Threat *threat) {
    struct tree_maker *maker = &composer->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < threat->n_references; i++) {
        const Catalog__V1__Reference *reference = threat->references[i];
        const char *text = ARENA_JOIN(maker->arena, reference->scheme, ":", reference->id);
        maker->has_failed = maker->has_failed || text == NULL;
        make_add(maker, list, make_text(maker, text));
    }
    if (list->count > 0)
        composer_put(composer, metadata, "custom:references", list);
}

static void put_rating(struct composer_export *composer, struct tree_node *metadata, const Catalog__V1__ThreatUse *use,
                       const Catalog__V1__Threat *threat) {
    uint32_t likelihood = use->likelihood > 0 ? use->likelihood : threat->likelihood;
    uint32_t impact = use->impact > 0 ? use->impact : threat->impact;
    char text[16];
    composer_say(composer, metadata, "Priority", composer_priority(likelihood, impact));
    snprintf(text, sizeof text, "%u x %u", (unsigned)likelihood, (unsigned)impact);
    if (likelihood > 0 && impact > 0) {
        const char *kept = arena_strdup(composer->maker.arena, text);
        composer->maker.has_failed = composer->maker.has_failed || kept == NULL;
        composer_say(composer, metadata, "custom:likelihood-x-impact", kept == NULL ? "" : kept);
    }
}

static void put_comments(struct composer_export *composer, struct tree_node *metadata, const char *text) {
    composer_say(composer, metadata, "Comments", composer_clip(composer, text, COMPOSER_CONTENT_MAX, "a comment"));
}

static void put_metadata(struct composer_export *composer, struct tree_node *node, const Catalog__V1__ThreatUse *use,
                         const Catalog__V1__Threat *threat, const char *statement) {
    struct tree_maker *maker = &composer->maker;
    struct tree_node *metadata = make_list(maker);
    if (threat != NULL) {
        put_stride(composer, metadata, threat);
        put_rating(composer, metadata, use, threat);
        put_comments(composer, metadata, threat->description);
        composer_say(composer, metadata, "custom:title", threat->title);
        put_references(composer, metadata, threat);
    }
    composer_say(composer, metadata, COMPOSER_REF, use->threat);
    composer_say(composer, metadata, "custom:place", use->on);
    composer_put(composer, metadata, COMPOSER_USE, CARRY_LINES(maker, use, COMPOSER_SAID_USE));
    if (use->inline_ != NULL)
        composer_put(composer, metadata, COMPOSER_THREAT, CARRY_LINES(maker, use->inline_, COMPOSER_SAID_THREAT));
    else
        composer_mark(composer, metadata, statement);
    make_put(maker, node, "metadata", metadata);
}

static bool has_action(const Catalog__V1__Threat *threat) {
    return threat != NULL && threat->statement != NULL && threat->statement->action[0] != '\0';
}

/* The parts as they are written, cut to their bounds. NULL: no room. */
static Catalog__V1__ThreatStatement *parts_of(struct composer_export *composer, const Catalog__V1__ThreatUse *use,
                                              const Catalog__V1__Threat *threat) {
    Catalog__V1__ThreatStatement *parts = ARENA_NEW(composer->maker.arena, Catalog__V1__ThreatStatement);
    const char *title = threat == NULL || threat->title[0] == '\0' ? use->threat : threat->title;
    if (parts == NULL)
        return NULL;
    catalog__v1__threat_statement__init(parts);
    if (threat != NULL && threat->statement != NULL)
        *parts = *threat->statement;
    if (use->inline_ == NULL && !has_action(threat))
        parts->action = (char *)(uintptr_t)title;
    char **const texts[] = {&parts->source, &parts->prerequisites, &parts->action, &parts->impact};
    static const char *const words[] = {"who", "what must be so", "what is done", "what follows"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = (char *)(uintptr_t)composer_clip(composer, *texts[i], COMPOSER_PART_MAX, words[i]);
    return parts;
}

/* What PARTS say, cut to its bound. "": no room, which the maker remembers. */
static const char *sentence_of(struct composer_export *composer, const Catalog__V1__ThreatStatement *parts) {
    const char *sentence = parts == NULL ? NULL : composer_sentence(composer->maker.arena, parts);
    composer->maker.has_failed = composer->maker.has_failed || sentence == NULL;
    return sentence == NULL ? "" : composer_clip(composer, sentence, COMPOSER_STATEMENT_MAX, "a statement");
}

static void put_statement(struct composer_export *composer, struct tree_node *node,
                          const Catalog__V1__ThreatStatement *parts, const char *sentence) {
    struct tree_maker *maker = &composer->maker;
    make_put_text(maker, node, "threatSource", parts->source);
    make_put_text(maker, node, "prerequisites", parts->prerequisites);
    make_put_text(maker, node, "threatAction", parts->action);
    make_put_text(maker, node, "threatImpact", parts->impact);
    composer_put_texts(composer, node, "impactedGoal", parts->impacted_goals, parts->n_impacted_goals,
                       COMPOSER_PART_MAX);
    composer_put_texts(composer, node, "impactedAssets", parts->impacted_assets, parts->n_impacted_assets,
                       COMPOSER_PART_MAX);
    make_put_text(maker, node, "statement", sentence);
}

/* A status that a workspace gave it stands among its tags. */
static const char *status_of(const Catalog__V1__Threat *threat, size_t *ret_tag) {
    static const char *const states[] = {"threatResolved", "threatResolvedNotUseful"};
    size_t size = strlen(COMPOSER_STATUS_TAG);
    for (size_t i = 0; threat != NULL && i < threat->n_tags * COUNT_OF(states); i++) {
        const char *tag = threat->tags[i / COUNT_OF(states)];
        const char *state = states[i % COUNT_OF(states)];
        *ret_tag = i / COUNT_OF(states);
        if (strncmp(tag, COMPOSER_STATUS_TAG, size) == 0 && strcmp(tag + size, state) == 0)
            return state;
    }
    *ret_tag = (size_t)-1;
    return "threatIdentified";
}

static void put_tags(struct composer_export *composer, struct tree_node *node, const Catalog__V1__Threat *threat) {
    struct tree_maker *maker = &composer->maker;
    size_t status_tag = 0;
    const char *status = status_of(threat, &status_tag);
    size_t count = 0;
    char **tags = ARENA_ARRAY(maker->arena, char *, (threat == NULL ? 0 : threat->n_tags) + 1);
    for (size_t i = 0; tags != NULL && threat != NULL && i < threat->n_tags; i++) {
        if (i != status_tag)
            tags[count++] = threat->tags[i];
    }
    maker->has_failed = maker->has_failed || tags == NULL;
    make_put(maker, node, "status", make_text(maker, status));
    composer_put_texts(composer, node, "tags", tags, count, COMPOSER_TAG_MAX);
}

struct tree_node *composer_threats(struct composer_export *composer) {
    const Catalog__V1__Model *model = composer->model;
    struct tree_node *list = make_list(&composer->maker);
    for (size_t i = 0; i < model->n_threats; i++) {
        const Catalog__V1__ThreatUse *use = model->threats[i];
        const Catalog__V1__Threat *threat = export_threat_of(composer->export, use);
        struct tree_node *node = composer_entry(composer, composer->threats[i], i + 1);
        const Catalog__V1__ThreatStatement *parts = parts_of(composer, use, threat);
        const char *sentence = sentence_of(composer, parts);
        put_metadata(composer, node, use, threat, sentence);
        put_tags(composer, node, threat);
        if (parts != NULL)
            put_statement(composer, node, parts, sentence);
        make_add(&composer->maker, list, node);
    }
    return list;
}
