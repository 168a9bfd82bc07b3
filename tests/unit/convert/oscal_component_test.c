#include "convert_fixture.h"

#include <stdio.h>

static struct convert_fixture fixture;

static const Catalog__V1__Object *object_of(const char *slug) {
    for (size_t i = 0; i < fixture.import.objects.count; i++) {
        const Catalog__V1__Object *object = fixture.import.objects.items[i];
        if (strcmp(strchr(object->threat->name, '/') + 1, slug) == 0)
            return object;
    }
    ck_abort_msg("there is no %s", slug);
}

/* ---- Component definitions ---- */

static const char definition[] =
    "component-definition:\n"
    "  uuid: 00000000-0000-4000-8000-000000000001\n"
    "  metadata: {title: Shop, oscal-version: 1.1.2}\n"
    "  components:\n"
    "  - uuid: 00000000-0000-4000-8000-000000000002\n"
    "    type: Software\n"
    "    title: Data Base\n"
    "    description: Keeps rows.\n"
    "    purpose: Keeps rows.\n"
    "    props: [{name: Rule_Id, ns: 'http://rules.example', value: r1}]\n"
    "    links: [{href: 'https://db.example', text: Home}, {href: '#gone'}]\n"
    "    protocols: [{name: sql, title: Queries, port-ranges: [{start: 5432, end: 5433, transport: TCP}]}]\n"
    "    control-implementations:\n"
    "    - source: https://there.example/SP800-53/rev5.json\n"
    "      set-parameters: [{param-id: ac-2_prm_1, values: [a week]}]\n"
    "      implemented-requirements:\n"
    "      - {uuid: 00000000-0000-4000-8000-000000000002, control-id: ac-2.3, description: It locks accounts.}\n"
    "      - control-id: AC-2(3)\n"
    "        description: 'Again. In {{ insert: param, ac-2_prm_1 }}.'\n"
    "        set-parameters: [{param-id: ac-2_prm_1, values: [a day]}]\n"
    "        props: [{name: implementation-status, value: partial}]\n"
    "        statements:\n"
    "        - {statement-id: ac-2.3_smt.a, description: It looks daily.}\n"
    "        - {statement-id: ac-2.3_smt.b, description: Turn it on., responsible-roles: [{role-id: customer}]}\n"
    "      - {control-id: sc-28, description: Keys., props: [{name: control-origination, ns: 'https://f.example',\n"
    "           value: customer-provided}]}\n"
    "      - {control-id: cp-9, description: Later., props: [{name: implementation-status, value: planned}]}\n"
    "  - {uuid: 00000000-0000-4000-8000-00000000000A, type: policy, title: Rules, description: Paper}\n"
    "  capabilities:\n"
    "  - {name: Storage, description: All of it., incorporates-components: [\n"
    "       {component-uuid: 00000000-0000-4000-8000-00000000000a}, {component-uuid: none}]}\n";

