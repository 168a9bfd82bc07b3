/* What an Open Threat Model file says of a part in fields of its own, and the keys of what it carries beside them:
 * `attributes: {catalogd: {PART: {...}, written: {KEY: MARK}}}`. The exporter leaves the first out of the second, and
 * the importer does not take it from there. */
#ifndef CATALOG_CONVERT_OTM_OTM_SAID_H
#define CATALOG_CONVERT_OTM_OTM_SAID_H

#define OTM_CARRIED "catalogd"

/* Beside the part: by key, the mark (convert/carry.h) of each field that says in other words what is carried. */
#define OTM_MARKS "written"

/* The zone of what stands in none: the format wants one, and no id looks like this. */
#define OTM_NO_ZONE "-"

#define OTM_SAID_MODEL                                                                                                 \
    "name", "title", "description", "owner", "tags", "trust_zones", "elements", "dependencies", "entry_points",        \
        "assets", "data_flows", "threats", "mitigations"
#define OTM_SAID_ELEMENT     "id", "title", "zone", "description"
#define OTM_SAID_DEPENDENCY  "alias"
#define OTM_SAID_ENTRY_POINT "id", "title"
#define OTM_SAID_ASSET       "id", "title", "description"
#define OTM_SAID_FLOW        "id", "title", "from", "to", "assets"
#define OTM_SAID_USE         "on", "inline"
#define OTM_SAID_THREAT      "title", "description", "likelihood", "impact"
#define OTM_SAID_MITIGATION  "title"

#endif
