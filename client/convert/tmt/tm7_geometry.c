#include "convert/tmt/tm7.h"

/* Straight pieces that stand for a curve. */
#define PIECES 8

bool tm7_holds_box(const struct tm7_box *outer, const struct tm7_box *inner) {
    return outer->left <= inner->left && outer->top <= inner->top &&
           outer->left + outer->width >= inner->left + inner->width &&
           outer->top + outer->height >= inner->top + inner->height;
}

bool tm7_holds_middle(const struct tm7_box *outer, const struct tm7_box *inner) {
    const struct tm7_box middle = {.left = inner->left + inner->width / 2, .top = inner->top + inner->height / 2};
    return tm7_holds_box(outer, &middle);
}

/* The parabola through the three points, at PART of the way: a Bezier curve whose control point lies so that half of
 * the way is the middle. */
static double at(double from, double middle, double to, double part) {
    double control = 2 * middle - (from + to) / 2;
    double rest = 1 - part;
    return rest * rest * from + 2 * rest * part * control + part * part * to;
}

/* The ends of the pieces of CURVE. */
static void take_pieces(const struct tm7_curve *curve, struct tm7_point ret_ends[PIECES + 1]) {
    for (unsigned i = 0; i <= PIECES; i++) {
        double part = (double)i / PIECES;
        ret_ends[i] = (struct tm7_point){at(curve->from.x, curve->middle.x, curve->to.x, part),
                                         at(curve->from.y, curve->middle.y, curve->to.y, part)};
    }
}

/* On which side of the line from A to B the point C lies, by its sign. */
static double side(struct tm7_point a, struct tm7_point b, struct tm7_point c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* A point on the line counts to one side of it, so that two pieces that meet there do not both miss it. */
static bool is_apart(double a, double b) {
    return (a < 0) != (b < 0);
}

static bool pieces_cross(struct tm7_point a, struct tm7_point b, struct tm7_point c, struct tm7_point d) {
    return is_apart(side(a, b, c), side(a, b, d)) && is_apart(side(c, d, a), side(c, d, b));
}

bool tm7_crosses(const struct tm7_curve *a, const struct tm7_curve *b) {
    struct tm7_point first[PIECES + 1];
    struct tm7_point second[PIECES + 1];
    take_pieces(a, first);
    take_pieces(b, second);
    for (unsigned i = 0; i < PIECES; i++) {
        for (unsigned j = 0; j < PIECES; j++) {
            if (pieces_cross(first[i], first[i + 1], second[j], second[j + 1]))
                return true;
        }
    }
    return false;
}
