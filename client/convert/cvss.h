/* Vectors of the Common Vulnerability Scoring System, version 3: https://www.first.org/cvss/v3.1/specification-document
 */
#ifndef CATALOG_CONVERT_CVSS_H
#define CATALOG_CONVERT_CVSS_H

#include <stdbool.h>
#include <stdint.h>

/* Rates by the base metrics of VECTOR ("CVSS:3.1/AV:N/AC:L/..."): the exploitability of the specification in five equal
 * steps as likelihood, its impact sub-score in five as impact, each 1 to 5. Other metrics are passed over. False:
 * VECTOR is none of version 3, or a base metric is missing. */
bool cvss_rate(const char *vector, uint32_t *ret_likelihood, uint32_t *ret_impact);

#endif
