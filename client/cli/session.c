#include "cli/session.h"

#include "cli/complaint.h"
#include "cli/help.h"
#include "cli/progress.h"

#include <stdarg.h>
#include <stdlib.h>

#define PROBE_LOCAL_MS  1000
#define PROBE_REMOTE_MS 5000
#define TIMEOUT_MAX_S   600

enum exit_code session_answer(struct session *session, const ProtobufCMessage *message) {
    session->output->message(session->out, message);
    return EXIT_YES;
}

enum exit_code session_fail(struct session *session, struct catalog_error *error) {
    progress_clear(session->err);
    complaint_print(session->err, error);
    catalog_error_free(error);
    return EXIT_FAILED;
}

enum exit_code session_refuse(struct session *session, const char *help, const char *format, ...) {
    char sentence[ARGUMENTS_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    complaint_say(session->err, sentence, help);
    return EXIT_FAILED;
}

/* What was answered before stands before the remark. A remark that cannot be shown is no reason to fail. */
void session_note(struct session *session, const char *format, ...) {
    char text[2 * ARGUMENTS_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    page_flush_later(session->out);
    page_line(session->err, STYLE_FAINT, "%s", text);
    page_flush_later(session->err);
}

bool session_list(struct session *session, const char *option, char ***ret_texts, size_t *ret_count) {
    const char *text = arguments_text(session->arguments, option);
    char **texts = ARENA_ARRAY(&session->arena, char *, text == NULL ? 1 : strlen(text) + 1);
    bool is_whole = texts != NULL;
    *ret_count = 0;
    while (is_whole && text != NULL && *text != '\0') {
        size_t size = strcspn(text, ",");
        texts[*ret_count] = arena_strndup(&session->arena, text, size);
        is_whole = texts[(*ret_count)++] != NULL;
        text += size + (text[size] == ',');
    }
    if (!is_whole)
        session_refuse(session, "name fewer", "there is no memory for what --%s names", option);
    *ret_texts = texts;
    return is_whole;
}

bool session_name(struct session *session, const char *word, char **ret_name, char **ret_version) {
    const char *at = strchr(word, '@');
    size_t size = at == NULL ? strlen(word) : (size_t)(at - word);
    const char *slash = memchr(word, '/', size);
    if (slash == NULL || slash == word || slash == word + size - 1 || (at != NULL && at[1] == '\0')) {
        session_refuse(session, "write namespace/slug or namespace/slug@version, for example aws/s3@1.0.0",
                       "\"%s\" is no name of an object", word);
        return false;
    }
    *ret_name = arena_strndup(&session->arena, word, size);
    *ret_version = arena_strdup(&session->arena, at == NULL ? "" : at + 1);
    if (*ret_name != NULL && *ret_version != NULL)
        return true;
    session_refuse(session, NULL, "out of memory");
    return false;
}

/* A server that is not there would otherwise show only at the end of the call's whole deadline. */
static bool probe(struct session *session) {
    struct catalog_call_options options = CATALOG_CALL_OPTIONS_INIT;
    struct catalog_error *error = NULL;
    Catalog__V1__CheckHealthResponse *health;
    bool is_local = strncmp(catalog_client_url(session->client), "ipc:", 4) == 0;
    options.deadline_ms = is_local ? PROBE_LOCAL_MS : PROBE_REMOTE_MS;
    enum catalog_code code = catalog_check_health(session->client, &options, &health, &error);
    if (code == CATALOG_OK) {
        catalog_message_free(health);
        return true;
    }
    if (code != CATALOG_UNAVAILABLE && code != CATALOG_DEADLINE_EXCEEDED) {
        session_fail(session, error);
        return false;
    }
    session_refuse(session,
                   "start one with `catalogd --data DIR --listen URL`, or name another with --url or CATALOG_URL",
                   "no catalog server answers: %s", catalog_error_message(error));
    catalog_error_free(error);
    return false;
}

bool session_connect(struct session *session) {
    struct catalog_client_options options = CATALOG_CLIENT_OPTIONS_INIT;
    struct catalog_error *error = NULL;
    bool is_given = arguments_text(session->arguments, "timeout") != NULL;
    uint64_t seconds = arguments_number(session->arguments, "timeout", 0);
    if (session->client != NULL)
        return true;
    if (is_given && (seconds == 0 || seconds > TIMEOUT_MAX_S)) {
        session_refuse(session, "write 1 to 600 seconds", "--timeout cannot be %llu", (unsigned long long)seconds);
        return false;
    }
    options.deadline_ms = (uint32_t)seconds * 1000;
    options.tls_ca_file = arguments_text(session->arguments, "tls-ca");
    options.tls_cert_file = arguments_text(session->arguments, "tls-cert");
    options.tls_server_name = arguments_text(session->arguments, "tls-name");
    if (catalog_client_open(arguments_text(session->arguments, "url"), &options, &session->client, &error) !=
        CATALOG_OK) {
        session_fail(session, error);
        return false;
    }
    return probe(session);
}

static enum exit_code refuse_rows(struct session *session) {
    const char *names = "";
    for (size_t i = 0; i < command_count && names != NULL; i++) {
        if (commands[i]->has_rows)
            names = arena_printf(&session->arena, "%s %s", names, commands[i]->name);
    }
    return session_refuse(session, arena_printf(&session->arena, "csv is for%s", names == NULL ? "" : names),
                          "the answer of %s has no rows", session->arguments->command->name);
}

static enum exit_code run_command(const struct arguments *arguments, struct page *out, struct page *err) {
    const char *format = arguments_text(arguments, "output");
    struct session session = {
        .arguments = arguments, .output = format == NULL ? &output_text : output_find(format), .out = out, .err = err};
    arena_init(&session.arena, 0);
    bool is_possible = session.output != &output_csv || arguments->command->has_rows;
    enum exit_code code = is_possible ? arguments->command->run(&session) : refuse_rows(&session);
    catalog_client_close(session.client);
    arena_done(&session.arena);
    return code;
}

static enum exit_code run(int argc, const char **argv, struct page *out, struct page *err) {
    struct arguments arguments;
    struct mistake mistake;
    if (!arguments_parse(argc - 1, argv + 1, &arguments, &mistake)) {
        complaint_say(err, mistake.message, mistake.help);
        return EXIT_FAILED;
    }
    if (arguments_flag(&arguments, "version")) {
        arguments.command = command_find("version");
        return run_command(&arguments, out, err);
    }
    if (arguments.command == NULL) {
        bool is_asked = arguments_flag(&arguments, "help");
        help_all(is_asked ? out : err);
        return is_asked ? EXIT_YES : EXIT_FAILED;
    }
    if (arguments_flag(&arguments, "help")) {
        help_command(out, arguments.command);
        return EXIT_YES;
    }
    return run_command(&arguments, out, err);
}

enum exit_code session_run(int argc, const char **argv) {
    struct page out;
    struct page err;
    page_init(&out, stdout);
    page_init(&err, stderr);
    enum exit_code code = run(argc, argv, &out, &err);
    if (!page_flush(&out)) {
        complaint_say(&err, "standard output could not be written", NULL);
        code = EXIT_FAILED;
    }
    page_flush_later(&err);
    page_done(&out);
    page_done(&err);
    return code;
}
