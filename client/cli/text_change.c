#include "cli/text_message.h"

#include "base/macros.h"
#include "cli/table.h"
#include "cli/words.h"

static void print_name(struct page *page, const char *name, const char *version) {
    page_printf(page, STYLE_STRONG, "%s", name);
    if (version[0] != '\0')
        page_printf(page, STYLE_PLAIN, "@%s", version);
}

static void add_name(struct table *table, const char *name, const char *version) {
    table_cell(table, STYLE_STRONG, "%s%s%s", name, version[0] == '\0' ? "" : "@", version);
}

static void print_side(struct page *page, enum style style, const char *sign, const char *text) {
    if (text[0] == '\0')
        return;
    page_printf(page, style, "    %s ", sign);
    page_paragraph(page, 6, style, "%s", text);
}

static void print_bump(struct page *page, Catalog__V1__VersionBump bump) {
    static const enum style styles[] = {STYLE_PLAIN, STYLE_FAINT, STYLE_GOOD, STYLE_BAD};
    size_t known = (size_t)bump < COUNT_OF(styles) ? (size_t)bump : 0;
    page_line(page, styles[known], "%s", word_in_capitals(&catalog__v1__version_bump__descriptor, (int)bump).text);
}

/* Grouped by what they weigh, each with the rule that says so. */
static void print_classified(struct page *page, Catalog__V1__ClassifiedChange *const *changes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const Catalog__V1__ClassifiedChange *change = changes[i];
        if (i == 0 || changes[i - 1]->bump != change->bump)
            print_bump(page, change->bump);
        page_line(page, STYLE_PLAIN, "  %s", change->path[0] == '\0' ? "order" : change->path);
        print_side(page, STYLE_BAD, "-", change->before);
        print_side(page, STYLE_GOOD, "+", change->after);
        page_blanks(page, 4);
        page_paragraph(page, 6, STYLE_FAINT, "%s: %s", change->rule, change->reason);
    }
}

/* What was, or would be, published, and what it was compared with. */
struct number {
    const char *name;
    const char *version;
    const char *compared_with;
    Catalog__V1__VersionBump bump;
};

/* Why it has the number; nothing where nobody asked or nothing was compared. */
static void print_number(struct page *page, const struct number *number, Catalog__V1__ClassifiedChange *const *changes,
                         size_t count) {
    if (count == 0)
        return;
    page_newline(page);
    page_line(page, STYLE_STRONG, "%s %s -> %s: %s", number->name, number->compared_with, number->version,
              word_in_capitals(&catalog__v1__version_bump__descriptor, (int)number->bump).text);
    print_classified(page, changes, count);
}

/* "30 objects: 28 published, 2 unchanged" */
static void print_sum(struct page *page, const Catalog__V1__ApplyObjectsResponse *applied) {
    const ProtobufCEnumDescriptor *outcomes = &catalog__v1__apply_outcome__descriptor;
    const char *separator = ": ";
    page_printf(page, STYLE_PLAIN, "%s", word_of_count(applied->n_results, "object").text);
    for (unsigned outcome = 1; outcome < outcomes->n_values; outcome++) {
        size_t count = 0;
        for (size_t i = 0; i < applied->n_results; i++)
            count += (unsigned)applied->results[i]->outcome == outcome;
        if (count > 0) {
            page_printf(page, STYLE_PLAIN, "%s%zu %s", separator, count, word_of(outcomes, (int)outcome).text);
            separator = ", ";
        }
    }
    page_newline(page);
}

void text_applied(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ApplyObjectsResponse *applied = (const Catalog__V1__ApplyObjectsResponse *)message;
    static const struct column columns[] = {{"", COLUMN_TEXT}, {"", COLUMN_TEXT}, {"", COLUMN_TEXT}};
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < applied->n_results; i++) {
        const Catalog__V1__ApplyResult *result = applied->results[i];
        bool is_same = result->outcome == CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNCHANGED;
        table_cell(&table, is_same ? STYLE_FAINT : STYLE_GOOD, "%s",
                   word_of(&catalog__v1__apply_outcome__descriptor, (int)result->outcome).text);
        add_name(&table, result->name, result->version);
        table_cell(&table, STYLE_PLAIN, "%s", word_of(&catalog__v1__object_kind__descriptor, (int)result->kind).text);
    }
    table_write(&table);
    print_sum(page, applied);
    for (size_t i = 0; i < applied->n_results; i++) {
        const Catalog__V1__ApplyResult *result = applied->results[i];
        print_number(page, &(struct number){result->name, result->version, result->compared_with, result->bump},
                     result->changes, result->n_changes);
    }
    text_object_findings(page, applied->findings, applied->n_findings);
}

