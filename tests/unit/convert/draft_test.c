#include "convert/draft.h"
#include "convert/normalise.h"
#include "support/test.h"

static struct arena arena;
static struct problem problem;
static struct report report;
static struct import import;

static void set_up(void) {
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    report_init(&report, &arena);
    import_init(&import, &arena, &report, "in", &problem);
}

static const struct {
    const char *text;
    const char *slug;
} slugs[] = {
    {"Web Client", "web-client"},     {"  a -- b! ", "a-b"},
    {"7 of nine", "n-7-of-nine"},     {"", "none"},
    {"\xc3\xa4\xe2\x80\xae", "none"}, {"CCC.ObjStor.TH01", "ccc-objstor-th01"},
};

START_TEST(test_draft__makes_slugs) {
    set_up();
    for (size_t i = 0; i < COUNT_OF(slugs); i++)
        ck_assert_str_eq(draft_slug(&import, slugs[i].text, "none"), slugs[i].slug);
    arena_done(&arena);
}
END_TEST

START_TEST(test_draft__keeps_long_slugs_apart) {
    char one[101];
    char other[101];
    set_up();
    memset(one, 'a', 100);
    memset(other, 'a', 100);
    one[100] = other[100] = '\0';
    other[99] = 'b';
    const char *first = draft_slug(&import, one, "none");
    const char *second = draft_slug(&import, other, "none");
    ck_assert_uint_eq(strlen(first), 63);
    ck_assert_str_ne(first, second);
    ck_assert_str_eq(first, draft_slug(&import, one, "none"));
    arena_done(&arena);
}
END_TEST

START_TEST(test_draft__cuts_titles_at_a_character) {
    char text[DRAFT_TITLE_BYTES + 8];
    set_up();
    memset(text, 'x', sizeof text);
    memcpy(text + DRAFT_TITLE_BYTES - 1, "\xc3\xa4\n", 4);
    ck_assert_uint_eq(strlen(draft_title(&import, text)), DRAFT_TITLE_BYTES - 1);
    ck_assert_str_eq(draft_title(&import, "a\nb\tc"), "a b c");
    arena_done(&arena);
}
END_TEST

START_TEST(test_draft__numbers_names_that_are_taken) {
    set_up();
    ck_assert_str_eq(draft_threat(&import, "file", NULL, "a")->name, "in/a");
    ck_assert_str_eq(draft_control(&import, "file", NULL, "a")->name, "in/a-2");
    ck_assert_str_eq(draft_component(&import, "file", NULL, "a")->name, "in/a-3");
    ck_assert_uint_eq(report.totals[NOTE_WARNING], 2);
    ck_assert_uint_eq(import.objects.count, 3);
    arena_done(&arena);
}
END_TEST

START_TEST(test_draft__keeps_ids_of_kinds_apart) {
    struct draft_ids ids;
    set_up();
    draft_ids_init(&ids, &import);
    const char *threat = draft_id(&ids, "threat", "7", "");
    const char *control = draft_id(&ids, "control", "7", "");
    ck_assert_str_eq(threat, "n-7");
    ck_assert_str_eq(control, "n-7-control");
    ck_assert_ptr_eq(draft_id_of(&ids, "threat", "7"), threat);
    ck_assert_ptr_eq(draft_id_of(&ids, "control", "7"), control);
    ck_assert_ptr_null(draft_id_of(&ids, "flow", "7"));
    ck_assert_str_eq(draft_id(&ids, "threat", "", "7"), "n-7-threat");
    ck_assert_str_eq(draft_id(&ids, "threat", "", "7"), "n-7-threat-2");
    arena_done(&arena);
}
END_TEST

START_TEST(test_draft__grows_lists) {
    set_up();
    Catalog__V1__Threat *threat = draft_threat(&import, "file", NULL, "a");
    for (size_t i = 0; i < 1000; i++)
        ck_assert(draft_add(&import, &threat->n_tags, &threat->tags, arena_printf(&arena, "%zu", i)));
    ck_assert_uint_eq(threat->n_tags, 1000);
    for (size_t i = 0; i < 1000; i++)
        ck_assert_str_eq(threat->tags[i], arena_printf(&arena, "%zu", i));
    arena_done(&arena);
}
END_TEST

static const struct {
    const char *text;
    Catalog__V1__Stride stride;
} strides[] = {
    {"Information disclosure", CATALOG__V1__STRIDE__STRIDE_INFORMATION_DISCLOSURE},
    {"InformationDisclosure", CATALOG__V1__STRIDE__STRIDE_INFORMATION_DISCLOSURE},
    {"Info Disclosure", CATALOG__V1__STRIDE__STRIDE_INFORMATION_DISCLOSURE},
    {"I", CATALOG__V1__STRIDE__STRIDE_INFORMATION_DISCLOSURE},
    {"denial-of-service", CATALOG__V1__STRIDE__STRIDE_DENIAL_OF_SERVICE},
    {"Elevation of privileges", CATALOG__V1__STRIDE__STRIDE_ELEVATION_OF_PRIVILEGE},
    {"Distributed", CATALOG__V1__STRIDE__STRIDE_UNSPECIFIED},
    {"Privacy", CATALOG__V1__STRIDE__STRIDE_UNSPECIFIED},
    {"", CATALOG__V1__STRIDE__STRIDE_UNSPECIFIED},
};

START_TEST(test_normalise__reads_stride_in_any_spelling) {
    for (size_t i = 0; i < COUNT_OF(strides); i++)
        ck_assert_msg(normalise_stride(strides[i].text) == strides[i].stride, "%s", strides[i].text);
}
END_TEST

static const struct {
    const char *text;
    uint32_t rating;
} percents[] = {{"0", 1},   {"20", 1},  {"21", 2}, {"40", 2}, {"60", 3},   {"80", 4}, {"81", 5},
                {"100", 5}, {"101", 0}, {"-1", 0}, {"", 0},   {"high", 0}, {"nan", 0}};

START_TEST(test_normalise__reads_ratings) {
    for (size_t i = 0; i < COUNT_OF(percents); i++)
        ck_assert_msg(normalise_percent(percents[i].text) == percents[i].rating, "%s", percents[i].text);
    ck_assert_uint_eq(normalise_rating("Very High"), 5);
    ck_assert_uint_eq(normalise_rating("very_low"), 1);
    ck_assert_uint_eq(normalise_rating("TBA"), 0);
    ck_assert_uint_eq(normalise_rating(""), 0);
}
END_TEST

TEST_SUITE(draft, test_draft__makes_slugs, test_draft__keeps_long_slugs_apart, test_draft__cuts_titles_at_a_character,
           test_draft__numbers_names_that_are_taken, test_draft__keeps_ids_of_kinds_apart, test_draft__grows_lists,
           test_normalise__reads_stride_in_any_spelling, test_normalise__reads_ratings)
