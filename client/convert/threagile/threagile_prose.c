#include "convert/threagile/threagile.h"

#include "convert/plain.h"

/* What a user of the other tool writes down in words, about the whole. */

static status_code read_abuse_case(struct threagile *threagile, const char *title, const struct tree_node *node) {
    struct import *import = threagile->import;
    Catalog__V1__ThreatUse *use = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    Catalog__V1__Threat *threat = DRAFT_NEW(import, Catalog__V1__Threat, catalog__v1__threat);
    const char *plain = tool_plain_title(import, title, "Abuse case");
    const char *description = plain_text(import->arena, node->text);
    const char *key = ARENA_JOIN(import->arena, "abuse ", title);
    const char *id = key == NULL ? NULL : draft_id(&threagile->ids, "threat", "", key);
    const char *whole = threagile_whole(threagile);
    if (use == NULL || threat == NULL || plain == NULL || description == NULL || id == NULL || whole == NULL ||
        !tool_tag(import, &threat->n_tags, &threat->tags, "abuse-case"))
        return import_no_memory(threagile->import);
    threat->title = tool_text(plain);
    threat->description = tool_text(description);
    use->id = tool_text(id);
    use->inline_ = threat;
    use->on = tool_text(whole);
    threagile_note(threagile, NOTE_WARNING, node,
                   "an abuse case names no place and has no rating: it stands on `%s` until it is moved", whole);
    return draft_add(import, &threagile->feature->n_threats, &threagile->feature->threats, use)
               ? STATUS_OK
               : import_no_memory(threagile->import);
}

static status_code read_requirement(struct threagile *threagile, const char *title, const struct tree_node *node) {
    struct import *import = threagile->import;
    const char *plain = tool_plain_title(import, title, "Security requirement");
    const char *objective = plain_text(import->arena, node->text);
    const char *key = ARENA_JOIN(import->arena, "requirement ", title);
    const char *id = key == NULL ? NULL : draft_id(&threagile->ids, "mitigation", "", key);
    const char *whole = threagile_whole(threagile);
    Catalog__V1__Mitigation *mitigation = tool_mitigation(import, threagile->feature, id, plain);
    if (mitigation == NULL || objective == NULL || whole == NULL ||
        !tool_tag(import, &mitigation->inline_->n_tags, &mitigation->inline_->tags, "security-requirement") ||
        !tool_tag(import, &mitigation->n_on, &mitigation->on, whole))
        return import_no_memory(threagile->import);
    mitigation->inline_->objective = tool_text(objective);
    threagile_note(threagile, NOTE_WARNING, node,
                   "a security requirement answers no threat that it names: it is a proposed control");
    return STATUS_OK;
}

/* An empty answer is none. */
static status_code read_question(struct threagile *threagile, const char *title, const struct tree_node *node) {
    struct import *import = threagile->import;
    const char *question = plain_text(import->arena, title);
    const char *answer = plain_text(import->arena, node->text);
    if (question == NULL || answer == NULL)
        return import_no_memory(threagile->import);
    bool is_open = answer[0] == '\0';
    const char *text = ARENA_JOIN(import->arena, "Question: ", question, " Answer: ", is_open ? "none yet." : answer);
    passage_add(&threagile->prose, import->arena, "\n\n", text);
    threagile_note(threagile, is_open ? NOTE_WARNING : NOTE_LOSS, node,
                   is_open ? "the question has no answer yet: it stands in the description"
                           : "a model has no questions: this one stands in the description with its answer");
    return STATUS_OK;
}

status_code threagile_read_prose(struct threagile *threagile) {
    static const struct {
        const char *key;
        threagile_read *read;
    } parts[] = {
        {"abuse_cases", read_abuse_case}, {"security_requirements", read_requirement}, {"questions", read_question}};
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(parts) && code == STATUS_OK; i++)
        code = threagile_each_text(threagile, parts[i].key, parts[i].read);
    return code;
}