static void print_done(struct page *page, const char *word, const Catalog__V1__ObjectVersion *version) {
    if (version == NULL)
        return;
    page_printf(page, STYLE_GOOD, "%s", word);
    page_blanks(page, 1);
    print_name(page, version->name, version->version);
    page_newline(page);
}

void text_published(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__PublishObjectResponse *published = (const Catalog__V1__PublishObjectResponse *)message;
    const Catalog__V1__ObjectVersion *version = published->version;
    print_done(page, "published", version);
    if (version != NULL)
        print_number(page, &(struct number){version->name, version->version, published->compared_with, published->bump},
                     published->changes, published->n_changes);
    text_object_findings(page, published->findings, published->n_findings);
}

void text_deprecated(struct page *page, const ProtobufCMessage *message) {
    print_done(page, "deprecated", ((const Catalog__V1__DeprecateObjectResponse *)message)->version);
}

void text_yanked(struct page *page, const ProtobufCMessage *message) {
    print_done(page, "yanked", ((const Catalog__V1__YankObjectResponse *)message)->version);
}

void text_differences(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__DiffObjectsResponse *diff = (const Catalog__V1__DiffObjectsResponse *)message;
    if (diff->from != NULL && diff->to != NULL) {
        bool is_numbered = diff->to->version[0] != '\0';
        page_line(page, STYLE_STRONG, "%s@%s -> %s%s%s", diff->from->name, diff->from->version, diff->to->name,
                  is_numbered ? "@" : "", is_numbered ? diff->to->version : ", the draft");
    }
    if (diff->n_changes == 0)
        page_line(page, STYLE_PLAIN, "No differences.");
    print_classified(page, diff->changes, diff->n_changes);
}

static void add_change(struct table *table, const Catalog__V1__Change *change) {
    table_cell(table, STYLE_STRONG, "%llu", (unsigned long long)change->revision);
    table_cell(table, STYLE_PLAIN, "%s", word_of_time(change->committed_at).text);
    table_cell(table, STYLE_PLAIN, "%s", change->author);
    for (size_t i = 0; i < change->n_objects; i++) {
        const Catalog__V1__ObjectChange *object = change->objects[i];
        table_detail(table, STYLE_PLAIN, "%s %s %s%s%s",
                     word_of(&catalog__v1__change_action__descriptor, (int)object->action).text,
                     word_of(&catalog__v1__object_kind__descriptor, (int)object->kind).text, object->name,
                     object->version[0] == '\0' ? "" : "@", object->version);
    }
    for (size_t i = 0; i < change->n_decisions; i++) {
        const Catalog__V1__Decision *decision = change->decisions[i];
        table_detail(table, STYLE_PLAIN, "%s decision %s on %s",
                     word_of(&catalog__v1__decision_state__descriptor, (int)decision->state).text, decision->id,
                     decision->feature);
    }
    for (size_t i = 0; i < change->n_taxonomies; i++)
        table_detail(table, STYLE_PLAIN, "imported taxonomy %s@%s", change->taxonomies[i]->scheme,
                     change->taxonomies[i]->release);
    for (size_t i = 0; i < change->n_advisories; i++) {
        const Catalog__V1__Advisory *advisory = change->advisories[i];
        table_detail(table, STYLE_PLAIN, "%s advisory %s about %s",
                     advisory->withdrawn_at == NULL ? "published" : "withdrew", advisory->id, advisory->object);
    }
    for (size_t i = 0; i < change->n_gate_records; i++) {
        const Catalog__V1__GateRecord *record = change->gate_records[i];
        table_detail(table, STYLE_PLAIN, "recorded gate %s of %s: %s", record->id, record->feature,
                     word_of(&catalog__v1__gate_state__descriptor, (int)record->now).text);
    }
}

static const struct column change_columns[] = {{"", COLUMN_NUMBER}, {"", COLUMN_TEXT}, {"", COLUMN_TEXT}};

void text_changes(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ListChangesResponse *list = (const Catalog__V1__ListChangesResponse *)message;
    struct table table;
    table_init(&table, page, change_columns, COUNT_OF(change_columns), 0);
    for (size_t i = 0; i < list->n_changes; i++)
        add_change(&table, list->changes[i]);
    if (list->n_changes == 0)
        page_line(page, STYLE_PLAIN, "No changes.");
    table_write(&table);
}

void text_change(struct page *page, const ProtobufCMessage *message) {
    struct table table;
    table_init(&table, page, change_columns, COUNT_OF(change_columns), 0);
    add_change(&table, (const Catalog__V1__Change *)message);
    table_write(&table);
}
