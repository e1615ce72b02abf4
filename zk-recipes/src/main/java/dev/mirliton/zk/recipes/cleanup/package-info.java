/** What every recipe owes the server: to leave nothing behind. */
@NullMarked
package dev.mirliton.zk.recipes.cleanup;

import org.jspecify.annotations.NullMarked;