START_TEST(test_oscal_component__becomes_a_component) {
    ck_assert_msg(fixture_import(&fixture, definition, false) == STATUS_OK, "%s", fixture.problem.message);
    const Catalog__V1__Model *model = object_of("data-base")->component;
    ck_assert_int_eq(model->service_class, CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_SELF_HOSTED);
    ck_assert_str_eq(model->links[0]->title, "Home");
    ck_assert_uint_eq(model->n_links, 1);
    ck_assert_str_eq(model->entry_points[0]->id, "sql");
    ck_assert_str_eq(model->entry_points[0]->on, model->elements[0]->id);
    ck_assert_str_eq(model->entry_points[0]->title, "Queries (TCP 5432-5433)");
    ck_assert_str_eq(model->description, "Keeps rows.\n\nac-2_prm_1: a week\n\nAC-2(3): Again. In [a day].\n\n"
                                         "a: It looks daily.\n\nac-2_prm_1: a day");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_oscal_component__provides_what_it_implements) {
    ck_assert_int_eq(fixture_import(&fixture, definition, false), STATUS_OK);
    const Catalog__V1__Model *model = object_of("data-base")->component;
    ck_assert_uint_eq(model->n_provides, 2);
    ck_assert_str_eq(model->provides[0]->id, "ac-2-3");
    ck_assert_str_eq(model->provides[0]->title, "It locks accounts.");
    ck_assert_str_eq(model->provides[0]->control, "in/nist-800-53-ac-2-3");
    ck_assert_str_eq(model->provides[1]->id, "ac-2-3-provision");
    ck_assert_int_eq(model->provides[1]->strength, CATALOG__V1__STRENGTH__STRENGTH_PARTIAL);
    ck_assert_str_eq(model->provides[1]->requires[0], "ac-2-3-smt-b");
    ck_assert_uint_eq(model->n_responsibilities, 2);
    ck_assert_str_eq(model->responsibilities[0]->statement, "Turn it on.");
    ck_assert_str_eq(model->responsibilities[0]->discharged_by->controls[0], "in/nist-800-53-ac-2-3");
    ck_assert_str_eq(model->responsibilities[1]->statement, "Keys.");
    const Catalog__V1__Control *control = object_of("nist-800-53-sc-28")->control;
    ck_assert_int_eq(control->domain, CATALOG__V1__CONTROL_DOMAIN__CONTROL_DOMAIN_DATA_AT_REST);
    ck_assert_str_eq(control->references[0]->id, "SC-28");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_oscal_component__capability_depends_on_its_components) {
    ck_assert_int_eq(fixture_import(&fixture, definition, false), STATUS_OK);
    const Catalog__V1__Model *model = object_of("storage")->component;
    ck_assert_uint_eq(model->n_dependencies, 1);
    ck_assert_str_eq(model->dependencies[0]->component, "in/rules");
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_note definition_notes[] = {
    {NOTE_WARNING, "the UUID 00000000-0000-4000-8000-000000000002 is that of line 5, too"},
    {NOTE_WARNING, "of type \"policy\" is no kind of service"},
    {NOTE_WARNING, "no component with this UUID"},
    {NOTE_WARNING, "which threats a control mitigates"},
    {NOTE_WARNING, "leaves nothing to its consumers"},
    {NOTE_LOSS, "1 properties (\"Rule_Id\" the first)"},
    {NOTE_LOSS, "CP-9 is planned: it is no provision"},
};

START_TEST(test_oscal_component__says_what_is_lost_and_what_is_open) {
    ck_assert_int_eq(fixture_import(&fixture, definition, false), STATUS_OK);
    fixture_check_notes(&fixture, definition_notes, COUNT_OF(definition_notes));
    fixture_done(&fixture);
}
END_TEST

/* ---- System security plans ---- */

#define PLAN(uuid, name)                                                                                               \
    "  uuid: " uuid "\n  metadata: {title: Plan of " name ", oscal-version: 1.1.2}\n"                                  \
    "  import-profile: {href: 'https://there.example/NIST_SP-800-53_rev5.json'}\n"                                     \
    "  system-characteristics: {system-name: " name ", description: About " name ".}\n"

static const char exporting[] = "system-security-plan:\n" PLAN(
    "00000000-0000-4000-8000-000000000001",
    "Base") "  system-implementation:\n"
            "    components:\n"
            "    - {uuid: this, type: this-system, title: All}\n"
            "    - {uuid: app, type: software, title: The App, description: An app.}\n"
            "  control-implementation:\n"
            "    implemented-requirements:\n"
            "    - control-id: ac-2\n"
            "      statements:\n"
            "      - statement-id: ac-2_smt.a\n"
            "        by-components:\n"
            "        - component-uuid: this\n"
            "          description: We do it.\n"
            "          export:\n"
            "            provided: [{uuid: provided-1, description: 'Accounts. Of many.'}]\n"
            "            responsibilities:\n"
            "            - {uuid: duty-1, provided-uuid: provided-1, description: Ask for them.}\n"
            "            - {uuid: duty-2, description: Tell us of leavers.}\n"
            "        - component-uuid: app\n"
            "          export: {provided: [{uuid: provided-2, description: Locks.}]}\n"
            "        - {component-uuid: gone, description: ''}\n";

START_TEST(test_oscal_plan__that_exports_is_a_component) {
    ck_assert_msg(fixture_import(&fixture, exporting, false) == STATUS_OK, "%s", fixture.problem.message);
    const Catalog__V1__Model *model = object_of("base")->component;
    ck_assert_int_eq(object_of("base")->kind_case, CATALOG__V1__OBJECT__KIND_COMPONENT);
    ck_assert_uint_eq(model->n_provides, 2);
    ck_assert_str_eq(model->provides[0]->id, "ac-2-a");
    ck_assert_str_eq(model->provides[0]->title, "Accounts. Of many.");
    ck_assert_str_eq(model->provides[0]->requires[0], "ac-2-a-duty");
    ck_assert_str_eq(model->provides[1]->on[0], "the-app");
    ck_assert_uint_eq(model->n_responsibilities, 2);
    ck_assert(!model->responsibilities[0]->mandatory);
    ck_assert(model->responsibilities[1]->mandatory);
    ck_assert_str_eq(model->description, "About Base.\n\nAC-2 a: We do it.\n");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "a component that the plan does not have"));
    fixture_done(&fixture);
}
END_TEST

