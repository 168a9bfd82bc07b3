/* What a Threat Composer workspace says of a part in fields of its own, and the `custom:` metadata that carry the rest.
 * The exporter leaves the first out of the second, and the importer does not take it from there. */
#ifndef CATALOG_CONVERT_THREAT_COMPOSER_COMPOSER_SAID_H
#define CATALOG_CONVERT_THREAT_COMPOSER_COMPOSER_SAID_H

#define COMPOSER_REF "custom:catalog-ref" /* the name of an object of the catalog */

/* On the one assumption that carries the model; its value is lines of YAML, as are those of the next four. */
#define COMPOSER_FEATURE    "custom:catalogd-feature"
#define COMPOSER_COMPONENT  "custom:catalogd-component"
#define COMPOSER_USE        "custom:catalogd-threat-use"
#define COMPOSER_THREAT     "custom:catalogd-threat"
#define COMPOSER_MITIGATION "custom:catalogd-mitigation"
#define COMPOSER_CONTROL    "custom:catalogd-control"

/* The mark (convert/carry.h) of the text that stands for something of the catalog: the statement of a threat, the
 * content of a mitigation. */
#define COMPOSER_MARK "custom:catalogd-written"

/* On an assumption that says in words what the model carries: which list of the model it is from. */
#define COMPOSER_FROM "custom:catalogd-from"

#define COMPOSER_SAID_MODEL   "name", "title", "description", "threats", "mitigations"
#define COMPOSER_SAID_USE     "inline"
#define COMPOSER_SAID_THREAT  "statement", "stride", "description", "tags"
#define COMPOSER_SAID_CONTROL "objective", "description", "tags"

/* Of a mitigation whose control is written in the model; of any other. */
#define COMPOSER_SAID_INLINE "inline"
#define COMPOSER_SAID_NAMED  "description"

/* The tag that keeps what the status of a threat says beyond its mitigations. */
#define COMPOSER_STATUS_TAG "status:"

#endif
