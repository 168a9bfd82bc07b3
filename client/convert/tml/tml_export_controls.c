#include "convert/tml/tml_export.h"

#include <string.h>

static struct tree_node *answered(struct tml_export *tml, const Catalog__V1__Mitigation *mitigation,
                                  const char *const *names) {
    struct tree_node *list = make_list(&tml->maker);
    for (size_t i = 0; i < tml->model->n_threats; i++) {
        if (export_answers(mitigation, tml->model->threats[i]))
            make_add(&tml->maker, list, make_text(&tml->maker, names[i]));
    }
    return list;
}

static const char *status_of(const Catalog__V1__Mitigation *mitigation) {
    static const struct {
        Catalog__V1__MitigationStatus status;
        const char *word;
    } words[] = {{CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED, "scheduled"},
                 {CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED, "active"},
                 {CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_VERIFIED, "active"}};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (words[i].status == mitigation->status)
            return words[i].word;
    }
    return "suggested";
}

static const char *priority_of(const Catalog__V1__Control *control) {
    static const char *const words[] = {"low", "medium", "high", "critical"};
    size_t size = strlen(TML_TAG_PRIORITY ":");
    for (size_t i = 0; control != NULL && i < control->n_tags; i++) {
        const char *tag = control->tags[i];
        for (size_t j = 0; strncmp(tag, TML_TAG_PRIORITY ":", size) == 0 && j < COUNT_OF(words); j++) {
            if (strcmp(tag + size, words[j]) == 0)
                return words[j];
        }
    }
    return "none";
}

/* A status that two words of ours are written as, and none, are carried. */
static bool is_status_said(const Catalog__V1__Mitigation *mitigation) {
    return mitigation->status != CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_VERIFIED &&
           mitigation->status != CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_UNSPECIFIED;
}

static void carry_mitigation(struct tml_export *tml, const char *name, const Catalog__V1__Mitigation *mitigation) {
    struct tree_maker *maker = &tml->maker;
    tml_export_carry(tml, "controls", name, TML_CARRIED_PART,
                     is_status_said(mitigation) ? CARRY_MAP(maker, mitigation, TML_SAID_MITIGATION, "status")
                                                : CARRY_MAP(maker, mitigation, TML_SAID_MITIGATION));
    if (strcmp(mitigation->id, name) != 0)
        tml_export_carry(tml, "controls", name, TML_CARRIED_ID, make_text(maker, mitigation->id));
    if (mitigation->inline_ != NULL)
        tml_export_carry(tml, "controls", name, TML_CARRIED_INLINE,
                         CARRY_MAP(maker, mitigation->inline_, TML_SAID_CONTROL));
}

struct tree_node *tml_export_control(struct tml_export *tml, const Catalog__V1__Mitigation *mitigation,
                                     const char *const *names) {
    struct tree_maker *maker = &tml->maker;
    const Catalog__V1__Control *control = export_control_of(tml->export, mitigation);
    const char *name = tml_export_name(tml, mitigation->id);
    const char *title = mitigation->title[0] == '\0' && control != NULL ? control->title : mitigation->title;
    struct tree_node *node = tml_export_entry(tml, name, title, control == NULL ? "" : control->objective);
    make_put(maker, node, "threats", answered(tml, mitigation, names));
    make_put(maker, node, "status", make_text(maker, status_of(mitigation)));
    make_put(maker, node, "priority", make_text(maker, priority_of(control)));
    carry_mitigation(tml, name, mitigation);
    tml_export_mark(tml, "controls", name, node, mitigation->inline_ == NULL ? "description" : "priority");
    return node;
}
