#include "codec/yaml.h"
#include "convert/oscal/oscal.h"
#include "convert/release.h"
#include "convert_fixture.h"

static struct convert_fixture fixture;
static struct buffer seen; /* releases and their entries as YAML */

static status_code take_begin(void *context, const Catalog__V1__Taxonomy *taxonomy, struct problem *problem) {
    (void)context;
    return yaml_write(&taxonomy->base, &seen, problem);
}

static status_code take_item(void *context, const Catalog__V1__TaxonomyItem *item, struct problem *problem) {
    (void)context;
    buffer_append_text(&seen, "---\n");
    return yaml_write(&item->entry->base, &seen, problem);
}

static void begin(bool keeps_going) {
    static const struct import_release receiver = {.begin = take_begin, .add = take_item};
    arena_init(&fixture.arena, 0);
    problem_init(&fixture.problem, &fixture.arena);
    report_init(&fixture.report, &fixture.arena);
    import_init(&fixture.import, &fixture.arena, &fixture.report, "in", &fixture.problem);
    fixture.import.keeps_going = keeps_going;
    fixture.import.release = &receiver;
    buffer_init(&seen, 0);
}

/* Reads TEXT as the file PATH, after what was read before. */
static status_code add(const char *path, const char *text) {
    status_code code = source_of_text(path, slice_text(text), &fixture.arena, &fixture.source, &fixture.problem);
    if (code == STATUS_OK)
        code = import_recognise(&fixture.source, &fixture.format, &fixture.problem);
    return code == STATUS_OK ? import_read(&fixture.import, fixture.format, &fixture.source) : code;
}

static void end(void) {
    buffer_done(&seen);
    fixture_done(&fixture);
}

/* The YAML of the entry ID. */
static const char *entry_of(const char *id) {
    buffer_append_byte(&seen, '\0');
    const char *start = strstr((const char *)seen.data, arena_printf(&fixture.arena, "---\nid: %s\n", id));
    ck_assert_msg(start != NULL, "there is no entry %s", id);
    const char *stop = strstr(start + 4, "---\n");
    return arena_strndup(&fixture.arena, start + 4, stop == NULL ? strlen(start + 4) : (size_t)(stop - start - 4));
}

static const Catalog__V1__Control *control_of(const char *name) {
    for (size_t i = 0; i < fixture.import.objects.count; i++) {
        const Catalog__V1__Object *object = fixture.import.objects.items[i];
        if (object->kind_case == CATALOG__V1__OBJECT__KIND_CONTROL && strcmp(object->control->name, name) == 0)
            return object->control;
    }
    ck_abort_msg("there is no control %s", name);
}

static const Catalog__V1__Baseline *baseline_of(void) {
    for (size_t i = 0; i < fixture.import.objects.count; i++) {
        if (fixture.import.objects.items[i]->kind_case == CATALOG__V1__OBJECT__KIND_BASELINE)
            return fixture.import.objects.items[i]->baseline;
    }
    ck_abort_msg("there is no baseline");
}

