package dev.mirliton.zk;

import java.time.Duration;

/**
 * An event that a watch got. Made by the client; later versions may know more.
 *
 * @param event what happened, as the watch's owner is told
 * @param age how long the watch had been there
 * @since 0.1
 */
public record WatchReport(WatchEvent event, Duration age) {}
