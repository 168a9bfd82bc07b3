/* The components that a model stands on, in the versions that a resolution chose. */
#ifndef CATALOGD_MODEL_CHOSEN_COMPONENT_H
#define CATALOGD_MODEL_CHOSEN_COMPONENT_H

#include "model/view.h"

#include "catalog/v1/effective.pb-c.h"

/* The component at ALIAS, a dependency of the model itself, that MODEL was resolved with over VIEW. *ret_component is
 * NULL: there is none. Borrowed from VIEW. Errors: what VIEW fails with. */
MUST_CHECK status_code chosen_component(const Catalog__V1__EffectiveModel *model, const struct catalog_view *view,
                                        const char *alias, const Catalog__V1__Model **ret_component,
                                        struct problem *problem);

#endif
