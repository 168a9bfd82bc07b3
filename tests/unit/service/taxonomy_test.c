#include "support/test.h"

#include "base/digest.h"
#include "codec/yaml.h"
#include "fixture.h"
#include "store/check.h"

#include "catalog/v1/changes_service.pb-c.h"
#include "catalog/v1/taxonomy_service.pb-c.h"

#include <string.h>

#define OLD                                                                                                            \
    "taxonomy: {scheme: cwe, release: '4.9', title: Weaknesses, source: by hand}\n"                                    \
    "entries:\n"                                                                                                       \
    "  - {id: '20', kind: weakness, title: Improper Input Validation, text: Reads what it should not.}\n"              \
    "  - {id: '79', kind: weakness, title: Cross-site Scripting, parents: ['20'], references: [{scheme: capec, id: "   \
    "'63'}], mitigations: [{id: MIT-5, title: Check input, text: Check all input., strength: partial}]}\n"             \
    "  - {id: CWE-89, kind: weakness, title: SQL Injection, parents: [CWE-20]}\n"                                      \
    "  - {id: CWE-132, title: Miscalculated Null Termination, status: deprecated, replaced_by: '20'}\n"

#define NEW                                                                                                            \
    "taxonomy: {scheme: cwe, release: '4.15', title: Weaknesses, source: by hand}\n"                                   \
    "entries:\n"                                                                                                       \
    "  - {id: CWE-20, kind: weakness, title: Improper Input Validation, text: Another text.}\n"                        \
    "  - {id: CWE-74, kind: weakness, title: Injection, parents: [CWE-20]}\n"                                          \
    "  - {id: CWE-79, kind: weakness, title: Scripts of others, parents: [CWE-74], references: [{scheme: capec, id: "  \
    "CAPEC-63}], mitigations: [{id: MIT-5, title: Check input, text: Check all input., strength: partial}]}\n"         \
    "  - {id: CWE-89, kind: weakness, title: SQL Injection, parents: [CWE-20], status: revoked}\n"                     \
    "mappings:\n"                                                                                                      \
    "  - {from: {scheme: nist-800-53, id: si-10}, to: {scheme: cwe, id: '79'}, relation: mitigates}\n"

static Catalog__V1__TaxonomyItem *new_item(struct fixture *fixture, Catalog__V1__TaxonomyEntry *entry,
                                           Catalog__V1__TaxonomyMapping *mapping) {
    Catalog__V1__TaxonomyItem *item = ARENA_NEW(&fixture->arena, Catalog__V1__TaxonomyItem);
    catalog__v1__taxonomy_item__init(item);
    item->item_case = entry != NULL ? CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY : CATALOG__V1__TAXONOMY_ITEM__ITEM_MAPPING;
    if (entry != NULL)
        item->entry = entry;
    else
        item->mapping = mapping;
    return item;
}

static Catalog__V1__ImportTaxonomyRequest *new_request(struct fixture *fixture, const char *yaml) {
    Catalog__V1__ImportTaxonomyRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__ImportTaxonomyRequest);
    struct document_list documents;
    struct problem problem;
    problem_init(&problem, &fixture->arena);
    status_code status =
        yaml_read(&catalog__v1__taxonomy_document__descriptor, slice_text(yaml), &fixture->arena, &documents, &problem);
    ck_assert_msg(status == STATUS_OK, "%s: %s", yaml, problem.message);
    const Catalog__V1__TaxonomyDocument *document = (const Catalog__V1__TaxonomyDocument *)documents.items[0].message;
    catalog__v1__import_taxonomy_request__init(request);
    request->request_id = fixture_request_id(fixture);
    request->taxonomy = document->taxonomy;
    request->items =
        ARENA_ARRAY(&fixture->arena, Catalog__V1__TaxonomyItem *, document->n_entries + document->n_mappings + 1);
    for (size_t i = 0; i < document->n_entries; i++)
        request->items[request->n_items++] = new_item(fixture, document->entries[i], NULL);
    for (size_t i = 0; i < document->n_mappings; i++)
        request->items[request->n_items++] = new_item(fixture, NULL, document->mappings[i]);
    return request;
}

static const Catalog__V1__ImportTaxonomyResponse *import(struct fixture *fixture, const char *yaml) {
    return fixture_call(fixture, "TaxonomyService/ImportTaxonomy", &new_request(fixture, yaml)->base);
}

