#include "daemon.h"

#include "base/clock.h"
#include "base/limits.h"
#include "model/services.h"
#include "rpc/method_check.h"
#include "rpc/router.h"
#include "rpc/sp/server.h"
#include "service/service.h"
#include "store/store.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define CALLS_END_MS       2000
#define CANCELLED_CALLS_MS 3000
#define OUTPUT_FLUSH_MS    1000
#define DESCRIPTORS_KEPT   128 /* for the store, the log and the library */
#define DIRECTORY_MODE     0700

struct daemon {
    const struct config *config;
    struct store *store;
    struct service *service;
    struct router *router;
    struct sp_server *server;
    uint32_t connections;
    sigset_t signals;
};

/* start may be NULL: nothing to do; likewise stop. A stage whose start failed is not stopped. */
struct stage {
    const char *name;
    status_code (*start)(struct daemon *daemon, struct problem *problem);
    void (*stop)(struct daemon *daemon);
};

/* Every thread inherits the mask, so that the main thread alone takes the signals. */
static status_code block_signals(struct daemon *daemon, struct problem *problem) {
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&daemon->signals);
    sigaddset(&daemon->signals, SIGTERM);
    sigaddset(&daemon->signals, SIGINT);
    sigaddset(&daemon->signals, SIGHUP);
    if (sigaction(SIGPIPE, &ignore, NULL) != 0 || pthread_sigmask(SIG_BLOCK, &daemon->signals, NULL) != 0)
        return problem_set(problem, STATUS_INTERNAL, "SIGNALS", "signals cannot be blocked: %s", strerror(errno));
    return STATUS_OK;
}

static status_code raise_descriptors(struct daemon *daemon, struct problem *problem) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return problem_set(problem, STATUS_INTERNAL, "DESCRIPTORS", "getrlimit: %s", strerror(errno));
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        limit.rlim_cur = before;
    if (limit.rlim_cur <= DESCRIPTORS_KEPT)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "DESCRIPTORS",
                           "the process may open %llu files, it needs more than %d: raise `ulimit -n`",
                           (unsigned long long)limit.rlim_cur, DESCRIPTORS_KEPT);
    rlim_t room = limit.rlim_cur - DESCRIPTORS_KEPT;
    daemon->connections = (uint32_t)(daemon->config->connections < room ? daemon->config->connections : room);
    return STATUS_OK;
}

static status_code check_methods(struct daemon *daemon, struct problem *problem) {
    size_t method_count = 0;
    size_t service_count = 0;
    const struct method *methods = method_table(&method_count);
    const ProtobufCServiceDescriptor *const *services = schema_services(&service_count);
    (void)daemon;
    return method_table_check(methods, method_count, services, service_count, problem);
}

static void end_library(struct daemon *daemon) {
    (void)daemon;
    if (!sp_library_done())
        log_event(LOG_LEVEL_WARN, "connections_left", "detail=\"the library is left as it is\"");
}

static void free_service(struct daemon *daemon) {
    service_free(daemon->service);
}

static void take_request(void *context, struct sp_request *request) {
    router_handle(((struct daemon *)context)->router, request);
}

static void answer_oversize(void *context, uint64_t size, size_t limit_bytes, struct buffer *ret_answer) {
    (void)context;
    router_answer_oversize(size, limit_bytes, ret_answer);
}

static status_code make_server(struct daemon *daemon, struct problem *problem) {
    const struct config *config = daemon->config;
    struct sp_server_options options = {
        .handle = take_request,
        .answer_oversize = answer_oversize,
        .context = daemon,
        .tls = config_tls(config),
        .allows_plain_network = config->allow_plain_network,
        .message_bytes = config->message_bytes,
        .connections = daemon->connections,
        .connections_per_peer = (uint32_t)config->connections_per_peer,
    };
    return sp_server_new(&options, &daemon->server, problem);
}

static void end_connections(struct daemon *daemon) {
    sp_server_free(daemon->server);
}

static void flush_output(struct daemon *daemon) {
    if (!sp_server_drain(daemon->server, OUTPUT_FLUSH_MS))
        log_event(LOG_LEVEL_WARN, "output_left", "detail=\"some peers did not take their answers\"");
}

/* Makes the parents of PATH that are missing. */
static status_code make_parents(const char *path, struct problem *problem) {
    char parent[PATH_MAX];
    if ((size_t)snprintf(parent, sizeof parent, "%s", path) >= sizeof parent)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_SETTING", "data: the path is too long");
    for (char *slash = strchr(parent + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(parent, DIRECTORY_MODE) != 0 && errno != EEXIST && errno != EISDIR)
            return problem_set(problem, STATUS_FAILED_PRECONDITION, "DATA_DIRECTORY", "cannot make %.300s: %s", parent,
                               strerror(errno));
        *slash = '/';
    }
    return STATUS_OK;
}

static status_code open_store(struct daemon *daemon, struct problem *problem) {
    struct store_options options = {
        .directory = daemon->config->data,
        .map_size = daemon->config->store_map_size,
        .disk_full_percent = (unsigned)daemon->config->store_disk_full_percent,
        .clock = clock_wall(),
    };
    status_code code = make_parents(options.directory, problem);
    return code == STATUS_OK ? store_open(&options, &daemon->store, problem) : code;
}

static void close_store(struct daemon *daemon) {
    store_close(daemon->store);
}

