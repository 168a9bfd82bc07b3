#include "cli/help.h"

#include "cli/table.h"

#define INDENT 2

static const struct column two_columns[] = {{"", COLUMN_TEXT}, {"", COLUMN_TEXT}};

static void add_option(struct table *table, const struct option *option) {
    char letter[5] = "";
    if (option->letter != '\0')
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    table_cell(table, STYLE_STRONG, "%s--%s%s%s", letter, option->name, option->value == NULL ? "" : " ",
               option->value == NULL ? "" : option->value);
    table_cell(table, STYLE_PLAIN, "%s", option->help);
}

static void print_options(struct page *page, const char *title, const struct option *options, size_t count) {
    struct table table;
    if (count == 0)
        return;
    page_newline(page);
    page_line(page, STYLE_PLAIN, "%s", title);
    table_init(&table, page, two_columns, COUNT_OF(two_columns), INDENT);
    for (size_t i = 0; i < count; i++)
        add_option(&table, &options[i]);
    table_write(&table);
}

static void print_surroundings(struct page *page) {
    page_newline(page);
    page_paragraph(
        page, 0, STYLE_PLAIN,
        "The server is the one of --url, else of the environment variable CATALOG_URL, else the local daemon "
        "at $XDG_RUNTIME_DIR/catalogd.sock or /run/catalogd/catalogd.sock.");
    page_paragraph(
        page, 0, STYLE_PLAIN,
        "Ends with 0 when done (for a gate: PASS), 1 when the gate says no or lint finds something, 2 on wrong "
        "usage or a failure.");
}

void help_all(struct page *page) {
    struct table table;
    const char *group = "";
    page_line(page, STYLE_PLAIN, "catalogctl: ask and change a threat and control catalog");
    page_newline(page);
    page_line(page, STYLE_PLAIN, "Usage: catalogctl COMMAND [OPTIONS] ...");
    table_init(&table, page, two_columns, COUNT_OF(two_columns), INDENT);
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i]->group, group) != 0) {
            table_write(&table);
            table_init(&table, page, two_columns, COUNT_OF(two_columns), INDENT);
            group = commands[i]->group;
            page_newline(page);
            page_line(page, STYLE_PLAIN, "%s", group);
        }
        table_cell(&table, STYLE_STRONG, "%-10s", commands[i]->name);
        table_cell(&table, STYLE_PLAIN, "%s", commands[i]->summary);
    }
    table_write(&table);
    print_options(page, "Options of every command", common_options, common_option_count);
    print_surroundings(page);
    page_newline(page);
    page_line(page, STYLE_PLAIN, "catalogctl COMMAND --help says more, with examples.");
}

static void print_examples(struct page *page, const struct command *command) {
    if (command->example_count == 0)
        return;
    page_newline(page);
    page_line(page, STYLE_PLAIN, "Examples");
    for (size_t i = 0; i < command->example_count; i++) {
        page_blanks(page, INDENT);
        page_line(page, STYLE_FAINT, "# %s", command->examples[i].says);
        page_blanks(page, INDENT);
        page_line(page, STYLE_PLAIN, "catalogctl %s", command->examples[i].line);
    }
}

void help_command(struct page *page, const struct command *command) {
    page_paragraph(page, INDENT, STYLE_PLAIN, "catalogctl %s: %s", command->name, command->summary);
    page_newline(page);
    page_paragraph(page, INDENT, STYLE_PLAIN, "Usage: catalogctl %s%s %s", command->name,
                   command->option_count > 0 ? " [OPTIONS]" : "", command->words);
    if (command->details != NULL) {
        page_newline(page);
        page_paragraph(page, 0, STYLE_PLAIN, "%s", command->details);
    }
    print_options(page, "Options", command->options, command->option_count);
    print_options(page, "Options of every command", common_options, common_option_count);
    print_examples(page, command);
}