static const char catalog[] =
    "catalog:\n"
    "  uuid: 00000000-0000-4000-8000-000000000001\n"
    "  metadata: {title: NIST SP 800-53 Revision 9, version: 9.1.0, oscal-version: 1.1.2}\n"
    "  params: [{id: all_prm, label: everybody}]\n"
    "  groups:\n"
    "  - id: ac\n"
    "    title: Access\n"
    "    groups: [{title: No id, controls: [{id: ac-9, title: Inside}]}]\n"
    "    controls:\n"
    "    - id: ac-2\n"
    "      class: SP800-53\n"
    "      title: Accounts\n"
    "      params:\n"
    "      - {id: ac-02_odp.01, label: time, props: [{name: alt-identifier, value: ac-2_prm_1}]}\n"
    "      - id: ac-02_odp.02\n"
    "        select: {how-many: one-or-more, choice: ['lock after {{ insert: param, ac-02_odp.01 }}', alert]}\n"
    "      - {id: ac-02_odp.03, values: [root, admin], label: who}\n"
    "      props: [{name: label, value: AC-02, class: zero-padded}, {name: label, value: AC-2}]\n"
    "      links:\n"
    "      - {href: '#ac-9', rel: related}\n"
    "      - {href: '#ac-9_smt.a', rel: related}\n"
    "      - {href: '#00000000-0000-4000-8000-000000000009', rel: reference}\n"
    "      - {href: '#00000000-0000-4000-8000-00000000000A', rel: reference}\n"
    "      parts:\n"
    "      - name: statement\n"
    "        prose: 'Keep <b>accounts</b>:'\n"
    "        parts:\n"
    "        - name: item\n"
    "          props: [{name: label, value: a.}]\n"
    "          prose: ' {{ insert: param, ac-02_odp.02 }} and {{ac-2_prm_1}};'\n"
    "          parts: [{name: item, props: [{name: label, value: 1.}], prose: 'for {{ insert: param, all_prm }};'}]\n"
    "        - {name: item, props: [{name: label, value: b.}], prose: 'Name {{ insert: param, ac-02_odp.03 }}.'}\n"
    "      - {name: guidance, prose: Think.}\n"
    "      - {name: assessment-objective, parts: [{name: assessment-objective, prose: it is so,\n"
    "           props: [{name: label, value: 'AC-02[01]', class: sp800-53a}]}]}\n"
    "      - {name: assessment-method, parts: [{name: assessment-objects, prose: papers}]}\n"
    "      controls:\n"
    "      - {id: ac-2.3, title: Disable, links: [{href: '#ac-2', rel: required}],\n"
    "         props: [{name: label, value: AC-2(4)}]}\n"
    "      - {id: ac-2.5, title: Gone, props: [{name: status, value: Withdrawn}],\n"
    "         links: [{href: '#ac-2_smt.b', rel: incorporated-into}, {href: '#ac-9', rel: moved-to}]}\n"
    "  back-matter:\n"
    "    resources:\n"
    "    - {uuid: 00000000-0000-4000-8000-000000000009, rlinks: [{href: a.pdf}, {href: 'https://there.example/a'}]}\n"
    "    - {uuid: 00000000-0000-4000-8000-00000000000a, title: Paper only}\n";

START_TEST(test_oscal__catalog_becomes_a_release) {
    begin(false);
    ck_assert_msg(add("x/c.yaml", catalog) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "oscal");
    ck_assert_uint_eq(fixture.import.objects.count, 0);
    const char *entry = entry_of("AC-2");
    ck_assert_str_eq(entry, "id: AC-2\n"
                            "kind: control\n"
                            "title: Accounts\n"
                            "text: |-\n"
                            "  Keep accounts:\n"
                            "  a. [one or more: lock after [time]; alert] and [time];\n"
                            "    1. for [everybody];\n"
                            "  b. Name [root, admin].\n"
                            "\n"
                            "  Guidance:\n"
                            "  Think.\n"
                            "\n"
                            "  Objectives:\n"
                            "  AC-02[01] it is so\n"
                            "parents: [AC]\n"
                            "references:\n"
                            "  - scheme: nist-800-53\n"
                            "    id: AC-9\n"
                            "  - scheme: url\n"
                            "    id: https://there.example/a\n"
                            "status: current\n");
    ck_assert_ptr_nonnull(strstr((const char *)seen.data, "scheme: nist-800-53\nrelease: rev9_9.1.0\n"));
    ck_assert_ptr_nonnull(strstr((const char *)seen.data, "source: c.yaml\n"));
    end();
}
END_TEST

START_TEST(test_oscal__catalog_nests_and_withdraws) {
    begin(false);
    ck_assert_int_eq(add("c.yaml", catalog), STATUS_OK);
    ck_assert_str_eq(entry_of("AC-2(3)"), "id: AC-2(3)\nkind: enhancement\ntitle: Disable\nparents: [AC-2]\n"
                                          "status: current\n");
    ck_assert_str_eq(entry_of("AC-2(5)"), "id: AC-2(5)\nkind: enhancement\ntitle: Gone\nparents: [AC-2]\n"
                                          "references:\n  - scheme: nist-800-53\n    id: AC-9\n"
                                          "status: revoked\nreplaced_by: AC-2\n");
    ck_assert_str_eq(entry_of("AC-9"), "id: AC-9\nkind: control\ntitle: Inside\nparents: [AC]\nstatus: current\n");
    ck_assert_ptr_nonnull(strstr(entry_of("AC"), "kind: group\n"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "the label \"AC-2(4)\" is not that of AC-2(3)"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "1 parts that say how to assess"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "1 links lead to documents without an address"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "a group without an id"));
    end();
}
END_TEST

