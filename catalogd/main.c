/* catalogd: exit 0 done, 1 the daemon or the check failed, 2 the command line is wrong. */
#include "check_command.h"
#include "command.h"
#include "daemon.h"

#include <stdlib.h>

enum exit_code { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

static enum exit_code fail(const struct problem *problem, enum exit_code code) {
    fprintf(stderr, "catalogd: %s\n", problem->message);
    return code;
}

static enum exit_code check(const struct config *config, struct problem *problem) {
    bool is_clean = false;
    if (check_command_run(config, &is_clean, problem) != STATUS_OK)
        return fail(problem, EXIT_FAILED);
    return is_clean ? EXIT_DONE : EXIT_FAILED;
}

static enum exit_code serve(const struct config *config, const struct config_source *source, struct problem *problem) {
    log_set_level(config_log_level(config));
    return daemon_run(config, source, problem) == STATUS_OK ? EXIT_DONE : fail(problem, EXIT_FAILED);
}

static enum exit_code run(enum command command, const struct config *config, const struct config_source *source,
                          struct problem *problem) {
    switch (command) {
    case COMMAND_SERVE:
        return serve(config, source, problem);
    case COMMAND_CHECK:
        return check(config, problem);
    case COMMAND_CHECK_CONFIG:
        config_print(config, stdout);
        return EXIT_DONE;
    case COMMAND_HELP:
        command_print_help(stdout);
        return EXIT_DONE;
    case COMMAND_VERSION:
        puts("catalogd " CATALOGD_VERSION);
        return EXIT_DONE;
    }
    return EXIT_FAILED;
}

int main(int argument_count, char **arguments) {
    struct config config;
    struct config_source source = {argument_count, arguments};
    struct problem problem;
    enum command command = COMMAND_SERVE;
    bool is_usage = false;
    problem_init(&problem, NULL);
    status_code status = config_init(&config, &problem);
    if (status == STATUS_OK)
        status = command_read(argument_count, arguments, &config, &command, &is_usage, &problem);
    enum exit_code code = status == STATUS_OK ? run(command, &config, &source, &problem)
                                              : fail(&problem, is_usage ? EXIT_USAGE : EXIT_FAILED);
    config_done(&config);
    return (int)code;
}
