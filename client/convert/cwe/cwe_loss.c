#include "convert/cwe/cwe.h"

#include <string.h>

/* Elements of entries. What the table has not is its last row. */
static const struct {
    const char *name;
    bool is_kept;
} parts[] = {
    {"", true},
    {"Description", true},
    {"Extended_Description", true},
    {"Summary", true},
    {"Objective", true},
    {"Filter", true},
    {"Relationships", true},
    {"Members", true},
    {"Related_Weaknesses", true},
    {"Related_Attack_Patterns", true},
    {"Potential_Mitigations", true},
    {"Taxonomy_Mappings", true},
    {"Likelihood_Of_Exploit", true},
    {"Common_Consequences", true},
    {"Weakness_Ordinalities", false},
    {"Applicable_Platforms", false},
    {"Background_Details", false},
    {"Alternate_Terms", false},
    {"Modes_Of_Introduction", false},
    {"Exploitation_Factors", false},
    {"Detection_Methods", false},
    {"Demonstrative_Examples", false},
    {"Observed_Examples", false},
    {"Functional_Areas", false},
    {"Affected_Resources", false},
    {"Audience", false},
    {"References", false},
    {"Mapping_Notes", false},
    {"Notes", false},
    {"Content_History", false},
    {"What is not known of an entry", false},
};
_Static_assert(COUNT_OF(parts) <= CWE_LOSSES_MAX, "each part has a count");

static size_t part_of(const char *name) {
    size_t i = 0;
    while (i + 1 < COUNT_OF(parts) && strcmp(parts[i].name, name) != 0)
        i++;
    return i;
}

void cwe_count_losses(struct cwe *cwe, const struct xml_node *entry) {
    bool is_counted[COUNT_OF(parts)] = {false};
    for (const struct xml_node *node = entry->first; node != NULL; node = node->next) {
        size_t part = part_of(node->name);
        cwe->losses[part] += !is_counted[part];
        is_counted[part] = true;
    }
}

static void note(const struct cwe *cwe, const char *text, size_t count) {
    if (count > 0)
        report_add(cwe->import->report, NOTE_LOSS, cwe->file, NULL, "%s: %zu", text, count);
}

void cwe_report_losses(const struct cwe *cwe) {
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (!parts[i].is_kept && cwe->losses[i] > 0)
            report_add(cwe->import->report, NOTE_LOSS, cwe->file, NULL,
                       "%s has no place in a taxonomy; entries with it: %zu", parts[i].name, cwe->losses[i]);
    }
    note(cwe, "relations other than to a parent in views 1000 and 699 are left out", cwe->relations_lost);
    note(cwe, "counterparts in schemes that are not known are left out", cwe->mappings_lost);
    note(cwe, "notes on consequences are left out", cwe->notes_lost);
    note(cwe, "what entries have more of than is read is left out", cwe->cut);
}
