/** What can be told without a server. */
@NullMarked
package dev.mirliton.zk.discovery;

import org.jspecify.annotations.NullMarked;
