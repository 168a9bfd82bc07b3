#include "cli/output_file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int file, slice bytes) {
    for (size_t done = 0; done < bytes.size;) {
        ssize_t count = write(file, bytes.data + done, bytes.size - done);
        if (count < 0 && errno != EINTR)
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    return true;
}

static mode_t mode_of(const char *path) {
    struct stat status;
    if (stat(path, &status) == 0)
        return status.st_mode & 07777;
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

/* A name of its own beside PATH; BESIDE ends in XXXXXX. */
static bool replace(char *beside, const char *path, slice bytes) {
    int file = mkstemp(beside);
    if (file < 0)
        return false;
    bool is_written = write_all(file, bytes) && fchmod(file, mode_of(path)) == 0 && fsync(file) == 0;
    int cause = errno;
    if (close(file) == 0 && is_written && rename(beside, path) == 0)
        return true;
    cause = is_written ? errno : cause;
    (void)unlink(beside);
    errno = cause;
    return false;
}

bool output_file_write(struct session *session, const char *path, slice bytes) {
    char *target = realpath(path, NULL);
    const char *name = target == NULL ? path : target;
    char *beside = arena_printf(&session->arena, "%s.XXXXXX", name);
    bool is_written = beside != NULL && replace(beside, name, bytes);
    if (!is_written)
        session_refuse(session, NULL, "%s cannot be written: %s", path, strerror(beside == NULL ? ENOMEM : errno));
    free(target);
    return is_written;
}
