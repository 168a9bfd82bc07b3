#include "convert/threat_composer/threat_composer.h"

#include <string.h>

#define SCHEME "threat-composer"

static const char *skip_article(const char *text) {
    static const char *const articles[] = {"An ", "A ", "an ", "a "};
    for (size_t i = 0; i < COUNT_OF(articles); i++) {
        if (strncmp(text, articles[i], strlen(articles[i])) == 0)
            return text + strlen(articles[i]);
    }
    return text;
}

static int next_letter(const char **at) {
    while (**at != '\0' && strchr(" \t\r\n.,;:", **at) != NULL)
        (*at)++;
    unsigned char byte = (unsigned char)**at;
    if (byte == '\0')
        return '\0';
    (*at)++;
    return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
}

/* Whether A and B are the same apart from the article, case, spaces and punctuation. */
static bool reads_alike(const char *a, const char *b) {
    int one = 0;
    a = skip_article(a);
    b = skip_article(b);
    do {
        one = next_letter(&a);
        if (one != next_letter(&b))
            return false;
    } while (one != '\0');
    return true;
}

/* "a", "a LAST b", "a, b LAST c". */
static const char *enumerate(struct arena *arena, char *const *words, size_t count, const char *last) {
    VECTOR(const char *) parts = {0};
    for (size_t i = 0; i < count; i++) {
        const char *between = i == 0 ? "" : i + 1 == count ? last : ", ";
        if (!vector_push(arena, &parts, between) || !vector_push(arena, &parts, words[i]))
            return NULL;
    }
    return count == 0 ? "" : arena_join(arena, parts.items, parts.count);
}

/* PART behind LEAD; "" where there is none. */
static const char *lead(struct arena *arena, const char *words, const char *part) {
    return part == NULL || part[0] == '\0' ? part : ARENA_JOIN(arena, words, part);
}

const char *composer_sentence(struct arena *arena, const Catalog__V1__ThreatStatement *parts) {
    const char *source = parts->source;
    const char *before = lead(arena, " ", parts->prerequisites);
    const char *action = lead(arena, " can ", parts->action);
    const char *impact = lead(arena, ", which leads to ", parts->impact);
    const char *goals = lead(arena, ", resulting in reduced ",
                             enumerate(arena, parts->impacted_goals, parts->n_impacted_goals, " and/or "));
    const char *assets = lead(arena, parts->n_impacted_goals == 0 ? ", negatively impacting " : " of ",
                              enumerate(arena, parts->impacted_assets, parts->n_impacted_assets, " and "));
    if (before == NULL || action == NULL || impact == NULL || goals == NULL || assets == NULL)
        return NULL;
    return ARENA_JOIN(arena, source, before, action, impact, goals, assets);
}

bool composer_fill_statement(struct import *import, const struct tree_node *node, Catalog__V1__Threat *threat) {
    Catalog__V1__ThreatStatement *parts =
        DRAFT_NEW(import, Catalog__V1__ThreatStatement, catalog__v1__threat_statement);
    if (parts == NULL)
        return false;
    parts->source = tool_text(draft_text(node, "threatSource"));
    parts->prerequisites = tool_text(draft_text(node, "prerequisites"));
    parts->action = tool_text(draft_text(node, "threatAction"));
    parts->impact = tool_text(draft_text(node, "threatImpact"));
    threat->statement = parts;
    return tool_add_texts(import, &parts->n_impacted_goals, &parts->impacted_goals, draft_list(node, "impactedGoal")) &&
           tool_add_texts(import, &parts->n_impacted_assets, &parts->impacted_assets,
                          draft_list(node, "impactedAssets"));
}

/* The whole sentence is kept where it says something else than its parts. */
static bool describe(struct import *import, const struct tree_node *node, Catalog__V1__Threat *threat) {
    const char *sentence = draft_text(node, "statement");
    const char *composed = composer_sentence(import->arena, threat->statement);
    if (composed == NULL)
        return false;
    const char *kept = reads_alike(sentence, composed) ? "" : sentence;
    const char *text = tool_paragraphs(import, kept, composer_metadata(node, "Comments"));
    threat->description = tool_text(text);
    return text != NULL;
}

static bool name(const struct composer *composer, const struct tree_node *node, Catalog__V1__Threat *threat) {
    const char *const titles[] = {threat->statement->action, threat->statement->impact, draft_text(node, "statement"),
                                  draft_text(node, "id"), "Threat"};
    size_t i = 0;
    while (titles[i][0] == '\0')
        i++;
    if (i > 0)
        report_add(composer->import->report, NOTE_WARNING, composer->file, node,
                   "the threat has no action: its title is made from what else there is");
    threat->title = tool_text(draft_title(composer->import, titles[i]));
    return threat->title != NULL && tool_tag(composer->import, &threat->n_tags, &threat->tags, TOOL_TAG_DERIVED);
}

