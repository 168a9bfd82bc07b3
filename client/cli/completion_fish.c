#include "cli/completion.h"

/* fish reads '\' between single quotes. */
static void write_text(struct buffer *out, const char *text) {
    buffer_append_byte(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\')
            buffer_append_byte(out, '\\');
        buffer_append_byte(out, (uint8_t)*text);
    }
    buffer_append_byte(out, '\'');
}

/* COMMAND of "": whatever the command. */
static void begin(struct buffer *out, const char *command) {
    buffer_append_text(out, "complete -c catalogctl");
    if (*command != '\0')
        buffer_printf(out, " -n '__fish_seen_subcommand_from %s'", command);
}

static void write_value(struct buffer *out, enum completion_value value, const char *choices) {
    switch (value) {
    case COMPLETION_CHOICE:
        buffer_append_text(out, " -x -a '");
        completion_write_choices(out, choices);
        buffer_append_byte(out, '\'');
        break;
    case COMPLETION_FILE:
        buffer_append_text(out, " -r -F");
        break;
    case COMPLETION_NOTHING:
        buffer_append_text(out, " -x");
    }
}

static void write_options(struct buffer *out, const char *command, const struct option *options, size_t count) {
    for (size_t i = 0; i < count; i++) {
        begin(out, command);
        if (options[i].letter != '\0')
            buffer_printf(out, " -s %c", options[i].letter);
        buffer_printf(out, " -l %s", options[i].name);
        if (options[i].type != OPTION_FLAG)
            write_value(out, completion_of_option(&options[i]), options[i].value);
        buffer_append_text(out, " -d ");
        write_text(out, options[i].help);
        buffer_append_byte(out, '\n');
    }
}

static void write_words(struct buffer *out, const struct command *command) {
    enum completion_value value = completion_of_words(command);
    if (value == COMPLETION_NOTHING)
        return;
    begin(out, command->name);
    if (value == COMPLETION_FILE)
        buffer_append_text(out, " -F");
    else
        write_value(out, value, command->words);
    buffer_append_byte(out, '\n');
}

static void write_fish(struct buffer *out) {
    buffer_append_text(out, "# Completion of catalogctl for fish: catalogctl completion fish | source\n"
                            "complete -c catalogctl -f\n");
    for (size_t i = 0; i < command_count; i++) {
        buffer_printf(out, "complete -c catalogctl -n __fish_use_subcommand -a %s -d ", commands[i]->name);
        write_text(out, commands[i]->summary);
        buffer_append_byte(out, '\n');
    }
    write_options(out, "", common_options, common_option_count);
    for (size_t i = 0; i < command_count; i++) {
        write_options(out, commands[i]->name, commands[i]->options, commands[i]->option_count);
        write_words(out, commands[i]);
    }
}

const struct completion completion_fish = {"fish", write_fish};