/* What a catalog is called, so that releases stand side by side and the fullest is the greatest. */
static const struct {
    const char *metadata;
    const char *release;
} named[] = {
    {"{title: SP 800-53 Revision 4, version: 2015-01-22}", "scheme: nist-800-53\nrelease: rev4_2015-01-22\n"},
    {"{title: Electronic Version of NIST SP 800-53 Rev 5.1.1 Controls, version: 5.1.1}",
     "scheme: nist-800-53\nrelease: rev5_5.1.1\n"},
    {"{title: NIST Special Publication 800-53 Revision 5 HIGH IMPACT BASELINE, version: 5.1.1+u4}",
     "scheme: nist-800-53\nrelease: rev5-1-high-5.1.1+u4\nt"},
    {"{title: FedRAMP Rev 5 Moderate Baseline, version: fedramp-2.0}",
     "scheme: nist-800-53\nrelease: rev5-1-moderate-fedramp-2.0\n"},
    {"{title: SP 800-53 mine, version: '5.1', props: [{name: resolution-tool, value: x}]}",
     "scheme: nist-800-53\nrelease: rev5-1-5.1\n"},
    {"{title: Electronic Version of NIST Cybersecurity Framework 2.0, version: 1.2.0}",
     "scheme: csf\nrelease: 2.0_1.2.0\n"},
    {"{title: NIST SP 800-171 Rev 3, version: 1.0.0}", "scheme: nist-800-171\nrelease: rev3_1.0.0\n"},
    {"{title: CIS Controls v8, version: 1.0.0}", "scheme: cis-controls\nrelease: 8_1.0.0\n"},
    {"{title: My own rules, version: 3 of May}", "scheme: my-own-rules\nrelease: 3-of-May\n"},
    {"{title: ISO/IEC 27002, last-modified: 2030-01-02}", "scheme: iso-27002\nrelease: 2030-01-02\n"},
};

START_TEST(test_oscal__catalog_is_named_after_title_and_version) {
    for (size_t i = 0; i < COUNT_OF(named); i++) {
        begin(false);
        const char *text = arena_printf(
            &fixture.arena, "catalog:\n  metadata: %s\n  controls: [{id: ac-1, title: A}]\n", named[i].metadata);
        ck_assert_msg(add("c.yaml", text) == STATUS_OK, "%s", fixture.problem.message);
        buffer_append_byte(&seen, '\0');
        ck_assert_msg(strstr((const char *)seen.data, named[i].release) != NULL, "%s: %s", named[i].metadata,
                      (const char *)seen.data);
        end();
    }
}
END_TEST

static const char profile[] =
    "profile:\n"
    "  metadata: {title: NIST SP 800-53 Revision 9 LOW IMPACT BASELINE, version: 9.1.0, oscal-version: 1.1.2}\n"
    "  imports:\n"
    "  - href: '#00000000-0000-4000-8000-000000000004'\n"
    "    include-controls:\n"
    "    - {with-ids: [ac-2, AC-02], with-child-controls: '%s'}\n"
    "    exclude-controls: [{with-ids: [ac-2.5]}]\n"
    "  merge: {as-is: true}\n"
    "  modify:\n"
    "    set-parameters:\n"
    "    - {param-id: ac-2_prm_1, values: [a day]}\n"
    "    - {param-id: ac-02_odp.02, select: {choice: [alert, weep]}}\n"
    "    - {param-id: zz-1_prm_1, values: [x]}\n"
    "    - {param-id: ac-2_prm_4, constraints: [{description: short}, {description: sweet}]}\n"
    "    - {param-id: ac-2_prm_5, guidelines: [{prose: long}]}\n"
    "    alters: [{control-id: ac-2, adds: [{parts: []}]}]\n"
    "  back-matter:\n"
    "    resources:\n"
    "    - {uuid: 00000000-0000-4000-8000-000000000004, rlinks: [{href: ../../c.xml}, {href: ../json/c.json}]}\n";