bool composer_classify(const struct composer *composer, const struct tree_node *value, Catalog__V1__Threat *threat) {
    if (value->kind != TREE_LIST)
        return tool_classify(composer->import, threat, SCHEME, value->text);
    bool is_added = true;
    for (size_t i = 0; i < value->count && is_added; i++)
        is_added = tool_classify(composer->import, threat, SCHEME, value->entries[i].value->text);
    return is_added;
}

/* Where a threat was taken from: a pack, and its id there. */
static bool refer(struct import *import, const struct tree_node *node, Catalog__V1__Threat *threat) {
    const char *pack = composer_metadata(node, "threatPackId");
    const char *id = composer_metadata(node, "threatPackThreatId");
    if (pack[0] == '\0' || id[0] == '\0')
        return true;
    Catalog__V1__Reference *reference = DRAFT_NEW(import, Catalog__V1__Reference, catalog__v1__reference);
    char *whole = ARENA_JOIN(import->arena, pack, "/", id);
    if (reference == NULL || whole == NULL)
        return false;
    reference->scheme = tool_text(SCHEME);
    reference->id = whole;
    return draft_add(import, &threat->n_references, &threat->references, reference);
}

static bool is_taken(const char *key) {
    static const char *const taken[] = {"STRIDE", "Priority", "Comments", "threatPackId", "threatPackThreatId"};
    for (size_t i = 0; i < COUNT_OF(taken); i++) {
        if (strcmp(key, taken[i]) == 0)
            return true;
    }
    return false;
}

static bool read_metadata(const struct composer *composer, const struct tree_node *node, Catalog__V1__Threat *threat) {
    struct tool_place place = {composer->import, composer->file, node};
    const struct tree_node *metadata = draft_list(node, "metadata");
    bool is_added = refer(composer->import, node, threat);
    for (size_t i = 0; i < metadata->count && is_added; i++) {
        const struct tree_node *entry = metadata->entries[i].value;
        const struct tree_node *value = entry->kind == TREE_MAP ? tree_get(entry, "value") : NULL;
        const char *key = draft_text(entry, "key");
        if (!is_taken(key))
            report_add(composer->import->report, NOTE_LOSS, composer->file, entry,
                       "the metadata \"%.60s\" has no place in a threat", key);
        else if (strcmp(key, "STRIDE") == 0 && value != NULL)
            is_added = composer_classify(composer, value, threat);
        else if (strcmp(key, "Priority") == 0)
            is_added = tool_rate(&place, threat, "priority", draft_text(entry, "value"));
    }
    return is_added;
}

bool composer_keep_status(const struct composer *composer, const struct tree_node *node, Catalog__V1__Threat *threat) {
    const char *status = draft_text(node, "status");
    if (status[0] == '\0' || strcmp(status, "threatIdentified") == 0)
        return true;
    report_add(composer->import->report, NOTE_LOSS, composer->file, node,
               "the status \"%.40s\" is kept as a tag only: what counts for a threat is its mitigations and decisions",
               status);
    const char *tag = ARENA_JOIN(composer->import->arena, COMPOSER_STATUS_TAG, status);
    return tag != NULL && tool_tag(composer->import, &threat->n_tags, &threat->tags, tag);
}

bool composer_fill_threat(const struct composer *composer, const struct tree_node *node, Catalog__V1__Threat *threat) {
    struct import *import = composer->import;
    return composer_fill_statement(import, node, threat) &&
           tool_add_texts(import, &threat->n_tags, &threat->tags, draft_list(node, "tags")) &&
           name(composer, node, threat) && describe(import, node, threat) && read_metadata(composer, node, threat) &&
           composer_keep_status(composer, node, threat);
}

bool composer_fill_control(const struct composer *composer, const struct tree_node *node,
                           Catalog__V1__Control *control) {
    struct import *import = composer->import;
    const char *content = draft_text(node, "content");
    if (content[0] == '\0')
        report_add(import->report, NOTE_WARNING, composer->file, node,
                   "the mitigation says nothing: `content` is empty");
    control->title = tool_text(draft_title(import, content[0] == '\0' ? "Mitigation" : content));
    control->objective = tool_text(content);
    control->description = tool_text(composer_metadata(node, "Comments"));
    return control->title != NULL && tool_add_texts(import, &control->n_tags, &control->tags, draft_list(node, "tags"));
}
