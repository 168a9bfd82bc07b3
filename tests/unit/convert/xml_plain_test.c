#include "convert/xml_plain.h"
#include "support/test.h"

static struct arena arena;
static const char *plain;

static status_code take(void *context, const struct xml_node *element) {
    (void)context;
    plain = xml_plain(element, &arena);
    return STATUS_OK;
}

static const struct {
    const char *text;
    const char *plain;
} cases[] = {
    {"", ""},
    {" \n ", ""},
    {" one\n   two ", "one two"},
    {"a &lt;script&gt; <b>b</b>c <i>d</i>", "a <script> bc d"},
    {"<x:p>one</x:p>\n  <x:p>two</x:p>", "one\n\ntwo"},
    {"one<br/>two<br/><br/>three", "one\ntwo\nthree"},
    {"<p>Such as:</p><ul>\n<li>one\n more</li>\n<li><p>two</p><p>too</p></li></ul><p>end</p>",
     "Such as:\n\n- one more\n- two\n\n  too\n\nend"},
    {"<ol><li>one<ul><li>a</li><li>b</li></ul></li><li>two</li></ol>", "1. one\n  - a\n  - b\n2. two"},
    {"<ul><li><ul><li>deep</li></ul></li></ul>", "- \n  - deep"},
    {"<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", "A | B\n1 | 2"},
    {"<div>one</div><div>two<img/></div>", "one\ntwo"},
    {"<li>alone</li>", "alone"},
    {"<ul>stray <b>bold</b><li>item</li></ul>", "stray bold\n- item"},
    {"a\xE2\x80\x8B"
     "b",
     "a\xE2\x80\x8B"
     "b"},
};

START_TEST(test_xml_plain__is_lines_of_words) {
    static const struct xml_wanted rows[] = {{"t", .take = take}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct problem problem;
        struct import import;
        arena_init(&arena, 0);
        problem_init(&problem, &arena);
        import_init(&import, &arena, NULL, "in", &problem);
        const char *text = ARENA_JOIN(&arena, "<t>", cases[i].text, "</t>");
        struct source_file file = {.path = "file", .text = slice_text(text)};
        const struct source source = {.path = "file", .files = &file, .file_count = 1};
        ck_assert_int_eq(xml_read(&import, &source, rows, COUNT_OF(rows), NULL), STATUS_OK);
        ck_assert_str_eq(plain, cases[i].plain);
        arena_done(&arena);
    }
}
END_TEST

START_TEST(test_xml_plain__of_nothing_is_empty) {
    ck_assert_str_eq(xml_plain(NULL, NULL), "");
}
END_TEST

TEST_SUITE(xml_plain, test_xml_plain__is_lines_of_words, test_xml_plain__of_nothing_is_empty)
