#include "cli/target.h"

#include "base/clock.h"
#include "catalog/message.h"

#include <unistd.h>

#define LOCK_SUFFIX ".lock"

static bool has_suffix(const char *text, const char *suffix) {
    size_t size = strlen(text);
    return size > strlen(suffix) && strcmp(text + size - strlen(suffix), suffix) == 0;
}

bool target_is_file(const char *word) {
    return word[0] == '.' || word[0] == '/' || strcmp(word, "-") == 0 || has_suffix(word, ".yaml") ||
           has_suffix(word, ".yml") || has_suffix(word, ".json");
}

static bool is_model(const Catalog__V1__Object *object) {
    return object->kind_case == CATALOG__V1__OBJECT__KIND_FEATURE ||
           object->kind_case == CATALOG__V1__OBJECT__KIND_COMPONENT;
}

/* The one feature of the file, else its one component. */
static bool choose(struct session *session, struct target *target) {
    size_t count;
    size_t features = 0;
    size_t components = 0;
    Catalog__V1__Object *const *objects = catalog_documents_objects(target->documents, &count);
    for (size_t i = 0; i < count; i++) {
        bool is_feature = objects[i]->kind_case == CATALOG__V1__OBJECT__KIND_FEATURE;
        if (is_feature ? features++ == 0 : features == 0 && is_model(objects[i]) && components++ == 0)
            target->index = i;
    }
    if (features == 1 || (features == 0 && components == 1)) {
        target->message.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_OBJECT;
        target->message.object = objects[target->index];
        return true;
    }
    session_refuse(session, "give it a file with one feature or component", "%s holds %zu features and %zu components",
                   target->file, features, components);
    return false;
}

static bool read_file(struct session *session, struct target *target) {
    struct catalog_error *error = NULL;
    if (catalog_documents_new(&target->documents, &error) != CATALOG_OK ||
        catalog_documents_read(target->documents, target->file, &error) != CATALOG_OK) {
        session_fail(session, error);
        return false;
    }
    return choose(session, target);
}

static bool read_name(struct session *session, const char *word, struct target *target) {
    catalog__v1__object_selector__init(&target->selector);
    if (!session_name(session, word, &target->selector.name, &target->selector.version))
        return false;
    target->message.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target->message.selector = &target->selector;
    return true;
}

/* "billing/upload.yaml" has "billing/upload.lock" beside it; a stored model "slug.lock" in the working directory. */
static const char *default_lock_file(struct session *session, const struct target *target) {
    if (target->file == NULL)
        return arena_printf(&session->arena, "%s" LOCK_SUFFIX, strchr(target->selector.name, '/') + 1);
    if (strcmp(target->file, "-") == 0)
        return NULL;
    const char *slash = strrchr(target->file, '/');
    const char *dot = strrchr(target->file, '.');
    bool has_dot = dot != NULL && dot != target->file && (slash == NULL || dot > slash + 1);
    size_t size = has_dot ? (size_t)(dot - target->file) : strlen(target->file);
    return arena_printf(&session->arena, "%.*s" LOCK_SUFFIX, (int)size, target->file);
}

static bool read_lock(struct session *session, struct target *target) {
    const char *named = arguments_text(session->arguments, "lock");
    target->lock_file = named != NULL ? named : default_lock_file(session, target);
    if (arguments_flag(session->arguments, "no-lock") || target->lock_file == NULL)
        return true;
    if (named == NULL && (target->file == NULL || access(target->lock_file, F_OK) != 0))
        return true;
    struct catalog_error *error = NULL;
    ProtobufCMessage *message;
    if (catalog_message_read(&catalog__v1__lock__descriptor, target->lock_file, &message, &error) != CATALOG_OK) {
        session_fail(session, error);
        return false;
    }
    target->lock = (Catalog__V1__Lock *)(void *)message;
    target->message.lock = target->lock;
    return true;
}

const Catalog__V1__Model *target_model_of(const Catalog__V1__Object *object) {
    bool is_feature = object->kind_case == CATALOG__V1__OBJECT__KIND_FEATURE;
    bool is_component = object->kind_case == CATALOG__V1__OBJECT__KIND_COMPONENT;
    return is_feature ? object->feature : is_component ? object->component : NULL;
}

Catalog__V1__Timestamp *target_time(const struct session *session, Catalog__V1__Timestamp *at) {
    const char *text = arguments_text(session->arguments, "at");
    catalog__v1__timestamp__init(at);
    return text != NULL && time_parse(text, &at->seconds, &at->nanos) ? at : NULL;
}

static void read_time(struct session *session, struct target *target) {
    target->message.at_revision = arguments_number(session->arguments, "at-revision", 0);
    target->message.at = target_time(session, &target->at);
}

bool target_read(struct session *session, const char *word, struct target *target) {
    *target =
        (struct target){.message = CATALOG__V1__RESOLUTION_TARGET__INIT, .file = target_is_file(word) ? word : NULL};
    read_time(session, target);
    if ((target->file != NULL ? read_file(session, target) : read_name(session, word, target)) &&
        read_lock(session, target))
        return true;
    target_done(target);
    return false;
}

void target_done(struct target *target) {
    catalog_message_free(target->lock);
    catalog_documents_free(target->documents);
}

enum exit_code target_fail(struct session *session, const struct target *target, struct catalog_error *error) {
    if (target->documents != NULL)
        catalog_documents_locate(target->documents, target->index, error);
    return session_fail(session, error);
}
