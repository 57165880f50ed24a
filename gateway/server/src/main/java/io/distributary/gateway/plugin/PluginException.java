package io.distributary.gateway.plugin;

/** A plugin that cannot be used as it lies there; the message says why and where. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PluginException(String message) {
    super(message);
  }
}
