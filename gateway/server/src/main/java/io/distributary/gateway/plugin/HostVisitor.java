package io.distributary.gateway.plugin;

import io.distributary.sink.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a visitor throws until the plugin has returned, and wants no more then: so the plugin
 * can neither be blamed for it nor swallow it. Nor does it want anything of a plugin that was given
 * up.
 */
final class HostVisitor<T> implements Visitor<T> {
  private final Visitor<T> visitor;
  private volatile @Nullable RuntimeException exception;
  private volatile @Nullable Error error;
  private volatile boolean left;

  HostVisitor(Visitor<T> visitor) {
    this.visitor = visitor;
  }

  @Override
  public boolean visit(T item) {
    try {
      return !left && !hasFailed() && visitor.visit(item);
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

  /** Nothing is wanted from now on. */
  void leave() {
    left = true;
  }

  /** To be called when the plugin has returned. */
  void rethrow() {
    RuntimeException unchecked = exception;
    if (unchecked != null) {
      throw unchecked;
    }
    Error fatal = error;
    if (fatal != null) {
      throw fatal;
    }
  }
}
