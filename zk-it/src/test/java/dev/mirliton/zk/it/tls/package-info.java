/** The whole client through TLS: every handler, real servers, certificates of every kind. */
@NullMarked
package dev.mirliton.zk.it.tls;

import org.jspecify.annotations.NullMarked;