static const char leveraging[] = "system-security-plan:\n" PLAN(
    "00000000-0000-4000-8000-000000000002",
    "Shop") "  system-implementation:\n"
            "    leveraged-authorizations: [{uuid: l1, title: Base, links: [{href: base.json}]}]\n"
            "    components: [{uuid: this, type: this-system, title: All}, {uuid: web, type: software, title: ' Web "
            "'},\n"
            "      {uuid: below, type: leveraged-system, title: Base,\n"
            "       props: [{name: leveraged-authorization-uuid, value: l1}]}]\n"
            "  control-implementation:\n"
            "    implemented-requirements:\n"
            "    - control-id: ac-2\n"
            "      by-components:\n"
            "      - component-uuid: web\n"
            "        description: We add names.\n"
            "        implementation-status: {state: planned}\n"
            "        inherited: [{uuid: i1, provided-uuid: PROVIDED-1, description: From below.}]\n"
            "        satisfied: [{uuid: s1, responsibility-uuid: duty-1, description: We ask.},\n"
            "                    {uuid: s2, responsibility-uuid: provided-1, description: We hope.}]\n"
            "      - {component-uuid: below, description: They do.}\n";

/* Both plans, the one that leans on the other first. */
static status_code import_plans(void) {
    const struct import_format *format = import_format_find("oscal");
    struct import_opened opened[] = {{.format = format}, {.format = format}};
    fixture_open(&fixture, false);
    ck_assert_int_eq(
        source_of_text("a.yaml", slice_text(leveraging), &fixture.arena, &opened[0].source, &fixture.problem),
        STATUS_OK);
    ck_assert_int_eq(
        source_of_text("b.yaml", slice_text(exporting), &fixture.arena, &opened[1].source, &fixture.problem),
        STATUS_OK);
    return import_read_all(&fixture.import, opened, COUNT_OF(opened));
}

START_TEST(test_oscal_plan__that_leverages_is_a_feature_with_answers) {
    ck_assert_msg(import_plans() == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_int_eq(object_of("shop")->kind_case, CATALOG__V1__OBJECT__KIND_FEATURE);
    const Catalog__V1__Model *model = object_of("shop")->feature;
    ck_assert_str_eq(model->dependencies[0]->component, "in/base");
    ck_assert_str_eq(model->dependencies[0]->alias, "base");
    ck_assert_uint_eq(model->n_mitigations, 5);
    ck_assert_str_eq(model->mitigations[0]->uses, "base.ac-2-a");
    ck_assert_str_eq(model->mitigations[0]->control, "");
    ck_assert_uint_eq(model->n_answers, 1);
    ck_assert_str_eq(model->answers[0]->to, "base.ac-2-a-duty");
    ck_assert_str_eq(model->answers[0]->by[0], model->mitigations[1]->id);
    ck_assert_int_eq(model->mitigations[3]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED);
    ck_assert_str_eq(model->mitigations[3]->on[0], "web");
    ck_assert_str_eq(model->mitigations[4]->on[0], "base");
    ck_assert_uint_eq(model->n_elements, 1);
    ck_assert_str_eq(model->elements[0]->title, "Web");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "it answers nothing"));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_oscal_plan__alone_says_what_it_cannot_address) {
    ck_assert_int_eq(fixture_import(&fixture, leveraging, false), STATUS_OK);
    const Catalog__V1__Model *model = object_of("shop")->feature;
    ck_assert_uint_eq(model->n_answers, 0);
    ck_assert_uint_eq(model->n_mitigations, 4);
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "what is inherited stands in a plan that is not among"));
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_refusal refused[] = {
    {"component-definition: {metadata: {title: D}, components: [{type: service}]}",
     "file:1:59: a component is no mapping with a `title`"},
    {"component-definition: {metadata: {title: D}, capabilities: [text]}", "a capability is no mapping with a `name`"},
    {"component-definition: {metadata: {title: D}, components: [{title: C, control-implementations: "
     "[{implemented-requirements: [{uuid: a}]}]}]}",
     "no mapping with a `control-id`"},
    {"system-security-plan: {metadata: {title: S}}", "has `system-characteristics` and a `control-implementation`"},
    {"system-security-plan: {metadata: {title: S}, system-characteristics: {}, control-implementation: "
     "{implemented-requirements: [text]}}",
     "no mapping with a `control-id`"},
};

START_TEST(test_oscal_component__refuses_with_the_place) {
    fixture_check_refusals(&fixture, refused, COUNT_OF(refused));
}
END_TEST

#define OWN(name, value) "{name: " name ", ns: 'urn:catalogd:oscal', value: " value "}"

