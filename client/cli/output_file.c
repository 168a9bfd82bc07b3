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

/* BESIDE ends in XXXXXX, which becomes a name of its own. */
static bool write_beside(char *beside, const char *target, slice bytes) {
    int file = mkstemp(beside);
    if (file < 0)
        return false;
    bool is_written = write_all(file, bytes) && fchmod(file, mode_of(target)) == 0 && fsync(file) == 0;
    int cause = errno;
    if (close(file) == 0 && is_written)
        return true;
    cause = is_written ? errno : cause;
    (void)unlink(beside);
    errno = cause;
    return false;
}

static bool refuse(struct session *session, const char *path, int cause) {
    session_refuse(session, NULL, "%s cannot be written: %s", path, strerror(cause));
    return false;
}

bool output_file_prepare(struct session *session, const char *path, slice bytes, struct output_file *ret_file) {
    char *resolved = realpath(path, NULL);
    char *target = arena_strdup(&session->arena, resolved == NULL ? path : resolved);
    char *beside = target == NULL ? NULL : ARENA_JOIN(&session->arena, target, ".XXXXXX");
    free(resolved);
    if (beside == NULL)
        return refuse(session, path, ENOMEM);
    if (!write_beside(beside, target, bytes))
        return refuse(session, path, errno);
    *ret_file = (struct output_file){path, target, beside};
    return true;
}

bool output_file_place(struct session *session, const struct output_file *file) {
    if (rename(file->beside, file->target) == 0)
        return true;
    int cause = errno;
    output_file_drop(file);
    return refuse(session, file->path, cause);
}

void output_file_drop(const struct output_file *file) {
    (void)unlink(file->beside);
}

bool output_file_write(struct session *session, const char *path, slice bytes) {
    struct output_file file;
    return output_file_prepare(session, path, bytes, &file) && output_file_place(session, &file);
}