static struct problem refuse(struct fixture *fixture, const char *yaml) {
    return fixture_fail(fixture, "TaxonomyService/ImportTaxonomy", &new_request(fixture, yaml)->base);
}

static void open_both(struct fixture *fixture) {
    fixture_open(fixture);
    import(fixture, OLD);
    import(fixture, NEW);
}

static Catalog__V1__Reference *new_reference(struct fixture *fixture, const char *scheme, const char *id,
                                             const char *release) {
    Catalog__V1__Reference *reference = ARENA_NEW(&fixture->arena, Catalog__V1__Reference);
    catalog__v1__reference__init(reference);
    reference->scheme = arena_strdup(&fixture->arena, scheme);
    reference->id = arena_strdup(&fixture->arena, id);
    reference->release = arena_strdup(&fixture->arena, release);
    return reference;
}

static Catalog__V1__GetTaxonomyEntryRequest *new_get(struct fixture *fixture, const char *id, const char *release) {
    Catalog__V1__GetTaxonomyEntryRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__GetTaxonomyEntryRequest);
    catalog__v1__get_taxonomy_entry_request__init(request);
    request->reference = new_reference(fixture, "cwe", id, release);
    return request;
}

static const Catalog__V1__GetTaxonomyEntryResponse *get(struct fixture *fixture, const char *id, const char *release) {
    return fixture_call(fixture, "TaxonomyService/GetTaxonomyEntry", &new_get(fixture, id, release)->base);
}

START_TEST(test_taxonomy__stands_beside_other_releases) {
    struct fixture fixture;
    fixture_open(&fixture);
    const Catalog__V1__ImportTaxonomyResponse *first = import(&fixture, OLD);
    ck_assert(!first->unchanged);
    ck_assert_uint_eq(first->taxonomy->entry_count, 4);
    ck_assert_uint_eq(first->taxonomy->revision, 1);
    ck_assert_str_eq(first->taxonomy->author, "tester");
    ck_assert_int_eq(first->taxonomy->imported_at->seconds, FIXTURE_START / NS_PER_SECOND);
    ck_assert_uint_eq(import(&fixture, NEW)->taxonomy->mapping_count, 1);
    const Catalog__V1__GetTaxonomyEntryResponse *newest = get(&fixture, "79", "");
    ck_assert_str_eq(newest->taxonomy->release, "4.15");
    ck_assert_str_eq(newest->entry->id, "CWE-79");
    ck_assert_str_eq(newest->entry->title, "Scripts of others");
    ck_assert_uint_eq(newest->n_mappings, 1);
    ck_assert_str_eq(newest->mappings[0]->from->id, "SI-10");
    const Catalog__V1__GetTaxonomyEntryResponse *older = get(&fixture, "CWE-079", "4.9");
    ck_assert_str_eq(older->entry->title, "Cross-site Scripting");
    ck_assert_str_eq(older->entry->parents[0], "CWE-20");
    ck_assert_str_eq(older->entry->references[0]->id, "CAPEC-63");
    ck_assert_str_eq(older->entry->mitigations[0]->title, "Check input");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_taxonomy__of_the_same_content_changes_nothing) {
    struct fixture fixture;
    fixture_open(&fixture);
    const char *digest = import(&fixture, NEW)->taxonomy->digest;
    Catalog__V1__ImportTaxonomyRequest *request = new_request(&fixture, NEW);
    Catalog__V1__TaxonomyItem *first = request->items[0];
    request->items[0] = request->items[request->n_items - 1];
    request->items[request->n_items - 1] = first;
    const Catalog__V1__ImportTaxonomyResponse *again =
        fixture_call(&fixture, "TaxonomyService/ImportTaxonomy", &request->base);
    ck_assert(again->unchanged);
    ck_assert_str_eq(again->taxonomy->digest, digest);
    ck_assert_uint_eq(store_head(fixture.store).revision, 1);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_taxonomy__never_changes) {
    struct fixture fixture;
    fixture_open(&fixture);
    import(&fixture, OLD);
    struct problem problem =
        refuse(&fixture, "taxonomy: {scheme: cwe, release: '4.9', title: Other}\nentries: [{id: '1', title: One}]\n");
    ck_assert_int_eq(problem.code, STATUS_ALREADY_EXISTS);
    ck_assert_str_eq(problem.reason, "TAXONOMY_EXISTS");
    fixture_close(&fixture);
}
END_TEST

