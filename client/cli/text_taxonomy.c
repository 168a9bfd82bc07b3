#include "cli/text_message.h"

#include "base/macros.h"
#include "cli/table.h"
#include "cli/words.h"

/* Of a time in a table: the whole of it leaves no room for the title. */
#define DATE_BYTES 10

#define DETAIL_COLUMN 16

static void add_title(struct page *page, const char *title) {
    page_printf(page, STYLE_FAINT, "  %-*s", DETAIL_COLUMN - 2, title);
}

static void add_text(struct page *page, const char *title, const char *text) {
    if (text[0] == '\0')
        return;
    add_title(page, title);
    page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s", text);
}

static void add_list(struct page *page, const char *title, char *const *texts, size_t count) {
    struct arena arena;
    arena_init(&arena, 0);
    if (count > 0)
        add_text(page, title, words_joined(&arena, texts, count));
    arena_done(&arena);
}

static bool is_current(Catalog__V1__TaxonomyEntryStatus status) {
    return status == CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_UNSPECIFIED ||
           status == CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_CURRENT;
}

/* "deprecated", "revoked"; nothing where there is nothing to say. */
static struct word status_of(Catalog__V1__TaxonomyEntryStatus status) {
    return is_current(status) ? (struct word){""}
                              : word_of(&catalog__v1__taxonomy_entry_status__descriptor, (int)status);
}

static void print_taxonomy(struct page *page, const Catalog__V1__Taxonomy *taxonomy) {
    page_paragraph(page, 2, STYLE_STRONG, "%s@%s: %s", taxonomy->scheme, taxonomy->release, taxonomy->title);
    add_title(page, "holds");
    page_line(page, STYLE_PLAIN, "%u %s, %u %s", taxonomy->entry_count,
              taxonomy->entry_count == 1 ? "entry" : "entries", taxonomy->mapping_count,
              taxonomy->mapping_count == 1 ? "mapping" : "mappings");
    add_text(page, "source", taxonomy->source);
    if (taxonomy->imported_at != NULL) {
        add_title(page, "imported");
        page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "by %s on %s", taxonomy->author,
                       word_of_time(taxonomy->imported_at).text);
    }
    page_blanks(page, 2);
    page_paragraph(page, 2, STYLE_FAINT, "%s", taxonomy->digest);
}

void text_taxonomy_imported(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ImportTaxonomyResponse *response = (const Catalog__V1__ImportTaxonomyResponse *)message;
    if (response->taxonomy != NULL)
        print_taxonomy(page, response->taxonomy);
}

void text_taxonomies(struct page *page, const ProtobufCMessage *message) {
    static const struct column columns[] = {{"SCHEME", COLUMN_NAME},
                                            {"RELEASE", COLUMN_NAME},
                                            {"ENTRIES", COLUMN_NUMBER},
                                            {"IMPORTED", COLUMN_TEXT},
                                            {"TITLE", COLUMN_TEXT}};
    const Catalog__V1__ListTaxonomiesResponse *list = (const Catalog__V1__ListTaxonomiesResponse *)message;
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_taxonomies; i++) {
        const Catalog__V1__Taxonomy *taxonomy = list->taxonomies[i];
        table_cell(&table, STYLE_STRONG, "%s", taxonomy->scheme);
        table_cell(&table, STYLE_STRONG, "%s", taxonomy->release);
        table_cell(&table, STYLE_PLAIN, "%u", taxonomy->entry_count);
        table_cell(&table, STYLE_PLAIN, "%.*s", DATE_BYTES, word_of_time(taxonomy->imported_at).text);
        table_cell(&table, STYLE_PLAIN, "%s", taxonomy->title);
    }
    if (list->n_taxonomies == 0)
        page_line(page, STYLE_PLAIN, "No taxonomies.");
    table_write(&table);
}

static void add_references(struct page *page, const Catalog__V1__TaxonomyEntry *entry) {
    for (size_t i = 0; i < entry->n_references; i++) {
        add_title(page, i == 0 ? "refers to" : "");
        page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s %s", entry->references[i]->scheme,
                       entry->references[i]->id);
    }
}

/* "4 of 5". */
static void add_rating(struct page *page, const char *title, uint32_t rating) {
    if (rating == 0)
        return;
    add_title(page, title);
    page_line(page, STYLE_PLAIN, "%u of 5", rating);
}

static void add_each(struct page *page, const char *title, char *const *texts, size_t count) {
    for (size_t i = 0; i < count; i++)
        add_text(page, i == 0 ? title : "", texts[i]);
}

