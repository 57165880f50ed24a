package io.distributary.cli.client;

/** A command cannot go on; the message is a sentence for the person who called it. */
public final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  public CommandFailedException(String sentence) {
    super(sentence);
  }
}
