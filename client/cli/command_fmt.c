#include "cli/commands.h"

#include "base/limits.h"
#include "base/macros.h"
#include "catalog/document.h"
#include "cli/fmt.h"
#include "cli/output_file.h"

#include <errno.h>

struct formatting {
    struct session *session;
    bool is_check;
    size_t changed;
    size_t refused;
};

static bool read_file(struct session *session, const char *path, struct buffer *text) {
    FILE *file = fopen(path, "rb");
    size_t count = 1;
    while (file != NULL && count > 0) {
        uint8_t *room = buffer_reserve(text, BUFSIZ);
        count = room == NULL ? 0 : fread(room, 1, BUFSIZ, file);
        buffer_grow(text, count);
    }
    bool is_read = file != NULL && !text->has_failed && ferror(file) == 0;
    int cause = errno;
    if (file != NULL)
        fclose(file);
    if (!is_read)
        session_refuse(session, NULL, "%s cannot be read: %s", path,
                       text->has_failed ? "it is too large" : strerror(cause));
    return is_read;
}

static bool refuse(struct formatting *formatting, const char *path, const struct fmt_refusal *refusal) {
    if (refusal->line > 0)
        session_refuse(formatting->session, refusal->remedy, "%s:%u: %s", path, refusal->line, refusal->message);
    else
        session_refuse(formatting->session, refusal->remedy, "%s: %s", path, refusal->message);
    return false;
}

/* False: said why it stays as it is. */
static bool format_text(struct formatting *formatting, const char *path, slice text) {
    struct fmt_refusal refusal;
    struct buffer out;
    buffer_init(&out, 0);
    bool is_done = fmt_format(text, &out, &refusal) || refuse(formatting, path, &refusal);
    if (is_done && !slice_equal(buffer_slice(&out), text)) {
        is_done = formatting->is_check || output_file_write(formatting->session, path, buffer_slice(&out));
        formatting->changed++;
        if (is_done)
            page_line(formatting->session->out, STYLE_PLAIN, "%s", path);
    }
    buffer_done(&out);
    return is_done;
}

static void format_file(struct formatting *formatting, const char *path) {
    struct buffer text;
    buffer_init(&text, LIMIT_UPLOAD_BYTES);
    if (!read_file(formatting->session, path, &text) || !format_text(formatting, path, buffer_slice(&text)))
        formatting->refused++;
    buffer_done(&text);
}

static bool is_yaml(const char *path) {
    const char *dot = strrchr(path, '.');
    return dot == NULL || strcmp(dot, ".json") != 0;
}

static enum exit_code format_files(struct formatting *formatting, const struct catalog_documents *documents) {
    size_t count;
    const char *last = "";
    (void)catalog_documents_objects(documents, &count);
    for (size_t i = 0; i < count; i++) {
        const char *path = catalog_documents_file(documents, i);
        if (strcmp(path, last) != 0 && is_yaml(path))
            format_file(formatting, path);
        last = path;
    }
    if (formatting->refused > 0)
        return EXIT_FAILED;
    return formatting->is_check && formatting->changed > 0 ? EXIT_NO : EXIT_YES;
}

static enum exit_code format_all(struct session *session, struct catalog_documents *documents) {
    struct formatting formatting = {session, arguments_flag(session->arguments, "check"), 0, 0};
    for (size_t i = 0; i < session->arguments->word_count; i++) {
        const char *path = session->arguments->words[i];
        struct catalog_error *error = NULL;
        if (strcmp(path, "-") == 0)
            return session_refuse(session, "name the file", "standard input cannot be rewritten");
        if (catalog_documents_read(documents, path, &error) != CATALOG_OK)
            return session_fail(session, error);
    }
    return format_files(&formatting, documents);
}

static enum exit_code run(struct session *session) {
    struct catalog_documents *documents;
    struct catalog_error *error = NULL;
    if (catalog_documents_new(&documents, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = format_all(session, documents);
    catalog_documents_free(documents);
    return code;
}

static const struct option options[] = {
    {"check", '\0', OPTION_FLAG, NULL, "Change nothing; end with 1 when a file would change."},
};

static const struct example examples[] = {
    {"A repository of catalogs", "fmt catalogs"},
    {"In CI", "fmt --check catalogs"},
};

const struct command command_fmt = {
    .group = "Models",
    .name = "fmt",
    .words = "PATH...",
    .words_min = 1,
    .words_max = WORDS_ANY,
    .summary = "Rewrite YAML files in their one canonical form.",
    .details =
        "Prints the names of the files that change. Comments on lines of their own before a document, a top-level "
        "key or a list item, or at the end of a document, are carried along; a file with any other comment is "
        "left as it is, which ends with 2.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
