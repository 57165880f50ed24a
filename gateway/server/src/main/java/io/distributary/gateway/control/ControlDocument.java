package io.distributary.gateway.control;

/** What {@link ControlCodec} writes and reads. */
public sealed interface ControlDocument
    permits DeadLetterJson,
        DeadLettersJson,
        DiscardedJson,
        FindingsJson,
        HealthJson,
        OneViewJson,
        PlanJson,
        PopulationJson,
        ProblemJson,
        RedriveProblemJson,
        RedrivenJson,
        VerificationJson,
        ViewJson,
        ViewsJson {}
