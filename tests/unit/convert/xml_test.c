#include "convert/xml.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct arena arena;
static struct problem problem;
static struct import import;
static struct buffer seen; /* what was handed over, one line an element */

static void write_node(const struct xml_node *node) {
    if (node->name[0] == '\0') {
        buffer_printf(&seen, "'%s'", node->text);
        return;
    }
    buffer_printf(&seen, "%u:%u<%s", node->line, node->column, node->name);
    for (size_t i = 0; i < node->attribute_count; i++)
        buffer_printf(&seen, " %s=%s", node->attributes[i].name, node->attributes[i].value);
    buffer_append_text(&seen, ">");
    for (const struct xml_node *child = node->first; child != NULL; child = child->next)
        write_node(child);
}

static status_code take(void *context, const struct xml_node *element) {
    (void)context;
    write_node(element);
    buffer_append_byte(&seen, '\n');
    return STATUS_OK;
}

static const struct xml_wanted wanted[] = {
    {"Catalog", .is_head = true, .take = take},
    {"Catalog/Entries/Entry*", .take = take},
};

static void begin(void) {
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    import_init(&import, &arena, NULL, "in", &problem);
    buffer_init(&seen, 0);
}

static status_code read_by(const struct xml_wanted *rows, size_t count, slice text, void *context) {
    struct source_file file = {.path = "file", .text = text};
    const struct source source = {.path = "file", .files = &file, .file_count = 1};
    begin();
    return xml_read(&import, &source, rows, count, context);
}

static status_code read_text(slice text) {
    status_code code = read_by(wanted, COUNT_OF(wanted), text, NULL);
    buffer_append_byte(&seen, '\0');
    return code;
}

static void end(void) {
    buffer_done(&seen);
    arena_done(&arena);
}

static const struct {
    const char *text;
    const char *seen;
} taken[] = {
    {"<Catalog/>", "1:1<Catalog>\n"},
    {"<c:Catalog xmlns:c='urn:a' xmlns='urn:b' c:Version='1'><Entries/></c:Catalog>", "1:1<Catalog Version=1>\n"},
    {"<Catalog><Entries>\n <Entry ID='1'/>\n <EntryMore>t</EntryMore>\n <Other/></Entries></Catalog>",
     "1:1<Catalog>\n2:2<Entry ID=1>\n3:2<EntryMore>'t'\n"},
    {"<Catalog><Other><Entry/></Other><Entry/><Entries><Deep><Entry/></Deep></Entries></Catalog>", "1:1<Catalog>\n"},
    {"<Catalog><Entries><Entry>a<b>c</b> d<e/>&amp;<![CDATA[<f>]]>&#65;</Entry></Entries></Catalog>",
     "1:1<Catalog>\n1:19<Entry>'a'1:27<b>'c'' d'1:37<e>'&<f>A'\n"},
    {"<Catalog><Entries><Entry> \n a b\t</Entry><Entry>\n</Entry><Entry> a <b/> </Entry></Entries></Catalog>",
     "1:1<Catalog>\n1:19<Entry>'a b'\n2:14<Entry>''\n3:9<Entry>' a '3:19<b>' '\n"},
    {"<Catalog><Entries><Entry>a\r\nb<!-- no -->c<?no no?>d</Entry></Entries></Catalog>",
     "1:1<Catalog>\n1:19<Entry>'a\nbcd'\n"},
    {"\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><Catalog/>", "1:39<Catalog>\n"},
    {"<?xml version='1.0' encoding='ISO-8859-1'?><Catalog Name='\xE4'/>", "1:44<Catalog Name=\xC3\xA4>\n"},
};

START_TEST(test_xml__hands_over_what_is_wanted_in_order_and_with_its_place) {
    for (size_t i = 0; i < COUNT_OF(taken); i++) {
        ck_assert_msg(read_text(slice_text(taken[i].text)) == STATUS_OK, "row %zu: %s", i, problem.message);
        ck_assert_str_eq((const char *)seen.data, taken[i].seen);
        end();
    }
}
END_TEST

START_TEST(test_xml__reads_utf_16_of_both_orders) {
    static const char text[] = "<Catalog Name='a'/>";
    for (unsigned is_little = 0; is_little < 2; is_little++) {
        uint8_t wide[2 + 2 * sizeof text] = {is_little ? 0xFF : 0xFE, is_little ? 0xFE : 0xFF};
        for (size_t i = 0; i < strlen(text); i++)
            wide[2 + 2 * i + (is_little ? 0 : 1)] = (uint8_t)text[i];
        slice bytes = slice_of(wide, 2 + 2 * strlen(text));
        ck_assert_int_eq(read_text(bytes), STATUS_OK);
        ck_assert_str_eq((const char *)seen.data, "1:1<Catalog Name=a>\n");
        ck_assert(xml_has_root(bytes, "Catalog"));
        end();
    }
}
END_TEST

