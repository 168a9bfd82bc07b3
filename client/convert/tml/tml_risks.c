#include "convert/tml/tml.h"

#include <string.h>

static void note(const struct tml *tml, enum note_kind kind, const struct tree_node *node, const char *text) {
    report_add(tml->import->report, kind, tml->file, node, "%s", text);
}

static uint32_t step_of(const char *const scale[TML_SCALE_STEPS], const char *word) {
    for (uint32_t i = 0; i < TML_SCALE_STEPS; i++) {
        if (strcmp(scale[i], word) == 0)
            return i + 1;
    }
    return 0;
}

/* A risk as it is taken over. */
struct risk {
    const struct tree_node *node;
    uint32_t likelihood, impact;
    const char *rationale;
    bool is_changed; /* since it was written from a rating that is carried, or that is the catalog's */
    const char *tag; /* "": it was made of the rating of one threat, and goes back there */
};

/* A rating that the file carries is nearer to what was written than the risk that was made of it. */
static bool rate_use(const struct tml *tml, const struct risk *risk, Catalog__V1__ThreatUse *use) {
    Catalog__V1__Threat *threat = use->inline_;
    bool is_carried = use->likelihood > 0 || use->impact > 0 || threat->likelihood > 0 || threat->impact > 0;
    if (tml->own == NULL || !is_carried) {
        threat->likelihood = risk->likelihood;
        threat->impact = risk->impact;
    } else if (risk->is_changed) {
        use->likelihood = risk->likelihood;
        use->impact = risk->impact;
    }
    use->rationale = tool_text(risk->rationale);
    return tool_tag(tml->import, &threat->n_tags, &threat->tags, risk->tag);
}

static bool rate(struct tml *tml, const struct risk *risk, struct tml_threat *threat) {
    uint32_t score = risk->likelihood * risk->impact;
    if (threat->score >= score && threat->score > 0) {
        note(tml, NOTE_WARNING, risk->node, "a threat of it is in another risk too, which is as high: that one counts");
        return true;
    }
    if (threat->score > 0)
        note(tml, NOTE_WARNING, risk->node, "a threat of it is in another risk too, which is lower: this one counts");
    threat->score = score;
    bool is_added = true;
    for (size_t i = 0; i < threat->uses.count && is_added; i++) {
        Catalog__V1__ThreatUse *use = threat->uses.items[i];
        if (use->inline_ != NULL)
            is_added = rate_use(tml, risk, use);
        else if (risk->is_changed) {
            use->likelihood = risk->likelihood;
            use->impact = risk->impact;
        }
    }
    return is_added;
}

static bool take_risk(struct tml *tml, struct risk *risk) {
    struct import *import = tml->import;
    const char *name = draft_text(risk->node, "symbolic_name");
    const char *description = tml_text(tml, risk->node, "description");
    const char *impact = tml_text(tml, risk->node, "impact_description");
    if (description == NULL || impact == NULL)
        return false;
    risk->is_changed = tml_is_changed(tml, "risks", name, risk->node, "likelihood") ||
                       tml_is_changed(tml, "risks", name, risk->node, "impact");
    bool is_made = strncmp(name, TML_RISK_OF, strlen(TML_RISK_OF)) == 0;
    risk->likelihood = step_of(tml_likelihoods, draft_text(risk->node, "likelihood"));
    risk->impact = step_of(tml_impacts, draft_text(risk->node, "impact"));
    risk->rationale = tool_paragraphs(import, description, impact);
    risk->tag = is_made || name[0] == '\0' ? "" : ARENA_JOIN(import->arena, TML_TAG_RISK ":", name);
    return risk->rationale != NULL && risk->tag != NULL;
}

/* A risk is of many threats, and a rating of one: each gets it, with the risk's name as a tag. */
status_code tml_read_risk(struct tml *tml, const struct tree_node *node) {
    const struct tree_node *names = draft_list(node, "threats");
    struct risk risk = {.node = node};
    if (!take_risk(tml, &risk))
        return import_no_memory(tml->import);
    if (risk.tag[0] != '\0')
        note(tml, NOTE_LOSS, node,
             "a risk has no place of its own: each of its threats has its rating, its text and its name as a tag");
    if (risk.likelihood == 0 || risk.impact == 0)
        note(tml, NOTE_WARNING, node, "its likelihood or its impact is no known word");
    bool is_rated = true;
    for (size_t i = 0; i < names->count && is_rated; i++) {
        const struct tree_node *name = names->entries[i].value;
        struct tml_threat *threat = string_map_get(&tml->threats, name->text);
        if (threat == NULL)
            report_add(tml->import->report, NOTE_WARNING, tml->file, name, "there is no threat \"%.60s\"", name->text);
        else
            is_rated = rate(tml, &risk, threat);
    }
    return is_rated ? STATUS_OK : import_no_memory(tml->import);
}
