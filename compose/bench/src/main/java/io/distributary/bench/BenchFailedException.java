package io.distributary.bench;

/** A benchmark could not be brought to its end. */
final class BenchFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  BenchFailedException(String sentence) {
    super(sentence);
  }
}
