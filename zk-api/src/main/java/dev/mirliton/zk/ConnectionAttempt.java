package dev.mirliton.zk;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt to reach a server ended. Made by the client; later versions may know more.
 *
 * @param server whom it was about, as the host list names it
 * @param address which of its addresses; null if none was found
 * @param duration from the start, name resolution included where there was one, until the server
 *     accepted the session, or until the failure
 * @param failure what went wrong, or null
 * @since 0.1
 */
public record ConnectionAttempt(
    Hosts.Server server,
    @Nullable InetSocketAddress address,
    Duration duration,
    @Nullable Throwable failure) {}
