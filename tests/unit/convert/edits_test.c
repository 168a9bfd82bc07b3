/* What somebody changes in another tool counts when the file comes back, whatever it carries of the catalog. */
#include "export_fixture.h"

static const char feature[] =
    "kind: feature\n"
    "name: in/shop\n"
    "title: The shop\n"
    "tags: [\"exposure:internal\"]\n"
    "elements:\n"
    "  - {id: site, kind: process, zone: inside}\n"
    "  - {id: db, kind: store, zone: inside, technologies: [postgres, sql]}\n"
    "trust_zones: [{id: inside}, {id: outside}]\n"
    "assets: [{id: card, classification: confidential, on: [site, db]}]\n"
    "data_flows: [{id: order, from: site, to: db, assets: [card], protocol: https}]\n"
    "entry_points: [{id: login, on: site, protocol: https}]\n"
    "threats:\n"
    "  - {id: theft, inline: {title: Theft, stride: [tampering], likelihood: 2, impact: 5}, on: db}\n"
    "  - {id: guess, inline: {title: Guess, references: [{scheme: cwe, id: CWE-1}, {scheme: capec, id: CAPEC-1}]}, "
    "on: site}\n"
    "  - {id: eaves, threat: stride/listening, on: order}\n"
    "mitigations:\n"
    "  - {id: locks, inline: {title: Locks, objective: Shut it.}, mitigates: [\"#theft\"], on: [db], status: "
    "verified}\n"
    "  - {id: tls, control: base/tls, mitigates: [stride/listening, far/threat], on: [order], status: planned}\n";

static const char known[] = "kind: threat\n"
                            "name: stride/listening\n"
                            "title: Somebody listens\n"
                            "likelihood: 4\n"
                            "impact: 3\n"
                            "---\n"
                            "kind: control\n"
                            "name: base/tls\n"
                            "title: Encrypt on the way\n"
                            "objective: Nobody reads along.\n";

/* One change of one field: the first WRITTEN after AFTER becomes CHANGED. */
struct edit {
    const char *after;
    const char *written;
    const char *changed;
    const char *wanted;   /* stands in the object that comes back */
    const char *unwanted; /* does not; NULL: nothing */
};

static char *edited(struct export_fixture *fixture, const struct edit *edit) {
    const char *text = (const char *)fixture->out.data;
    const char *start = strstr(text, edit->after);
    const char *at = start == NULL ? NULL : strstr(start, edit->written);
    ck_assert_msg(at != NULL, "there is no %s after %s in %s", edit->written, edit->after, text);
    return arena_printf(&fixture->arena, "%.*s%s%s", (int)(at - text), text, edit->changed, at + strlen(edit->written));
}

/* Imports TEXT and writes it as native YAML into AGAIN. */
static void take_back(struct export_fixture *again, const char *text) {
    struct import import;
    struct source source;
    const struct import_format *format = NULL;
    export_fixture_init(again);
    import_init(&import, &again->arena, &again->report, "in", &again->problem);
    ck_assert_int_eq(source_of_text("file", slice_text(text), &again->arena, &source, &again->problem), STATUS_OK);
    ck_assert_int_eq(import_recognise(&source, &format, &again->problem), STATUS_OK);
    ck_assert_msg(import_read(&import, format, &source) == STATUS_OK, "%s", again->problem.message);
    ck_assert(export_add(&again->export, import.objects.items[0], true));
    ck_assert_int_eq(export_write(&again->export, export_format_find("native"), &again->out), STATUS_OK);
    buffer_append_byte(&again->out, '\0');
}

static void try_edits(const char *format, const struct edit *edits, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct export_fixture first;
        struct export_fixture again;
        ck_assert_int_eq(export_fixture_write(&first, format, feature, known), STATUS_OK);
        export_fixture_comes_back(&first, known);
        take_back(&again, edited(&first, &edits[i]));
        ck_assert_msg(export_fixture_says(&again, edits[i].wanted), "%s: %s is not in %s", edits[i].changed,
                      edits[i].wanted, again.out.data);
        ck_assert_msg(edits[i].unwanted == NULL || !export_fixture_says(&again, edits[i].unwanted), "%s: %s is in %s",
                      edits[i].changed, edits[i].unwanted, again.out.data);
        export_fixture_done(&again);
        export_fixture_done(&first);
    }
}

