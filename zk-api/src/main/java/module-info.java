/**
 * What an application sees: a client, its values, its errors, and the seams it can replace.
 *
 * @uses dev.mirliton.zk.spi.ClientProvider exactly one; {@code zk-protocol} provides it
 * @uses dev.mirliton.zk.spi.HandlerProvider at least one; the {@code zk-handler-*} modules provide
 *     them
 */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk {
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires org.jctools.core;

  exports dev.mirliton.zk;
  exports dev.mirliton.zk.spi;
  exports dev.mirliton.zk.spi.parts;

  uses dev.mirliton.zk.spi.ClientProvider;
  uses dev.mirliton.zk.spi.HandlerProvider;
}
