/* The formats, each in a file of its own; import.c lists those that are read, export.c those that are written. */
#ifndef CATALOG_CONVERT_FORMATS_H
#define CATALOG_CONVERT_FORMATS_H

#include "convert/export.h"
#include "convert/import.h"

extern const struct import_format import_ctid;            /* mappings to ATT&CK, Center for Threat-Informed Defense */
extern const struct import_format import_cwe;             /* Common Weakness Enumeration, XML */
extern const struct import_format import_asvs;            /* OWASP ASVS 4.x and 5.x */
extern const struct import_format import_asvs_mapping;    /* what became of its requirements in another release */
extern const struct import_format import_d3fend;          /* MITRE D3FEND, as CSV */
extern const struct import_format import_gemara;          /* Gemara: FINOS Common Cloud Controls */
extern const struct import_format import_oscal;           /* OSCAL 1 */
extern const struct import_format import_otm;             /* Open Threat Model 0.1 and 0.2 */
extern const struct import_format import_pytm;            /* pytm: libraries of threats, dumped models */
extern const struct import_format import_tb7;             /* Microsoft Threat Modeling Tool: knowledge bases */
extern const struct import_format import_tm7;             /* Microsoft Threat Modeling Tool: models */
extern const struct import_format import_threagile;       /* Threagile: models, scripts of rules */
extern const struct import_format import_tml;             /* OWASP Threat Model Library 1.0 */
extern const struct import_format import_stix;            /* CAPEC, ATT&CK and ATLAS in STIX 2.0 and 2.1 */
extern const struct import_format import_threat_composer; /* workspaces, packs, lists of statements */
extern const struct import_format import_threat_dragon;   /* Threat Dragon 1 and 2 */
extern const struct import_format import_cyclonedx;       /* services, standards, threat models */
extern const struct import_format import_hcltm;           /* models and libraries of hcltm */
extern const struct import_format import_trustoncloud;    /* one service of a cloud provider */

extern const struct export_format export_native;          /* native YAML, as apply takes it */
extern const struct export_format export_otm;             /* Open Threat Model 0.2.0 */
extern const struct export_format export_tml;             /* OWASP Threat Model Library 1.0.2 */
extern const struct export_format export_oscal;           /* OSCAL 1.1.2 component definitions */
extern const struct export_format export_oscal_plan;      /* OSCAL 1.1.2 system security plans */
extern const struct export_format export_threat_composer; /* workspaces */
extern const struct export_format export_gemara;          /* a Gemara catalog */
extern const struct export_format export_csv;             /* a table of threats, of controls, or of what models name */
extern const struct export_format export_dot;             /* data flows, for Graphviz */

#endif
