#include "fixture.h"

#include "codec/canonical.h"
#include "codec/message.h"
#include "model/contract.h"

#include "catalog/store/v1/record.pb-c.h"

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const files[] = {"data.mdb", "lock.mdb", "catalogd.lock"};

static time_ns fake_now(void *context) {
    return ((struct fixture *)context)->now;
}

void fixture_open(struct fixture *fixture) {
    *fixture = (struct fixture){.directory = "/tmp/catalogd-store-XXXXXX", .now = 1000 * NS_PER_SECOND};
    ck_assert_ptr_nonnull(mkdtemp(fixture->directory));
    fixture->options = (struct store_options){.directory = fixture->directory,
                                              .map_size = (size_t)64 << 20,
                                              .disk_full_percent = 100,
                                              .clock = {.now = fake_now, .context = fixture}};
    arena_init(&fixture->arena, 0);
    fixture_reopen(fixture);
}

void fixture_reopen(struct fixture *fixture) {
    struct problem problem;
    problem_init(&problem, NULL);
    store_close(fixture->store);
    fixture->store = NULL;
    status_code status = store_open(&fixture->options, &fixture->store, &problem);
    ck_assert_msg(status == STATUS_OK, "%s", problem.message);
}

const char *fixture_path(const struct fixture *fixture, const char *file) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", fixture->directory, file);
    return path;
}

void fixture_close(struct fixture *fixture) {
    store_close(fixture->store);
    fixture->store = NULL;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        unlink(fixture_path(fixture, files[i]));
    rmdir(fixture->directory);
    arena_done(&fixture->arena);
}

/* Lets the tests wait for all jobs of one call. */
struct latch {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    size_t open;
};

static void job_done(struct write_job *job) {
    struct latch *latch = job->context;
    pthread_mutex_lock(&latch->mutex);
    latch->open--;
    pthread_cond_signal(&latch->changed);
    pthread_mutex_unlock(&latch->mutex);
}

static void job_answer(struct write_job *job, struct buffer *answer) {
    buffer_printf(answer, "made at %llu", (unsigned long long)job->change->revision);
}

static char *text(struct fixture *fixture, const char *value) {
    return arena_strdup(&fixture->arena, value == NULL ? "" : value);
}

static Catalog__V1__Threat *new_threat(struct fixture *fixture, const struct edit *edit) {
    Catalog__V1__Threat *threat = ARENA_NEW(&fixture->arena, Catalog__V1__Threat);
    catalog__v1__threat__init(threat);
    threat->name = text(fixture, edit->name);
    threat->title = text(fixture, edit->title);
    threat->description = arena_calloc(&fixture->arena, 1, edit->padding + 1);
    memset(threat->description, 'x', edit->padding);
    if (edit->control == NULL)
        return threat;
    Catalog__V1__MitigationGroup *group = ARENA_NEW(&fixture->arena, Catalog__V1__MitigationGroup);
    catalog__v1__mitigation_group__init(group);
    group->controls = ARENA_NEW(&fixture->arena, char *);
    group->controls[0] = text(fixture, edit->control);
    group->n_controls = 1;
    threat->mitigation_groups = ARENA_NEW(&fixture->arena, Catalog__V1__MitigationGroup *);
    threat->mitigation_groups[0] = group;
    threat->n_mitigation_groups = 1;
    return threat;
}

static slice pack(struct fixture *fixture, const ProtobufCMessage *message) {
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = arena_alloc(&fixture->arena, size);
    protobuf_c_message_pack(message, bytes);
    return slice_of(bytes, size);
}

static Catalog__V1__Lifecycle *new_lifecycle(struct fixture *fixture, Catalog__V1__ChangeAction action) {
    Catalog__V1__Lifecycle *lifecycle = ARENA_NEW(&fixture->arena, Catalog__V1__Lifecycle);
    catalog__v1__lifecycle__init(lifecycle);
    lifecycle->state = action == CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_YANK
                           ? CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED
                           : CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
    return lifecycle;
}

