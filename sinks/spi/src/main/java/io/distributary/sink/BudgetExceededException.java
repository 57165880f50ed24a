package io.distributary.sink;

/**
 * A read for which there was no memory now, as {@link Reservation#grow} said. The caller is asked
 * to come again; the view is not at fault.
 */
public final class BudgetExceededException extends SinkException {
  private static final long serialVersionUID = 1L;
  private static final Failure FAILURE =
      Failure.retry("budget-exceeded", "Other answers hold the memory that this one needs.");

  public BudgetExceededException() {
    super(FAILURE, FAILURE.reason().message());
  }
}
