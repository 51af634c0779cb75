// Which place of Taşıma the next touch of the map fills: the field that was last in use.
export const picking = $state({ field: "" });
