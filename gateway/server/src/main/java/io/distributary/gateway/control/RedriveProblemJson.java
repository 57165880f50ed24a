package io.distributary.gateway.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** That a redrive came to no end: the fields of the error, and of what was done until then. */
public record RedriveProblemJson(
    @JsonUnwrapped ProblemJson problem, @JsonUnwrapped RedrivenJson done)
    implements ControlDocument {}
