#include "convert/threat_dragon/threat_dragon.h"
#include "convert/tool_parts.h"

static void note_keys(const struct dragon *dragon, const struct tree_node *node, const char *const *known,
                      size_t count) {
    struct tool_place place = {dragon->import, dragon->file, node};
    tool_note_keys(&place, known, count);
}

/* What is read, what only the drawing needs (in version 1 it stands among the rest), and what the tool counts. */
void dragon_note_cell(const struct dragon *dragon, const struct tree_node *cell) {
    static const char *const known[] = {
        "type",
        "name",
        "description",
        "outOfScope",
        "reasonOutOfScope",
        "isBidirectional",
        "isPublicNetwork",
        "protocol",
        "threats",
        "hasOpenThreats",
        "threatFrequency",
        "isTrustBoundary",
        "id",
        "attrs",
        "angle",
        "labels",
        "position",
        "size",
        "smooth",
        "source",
        "target",
        "vertices",
        "z",
        "$$hashKey",
    };
    note_keys(dragon, dragon_data(cell), known, COUNT_OF(known));
}

void dragon_note_threat(const struct dragon *dragon, const struct tree_node *threat) {
    static const char *const known[] = {
        "id",          "threatId",   "title",  "type", "modelType", "status",    "severity",
        "description", "mitigation", "number", "new",  "ruleId",    "$$hashKey",
    };
    note_keys(dragon, threat, known, COUNT_OF(known));
}

void dragon_note_diagram(const struct dragon *dragon, const struct tree_node *diagram) {
    static const char *const known[] = {"id",      "title",       "diagramType", "diagramJson", "cells",
                                        "version", "placeholder", "size",        "thumbnail",   "$$hashKey"};
    note_keys(dragon, diagram, known, COUNT_OF(known));
}

void dragon_note_head(const struct dragon *dragon, const struct tree_node *summary, const struct tree_node *detail) {
    static const char *const known[] = {"version", "summary", "detail"};
    static const char *const of_summary[] = {"id", "title", "owner", "description"};
    static const char *const of_detail[] = {"diagrams", "reviewer", "contributors", "diagramTop", "threatTop"};
    note_keys(dragon, dragon->root, known, COUNT_OF(known));
    note_keys(dragon, summary, of_summary, COUNT_OF(of_summary));
    note_keys(dragon, detail, of_detail, COUNT_OF(of_detail));
}
