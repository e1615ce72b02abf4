package dev.mirliton.zk.testing.contract;

/**
 * Every promise that {@code dev.mirliton.zk.spi} makes of a handler, as tests. A handler is proven
 * by a test class that implements this and names its provider:
 *
 * {@snippet :
 * class MyHandlerTest implements HandlerContract {
 *   public HandlerProvider provider() {
 *     return new MyHandlerProvider();
 *   }
 * }
 * }
 *
 * <p>The tests open sockets on the loopback address. Each part can be run on its own, by
 * implementing its interface instead of this one.
 *
 * @since 0.1
 */
public interface HandlerContract
    extends CallbackQueueContract,
        ResultContract,
        TimerContract,
        TaskContract,
        LinkContract,
        LinkWriteContract,
        LinkEndContract,
        ConversationContract,
        TlsContract,
        HandlerCloseContract,
        StuckCloseContract {}
