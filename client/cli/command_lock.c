#include "cli/commands.h"

#include "base/buffer.h"
#include "base/macros.h"
#include "catalog/message.h"
#include "cli/output_file.h"
#include "cli/resolution.h"
#include "cli/words.h"

#define LOCK_HEAD "# Versions that the model stands on. Made by catalogctl lock; keep it beside the model.\n"

static bool write_file(struct session *session, const char *path, const char *head, const char *text, size_t size) {
    struct buffer bytes;
    buffer_init(&bytes, 0);
    buffer_append_text(&bytes, head);
    buffer_append(&bytes, slice_of(text, size));
    bool is_written = !bytes.has_failed && output_file_write(session, path, buffer_slice(&bytes));
    if (bytes.has_failed)
        session_refuse(session, NULL, "%s cannot be written: out of memory", path);
    buffer_done(&bytes);
    return is_written;
}

static bool is_json(const char *path) {
    const char *dot = strrchr(path, '.');
    return dot != NULL && strcmp(dot, ".json") == 0;
}

static enum exit_code write_lock(struct session *session, const char *path, const Catalog__V1__Lock *lock) {
    struct catalog_error *error = NULL;
    char *text;
    size_t size;
    enum catalog_format format = is_json(path) ? CATALOG_FORMAT_JSON : CATALOG_FORMAT_YAML;
    if (catalog_message_write(&lock->base, format, &text, &size, &error) != CATALOG_OK)
        return session_fail(session, error);
    bool is_written = write_file(session, path, format == CATALOG_FORMAT_YAML ? LOCK_HEAD : "", text, size);
    catalog_text_free(text);
    if (!is_written)
        return EXIT_FAILED;
    session_note(session, "%s holds %s", path, word_of_count(lock->n_pins, "pin").text);
    return EXIT_YES;
}

static bool is_same_pin(const Catalog__V1__Pin *a, const Catalog__V1__Pin *b) {
    return a->kind == b->kind && strcmp(a->name, b->name) == 0 && strcmp(a->content_digest, b->content_digest) == 0;
}

/* A lock that pins the same is left as it is: nothing to review. */
static bool is_same(const Catalog__V1__Lock *old, const Catalog__V1__Lock *new) {
    if (old == NULL || old->n_pins != new->n_pins || strcmp(old->model, new->model) != 0)
        return false;
    for (size_t i = 0; i < new->n_pins; i++) {
        if (!is_same_pin(old->pins[i], new->pins[i]))
            return false;
    }
    return true;
}

static enum exit_code keep(struct session *session, const struct target *target, const Catalog__V1__Lock *lock) {
    const char *path = arguments_text(session->arguments, "file");
    if (path == NULL)
        path = target->lock_file;
    if (path == NULL || strcmp(path, "-") == 0)
        return session_answer(session, &lock->base);
    if (!is_same(target->lock, lock) || strcmp(path, target->lock_file) != 0)
        return write_lock(session, path, lock);
    session_note(session, "%s pins the same already", path);
    return EXIT_YES;
}

static enum exit_code run(struct session *session) {
    struct target target;
    Catalog__V1__ResolveResponse *response;
    if (!target_read(session, session->arguments->words[0], &target))
        return EXIT_FAILED;
    enum exit_code code = resolution_compute(session, &target, &response);
    if (code == EXIT_YES) {
        if (response->lock == NULL)
            code = session_refuse(session, "resolve says what is wrong with it", "no versions could be chosen");
        else
            code = keep(session, &target, response->lock);
        catalog_message_free(response);
    }
    target_done(&target);
    return code;
}

static const struct option options[] = {
    {"file", 'o', OPTION_TEXT, "FILE", "Where the lock goes, \"-\" for standard output; default: beside the model."},
    TARGET_OPTIONS,
    RESOLUTION_OPTIONS,
};

static const struct example examples[] = {
    {"Pin what a local model stands on, in models/upload.lock", "lock models/upload.yaml"},
    {"Take the newest versions that fit", "lock --no-lock models/upload.yaml"},
    {"Look at it first", "lock -o - examples/invoice-upload"},
};

const struct command command_lock = {
    .group = "Models",
    .name = "lock",
    .words = "NAME[@VERSION]|FILE",
    .words_min = 1,
    .words_max = 1,
    .summary = "Write down the versions that a model stands on.",
    .details =
        "Versions of a lock that is there already are kept as far as they still fit; --no-lock chooses all anew.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
