package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ServerVersion;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.observe.ConnectionStory;
import dev.mirliton.zk.protocol.observe.Observation;
import dev.mirliton.zk.protocol.observe.Topics;
import dev.mirliton.zk.protocol.session.Delivery;
import dev.mirliton.zk.protocol.session.Exchange;
import dev.mirliton.zk.protocol.session.Session;
import dev.mirliton.zk.protocol.session.SessionConfig;
import dev.mirliton.zk.protocol.session.SessionOutput;
import dev.mirliton.zk.protocol.session.Watcher;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Puts a {@link Session} on a {@link Handler}: carries input to it and its output away, one step at
 * a time.
 *
 * <p><b>Steps.</b> A step is taken by whoever has input: a caller, the thread that moves bytes, a
 * timer. Who finds it taken leaves the input in the inbox, and its holder carries it out before it
 * lets go; only the thread with freshly read bytes waits, because they cannot be left. A step never
 * blocks and never runs user code.
 *
 * <p><b>Writing.</b> A caller writes its request itself if nothing is in flight. Otherwise it
 * leaves it to be gathered into the next write of the thread that moves bytes, which it asks for at
 * most once per batch.
 */
final class SessionDriver implements SessionOutput {
  private static final Logger LOG = Topics.CLIENT;
  private static final int INBOX_CHUNK = 256;

  private final ZkOptions options;
  private final Handler handler;
  private final boolean ownsHandler;
  private final Observation observation;
  private final ConnectionStory story;
  private final CallbackQueue events;
  private final CallbackQueue states;
  private final ClientState state;
  private final Session session;
  private final Links links;
  private final SaslSteps sasl;
  private final ReadWriteProbes probes;
  private final Reconnection reconnection;

  private final ReentrantLock step = new ReentrantLock();
  // An Exchange to submit, or a Runnable for everything that is rare.
  private final MessagePassingQueue<Object> inbox =
      new MpscUnboundedAtomicArrayQueue<>(INBOX_CHUNK);
  private final Deliveries deliveries = new Deliveries(); // guarded by step
  private final Promise<Void> gone; // session over and every link closed
  private volatile @Nullable Destination destination; // written under step
  private @Nullable Registration timer; // guarded by step
  private long timerAtNs = Long.MAX_VALUE; // guarded by step

  SessionDriver(ZkOptions options, Handler handler, boolean ownsHandler) {
    this.options = options;
    this.handler = handler;
    this.ownsHandler = ownsHandler;
    this.observation = new Observation(handler, options, this);
    this.story = new ConnectionStory(observation);
    this.events = observation.timedQueue("events");
    this.states = observation.timedQueue("state");
    this.state = new ClientState(states);
    this.links = new Links(this, handler, options);
    this.sasl = new SaslSteps(this, handler, options.sasl());
    this.probes = new ReadWriteProbes(this, handler, options);
    this.reconnection = new Reconnection(this, handler, options.reconnect());
    this.gone = new Promise<>(states);
    this.session = new Session(config(options), this, handler.random());
  }

  private static SessionConfig config(ZkOptions options) {
    ZkOptions.Attachment attachment = options.attachment();
    return new SessionConfig(
        options.hosts().servers(),
        (int) options.sessionTimeout().toMillis(),
        options.connectTimeout().toNanos(),
        options.handshakeTimeout().toNanos(),
        options.keepsHostOrder(),
        options.maxQueuedRequests(),
        options.maxInFlight(),
        options.maxPacketBytes(),
        options.acceptsReadOnly(),
        options.sasl() != null,
        options.credentials(),
        attachment == null ? 0 : attachment.sessionId(),
        attachment == null ? null : attachment.password());
  }

  void start() {
    input(() -> session.start(nanoTime()));
  }

  // ---- what the client asks --------------------------------------------------------------------

  ZkOptions options() {
    return options;
  }

  Handler handler() {
    return handler;
  }

  CallbackQueue events() {
    return events;
  }

  ClientState state() {
    return state;
  }

  /** Returns which server the client is connected to, or was last or tries to be; null at first. */
  @Nullable Destination destination() {
    return destination;
  }

  Observation observation() {
    return observation;
  }

  long nanoTime() {
    return handler.nanoTime();
  }

