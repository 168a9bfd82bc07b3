#include "support/test.h"

#include "command.h"
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static void write_file(const char *text) {
    snprintf(path, sizeof path, "/tmp/config-test-XXXXXX");
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
    close(descriptor);
}

/* Reads a command line of up to four arguments after the program's name. */
static status_code read_command(struct config *config, const char *const arguments[4], enum command *ret_command,
                                bool *ret_is_usage, struct problem *problem) {
    char copies[5][160] = {"catalogd"};
    char *list[5] = {copies[0]};
    int count = 1;
    for (; count < 5 && arguments[count - 1] != NULL; count++) {
        snprintf(copies[count], sizeof copies[count], "%s", arguments[count - 1]);
        list[count] = copies[count];
    }
    ck_assert_int_eq(config_init(config, problem), STATUS_OK);
    return command_read(count, list, config, ret_command, ret_is_usage, problem);
}

static const struct {
    const char *text;
    const char *words; /* behind the file's name */
} bad_files[] = {
    {"lissten: [ipc:///tmp/x]\n", ":1:1: there is no setting \"lissten\"; the nearest is \"listen\""},
    {"data: /tmp/a\nworkers: many\n", ":2:10: workers: \"many\" is not a number from 0 to 64"},
    {"workers: -1\n", ":1:10: workers: \"-1\" is not a number"},
    {"workers: 65\n", ":1:10: workers: \"65\" is not a number from 0 to 64"},
    {"workers: 18446744073709551616\n", ":1:10: workers:"},
    {"store.map_size: 1\n", "is not a number from 1048576"},
    {"store.map_size: 99999999TiB\n", "is not a number"},
    {"store.map_size: 1GB\n", "is not a number"},
    {"insecure_no_auth: yes\n", "is not true or false"},
    {"log_level: loud\n", "is not debug, info, warn or error"},
    {"data: [a]\n", ":1:7: this setting takes one value"},
    {"data: {a: b}\n", ":1:7: a setting takes a plain value"},
    {"listen: [[a]]\n", ":1:10: a list holds plain values"},
    {"data: /a\ndata: /b\n", ":2:1: this setting is there twice"},
    {"- data\n", ":1:1: the file is one mapping"},
    {"data: /a\n---\ndata: /b\n", "the file is one document"},
    {"data: \"\n", ":2:1: found unexpected end of stream"},
    {"listen: [http://x]\n", "the scheme is not known"},
    {"listen: [tls+tcp://localhost:1]\n", "needs --tls-cert and --tls-key"},
};

START_TEST(test_config__says_where_a_file_is_wrong) {
    for (size_t i = 0; i < COUNT_OF(bad_files); i++) {
        struct config config;
        struct problem problem;
        enum command command = COMMAND_SERVE;
        bool is_usage = false;
        problem_init(&problem, NULL);
        write_file(bad_files[i].text);
        const char *const arguments[4] = {"--config", path};
        ck_assert_int_eq(read_command(&config, arguments, &command, &is_usage, &problem), STATUS_INVALID_ARGUMENT);
        ck_assert_msg(strstr(problem.message, bad_files[i].words) != NULL, "%s: %s", bad_files[i].text,
                      problem.message);
        ck_assert_msg(!is_usage, "%s", bad_files[i].text);
        config_done(&config);
        unlink(path);
    }
}
END_TEST

START_TEST(test_config__lets_flags_win_over_the_file) {
    struct config config;
    struct problem problem;
    enum command command = COMMAND_HELP;
    bool is_usage = false;
    problem_init(&problem, NULL);
    write_file("data: /tmp/from-file\nlisten: [ipc:///tmp/a, ipc:///tmp/b]\nstore.map_size: 1GiB\nworkers: 3\n");
    const char *const arguments[4] = {"--listen=ipc:///tmp/c", "--config", path, "--insecure-no-auth"};
    ck_assert_msg(read_command(&config, arguments, &command, &is_usage, &problem) == STATUS_OK, "%s", problem.message);
    ck_assert_int_eq(command, COMMAND_SERVE);
    ck_assert_str_eq(config.data, "/tmp/from-file");
    ck_assert_uint_eq(config.listen_count, 1);
    ck_assert_str_eq(config.listen[0], "ipc:///tmp/c");
    ck_assert(config.store_map_size == (uint64_t)1 << 30);
    ck_assert_uint_eq(config.workers, 3);
    ck_assert(config.insecure_no_auth);
    config_done(&config);
    unlink(path);
}
END_TEST

START_TEST(test_config__prints_what_it_reads_again) {
    struct config config;
    struct config again;
    enum command command = COMMAND_SERVE;
    bool is_usage = false;
    char *first = NULL;
    char *second = NULL;
    size_t first_size = 0;
    size_t second_size = 0;
    write_file("data: '/tmp/with \"quotes\" and \\'\nlisten: [ipc:///tmp/a, 'tcp://127.0.0.1:7']\nlog_level: warn\n");
    const char *const arguments[4] = {"--config", path};
    ck_assert_int_eq(read_command(&config, arguments, &command, &is_usage, NULL), STATUS_OK);
    FILE *stream = open_memstream(&first, &first_size);
    config_print(&config, stream);
    fclose(stream);
    unlink(path);
    write_file(first);
    ck_assert_int_eq(read_command(&again, arguments, &command, &is_usage, NULL), STATUS_OK);
    stream = open_memstream(&second, &second_size);
    config_print(&again, stream);
    fclose(stream);
    ck_assert_str_eq(first, second);
    ck_assert_str_eq(again.data, "/tmp/with \"quotes\" and \\");
    config_done(&config);
    config_done(&again);
    free(first);
    free(second);
    unlink(path);
}
END_TEST

