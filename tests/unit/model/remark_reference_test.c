#include "model/remark.h"
#include "support/catalog.h"
#include "support/test.h"

#include "base/macros.h"

#include "catalog/v1/taxonomy_service.pb-c.h"

#include <string.h>

/* A view that knows CWE-1, which is current, CWE-2 and CWE-3, which are not, and no other entry of cwe. */
static status_code know(void *context, const Catalog__V1__Reference *reference,
                        const Catalog__V1__KnownReference **ret_known, struct problem *problem) {
    static char release[] = "4.15";
    static char title[] = "A title";
    static char replacement[] = "CWE-1";
    static Catalog__V1__KnownReference known;
    static Catalog__V1__Reference found;
    (void)context;
    (void)problem;
    catalog__v1__known_reference__init(&known);
    found = *reference;
    found.release = release;
    known.reference = &found;
    known.title = title;
    known.state = CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_FOUND;
    known.status = CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_CURRENT;
    if (strcmp(reference->scheme, "cwe") != 0)
        known.state = CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_UNKNOWN;
    else if (strcmp(reference->id, "CWE-2") == 0)
        known.status = CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_DEPRECATED;
    else if (strcmp(reference->id, "CWE-3") == 0) {
        known.status = CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_REVOKED;
        known.replaced_by = replacement;
    } else if (strcmp(reference->id, "CWE-1") != 0)
        known.state = CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_DANGLING;
    *ret_known = &known;
    return STATUS_OK;
}

#define THREAT(references) "kind: threat\nname: t/one\ntitle: One\nreferences:\n" references
#define REFERENCE(id)      "  - {scheme: cwe, id: " id "}\n"

static const struct {
    const char *text;
    const char *code; /* of the one remark; NULL: none */
    const char *field;
    const char *message;
    const char *remedy;
} rows[] = {
    {"kind: threat\nname: t/one\ntitle: One\n", NULL, NULL, NULL, NULL},
    {THREAT(REFERENCE("CWE-1") "  - {scheme: capec, id: CAPEC-9}\n"), NULL, NULL, NULL, NULL},
    {THREAT(REFERENCE("CWE-1") REFERENCE("CWE-9")), "DANGLING_REFERENCE", "references[1]",
     "refers to CWE-9, which cwe 4.15 does not have", "correct the id"},
    {THREAT(REFERENCE("CWE-2")), "DEPRECATED_REFERENCE", "references[0]", "CWE-2 (A title), which is deprecated",
     "that is current"},
    {THREAT(REFERENCE("CWE-3")), "DEPRECATED_REFERENCE", "references[0]", "which is revoked", "refer to CWE-1"},
    {"kind: component\nname: c/one\ntitle: One\nelements:\n  - {id: api, kind: process, title: T}\nthreats:\n"
     "  - {id: own, on: api, inline: {title: T, references: [{scheme: cwe, id: CWE-9}]}}\n",
     "DANGLING_REFERENCE", "threats[0].inline.references[0]", "CWE-9", "correct"},
};

START_TEST(test_remark_reference__says_what_is_dangling_or_deprecated) {
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct test_catalog catalog;
        struct remark_list remarks = {.arena = &catalog.arena};
        const struct validate_options options = {.is_draft = true};
        test_catalog_init(&catalog);
        const Catalog__V1__Object *object = test_catalog_add(&catalog, rows[i].text);
        struct catalog_view view = *memory_view_catalog(&catalog.view);
        ck_assert_int_eq(remark_object(object, &view, &options, &remarks, &catalog.problem), STATUS_OK);
        ck_assert_uint_eq(remarks.items.count, 0);
        view.reference = know;
        ck_assert_int_eq(remark_object(object, &view, &options, &remarks, &catalog.problem), STATUS_OK);
        ck_assert_msg(remarks.items.count == (rows[i].code != NULL), "row %zu: %zu", i, remarks.items.count);
        if (rows[i].code != NULL) {
            const Catalog__V1__ObjectFinding *found = remarks.items.items[0];
            ck_assert_str_eq(found->code, rows[i].code);
            ck_assert_str_eq(found->field, rows[i].field);
            ck_assert_msg(strstr(found->message, rows[i].message) != NULL, "row %zu: %s", i, found->message);
            ck_assert_msg(strstr(found->remedy, rows[i].remedy) != NULL, "row %zu: %s", i, found->remedy);
        }
        test_catalog_done(&catalog);
    }
}
END_TEST

TEST_SUITE(remark_reference, test_remark_reference__says_what_is_dangling_or_deprecated)