  /** Submits a request in the calling thread's order. */
  void submit(Exchange exchange) {
    if (step.isHeldByCurrentThread() || !step.tryLock()) {
      inbox.offer(exchange);
      if (!step.isHeldByCurrentThread()) {
        drain();
      }
      return;
    }
    boolean mayWrite = false;
    try {
      runInbox();
      mayWrite = session.inFlight() == 0;
      session.submit(exchange, nanoTime());
    } finally {
      leave(mayWrite);
    }
  }

  /** Returns the last transaction that an answer told of; to be called within a step. */
  long lastZxid() {
    return session.lastZxid();
  }

  void authenticate(Authentication credentials, Delivery told) {
    input(() -> session.authenticate(credentials, told, nanoTime()));
  }

  /** Sends a four-letter word on a link of its own; see {@link Links#ask}. */
  @Nullable Link askWord(Destination to, String word, WordLink.Outcome outcome) {
    return links.ask(to, word, outcome);
  }

  /** A server named its version. */
  void versionNamed(Destination by, ServerVersion version) {
    input(() -> session.versionNamed(by.address(), version.toString()));
  }

  void updateServers(List<Hosts.Server> servers) {
    input(() -> session.updateServers(servers, nanoTime()));
  }

  void learnServers(List<Hosts.Server> servers) {
    input(() -> session.learnServers(servers, nanoTime()));
  }

  void unwatch(Watcher watcher) {
    input(() -> session.unwatch(watcher, nanoTime()));
  }

  /** Lets a lone waiter read its own answer; see {@link Link#assist}. */
  void assist(AsyncResult<?> awaited, long nanos) {
    // Read without the step: a wrong guess costs a wake-up, nothing else.
    if (session.inFlight() == 1) {
      links.assist(awaited, nanos);
    }
  }

