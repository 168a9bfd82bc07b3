#include "cli/text_message.h"

#include "cli/table.h"
#include "cli/words.h"

#include <stdio.h>

static enum style style_of_suggestion(Catalog__V1__SuggestionState state) {
    static const enum style styles[] = {
        [CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNSPECIFIED] = STYLE_PLAIN,
        [CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_OPEN] = STYLE_BAD,
        [CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_COVERED] = STYLE_GOOD,
        [CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN] = STYLE_WARN,
        [CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_NOT_APPLICABLE] = STYLE_FAINT,
    };
    return (unsigned)state < COUNT_OF(styles) ? styles[state] : STYLE_PLAIN;
}

static const char *word_of_suggestion(Catalog__V1__SuggestionState state) {
    static const char *const words[] = {"-", "open", "covered", "unknown", "not applicable"};
    return (unsigned)state < COUNT_OF(words) ? words[state] : "-";
}

static void add_list(struct table *table, const char *title, char *const *texts, size_t count) {
    if (count > 0)
        table_detail(table, STYLE_PLAIN, "%s: %s", title, words_joined(&table->arena, texts, count));
}

/* "place.kind = process, facts.users = unknown" */
static const char *values_text(struct table *table, const Catalog__V1__Suggestion *suggestion) {
    char *text = arena_strdup(&table->arena, "");
    for (size_t i = 0; text != NULL && i < suggestion->n_values; i++)
        text = arena_printf(&table->arena, "%s%s%s = %s", text, i == 0 ? "" : ", ", suggestion->values[i]->name,
                            suggestion->values[i]->value[0] == '\0' ? "\"\"" : suggestion->values[i]->value);
    return text == NULL ? "" : text;
}

static void add_reason(struct table *table, const Catalog__V1__Suggestion *suggestion) {
    static const char *const titles[] = {"", "dismissed", "dismissed when that was otherwise"};
    if (suggestion->clause[0] != '\0')
        table_detail(table, STYLE_PLAIN, "false: %s", suggestion->clause);
    if (suggestion->n_values > 0)
        table_detail(table, STYLE_FAINT, "because %s", values_text(table, suggestion));
    add_list(table, "not known", suggestion->unknown, suggestion->n_unknown);
    add_list(table, "covered by", suggestion->covered_by, suggestion->n_covered_by);
    if (suggestion->dismissal > 0 && (unsigned)suggestion->dismissal < COUNT_OF(titles))
        table_detail(table, STYLE_WARN, "%s: %s", titles[suggestion->dismissal], suggestion->reason);
}

/* ", 3 dismissed"; "" for none. */
static struct word count_word(uint32_t count, const char *noun) {
    struct word word = {""};
    if (count > 0)
        snprintf(word.text, sizeof word.text, ", %u %s", count, noun);
    return word;
}

static void print_counts(struct page *page, const Catalog__V1__SuggestionCounts *counts) {
    page_paragraph(page, 2, STYLE_STRONG, "%u open, %u covered, %u unknown%s%s; %s at %s", counts->open,
                   counts->covered, counts->unknown, count_word(counts->dismissed, "dismissed").text,
                   count_word(counts->not_applicable, "not applicable").text,
                   word_of_count(counts->threats, "threat").text, word_of_count(counts->places, "place").text);
}

void text_suggestions(struct page *page, const ProtobufCMessage *message) {
    static const struct column columns[] = {{"STATE", COLUMN_TEXT}, {"THREAT", COLUMN_NAME}, {"PLACE", COLUMN_NAME}};
    const Catalog__V1__SuggestThreatsResponse *list = (const Catalog__V1__SuggestThreatsResponse *)message;
    struct table table;
    if (list->counts != NULL)
        print_counts(page, list->counts);
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_suggestions; i++) {
        const Catalog__V1__Suggestion *suggestion = list->suggestions[i];
        table_cell(&table, style_of_suggestion(suggestion->state), "%s", word_of_suggestion(suggestion->state));
        table_cell(&table, STYLE_STRONG, "%s", suggestion->threat);
        table_cell(&table, STYLE_PLAIN, "%s", suggestion->place);
        table_detail(&table, STYLE_PLAIN, "%s", suggestion->title);
        add_reason(&table, suggestion);
    }
    table_write(&table);
}
