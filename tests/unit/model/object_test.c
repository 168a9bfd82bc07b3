#include "support/test.h"

#include "model/name.h"
#include "model/object.h"

START_TEST(test_name__tells_objects_ids_and_settings_apart) {
    static const struct {
        const char *text;
        bool is_object, is_id, is_setting;
    } rows[] = {
        {"", false, false, false},
        {"aws/s3", true, false, false},
        {"aws/s-3", true, false, false},
        {"aws/", false, false, false},
        {"/s3", false, false, false},
        {"aws/s3/x", false, false, false},
        {"aws/s_3", false, false, false},
        {"Aws/s3", false, false, false},
        {"aws/3s", false, false, false},
        {"bucket", false, true, true},
        {"rest-api", false, true, false},
        {"rest_api", false, true, true},
        {"3d", false, false, false},
        {"-a", false, false, false},
        {"a b", false, false, false},
        {"\xc3\xa4", false, false, false},
        {"a23456789012345678901234567890123456789012345678901234567890123", false, true, true},
        {"a234567890123456789012345678901234567890123456789012345678901234", false, false, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ck_assert_msg(name_is_object(rows[i].text) == rows[i].is_object, "object '%s'", rows[i].text);
        ck_assert_msg(name_is_id(rows[i].text) == rows[i].is_id, "id '%s'", rows[i].text);
        ck_assert_msg(name_is_setting(rows[i].text) == rows[i].is_setting, "setting '%s'", rows[i].text);
    }
}
END_TEST

START_TEST(test_name__reserves_the_platform_namespace_only) {
    ck_assert(name_is_reserved("platform/edge"));
    ck_assert(!name_is_reserved("platforms/edge"));
    ck_assert(!name_is_reserved("aws/platform"));
}
END_TEST

START_TEST(test_name__walks_the_parts_of_an_address) {
    const char *address = "login.keys.key";
    static const char *const parts[] = {"login", "keys", "key"};
    slice part;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        ck_assert(name_next_part(&address, &part));
        ck_assert(slice_equal(part, slice_text(parts[i])));
    }
    ck_assert(!name_next_part(&address, &part));
}
END_TEST

START_TEST(test_object__reads_what_all_kinds_share) {
    Catalog__V1__Control control;
    catalog__v1__control__init(&control);
    control.name = (char[]){"baseline/mfa"};
    control.version = (char[]){"1.2.0"};
    control.title = (char[]){"Second factor"};
    Catalog__V1__Object object;
    catalog__v1__object__init(&object);
    ck_assert_int_eq(object_kind(&object), CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED);
    ck_assert_str_eq(object_name(&object), "");
    ck_assert_ptr_null(object_message(&object));

    object.kind_case = CATALOG__V1__OBJECT__KIND_CONTROL;
    object.control = &control;
    ck_assert_int_eq(object_kind(&object), CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL);
    ck_assert_ptr_eq(object_message(&object), &control.base);
    ck_assert_ptr_null(object_model(&object));
    ck_assert_str_eq(object_name(&object), "baseline/mfa");
    ck_assert_str_eq(object_version(&object), "1.2.0");
    ck_assert_str_eq(object_title(&object), "Second factor");
    object_set_version(&object, "");
    ck_assert_str_eq(control.version, "");
}
END_TEST

START_TEST(test_object__copies_with_another_version) {
    struct arena arena;
    arena_init(&arena, 0);
    Catalog__V1__Model model;
    catalog__v1__model__init(&model);
    model.name = (char[]){"aws/s3"};
    model.version = (char[]){"1.0.0"};
    Catalog__V1__Object object;
    catalog__v1__object__init(&object);
    object.kind_case = CATALOG__V1__OBJECT__KIND_COMPONENT;
    object.component = &model;
    Catalog__V1__Object *copy = object_with_version(&object, "2.0.0", &arena);
    ck_assert_ptr_nonnull(copy);
    ck_assert_str_eq(object_version(copy), "2.0.0");
    ck_assert_str_eq(object_name(copy), "aws/s3");
    ck_assert_str_eq(object_version(&object), "1.0.0");
    ck_assert_ptr_ne(object_model(copy), object_model(&object));
    arena_done(&arena);
}
END_TEST

START_TEST(test_object__kinds_have_one_spelling) {
    Catalog__V1__ObjectKind kind;
    for (int i = 1; i <= CATALOG__V1__OBJECT_KIND__OBJECT_KIND_POLICY; i++) {
        ck_assert(object_kind_parse(object_kind_text((Catalog__V1__ObjectKind)i), &kind));
        ck_assert_int_eq(kind, i);
    }
    ck_assert(!object_kind_parse("object", &kind));
    ck_assert(!object_kind_parse("Threat", &kind));
    ck_assert_str_eq(object_kind_text((Catalog__V1__ObjectKind)77), "object");
}
END_TEST

TEST_SUITE(object, test_name__tells_objects_ids_and_settings_apart, test_name__reserves_the_platform_namespace_only,
           test_name__walks_the_parts_of_an_address, test_object__reads_what_all_kinds_share,
           test_object__copies_with_another_version, test_object__kinds_have_one_spelling)