START_TEST(test_oscal__profile_becomes_a_baseline_of_the_catalog) {
    begin(false);
    ck_assert_int_eq(add("x/c.yaml", catalog), STATUS_OK);
    ck_assert_msg(add("y/p.yaml", arena_printf(&fixture.arena, profile, "yes")) == STATUS_OK, "%s",
                  fixture.problem.message);
    const Catalog__V1__Baseline *baseline = baseline_of();
    ck_assert_str_eq(baseline->name, "in/nist-800-53-rev9-low");
    ck_assert_uint_eq(baseline->n_entries, 2);
    ck_assert_str_eq(baseline->entries[0]->id, "ac-2");
    ck_assert_str_eq(baseline->entries[0]->control, "in/nist-800-53-ac-2");
    ck_assert_str_eq(baseline->entries[0]->rationale,
                     "ac-2_prm_1: a day\nac-02_odp.02: alert, weep\nac-2_prm_4: short; sweet");
    ck_assert_str_eq(baseline->entries[1]->control, "in/nist-800-53-ac-2-3");
    const Catalog__V1__Control *control = control_of("in/nist-800-53-ac-2");
    ck_assert_str_eq(control->title, "Accounts");
    ck_assert_ptr_nonnull(strstr(control->objective, "b. Name [root, admin]."));
    ck_assert_str_eq(control->references[0]->id, "AC-2");
    ck_assert_uint_eq(control->n_tags, 0);
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "selected already, in another spelling"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "of no control that the profile selects"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "guidelines of a parameter"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "adds to or takes from ac-2"));
    ck_assert(!fixture_has_note(&fixture, NOTE_WARNING, "titles and statements"));
    end();
}
END_TEST

START_TEST(test_oscal__profile_without_its_catalog_calls_controls_by_id) {
    begin(false);
    ck_assert_msg(add("y/p.yaml", arena_printf(&fixture.arena, profile, "no")) == STATUS_OK, "%s",
                  fixture.problem.message);
    ck_assert_uint_eq(baseline_of()->n_entries, 1);
    ck_assert_str_eq(control_of("in/nist-800-53-ac-2")->title, "AC-2");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "titles and statements stand in the catalog"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "how binding"));
    end();
}
END_TEST

#define SELECT(text) "profile: {metadata: {title: P}, imports: [{href: c.json, " text "}]}"

static const struct {
    const char *text;
    const char *ids; /* of the entries */
} selections[] = {
    {SELECT("include-all: {}"), "ac-2 ac-2-3 ac-2-5 ac-9 "},
    {SELECT("exclude-controls: [{matching: [{pattern: 'ac-2.*'}]}]"), "ac-2 ac-9 "},
    {SELECT("include-controls: [{matching: [{pattern: 'ac-?'}]}]"), "ac-2 ac-9 "},
    {SELECT("include-controls: [{with-ids: [ac-9], matching: [{pattern: '*.3'}]}]"), "ac-9 ac-2-3 "},
    {SELECT("include-controls: []"), ""},
};

START_TEST(test_oscal__profile_selects) {
    for (size_t i = 0; i < COUNT_OF(selections); i++) {
        const char *ids = "";
        begin(false);
        ck_assert_int_eq(add("c.yaml", catalog), STATUS_OK);
        ck_assert_msg(add("p.yaml", selections[i].text) == STATUS_OK, "%s", fixture.problem.message);
        const Catalog__V1__Baseline *baseline = baseline_of();
        for (size_t j = 0; j < baseline->n_entries; j++)
            ids = ARENA_JOIN(&fixture.arena, ids, baseline->entries[j]->id, " ");
        size_t count = strlen(selections[i].ids);
        ck_assert_msg(strlen(ids) == count, "%s: %s", selections[i].text, ids);
        for (size_t j = 0; j < baseline->n_entries; j++)
            ck_assert_msg(strstr(selections[i].ids, baseline->entries[j]->id) != NULL, "%s: %s", selections[i].text,
                          ids);
        end();
    }
}
END_TEST

