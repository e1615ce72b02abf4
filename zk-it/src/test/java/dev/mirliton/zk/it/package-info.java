/** The whole client on every handler, against real servers; and the rules of the architecture. */
@NullMarked
package dev.mirliton.zk.it;

import org.jspecify.annotations.NullMarked;
