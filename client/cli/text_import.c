#include "cli/text_message.h"

#include "base/macros.h"
#include "cli/table.h"
#include "cli/words.h"

#define INDENT      2
#define NOTE_INDENT 8 /* after the longest word for a kind of note */

/* What became of OBJECT: said by the server, else by what was in the folder. */
static struct word outcome_of(const Catalog__V1__ImportReport *report, const Catalog__V1__ImportedObject *object) {
    bool is_unchanged = object->change == CATALOG__V1__IMPORT_CHANGE__IMPORT_CHANGE_UNCHANGED;
    if (object->outcome != CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNSPECIFIED)
        return word_of(&catalog__v1__apply_outcome__descriptor, (int)object->outcome);
    if (report->stored && object->file[0] != '\0' && !is_unchanged)
        return (struct word){"written"};
    return word_of(&catalog__v1__import_change__descriptor, (int)object->change);
}

static void print_objects(struct page *page, const Catalog__V1__ImportReport *report) {
    static const struct column columns[] = {
        {"OBJECT", COLUMN_NAME}, {"KIND", COLUMN_NAME}, {"OUTCOME", COLUMN_NAME}, {"TITLE", COLUMN_TEXT}};
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < report->n_objects; i++) {
        const Catalog__V1__ImportedObject *object = report->objects[i];
        table_cell(&table, STYLE_STRONG, "%s", object->name);
        table_cell(&table, STYLE_PLAIN, "%s", word_of(&catalog__v1__object_kind__descriptor, (int)object->kind).text);
        table_cell(&table, STYLE_PLAIN, "%s", outcome_of(report, object).text);
        table_cell(&table, STYLE_FAINT, "%s", object->title);
    }
    table_write(&table);
}

static const char *outcome_of_release(const Catalog__V1__ImportedRelease *release) {
    if (release->file[0] != '\0')
        return release->file_unchanged ? "unchanged" : "written";
    if (release->outcome == CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNSPECIFIED)
        return "-";
    return release->outcome == CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNCHANGED ? "unchanged" : "created";
}

/* What is there more than zero of: "12 added, 3 removed". */
struct total {
    uint32_t count;
    const char *word;
};

static char *totals_of(struct arena *arena, const struct total *totals, size_t count) {
    char *text = arena_strdup(arena, "");
    for (size_t i = 0; i < count && text != NULL; i++) {
        if (totals[i].count > 0)
            text = arena_printf(arena, "%s%s%u %s", text, text[0] == '\0' ? "" : ", ", totals[i].count, totals[i].word);
    }
    return text;
}

static void add_changes(struct table *table, const Catalog__V1__ImportedRelease *release) {
    const struct total totals[] = {{release->added, "added"},       {release->removed, "removed"},
                                   {release->retitled, "retitled"}, {release->status_changed, "of another status"},
                                   {release->moved, "moved"},       {release->reworded, "reworded"}};
    char *text = totals_of(&table->arena, totals, COUNT_OF(totals));
    if (release->compared_with[0] != '\0' && text != NULL)
        table_detail(table, STYLE_PLAIN, "against %s: %s", release->compared_with,
                     text[0] == '\0' ? "no differences" : text);
}

static void print_releases(struct page *page, const Catalog__V1__ImportReport *report) {
    static const struct column columns[] = {{"RELEASE", COLUMN_NAME},
                                            {"ENTRIES", COLUMN_NUMBER},
                                            {"MAPPINGS", COLUMN_NUMBER},
                                            {"OUTCOME", COLUMN_NAME},
                                            {"TITLE", COLUMN_TEXT}};
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < report->n_releases; i++) {
        const Catalog__V1__ImportedRelease *release = report->releases[i];
        table_cell(&table, STYLE_STRONG, "%s@%s", release->scheme, release->release);
        table_cell(&table, STYLE_PLAIN, "%u", release->entries);
        table_cell(&table, STYLE_PLAIN, "%u", release->mappings);
        table_cell(&table, STYLE_PLAIN, "%s", outcome_of_release(release));
        table_cell(&table, STYLE_FAINT, "%s", release->title);
        add_changes(&table, release);
    }
    table_write(&table);
}

