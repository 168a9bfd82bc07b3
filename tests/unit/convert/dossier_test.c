#include "dossier_fixture.h"

static size_t count_of(const char *text, const char *word) {
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        count++;
    return count;
}

static void refuse_words(const char *text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(strstr(text, words[i]) == NULL, "holds %s", words[i]);
}

static const char *const unsafe[] = {"\x1b", "\xe2\x80", "<script", "\n# h"};

START_TEST(test_dossier__finds_its_formats) {
    ck_assert_ptr_nonnull(dossier_format_find("markdown"));
    ck_assert(dossier_format_find("html")->has_pictures);
    ck_assert_ptr_null(dossier_format_find("pdf"));
}
END_TEST

START_TEST(test_dossier__escapes_in_markdown) {
    static const char *const words[] = {"http://", "[l]", "**x**", "@evil", "`**", "<img", "|`"};
    set_up(DOSSIER_HOSTILE);
    const char *text = written("markdown");
    refuse_words(text, unsafe, COUNT_OF(unsafe));
    refuse_words(text, words, COUNT_OF(words));
    ck_assert_ptr_nonnull(strstr(text, "&lt;script&gt;"));
    ck_assert_ptr_nonnull(strstr(text, "&#92;u202e"));
    arena_done(&arena);
}
END_TEST

/* Every line of a table has as many cells as the line before it. */
START_TEST(test_dossier__keeps_the_tables_of_markdown_whole) {
    size_t bars = 0;
    set_up(DOSSIER_HOSTILE);
    for (const char *line = written("markdown"); *line != '\0';) {
        size_t size = strcspn(line, "\n");
        size_t found = 0;
        for (size_t i = 0; i < size; i++)
            found += line[i] == '|';
        ck_assert_msg(found == 0 || (line[0] == '|' && line[size - 1] == '|'), "%.*s", (int)size, line);
        ck_assert_msg(found == 0 || bars == 0 || found == bars, "%.*s", (int)size, line);
        bars = found;
        line += size + (line[size] == '\n');
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_dossier__shows_names_as_code_where_it_can) {
    set_up("{rows: [{key: t/leak@box, now: {state: open}}, {key: 'a`|b', now: {state: open}}]}");
    const char *text = written("markdown");
    ck_assert_ptr_nonnull(strstr(text, "| `t/leak@box` |"));
    ck_assert_ptr_nonnull(strstr(text, "| a&#96;&#124;b |"));
    arena_done(&arena);
}
END_TEST

START_TEST(test_dossier__escapes_in_html) {
    static const char *const words[] = {"<img", "<a ", "src=", "href", "url(", "@import", "<link"};
    set_up(DOSSIER_HOSTILE);
    const char *text = written("html");
    refuse_words(text, unsafe, COUNT_OF(unsafe));
    refuse_words(text, words, COUNT_OF(words));
    ck_assert_ptr_nonnull(strstr(text, "&lt;script&gt;"));
    ck_assert_ptr_nonnull(strstr(text, "\\u202e"));
    ck_assert_uint_eq(count_of(text, "<tr>"), count_of(text, "</tr>"));
    ck_assert_uint_eq(count_of(text, "<td"), count_of(text, "</td>"));
    ck_assert_uint_eq(count_of(text, "<table>"), count_of(text, "</table>"));
    ck_assert(strncmp(text, "<!DOCTYPE html>", 15) == 0);
    arena_done(&arena);
}
END_TEST

START_TEST(test_dossier__puts_pictures_into_html) {
    set_up("{model: f/x}");
    dossier.pictures[0] = (struct dossier_picture){
        .caption = "Flows",
        .id = "flows",
        .svg = slice_text("<?xml?><!DOCTYPE svg SYSTEM \"http://x/y.dtd\"><svg id=\"a\"><g id=\"b\">t</g></svg>\n")};
    dossier.pictures[1] = (struct dossier_picture){.caption = "Stack", .id = "stack", .missing = "dot <failed>"};
    dossier.picture_count = 2;
    const char *text = written("html");
    ck_assert_ptr_nonnull(strstr(text, "<svg id=\"flows-a\"><g id=\"flows-b\">t</g></svg>\n</figure>"));
    ck_assert_ptr_null(strstr(text, "y.dtd"));
    ck_assert_ptr_nonnull(strstr(text, "Stack: left out, because dot &lt;failed&gt;."));
    ck_assert_ptr_null(strstr(written("markdown"), "svg"));
    arena_done(&arena);
}
END_TEST

START_TEST(test_dossier__writes_empty_models) {
    static const char *const formats[] = {"markdown", "html", "sarif", "junit"};
    set_up("{model: \"\"}");
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        ck_assert(*written(formats[i]) != '\0');
    arena_done(&arena);
}
END_TEST

START_TEST(test_dossier__says_when_there_is_no_room) {
    static const char *const formats[] = {"markdown", "html", "sarif", "junit"};
    set_up(DOSSIER_HOSTILE);
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        for (size_t limit = 1; limit < 200; limit++) {
            struct buffer out;
            buffer_init(&out, limit);
            dossier_format_find(formats[i])->write(&dossier, &out);
            ck_assert(out.has_failed);
            buffer_done(&out);
        }
    }
    arena_done(&arena);
}
END_TEST

TEST_SUITE(dossier, test_dossier__finds_its_formats, test_dossier__escapes_in_markdown,
           test_dossier__keeps_the_tables_of_markdown_whole, test_dossier__shows_names_as_code_where_it_can,
           test_dossier__escapes_in_html, test_dossier__puts_pictures_into_html, test_dossier__writes_empty_models,
           test_dossier__says_when_there_is_no_room)
