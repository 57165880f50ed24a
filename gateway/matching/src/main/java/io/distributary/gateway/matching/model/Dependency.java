package io.distributary.gateway.matching.model;

/**
 * That a field's agreement says less, or more, once its parent's is known: who has the postal code
 * has the city.
 *
 * @param parent the other field's ordinal
 * @param corrections by the parent's level and the field's own: what is added to its weight
 * @param information what the parent says of the field, in nats
 */
record Dependency(int parent, double[][] corrections, double information) {}