static void add_mitigations(struct page *page, const Catalog__V1__TaxonomyEntry *entry) {
    for (size_t i = 0; i < entry->n_mitigations; i++) {
        const Catalog__V1__TaxonomyMitigation *mitigation = entry->mitigations[i];
        bool has_both = mitigation->title[0] != '\0' && mitigation->text[0] != '\0';
        add_title(page, i == 0 ? "mitigated by" : "");
        page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s%s%s%s%s", mitigation->id,
                       mitigation->id[0] == '\0' ? "" : " ", mitigation->title, has_both ? ": " : "", mitigation->text);
    }
}

static void add_mappings(struct page *page, const Catalog__V1__GetTaxonomyEntryResponse *response) {
    for (size_t i = 0; i < response->n_mappings; i++) {
        const Catalog__V1__TaxonomyMapping *mapping = response->mappings[i];
        if (mapping->from == NULL || mapping->to == NULL)
            continue;
        add_title(page, i == 0 ? "mapped" : "");
        page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s %s %s %s %s", mapping->from->scheme, mapping->from->id,
                       mapping->relation[0] == '\0' ? "to" : mapping->relation, mapping->to->scheme, mapping->to->id);
    }
}

void text_taxonomy_entry(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__GetTaxonomyEntryResponse *response = (const Catalog__V1__GetTaxonomyEntryResponse *)message;
    const Catalog__V1__TaxonomyEntry *entry = response->entry;
    if (entry == NULL || response->taxonomy == NULL)
        return;
    page_paragraph(page, 2, STYLE_STRONG, "%s %s", entry->id, entry->title);
    add_title(page, "in");
    page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s@%s: %s", response->taxonomy->scheme,
                   response->taxonomy->release, response->taxonomy->title);
    add_text(page, "kind", entry->kind);
    add_text(page, "level", entry->level);
    add_text(page, "status", status_of(entry->status).text);
    add_text(page, "replaced by", entry->replaced_by);
    add_list(page, "below", entry->parents, entry->n_parents);
    add_rating(page, "likelihood", entry->likelihood);
    add_rating(page, "severity", entry->severity);
    add_text(page, "says", entry->text);
    add_each(page, "needs", entry->prerequisites, entry->n_prerequisites);
    add_each(page, "harms", entry->consequences, entry->n_consequences);
    add_references(page, entry);
    add_mitigations(page, entry);
    add_mappings(page, response);
}

void text_taxonomy_entries(struct page *page, const ProtobufCMessage *message) {
    static const struct column columns[] = {
        {"ID", COLUMN_NAME}, {"KIND", COLUMN_TEXT}, {"STATUS", COLUMN_TEXT}, {"TITLE", COLUMN_TEXT}};
    const Catalog__V1__ListTaxonomyEntriesResponse *list = (const Catalog__V1__ListTaxonomyEntriesResponse *)message;
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_entries; i++) {
        const Catalog__V1__TaxonomyEntry *entry = list->entries[i];
        table_cell(&table, STYLE_STRONG, "%s", entry->id);
        table_cell(&table, STYLE_PLAIN, "%s", entry->kind);
        table_cell(&table, STYLE_WARN, "%s", status_of(entry->status).text);
        table_cell(&table, STYLE_PLAIN, "%s", entry->title);
    }
    if (list->n_entries == 0)
        page_line(page, STYLE_PLAIN, "No entries.");
    table_write(&table);
}

void text_taxonomy_differences(struct page *page, const ProtobufCMessage *message) {
    static const struct column columns[] = {{"ID", COLUMN_NAME}, {"WHAT", COLUMN_TEXT}, {"TITLE", COLUMN_TEXT}};
    const Catalog__V1__DiffTaxonomiesResponse *list = (const Catalog__V1__DiffTaxonomiesResponse *)message;
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_differences; i++) {
        const Catalog__V1__TaxonomyDifference *difference = list->differences[i];
        table_cell(&table, STYLE_STRONG, "%s", difference->id);
        table_cell(&table, STYLE_PLAIN, "%s",
                   word_of(&catalog__v1__taxonomy_difference_kind__descriptor, (int)difference->kind).text);
        table_cell(&table, STYLE_PLAIN, "%s", difference->title);
        if (difference->before[0] != '\0' && difference->after[0] != '\0')
            table_detail(&table, STYLE_FAINT, "%s -> %s", difference->before, difference->after);
    }
    if (list->n_differences == 0)
        page_line(page, STYLE_PLAIN, "No differences.");
    table_write(&table);
}
