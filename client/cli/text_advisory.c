#include "cli/text_message.h"

#include "base/macros.h"
#include "cli/table.h"
#include "cli/words.h"

#define DETAIL_COLUMN 14

static void add_title(struct page *page, const char *title) {
    page_printf(page, STYLE_FAINT, "  %-*s", DETAIL_COLUMN - 2, title);
}

static void add_list(struct page *page, const char *title, char *const *texts, size_t count) {
    struct arena arena;
    arena_init(&arena, 0);
    if (count > 0) {
        add_title(page, title);
        page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s", words_joined(&arena, texts, count));
    }
    arena_done(&arena);
}

/* Who did it, and when. */
static void add_act(struct page *page, const char *title, const char *who, const Catalog__V1__Timestamp *when) {
    if (when == NULL)
        return;
    add_title(page, title);
    page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "by %s on %s", who, word_of_time(when).text);
}

static void print_advisory(struct page *page, const Catalog__V1__Advisory *advisory, char *const *versions,
                           size_t version_count) {
    bool is_withdrawn = advisory->withdrawn_reason[0] != '\0';
    page_printf(page, STYLE_STRONG, "advisory%s%s", advisory->id[0] == '\0' ? "" : " ", advisory->id);
    page_printf(page, STYLE_PLAIN, " about %s %s: ", advisory->object, advisory->range);
    page_line(page, is_withdrawn ? STYLE_FAINT : STYLE_WARN, is_withdrawn ? "withdrawn" : "standing");
    add_title(page, "says");
    page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s", advisory->statement);
    add_list(page, "versions", versions, version_count);
    add_list(page, "provisions", advisory->provisions, advisory->n_provisions);
    add_list(page, "threats", advisory->threats, advisory->n_threats);
    add_act(page, "published", advisory->author, advisory->published_at);
    add_act(page, "withdrawn", advisory->withdrawn_by, advisory->withdrawn_at);
    if (!is_withdrawn)
        return;
    add_title(page, "because");
    page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s", advisory->withdrawn_reason);
}

void text_advisory_published(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__PublishAdvisoryResponse *response = (const Catalog__V1__PublishAdvisoryResponse *)message;
    if (response->advisory != NULL)
        print_advisory(page, response->advisory, response->versions, response->n_versions);
}

void text_advisory_withdrawn(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__WithdrawAdvisoryResponse *response = (const Catalog__V1__WithdrawAdvisoryResponse *)message;
    if (response->advisory != NULL)
        print_advisory(page, response->advisory, NULL, 0);
}

void text_advisory(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__GetAdvisoryResponse *response = (const Catalog__V1__GetAdvisoryResponse *)message;
    if (response->advisory != NULL)
        print_advisory(page, response->advisory, NULL, 0);
}

void text_advisories(struct page *page, const ProtobufCMessage *message) {
    static const struct column columns[] = {
        {"ID", COLUMN_NUMBER}, {"OBJECT", COLUMN_TEXT}, {"RANGE", COLUMN_TEXT}, {"PUBLISHED", COLUMN_TEXT}};
    const Catalog__V1__ListAdvisoriesResponse *list = (const Catalog__V1__ListAdvisoriesResponse *)message;
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_advisories; i++) {
        const Catalog__V1__Advisory *advisory = list->advisories[i];
        table_cell(&table, STYLE_STRONG, "%s", advisory->id);
        table_cell(&table, STYLE_PLAIN, "%s", advisory->object);
        table_cell(&table, STYLE_PLAIN, "%s", advisory->range);
        table_cell(&table, STYLE_PLAIN, "%s", word_of_time(advisory->published_at).text);
        table_detail(&table, STYLE_FAINT, "%s%s",
                     advisory->withdrawn_at == NULL ? "" : "withdrawn: ", advisory->statement);
    }
    if (list->n_advisories == 0)
        page_line(page, STYLE_PLAIN, "No advisories.");
    table_write(&table);
}
