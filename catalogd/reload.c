#include "reload.h"

#include "command.h"

static const char *path_or_null(const char *path) {
    return path[0] == '\0' ? NULL : path;
}

struct sp_tls_options config_tls(const struct config *config) {
    return (struct sp_tls_options){
        .cert_file = path_or_null(config->tls_cert),
        .key_file = path_or_null(config->tls_key),
        .ca_file = path_or_null(config->tls_client_ca),
    };
}

static void name_what_waits(const struct config *started_with, const struct config *fresh) {
    size_t count = 0;
    const struct config_option *options = config_options(&count);
    for (size_t i = 0; i < count; i++) {
        if (!options[i].is_reloadable && !config_option_equal(&options[i], started_with, fresh))
            log_event(LOG_LEVEL_WARN, "setting_waits", "name=%s detail=\"it comes into force at the next start\"",
                      options[i].name);
    }
}

static status_code apply(const struct config *fresh, const struct reload_target *target, struct problem *problem) {
    struct sp_tls_options tls = config_tls(fresh);
    status_code code = sp_server_renew_tls(target->server, &tls, problem);
    if (code != STATUS_OK)
        return code;
    router_set_deadline_default(target->router, (uint32_t)fresh->deadline_default_ms);
    log_set_level(config_log_level(fresh));
    return STATUS_OK;
}

void reload(const struct config_source *source, const struct reload_target *target) {
    struct config fresh;
    struct problem problem;
    enum command command = COMMAND_SERVE;
    bool is_usage = false;
    problem_init(&problem, NULL);
    status_code code = config_init(&fresh, &problem);
    if (code == STATUS_OK)
        code = command_read(source->argument_count, source->arguments, &fresh, &command, &is_usage, &problem);
    if (code == STATUS_OK)
        code = apply(&fresh, target, &problem);
    if (code == STATUS_OK) {
        name_what_waits(target->started_with, &fresh);
        log_event(LOG_LEVEL_INFO, "reloaded", "log_level=%s", fresh.log_level);
    } else {
        log_event(LOG_LEVEL_ERROR, "reload_failed", "detail=\"%s; all stays as it was\"", problem.message);
    }
    config_done(&fresh);
}
