#include "codec/path.h"

#include <stdio.h>

void path_push(struct path *path, const char *name, size_t index) {
    if (path->depth < PATH_STEPS_MAX)
        path->steps[path->depth] = (struct path_step){name, index};
    path->depth++;
}

void path_pop(struct path *path) {
    path->depth--;
}

static int print_step(const struct path_step *step, bool is_first, char *text, size_t room) {
    const char *dot = is_first ? "" : ".";
    if (step->index == PATH_NO_INDEX)
        return snprintf(text, room, "%s%s", dot, step->name);
    return snprintf(text, room, "%s%s[%zu]", dot, step->name, step->index);
}

void path_text(const struct path *path, char ret_text[PATH_TEXT_BYTES]) {
    static const char ellipsis[] = "...";
    size_t room = PATH_TEXT_BYTES - sizeof ellipsis;
    size_t length = 0;
    ret_text[0] = '\0';
    for (size_t i = 0; i < path->depth; i++) {
        size_t left = room - length;
        int wanted = i < PATH_STEPS_MAX ? print_step(&path->steps[i], i == 0, ret_text + length, left) : -1;
        if (wanted < 0 || (size_t)wanted >= left) {
            memcpy(ret_text + length, ellipsis, sizeof ellipsis);
            return;
        }
        length += (size_t)wanted;
    }
}

static bool read_index(const char **text, size_t *ret_index) {
    const char *at = *text + 1;
    size_t index = 0;
    if (*at < '0' || *at > '9')
        return false;
    for (; *at >= '0' && *at <= '9'; at++)
        if (__builtin_mul_overflow(index, 10, &index) || __builtin_add_overflow(index, (size_t)(*at - '0'), &index))
            return false;
    if (*at != ']')
        return false;
    *text = at + 1;
    *ret_index = index;
    return true;
}

bool path_next(const char **text, slice *ret_name, size_t *ret_index) {
    size_t length = strcspn(*text, ".[");
    if (length == 0)
        return false;
    *ret_name = slice_of(*text, length);
    *ret_index = PATH_NO_INDEX;
    *text += length;
    if (**text == '[' && !read_index(text, ret_index))
        return false;
    if (**text == '.')
        (*text)++;
    return true;
}