static const struct {
    const char *yaml;
    const char *field;
} wrong[] = {
    {"taxonomy: {scheme: CWE, release: '1', title: T}\nentries: [{id: '1', title: One}]\n", "taxonomy.scheme"},
    {"taxonomy: {scheme: cwe, release: 'a b', title: T}\nentries: [{id: '1', title: One}]\n", "taxonomy.release"},
    {"taxonomy: {scheme: cwe, title: T}\nentries: [{id: '1', title: One}]\n", "taxonomy.release"},
    {"taxonomy: {scheme: cwe, release: '1'}\nentries: [{id: '1', title: One}]\n", "taxonomy.title"},
    {"taxonomy: {scheme: cwe, release: '1', title: T}\n", "entries"},
    {"taxonomy: {scheme: cwe, release: '1', title: T}\nentries: [{title: One}]\n", "id"},
    {"taxonomy: {scheme: cwe, release: '1', title: T}\nentries: [{id: '1'}]\n", "title"},
    {"taxonomy: {scheme: cwe, release: '1', title: T}\nentries: [{id: '1', title: A}, {id: CWE-01, title: B}]\n", "id"},
    {"taxonomy: {scheme: cwe, release: '1', title: T}\nentries: [{id: '1', title: A, references: [{id: x}]}]\n",
     "references"},
    {"taxonomy: {scheme: cwe, release: '1', title: T}\nmappings: [{from: {scheme: cwe, id: '1'}}]\n", "to"},
};

START_TEST(test_taxonomy__that_is_wrong_is_refused_with_its_field) {
    struct fixture fixture;
    fixture_open(&fixture);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct problem problem = refuse(&fixture, wrong[i].yaml);
        ck_assert_msg(problem.code == STATUS_INVALID_ARGUMENT, "%zu: %s", i, problem.message);
        ck_assert_uint_ge(problem.violation_count, 1);
        ck_assert_str_eq(problem.violations[0].field, wrong[i].field);
    }
    ck_assert_uint_eq(store_head(fixture.store).revision, 0);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_taxonomy__is_staged_in_parts) {
    struct fixture fixture;
    fixture_open(&fixture);
    Catalog__V1__ImportTaxonomyRequest *request = new_request(&fixture, NEW);
    Catalog__V1__StageTaxonomyRequest stage;
    catalog__v1__stage_taxonomy_request__init(&stage);
    stage.upload_id = fixture_request_id(&fixture);
    for (size_t i = 0; i < request->n_items; i++) {
        stage.offset = (uint32_t)i;
        stage.items = &request->items[i];
        stage.n_items = 1;
        const Catalog__V1__StageTaxonomyResponse *state =
            fixture_call(&fixture, "TaxonomyService/StageTaxonomy", &stage.base);
        ck_assert_uint_eq(state->item_count, i + 1);
    }
    request->n_items = 0;
    request->upload_id = stage.upload_id;
    const Catalog__V1__ImportTaxonomyResponse *response =
        fixture_call(&fixture, "TaxonomyService/ImportTaxonomy", &request->base);
    ck_assert_uint_eq(response->taxonomy->entry_count, 4);
    const Catalog__V1__ImportTaxonomyResponse *again =
        fixture_call(&fixture, "TaxonomyService/ImportTaxonomy", &request->base);
    ck_assert_uint_eq(again->taxonomy->revision, 1);
    ck_assert(!again->unchanged);
    ck_assert(import(&fixture, NEW)->unchanged);
    Catalog__V1__ApplyObjectsRequest apply;
    catalog__v1__apply_objects_request__init(&apply);
    apply.request_id = fixture_request_id(&fixture);
    apply.upload_id = stage.upload_id;
    ck_assert_str_eq(fixture_fail(&fixture, "CatalogService/ApplyObjects", &apply.base).reason, "UPLOAD_NOT_FOUND");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_taxonomy__is_read_as_it_stood) {
    struct fixture fixture;
    open_both(&fixture);
    Catalog__V1__GetTaxonomyEntryRequest *request = new_get(&fixture, "79", "");
    request->at_revision = 1;
    const Catalog__V1__GetTaxonomyEntryResponse *then =
        fixture_call(&fixture, "TaxonomyService/GetTaxonomyEntry", &request->base);
    ck_assert_str_eq(then->taxonomy->release, "4.9");
    ck_assert_uint_eq(then->n_mappings, 0);
    request->reference->release = arena_strdup(&fixture.arena, "4.15");
    ck_assert_str_eq(fixture_fail(&fixture, "TaxonomyService/GetTaxonomyEntry", &request->base).reason,
                     "TAXONOMY_NOT_FOUND");
    ck_assert_str_eq(
        fixture_fail(&fixture, "TaxonomyService/GetTaxonomyEntry", &new_get(&fixture, "CWE-7", "")->base).reason,
        "ENTRY_NOT_FOUND");
    ck_assert_str_eq(
        fixture_fail(&fixture, "TaxonomyService/GetTaxonomyEntry", &new_get(&fixture, "CWE-7", "5")->base).reason,
        "TAXONOMY_NOT_FOUND");
    fixture_close(&fixture);
}
END_TEST

