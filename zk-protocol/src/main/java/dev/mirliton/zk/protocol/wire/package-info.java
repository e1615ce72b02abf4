/**
 * The ZooKeeper wire protocol: bytes to records and back, for both sides of a connection. Pure
 * functions over byte buffers: no thread, no clock, no socket, no log.
 *
 * <p>{@link dev.mirliton.zk.protocol.wire.FrameDecoder} cuts a stream into frames, {@link
 * dev.mirliton.zk.protocol.wire.WireReader} and {@link dev.mirliton.zk.protocol.wire.WireWriter}
 * know the primitives, and each message is a record that draws its fields in the order they travel.
 * Numbers are big endian; a string or buffer is its length and its bytes; a vector is its count and
 * its elements; a length of −1 is null.
 *
 * <p>Whatever arrives, a decoder either returns a record or throws {@link
 * dev.mirliton.zk.protocol.wire.WireFormatException}, and allocates in proportion to the bytes that
 * are there, never to the lengths they claim.
 */
@NullMarked
package dev.mirliton.zk.protocol.wire;

import org.jspecify.annotations.NullMarked;
