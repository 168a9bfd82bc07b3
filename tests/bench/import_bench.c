/* How long it takes to import a release of a scheme into an empty catalog, and how much memory: the parser alone (a
 * tree of jansson's, the events of expat or libyaml), the importer alone, and catalogctl with a server, interleaved in
 * the same run and each in a process of its own.
 *
 *   import_bench CATALOGD CATALOGCTL [ROUNDS]
 *
 * Files are those of ../shared/data where they are there, and a bundle as large as the whole of ATT&CK that is made
 * here. */
#include "bench/measure.h"
#include "support/daemon.h"

#include "convert/import.h"
#include "convert/release.h"

#include <expat.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <yaml.h>

#define DATA         "../shared/data/"
#define ROUNDS_MAX   50
#define LARGE_NOISE  24000 /* objects that are no entries, as in the whole of ATT&CK */
#define LARGE_TEXT   1700  /* bytes of text in each */
#define LARGE_ITEMS  800
#define WAIT_ROUNDS  500
#define WAIT_STEP_US 10000

static bool parse_json(const char *path) {
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    return root != NULL; /* as large as it becomes: the process ends */
}

static bool parse_xml(const char *path) {
    static char block[64 * 1024];
    FILE *file = fopen(path, "rbe");
    XML_Parser parser = XML_ParserCreate(NULL);
    size_t size = sizeof block;
    bool is_fine = file != NULL && parser != NULL;
    while (is_fine && size == sizeof block) {
        size = fread(block, 1, sizeof block, file);
        is_fine = XML_Parse(parser, block, (int)size, size < sizeof block) == XML_STATUS_OK;
    }
    return is_fine;
}

