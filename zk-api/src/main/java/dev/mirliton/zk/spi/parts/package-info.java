/**
 * Parts that handlers may be built from: a serial queue over any executor, threads that park, TLS
 * as a transformation of bytes, half of a non-blocking link, workers on platform threads.
 *
 * <p>For handlers only. Nobody else may import this package, because some of it starts threads and
 * touches channels.
 */
@NullMarked
package dev.mirliton.zk.spi.parts;

import org.jspecify.annotations.NullMarked;
