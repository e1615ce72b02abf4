package dev.mirliton.zk.protocol.observe;

import org.jspecify.annotations.Nullable;

/**
 * A time without a server, for the flight recorder.
 *
 * @param cause why the connection was lost
 * @param from the server that was lost
 * @param to the server that was found; null if the client was closed before
 * @param attempts how many attempts that took, the last one included
 * @param sessionBefore the session at its beginning
 * @param sessionAfter the session at its end
 */
record Outage(
    String cause,
    String from,
    @Nullable String to,
    int attempts,
    String sessionBefore,
    String sessionAfter) {}