/* IDS and those of PAGE, which shows no texts. */
static const char *add_ids(struct fixture *fixture, const char *ids,
                           const Catalog__V1__ListTaxonomyEntriesResponse *page) {
    for (size_t i = 0; i < page->n_entries; i++) {
        ck_assert_str_eq(page->entries[i]->text, "");
        ids = arena_printf(&fixture->arena, "%s%s ", ids, page->entries[i]->id);
    }
    return ids;
}

/* The ids of all pages of REQUEST. */
static const char *listed(struct fixture *fixture, Catalog__V1__ListTaxonomyEntriesRequest *request) {
    const char *ids = "";
    request->page_token = arena_strdup(&fixture->arena, "");
    do {
        const Catalog__V1__ListTaxonomyEntriesResponse *page =
            fixture_call(fixture, "TaxonomyService/ListTaxonomyEntries", &request->base);
        ids = add_ids(fixture, ids, page);
        request->page_token = page->next_page_token;
    } while (request->page_token[0] != '\0');
    return ids;
}

START_TEST(test_taxonomy__lists_entries_by_parent_status_and_prefix) {
    struct fixture fixture;
    open_both(&fixture);
    char cwe[] = "cwe";
    char release[] = "4.9";
    char parent[] = "20";
    char prefix[] = "cROSS";
    char other[] = "cwe-8";
    Catalog__V1__ListTaxonomyEntriesRequest request;
    catalog__v1__list_taxonomy_entries_request__init(&request);
    request.scheme = cwe;
    request.page_size = 1;
    ck_assert_str_eq(listed(&fixture, &request), "CWE-20 CWE-74 CWE-79 CWE-89 ");
    request.release = release;
    ck_assert_str_eq(listed(&fixture, &request), "CWE-132 CWE-20 CWE-79 CWE-89 ");
    request.parent = parent;
    ck_assert_str_eq(listed(&fixture, &request), "CWE-79 CWE-89 ");
    request.prefix = prefix;
    ck_assert_str_eq(listed(&fixture, &request), "CWE-79 ");
    request.prefix = other;
    ck_assert_str_eq(listed(&fixture, &request), "CWE-89 ");
    catalog__v1__list_taxonomy_entries_request__init(&request);
    request.scheme = cwe;
    request.release = release;
    request.status = CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_DEPRECATED;
    ck_assert_str_eq(listed(&fixture, &request), "CWE-132 ");
    request.status = CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_CURRENT;
    ck_assert_str_eq(listed(&fixture, &request), "CWE-20 CWE-79 CWE-89 ");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_taxonomy__lists_releases) {
    struct fixture fixture;
    open_both(&fixture);
    import(&fixture, "taxonomy: {scheme: cw, release: '1', title: T}\nentries: [{id: '1', title: One}]\n");
    Catalog__V1__ListTaxonomiesRequest request;
    catalog__v1__list_taxonomies_request__init(&request);
    request.page_size = 2;
    const Catalog__V1__ListTaxonomiesResponse *page =
        fixture_call(&fixture, "TaxonomyService/ListTaxonomies", &request.base);
    ck_assert_uint_eq(page->n_taxonomies, 2);
    ck_assert_str_eq(page->taxonomies[0]->scheme, "cw");
    ck_assert_str_eq(page->taxonomies[1]->release, "4.15");
    request.page_token = page->next_page_token;
    page = fixture_call(&fixture, "TaxonomyService/ListTaxonomies", &request.base);
    ck_assert_uint_eq(page->n_taxonomies, 1);
    ck_assert_str_eq(page->taxonomies[0]->release, "4.9");
    ck_assert_str_eq(page->next_page_token, "");
    catalog__v1__list_taxonomies_request__init(&request);
    request.at_revision = 1;
    page = fixture_call(&fixture, "TaxonomyService/ListTaxonomies", &request.base);
    ck_assert_uint_eq(page->n_taxonomies, 1);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_taxonomy__compares_releases) {
    static const char *const expected[] = {
        "2 CWE-132 Miscalculated Null Termination>",
        "6 CWE-20 >",
        "1 CWE-74 >Injection",
        "3 CWE-79 Cross-site Scripting>Scripts of others",
        "5 CWE-79 CWE-20>CWE-74",
        "4 CWE-89 current>revoked",
    };
    struct fixture fixture;
    char cwe[] = "cwe";
    char from[] = "4.9";
    char to[] = "4.15";
    open_both(&fixture);
    Catalog__V1__DiffTaxonomiesRequest request;
    catalog__v1__diff_taxonomies_request__init(&request);
    request.scheme = cwe;
    request.from_release = from;
    request.to_release = to;
    for (request.page_size = 1; request.page_size < 9; request.page_size += 7) {
        size_t count = 0;
        request.page_token = arena_strdup(&fixture.arena, "");
        do {
            const Catalog__V1__DiffTaxonomiesResponse *page =
                fixture_call(&fixture, "TaxonomyService/DiffTaxonomies", &request.base);
            for (size_t i = 0; i < page->n_differences; i++) {
                const Catalog__V1__TaxonomyDifference *found = page->differences[i];
                const char *text = arena_printf(&fixture.arena, "%d %s %s>%s", (int)found->kind, found->id,
                                                found->before, found->after);
                ck_assert_uint_lt(count, COUNT_OF(expected));
                ck_assert_str_eq(text, expected[count++]);
            }
            request.page_token = page->next_page_token;
        } while (request.page_token[0] != '\0');
        ck_assert_uint_eq(count, COUNT_OF(expected));
    }
    request.to_release = from;
    const Catalog__V1__DiffTaxonomiesResponse *same =
        fixture_call(&fixture, "TaxonomyService/DiffTaxonomies", &request.base);
    ck_assert_uint_eq(same->n_differences, 0);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_taxonomy__says_what_references_stand_for) {
    static const struct {
        const char *scheme;
        const char *id;
        const char *release;
        Catalog__V1__ReferenceState state;
        const char *title;
    } rows[] = {
        {"cwe", "79", "", CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_FOUND, "Scripts of others"},
        {"cwe", "CWE-79", "4.9", CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_FOUND, "Cross-site Scripting"},
        {"cwe", "CWE-132", "4.9", CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_FOUND,
         "Miscalculated Null Termination"},
        {"cwe", "CWE-132", "", CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_DANGLING, ""},
        {"cwe", "CWE-79", "5", CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_UNKNOWN, ""},
        {"capec", "63", "", CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_UNKNOWN, ""},
        {"", "", "", CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_UNKNOWN, ""},
    };
    struct fixture fixture;
    open_both(&fixture);
    Catalog__V1__Reference *references[COUNT_OF(rows)];
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        references[i] = new_reference(&fixture, rows[i].scheme, rows[i].id, rows[i].release);
    Catalog__V1__LookUpReferencesRequest request;
    catalog__v1__look_up_references_request__init(&request);
    request.references = references;
    request.n_references = COUNT_OF(rows);
    const Catalog__V1__LookUpReferencesResponse *response =
        fixture_call(&fixture, "TaxonomyService/LookUpReferences", &request.base);
    ck_assert_uint_eq(response->n_references, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ck_assert_int_eq(response->references[i]->state, rows[i].state);
        ck_assert_str_eq(response->references[i]->title, rows[i].title);
    }
    ck_assert_str_eq(response->references[2]->replaced_by, "CWE-20");
    ck_assert_str_eq(response->references[3]->reference->release, "4.15");
    fixture_close(&fixture);
}
END_TEST

