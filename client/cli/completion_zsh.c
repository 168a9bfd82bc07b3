#include "cli/completion.h"

/* Both ':' and brackets mean something to _arguments. */
#define SPECIAL "\\:[]"

static void write_value(struct buffer *out, enum completion_value value, const char *choices) {
    buffer_append_byte(out, ':');
    if (value == COMPLETION_FILE)
        buffer_append_text(out, "_files");
    if (value == COMPLETION_CHOICE) {
        buffer_append_byte(out, '(');
        completion_write_choices(out, choices);
        buffer_append_byte(out, ')');
    }
}

/* "'(-o --file)'{-o,--file}'[Where it goes.]:FILE:_files'". A value may stand behind '=' or in the next word. */
static void write_option(struct buffer *out, const struct option *option) {
    bool has_value = option->type != OPTION_FLAG;
    buffer_append_text(out, " \\\n        ");
    if (option->letter != '\0')
        buffer_printf(out, "'(-%c --%s)'{-%c,--%s%s}'[", option->letter, option->name, option->letter, option->name,
                      has_value ? "=" : "");
    else
        buffer_printf(out, "'--%s%s[", option->name, has_value ? "=" : "");
    completion_write_quoted(out, option->help, SPECIAL);
    buffer_append_byte(out, ']');
    if (has_value) {
        buffer_append_byte(out, ':');
        buffer_append_text(out, option->type == OPTION_CHOICE ? option->name : option->value);
        write_value(out, completion_of_option(option), option->value);
    }
    buffer_append_byte(out, '\'');
}

static void write_options(struct buffer *out, const struct option *options, size_t count) {
    for (size_t i = 0; i < count; i++)
        write_option(out, &options[i]);
}

static void write_command(struct buffer *out, const struct command *command) {
    buffer_printf(out, "    %s)\n      _arguments", command->name);
    write_options(out, command->options, command->option_count);
    write_options(out, common_options, common_option_count);
    if (command->words_max > 0) {
        buffer_append_text(out, " \\\n        '*:");
        completion_write_quoted(out, command->words, SPECIAL);
        write_value(out, completion_of_words(command), command->words);
        buffer_append_byte(out, '\'');
    }
    buffer_append_text(out, "\n      ;;\n");
}

static void write_zsh(struct buffer *out) {
    buffer_append_text(
        out, "#compdef catalogctl\n"
             "# Completion of catalogctl for zsh: eval \"$(catalogctl completion zsh)\", or a file _catalogctl\n"
             "# in a folder of $fpath.\n"
             "_catalogctl() {\n"
             "  local curcontext=$curcontext state line\n"
             "  local -a commands=(\n");
    for (size_t i = 0; i < command_count; i++) {
        buffer_printf(out, "    '%s:", commands[i]->name);
        completion_write_quoted(out, commands[i]->summary, ":");
        buffer_append_text(out, "'\n");
    }
    buffer_append_text(out, "  )\n  _arguments -C");
    write_options(out, common_options, common_option_count);
    buffer_append_text(out, " \\\n        '1: :->command' '*:: :->words'\n"
                            "  case $state in\n"
                            "  command) _describe command commands ;;\n"
                            "  words)\n"
                            "    case $words[1] in\n");
    for (size_t i = 0; i < command_count; i++)
        write_command(out, commands[i]);
    buffer_append_text(out, "    esac\n    ;;\n  esac\n}\n"
                            "if [[ $funcstack[1] == _catalogctl ]]; then\n  _catalogctl \"$@\"\n"
                            "else\n  compdef _catalogctl catalogctl\nfi\n");
}

const struct completion completion_zsh = {"zsh", write_zsh};
