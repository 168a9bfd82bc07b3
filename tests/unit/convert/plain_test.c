#include "convert/plain.h"

#include "support/test.h"

static const struct {
    const char *text;
    const char *plain;
} texts[] = {
    {"", ""},
    {"words as they are", "words as they are"},
    {"an <i>old</i> and a <B>new</B> one", "an old and a new one"},
    {"see (<a href=\"https://a.example/x?y=1\">ref</a>).", "see (ref (https://a.example/x?y=1))."},
    {"<a name='x'>here</a>", "here"},
    {"<a href=\"https://a.example\">https://a.example</a>.", "https://a.example."},
    {"<a href='u'>never closed", "never closed (u)"},
    {"<xhtml:p>one</xhtml:p>\n<xhtml:p>two</xhtml:p>", "one\n\ntwo"},
    {"first<br/>second<br>third", "first\nsecond\nthird"},
    {"<ul><li>a</li><li>b</li></ul>end", "- a\n- b\nend"},
    {"a\r\nb\n\n\n\nc", "a\nb\n\nc"},
    {"a\n  \nb  ", "a\n\nb"},
    {"  &lt;b&gt; &amp;amp; &#65;&#x42; &nbsp;&hellip;", "<b> &amp; AB  \u2026"},
    {"&#0; &#xD800; &#x110000; &#; &#-5; &unknown; & &", "&#0; &#xD800; &#x110000; &#; &#-5; &unknown; & &"},
    {"&#128512;&#233;", "\U0001F600\u00e9"},
    {"<bucket-name> and <script>alert(1)</script>", "<bucket-name> and <script>alert(1)</script>"},
    {"1 < 2 and 3 > 2, a<b", "1 < 2 and 3 > 2, a<b"},
    {"before<!-- not shown -->after <!-- open", "beforeafter <!-- open"},
    {"<p title=\">\">quoted</p>", "quoted"},
    {"<i", "<i"},
    {"<", "<"},
    {"&", "&"},
};

START_TEST(test_plain__is_text_without_markup) {
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        ck_assert_str_eq(plain_text(&arena, texts[i].text), texts[i].plain);
    ck_assert_str_eq(plain_words(&arena, "Use <a href=\"https://a.example\">this</a> &amp; that."), "Use this & that.");
    arena_done(&arena);
}
END_TEST

/* Each of them could be looked for to the end of the text again. */
START_TEST(test_plain__markup_that_never_ends_is_words) {
    static const char *const pieces[] = {"<!--", "<a\n", "<a ='", "<p title='x", "&lt"};
    enum { TIMES = 100000 };
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        size_t size = strlen(pieces[i]);
        struct arena arena;
        arena_init(&arena, 0);
        char *text = arena_alloc(&arena, size * TIMES + 2);
        for (size_t j = 0; j < TIMES; j++)
            memcpy(text + j * size, pieces[i], size);
        memcpy(text + TIMES * size, "'", 2);
        ck_assert_str_eq(plain_text(&arena, text), text);
        arena_done(&arena);
    }
}
END_TEST

START_TEST(test_plain__a_tag_has_a_bound) {
    struct arena arena;
    arena_init(&arena, 0);
    char *text = arena_printf(&arena, "<p title='%5000s'>text</p>", "x");
    const char *plain = plain_text(&arena, text);
    ck_assert_int_eq(strncmp(plain, "<p title='", strlen("<p title='")), 0);
    arena_done(&arena);
}
END_TEST

START_TEST(test_plain__first_sentence) {
    struct arena arena;
    arena_init(&arena, 0);
    ck_assert_str_eq(plain_sentence(&arena, "Block it (e.g., by policy). Then look."), "Block it (e.g., by policy)");
    ck_assert_str_eq(plain_sentence(&arena, "Version 1.2 is it"), "Version 1.2 is it");
    ck_assert_str_eq(plain_sentence(&arena, "One line\nand one more."), "One line");
    ck_assert_str_eq(plain_sentence(&arena, ""), "");
    arena_done(&arena);
}
END_TEST

START_TEST(test_plain__says_when_there_is_no_room) {
    struct arena arena;
    arena_init(&arena, 16);
    ck_assert_ptr_null(plain_text(&arena, "a text that is longer than the arena has room for"));
    arena_done(&arena);
}
END_TEST

TEST_SUITE(plain, test_plain__is_text_without_markup, test_plain__markup_that_never_ends_is_words,
           test_plain__a_tag_has_a_bound, test_plain__first_sentence, test_plain__says_when_there_is_no_room)
