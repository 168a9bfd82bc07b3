/* What a Threat Model Library file says of a part in keys of its own, and what it carries beside them: its objects are
 * closed to other keys, so that all of it stands in one place,
 *   extensions: {"catalogd.internal/native": {MODEL: {...}, LIST: {NAME: {part: {...}, ...}}}}
 * The exporter leaves the first out of the second, and the importer does not take it from there. */
#ifndef CATALOG_CONVERT_TML_TML_SAID_H
#define CATALOG_CONVERT_TML_TML_SAID_H

/* The format wants a domain and a path; names below `internal` are nobody's in particular. */
#define TML_CARRIED "catalogd.internal/native"

/* Keys of what is carried of the whole. */
#define TML_CARRIED_FEATURE   "feature"
#define TML_CARRIED_COMPONENT "component"
#define TML_CARRIED_SLUG      "slug"
#define TML_CARRIED_NO_ZONE   "no_zone" /* the symbolic name of the zone of what stands in none */

/* Keys of what is carried of one entry of a list. */
#define TML_CARRIED_ID        "id"      /* where the symbolic name is another */
#define TML_CARRIED_UNNAMED   "unnamed" /* a use without an id */
#define TML_CARRIED_PART      "part"    /* the message */
#define TML_CARRIED_INLINE    "inline"  /* the threat or control written in it */
#define TML_CARRIED_STATEMENT "statement"
#define TML_CARRIED_MARKS     "written" /* by key: the mark (convert/carry.h) of what says it in other words */

/* The list whose one entry stands for the scope, with its marks. */
#define TML_CARRIED_SCOPE "scope"

/* The persona of threats that name nobody. */
#define TML_NO_PERSONA "not-stated"

#define TML_SAID_MODEL                                                                                                 \
    "name", "title", "description", "tags", "trust_zones", "elements", "assets", "data_flows", "threats", "mitigations"
#define TML_SAID_ZONE       "id", "title"
#define TML_SAID_ELEMENT    "id", "title", "description", "kind", "zone"
#define TML_SAID_ASSET      "id", "title", "description"
#define TML_SAID_FLOW       "id", "title"
#define TML_SAID_USE        "id", "inline", "rationale"
#define TML_SAID_THREAT     "title", "description", "statement"
#define TML_SAID_STATEMENT  "source", "action"
#define TML_SAID_MITIGATION "id", "title", "inline"
#define TML_SAID_CONTROL    "title", "objective"

#endif
