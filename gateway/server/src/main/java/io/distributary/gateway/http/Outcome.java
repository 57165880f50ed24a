package io.distributary.gateway.http;

import io.distributary.gateway.fhir.OperationOutcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Errors under {@code /fhir}: an OperationOutcome. */
final class Outcome {
  private Outcome() {}

  static void send(HttpServerResponse response, HttpError error) {
    OperationOutcome outcome =
        OperationOutcome.error(error.code(), error.message(), error.element());
    response
        .setStatusCode(error.status())
        .putHeader("Content-Type", FhirHttp.CONTENT_TYPE)
        .end(Buffer.buffer(outcome.json()));
  }
}