static const struct {
    const char *arguments[4];
    enum command command;
    const char *words; /* NULL: right */
} lines[] = {
    {{"--help"}, COMMAND_HELP, NULL},
    {{"--version"}, COMMAND_VERSION, NULL},
    {{"check", "--data", "/tmp/x"}, COMMAND_CHECK, NULL},
    {{"--data", "/tmp/x", "--check-config"}, COMMAND_CHECK_CONFIG, NULL},
    {{"--lissten", "ipc:///tmp/x"}, COMMAND_SERVE, "--lissten is not known; the nearest is --listen"},
    {{"--zzz"}, COMMAND_SERVE, "lists the flags"},
    {{"--data"}, COMMAND_SERVE, "--data needs a value"},
    {{"--config"}, COMMAND_SERVE, "--config needs a file"},
    {{"serve"}, COMMAND_SERVE, "serve is no command"},
    {{"--workers", "x"}, COMMAND_SERVE, "is not a number from 0 to 64"},
    {{"--insecure-no-auth=maybe"}, COMMAND_SERVE, "is not true or false"},
};

START_TEST(test_config__reads_command_lines) {
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        struct config config;
        struct problem problem;
        enum command command = COMMAND_SERVE;
        bool is_usage = false;
        problem_init(&problem, NULL);
        status_code code = read_command(&config, lines[i].arguments, &command, &is_usage, &problem);
        if (lines[i].words == NULL) {
            ck_assert_msg(code == STATUS_OK && command == lines[i].command, "%s: %s", lines[i].arguments[0],
                          problem.message);
        } else {
            ck_assert_msg(code == STATUS_INVALID_ARGUMENT && is_usage, "%s", lines[i].arguments[0]);
            ck_assert_msg(strstr(problem.message, lines[i].words) != NULL, "%s", problem.message);
        }
        config_done(&config);
    }
}
END_TEST

START_TEST(test_config__finds_the_users_own_places) {
    struct config config;
    setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
    ck_assert_int_eq(config_init(&config, NULL), STATUS_OK);
    ck_assert_int_eq(config_complete(&config, NULL), STATUS_OK);
    ck_assert_uint_eq(config.listen_count, 1);
    ck_assert_str_eq(config.listen[0], "ipc:///run/user/7/catalogd.sock");
    ck_assert_str_ne(config.data, "");
    config_done(&config);
    unsetenv("XDG_RUNTIME_DIR");
    ck_assert_int_eq(config_init(&config, NULL), STATUS_OK);
    ck_assert_int_eq(config_complete(&config, NULL), STATUS_OK);
    ck_assert_str_eq(config.listen[0], "ipc:///run/catalogd/catalogd.sock");
    config_done(&config);
}
END_TEST

START_TEST(test_config__refuses_a_file_that_is_none) {
    struct config config;
    struct problem problem;
    problem_init(&problem, NULL);
    ck_assert_int_eq(config_init(&config, NULL), STATUS_OK);
    ck_assert_int_eq(config_read_file(&config, "/nonexistent/file", &problem), STATUS_NOT_FOUND);
    problem_init(&problem, NULL);
    ck_assert_int_ne(config_read_file(&config, "/tmp", &problem), STATUS_OK);
    write_file("");
    ck_assert_int_eq(config_read_file(&config, path, NULL), STATUS_OK);
    unlink(path);
    config_done(&config);
}
END_TEST

static const struct {
    const char *before;
    const char *after;
    const char *changed; /* NULL: nothing */
    bool is_reloadable;
} changes[] = {
    {"", "", NULL, false},
    {"", "log_level: debug\n", "log_level", true},
    {"", "limits.deadline_default_ms: 9\n", "limits.deadline_default_ms", true},
    {"tls.cert: a\n", "tls.cert: b\n", "tls.cert", true},
    {"data: a\n", "data: b\n", "data", false},
    {"listen: [ipc:///a]\n", "listen: [ipc:///b]\n", "listen", false},
    {"listen: [ipc:///a]\n", "listen: [ipc:///a, ipc:///b]\n", "listen", false},
    {"", "insecure_no_auth: true\n", "insecure_no_auth", false},
    {"", "store.map_size: 2MiB\n", "store.map_size", false},
};

static void read_text(const char *text, struct config *config) {
    struct problem problem;
    problem_init(&problem, NULL);
    write_file(text);
    ck_assert_int_eq(config_init(config, &problem), STATUS_OK);
    ck_assert_msg(config_read_file(config, path, &problem) == STATUS_OK, "%s", problem.message);
    unlink(path);
}

START_TEST(test_config__knows_which_settings_differ) {
    size_t option_count = 0;
    const struct config_option *options = config_options(&option_count);
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        struct config before;
        struct config after;
        read_text(changes[i].before, &before);
        read_text(changes[i].after, &after);
        for (size_t j = 0; j < option_count; j++) {
            bool is_changed = changes[i].changed != NULL && strcmp(options[j].name, changes[i].changed) == 0;
            ck_assert_msg(config_option_equal(&options[j], &before, &after) != is_changed, "%zu %s", i,
                          options[j].name);
            ck_assert(!is_changed || options[j].is_reloadable == changes[i].is_reloadable);
        }
        config_done(&before);
        config_done(&after);
    }
}
END_TEST

TEST_SUITE(config, test_config__says_where_a_file_is_wrong, test_config__lets_flags_win_over_the_file,
           test_config__prints_what_it_reads_again, test_config__reads_command_lines,
           test_config__finds_the_users_own_places, test_config__refuses_a_file_that_is_none,
           test_config__knows_which_settings_differ)
