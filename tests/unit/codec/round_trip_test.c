#include "base/limits.h"
#include "codec/json.h"
#include "codec/message.h"
#include "codec/yaml.h"
#include "support/proto/sample.pb-c.h"
#include "support/random_message.h"
#include "support/test.h"

#include "catalog/v1/object.pb-c.h"

#define SEEDS 400

typedef status_code (*write_function)(const ProtobufCMessage *, struct buffer *, struct problem *);

static ProtobufCMessage *read_yaml(const ProtobufCMessageDescriptor *descriptor, slice text, struct arena *arena,
                                   struct problem *problem) {
    struct document_list documents = {0};
    if (yaml_read(descriptor, text, arena, &documents, problem) != STATUS_OK || documents.count != 1)
        return NULL;
    return documents.items[0].message;
}

static ProtobufCMessage *read_json(const ProtobufCMessageDescriptor *descriptor, slice text, struct arena *arena,
                                   struct problem *problem) {
    struct document document = {0};
    return json_read(descriptor, text, arena, &document, problem) == STATUS_OK ? document.message : NULL;
}

struct direction {
    const char *name;
    write_function write;
    ProtobufCMessage *(*read)(const ProtobufCMessageDescriptor *, slice, struct arena *, struct problem *);
};

static const struct direction yaml = {"YAML", yaml_write, read_yaml};
static const struct direction json = {"JSON", json_write, read_json};

static void check_seed(const struct direction *direction, const ProtobufCMessageDescriptor *descriptor, uint64_t seed) {
    struct arena arena;
    struct problem problem;
    struct buffer text;
    struct buffer wanted;
    struct buffer found;
    struct random random = {seed};
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    buffer_init(&text, 0);
    buffer_init(&wanted, 0);
    buffer_init(&found, 0);
    ProtobufCMessage *message = random_message(descriptor, &random, 3, &arena);
    message_pack(message, &wanted);
    ck_assert_int_eq(direction->write(message, &text, &problem), STATUS_OK);
    ProtobufCMessage *again = direction->read(descriptor, buffer_slice(&text), &arena, &problem);
    ck_assert_msg(again != NULL, "%s seed %lu: %u:%u %s\n%.*s", direction->name, (unsigned long)seed,
                  problem.violation_count > 0 ? problem.violations[0].line : 0,
                  problem.violation_count > 0 ? problem.violations[0].column : 0, problem.message, (int)text.size,
                  (const char *)text.data);
    message_pack(again, &found);
    ck_assert_msg(slice_equal(buffer_slice(&wanted), buffer_slice(&found)), "%s seed %lu differs\n%.*s",
                  direction->name, (unsigned long)seed, (int)text.size, (const char *)text.data);
    buffer_done(&text);
    buffer_done(&wanted);
    buffer_done(&found);
    arena_done(&arena);
}

static void check_seeds(const struct direction *direction, const ProtobufCMessageDescriptor *descriptor) {
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        check_seed(direction, descriptor, seed);
}

START_TEST(test_round_trip__yaml_of_the_sample_schema) {
    check_seeds(&yaml, &sample__plant__descriptor);
    check_seeds(&yaml, &sample__object__descriptor);
}
END_TEST

START_TEST(test_round_trip__json_of_the_sample_schema) {
    check_seeds(&json, &sample__plant__descriptor);
    check_seeds(&json, &sample__object__descriptor);
}
END_TEST

START_TEST(test_round_trip__yaml_of_catalog_objects) {
    check_seeds(&yaml, &catalog__v1__object__descriptor);
}
END_TEST

START_TEST(test_round_trip__json_of_catalog_objects) {
    check_seeds(&json, &catalog__v1__object__descriptor);
    check_seeds(&json, &catalog__v1__object_version__descriptor);
}
END_TEST

START_TEST(test_round_trip__wire_of_catalog_objects) {
    const struct guard_options options = {.refuse_unknown = true};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct arena arena;
        struct buffer packed;
        struct random random = {seed};
        ProtobufCMessage *again = NULL;
        arena_init(&arena, 0);
        buffer_init(&packed, 0);
        message_pack(random_message(&catalog__v1__object__descriptor, &random, 3, &arena), &packed);
        ck_assert_int_eq(message_unpack_with(&catalog__v1__object__descriptor, buffer_slice(&packed), &options, &arena,
                                             &again, NULL),
                         STATUS_OK);
        buffer_done(&packed);
        arena_done(&arena);
    }
}
END_TEST

TEST_SUITE(round_trip, test_round_trip__yaml_of_the_sample_schema, test_round_trip__json_of_the_sample_schema,
           test_round_trip__yaml_of_catalog_objects, test_round_trip__json_of_catalog_objects,
           test_round_trip__wire_of_catalog_objects)
