package io.distributary.gateway.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An error outside {@code /fhir}: RFC 9457.
 *
 * @param title of the status
 * @param status of HTTP
 * @param detail a sentence that says what to do
 * @param element path of what is wrong; not there when there is none
 */
public record ProblemJson(
    String type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String element)
    implements ControlDocument {}
