#include "cli/session.h"

int main(int argc, char **argv) {
    /* The strings are only read; the array is put into another order. */
    return (int)session_run(argc, (const char **)(void *)argv);
}