static const ProtobufCMessage *import_request(struct fixture *fixture) {
    return &new_request(fixture, NEW)->base;
}

static const ProtobufCMessage *get_request(struct fixture *fixture) {
    return &new_get(fixture, "79", "")->base;
}

static const ProtobufCMessage *list_request(struct fixture *fixture) {
    Catalog__V1__ListTaxonomiesRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__ListTaxonomiesRequest);
    catalog__v1__list_taxonomies_request__init(request);
    request->page_size = 1;
    return &request->base;
}

static const ProtobufCMessage *entries_request(struct fixture *fixture) {
    Catalog__V1__ListTaxonomyEntriesRequest *request =
        ARENA_NEW(&fixture->arena, Catalog__V1__ListTaxonomyEntriesRequest);
    catalog__v1__list_taxonomy_entries_request__init(request);
    request->scheme = arena_strdup(&fixture->arena, "cwe");
    return &request->base;
}

static const ProtobufCMessage *diff_request(struct fixture *fixture) {
    Catalog__V1__DiffTaxonomiesRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__DiffTaxonomiesRequest);
    catalog__v1__diff_taxonomies_request__init(request);
    request->scheme = arena_strdup(&fixture->arena, "cwe");
    request->from_release = arena_strdup(&fixture->arena, "4.9");
    request->to_release = arena_strdup(&fixture->arena, "4.15");
    return &request->base;
}