  /**
   * Ends the session; returns when it is over, or could not be ended in time, and no link is left.
   */
  void close() {
    input(
        () -> {
          // The server ends it at a time that we do not know: from now on nothing of it is certain.
          sessionOver();
          session.close(nanoTime());
        });
    boolean interrupted = false;
    try {
      if (!gone.await(options.closeDeadline())) {
        LOG.warn("{}: no server ended the session within {}", this, options.closeDeadline());
      }
    } catch (InterruptedException stop) {
      interrupted = true;
    }
    input(() -> session.abort(nanoTime()));
    if (ownsHandler) {
      handler.close();
    } else if (!interrupted) {
      try {
        // Closing a link takes no time; the bound is for a handler that is itself being closed.
        gone.await(Duration.ofSeconds(1));
      } catch (InterruptedException stop) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves the session to others, then closes what is left; returns what they need. */
  ZkOptions.@Nullable Attachment detach() {
    ZkOptions.Attachment left;
    enter(); // not left in the inbox: what it returns must not get lost
    try {
      runInbox();
      left = session.detach(nanoTime());
    } finally {
      leave(true);
    }
    close();
    return left;
  }

  // ---- the step --------------------------------------------------------------------------------

  /** Carries out {@code input} in a step: now if none is taken, else by whoever has it. */
  void input(Runnable input) {
    inbox.offer(input);
    if (!step.isHeldByCurrentThread()) {
      drain();
    }
  }

  private void drain() {
    while (!inbox.isEmpty() && step.tryLock()) {
      boolean mayWrite = session.inFlight() == 0;
      leaveOnce(mayWrite);
    }
  }

  private void runInbox() {
    Object input;
    while ((input = inbox.relaxedPoll()) != null) {
      try {
        if (input instanceof Exchange exchange) {
          session.submit(exchange, nanoTime());
        } else {
          ((Runnable) input).run();
        }
      } catch (RuntimeException bug) {
        // Must not reach whichever caller happened to carry the input out.
        LOG.error("{}: a step failed; please report this", this, bug);
      }
    }
  }

  /** Takes the step, waiting for it if need be: for bytes, which cannot be left in the inbox. */
  void enter() {
    step.lock();
  }

  /**
   * Ends the caller's step, and takes another for whatever was left in the inbox meanwhile.
   *
   * @param mayWrite whether this thread writes what waits, rather than the one that moves bytes
   */
  void leave(boolean mayWrite) {
    leaveOnce(mayWrite);
    if (!inbox.isEmpty()) {
      drain();
    }
  }

  private void leaveOnce(boolean mayWrite) {
    try {
      runInbox();
      links.flush(session, mayWrite);
      while (deliveries.tellAll()) {
        runInbox(); // what those who were told have asked in turn
        links.flush(session, mayWrite);
      }
      armTimer();
    } finally {
      step.unlock();
    }
    events.wake();
    states.wake();
    observation.wake();
  }

  private void armTimer() {
    long wakeAt = session.wakeAtNs();
    if (wakeAt >= timerAtNs || wakeAt == Long.MAX_VALUE) {
      return; // the timer that is set fires early, and is then set anew
    }
    if (timer != null) {
      timer.close();
    }
    try {
      timer =
          handler.schedule(
              Duration.ofNanos(Math.max(0, wakeAt - nanoTime())), () -> input(this::onTimer));
      timerAtNs = wakeAt;
    } catch (IllegalStateException handlerClosed) {
      timer = null; // its links hear of it, and the session ends with them
    }
  }

  private void onTimer() {
    timer = null;
    timerAtNs = Long.MAX_VALUE;
    session.tick(nanoTime());
    observation.checkCallbacks();
  }

  // ---- what the session says -------------------------------------------------------------------

  @Override
  public void resolve(Hosts.Server server) {
    story.resolving(server);
    links.resolve(session, server);
  }

  @Override
  public void connect(Hosts.Server server, InetSocketAddress address) {
    destination = new Destination(server, address);
    story.connecting(server, address);
    links.connect(session, server, address);
  }

  @Override
  public void proveTo(Hosts.Server server, InetSocketAddress address) {
    sasl.begin(session, server, address);
  }

  @Override
  public void answer(byte[] challenge) {
    sasl.answer(challenge);
  }

  @Override
  public void reconnect(ReconnectPolicy.Outage outage) {
    reconnection.decide(session, outage);
  }

  @Override
  public void probe(int number, Hosts.Server server) {
    probes.probe(session, number, server);
  }

  @Override
  public void stopProbes() {
    probes.stop();
  }

  @Override
  public void contested() {
    story.contested();
  }

  @Override
  public void disconnect() {
    sasl.giveUp();
    links.disconnect();
  }

  @Override
  public void established(long sessionId, byte[] password, int timeoutMs) {
    ClientSession known = state.session();
    boolean isKnown = known != null && known.id() == sessionId;
    if (known != null && isKnown) {
      known.granted(timeoutMs);
    } else {
      state.session(new ClientSession(handler, sessionId, password, timeoutMs));
    }
    story.established(sessionId, timeoutMs, isKnown);
  }

  @Override
  public void heardByServer(long atNs) {
    ClientSession current = state.session();
    if (current != null) {
      current.heard(atNs);
    }
  }

  @Override
  public void sessionOver() {
    ClientSession current = state.session();
    if (current != null) {
      current.end();
    }
  }

  @Override
  public void state(KeeperState to, @Nullable Throwable cause) {
    story.changed(state.change(to, cause));
    if (to.isTerminal()) {
      sasl.close();
      reconnection.cancel();
    }
    settleGone();
  }

  /** Ends the session after this step: the handler was closed under it. */
  void abortLater() {
    inbox.offer((Runnable) () -> session.abort(nanoTime()));
  }

  /** Lets {@link #close} return if there is nothing left. */
  @SuppressWarnings("NullAway") // a Promise<Void> has the value null
  void settleGone() {
    if (links.areAllClosed() && sasl.isIdle() && state.now().isTerminal()) {
      gone.settle(null);
    }
  }

  @Override
  public void attemptFailed(
      Hosts.Server server, @Nullable InetSocketAddress address, Throwable cause) {
    state.failed(new IOException(server + ": " + cause.getMessage(), cause));
    story.attemptFailed(server, cause);
  }

  @Override
  public void authenticated(String scheme, boolean accepted) {
    story.authenticated(scheme, accepted);
  }

  @Override
  public void watchesSetAgain(int watches) {
    story.watchesSetAgain(watches);
  }

  @Override
  public void deliver(Delivery to, Object outcome) {
    deliveries.add(to, outcome);
  }

  @Override
  public String toString() {
    ClientSession current = state.session();
    return current == null ? "client of " + options.hosts() : current.toString();
  }
}
