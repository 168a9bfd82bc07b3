/* The example features and the draft among them, byte for byte: verdict, rows, and why the first row of each state
 * stands as it does. Written anew as golden_test.c says. */
#include "support/catalog.h"
#include "support/test.h"

#include "base/limits.h"
#include "cli/output.h"
#include "cli/text_message.h"
#include "model/explain.h"

#include <stdio.h>
#include <stdlib.h>

#define FOLDER "tests/golden/"

static const char *const examples[] = {"examples/customer-login", "examples/invoice-upload", "examples/partner-api",
                                       "examples/report-export", "examples/webhook-receiver"};

/* The rows that were explained, by state. */
struct explained {
    struct page *page;
    bool has_state[CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE + 1];
};

static bool explain_first(void *context, const Catalog__V1__ExplainRowResponse *explanation, size_t row_count) {
    struct explained *explained = context;
    (void)row_count;
    if (!explained->has_state[explanation->row->now->state]) {
        page_newline(explained->page);
        text_explanation(explained->page, &explanation->base);
    }
    explained->has_state[explanation->row->now->state] = true;
    return true;
}

static void print(struct test_catalog *catalog, const Catalog__V1__Object *object, struct page *page) {
    static const struct explain_range all = {.count = SIZE_MAX};
    const struct resolve_options options = {.at = TEST_CATALOG_TIME, .revision = 1};
    struct explained explained = {.page = page};
    struct resolution resolution = test_catalog_resolve_with(catalog, object, &options);
    output_text.model(page, resolution.model, false);
    ck_assert_int_eq(explain_rows(object, memory_view_catalog(&catalog->view), &options, &all, &catalog->arena,
                                  (struct explain_visitor){.context = &explained, .visit = explain_first},
                                  &catalog->problem),
                     STATUS_OK);
}

static slice read_file(struct arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "no file %s", path);
    char *text = arena_alloc(arena, LIMIT_OBJECT_BYTES);
    size_t size = fread(text, 1, LIMIT_OBJECT_BYTES, file);
    fclose(file);
    return slice_of(text, size);
}

static void compare(struct arena *arena, const char *name, slice printed) {
    const char *path = arena_printf(arena, FOLDER "example-%s.txt", strchr(name, '/') + 1);
    if (getenv("CATALOG_GOLDEN") != NULL) {
        FILE *file = fopen(path, "wb");
        ck_assert(file != NULL && fwrite(printed.data, 1, printed.size, file) == printed.size && fclose(file) == 0);
    }
    ck_assert_msg(slice_equal(printed, read_file(arena, path)), "%s differs; printed:\n%.*s", path, (int)printed.size,
                  (const char *)printed.data);
}

START_TEST(test_examples__come_to_what_the_files_say) {
    struct test_catalog catalog;
    test_catalog_init(&catalog);
    test_catalog_add_directory(&catalog, "catalogs");
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct page page;
        page_init(&page, stdout);
        page.columns = 80;
        print(&catalog, test_catalog_find(&catalog, examples[i]), &page);
        ck_assert(!page.text.has_failed);
        compare(&catalog.arena, examples[i], buffer_slice(&page.text));
        page_done(&page);
    }
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(examples, test_examples__come_to_what_the_files_say)
