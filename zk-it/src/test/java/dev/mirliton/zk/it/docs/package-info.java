/** What the documents say is held against the sources: links, fragments, snippets. */
@NullMarked
package dev.mirliton.zk.it.docs;

import org.jspecify.annotations.NullMarked;