static Catalog__V1__ObjectChange *new_object_change(struct fixture *fixture, const struct edit *edit,
                                                    struct write_object *ret_object) {
    Catalog__V1__Threat *threat = new_threat(fixture, edit);
    struct object_facts facts;
    Catalog__V1__Object object;
    catalog__v1__object__init(&object);
    object.kind_case = CATALOG__V1__OBJECT__KIND_THREAT;
    object.threat = threat;
    ck_assert_int_eq(facts_of(&object, &fixture->arena, &facts, NULL), STATUS_OK);
    *ret_object = (struct write_object){.bytes = pack(fixture, &object.base),
                                        .title = facts.title,
                                        .references = facts.references,
                                        .reference_count = facts.reference_count};
    struct digest digest = canonical_digest_of_bytes(object.base.descriptor, ret_object->bytes);
    Catalog__V1__ObjectChange *change = ARENA_NEW(&fixture->arena, Catalog__V1__ObjectChange);
    catalog__v1__object_change__init(change);
    change->action = edit->action;
    change->kind = CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT;
    change->name = threat->name;
    change->version = text(fixture, edit->version);
    change->content_digest = arena_alloc(&fixture->arena, DIGEST_TEXT_BYTES);
    digest_text(&digest, change->content_digest);
    change->contract_digest = arena_alloc(&fixture->arena, DIGEST_TEXT_BYTES);
    if (!edit->has_wrong_contract)
        ck_assert_int_eq(contract_digest(&object, &fixture->arena, &digest, NULL), STATUS_OK);
    digest_text(&digest, change->contract_digest);
    if (edit->action > CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_PUBLISH)
        change->lifecycle = new_lifecycle(fixture, edit->action);
    return change;
}

static Catalog__V1__Change *new_change(struct fixture *fixture, const char *request_id) {
    Catalog__V1__Change *change = ARENA_NEW(&fixture->arena, Catalog__V1__Change);
    catalog__v1__change__init(change);
    change->author = text(fixture, "tester");
    change->request_id = request_id != NULL ? text(fixture, request_id)
                                            : arena_printf(&fixture->arena, "request-%08u", fixture->requests++);
    change->method = text(fixture, "test/Edit");
    return change;
}

static struct write_job *new_job(struct fixture *fixture, Catalog__V1__Change *change, struct latch *latch) {
    struct write_job *job = ARENA_NEW(&fixture->arena, struct write_job);
    const slice id = slice_text(change->request_id);
    *job = (struct write_job){.change = change,
                              .request_key = digest_of(&id, 1),
                              .arena = &fixture->arena,
                              .answer = job_answer,
                              .done = job_done,
                              .context = latch};
    problem_init(&job->problem, NULL);
    buffer_init(&job->answer_bytes, 0);
    return job;
}

static struct write_job *new_edit_job(struct fixture *fixture, const struct edit *edit, struct latch *latch) {
    struct write_object *object = ARENA_NEW(&fixture->arena, struct write_object);
    Catalog__V1__Change *change = new_change(fixture, edit->request_id);
    change->objects = ARENA_NEW(&fixture->arena, Catalog__V1__ObjectChange *);
    change->objects[0] = new_object_change(fixture, edit, object);
    change->n_objects = 1;
    struct write_job *job = new_job(fixture, change, latch);
    job->objects = object;
    job->reads = edit->reads;
    job->read_count = edit->read_count;
    job->request_digest = digest_of(&object->bytes, 1);
    return job;
}

static void wait_for(struct latch *latch) {
    pthread_mutex_lock(&latch->mutex);
    while (latch->open > 0)
        pthread_cond_wait(&latch->changed, &latch->mutex);
    pthread_mutex_unlock(&latch->mutex);
}

static struct done take(struct write_job *job) {
    struct done done = {.outcome = job->outcome, .problem = job->problem, .revision = job->revision};
    snprintf(done.answer, sizeof done.answer, "%.*s", (int)job->answer_bytes.size,
             job->answer_bytes.size == 0 ? "" : (const char *)job->answer_bytes.data);
    buffer_done(&job->answer_bytes);
    return done;
}

