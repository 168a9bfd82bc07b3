/* From HCL to a tree: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md, as far as files of data use it:
 * attributes, blocks, strings, heredocs, numbers, booleans, lists, objects, comments and references. Operators, calls,
 * conditions and the like are refused at their place.
 *
 * The tree is the one that HCL's own JSON syntax has (json/spec.md of the same): the block `threat "a" { x = 1 }` is
 * the entry `threat: {a: {x: 1}}`, and a second one is a second entry, so that keys repeat. Text in JSON is read as
 * well, since there keys may repeat too.
 *
 * A reference such as `var.a` is the text "${var.a}", which is what it is within a string. Other texts are as they are
 * written but for their escapes; of these "$${" and "%%{" stay, so that they can be told from references. */
#ifndef CATALOG_CONVERT_HCLTM_HCL_H
#define CATALOG_CONVERT_HCLTM_HCL_H

#include "base/slice.h"
#include "codec/compose_rules.h"
#include "codec/tree.h"

/* Ownership: the tree lives in ARENA and borrows nothing from TEXT. Errors: STATUS_INVALID_ARGUMENT, with a violation
 * at its place; STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code hcl_compose(slice text, const struct compose_rules *rules, struct arena *arena,
                                   const struct tree_node **ret_root, struct problem *problem);

#endif