/* `count` times `piece` between `before` and `after`. */
static const struct {
    const char *before, *piece, *after;
    size_t count;
    status_code code;
    const char *words;
} refused[] = {
    {"", "", "", 0, STATUS_INVALID_ARGUMENT, "file:1:1: no element found"},
    {"{}", "", "", 0, STATUS_INVALID_ARGUMENT, "file:1:1: not well-formed"},
    {"<Catalog>\n <Entries></Catalog>", "", "", 0, STATUS_INVALID_ARGUMENT, "file:2:13: mismatched tag"},
    {"<Catalog><Entries>", "", "", 0, STATUS_INVALID_ARGUMENT, "file:1:19: no element found"},
    {"<Catalog a='1' a='2'/>", "", "", 0, STATUS_INVALID_ARGUMENT, "duplicate attribute"},
    {"<Catalog/><Catalog/>", "", "", 0, STATUS_INVALID_ARGUMENT, "junk after document element"},
    {"<Catalog>\xC3\x28</Catalog>", "", "", 0, STATUS_INVALID_ARGUMENT, "file:1:10: not well-formed"},
    {"<Catalog>&#0;</Catalog>", "", "", 0, STATUS_INVALID_ARGUMENT, "invalid character number"},
    {"<Catalog>&other;</Catalog>", "", "", 0, STATUS_INVALID_ARGUMENT, "undefined entity"},
    {"<?xml version='1.0' encoding='x-own'?><Catalog/>", "", "", 0, STATUS_INVALID_ARGUMENT, "unknown encoding"},
    {"<!DOCTYPE Catalog><Catalog/>", "", "", 0, STATUS_INVALID_ARGUMENT, "a DOCTYPE is not taken"},
    {"<!DOCTYPE Catalog SYSTEM 'file:///etc/passwd'><Catalog/>", "", "", 0, STATUS_INVALID_ARGUMENT, "a DOCTYPE is"},
    {"<!DOCTYPE c [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>\n<Catalog>&b;</Catalog>", "", "", 0,
     STATUS_INVALID_ARGUMENT, "file:1:1"},
    {"", "<a>", "", 20000, STATUS_RESOURCE_EXHAUSTED, "file:1:193: at most 64 levels"},
    {"<Catalog a='", "aaaaaaaa", "'/>", 200000, STATUS_RESOURCE_EXHAUSTED, "bytes of one tag"},
    {"<Catalog ", "b", "/>", 1200000, STATUS_RESOURCE_EXHAUSTED, "bytes of one tag"},
    {"<Catalog><!--", "aaaaaaaa", "--></Catalog>", 200000, STATUS_RESOURCE_EXHAUSTED, "bytes of one tag"},
    {"<Catalog><Entries><Entry>", "aaaaaaaa", "</Entry></Entries></Catalog>", 3000000, STATUS_RESOURCE_EXHAUSTED,
     "bytes of one element"},
    {"<Catalog><Entries><Entry>", "<a/>", "</Entry></Entries></Catalog>", 1000000, STATUS_RESOURCE_EXHAUSTED,
     "bytes of one element"},
};

START_TEST(test_xml__refuses_what_is_wrong_or_past_a_bound) {
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct buffer text;
        buffer_init(&text, 0);
        buffer_append_text(&text, refused[i].before);
        for (size_t j = 0; j < refused[i].count; j++)
            buffer_append_text(&text, refused[i].piece);
        buffer_append_text(&text, refused[i].after);
        ck_assert_msg(read_text(buffer_slice(&text)) == refused[i].code, "row %zu: %s", i, problem.message);
        ck_assert_msg(strstr(problem.message, refused[i].words) != NULL, "row %zu: %s", i, problem.message);
        buffer_done(&text);
        end();
    }
}
END_TEST

START_TEST(test_xml__refuses_too_many_attributes) {
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_text(&text, "<Catalog");
    for (unsigned i = 0; i <= LIMIT_XML_ATTRIBUTES; i++)
        buffer_printf(&text, " a%u=''", i);
    buffer_append_text(&text, "/>");
    ck_assert_int_eq(read_text(buffer_slice(&text)), STATUS_RESOURCE_EXHAUSTED);
    ck_assert_ptr_nonnull(strstr(problem.message, "at most 256 attributes"));
    buffer_done(&text);
    end();
}
END_TEST