/* As in the Cybersecurity Framework and in revision 4 of SP 800-53. */
START_TEST(test_oscal__catalog_titles_and_links_may_stand_in_parts) {
    begin(false);
    ck_assert_int_eq(add("c.yaml", "catalog:\n"
                                   "  metadata: {title: Rules, version: '1'}\n"
                                   "  controls:\n"
                                   "  - id: GV-01\n"
                                   "    title: GV-01\n"
                                   "    parts:\n"
                                   "    - {name: statement, prose: It is known. To all.}\n"
                                   "    - {name: example, prose: Ask., links: [{href: '#GV-02', rel: related}]}\n"
                                   "    - {name: example, prose: Tell., links: [{href: '#GV-03', rel: other}]}\n"
                                   "  - {id: GV-02, title: GV-02}\n"),
                     STATUS_OK);
    ck_assert_str_eq(entry_of("GV-01"), "id: GV-01\nkind: control\ntitle: It is known\n"
                                        "text: |-\n  It is known. To all.\n\n  example:\n  Ask.\n  Tell.\n"
                                        "references:\n  - scheme: rules\n    id: GV-02\nstatus: current\n");
    ck_assert_str_eq(entry_of("GV-02"), "id: GV-02\nkind: control\ntitle: GV-02\nstatus: current\n");
    end();
}
END_TEST

START_TEST(test_oscal__profile_of_a_profile_selects_from_it) {
    begin(false);
    ck_assert_int_eq(add("c.yaml", catalog), STATUS_OK);
    ck_assert_int_eq(add("base.yaml", SELECT("include-controls: [{with-ids: [ac-2, ac-9]}]")), STATUS_OK);
    ck_assert_int_eq(add("own.yaml", "profile: {metadata: {title: Own}, imports: [{href: base.json, exclude-controls: "
                                     "[{with-ids: [ac-9]}]}]}"),
                     STATUS_OK);
    const Catalog__V1__Object *last = NULL;
    for (size_t i = 0; i < fixture.import.objects.count; i++) {
        if (fixture.import.objects.items[i]->kind_case == CATALOG__V1__OBJECT__KIND_BASELINE)
            last = fixture.import.objects.items[i];
    }
    ck_assert_ptr_nonnull(last);
    ck_assert_str_eq(last->baseline->name, "in/own");
    ck_assert_uint_eq(last->baseline->n_entries, 1);
    ck_assert_str_eq(last->baseline->entries[0]->control, "in/nist-800-53-ac-2");
    end();
}
END_TEST

static const struct {
    const char *text;
    const char *words;
} refused[] = {
    {"catalog: {metadata: {title: C}, controls: [{title: A}]}", "file:1:44: a control is no mapping with an `id`"},
    {"catalog: {metadata: {title: C, version: '1'}, controls: [{id: a, title: A}, {id: a, title: B}]}",
     "the control \"a\" is there already"},
    {"profile: {metadata: {title: P}, imports: [text]}", "file:1:43: an import is no mapping"},
    {"profile: {metadata: {title: P}, imports: [{href: c.json, include-all: {}}]}",
     "file:1:43: include-all can only be read with what is imported"},
    {"profile: {metadata: {title: P}, imports: [{href: c.json, include-controls: [{matching: [{pattern: '*'}]}]}]}",
     "a pattern can only be read with what is imported"},
    {"profile: {metadata: {title: P}, imports: [{href: c.json, include: {calls: []}}]}", "is from before OSCAL 1.0"},
    {"assessment-plan: {metadata: {title: A}}", "there is nothing of a catalog in an OSCAL assessment-plan"},
    {"<?xml version='1.0'?><catalog xmlns='http://csrc.nist.gov/ns/oscal/1.0'/>",
     "this is OSCAL in XML, which is not read: convert it to JSON with oscal-cli"},
    {"catalog: {metadata: text}", "the shape of no known format"},
};

