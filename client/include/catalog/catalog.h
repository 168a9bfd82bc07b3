/* The client library of catalogd: everything.
 *
 *   struct catalog_client *client;
 *   struct catalog_error *error = NULL;
 *   if (catalog_client_open(NULL, NULL, &client, &error) != CATALOG_OK)
 *       ... catalog_error_message(error) ...
 *
 * Names: catalog_<noun>_<verb>. A pointer-to-pointer `ret_x` is the caller's to free and written only on success;
 * every other pointer is borrowed. Threads, ownership and errors stand at each function. The messages are the
 * generated types of catalog/v1/, which are public too. */
#ifndef CATALOG_CATALOG_H
#define CATALOG_CATALOG_H

#include "catalog/advisories.h"
#include "catalog/cache.h"
#include "catalog/call.h"
#include "catalog/changes.h"
#include "catalog/client.h"
#include "catalog/decisions.h"
#include "catalog/document.h"
#include "catalog/error.h"
#include "catalog/gates.h"
#include "catalog/impact.h"
#include "catalog/lint.h"
#include "catalog/message.h"
#include "catalog/objects.h"
#include "catalog/plan.h"
#include "catalog/resolve.h"
#include "catalog/suggest.h"
#include "catalog/taxonomies.h"
#include "catalog/upgrade.h"
#include "catalog/workload.h"

#endif