START_TEST(test_xml__refuses_every_beginning_of_a_file) {
    static const char text[] =
        "<?xml version='1.0'?>\n<Catalog a='1'><Entries><Entry>a&amp;b</Entry></Entries></Catalog>";
    for (size_t size = 0; size < strlen(text); size++) {
        ck_assert_int_eq(read_text(slice_of(text, size)), STATUS_INVALID_ARGUMENT);
        end();
    }
}
END_TEST

static status_code give_up(void *context, const struct xml_node *element) {
    size_t *count = context;
    (void)element;
    return ++*count == 2 ? STATUS_ABORTED : STATUS_OK;
}

START_TEST(test_xml__ends_with_what_a_taker_says) {
    static const struct xml_wanted rows[] = {{"a/b", .take = give_up}};
    size_t count = 0;
    ck_assert_int_eq(read_by(rows, COUNT_OF(rows), slice_text("<a><b/><b/><b/></a>"), &count), STATUS_ABORTED);
    ck_assert_uint_eq(count, 2);
    end();
}
END_TEST

START_TEST(test_xml__finds_the_root_in_a_beginning) {
    ck_assert(xml_has_root(slice_text("<?xml version='1.0'?><!-- a --><x:Catalog a='1'><b>"), "Catalog"));
    ck_assert(xml_has_root(slice_text("<!DOCTYPE a [<!ENTITY b 'c'>]><Catalog>"), "Catalog"));
    ck_assert(!xml_has_root(slice_text("<Other><Catalog/></Other>"), "Catalog"));
    ck_assert(!xml_has_root(slice_text("<Catalog"), "Catalog"));
    ck_assert(!xml_has_root(slice_text("{\"Catalog\": 1}"), "Catalog"));
    ck_assert(!xml_has_root(slice_text(""), "Catalog"));
}
END_TEST

static status_code look(void *context, const struct xml_node *element) {
    const struct xml_node *b = xml_child(element, "b");
    (void)context;
    ck_assert_str_eq(xml_attribute(b, "id"), "1");
    ck_assert_str_eq(xml_attribute(b, "gone"), "");
    ck_assert_str_eq(xml_text(b), "one");
    ck_assert_str_eq(xml_text(xml_next(b)), "two");
    ck_assert_ptr_null(xml_next(xml_next(b)));
    ck_assert_str_eq(xml_child_text(element, "c"), "");
    ck_assert_str_eq(xml_child_text(element, "gone"), "");
    ck_assert_str_eq(xml_child_text(NULL, "gone"), "");
    return STATUS_OK;
}

START_TEST(test_xml__tells_what_an_element_holds) {
    static const struct xml_wanted rows[] = {{"a", .take = look}};
    slice text = slice_text("<a><b id='1'>one</b> <c/><b>two</b></a>");
    ck_assert_int_eq(read_by(rows, COUNT_OF(rows), text, NULL), STATUS_OK);
    end();
}
END_TEST

static void count_bytes(void *context, size_t done_bytes, size_t total_bytes) {
    size_t *done = context;
    ck_assert_uint_le(done_bytes, total_bytes);
    ck_assert_uint_ge(done_bytes, *done);
    *done = done_bytes;
}

START_TEST(test_xml__reads_a_file_in_pieces) {
    size_t done = 0;
    char path[] = "/tmp/catalog-xml-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    ck_assert_ptr_nonnull(file);
    fputs("<Catalog><Entries>", file);
    for (unsigned i = 0; i < 20000; i++)
        fprintf(file, "<Entry ID='%u'>text</Entry>", i);
    fputs("</Entries></Catalog>", file);
    fclose(file);
    const struct source source = {.path = path};
    begin();
    import.progress = count_bytes;
    import.progress_context = &done;
    ck_assert_int_eq(xml_read(&import, &source, wanted, COUNT_OF(wanted), NULL), STATUS_OK);
    ck_assert_uint_gt(done, 20000);
    buffer_append_byte(&seen, '\0');
    ck_assert_ptr_nonnull(strstr((const char *)seen.data, "<Entry ID=19999>'text'\n"));
    end();
    unlink(path);
    begin();
    ck_assert_int_eq(xml_read(&import, &source, wanted, COUNT_OF(wanted), NULL), STATUS_NOT_FOUND);
    end();
}
END_TEST

TEST_SUITE(xml, test_xml__hands_over_what_is_wanted_in_order_and_with_its_place, test_xml__reads_utf_16_of_both_orders,
           test_xml__refuses_what_is_wrong_or_past_a_bound, test_xml__refuses_too_many_attributes,
           test_xml__refuses_every_beginning_of_a_file, test_xml__ends_with_what_a_taker_says,
           test_xml__finds_the_root_in_a_beginning, test_xml__tells_what_an_element_holds,
           test_xml__reads_a_file_in_pieces)
