package io.distributary.gateway.view;

/** What a view is doing, computed from what is applied. */
public enum ViewState {
  RUNNING,
  CATCHING_UP,
  RETRYING,
  PAUSED,
  REBUILDING,
  REBUILD_REQUIRED,
  FAILED
}