void fixture_edit_all(struct fixture *fixture, const struct edit *edits, struct done *ret_done, size_t count) {
    struct latch latch = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, count};
    struct write_job *jobs[64];
    ck_assert_uint_le(count, COUNT_OF(jobs));
    for (size_t i = 0; i < count; i++)
        jobs[i] = new_edit_job(fixture, &edits[i], &latch);
    for (size_t i = 0; i < count; i++)
        store_submit(fixture->store, jobs[i]);
    wait_for(&latch);
    for (size_t i = 0; i < count; i++)
        ret_done[i] = take(jobs[i]);
}

struct done fixture_edit(struct fixture *fixture, const struct edit *edit) {
    struct done done;
    fixture_edit_all(fixture, edit, &done, 1);
    return done;
}

uint64_t fixture_publish(struct fixture *fixture, const char *name, const char *version, const char *title) {
    struct edit edit = {
        .action = CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_PUBLISH, .name = name, .version = version, .title = title};
    struct done done = fixture_edit(fixture, &edit);
    ck_assert_msg(done.outcome == WRITE_COMMITTED, "%s", done.problem.message);
    return done.revision;
}

static Catalog__V1__GateRecord *new_gate_record(struct fixture *fixture, const char *feature, size_t row_count) {
    Catalog__V1__GateRecord *record = ARENA_NEW(&fixture->arena, Catalog__V1__GateRecord);
    catalog__v1__gate_record__init(record);
    record->feature = text(fixture, feature);
    record->now = CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED;
    record->row_count = (uint32_t)row_count;
    record->rows = ARENA_ARRAY(&fixture->arena, Catalog__V1__RecordedRow *, row_count + 1);
    for (; record->n_rows < row_count; record->n_rows++) {
        Catalog__V1__RecordedRow *row = ARENA_NEW(&fixture->arena, Catalog__V1__RecordedRow);
        catalog__v1__recorded_row__init(row);
        row->key = arena_printf(&fixture->arena, "stride/tampering@place-%zu", record->n_rows);
        record->rows[record->n_rows] = row;
    }
    return record;
}

/* Commits CHANGE, which is about no object. */
static struct done commit(struct fixture *fixture, Catalog__V1__Change *change) {
    struct latch latch = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 1};
    struct write_job *job = new_job(fixture, change, &latch);
    store_submit(fixture->store, job);
    wait_for(&latch);
    return take(job);
}

uint64_t fixture_record_gate(struct fixture *fixture, const char *feature, size_t row_count) {
    Catalog__V1__Change *change = new_change(fixture, NULL);
    change->gate_records = ARENA_NEW(&fixture->arena, Catalog__V1__GateRecord *);
    change->gate_records[0] = new_gate_record(fixture, feature, row_count);
    change->n_gate_records = 1;
    struct done done = commit(fixture, change);
    ck_assert_msg(done.outcome == WRITE_COMMITTED, "%s", done.problem.message);
    return done.revision;
}

static struct write_entry new_entry(struct fixture *fixture, const char *id) {
    Catalog__V1__TaxonomyEntry entry;
    catalog__v1__taxonomy_entry__init(&entry);
    entry.id = text(fixture, id);
    entry.title = text(fixture, "An entry");
    slice bytes = pack(fixture, &entry.base);
    return (struct write_entry){entry.id, canonical_digest_of_bytes(entry.base.descriptor, bytes), bytes};
}