/* Properties of this catalog that somebody changed. */
static const struct {
    const char *props;
    const char *words; /* NULL: no warning */
} changed[] = {
    {OWN("kind", "x"), NULL},
    {OWN("kind", "provision"), NULL},
    {OWN("kind", "provision") ", " OWN("id", "a") ", " OWN("strength", "enormous"), "cannot be read"},
    {OWN("kind", "provision") ", " OWN("a.b", "c") ", " OWN("a", "c"), "do not fit together"},
    {OWN("kind", "provision") ", " OWN("a.0.b", "c"), "cannot be read"},
    {OWN("kind", "responsibility") ", " OWN("no_such", "c"), "cannot be read"},
};

START_TEST(test_oscal_component__reads_changed_properties_as_another_s) {
    for (size_t i = 0; i < COUNT_OF(changed); i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "component-definition: {metadata: {title: D}, components: [{title: C, control-implementations: "
                 "[{implemented-requirements: [{control-id: ac-1, description: It is so., props: [%s]}]}]}]}",
                 changed[i].props);
        ck_assert_msg(fixture_import(&fixture, text, false) == STATUS_OK, "%s", fixture.problem.message);
        const Catalog__V1__Model *model = object_of("c")->component;
        ck_assert_str_eq(model->provides[0]->control, "in/nist-800-53-ac-1");
        ck_assert_msg(changed[i].words == NULL || fixture_has_note(&fixture, NOTE_WARNING, changed[i].words), "%s",
                      changed[i].props);
        fixture_done(&fixture);
    }
}
END_TEST

/* Keys that nothing reads are told of once each, wherever they stand; what carries objects of ours is read. */
static const struct {
    const char *text;
    const char *lost[5];
    size_t losses;
} unread[] = {
    {"component-definition:\n"
     "  metadata: {title: A, parties: [{name: B}, {name: C}]}\n"
     "  components:\n"
     "  - {type: service, title: B, description: C, remarks: D, responsible-roles: [{role-id: provider}],\n"
     "     protocols: [{name: sql}], control-implementations: [{source: x, props: [{name: Rule_Id, value: r}],\n"
     "       implemented-requirements: [{control-id: ac-1, description: E, remarks: F,\n"
     "         responsible-roles: [{role-id: customer}]}]}]}\n"
     "  back-matter: {resources: [{title: G, props: [{name: x, ns: 'urn:catalogd:oscal', value: y}]}, {title: H}]}\n",
     {"`parties` (2)", "`remarks` (2)", "`responsible-roles` (1)", "`props` (1)", "`resources` (1)"},
     5},
    {"system-security-plan:\n"
     "  metadata: {title: A}\n"
     "  system-characteristics: {system-name: B, description: C, system-ids: [{id: D}]}\n"
     "  system-implementation:\n"
     "    users: [{uuid: u1}]\n"
     "    components: [{uuid: c1, type: software, title: E, description: F, protocols: [{name: sql}],\n"
     "      props: [{name: implementation-status, value: planned}, {name: asset-id, value: 1}]}]\n"
     "    inventory-items: [{uuid: i1}, {uuid: i2}]\n"
     "  control-implementation: {description: G, implemented-requirements: []}\n",
     {"`system-ids` (1)", "`users` (1)", "`protocols` (1)", "`props` (1)", "`inventory-items` (2)"},
     5},
    {"component-definition:\n"
     "  metadata: {title: A, roles: [{id: provider}]}\n"
     "  components:\n"
     "  - {type: service, title: B, description: C, props: [{name: x, ns: 'urn:catalogd:oscal', value: y}],\n"
     "     responsible-roles: [{role-id: provider}]}\n"
     "  back-matter: {resources: [{title: D}]}\n",
     {NULL},
     0},
};

START_TEST(test_oscal_component__says_what_nothing_reads) {
    for (size_t i = 0; i < COUNT_OF(unread); i++) {
        ck_assert_msg(fixture_import(&fixture, unread[i].text, false) == STATUS_OK, "%s", fixture.problem.message);
        ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], unread[i].losses);
        for (size_t j = 0; j < COUNT_OF(unread[i].lost) && unread[i].lost[j] != NULL; j++)
            ck_assert_msg(fixture_has_note(&fixture, NOTE_LOSS, unread[i].lost[j]), "%s", unread[i].lost[j]);
        fixture_done(&fixture);
    }
}
END_TEST

TEST_SUITE(oscal_component, test_oscal_component__says_what_nothing_reads, test_oscal_component__becomes_a_component,
           test_oscal_component__provides_what_it_implements,
           test_oscal_component__capability_depends_on_its_components,
           test_oscal_component__says_what_is_lost_and_what_is_open, test_oscal_plan__that_exports_is_a_component,
           test_oscal_plan__that_leverages_is_a_feature_with_answers,
           test_oscal_plan__alone_says_what_it_cannot_address, test_oscal_component__refuses_with_the_place,
           test_oscal_component__reads_changed_properties_as_another_s)
