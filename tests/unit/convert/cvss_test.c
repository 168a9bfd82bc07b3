#include "convert/cvss.h"

#include "base/macros.h"

#include "support/test.h"

/* Worked out by hand from the specification's equations. */
static const struct {
    const char *vector;
    uint32_t likelihood;
    uint32_t impact;
} vectors[] = {
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 5, 5},
    {"CVSS:3.0/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", 1, 1},
    {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N", 4, 2},
    {"CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:L/A:N", 2, 4},
    {"CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:C/C:H/I:L/A:N", 3, 4},
    {"CVSS:3.1/E:U/A:L/I:L/C:L/S:U/UI:R/PR:N/AC:L/AV:N/RL:O", 4, 3},
};

START_TEST(test_cvss__rates_by_the_base_metrics) {
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        uint32_t likelihood = 0;
        uint32_t impact = 0;
        ck_assert(cvss_rate(vectors[i].vector, &likelihood, &impact));
        ck_assert_msg(likelihood == vectors[i].likelihood && impact == vectors[i].impact, "%s: %u, %u",
                      vectors[i].vector, likelihood, impact);
    }
}
END_TEST

static const char *const refused[] = {
    "",
    "5.2",
    "CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P",
    "CVSS:3.1",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
    "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
};

START_TEST(test_cvss__refuses_what_is_no_whole_vector) {
    uint32_t likelihood = 0;
    uint32_t impact = 0;
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        ck_assert_msg(!cvss_rate(refused[i], &likelihood, &impact), "%s", refused[i]);
}
END_TEST

TEST_SUITE(cvss, test_cvss__rates_by_the_base_metrics, test_cvss__refuses_what_is_no_whole_vector)