static struct write_mapping new_mapping(struct fixture *fixture, const char *from, const char *to) {
    Catalog__V1__Reference *ends = ARENA_ARRAY(&fixture->arena, Catalog__V1__Reference, 2);
    Catalog__V1__TaxonomyMapping mapping;
    catalog__v1__taxonomy_mapping__init(&mapping);
    for (size_t i = 0; i < 2; i++) {
        catalog__v1__reference__init(&ends[i]);
        ends[i].scheme = text(fixture, "cwe");
        ends[i].id = text(fixture, i == 0 ? from : to);
    }
    mapping.from = &ends[0];
    mapping.to = &ends[1];
    slice bytes = pack(fixture, &mapping.base);
    return (struct write_mapping){&ends[0], &ends[1], canonical_digest_of_bytes(mapping.base.descriptor, bytes), bytes};
}

static ProtobufCBinaryData as_bytes(struct digest *digest) {
    return (ProtobufCBinaryData){DIGEST_BYTES, digest->bytes};
}

static struct write_taxonomy *new_taxonomy(struct fixture *fixture, Catalog__V1__Taxonomy *taxonomy) {
    struct write_taxonomy *written = ARENA_NEW(&fixture->arena, struct write_taxonomy);
    struct write_entry *entries = ARENA_ARRAY(&fixture->arena, struct write_entry, 2);
    struct write_mapping *mapping = ARENA_NEW(&fixture->arena, struct write_mapping);
    Catalog__Store__V1__TaxonomyContent content;
    catalog__store__v1__taxonomy_content__init(&content);
    entries[0] = new_entry(fixture, "CWE-20");
    entries[1] = new_entry(fixture, "CWE-79");
    *mapping = new_mapping(fixture, "CWE-20", "CWE-79");
    ProtobufCBinaryData parts[] = {as_bytes(&entries[0].content), as_bytes(&entries[1].content),
                                   as_bytes(&mapping->content)};
    content.scheme = taxonomy->scheme;
    content.release = taxonomy->release;
    content.entries = parts;
    content.n_entries = taxonomy->entry_count = 2;
    content.mappings = parts + 2;
    content.n_mappings = taxonomy->mapping_count = 1;
    slice bytes = pack(fixture, &content.base);
    *written = (struct write_taxonomy){.content = canonical_digest_of_bytes(content.base.descriptor, bytes),
                                       .bytes = bytes,
                                       .entries = entries,
                                       .entry_count = 2,
                                       .mappings = mapping,
                                       .mapping_count = 1};
    return written;
}

struct done fixture_import(struct fixture *fixture, const char *release) {
    Catalog__V1__Change *change = new_change(fixture, NULL);
    Catalog__V1__Taxonomy *taxonomy = ARENA_NEW(&fixture->arena, Catalog__V1__Taxonomy);
    struct latch latch = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 1};
    catalog__v1__taxonomy__init(taxonomy);
    taxonomy->scheme = text(fixture, "cwe");
    taxonomy->release = text(fixture, release);
    taxonomy->digest = arena_alloc(&fixture->arena, DIGEST_TEXT_BYTES);
    struct write_taxonomy *written = new_taxonomy(fixture, taxonomy);
    digest_text(&written->content, taxonomy->digest);
    change->taxonomies = ARENA_NEW(&fixture->arena, Catalog__V1__Taxonomy *);
    change->taxonomies[0] = taxonomy;
    change->n_taxonomies = 1;
    struct write_job *job = new_job(fixture, change, &latch);
    job->taxonomy = written;
    store_submit(fixture->store, job);
    wait_for(&latch);
    return take(job);
}

struct done fixture_advise(struct fixture *fixture, const char *object, const char *withdrawn_id) {
    Catalog__V1__Change *change = new_change(fixture, NULL);
    Catalog__V1__Advisory *advisory = ARENA_NEW(&fixture->arena, Catalog__V1__Advisory);
    catalog__v1__advisory__init(advisory);
    advisory->object = text(fixture, object);
    advisory->id = text(fixture, withdrawn_id);
    advisory->withdrawn_reason = text(fixture, withdrawn_id == NULL ? "" : "It was wrong.");
    change->advisories = ARENA_NEW(&fixture->arena, Catalog__V1__Advisory *);
    change->advisories[0] = advisory;
    change->n_advisories = 1;
    return commit(fixture, change);
}
