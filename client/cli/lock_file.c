#include "cli/lock_file.h"

#include "base/buffer.h"
#include "catalog/message.h"
#include "catalog/upgrade.h"
#include "cli/output_file.h"
#include "cli/words.h"

#define LOCK_HEAD "# Versions that the model stands on. Made by catalogctl lock; keep it beside the model.\n"

const char *lock_file_path(struct session *session, const struct target *target) {
    const char *path = arguments_text(session->arguments, "file");
    if (path == NULL)
        path = target->lock_file;
    return path == NULL || strcmp(path, "-") == 0 ? NULL : path;
}

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

/* Nothing to review. */
static bool is_same(const Catalog__V1__Lock *old, const Catalog__V1__Lock *new) {
    if (old == NULL || old->n_pins != new->n_pins || strcmp(old->model, new->model) != 0)
        return false;
    for (size_t i = 0; i < new->n_pins; i++) {
        if (!is_same_pin(old->pins[i], new->pins[i]))
            return false;
    }
    return true;
}

enum exit_code lock_file_write(struct session *session, const struct target *target, const char *path,
                               const Catalog__V1__Lock *lock) {
    if (!is_same(target->lock, lock) || strcmp(path, target->lock_file) != 0)
        return write_lock(session, path, lock);
    session_note(session, "%s pins the same already", path);
    return EXIT_YES;
}

/* The lock itself is asked for where it goes to standard output; else what is new in it. */
static enum exit_code keep(struct session *session, const struct target *target,
                           const Catalog__V1__UpdateLockResponse *response) {
    const char *path = lock_file_path(session, target);
    if (response->lock == NULL)
        return session_refuse(session, NULL, "the server sent no lock");
    if (path == NULL)
        return session_answer(session, &response->lock->base);
    enum exit_code code = lock_file_write(session, target, path, response->lock);
    return code == EXIT_YES ? session_answer(session, &response->base) : code;
}

static char **copy_names(struct session *session, const char *const *names, size_t count) {
    char **copies = ARENA_ARRAY(&session->arena, char *, count + 1);
    for (size_t i = 0; copies != NULL && i < count; i++) {
        copies[i] = arena_strdup(&session->arena, names[i]);
        if (copies[i] == NULL)
            return NULL;
    }
    return copies;
}

enum exit_code lock_file_update(struct session *session, const struct target *target, const char *const *names,
                                size_t count, const char *precise) {
    Catalog__V1__ResolutionTarget message = target->message;
    Catalog__V1__UpdateLockRequest request;
    Catalog__V1__UpdateLockResponse *response;
    struct catalog_error *error = NULL;
    if (target->lock == NULL)
        return session_refuse(session, "make one with `catalogctl lock`, or name it with --lock",
                              "there is no lock to update");
    catalog__v1__update_lock_request__init(&request);
    request.target = &message;
    request.names = copy_names(session, names, count);
    request.n_names = count;
    request.precise = arena_strdup(&session->arena, precise == NULL ? "" : precise);
    if (request.names == NULL || request.precise == NULL)
        return session_refuse(session, "name fewer pins", "there is not enough memory");
    if (!session_connect(session))
        return EXIT_FAILED;
    if (catalog_update_lock(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return target_fail(session, target, error);
    enum exit_code code = keep(session, target, response);
    catalog_message_free(response);
    return code;
}