static bool parse_yaml(const char *path) {
    FILE *file = fopen(path, "rbe");
    yaml_parser_t parser;
    yaml_event_t event;
    bool is_over = false;
    if (file == NULL || !yaml_parser_initialize(&parser))
        return false;
    yaml_parser_set_input_file(&parser, file);
    while (!is_over && yaml_parser_parse(&parser, &event)) {
        is_over = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    return is_over;
}

static status_code take_release(void *context, const Catalog__V1__Taxonomy *taxonomy, struct problem *problem) {
    (void)context;
    (void)taxonomy;
    (void)problem;
    return STATUS_OK;
}

static status_code take_item(void *context, const Catalog__V1__TaxonomyItem *item, struct problem *problem) {
    size_t *bytes = context;
    (void)problem;
    *bytes += protobuf_c_message_get_packed_size(&item->base);
    return STATUS_OK;
}

static bool run_importer(const char *path) {
    size_t bytes = 0;
    const struct import_release receiver = {.context = &bytes, .begin = take_release, .add = take_item};
    struct arena arena;
    struct problem problem;
    struct report report;
    struct import import;
    struct source source;
    const struct import_format *format = NULL;
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    report_init(&report, &arena);
    import_init(&import, &arena, &report, "bench", &problem);
    import.release = &receiver;
    if (import_open(path, NULL, &arena, &source, &format, &problem) == STATUS_OK &&
        import_read(&import, format, &source) == STATUS_OK)
        return bytes > 0;
    fprintf(stderr, "%s\n", problem.message);
    return false;
}

static const struct file {
    const char *title;
    const char *path;
    bool (*parse)(const char *path);
    const char *parser;
} files[] = {
    {"CWE 4.15", DATA "cwe/cwec_v4.15.xml", parse_xml, "expat"},
    {"CAPEC 3.9", DATA "capec/capec-3.9-stix2.1-bundle.json", parse_json, "jansson"},
    {"ATT&CK 18.1, techniques", DATA "attack/enterprise-attack-18.1-techniques-mitigations.json", parse_json,
     "jansson"},
    {"ATT&CK ICS 18.1", DATA "attack/ics-attack-18.1.json", parse_json, "jansson"},
    {"800-53 moderate, JSON", DATA "oscal-catalog/NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog.json",
     parse_json, "jansson"},
    {"800-53 low, YAML", DATA "oscal-catalog/NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog.yaml",
     parse_yaml, "libyaml"},
    {"CTID 800-53", DATA "ctid-mappings/nist_800_53-rev5_attack-16.1-enterprise.json", parse_json, "jansson"},
};
#define FILE_COUNT (sizeof files / sizeof files[0])

struct cost {
    int64_t ns;
    long peak_kib;
};

struct bench {
    const char *catalogd;
    const char *catalogctl;
    size_t rounds;
};

/* Waits for CHILD, which began at STARTED. */
static struct cost cost_of(pid_t child, int64_t started, const char *what) {
    struct rusage usage;
    int status = 0;
    if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        die("%s failed", what);
    return (struct cost){.ns = measure_now() - started, .peak_kib = usage.ru_maxrss};
}

static struct cost run_here(bool (*job)(const char *path), const char *path) {
    int64_t started = measure_now();
    pid_t child = fork();
    if (child == 0)
        _exit(job(path) ? 0 : 1);
    return cost_of(child, started, path);
}

/* Runs catalogctl with WORDS, its output away. */
static pid_t start_catalogctl(const struct bench *bench, const char *url, const char *const words[2]) {
    pid_t child = fork();
    if (child != 0)
        return child;
    int away = open("/dev/null", O_WRONLY | O_CLOEXEC);
    (void)dup2(away, STDOUT_FILENO);
    (void)dup2(away, STDERR_FILENO);
    execl(bench->catalogctl, "catalogctl", "--url", url, words[0], words[1], (char *)NULL);
    _exit(127);
}

static void await(const struct bench *bench, const char *url) {
    static const char *const words[] = {"health", NULL};
    for (size_t i = 0; i < WAIT_ROUNDS; i++) {
        int status = 0;
        waitpid(start_catalogctl(bench, url, words), &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
            return;
        usleep(WAIT_STEP_US);
    }
    die("the server does not answer");
}

/* Into an empty catalog. */
static struct cost run_whole(const struct bench *bench, const char *path) {
    const char *const words[] = {"import", path};
    struct daemon daemon;
    daemon_init(&daemon, bench->catalogd);
    daemon_start(&daemon);
    await(bench, daemon.url);
    int64_t started = measure_now();
    struct cost cost = cost_of(start_catalogctl(bench, daemon.url, words), started, path);
    (void)daemon_stop(&daemon, SIGTERM);
    daemon_done(&daemon);
    return cost;
}

static int64_t best(const struct cost *costs, size_t count) {
    int64_t least = costs[0].ns;
    for (size_t i = 1; i < count; i++)
        least = costs[i].ns < least ? costs[i].ns : least;
    return least;
}

static void print(const char *what, const struct cost *costs, size_t count, const struct cost *peer) {
    double seconds = (double)best(costs, count) / 1e9;
    double mebibytes = (double)costs[0].peak_kib / 1024;
    printf("    %-20s %8.3f s %8.1f MiB", what, seconds, mebibytes);
    if (peer != NULL)
        printf("   %5.2f x the time, %5.2f x the memory", seconds / ((double)best(peer, count) / 1e9),
               mebibytes / ((double)peer[0].peak_kib / 1024));
    putchar('\n');
}

static void measure(const struct bench *bench, const struct file *file) {
    struct cost parser[ROUNDS_MAX];
    struct cost importer[ROUNDS_MAX];
    struct cost whole[ROUNDS_MAX];
    struct stat status;
    if (stat(file->path, &status) != 0) {
        printf("%s: %s is not there\n", file->title, file->path);
        return;
    }
    for (size_t i = 0; i < bench->rounds; i++) {
        parser[i] = run_here(file->parse, file->path);
        importer[i] = run_here(run_importer, file->path);
        whole[i] = run_whole(bench, file->path);
    }
    printf("%s, %.1f MiB\n", file->title, (double)status.st_size / (1024 * 1024));
    print(file->parser, parser, bench->rounds, NULL);
    print("importer", importer, bench->rounds, parser);
    print("into a catalog", whole, bench->rounds, parser);
    fflush(stdout);
}

/* A bundle of some 45 MB: a few techniques and very much that is none. */
static void write_large(const char *path) {
    FILE *file = fopen(path, "wbe");
    if (file == NULL)
        die("%s cannot be written", path);
    fprintf(file, "{\"type\": \"bundle\", \"id\": \"bundle--1\", \"objects\": [\n{\"type\": \"x-mitre-collection\","
                  " \"id\": \"x-mitre-collection--1\", \"x_mitre_version\": \"99.0\"}");
    for (int i = 0; i < LARGE_ITEMS; i++)
        fprintf(file,
                ",\n{\"type\": \"attack-pattern\", \"id\": \"attack-pattern--%d\", \"name\": \"Technique %d\","
                " \"description\": \"%0*d\", \"external_references\": [{\"source_name\": \"mitre-attack\","
                " \"external_id\": \"T%d\"}]}",
                i, i, LARGE_TEXT, i, 1000 + i);
    for (int i = 0; i < LARGE_NOISE; i++)
        fprintf(file, ",\n{\"type\": \"malware\", \"id\": \"malware--%d\", \"description\": \"%0*d\"}", i, LARGE_TEXT,
                i);
    fputs("\n]}\n", file);
    if (fclose(file) != 0)
        die("%s cannot be written", path);
}

static void measure_large(const struct bench *bench) {
    char path[] = "/tmp/import_bench.XXXXXX";
    int descriptor = mkstemp(path);
    if (descriptor < 0)
        die("no temporary file can be made");
    close(descriptor);
    write_large(path);
    const struct file file = {"A bundle made here", path, parse_json, "jansson"};
    measure(bench, &file);
    unlink(path);
}

int main(int argc, char **argv) {
    if (argc < 3)
        die("usage: import_bench CATALOGD CATALOGCTL [ROUNDS]");
    struct bench bench = {
        .catalogd = argv[1], .catalogctl = argv[2], .rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 3};
    if (bench.rounds == 0 || bench.rounds > ROUNDS_MAX)
        die("1 to %d rounds", ROUNDS_MAX);
    printf("imports, the fastest of %zu rounds, against the parser alone\n", bench.rounds);
    for (size_t i = 0; i < FILE_COUNT; i++)
        measure(&bench, &files[i]);
    measure_large(&bench);
    return 0;
}