static status_code make_service(struct daemon *daemon, struct problem *problem) {
    return service_new(daemon->store, clock_wall(), &daemon->service, problem);
}

static status_code make_router(struct daemon *daemon, struct problem *problem) {
    struct router_options options = {
        .service = daemon->service,
        .own_uid = geteuid(),
        .is_open_to_all = daemon->config->insecure_no_auth,
        .workers = (uint32_t)daemon->config->workers,
        .queue_calls = (uint32_t)daemon->config->queue_calls,
        .deadline_default_ms = (uint32_t)daemon->config->deadline_default_ms,
    };
    options.methods = method_table(&options.method_count);
    return router_new(&options, &daemon->router, problem);
}

static void stop_router(struct daemon *daemon) {
    router_stop(daemon->router);
}

/* Calls that go on past their time are told, and end at their next look at it. What the writer holds it answers when
 * the store is closed. */
static void end_calls(struct daemon *daemon) {
    if (sp_server_drain(daemon->server, CALLS_END_MS))
        return;
    log_event(LOG_LEVEL_WARN, "calls_cancelled", "calls=%llu",
              (unsigned long long)sp_server_counts(daemon->server).calls_in_flight);
    sp_server_cancel(daemon->server);
    sp_server_drain(daemon->server, CANCELLED_CALLS_MS);
}

static void end_watches(struct daemon *daemon) {
    service_stop(daemon->service);
}

static status_code listen_everywhere(struct daemon *daemon, struct problem *problem) {
    for (size_t i = 0; i < daemon->config->listen_count; i++) {
        status_code code = sp_server_listen(daemon->server, daemon->config->listen[i], problem);
        if (code != STATUS_OK)
            return code;
    }
    status_code code = sp_server_start(daemon->server, problem);
    for (size_t i = 0; i < daemon->config->listen_count && code == STATUS_OK; i++)
        log_event(LOG_LEVEL_INFO, "listening", "url=\"%s\"", daemon->config->listen[i]);
    return code;
}

static void close_listeners(struct daemon *daemon) {
    sp_server_close(daemon->server);
}

static status_code announce(struct daemon *daemon, struct problem *problem) {
    (void)problem;
    if (daemon->config->insecure_no_auth)
        log_event(LOG_LEVEL_WARN, "insecure_no_auth",
                  "detail=\"every peer on every address may read and change everything\"");
    log_event(LOG_LEVEL_INFO, "serving", "version=%s data=\"%s\" revision=%llu", CATALOGD_VERSION, daemon->config->data,
              (unsigned long long)store_head(daemon->store).revision);
    return STATUS_OK;
}

/* Backward this is the order of a stop: listeners, watches, calls, workers, the writer, output, connections. The
 * service outlives the store, whose writer still answers its calls. */
static const struct stage stages[] = {
    {"signals", block_signals, NULL},
    {"descriptors", raise_descriptors, NULL},
    {"methods", check_methods, NULL},
    {"library", NULL, end_library},
    {"service_memory", NULL, free_service},
    {"connections", make_server, end_connections},
    {"output", NULL, flush_output},
    {"store", open_store, close_store},
    {"service", make_service, NULL},
    {"workers", make_router, stop_router},
    {"calls", NULL, end_calls},
    {"watches", NULL, end_watches},
    {"listeners", listen_everywhere, NULL},
    {"reading", NULL, close_listeners},
    {"announcement", announce, NULL},
};

static void unwind(struct daemon *daemon, size_t started) {
    for (size_t i = started; i > 0; i--) {
        log_event(LOG_LEVEL_DEBUG, "stage_stops", "stage=%s", stages[i - 1].name);
        if (stages[i - 1].stop != NULL)
            stages[i - 1].stop(daemon);
    }
}

static void end_at_once(int signal) {
    _exit(128 + signal);
}

/* Waits for the first signal that ends; a second one is not waited for. */
static void await_signal(const struct daemon *daemon, const struct config_source *source) {
    int signal = SIGHUP;
    struct sigaction at_once = {.sa_handler = end_at_once};
    struct reload_target target = {.started_with = daemon->config, .server = daemon->server, .router = daemon->router};
    while (sigwait(&daemon->signals, &signal) == 0 && signal == SIGHUP)
        reload(source, &target);
    log_event(LOG_LEVEL_INFO, "stopping", "signal=%s", signal == SIGTERM ? "SIGTERM" : "SIGINT");
    sigaction(SIGTERM, &at_once, NULL);
    sigaction(SIGINT, &at_once, NULL);
    pthread_sigmask(SIG_UNBLOCK, &daemon->signals, NULL);
}

status_code daemon_run(const struct config *config, const struct config_source *source, struct problem *problem) {
    struct daemon daemon = {.config = config};
    status_code code = STATUS_OK;
    size_t started = 0;
    while (started < COUNT_OF(stages)) {
        const struct stage *stage = &stages[started];
        code = stage->start == NULL ? STATUS_OK : stage->start(&daemon, problem);
        if (code != STATUS_OK)
            break;
        started++;
    }
    if (code == STATUS_OK)
        await_signal(&daemon, source);
    unwind(&daemon, started);
    router_free(daemon.router);
    if (code == STATUS_OK)
        log_event(LOG_LEVEL_INFO, "stopped", "code=0");
    return code;
}
