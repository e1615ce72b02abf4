/**
 * From files with certificates and keys to an {@code SSLContext}. Reads files, and so may block;
 * opens no socket and starts no thread.
 */
@NullMarked
package dev.mirliton.zk.protocol.tls;

import org.jspecify.annotations.NullMarked;
