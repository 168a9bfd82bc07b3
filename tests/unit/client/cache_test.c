#include "support/test.h"

#include "catalog/catalog.h"
#include "codec/canonical.h"
#include "lib/cache.h"
#include "unit/client/double.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];
static char path[96];

static void make_folder(void) {
    strcpy(folder, "/tmp/catalog-cache-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a/b", folder);
}

static void remove_folder(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static struct catalog_cache *open_cache(void) {
    struct catalog_cache *cache = NULL;
    ck_assert_int_eq(catalog_cache_open(path, &cache, NULL), CATALOG_OK);
    return cache;
}

static struct cache_record record_of(const char *text) {
    slice part = slice_text(text);
    struct digest digest = digest_of(&part, 1);
    return (struct cache_record){.table = CACHE_OBJECTS, .key = cache_key_of_object(&digest), .value = part};
}

START_TEST(test_cache__keeps_records_between_runs_for_its_owner_only) {
    make_folder();
    struct catalog_cache *cache = open_cache();
    struct cache_record records[] = {record_of("one"), record_of("two")};
    ck_assert_int_eq(cache_put(cache, records, 2, NULL), CATALOG_OK);
    catalog_cache_close(cache);
    struct stat status;
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_uint_eq(status.st_mode & 0777, 0700);

    cache = open_cache();
    struct arena arena;
    arena_init(&arena, 0);
    slice value;
    ck_assert_int_eq(cache_get(cache, CACHE_OBJECTS, &records[1].key, &arena, &value, NULL), CATALOG_OK);
    ck_assert(slice_equal(value, slice_text("two")));
    ck_assert_int_eq(cache_get(cache, CACHE_MANIFESTS, &records[1].key, &arena, &value, NULL), CATALOG_OK);
    ck_assert_ptr_null(value.data);
    ck_assert_int_eq(catalog_cache_clear(cache, NULL), CATALOG_OK);
    ck_assert_int_eq(cache_get(cache, CACHE_OBJECTS, &records[1].key, &arena, &value, NULL), CATALOG_OK);
    ck_assert_ptr_null(value.data);
    arena_done(&arena);
    catalog_cache_close(cache);
    catalog_cache_close(NULL);
    remove_folder();
}
END_TEST

START_TEST(test_cache__finds_the_newest_manifest_of_a_target) {
    make_folder();
    struct catalog_cache *cache = open_cache();
    struct arena arena;
    arena_init(&arena, 0);
    struct digest low = {{1}};
    struct digest high = {{2}};
    struct digest absent = {{1, 1}};
    static const struct {
        int target;
        uint64_t revision;
        const char *value;
    } manifests[] = {{1, 7, "low 7"}, {1, 300, "low 300"}, {2, 1, "high 1"}, {2, UINT64_MAX, "high max"}};
    slice value;
    ck_assert_int_eq(cache_get_newest(cache, &low, &arena, &value, NULL), CATALOG_OK);
    ck_assert_ptr_null(value.data);
    for (size_t i = 0; i < sizeof manifests / sizeof manifests[0]; i++) {
        struct cache_record record = {
            .table = CACHE_MANIFESTS,
            .key = cache_key_of_manifest(manifests[i].target == 1 ? &low : &high, manifests[i].revision),
            .value = slice_text(manifests[i].value)};
        ck_assert_int_eq(cache_put(cache, &record, 1, NULL), CATALOG_OK);
    }
    ck_assert_int_eq(cache_get_newest(cache, &low, &arena, &value, NULL), CATALOG_OK);
    ck_assert(slice_equal(value, slice_text("low 300")));
    ck_assert_int_eq(cache_get_newest(cache, &high, &arena, &value, NULL), CATALOG_OK);
    ck_assert(slice_equal(value, slice_text("high max")));
    ck_assert_int_eq(cache_get_newest(cache, &absent, &arena, &value, NULL), CATALOG_OK);
    ck_assert_ptr_null(value.data);
    arena_done(&arena);
    catalog_cache_close(cache);
    remove_folder();
}
END_TEST

START_TEST(test_cache__refuses_files_that_are_cut_or_foreign) {
    make_folder();
    struct catalog_cache *cache = open_cache();
    struct cache_record record = record_of("one");
    ck_assert_int_eq(cache_put(cache, &record, 1, NULL), CATALOG_OK);
    catalog_cache_close(cache);
    char file[128];
    snprintf(file, sizeof file, "%s/data.mdb", path);
    struct stat status;
    ck_assert_int_eq(stat(file, &status), 0);
    ck_assert_int_eq(truncate(file, status.st_size - 4096), 0);
    struct catalog_error *error = NULL;
    ck_assert_int_eq(catalog_cache_open(path, &cache, &error), CATALOG_DATA_LOSS);
    ck_assert_ptr_nonnull(strstr(catalog_error_message(error), path));
    catalog_error_free(error);
    int descriptor = open(file, O_WRONLY | O_TRUNC);
    ck_assert_int_eq(write(descriptor, "not a database, and long enough to be looked at", 47), 47);
    close(descriptor);
    ck_assert_int_eq(catalog_cache_open(path, &cache, NULL), CATALOG_DATA_LOSS);
    remove_folder();
}
END_TEST

START_TEST(test_cache__needs_a_place_of_its_own) {
    make_folder();
    char file[96];
    snprintf(file, sizeof file, "%s/a", folder);
    close(open(file, O_CREAT | O_WRONLY, 0600));
    struct catalog_cache *cache = NULL;
    ck_assert_int_eq(catalog_cache_open(path, &cache, NULL), CATALOG_FAILED_PRECONDITION);
    unsetenv("XDG_CACHE_HOME");
    unsetenv("HOME");
    ck_assert_int_eq(catalog_cache_open(NULL, &cache, NULL), CATALOG_FAILED_PRECONDITION);
    ck_assert_int_eq(catalog_cache_open("", &cache, NULL), CATALOG_FAILED_PRECONDITION);
    setenv("HOME", folder, 1);
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_int_eq(catalog_cache_open("", &cache, NULL), CATALOG_OK);
    catalog_cache_close(cache);
    snprintf(file, sizeof file, "%s/.cache/catalogd/data.mdb", folder);
    ck_assert_int_eq(access(file, R_OK), 0);
    remove_folder();
}
END_TEST

/* A server with one component, which everything stands on. */
static struct {
    bool lies;
    unsigned batches;
    Catalog__V1__Model model;
    Catalog__V1__Object object;
    Catalog__V1__Lifecycle lifecycle;
    Catalog__V1__ObjectVersion version;
    Catalog__V1__Timestamp at;
    char digest[DIGEST_TEXT_BYTES];
} stock;

static void fill_stock(void) {
    static char name[] = "a/b";
    static char number[] = "1.0.0";
    memset(&stock, 0, sizeof stock);
    catalog__v1__model__init(&stock.model);
    catalog__v1__object__init(&stock.object);
    catalog__v1__lifecycle__init(&stock.lifecycle);
    catalog__v1__object_version__init(&stock.version);
    catalog__v1__timestamp__init(&stock.at);
    stock.at.seconds = 1767225600;
    stock.model.name = name;
    stock.object.kind_case = CATALOG__V1__OBJECT__KIND_COMPONENT;
    stock.object.component = &stock.model;
    stock.lifecycle.state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED;
    stock.version.name = stock.model.name;
    stock.version.version = number;
    stock.version.kind = CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT;
    stock.version.lifecycle = &stock.lifecycle;
    struct digest digest;
    ck_assert_int_eq(canonical_digest(&stock.object.base, &digest, NULL), STATUS_OK);
    digest_text(&digest, stock.digest);
    stock.version.content_digest = stock.digest;
    stock.version.contract_digest = stock.digest;
}

static void send_manifest(struct double_call *call) {
    Catalog__V1__ObjectVersion *versions[1] = {&stock.version};
    Catalog__V1__GetResolutionInputsResponse response;
    catalog__v1__get_resolution_inputs_response__init(&response);
    response.revision = 12;
    response.at = &stock.at;
    response.model = &stock.version;
    response.n_versions = 1;
    response.versions = versions;
    double_reply(call, &response.base, 12);
}

static void send_objects(struct double_call *call) {
    Catalog__V1__ObjectVersion version = stock.version;
    Catalog__V1__Model other = stock.model;
    Catalog__V1__Object object = stock.object;
    other.title = (char[]){"not what was published"};
    object.component = stock.lies ? &other : &stock.model;
    version.object = &object;
    Catalog__V1__ObjectVersion *versions[1] = {&version};
    Catalog__V1__BatchGetObjectsResponse response;
    catalog__v1__batch_get_objects_response__init(&response);
    response.n_objects = 1;
    response.objects = versions;
    stock.batches++;
    double_reply(call, &response.base, 12);
}

static void answer_from_stock(struct double_server *self, struct double_call *call) {
    (void)self;
    if (strcmp(call->envelope->method, "catalog.v1.ResolutionService/GetResolutionInputs") == 0)
        send_manifest(call);
    else
        send_objects(call);
}

static struct double_server server;
static struct catalog_cache *cache;
static struct catalog_client *client;
static Catalog__V1__ObjectSelector selector;
static Catalog__V1__ResolutionTarget target;

static void begin(void) {
    make_folder();
    fill_stock();
    double_start(&server, answer_from_stock);
    cache = open_cache();
    ck_assert_int_eq(catalog_client_open(server.url, NULL, &client, NULL), CATALOG_OK);
    catalog__v1__object_selector__init(&selector);
    catalog__v1__resolution_target__init(&target);
    selector.name = stock.model.name;
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target.selector = &selector;
}

static void end(void) {
    catalog_client_close(client);
    catalog_cache_close(cache);
    double_stop(&server);
    remove_folder();
}

static enum catalog_code fill(uint64_t *ret_revision) {
    return catalog_cache_fill(cache, client, &target, NULL, ret_revision, NULL);
}

START_TEST(test_cache__is_filled_once_and_only_with_what_fits_its_digest) {
    begin();
    stock.lies = true;
    struct catalog_error *error = NULL;
    ck_assert_int_eq(catalog_cache_fill(cache, client, &target, NULL, NULL, &error), CATALOG_DATA_LOSS);
    ck_assert_str_eq(catalog_error_reason(error), "DIGEST_MISMATCH");
    catalog_error_free(error);

    stock.lies = false;
    uint64_t revision = 0;
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(fill(&revision), CATALOG_OK);
    ck_assert_uint_eq(revision, 12);
    ck_assert_uint_eq(stock.batches, 2);
    end();
}
END_TEST

/* Resolves without the server; the caller frees *ret_text. */
static enum catalog_code resolve_offline(uint64_t at_revision, char **ret_text) {
    Catalog__V1__ResolveResponse *response = NULL;
    target.at_revision = at_revision;
    enum catalog_code code = catalog_resolve_offline(cache, &target, &response, NULL);
    if (code == CATALOG_OK && ret_text != NULL) {
        size_t size = 0;
        ck_assert_uint_eq(catalog_message_revision(response), 12);
        ck_assert_str_eq(response->model->model, "a/b");
        ck_assert_int_eq(catalog_message_write(&response->base, CATALOG_FORMAT_JSON, ret_text, &size, NULL),
                         CATALOG_OK);
    }
    catalog_message_free(response);
    target.at_revision = 0;
    return code;
}

START_TEST(test_offline__gives_the_same_bytes_again_under_each_name) {
    begin();
    ck_assert_int_eq(fill(NULL), CATALOG_OK);
    char *first = NULL;
    char *again = NULL;
    ck_assert_int_eq(resolve_offline(12, &first), CATALOG_OK);
    selector.version = stock.version.version;
    ck_assert_int_eq(resolve_offline(12, &again), CATALOG_OK);
    ck_assert_str_eq(first, again);
    ck_assert_ptr_nonnull(strstr(first, "\"at\": \"2026-01-01T00:00:00Z\""));
    catalog_text_free(first);
    catalog_text_free(again);
    ck_assert_int_eq(resolve_offline(0, &first), CATALOG_OK);
    catalog_text_free(first);
    end();
}
END_TEST

START_TEST(test_offline__says_what_is_not_kept) {
    static char other[] = "a/other";
    begin();
    ck_assert_int_eq(resolve_offline(0, NULL), CATALOG_NOT_FOUND);
    ck_assert_int_eq(fill(NULL), CATALOG_OK);
    ck_assert_int_eq(resolve_offline(11, NULL), CATALOG_NOT_FOUND);
    selector.name = other;
    ck_assert_int_eq(resolve_offline(0, NULL), CATALOG_NOT_FOUND);
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET__NOT_SET;
    ck_assert_int_eq(resolve_offline(0, NULL), CATALOG_INVALID_ARGUMENT);
    end();
}
END_TEST

/* Another lock may lead to names that were never looked up. */
START_TEST(test_offline__does_not_guess_with_a_lock_it_never_saw) {
    begin();
    ck_assert_int_eq(fill(NULL), CATALOG_OK);
    Catalog__V1__Lock lock;
    catalog__v1__lock__init(&lock);
    lock.model = stock.model.name;
    target.lock = &lock;
    ck_assert_int_eq(resolve_offline(12, NULL), CATALOG_NOT_FOUND);
    ck_assert_int_eq(fill(NULL), CATALOG_OK);
    ck_assert_int_eq(resolve_offline(12, NULL), CATALOG_OK);
    end();
}
END_TEST

START_TEST(test_offline__refuses_a_damaged_object_until_it_is_fetched_again) {
    begin();
    ck_assert_int_eq(fill(NULL), CATALOG_OK);
    struct digest digest;
    ck_assert(digest_parse(stock.digest, &digest));
    struct cache_record record = {
        .table = CACHE_OBJECTS, .key = cache_key_of_object(&digest), .value = slice_text("not what it was")};
    ck_assert_int_eq(cache_put(cache, &record, 1, NULL), CATALOG_OK);
    ck_assert_int_eq(resolve_offline(12, NULL), CATALOG_DATA_LOSS);
    ck_assert_int_eq(fill(NULL), CATALOG_OK);
    ck_assert_int_eq(resolve_offline(12, NULL), CATALOG_OK);
    end();
}
END_TEST

#define RECORDS 100U

/* Writes RECORDS records, their names beginning with WHO. */
static void write_records(char who) {
    struct catalog_cache *own = open_cache();
    for (unsigned i = 0; i < RECORDS; i++) {
        char text[16];
        snprintf(text, sizeof text, "%c%u", who, i);
        struct cache_record record = record_of(text);
        ck_assert_int_eq(cache_put(own, &record, 1, NULL), CATALOG_OK);
    }
    catalog_cache_close(own);
}

START_TEST(test_cache__is_shared_by_processes) {
    make_folder();
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        write_records('c');
        _exit(0);
    }
    write_records('p');
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    struct catalog_cache *own = open_cache();
    struct arena arena;
    arena_init(&arena, 0);
    for (unsigned i = 0; i < 2 * RECORDS; i++) {
        char text[16];
        slice value;
        snprintf(text, sizeof text, "%c%u", i < RECORDS ? 'c' : 'p', i % RECORDS);
        struct cache_record record = record_of(text);
        ck_assert_int_eq(cache_get(own, CACHE_OBJECTS, &record.key, &arena, &value, NULL), CATALOG_OK);
        ck_assert(slice_equal(value, slice_text(text)));
    }
    arena_done(&arena);
    catalog_cache_close(own);
    remove_folder();
}
END_TEST

TEST_SUITE(cache, test_cache__keeps_records_between_runs_for_its_owner_only,
           test_cache__finds_the_newest_manifest_of_a_target, test_cache__refuses_files_that_are_cut_or_foreign,
           test_cache__needs_a_place_of_its_own, test_cache__is_filled_once_and_only_with_what_fits_its_digest,
           test_cache__is_shared_by_processes, test_offline__gives_the_same_bytes_again_under_each_name,
           test_offline__says_what_is_not_kept, test_offline__does_not_guess_with_a_lock_it_never_saw,
           test_offline__refuses_a_damaged_object_until_it_is_fetched_again)
