package io.distributary.gateway.matching.model;

/** What was read is no model that this version understands. */
public final class InvalidModelException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidModelException(String path, String what) {
    super("Not a model: " + (path.isEmpty() ? "" : path + " ") + what);
  }
}