START_TEST(test_oscal__refuses_with_the_place) {
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        begin(false);
        ck_assert_int_eq(add("file", refused[i].text), STATUS_INVALID_ARGUMENT);
        ck_assert_msg(strstr(fixture.problem.message, refused[i].words) != NULL, "%s", fixture.problem.message);
        end();
    }
}
END_TEST

START_TEST(test_oscal__goes_on_past_a_bad_entry_when_asked) {
    begin(true);
    ck_assert_int_eq(
        add("file", "catalog: {metadata: {title: C, version: '1'}, controls: [{title: A}, {id: b, title: B}]}"),
        STATUS_OK);
    ck_assert_ptr_nonnull(entry_of("b"));
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    end();
}
END_TEST

/* Ten choices in each of eight parameters, one inside the other, would be a hundred million lines. */
START_TEST(test_oscal__refuses_parameters_that_multiply) {
    begin(false);
    const char *text = "";
    for (unsigned i = 0; i < 9; i++) {
        const char *choice = arena_printf(&fixture.arena, "'{{ insert: param, p%u }}', ", i + 1);
        text = ARENA_JOIN(&fixture.arena, text, arena_printf(&fixture.arena, "{id: p%u, select: {choice: [", i), choice,
                          choice, choice, choice, choice, choice, choice, choice, choice, choice, "]}}, ");
    }
    text = ARENA_JOIN(&fixture.arena, "catalog: {metadata: {title: C, version: '1'}, params: [", text,
                      "], controls: [{id: a, title: '{{ insert: param, p0 }}'}]}");
    ck_assert_int_eq(add("file", text), STATUS_RESOURCE_EXHAUSTED);
    ck_assert_ptr_nonnull(strstr(fixture.problem.message, "with its parameters inserted the text has more than"));
    end();
}
END_TEST

START_TEST(test_oscal__refuses_patterns_without_end) {
    static char stars[6000001];
    memset(stars, '*', sizeof stars - 1);
    begin(false);
    ck_assert_int_eq(add("c.yaml", catalog), STATUS_OK);
    const char *text = ARENA_JOIN(&fixture.arena,
                                  "{\"profile\": {\"metadata\": {\"title\": \"P\"}, \"imports\": [{\"href\": "
                                  "\"c.json\", \"include-controls\": [{\"matching\": [{\"pattern\": \"",
                                  stars, "\"}]}]}]}}");
    ck_assert_int_eq(add("p.json", text), STATUS_RESOURCE_EXHAUSTED);
    ck_assert_ptr_nonnull(strstr(fixture.problem.message, "its patterns ask for more than"));
    end();
}
END_TEST

START_TEST(test_oscal__a_parameter_that_holds_itself_ends) {
    begin(false);
    ck_assert_int_eq(add("file", "catalog: {metadata: {title: C, version: '1'}, params: [{id: p, label: 'x {{ insert: "
                                 "param, p }}'}], controls: [{id: a, title: 'say {{ insert: param, p }} {{ broken'}]}"),
                     STATUS_OK);
    ck_assert_ptr_nonnull(strstr(entry_of("a"), "say [x [x "));
    end();
}
END_TEST

TEST_SUITE(oscal, test_oscal__catalog_becomes_a_release, test_oscal__catalog_nests_and_withdraws,
           test_oscal__catalog_is_named_after_title_and_version, test_oscal__profile_becomes_a_baseline_of_the_catalog,
           test_oscal__profile_without_its_catalog_calls_controls_by_id, test_oscal__profile_selects,
           test_oscal__profile_of_a_profile_selects_from_it, test_oscal__catalog_titles_and_links_may_stand_in_parts,
           test_oscal__refuses_with_the_place, test_oscal__goes_on_past_a_bad_entry_when_asked,
           test_oscal__refuses_parameters_that_multiply, test_oscal__refuses_patterns_without_end,
           test_oscal__a_parameter_that_holds_itself_ends)
