/* OWASP Application Security Verification Standard: its requirements as a release of the scheme "asvs", whichever of
 * its published shapes they are in (nested JSON of 4.x and 5.x, flat JSON, CSV), and how the requirements of one
 * release became those of another. https://owasp.org/www-project-application-security-verification-standard/
 *
 * Chapters and sections are entries above their requirements. The same texts make the same release, whatever the shape:
 * flat JSON and CSV do not say which release they are, which is read from the name of the file. */
#ifndef CATALOG_CONVERT_ASVS_ASVS_H
#define CATALOG_CONVERT_ASVS_ASVS_H

#include "convert/draft.h"
#include "convert/release.h"

#define ASVS_SCHEME "asvs"
#define ASVS_TITLE  "OWASP Application Security Verification Standard"
#define ASVS_SOURCE "https://owasp.org/www-project-application-security-verification-standard/"

/* One reading of one file. */
struct asvs {
    struct import *import;
    const char *file;
    struct string_map groups;  /* chapters and sections so far, by the source's id */
    struct string_map unknown; /* keys that were reported */
};

/* A chapter or a section. */
struct asvs_group {
    const char *kind;
    const char *id;
    const char *title;
    const char *parent; /* its id; "": none */
};

/* Hands GROUP on, which stands at NODE, unless there was one with its id. */
MUST_CHECK status_code asvs_add_group(struct asvs *asvs, const struct tree_node *node, const struct asvs_group *group);

/* Hands on the requirement ID with TEXT below PARENT. Levels, weaknesses and guidelines are read from NODE: `L`, or
 * `L1` to `L3` (a map with `Required`, or a mark), `CWE` and `NIST` in either case. One that was deleted is revoked,
 * and replaced by the requirement that its text names. */
MUST_CHECK status_code asvs_add_requirement(struct asvs *asvs, const struct tree_node *node, const char *id,
                                            const char *text, const char *parent);

#endif