static void print_fields(struct page *page, const Catalog__V1__ImportedObject *object) {
    page_line(page, STYLE_PLAIN, "changed %s", object->name);
    for (size_t i = 0; i < object->n_changed_fields; i++) {
        page_blanks(page, INDENT);
        page_paragraph(page, INDENT, STYLE_PLAIN, "%s", object->changed_fields[i]);
    }
    if (object->changed_field_count > object->n_changed_fields)
        page_line(page, STYLE_FAINT, "%*sand %zu more", INDENT, "",
                  object->changed_field_count - object->n_changed_fields);
}

/* Commands stand on lines of their own, to be copied. */
static void print_command(struct page *page, const char *command) {
    if (command[0] != '\0')
        page_line(page, STYLE_STRONG, "%*s%s", INDENT, "", command);
}

static void print_deprecated(struct page *page, const Catalog__V1__ImportedObject *object) {
    page_paragraph(page, INDENT, STYLE_WARN, "deprecated %s: the source no longer wants it used%s%s", object->name,
                   object->replaced_by[0] == '\0' ? "" : " and names ", object->replaced_by);
    print_command(page, object->command);
}

static const char *place_of(const Catalog__V1__GoneObject *gone) {
    if (gone->file[0] != '\0')
        return gone->file;
    return gone->version[0] == '\0' ? "the draft" : "what is published";
}

static void print_gone(struct page *page, const Catalog__V1__GoneObject *gone, bool is_complete) {
    page_paragraph(page, INDENT, STYLE_WARN, "gone %s: no longer in the source%s; %s stays", gone->name,
                   is_complete ? "" : ", or among the entries left out", place_of(gone));
    print_command(page, gone->command);
}

static void print_changes(struct page *page, const Catalog__V1__ImportReport *report) {
    if (report->changed + report->deprecated + report->n_gone > 0)
        page_newline(page);
    for (size_t i = 0; i < report->n_objects; i++) {
        if (report->objects[i]->change == CATALOG__V1__IMPORT_CHANGE__IMPORT_CHANGE_CHANGED)
            print_fields(page, report->objects[i]);
    }
    for (size_t i = 0; i < report->n_objects; i++) {
        if (report->objects[i]->deprecated)
            print_deprecated(page, report->objects[i]);
    }
    for (size_t i = 0; i < report->n_gone; i++)
        print_gone(page, report->gone[i], report->skipped == 0);
}

static void print_notes(struct page *page, const Catalog__V1__ImportReport *report) {
    static const enum style styles[] = {STYLE_PLAIN, STYLE_FAINT, STYLE_WARN, STYLE_BAD};
    if (report->n_notes > 0)
        page_newline(page);
    for (size_t i = 0; i < report->n_notes; i++) {
        const Catalog__V1__ConversionNote *note = report->notes[i];
        struct word kind = word_of(&catalog__v1__conversion_note_kind__descriptor, (int)note->kind);
        page_printf(page, styles[(size_t)note->kind < COUNT_OF(styles) ? note->kind : 0], "%s ", kind.text);
        page_paragraph(page, NOTE_INDENT, STYLE_PLAIN, "%s: %s", note->place, note->text);
    }
}

static void print_totals(struct page *page, const Catalog__V1__ImportReport *report) {
    const struct total totals[] = {{report->added, "added"},
                                   {report->changed, "changed"},
                                   {report->deprecated, "deprecated"},
                                   {(uint32_t)report->n_gone, "gone"},
                                   {report->unchanged, "unchanged"}};
    struct arena arena;
    arena_init(&arena, 0);
    const char *text = totals_of(&arena, totals, COUNT_OF(totals));
    if (text != NULL && text[0] != '\0')
        page_line(page, STYLE_PLAIN, "%s", text);
    arena_done(&arena);
}

void text_import(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ImportReport *report = (const void *)message;
    bool has_objects = report->n_objects > 0 || report->n_releases == 0;
    print_releases(page, report);
    print_objects(page, report);
    print_changes(page, report);
    print_notes(page, report);
    page_newline(page);
    page_line(page, STYLE_PLAIN, "%s%s%s; losses: %u, warnings: %u, left out: %u%s",
              report->n_releases > 0 ? word_of_count(report->n_releases, "release").text : "",
              report->n_releases > 0 && has_objects ? ", " : "",
              has_objects ? word_of_count(report->n_objects, "object").text : "", report->losses, report->warnings,
              report->skipped, report->stored ? "" : "; nothing was stored");
    print_totals(page, report);
}
