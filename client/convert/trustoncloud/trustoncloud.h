/* Reading a threat model of TrustOnCloud: one service of a cloud provider with its feature classes, threats, control
 * objectives, controls and API actions. https://github.com/trustoncloud */
#ifndef CATALOG_CONVERT_TRUSTONCLOUD_TRUSTONCLOUD_H
#define CATALOG_CONVERT_TRUSTONCLOUD_TRUSTONCLOUD_H

#include "convert/tool_parts.h"

/* Pieces of a text, joined once they are all there. */
typedef VECTOR(const char *) cloud_parts;

/* A feature class on its way to an element. */
struct cloud_class {
    Catalog__V1__Element *element;
    cloud_parts text; /* of its description */
    bool has_actions;
};

/* What serves one control objective. Retired controls are in neither. */
struct cloud_objective {
    VECTOR(const Catalog__V1__Control *) controls;
    VECTOR(const Catalog__V1__Control *) assurances; /* look only whether another is there */
};

struct cloud {
    struct import *import;
    const char *file;
    const struct tree_node *root;
    Catalog__V1__Model *component;
    struct draft_ids ids;
    const char *whole;          /* the element that stands for the service */
    struct string_map classes;  /* id in the source to the cloud_class */
    struct string_map threats;  /* id in the source to the Catalog__V1__Threat */
    struct string_map controls; /* id in the source to the Catalog__V1__Control */
    struct string_map aims;     /* id of a control objective in the source to its node */
    struct string_map served;   /* id of a control objective in the source to the cloud_objective */
    struct string_map placed;   /* names of the threats that stand in the component */
    size_t unsure_mitigations;  /* whose impact was neither full nor none */
};

/* One entry of a section: its id and what it holds. */
struct cloud_entry {
    const char *id;
    const struct tree_node *node;
};

/* Calls READ with each entry of the section KEY that is a mapping; others are refused, IS_FIRST. */
typedef status_code cloud_read(struct cloud *cloud, const struct cloud_entry *entry);
MUST_CHECK status_code cloud_each(struct cloud *cloud, const char *key, bool is_first, cloud_read *read);

/* The parts of TEXT between commas, without blanks around them. False: no room. */
MUST_CHECK bool cloud_split(const struct cloud *cloud, const char *text, cloud_parts *parts);

/* PARTS one after the other, without line ends before them. NULL: no room. */
char *cloud_join(const struct cloud *cloud, const cloud_parts *parts);

/* Whether the source has taken ENTRY back; booleans are words there. */
bool cloud_is_retired(const struct cloud_entry *entry);

/* A warning or loss about NODE: cloud_warn(cloud, node, format, ...). */
#define cloud_warn(cloud, node, ...)                                                                                   \
    report_add((cloud)->import->report, NOTE_WARNING, (cloud)->file, (node), __VA_ARGS__)
#define cloud_lose(cloud, node, ...) report_add((cloud)->import->report, NOTE_LOSS, (cloud)->file, (node), __VA_ARGS__)

/* Adds an element for SOURCE_ID. NULL: no room. */
Catalog__V1__Element *cloud_add_element(struct cloud *cloud, const char *source_id, const char *title);

/* Adds the element of a feature class, then what it says of others, and at last its text; actions in between. */
cloud_read cloud_read_class;
cloud_read cloud_relate_class;
cloud_read cloud_finish_class;

/* Adds an API action: a line in the text of its class, and an entry point for its endpoint. */
cloud_read cloud_read_action;

/* Adds a threat of the catalog and its place in the component. Feature classes are known. */
cloud_read cloud_read_threat;

/* Makes a control objective known. */
cloud_read cloud_index_objective;

/* Adds a control of the catalog. Threats and control objectives are known. Its objective is the text of the control
 * objective it names. */
cloud_read cloud_read_control;

/* Adds to the description of each control what it depends on and to its verification what assures it. Controls are
 * known. */
cloud_read cloud_link_control;

/* Adds the responsibility that a control objective is: any of its controls discharges it. Controls are known. */
cloud_read cloud_read_objective;

/* Adds a responsibility in general terms where no control objective has made one. False: no room. */
MUST_CHECK bool cloud_add_whole_duty(struct cloud *cloud);

#endif
