/** Puts a session on a handler, and a client on the session. Not exported: found as a service. */
@NullMarked
package dev.mirliton.zk.protocol.client;

import org.jspecify.annotations.NullMarked;
