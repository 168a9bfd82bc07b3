#include "support/test.h"

#include "base/macros.h"
#include "cli/fmt.h"

#include <stdio.h>
#include <string.h>

#define THREAT  "kind: threat\nname: a/b\ntitle: T\n"
#define FEATURE "kind: feature\nname: a/f\n"

static const struct {
    const char *text;
    const char *formatted;
} kept[] = {
    {"", ""},
    {"# nothing\n\n", "# nothing\n\n"},
    {THREAT, THREAT},
    {"title: T\nname: a/b\nkind: threat\n", THREAT},
    {"{kind: threat, name: a/b, title: \"T\"}", THREAT},
    {"---\n" THREAT "...\n---\n" THREAT, THREAT "---\n" THREAT},
    {"- {kind: threat, name: a/b, title: T}\n- {kind: threat, name: a/b, title: T}\n", THREAT "---\n" THREAT},
    {"kind: threat\r\nname: a/b\r\n# c\r\ntitle: T\r\n", "kind: threat\nname: a/b\n# c\ntitle: T\n"},
    {"\xef\xbb\xbf# c\n" THREAT, "# c\n" THREAT},
    {"# head\n\n#   two  \n" THREAT, "# head\n#   two\n" THREAT},
    {"# head\n---\n" THREAT, "# head\n" THREAT},
    {"# of the title\ntitle: T\n# of the name\nname: a/b\nkind: threat\n",
     "# of the title\nkind: threat\n# of the name\nname: a/b\ntitle: T\n"},
    {THREAT "# foot\n", THREAT "# foot\n"},
    {THREAT "    # foot", THREAT "# foot\n"},
    {THREAT "# foot\n---\n# head\n" THREAT "# end\n", THREAT "# foot\n---\n# head\n" THREAT "# end\n"},
    {THREAT "description: |\n  # no comment\n  text\n# c\n", "kind: threat\nname: a/b\ntitle: T\n"
                                                             "description: |\n  # no comment\n  text\n# c\n"},
    {"kind: threat\nname: a/b\ntitle: 'a # b'\n", "kind: threat\nname: a/b\ntitle: \"a # b\"\n"},
    {"kind: threat\nname: a/b\ntitle: a#b\n", "kind: threat\nname: a/b\ntitle: a#b\n"},
    {FEATURE "elements:\n# first\n- {id: x, kind: store}\n\n# second\n# of two\n- {id: y}\n",
     FEATURE "elements:\n  # first\n  - id: x\n    kind: store\n  # second\n  # of two\n  - id: y\n"},
    {FEATURE "# \xc3\xa9\xe6\x97\xa5\nelements:\n  - id: \xc3\xa9\n  # \xe6\x97\xa5\n  - id: y\n",
     FEATURE "# \xc3\xa9\xe6\x97\xa5\nelements:\n  - id: \xc3\xa9\n  # \xe6\x97\xa5\n  - id: y\n"},
};

START_TEST(test_fmt__writes_one_form_and_keeps_comments) {
    for (size_t i = 0; i < COUNT_OF(kept); i++) {
        struct buffer out;
        struct fmt_refusal refusal = {0};
        buffer_init(&out, 0);
        bool is_good = fmt_format(slice_text(kept[i].text), &out, &refusal);
        ck_assert_msg(is_good, "row %zu: line %u: %s", i, refusal.line, refusal.message);
        ck_assert_msg(slice_equal(buffer_slice(&out), slice_text(kept[i].formatted)), "row %zu:\n%.*s", i,
                      (int)out.size, (const char *)out.data);
        buffer_done(&out);
    }
}
END_TEST

static const struct {
    const char *text;
    uint32_t line;
    const char *message;
} refused[] = {
    {"kind: threat # c\nname: a/b\n", 1, "comment"},
    {"kind: threat\nname: a/b\n--- # c\nkind: threat\n", 3, "comment"},
    {"kind: threat\nname: a/b\ndescription: | # c\n  text\n", 3, "comment"},
    {"kind: threat\nname:\n  # c\n  a/b\n", 3, "comment"},
    {"kind: threat\nname: a/b\nstride: [\n  # c\n  spoofing]\n", 4, "comment"},
    {"kind: threat\nname: a/b\nstride:\n  # c\n  - spoofing\n", 4, "comment"},
    {"kind: threat\nname: a/b\nstatement:\n  # c\n  source: x\n", 4, "comment"},
    {FEATURE "elements:\n  - id: x\n    # c\n    kind: store\n", 5, "comment"},
    {FEATURE "# c\nstage: unspecified\n", 0, ""},
    {THREAT "x-owner: me\n", 4, "x-"},
    {FEATURE "elements:\n  - {id: x, x-y: 1}\n", 4, "x-"},
    {"kind: threat\nnmae: a/b\n", 2, "nmae"},
    {"kind: threat\n\tname: a/b\n", 2, ""},
    {"kind: threat\nname: \"a\n", 0, ""},
};

START_TEST(test_fmt__refuses_what_it_cannot_keep) {
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct buffer out;
        struct fmt_refusal refusal = {0};
        buffer_init(&out, 0);
        ck_assert_msg(!fmt_format(slice_text(refused[i].text), &out, &refusal), "row %zu:\n%.*s", i, (int)out.size,
                      (const char *)out.data);
        ck_assert_msg(refused[i].line == 0 || refusal.line == refused[i].line, "row %zu: line %u", i, refusal.line);
        ck_assert_msg(strstr(refusal.message, refused[i].message) != NULL, "row %zu: %s", i, refusal.message);
        buffer_done(&out);
    }
}
END_TEST

/* Whatever is cut off: refused, or a form that stays the same. */
START_TEST(test_fmt__survives_truncation_at_every_byte) {
    static const char text[] =
        "# head\n" FEATURE "elements:\n  # one\n  - {id: \xc3\xa9, kind: store}\n# foot\n---\n# h\n"
        "kind: threat\nname: a/b\ndescription: |\n  text # no\n# end\n";
    for (size_t size = 0; size < sizeof text; size++) {
        struct buffer once;
        struct buffer twice;
        struct fmt_refusal refusal = {0};
        buffer_init(&once, 0);
        buffer_init(&twice, 0);
        if (fmt_format(slice_of(text, size), &once, &refusal)) {
            ck_assert(fmt_format(buffer_slice(&once), &twice, &refusal));
            ck_assert(slice_equal(buffer_slice(&once), buffer_slice(&twice)));
        } else {
            ck_assert_str_ne(refusal.message, "");
        }
        buffer_done(&once);
        buffer_done(&twice);
    }
}
END_TEST

TEST_SUITE(fmt, test_fmt__writes_one_form_and_keeps_comments, test_fmt__refuses_what_it_cannot_keep,
           test_fmt__survives_truncation_at_every_byte)
