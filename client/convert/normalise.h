/* One meaning for the many spellings that formats have. */
#ifndef CATALOG_CONVERT_NORMALISE_H
#define CATALOG_CONVERT_NORMALISE_H

#include "catalog/v1/common.pb-c.h"

#include <stdbool.h>
#include <stdint.h>

/* An ASCII letter in lower case, any other byte as it is: no locale has a say. */
static inline char normalise_lower(char byte) {
    if (byte >= 'A' && byte <= 'Z')
        return (char)(byte - 'A' + 'a');
    return byte;
}

/* STRIDE in any spelling ("Information disclosure", "InformationDisclosure", "Elevation of privileges"); one letter
 * counts too. Unspecified: another scheme's class. */
Catalog__V1__Stride normalise_stride(const char *text);

/* A word of a scale ("Very Low", "very-likely", "Critical", "frequent") as 1 to 5; 0: unset ("", "TBA") or unknown. */
uint32_t normalise_rating(const char *text);

/* 0 to 100 in five equal steps as 1 to 5. 0: TEXT is no such number. */
uint32_t normalise_percent(const char *text);

#endif