START_TEST(test_edits__of_otm_count) {
    static const struct edit edits[] = {
        {"project", "\"The shop\"", "\"Our shop\"", "title: Our shop", "The shop"},
        {"\"components\"", "\"type\": \"process\"", "\"type\": \"database\"",
         "kind: store\n    title: site\n    zone: inside\n    technologies: [database]", "process"},
        {"\"components\"", "\"trustZone\": \"inside\"", "\"trustZone\": \"outside\"", "zone: outside", NULL},
        {"\"components\"", "\"name\": \"site\"", "\"name\": \"Front\"", "title: Front", NULL},
        {"\"components\"", "\"tags\": [\n        \"sql\"", "\"tags\": [\n        \"mysql\"",
         "technologies: [postgres, mysql]", "kind: process\n    technologies"},
        {"\"components\"", "\"card\"", "\"none\"", "on: [db]", NULL},
        {"\"comment\"", "\"confidential\"", "\"restricted\"", "classification: restricted", "confidential"},
        {"\"id\": \"login\"", "\"component\": \"site\"", "\"component\": \"db\"", "on: db\n    title: login", NULL},
        {"\"id\": \"login\"", "\"https\"", "\"ssh\"", "protocol: ssh", NULL},
        {"\"id\": \"#theft\"", "\"Tampering\"", "\"Spoofing\"", "stride: [spoofing]", "tampering"},
        {"\"id\": \"#theft\"", "\"likelihood\": 40", "\"likelihood\": 80", "likelihood: 4", "likelihood: 2"},
        {"\"id\": \"#guess\"", "\"CWE-1\"", "\"CWE-2\"", "CWE-2", "CWE-1"},
        {"\"id\": \"#guess\"", "\"CWE-1\"", "\"CWE-2\"", "CAPEC-1", NULL},
        {"\"name\": \"Somebody listens\"", "\"likelihood\": 80", "\"likelihood\": 100",
         "threat: stride/listening\n    on: order\n    likelihood: 5\n    impact: 3", NULL},
        {"\"id\": \"locks\"", "\"Locks\"", "\"Bolts\"", "title: Bolts", NULL},
        {"\"id\": \"locks\"", "\"Shut it.\"", "\"Bolt it.\"", "objective: Bolt it.", "Shut it."},
        {"\"id\": \"tls\"", "\"Nobody reads along.\"", "\"Hide it.\"", "description: Hide it.", NULL},
        {"\"mitigation\": \"locks\"", "\"implemented\"", "\"required\"", "status: planned", "status: verified"},
        {"\"mitigation\": \"tls\"", "\"required\"", "\"implemented\"", "status: implemented", "status: planned"},
        {"\"threat\": \"#theft\"", "\"mitigation\": \"locks\"", "\"mitigation\": \"tls\"",
         "id: tls-theft\n    title: Encrypt on the way\n    control: base/tls\n    mitigates: [\"#theft\"]\n    on: "
         "[db]",
         NULL},
        {"\"threat\": \"stride/listening\"", "\"mitigation\": \"tls\"", "\"mitigation\": \"locks\"",
         "mitigates: [far/threat]", NULL},
    };
    try_edits("otm", edits, COUNT_OF(edits));
}
END_TEST

START_TEST(test_edits__of_threat_composer_count) {
    static const struct edit edits[] = {
        {"applicationInfo", "\"The shop\"", "\"Our shop\"", "title: Our shop", "The shop"},
        {"custom:title", "\"Theft\"", "\"Robbery\"", "title: Robbery", "Theft"},
        {"\"threats\": [", "\"T\"", "\"S\"", "stride: [spoofing]", "tampering"},
        {"\"threats\": [", "\"Medium\"", "\"High\"", "likelihood: 4\n      impact: 4", "likelihood: 2"},
        {"\"mitigations\"", "\"Shut it.\"", "\"Bolt it.\"", "objective: Bolt it.", "Shut it."},
        {"\"mitigations\"", "\"Encrypt on the way\"", "\"Hide it\"", "title: Hide it", NULL},
        {"\"mitigations\"", "\"mitigationResolved\"", "\"mitigationInProgress\"", "status: planned",
         "status: verified"},
        {"\"mitigationLinks\"", "\"linkedId\": \"", "\"linkedId\": \"gone-", "objective: Shut it.\n    on: [db]",
         "mitigates: [\"#theft\"]"},
    };
    try_edits("threat-composer", edits, COUNT_OF(edits));
}
END_TEST

START_TEST(test_edits__of_tml_count) {
    static const struct edit edits[] = {
        {"\"scope\"", "\"The shop\"", "\"Our shop\"", "title: Our shop", "The shop"},
        {"\"scope\"", "\"internal\"", "\"external\"", "exposure:external", "exposure:internal"},
        {"\"scope\"", "\"data_sensitivity\": []", "\"data_sensitivity\": [\"pii\"]", "data_sensitivity:pii", NULL},
        {"\"components\"", "\"title\": \"site\"", "\"title\": \"Front\"", "title: Front", NULL},
        {"\"components\"", "\"trust_zone\": \"inside\"", "\"trust_zone\": \"outside\"", "zone: outside", NULL},
        {"\"data_sets\"", "\"data_store\": \"db\"", "\"data_store\": \"gone\"", "on: [site]", NULL},
        {"\"data_flows\"", "\"object\": \"site\"", "\"object\": \"db\"", "from: db", NULL},
        {"\"threats\": [\n    {", "\"sources\": []", "\"sources\": [\"failure\"]", "categories: [\"tml:failure\"]",
         NULL},
        {"\"controls\"", "\"Shut it.\"", "\"Bolt it.\"", "objective: Bolt it.", "Shut it."},
        {"\"controls\"", "\"Nobody reads along.\"", "\"Hide it.\"", "description: Hide it.", NULL},
        {"\"controls\"", "\"active\"", "\"scheduled\"", "status: planned", "status: verified"},
        {"\"controls\"", "\"none\"", "\"high\"", "priority:high", NULL},
        {"\"controls\"", "\"theft\"", "\"guess\"", "mitigates: [\"#guess\"]\n    on: [site]", "#theft"},
        {"\"risk-of-theft\"", "\"unlikely\"", "\"likely\"", "likelihood: 4", "likelihood: 2"},
        {"\"risk-of-eaves\"", "\"likely\"", "\"certain\"", "on: order\n    likelihood: 5\n    impact: 3", NULL},
    };
    try_edits("tml", edits, COUNT_OF(edits));
}
END_TEST

TEST_SUITE(edits, test_edits__of_otm_count, test_edits__of_threat_composer_count, test_edits__of_tml_count)
