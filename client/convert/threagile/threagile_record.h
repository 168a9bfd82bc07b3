/* Records of what is done about risks: "rule@part@part", in which `*` stands for any. */
#ifndef CATALOG_CONVERT_THREAGILE_THREAGILE_RECORD_H
#define CATALOG_CONVERT_THREAGILE_THREAGILE_RECORD_H

#include "convert/threagile/threagile.h"
#include "convert/threagile/threagile_rules.h"

enum threagile_treatment { THREAGILE_OPEN, THREAGILE_ACCEPTED, THREAGILE_FALSE, THREAGILE_PLANNED, THREAGILE_DONE };

/* One record, and the threats that it is found to be about. */
struct threagile_record {
    struct threagile *threagile;
    const char *key;
    const char *parts; /* of the key, behind the rule */
    const char *rule;
    bool is_wild; /* a part stands for any */
    const struct tree_node *node;
    enum threagile_treatment treatment;
    const char *text; /* what it says in words */
    VECTOR(Catalog__V1__ThreatUse *) uses;
};

/* Whether what is called by any of NAMES is meant: every part names it, or is data, a boundary or a runtime, which says
 * nothing of which asset or link is meant; and not all are. */
bool threagile_is_meant(const struct threagile_record *record, const char *const *names, size_t count);

/* Calls TAKE with each place of SUBJECT that the key names; a wildcard names nothing that is out of scope. False: TAKE
 * had no room. */
typedef bool threagile_take_place(struct threagile_record *record, const char *place);
bool threagile_take(struct threagile_record *record, enum threagile_subject subject, threagile_take_place *take);

/* Puts the threat of RULE, which is built in, at the places that the key names. False: no room. */
bool threagile_track_rule(struct threagile_record *record, const struct threagile_rule *rule);

#endif
