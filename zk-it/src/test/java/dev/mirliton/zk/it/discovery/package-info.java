/** Discovery on every handler, against a real server, a bad network and expired sessions. */
@NullMarked
package dev.mirliton.zk.it.discovery;

import org.jspecify.annotations.NullMarked;