static const ProtobufCMessage *look_up_request(struct fixture *fixture) {
    Catalog__V1__LookUpReferencesRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__LookUpReferencesRequest);
    catalog__v1__look_up_references_request__init(request);
    request->references = ARENA_ARRAY(&fixture->arena, Catalog__V1__Reference *, 1);
    request->references[request->n_references++] = new_reference(fixture, "cwe", "79", "");
    return &request->base;
}

static const struct {
    const char *method;
    const ProtobufCMessage *(*make)(struct fixture *fixture);
    bool is_there_before; /* the newer release */
} calls[] = {
    {"TaxonomyService/ImportTaxonomy", import_request, false},
    {"TaxonomyService/ImportTaxonomy", import_request, true},
    {"TaxonomyService/ListTaxonomies", list_request, true},
    {"TaxonomyService/GetTaxonomyEntry", get_request, true},
    {"TaxonomyService/ListTaxonomyEntries", entries_request, true},
    {"TaxonomyService/DiffTaxonomies", diff_request, true},
    {"TaxonomyService/LookUpReferences", look_up_request, true},
};

/* Calls row NUMBER with its allocation I failing. Whether it did. */
static bool starve(struct fixture *fixture, size_t number, unsigned i) {
    struct problem problem;
    const ProtobufCMessage *request = calls[number].make(fixture);
    fixture->starved_allocation = i;
    struct fake_call *call = fixture_start(fixture, calls[number].method, request);
    bool has_starved = fixture->has_starved;
    fixture->starved_allocation = 0;
    const void *answer = fixture_finish(fixture, call, &problem, NULL);
    ck_assert_msg(answer != NULL || (has_starved && problem.code == STATUS_RESOURCE_EXHAUSTED),
                  "%s, allocation %u: %s: %s", calls[number].method, i, status_name(problem.code), problem.message);
    return has_starved;
}

START_TEST(test_taxonomy__calls_without_memory_fail_whole) {
    for (size_t number = 0; number < COUNT_OF(calls); number++) {
        struct fixture fixture;
        unsigned i = 1;
        fixture_open(&fixture);
        import(&fixture, OLD);
        if (calls[number].is_there_before)
            import(&fixture, NEW);
        while (i < 1000 && starve(&fixture, number, i))
            i++;
        ck_assert_uint_lt(i, 1000);
        ck_assert_str_eq(get(&fixture, "20", "4.9")->entry->id, "CWE-20");
        fixture_close(&fixture);
    }
}
END_TEST

static void print_line(void *context, const char *line) {
    (void)context;
    ck_abort_msg("%s", line);
}

START_TEST(test_taxonomy__follows_from_the_log) {
    struct fixture fixture;
    open_both(&fixture);
    const struct store_options options = {.directory = fixture.directory, .map_size = (size_t)256 << 20};
    struct store_check_report report;
    struct problem problem;
    problem_init(&problem, NULL);
    service_stop(fixture.service);
    store_close(fixture.store);
    fixture.store = NULL;
    ck_assert_msg(store_check(&options, NULL, print_line, NULL, &report, &problem) == STATUS_OK, "%s", problem.message);
    ck_assert_uint_eq(report.fault_count, 0);
    ck_assert_uint_eq(report.changes, 2);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(taxonomy, test_taxonomy__stands_beside_other_releases, test_taxonomy__of_the_same_content_changes_nothing,
           test_taxonomy__never_changes, test_taxonomy__that_is_wrong_is_refused_with_its_field,
           test_taxonomy__is_staged_in_parts, test_taxonomy__is_read_as_it_stood,
           test_taxonomy__lists_entries_by_parent_status_and_prefix, test_taxonomy__lists_releases,
           test_taxonomy__compares_releases, test_taxonomy__says_what_references_stand_for,
           test_taxonomy__calls_without_memory_fail_whole, test_taxonomy__follows_from_the_log)
