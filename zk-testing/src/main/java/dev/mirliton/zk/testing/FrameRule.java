package dev.mirliton.zk.testing;

/**
 * What a {@link WireProxy} does with a message instead of forwarding it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface FrameRule {
  /**
   * Takes a message over: it goes on only if {@link Wire#send} is called, now or later. Called on
   * the thread that moves the messages of this direction on this connection; while it waits, none
   * of them moves.
   *
   * @throws Exception closes the connection; {@link WireProxy#close} reports it
   */
  void apply(WireFrame frame, Wire wire) throws Exception;
}
