#include "check_command.h"

#include "store/check.h"

static void print_fault(void *context, const char *line) {
    (void)context;
    fprintf(stderr, "catalogd: %s\n", line);
}

status_code check_command_run(const struct config *config, bool *ret_is_clean, struct problem *problem) {
    struct store_options options = {
        .directory = config->data,
        .map_size = config->store_map_size,
        .disk_full_percent = (unsigned)config->store_disk_full_percent,
        .clock = clock_wall(),
    };
    struct store_check_report report = {0};
    status_code code = store_check(&options, NULL, print_fault, NULL, &report, problem);
    if (code != STATUS_OK)
        return code;
    *ret_is_clean = report.fault_count == 0;
    printf("%s: revision %llu, %llu changes, %llu blobs, %llu records, %llu faults\n",
           *ret_is_clean ? "clean" : "damaged", (unsigned long long)report.revision, (unsigned long long)report.changes,
           (unsigned long long)report.blobs, (unsigned long long)report.records,
           (unsigned long long)report.fault_count);
    return STATUS_OK;
}
