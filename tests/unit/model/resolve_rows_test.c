#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <stdio.h>

static struct test_catalog catalog;

static struct resolution resolve_texts(const char *components, const char *feature) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    if (components[0] != '\0')
        test_catalog_add(&catalog, components);
    return test_catalog_resolve(&catalog, test_catalog_add(&catalog, feature));
}

START_TEST(test_resolve_rows__merges_sources_of_one_threat_at_one_place) {
    struct resolution resolution =
        resolve_texts(TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("planned") TEXT_ANSWER
                      "threats:\n  - {id: again, threat: t/leak, on: data-store.box, likelihood: 5, impact: 1}\n");
    const Catalog__V1__Row *row = test_row(&resolution, "t/leak@data-store.box");
    ck_assert_uint_eq(row->n_sources, 3);
    ck_assert_str_eq(row->sources[0]->record, "again");
    ck_assert_int_eq(row->sources[1]->kind, CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_THREAT);
    ck_assert_int_eq(row->sources[2]->kind, CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESPONSIBILITY);
    ck_assert_uint_eq(row->inherent->likelihood, 5);
    ck_assert_uint_eq(row->inherent->impact, 4);
    ck_assert_str_eq(test_finding(&resolution, "RATING_LOWERED")->subject, "t/leak@data-store.box");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_rows__an_alias_alone_is_every_place_of_the_instance) {
    struct resolution resolution = resolve_texts(
        TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") "threats:\n  - {id: all, threat: t/alter, on: data-store}\n");
    ck_assert_ptr_nonnull(test_row(&resolution, "t/alter@data-store.box"));
    ck_assert_ptr_nonnull(test_row(&resolution, "t/alter@data-store.api"));
    ck_assert_str_eq(test_row(&resolution, "t/alter@data-store.api")->instance, "data-store");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_rows__names_inline_threats_by_their_id) {
    struct resolution resolution = resolve_texts(
        "kind: component\nname: s/store\nversion: 1.0.0\ntitle: A store\nservice_class: abstracted\n"
        "elements:\n  - {id: box, kind: store, title: The box}\n"
        "threats:\n  - {id: odd, inline: {title: Odd, likelihood: 2, impact: 2}, on: box}\n"
        "provides:\n  - {id: guard, control: c/guard, mitigates: [\"#odd\"]}\n",
        TEXT_FEATURE_HEAD "dependencies:\n  - {alias: data-store, component: s/store, requirement: ^1.0}\n"
                          "threats:\n  - {id: mine, inline: {title: Mine, likelihood: 3, impact: 3}, on: api}\n"
                          "mitigations:\n  - {id: fix, inline: {title: Fix, type: preventive}, mitigates: [\"#mine\"], "
                          "on: [api], status: implemented}\n");
    const Catalog__V1__Row *mine = test_row(&resolution, "#mine@api");
    ck_assert_str_eq(mine->title, "Mine");
    ck_assert_str_eq(test_credit(mine, "fix")->control, "#fix");
    ck_assert_int_eq(test_credit(mine, "fix")->strength, CATALOG__V1__STRENGTH__STRENGTH_PARTIAL);
    ck_assert(test_credit(test_row(&resolution, "s/store#odd@data-store.box"), "data-store.guard")->counts_now);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_rows__only_others_lower_a_residual) {
    static const char store[] =
        "kind: component\nname: s/store\nversion: 1.0.0\ntitle: A store\nservice_class: abstracted\n"
        "elements:\n  - {id: box, kind: store, title: The box}\n"
        "threats:\n  - {id: leak, threat: t/leak, on: box}\n"
        "provides:\n  - {id: guard, control: c/guard, mitigates: [t/leak], strength: full}\n"
        "residuals:\n  - {id: rest, threat: t/leak, on: box, likelihood: 3, impact: 3}\n";
    static const char head[] =
        TEXT_FEATURE_HEAD "dependencies:\n  - {alias: data-store, component: s/store, requirement: ^1.0}\n";
    static const char others[] =
        "mitigations:\n  - {id: guard, control: c/guard, mitigates: [t/leak], on: [data-store], status: implemented}\n";
    struct resolution resolution = resolve_texts(store, head);
    const Catalog__V1__Row *row = test_row(&resolution, "t/leak@data-store.box");
    ck_assert_int_eq(row->now->state, CATALOG__V1__ROW_STATE__ROW_STATE_PARTIAL);
    ck_assert_uint_eq(row->now->residual->likelihood, 3);
    ck_assert_uint_eq(row->now->residual->impact, 4);
    test_catalog_done(&catalog);

    char text[4096];
    snprintf(text, sizeof text, "%s%s", head, others);
    resolution = resolve_texts(store, text);
    row = test_row(&resolution, "t/leak@data-store.box");
    ck_assert_int_eq(row->now->state, CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED);
    ck_assert_uint_eq(row->now->residual->likelihood, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_rows__a_provider_layer_is_mitigated_by_class_under_assurance) {
    static const struct {
        int64_t seconds;
        Catalog__V1__MitigatedBy by;
    } cases[] = {{1767225600, CATALOG__V1__MITIGATED_BY__MITIGATED_BY_CLASS}, /* 2026-01-01, where it begins */
                 {1767225599, CATALOG__V1__MITIGATED_BY__MITIGATED_BY_UNSPECIFIED},
                 {1798761599, CATALOG__V1__MITIGATED_BY__MITIGATED_BY_CLASS},
                 {1798761600, CATALOG__V1__MITIGATED_BY__MITIGATED_BY_UNSPECIFIED}}; /* 2027-01-01, where it ends */
    resolve_texts(TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    const Catalog__V1__Object *feature = test_catalog_find(&catalog, "f/feature");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct resolve_options options = {.at = cases[i].seconds * NS_PER_SECOND};
        struct resolution resolution = test_catalog_resolve_with(&catalog, feature, &options);
        const Catalog__V1__Row *row = test_row(&resolution, "t/theft@data-store.box");
        ck_assert_msg(row->now->mitigated_by == cases[i].by, "case %zu", i);
        ck_assert(!row->now->above_appetite);
    }
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_rows__classification_follows_assets_and_flows) {
    struct resolution resolution = resolve_texts(
        TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY(
                        "") "threats:\n  - {id: a, threat: t/leak, on: api}\n  - {id: b, threat: t/leak, on: door}\n"
                            "  - {id: c, threat: t/leak, on: browser}\n  - {id: d, threat: t/leak, on: save}\n");
    ck_assert_str_eq(test_row(&resolution, "t/leak@api")->classification, "internal");
    ck_assert_str_eq(test_row(&resolution, "t/leak@door")->classification, "internal");
    ck_assert_str_eq(test_row(&resolution, "t/leak@browser")->classification, "internal");
    ck_assert_str_eq(test_row(&resolution, "t/leak@save")->classification, "");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_rows__a_missing_threat_is_invalid_and_named) {
    struct resolution resolution =
        resolve_texts("", TEXT_FEATURE_HEAD "threats:\n  - {id: a, threat: t/none, on: api}\n");
    ck_assert_str_eq(test_reason(&resolution, "THREAT_NOT_FOUND")->subject, "t/none");
    ck_assert_int_eq(resolution.model->now->state, CATALOG__V1__GATE_STATE__GATE_STATE_INVALID);
    ck_assert_uint_eq(resolution.model->n_rows, 0);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_rows__counts_matrix_and_states) {
    struct resolution resolution =
        resolve_texts(TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER);
    uint32_t inherent = 0;
    uint32_t states = 0;
    ck_assert_uint_eq(resolution.model->n_matrix, 25);
    for (size_t i = 0; i < resolution.model->n_matrix; i++)
        inherent += resolution.model->matrix[i]->inherent;
    for (size_t i = 0; i < resolution.model->n_states; i++)
        states += resolution.model->states[i]->now;
    ck_assert_uint_eq(inherent, resolution.model->n_rows);
    ck_assert_uint_eq(states, resolution.model->n_rows);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_rows, test_resolve_rows__merges_sources_of_one_threat_at_one_place,
           test_resolve_rows__an_alias_alone_is_every_place_of_the_instance,
           test_resolve_rows__names_inline_threats_by_their_id, test_resolve_rows__only_others_lower_a_residual,
           test_resolve_rows__a_provider_layer_is_mitigated_by_class_under_assurance,
           test_resolve_rows__classification_follows_assets_and_flows,
           test_resolve_rows__a_missing_threat_is_invalid_and_named, test_resolve_rows__counts_matrix_and_states)
