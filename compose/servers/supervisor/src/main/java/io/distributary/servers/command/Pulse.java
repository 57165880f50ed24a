package io.distributary.servers.command;

import io.distributary.servers.ServerProcess;

/** Whether a program that is ready goes on answering. */
interface Pulse {
  /**
   * Whether it has answered something since the last call; false too when nothing was asked since.
   * Never waits.
   */
  boolean answered(ServerProcess process);
}
