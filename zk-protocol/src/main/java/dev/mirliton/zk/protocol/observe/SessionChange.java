package dev.mirliton.zk.protocol.observe;

import org.jspecify.annotations.Nullable;

/**
 * A turn in the life of a session, for the flight recorder.
 *
 * @param change opened, reattached, expired, auth failed, detached, closed
 * @param session its id; never its password
 * @param server by whom or where; null where there is none
 * @param timeoutMs granted by the server
 * @param cause what led to it, or null
 */
record SessionChange(
    String change,
    String session,
    @Nullable String server,
    int timeoutMs,
    @Nullable String cause) {}
