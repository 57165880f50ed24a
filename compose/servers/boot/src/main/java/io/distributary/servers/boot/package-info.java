/**
 * What the main classes of all servers share: how they are called ({@code --data DIR --port N ...})
 * and how they say that they are ready, and later on that they still answer. It is on every
 * server's class path, so it needs nothing but the JDK.
 */
@NullMarked
package io.distributary.servers.boot;

import org.jspecify.annotations.NullMarked;
