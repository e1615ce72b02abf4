/**
 * Services that find each other, in the manner of Python's zc.zk: {@link
 * dev.mirliton.zk.discovery.ServiceRegistry} puts a server's address below a path, {@link
 * dev.mirliton.zk.discovery.LiveChildren} follows the addresses there, {@link
 * dev.mirliton.zk.discovery.LiveProperties} follows configuration kept as a JSON object.
 *
 * <p>All of it works on any handler, starts no thread, and calls back on the client's event queue.
 * What blocks until the first answer cannot be called from a callback of that queue and says so.
 *
 * <p>Not here yet: changing properties through their live object, zc.zk's symbolic and property
 * links, and its import and export of trees as text.
 */
@NullMarked
package dev.mirliton.zk.discovery;

import org.jspecify.annotations.NullMarked;
