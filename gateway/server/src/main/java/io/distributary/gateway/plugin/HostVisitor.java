package io.distributary.gateway.plugin;

import io.distributary.sink.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a visitor throws until the plugin has returned, and wants no more then: so the plugin
 * can neither be blamed for it nor swallow it.
 */
final class HostVisitor<T> implements Visitor<T> {
  private final Visitor<T> visitor;
  private @Nullable RuntimeException exception;
  private @Nullable Error error;

  HostVisitor(Visitor<T> visitor) {
    this.visitor = visitor;
  }

  @Override
  public boolean visit(T item) {
    try {
      return !hasFailed() && visitor.visit(item);
    } catch (RuntimeException e) {
      exception = e;
    } catch (Error e) {
      error = e;
    }
    return false;
  }

  private boolean hasFailed() {
    return exception != null || error != null;
  }

  /** To be called when the plugin has returned. */
  void rethrow() {
    if (exception != null) {
      throw exception;
    }
    if (error != null) {
      throw error;
    }
  }
}
