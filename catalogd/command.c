#include "command.h"

#include "codec/nearest.h"

#include <string.h>

#define FLAG_BYTES 64

/* Flags that are no settings. */
static const struct {
    const char *flag;
    enum command command;
    const char *help;
} actions[] = {
    {"--check-config", COMMAND_CHECK_CONFIG, "read and print the configuration, then end"},
    {"--help", COMMAND_HELP, "print this"},
    {"--version", COMMAND_VERSION, "print the version"},
};

/* What was found on the command line before anything is set. */
struct reading {
    int count;
    char *const *arguments;
    int at; /* the next argument */
    const char *file;
    struct config *config;
    enum command command;
    bool is_usage_error;
    struct problem *problem;
};

static void flag_of(const struct config_option *option, char ret_flag[FLAG_BYTES]) {
    snprintf(ret_flag, FLAG_BYTES, "--%s", option->name);
    for (char *c = ret_flag; *c != '\0'; c++) {
        if (*c == '.' || *c == '_')
            *c = '-';
    }
}

static status_code usage(struct reading *reading, const char *subject, const char *what) {
    reading->is_usage_error = true;
    return problem_set(reading->problem, STATUS_INVALID_ARGUMENT, "USAGE", "%.100s %s", subject, what);
}

static status_code refuse_flag(struct reading *reading, const char *flag) {
    struct nearest nearest = {.word = flag};
    char known[FLAG_BYTES];
    char what[160] = "is not known; `catalogd --help` lists the flags";
    size_t count = 0;
    const struct config_option *options = config_options(&count);
    for (size_t i = 0; i < count; i++) {
        flag_of(&options[i], known);
        nearest_offer(&nearest, known);
    }
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        nearest_offer(&nearest, actions[i].flag);
    nearest_offer(&nearest, "--config");
    if (nearest.best[0] != '\0')
        snprintf(what, sizeof what, "is not known; the nearest is %s", nearest.best);
    return usage(reading, flag, what);
}

/* The value of FLAG: what stands behind its '=', or the next argument. NULL: there is none. */
static const char *value_of(struct reading *reading, const char *argument, const char *flag) {
    size_t size = strlen(flag);
    if (argument[size] == '=')
        return argument + size + 1;
    return reading->at < reading->count ? reading->arguments[reading->at++] : NULL;
}

static bool is_flag(const char *argument, const char *flag) {
    size_t size = strlen(flag);
    return strncmp(argument, flag, size) == 0 && (argument[size] == '\0' || argument[size] == '=');
}

static status_code set_option(struct reading *reading, const struct config_option *option, const char *argument,
                              const char *flag) {
    const char *value =
        option->type == CONFIG_BOOL && argument[strlen(flag)] == '\0' ? "true" : value_of(reading, argument, flag);
    if (value == NULL)
        return usage(reading, flag, "needs a value");
    /* Flags replace the list of the file, which was read before. */
    if (option->type == CONFIG_LIST && !reading->config->is_listen_from_flags) {
        reading->config->is_listen_from_flags = true;
        reading->config->listen_count = 0;
    }
    status_code code = config_set(reading->config, option, value, reading->problem);
    reading->is_usage_error = code == STATUS_INVALID_ARGUMENT;
    return code;
}

static status_code take_flag(struct reading *reading, const char *argument) {
    char flag[FLAG_BYTES];
    size_t count = 0;
    const struct config_option *options = config_options(&count);
    for (size_t i = 0; i < count; i++) {
        flag_of(&options[i], flag);
        if (is_flag(argument, flag))
            return set_option(reading, &options[i], argument, flag);
    }
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        if (strcmp(argument, actions[i].flag) == 0) {
            reading->command = actions[i].command;
            return STATUS_OK;
        }
    }
    if (is_flag(argument, "--config"))
        return value_of(reading, argument, "--config") == NULL ? usage(reading, "--config", "needs a file") : STATUS_OK;
    return argument[0] == '-' ? refuse_flag(reading, argument)
                              : usage(reading, argument, "is no command; the only one is `check`");
}

static status_code read_file(struct reading *reading) {
    for (reading->at = 1; reading->at < reading->count;) {
        const char *argument = reading->arguments[reading->at++];
        if (is_flag(argument, "--config"))
            reading->file = value_of(reading, argument, "--config");
    }
    return reading->file == NULL ? STATUS_OK : config_read_file(reading->config, reading->file, reading->problem);
}

static status_code read_flags(struct reading *reading) {
    status_code code = STATUS_OK;
    reading->at = 1;
    if (reading->count > 1 && strcmp(reading->arguments[1], "check") == 0) {
        reading->command = COMMAND_CHECK;
        reading->at = 2;
    }
    while (code == STATUS_OK && reading->at < reading->count) {
        const char *argument = reading->arguments[reading->at++];
        code = take_flag(reading, argument);
    }
    return code;
}

status_code command_read(int argument_count, char *const *arguments, struct config *config, enum command *ret_command,
                         bool *ret_is_usage, struct problem *problem) {
    struct reading reading = {
        .count = argument_count,
        .arguments = arguments,
        .config = config,
        .command = COMMAND_SERVE,
        .problem = problem,
    };
    status_code code = read_file(&reading);
    if (code == STATUS_OK)
        code = read_flags(&reading);
    if (code == STATUS_OK && reading.command != COMMAND_HELP && reading.command != COMMAND_VERSION)
        code = config_complete(config, problem);
    *ret_command = reading.command;
    *ret_is_usage = reading.is_usage_error;
    return code;
}

static void print_option(const struct config_option *option, FILE *file) {
    static const char *const values[] = {
        [CONFIG_TEXT] = " TEXT", [CONFIG_LIST] = " URL",   [CONFIG_BOOL] = "",
        [CONFIG_NUMBER] = " N",  [CONFIG_SIZE] = " BYTES", [CONFIG_LEVEL] = " LEVEL",
    };
    char flag[FLAG_BYTES];
    char usage_text[FLAG_BYTES + 8];
    flag_of(option, flag);
    snprintf(usage_text, sizeof usage_text, "%s%s", flag, values[option->type]);
    fprintf(file, "  %-36s %s", usage_text, option->help);
    if (option->preset[0] != '\0' && option->type != CONFIG_BOOL)
        fprintf(file, " (%s)", option->preset);
    fputc('\n', file);
}

void command_print_help(FILE *file) {
    size_t count = 0;
    const struct config_option *options = config_options(&count);
    fputs("usage: catalogd [--config FILE] [FLAG...]\n"
          "       catalogd check [--data DIR]\n"
          "\n"
          "Serves threat and control catalogs. `check` verifies a store that no daemon uses: exit 0 clean, 1 not.\n"
          "\n",
          file);
    fprintf(file, "  %-36s %s\n", "--config FILE", "YAML file of settings; flags win over it");
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        fprintf(file, "  %-36s %s\n", actions[i].flag, actions[i].help);
    fputs("\nSettings; in a file without `--`, with the dots and underscores that --check-config prints:\n", file);
    for (size_t i = 0; i < count; i++)
        print_option(&options[i], file);
    fputs("\nWithout --listen: ipc://$XDG_RUNTIME_DIR/catalogd.sock, else ipc:///run/catalogd/catalogd.sock\n"
          "Without --data: $XDG_DATA_HOME/catalogd, else ~/.local/share/catalogd; for root /var/lib/catalogd\n"
          "\nSIGHUP reads the command line's file again: tls.*, log_level and limits.deadline_default_ms come into "
          "force.\n"
          "\nExample: catalogd --data /srv/catalog --listen ipc:///run/catalogd/catalogd.sock\n",
          file);
}
