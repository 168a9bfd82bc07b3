/* The rules that are built into Threagile: models speak of them by id, and do not hold them. */
#ifndef CATALOG_CONVERT_THREAGILE_THREAGILE_RULES_H
#define CATALOG_CONVERT_THREAGILE_THREAGILE_RULES_H

#include <stdint.h>

/* What a risk of a rule stands at. */
enum threagile_subject { THREAGILE_ASSET, THREAGILE_LINK, THREAGILE_RUNTIME, THREAGILE_DATA };

struct threagile_rule {
    const char *id;
    const char *title;
    char stride; /* its letter */
    enum threagile_subject subject;
    uint16_t cwe; /* 0: none that is a weakness */
};

/* The rule called ID; NULL: none is. */
const struct threagile_rule *threagile_rule_find(const char *id);

#endif
