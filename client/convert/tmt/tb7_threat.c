#include "convert/plain.h"
#include "convert/tmt/tb7.h"

#include <string.h>

const struct xml_node *tb7_property(const struct xml_node *owner, const char *name) {
    const struct xml_node *property = xml_child(xml_child(owner, "PropertiesMetaData"), "ThreatMetaDatum");
    while (property != NULL && strcmp(xml_child_text(property, "Name"), name) != 0)
        property = xml_next(property);
    return xml_child(xml_child(property, "Values"), "Value");
}

/* One threat of the knowledge base. */
struct reading {
    const struct tb7 *base;
    struct import *import;
    const struct xml_node *node;
    Catalog__V1__Threat *threat;
};

static void note(const struct reading *reading, enum note_kind kind, const char *text) {
    report_add(reading->import->report, kind, reading->base->file, XML_PLACE(reading->node), "%s", text);
}

/* The text of a property in words, or its default. NULL: no room. */
static const char *property_words(const struct reading *reading, const char *name) {
    const struct xml_node *value = tb7_property(reading->node, name);
    const char *preset = string_map_get(&reading->base->defaults, name);
    if (xml_text(value)[0] == '\0' && preset != NULL)
        return plain_text(reading->import->arena, preset);
    return tmt_words(reading->import, value);
}

/* What people read is the property; the description is what older releases of the tool have instead. */
static const char *description_of(const struct reading *reading) {
    const char *shown = property_words(reading, "UserThreatDescription");
    const char *own = tmt_words(reading->import, xml_child(reading->node, "Description"));
    if (shown == NULL || own == NULL || shown[0] == '\0')
        return shown == NULL ? NULL : own;
    if (own[0] != '\0' && strcmp(shown, own) != 0)
        note(reading, NOTE_LOSS, "the threat has two descriptions: the property UserThreatDescription is kept");
    return shown;
}

/* BEFORE and a paragraph with the rule called NAME. */
static const char *with_rule(const struct reading *reading, const char *before, const char *name, const char *label) {
    const char *text = xml_child_text(xml_child(reading->node, "GenerationFilters"), name);
    const char *rule = before == NULL ? NULL : tb7_rule(reading->base, text);
    if (rule == NULL || rule[0] == '\0')
        return rule == NULL ? NULL : before;
    const char *line = ARENA_JOIN(reading->import->arena, label, rule);
    return line == NULL ? NULL : tool_paragraphs(reading->import, before, line);
}

static bool describe(struct reading *reading) {
    struct import *import = reading->import;
    const char *text = description_of(reading);
    text = with_rule(reading, text, "Include", "Arises where: ");
    const char *whole = with_rule(reading, text, "Exclude", "Not where: ");
    if (whole == NULL)
        return false;
    if (xml_child_text(xml_child(reading->node, "GenerationFilters"), "Include")[0] != '\0')
        note(reading, NOTE_LOSS,
             "the rule that generates the threat is kept as text: it speaks of both ends of a flow, a predicate of one "
             "place");
    reading->threat->title = tool_text(tmt_title(import, xml_child(reading->node, "ShortTitle"), "Threat"));
    reading->threat->description = tool_text(whole);
    return reading->threat->title != NULL;
}

/* The category is an id into the list of them; a knowledge base without that list has the name itself. */
static bool classify(const struct reading *reading, const char *child) {
    const char *id = xml_child_text(reading->node, child);
    const struct tb7_category *category = string_map_get(&reading->base->categories, id);
    const char *name = category == NULL ? arena_strdup(reading->import->arena, id) : category->name;
    const char *summary = xml_text(tb7_property(reading->node, "UserThreatShortDescription"));
    if (child[0] == 'C' && summary[0] != '\0' && (category == NULL || strcmp(summary, category->summary) != 0))
        note(reading, NOTE_LOSS, "the short description, which is none of the category's, has no place in a threat");
    return name != NULL && tool_classify(reading->import, reading->threat, TMT_SCHEME, name);
}

static bool rate(const struct reading *reading) {
    const struct tool_place place = {reading->import, reading->base->file, XML_PLACE(reading->node)};
    const char *word = arena_strdup(reading->import->arena, xml_text(tb7_property(reading->node, "Priority")));
    return word != NULL && tool_rate(&place, reading->threat, "priority", word) &&
           tmt_tag(reading->import, reading->threat, "sdl-phase", xml_text(tb7_property(reading->node, "SDLPhase")));
}

static void note_rest(const struct reading *reading) {
    const struct xml_node *property = xml_child(xml_child(reading->node, "PropertiesMetaData"), "ThreatMetaDatum");
    for (; property != NULL; property = xml_next(property)) {
        const char *name = xml_child_text(property, "Name");
        bool is_known =
            xml_text(xml_child(xml_child(property, "Values"), "Value"))[0] == '\0' || tmt_is_known_property(name);
        if (!is_known)
            report_add(reading->import->report, NOTE_LOSS, reading->base->file, XML_PLACE(property),
                       "the property \"%.60s\" has no place in a threat", name);
    }
}

/* What the knowledge base advises becomes a control of its own, which mitigates this one threat. */
static status_code add_control(const struct reading *reading) {
    struct import *import = reading->import;
    const char *advice = property_words(reading, "PossibleMitigations");
    if (advice == NULL || advice[0] == '\0')
        return advice == NULL ? import_no_memory(import) : STATUS_OK;
    const char *name = ARENA_JOIN(import->arena, strchr(reading->threat->name, '/') + 1, "-mitigation");
    const char *slug = name == NULL ? NULL : draft_slug(import, name, "mitigation");
    Catalog__V1__Control *control =
        slug == NULL ? NULL : draft_control(import, reading->base->file, XML_PLACE(reading->node), slug);
    Catalog__V1__ControlMitigation *mitigation =
        DRAFT_NEW(import, Catalog__V1__ControlMitigation, catalog__v1__control_mitigation);
    const char *sentence = plain_sentence(import->arena, advice);
    if (control == NULL || mitigation == NULL || sentence == NULL ||
        !draft_add(import, &control->n_mitigates, &control->mitigates, mitigation))
        return import_no_memory(import);
    mitigation->threat = reading->threat->name;
    mitigation->strength = CATALOG__V1__STRENGTH__STRENGTH_PARTIAL;
    control->title = tool_text(draft_title(import, sentence));
    control->objective = tool_text(advice);
    return control->title == NULL ? import_no_memory(import) : STATUS_OK;
}

status_code tb7_take_threat(void *context, const struct xml_node *threat) {
    const struct tb7 *base = context;
    struct reading reading = {.base = base, .import = base->import, .node = threat};
    const char *id = xml_child_text(threat, "Id");
    if (id[0] == '\0')
        return import_refuse(base->import, base->file, XML_PLACE(threat), "a ThreatType without an Id");
    const char *slug = draft_slug(base->import, id, "threat");
    if (slug != NULL)
        reading.threat = draft_threat(base->import, base->file, XML_PLACE(threat), slug);
    if (reading.threat == NULL || !describe(&reading) || !classify(&reading, "Category") ||
        !classify(&reading, "RelatedCategory") || !rate(&reading))
        return import_no_memory(base->import);
    note_rest(&reading);
    return add_control(&reading);
}
