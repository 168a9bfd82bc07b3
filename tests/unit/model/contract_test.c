#include "support/test.h"

#include "model/contract.h"
#include "model/object.h"

#include <string.h>

#define MESSAGES_MAX 128

struct walk {
    const ProtobufCMessageDescriptor *seen[MESSAGES_MAX];
    size_t count;
};

static void visit(struct walk *walk, const ProtobufCMessageDescriptor *descriptor) {
    for (size_t i = 0; i < walk->count; i++)
        if (walk->seen[i] == descriptor)
            return;
    ck_assert_uint_lt(walk->count, MESSAGES_MAX);
    walk->seen[walk->count++] = descriptor;
}

START_TEST(test_contract__table_mentions_every_field) {
    struct walk walk = {{&catalog__v1__object__descriptor}, 1};
    for (size_t i = 0; i < walk.count; i++) {
        for (unsigned f = 0; f < walk.seen[i]->n_fields; f++) {
            const ProtobufCFieldDescriptor *field = &walk.seen[i]->fields[f];
            ck_assert_msg(contract_part_of(walk.seen[i], field) != CONTRACT_UNLISTED, "%s.%s is not in the table",
                          walk.seen[i]->name, field->name);
            if (field->type == PROTOBUF_C_TYPE_MESSAGE)
                visit(&walk, field->descriptor);
        }
    }
    ck_assert_uint_gt(walk.count, 40);
}
END_TEST

START_TEST(test_contract__a_stranger_is_unlisted) {
    const ProtobufCMessageDescriptor *change = &catalog__v1__object_version__descriptor;
    ck_assert_int_eq(contract_part_of(change, &change->fields[0]), CONTRACT_UNLISTED);
}
END_TEST

static char changed[] = "changed";

struct sample {
    Catalog__V1__Object object;
    Catalog__V1__Model model;
    Catalog__V1__Provision provision;
    Catalog__V1__Provision *provisions[1];
    Catalog__V1__Evidence evidence;
    Catalog__V1__Evidence *evidences[1];
};

static void sample_init(struct sample *sample) {
    memset(sample, 0, sizeof *sample);
    catalog__v1__object__init(&sample->object);
    catalog__v1__model__init(&sample->model);
    catalog__v1__provision__init(&sample->provision);
    catalog__v1__evidence__init(&sample->evidence);
    sample->object.kind_case = CATALOG__V1__OBJECT__KIND_COMPONENT;
    sample->object.component = &sample->model;
    sample->provisions[0] = &sample->provision;
    sample->model.provides = sample->provisions;
    sample->model.n_provides = 1;
    sample->evidences[0] = &sample->evidence;
    sample->provision.evidence = sample->evidences;
    sample->provision.n_evidence = 1;
    static char name[] = "aws/s3";
    static char id[] = "tls";
    sample->model.name = name;
    sample->provision.id = id;
}

static struct digest digest_by(status_code (*function)(const Catalog__V1__Object *, struct arena *, struct digest *,
                                                       struct problem *),
                               const Catalog__V1__Object *object) {
    struct arena arena;
    struct digest digest;
    arena_init(&arena, 0);
    ck_assert_int_eq(function(object, &arena, &digest, NULL), STATUS_OK);
    arena_done(&arena);
    return digest;
}

START_TEST(test_contract__version_is_in_neither_digest) {
    struct sample sample;
    sample_init(&sample);
    struct digest content = digest_by(content_digest, &sample.object);
    struct digest contract = digest_by(contract_digest, &sample.object);
    sample.model.version = (char[]){"1.0.0"};
    struct digest content_again = digest_by(content_digest, &sample.object);
    struct digest contract_again = digest_by(contract_digest, &sample.object);
    ck_assert(digest_equal(&content, &content_again));
    ck_assert(digest_equal(&contract, &contract_again));
    ck_assert_str_eq(sample.model.version, "1.0.0");
}
END_TEST

START_TEST(test_contract__text_changes_the_content_only) {
    struct sample sample;
    sample_init(&sample);
    char **const texts[] = {&sample.model.title, &sample.model.description, &sample.provision.title,
                            &sample.evidence.path};
    struct digest contract = digest_by(contract_digest, &sample.object);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct digest content = digest_by(content_digest, &sample.object);
        *texts[i] = changed;
        struct digest content_after = digest_by(content_digest, &sample.object);
        struct digest contract_after = digest_by(contract_digest, &sample.object);
        ck_assert_msg(!digest_equal(&content, &content_after), "text %zu", i);
        ck_assert_msg(digest_equal(&contract, &contract_after), "text %zu", i);
    }
}
END_TEST

START_TEST(test_contract__terms_change_both) {
    struct sample sample;
    sample_init(&sample);
    char **const terms[] = {&sample.provision.when, &sample.evidence.kind, &sample.provision.control};
    for (size_t i = 0; i < COUNT_OF(terms); i++) {
        struct digest content = digest_by(content_digest, &sample.object);
        struct digest contract = digest_by(contract_digest, &sample.object);
        *terms[i] = changed;
        struct digest content_after = digest_by(content_digest, &sample.object);
        struct digest contract_after = digest_by(contract_digest, &sample.object);
        ck_assert_msg(!digest_equal(&content, &content_after), "term %zu", i);
        ck_assert_msg(!digest_equal(&contract, &contract_after), "term %zu", i);
    }
}
END_TEST

TEST_SUITE(contract, test_contract__table_mentions_every_field, test_contract__a_stranger_is_unlisted,
           test_contract__version_is_in_neither_digest, test_contract__text_changes_the_content_only,
           test_contract__terms_change_both)
