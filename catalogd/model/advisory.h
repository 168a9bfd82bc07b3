/* Advisories about the versions that one resolution chose: what they void, which rows that touches, and whether those
 * are answered all the same.
 *
 * Of a component an advisory voids the provisions it names, and every provision against the threats it names; where it
 * names neither, all of them. Of a control it voids whatever has that control (provisions, mitigations, the platform's)
 * against the threats it names; without threats altogether. What is voided does not count, and what rests on it is lost
 * as with any other reason. The threats that a provision is voided against, and those that an advisory of a component
 * names, get rows at the places of the instance (model/rows.h).
 *
 * It touches the rows it brings and those that lose a control, or gain a duty that is not met, when it is the only
 * advisory there is. It is answered when every row it touches is MITIGATED without what is voided, or ACCEPTED or
 * NOT_APPLICABLE by a decision that was approved after it was published. */
#ifndef CATALOGD_MODEL_ADVISORY_H
#define CATALOGD_MODEL_ADVISORY_H

#include "model/rows.h"
#include "model/unknowns.h"

struct advisory_node {
    const Catalog__V1__Advisory *message;
    const struct view_version *version; /* the one chosen */
    const char *label;                  /* "name@version#id" */
    struct string_map provisions;       /* ids that it names */
    struct string_map threats;          /* names */
    bool is_whole;                      /* it names neither */
    bool is_active;                     /* what it voids does not count: see advisory_activate */
    VECTOR(struct voiding *) voidings;  /* of the records that it voids */
    VECTOR(const struct row *) rows;    /* that it touches */
    const char *fixed_in;               /* "": none */
    worlds answered;
    name_list unknown; /* what settles it where only a lenient world answers it */
};

/* Adds to LIST a node for each advisory about VERSION, which was chosen. */
MUST_CHECK bool advisory_find(struct graph *graph, const struct view_version *version, advisory_list *list);

/* Finds the advisories about the components chosen and notes what each voids of their provisions. After rules_compile.
 */
MUST_CHECK bool advisory_void_provisions(struct graph *graph);

/* Notes which advisories void MITIGATION, whose threats and control are there. */
MUST_CHECK bool advisory_void_mitigation(struct graph *graph, struct mitigation *mitigation);

/* Makes what NODE voids count or not. All are active but while advisory_judge tries them one by one. */
void advisory_activate(struct advisory_node *node, bool is_active);

/* Whether active advisories void CONTROL against THREAT; altogether. */
bool advisory_voids_control_for(const struct control_node *control, const struct threat_node *threat);
bool advisory_voids_control(const struct control_node *control);

/* Adds to CAUSES those of the advisories in LIST. */
MUST_CHECK bool advisory_causes(struct graph *graph, const advisory_list *list, cause_list *causes);

/* The same of those that void CONTROL against THREAT. */
MUST_CHECK bool advisory_control_causes(struct graph *graph, const struct control_node *control,
                                        const struct threat_node *threat, cause_list *causes);

/* Adds to PROVISION's causes the advisories that leave it nothing to count for. */
MUST_CHECK bool advisory_explain_provision(struct graph *graph, struct provision *provision);

/* Brings the rows of the advisories about INSTANCE. */
MUST_CHECK bool advisory_add_rows(struct graph *graph, const struct instance *instance);

/* Finds out what each advisory touches and whether it is answered. For when decisions are judged. */
MUST_CHECK bool advisory_judge(struct graph *graph);

/* The newest published or deprecated version of NODE's object that the range leaves out and every requirement on it
 * admits; of a control the newest release. *ret_version is "" where there is none. */
MUST_CHECK bool advisory_fixed_in(struct graph *graph, const struct advisory_node *node, const char **ret_version);

#endif
