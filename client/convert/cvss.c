#include "convert/cvss.h"

#include "base/macros.h"

#include <stddef.h>
#include <string.h>

#define STEPS 5

enum metric {
    METRIC_VECTOR,
    METRIC_COMPLEXITY,
    METRIC_PRIVILEGES,
    METRIC_INTERACTION,
    METRIC_SCOPE,
    METRIC_CONFIDENTIALITY,
    METRIC_INTEGRITY,
    METRIC_AVAILABILITY,
    METRIC_COUNT
};

/* Section 7.4, in thousandths. PR weighs more where the scope changes. */
static const struct {
    const char *text;
    enum metric metric;
    int weight;
    int weight_changed;
} weights[] = {
    {"AV:N", METRIC_VECTOR, 850, 850},
    {"AV:A", METRIC_VECTOR, 620, 620},
    {"AV:L", METRIC_VECTOR, 550, 550},
    {"AV:P", METRIC_VECTOR, 200, 200},
    {"AC:L", METRIC_COMPLEXITY, 770, 770},
    {"AC:H", METRIC_COMPLEXITY, 440, 440},
    {"PR:N", METRIC_PRIVILEGES, 850, 850},
    {"PR:L", METRIC_PRIVILEGES, 620, 680},
    {"PR:H", METRIC_PRIVILEGES, 270, 500},
    {"UI:N", METRIC_INTERACTION, 850, 850},
    {"UI:R", METRIC_INTERACTION, 620, 620},
    {"S:U", METRIC_SCOPE, 0, 0},
    {"S:C", METRIC_SCOPE, 1, 1},
    {"C:H", METRIC_CONFIDENTIALITY, 560, 560},
    {"C:L", METRIC_CONFIDENTIALITY, 220, 220},
    {"C:N", METRIC_CONFIDENTIALITY, 0, 0},
    {"I:H", METRIC_INTEGRITY, 560, 560},
    {"I:L", METRIC_INTEGRITY, 220, 220},
    {"I:N", METRIC_INTEGRITY, 0, 0},
    {"A:H", METRIC_AVAILABILITY, 560, 560},
    {"A:L", METRIC_AVAILABILITY, 220, 220},
    {"A:N", METRIC_AVAILABILITY, 0, 0},
};

/* The row that the metric from AT, SIZE bytes, is; -1: none of the base metrics. */
static int row_of(const char *at, size_t size) {
    for (size_t i = 0; i < COUNT_OF(weights); i++) {
        if (strlen(weights[i].text) == size && memcmp(weights[i].text, at, size) == 0)
            return (int)i;
    }
    return -1;
}

/* VALUE of 0 to MOST in equal steps as 1 to STEPS. */
static uint32_t step_of(double value, double most) {
    int step = (int)(value / most * STEPS - 0.000001) + 1;
    return (uint32_t)(step > STEPS ? STEPS : step);
}

/* The row of each base metric of VECTOR. False: one is missing. */
static bool read_rows(const char *vector, int ret_rows[METRIC_COUNT]) {
    memset(ret_rows, -1, METRIC_COUNT * sizeof *ret_rows);
    while (*vector != '\0') {
        size_t size = strcspn(vector, "/");
        int row = row_of(vector, size);
        if (row >= 0)
            ret_rows[weights[row].metric] = row;
        vector += size + (vector[size] == '/');
    }
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        if (ret_rows[i] < 0)
            return false;
    }
    return true;
}

bool cvss_rate(const char *vector, uint32_t *ret_likelihood, uint32_t *ret_impact) {
    int rows[METRIC_COUNT];
    double values[METRIC_COUNT];
    if (strncmp(vector, "CVSS:3.", strlen("CVSS:3.")) != 0 || !read_rows(vector, rows))
        return false;
    bool is_changed = weights[rows[METRIC_SCOPE]].weight == 1;
    for (size_t i = 0; i < METRIC_COUNT; i++)
        values[i] = (is_changed ? weights[rows[i]].weight_changed : weights[rows[i]].weight) / 1000.0;
    double exploitability =
        values[METRIC_VECTOR] * values[METRIC_COMPLEXITY] * values[METRIC_PRIVILEGES] * values[METRIC_INTERACTION];
    double kept =
        (1 - values[METRIC_CONFIDENTIALITY]) * (1 - values[METRIC_INTEGRITY]) * (1 - values[METRIC_AVAILABILITY]);
    *ret_likelihood = step_of(exploitability, 0.85 * 0.77 * 0.85 * 0.85);
    *ret_impact = step_of(1 - kept, 1 - 0.44 * 0.44 * 0.44);
    return true;
}
