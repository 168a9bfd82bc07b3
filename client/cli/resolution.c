#include "cli/resolution.h"

#include "catalog/cache.h"
#include "catalog/message.h"
#include "catalog/resolve.h"
#include "cli/lock_check.h"
#include "cli/words.h"

static void note(struct session *session, const struct target *target, const Catalog__V1__ResolveResponse *response,
                 const char *where) {
    session_note(session, "revision %llu, as of %s, computed %s%s%s", (unsigned long long)response->revision,
                 word_of_time(response->at).text, where, target->lock == NULL ? "" : ", with ",
                 target->lock == NULL ? "" : target->lock_file);
}

static enum exit_code compute_offline(struct session *session, const struct target *target,
                                      Catalog__V1__ResolveResponse **ret_response) {
    struct catalog_error *error = NULL;
    struct catalog_cache *cache;
    if (catalog_cache_open(NULL, &cache, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum catalog_code code = catalog_resolve_offline(cache, &target->message, ret_response, &error);
    catalog_cache_close(cache);
    if (code != CATALOG_OK)
        return target_fail(session, target, error);
    note(session, target, *ret_response, "here from the cache");
    return EXIT_YES;
}

/* Without a cache nothing is missing but a later --offline. */
static struct catalog_cache *open_cache(struct session *session) {
    struct catalog_error *error = NULL;
    struct catalog_cache *cache;
    if (arguments_flag(session->arguments, "no-cache"))
        return NULL;
    if (catalog_cache_open(NULL, &cache, &error) == CATALOG_OK)
        return cache;
    session_note(session, "nothing is kept for --offline: %s", catalog_error_message(error));
    catalog_error_free(error);
    return NULL;
}

static enum exit_code compute_online(struct session *session, const struct target *target,
                                     Catalog__V1__ResolveResponse **ret_response) {
    struct catalog_resolve_options options = CATALOG_RESOLVE_OPTIONS_INIT;
    struct catalog_error *error = NULL;
    struct catalog_error *cache_error = NULL;
    if (!session_connect(session))
        return EXIT_FAILED;
    options.cache = open_cache(session);
    options.ret_cache_error = &cache_error;
    enum catalog_code code = catalog_resolve(session->client, &target->message, &options, ret_response, &error);
    catalog_cache_close(options.cache);
    if (cache_error != NULL)
        session_note(session, "nothing is kept for --offline: %s", catalog_error_message(cache_error));
    catalog_error_free(cache_error);
    if (code != CATALOG_OK)
        return target_fail(session, target, error);
    const char *where = arena_printf(&session->arena, "by %s", catalog_client_url(session->client));
    note(session, target, *ret_response, where == NULL ? "" : where);
    return EXIT_YES;
}

enum exit_code resolution_compute(struct session *session, const struct target *target,
                                  Catalog__V1__ResolveResponse **ret_response) {
    bool is_offline = arguments_flag(session->arguments, "offline");
    enum exit_code code = (is_offline ? compute_offline : compute_online)(session, target, ret_response);
    if (code != EXIT_YES || lock_check(session, target, *ret_response))
        return code;
    catalog_message_free(*ret_response);
    *ret_response = NULL;
    return EXIT_FAILED;
}
