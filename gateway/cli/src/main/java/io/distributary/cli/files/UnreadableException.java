package io.distributary.cli.files;

/** A file, or a part of it, is not what it should be; the message says why and quotes nothing. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableException(String reason) {
    super(reason);
  }
}
