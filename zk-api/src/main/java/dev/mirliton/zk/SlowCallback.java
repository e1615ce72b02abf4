package dev.mirliton.zk;

import java.time.Duration;

/**
 * A callback of the application that runs, or ran, for long. Made by the client; later versions may
 * know more.
 *
 * @param queue which queue it holds up: {@code events}, of watches and results, or {@code state}
 * @param listener the class of the listener; for a lambda, the class it is written in, and {@code
 *     $$Lambda}; for what is chained to a result, {@code ChainedStages}
 * @param subject what it was told: {@code watch of /a}, {@code get /a}, {@code CONNECTED}
 * @param duration how long it has run
 * @param waiting how many callbacks wait behind it
 * @param isRunning whether it still runs
 * @since 0.1
 */
public record SlowCallback(
    String queue,
    String listener,
    String subject,
    Duration duration,
    long waiting,
    boolean isRunning) {}
