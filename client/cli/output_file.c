#include "cli/output_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY_MODE 0755

static bool make_directory(const char *path) {
    struct stat status;
    return mkdir(path, DIRECTORY_MODE) == 0 || (errno == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode));
}

bool output_directory_make(struct session *session, const char *path) {
    char *part = arena_strdup(&session->arena, path);
    char kept = '/';
    size_t size = strspn(path, "/");
    while (part != NULL && kept != '\0') {
        size += strcspn(part + size, "/");
        kept = part[size];
        part[size] = '\0';
        if (!make_directory(part)) {
            session_refuse(session, NULL, "%s cannot be made: %s", part, strerror(errno));
            return false;
        }
        part[size++] = kept;
    }
    if (part == NULL)
        session_fail(session, NULL);
    return part != NULL;
}

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

static bool refuse(struct session *session, const char *path, int cause) {
    session_refuse(session, NULL, "%s cannot be written: %s", path, strerror(cause));
    return false;
}

static bool drop(struct session *session, struct output_file *file, int cause) {
    output_file_drop(file);
    return refuse(session, file->path, cause);
}

bool output_file_begin(struct session *session, const char *path, struct output_file *ret_file) {
    char *resolved = realpath(path, NULL);
    char *target = arena_strdup(&session->arena, resolved == NULL ? path : resolved);
    char *beside = target == NULL ? NULL : ARENA_JOIN(&session->arena, target, ".XXXXXX");
    free(resolved);
    if (beside == NULL)
        return refuse(session, path, ENOMEM);
    *ret_file = (struct output_file){path, target, beside, mkstemp(beside)};
    return ret_file->file >= 0 || refuse(session, path, errno);
}

bool output_file_append(struct session *session, struct output_file *file, slice bytes) {
    return write_all(file->file, bytes) || drop(session, file, errno);
}

static bool end(struct session *session, struct output_file *file, bool is_lasting) {
    if (fchmod(file->file, mode_of(file->target)) != 0 || (is_lasting && fsync(file->file) != 0))
        return drop(session, file, errno);
    int descriptor = file->file;
    file->file = -1;
    return close(descriptor) == 0 || drop(session, file, errno);
}

bool output_file_end(struct session *session, struct output_file *file) {
    return end(session, file, true);
}

bool output_file_prepare(struct session *session, const char *path, slice bytes, struct output_file *ret_file) {
    return output_file_begin(session, path, ret_file) && output_file_append(session, ret_file, bytes) &&
           end(session, ret_file, false);
}

static bool is_same_stream(FILE *a, FILE *b) {
    char blocks[2][BUFSIZ];
    size_t size;
    do {
        size = fread(blocks[0], 1, BUFSIZ, a);
        if (fread(blocks[1], 1, BUFSIZ, b) != size || memcmp(blocks[0], blocks[1], size) != 0)
            return false;
    } while (size > 0);
    return ferror(a) == 0 && ferror(b) == 0;
}

bool output_file_is_same(const struct output_file *file) {
    FILE *old = fopen(file->target, "rbe");
    FILE *beside = fopen(file->beside, "rbe");
    bool is_same = old != NULL && beside != NULL && is_same_stream(old, beside);
    if (old != NULL)
        fclose(old);
    if (beside != NULL)
        fclose(beside);
    return is_same;
}

bool output_file_place(struct session *session, struct output_file *file) {
    return rename(file->beside, file->target) == 0 || drop(session, file, errno);
}

void output_file_drop(struct output_file *file) {
    if (file->file >= 0)
        (void)close(file->file);
    file->file = -1;
    (void)unlink(file->beside);
}

bool output_file_write(struct session *session, const char *path, slice bytes) {
    struct output_file file;
    return output_file_begin(session, path, &file) && output_file_append(session, &file, bytes) &&
           output_file_end(session, &file) && output_file_place(session, &file);
}
