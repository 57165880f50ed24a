package io.distributary.gateway.control;

/**
 * {@code GET /livez} and {@code GET /readyz}, when all is well.
 *
 * @param status {@code alive} or {@code ready}
 */
public record HealthJson(String status) implements ControlDocument {}
