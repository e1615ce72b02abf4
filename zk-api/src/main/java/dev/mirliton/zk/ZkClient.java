package dev.mirliton.zk;

import dev.mirliton.zk.spi.ClientProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The door: every call that waits. Thread-safe; one client serves any number of callers.
 *
 * <pre>{@code
 * try (var zk = ZkClient.connect("zk1:2181,zk2:2181/app")) {
 *   zk.create("/colour", "blue".getBytes(UTF_8));
 * }
 * }</pre>
 *
 * <p>Requests of one thread reach the server in the order they were made. Each has a deadline (the
 * client's default, or that of a {@link #within} view), counted once over queueing, reconnecting
 * and waiting; when it passes the call throws {@link DeadlineExceededException} and the client
 * stays usable. While no server answers, requests wait in a bounded queue.
 *
 * <p>Every method throws {@link InterruptedException} if the caller is interrupted while it waits;
 * a request that was sent may happen all the same. Failures are {@link ZkException}s, and {@link
 * IllegalArgumentException} or {@link NullPointerException} for the caller's mistakes, before
 * anything is sent.
 *
 * <p>Calls work from within callbacks too.
 *
 * @since 0.1
 */
public interface ZkClient extends AutoCloseable {

  /**
   * Connects, and waits until a server answers.
   *
   * @param hosts {@code host:port,[v6]:port/root}; the port is 2181 if left out, the root is where
   *     this client's paths begin
   * @throws IllegalArgumentException naming what is wrong with {@code hosts}
   * @throws DeadlineExceededException if no server answers within 15 s; its cause is what went
   *     wrong last
   * @throws NoProviderException if a part of Mirliton is not on the path
   */
  static ZkClient connect(String hosts) throws InterruptedException {
    return connect(ZkOptions.to(hosts).build());
  }

  /**
   * Connects, and waits until a server answers.
   *
   * @throws DeadlineExceededException if none does in time; its cause is what went wrong last
   * @throws AuthenticationFailedException if the server refuses the credentials
   * @throws NoProviderException if a part of Mirliton is not on the path
   */
  static ZkClient connect(ZkOptions options) throws InterruptedException {
    ZkClient client = start(options);
    try {
      client.awaitConnected(options.connectDeadline());
      return client;
    } catch (Throwable failure) {
      client.close();
      throw failure;
    }
  }

  /** Starts connecting and returns at once; requests wait until a server answers. */
  static ZkClient start(ZkOptions options) {
    return ClientProvider.find().start(options);
  }

  /** Returns the same client for code that must not wait: same verbs, same order of requests. */
  AsyncZkClient async();

  /**
   * Returns a view of this client whose paths begin at {@code path}: same session, same deadline.
   * The znode need not exist. Closing the view closes nothing.
   */
  ZkClient rooted(String path);

  /**
   * Returns a view of this client whose calls have another deadline. Closing the view closes
   * nothing.
   */
  ZkClient within(Duration deadline);

  /**
   * Returns a view of this client whose {@code create}, {@code set}, {@code setAcl} and {@code
   * delete} find out what became of them where this client would throw a {@link
   * ConnectionLossException} of {@linkplain Fate#UNKNOWN unknown fate}: they are asked for again
   * within their deadline, at once and then with growing pauses, and what the server says to that
   * decides. What stays in doubt is thrown after all: that exception, with what came later as
   * suppressed. Closing the view closes nothing.
   *
   * <ul>
   *   <li>{@code delete}: if nothing is there, it is done. Without a version this may delete what
   *       another created meanwhile. With one, {@link BadVersionException} leaves it in doubt.
   *   <li>{@code set} and {@code setAcl} with a version: done if the next version is there with
   *       equal content, even if another wrote just that. An ACL that the server fills in ({@link
   *       Acl#CREATOR_ALL}) or hides stays in doubt. Without a version the content is written
   *       again, also over what another wrote meanwhile.
   *   <li>{@code create}: done if what is there is younger than the request, has equal data, and
   *       was not written since; an ephemeral if it belongs to the session that asked for it, which
   *       must not have ended. Another caller may have made it just so. What must be another's ends
   *       with {@link NodeExistsException}. If it was deleted meanwhile, it is created again. ACLs
   *       are not compared, nor what servers do not show: whether it is a container or has a time
   *       to live. It must be allowed to read it.
   * </ul>
   *
   * <p>Sequential znodes are refused with {@link IllegalArgumentException}: their number does not
   * tell whose they are, so put {@link RecipeSupport#uniqueName} into the name, as locks do. For
   * that reason recipes want a client that is not idempotent. If the session ends, or the deadline
   * passes, the exception is the usual one, its fate {@code UNKNOWN}. Everything else is as on this
   * client, {@link #transact} included.
   *
   * <p>A request that is repeated comes after those that were made since: who has several writes to
   * one znode under way at a time gives them versions.
   */
  ZkClient idempotent();

  /**
   * Waits until the client is connected, and authenticated if it has credentials.
   *
   * @throws DeadlineExceededException if it is not after {@code limit}; its cause is what went
   *     wrong last
   * @throws SessionException if the client is closed, its credentials were refused, or its
   *     reconnect policy gave up
   */
  void awaitConnected(Duration limit) throws InterruptedException;

  /**
   * Creates a znode.
   *
   * <p>Not retried after it was sent: a lost connection surfaces as {@link ConnectionLossException}
   * with its {@link Fate}; {@link #idempotent} finds out.
   *
   * @param data not copied: leave the array alone until the call returns
   * @return its path, with the sequence number if one was asked for
   * @throws NodeExistsException if it is there already
   * @throws NoNodeException if its parent is not, and the options do not create it
   * @throws IllegalArgumentException for a bad path, or a request over the packet limit (naming it)
   */
  String create(String path, byte[] data, CreateOptions options) throws InterruptedException;

  /** Creates a persistent znode. */
  default String create(String path, byte[] data) throws InterruptedException {
    return create(path, data, CreateOptions.PERSISTENT);
  }

  /** Creates a znode and tells its stat. Servers since 3.5. */
  Created createWithStat(String path, byte[] data, CreateOptions options)
      throws InterruptedException;

  /**
   * Reads data and stat.
   *
   * @throws NoNodeException if it is not there
   */
  Node get(String path) throws InterruptedException;

  /**
   * Reads data and stat, and watches for the next change of either data or existence.
   *
   * @throws NoNodeException if it is not there; nothing is watched then
   */
  Watched<Node> getAndWatch(String path) throws InterruptedException;

  /** Like {@link #getAndWatch(String)}, for a listener. */
  Observed<Node> getAndWatch(String path, WatchListener listener) throws InterruptedException;

  /**
   * Replaces the data.
   *
   * @param data not copied: leave the array alone until the call returns
   * @return the new stat
   * @throws BadVersionException if the znode has another version
   * @throws NoNodeException if it is not there
   */
  Stat set(String path, byte[] data, Version expected) throws InterruptedException;

  /** Replaces the data, whatever its version. */
  default Stat set(String path, byte[] data) throws InterruptedException {
    return set(path, data, Version.ANY);
  }

  /** Returns the stat, or nothing if the znode is not there. */
  Optional<Stat> exists(String path) throws InterruptedException;

  /** Like {@link #exists}, and watches for the next change: creation, new data, or deletion. */
  Watched<Optional<Stat>> existsAndWatch(String path) throws InterruptedException;

  /** Like {@link #existsAndWatch(String)}, for a listener. */
  Observed<Optional<Stat>> existsAndWatch(String path, WatchListener listener)
      throws InterruptedException;

  /**
   * Lists the names of the children, in no particular order.
   *
   * @throws NoNodeException if the znode is not there
   */
  List<String> children(String path) throws InterruptedException;

  /** Lists the names of the children and tells the znode's stat. */
  Children childrenWithStat(String path) throws InterruptedException;

  /** Lists the children, and watches for the next that comes or goes, or the end of the znode. */
  Watched<Children> childrenAndWatch(String path) throws InterruptedException;

  /** Like {@link #childrenAndWatch(String)}, for a listener. */
  Observed<Children> childrenAndWatch(String path, WatchListener listener)
      throws InterruptedException;

  /**
   * Watches until closed or the session ends, across reconnects. The path need not exist. Servers
   * since 3.6.
   */
  Watch watch(String path, WatchMode mode) throws InterruptedException;

  /** Like {@link #watch(String, WatchMode)}, for a listener. */
  Registration watch(String path, WatchMode mode, WatchListener listener)
      throws InterruptedException;

  /**
   * Deletes a znode.
   *
   * @throws NoNodeException if it is not there
   * @throws BadVersionException if it has another version
   * @throws NotEmptyException if it has children
   */
  void delete(String path, Version expected) throws InterruptedException;

  /** Deletes a znode, whatever its version. */
  default void delete(String path) throws InterruptedException {
    delete(path, Version.ANY);
  }

  /**
   * Deletes a znode and everything below it. Not atomic: what others create meanwhile is deleted
   * too, what was deleted stays so when a later step fails. Succeeds when nothing is there. The
   * server's root itself, and what servers keep under {@code /zookeeper}, stay; the root of a
   * client that begins elsewhere goes.
   */
  void deleteTree(String path) throws InterruptedException;

  /** Reads the access control list. */
  NodeAcl acl(String path) throws InterruptedException;

  /**
   * Replaces the access control list.
   *
   * @param expected compared with the version of the ACL, see {@link Version#ofAcl}
   */
  Stat setAcl(String path, List<Acl> acl, Version expected) throws InterruptedException;

  /**
   * Lets the server catch up with the leader: reads after it see what was written anywhere before
   * it. The path need not exist.
   */
  void sync(String path) throws InterruptedException;

  /** Creates the znode and its parents, persistent and empty, where they are missing. */
  void ensurePath(String path) throws InterruptedException;

  /**
   * Does all steps or none.
   *
   * @return what each did, in order; empty, without asking the server, for no steps
   * @throws TransactionException naming the step that was refused
   */
  List<OpResult> transact(List<Op> steps) throws InterruptedException;

  /** Does all steps or none; see {@link #transact(List)}. */
  default List<OpResult> transact(Op... steps) throws InterruptedException {
    return transact(List.of(steps));
  }

  /**
   * Reads many znodes with one request. Each read fails or succeeds for itself. Servers since 3.6.
   *
   * @return what each found, in order; empty, without asking the server, for no reads
   */
  List<ReadResult> readAll(List<ReadOp> reads) throws InterruptedException;

  /**
   * Lists the paths of this session's ephemeral znodes that begin with {@code prefix} (plain text,
   * not a path: {@code /a} finds {@code /ab}). Outside a re-rooted view's root nothing is listed.
   * Servers since 3.6.
   */
  List<String> ephemerals(String prefix) throws InterruptedException;

  /** Counts everything below a znode. Servers since 3.6. */
  int countDescendants(String path) throws InterruptedException;

  /** Tells as whom the server knows this client. Servers since 3.7. */
  List<Identity> whoAmI() throws InterruptedException;

  /** Reads who belongs to the ensemble, whatever the root of this client. Servers since 3.5. */
  EnsembleConfig ensembleConfig() throws InterruptedException;

  /** Reads who belongs to the ensemble, and watches for the next change of it. */
  Watched<EnsembleConfig> ensembleConfigAndWatch() throws InterruptedException;

  /** Like {@link #ensembleConfigAndWatch()}, for a listener. */
  Observed<EnsembleConfig> ensembleConfigAndWatch(WatchListener listener)
      throws InterruptedException;

  /**
   * Changes who belongs to the ensemble, whatever its configuration is just now. Servers since 3.5
   * that are told to allow it ({@code reconfigEnabled}), for who may write to {@code
   * /zookeeper/config}: by default only a superuser. Not retried after it was sent.
   *
   * @return the configuration after it
   * @throws ReconfigurationException if the ensemble would not, with a reason
   * @throws AccessException if this client may not
   * @throws UnsupportedException if the server is older, does not allow it, or stands alone
   */
  EnsembleConfig reconfigure(Reconfiguration change) throws InterruptedException;

  /**
   * Like {@link #reconfigure(Reconfiguration)}, if the configuration still is the one expected.
   *
   * @param expected what was read; its version is compared
   * @throws BadVersionException if it changed since
   */
  EnsembleConfig reconfigure(Reconfiguration change, EnsembleConfig expected)
      throws InterruptedException;

  /**
   * Asks the connected server about itself, by a four-letter word: {@code mntr}, {@code cons},
   * {@code ruok}. On a connection of its own, through TLS if the client uses it, that the server
   * closes behind its answer. While there is no connection this waits for one.
   *
   * @return the whole answer, up to 64 MiB
   * @throws UnsupportedException if the server does not answer it: it is not in the server's {@code
   *     4lw.commands.whitelist}, or no word at all. Its admin port may tell the same
   * @throws ConnectionLossException if the server cannot be reached, or hung up in between
   * @throws IllegalArgumentException if {@code word} is not four lower-case letters
   */
  String command(String word) throws InterruptedException;

  /** Like {@link #command(String)}, of that server, connected or not. */
  String command(String word, Hosts.Server server) throws InterruptedException;

  /**
   * Asks the connected server for its version, by whichever of {@code srvr}, {@code envi} and
   * {@code stat} it answers. If it is another one than before, what was learnt of operations that
   * this server lacks is forgotten.
   *
   * @throws UnsupportedException if it answers none of them
   */
  ServerVersion serverVersion() throws InterruptedException;

  /**
   * Shows credentials to the server, now and after every reconnect, after those given before.
   * Refused ones are forgotten.
   *
   * @throws AuthenticationFailedException if the server refuses them. It closes the connection
   *     then; the client comes back with its session, without them
   */
  void authenticate(Authentication credentials) throws InterruptedException;

  /**
   * Does something, and does it again after a pause while that is safe, allowed and in time.
   *
   * <p>{@code operation} is given a view of this client, and must work through it: the view's calls
   * end with the deadline of the whole, and it is known of each write made through it whether it
   * can have happened. What fails with an {@link UnavailableException} is tried again if no write
   * of that try can have happened (those of {@link #ensurePath} and {@link #deleteTree} apart,
   * which may be repeated), or if the policy says that the operation is idempotent; what fails with
   * a {@link SessionExpiredException}, if the policy goes across sessions besides. Everything else
   * is thrown at once. What is thrown in the end has up to ten of the failures before it as
   * {@linkplain Throwable#getSuppressed() suppressed} ones, the latest.
   *
   * <p>A pause that would outlast the deadline is not begun. Each call has this client's deadline
   * too, if that comes first. What the operation waits for elsewhere takes of the time and is not
   * cut short. After its try the view is as this client.
   *
   * @throws ZkException what the last try threw
   */
  <T extends @Nullable Object> T retry(RetryPolicy policy, Retriable<T> operation)
      throws InterruptedException;

  /** Does something, and again, with {@link RetryPolicy#DEFAULT}. */
  default <T extends @Nullable Object> T retry(Retriable<T> operation) throws InterruptedException {
    return retry(RetryPolicy.DEFAULT, operation);
  }

  /** Returns the state of the connection just now. */
  ConnectionState state();

  /** Returns the finer state just now. */
  KeeperState detail();

  /** Returns the current session, or the last one; null before the first. */
  @Nullable ZkSession session();

  /** Tells {@code listener} of every change from now on, on the state queue. */
  Registration onStateChange(StateListener listener);

  /**
   * Changes whom the client connects to, from now on, also in the midst of looking for a server.
   * Returns at once. The same list again changes nothing.
   *
   * <p>While connected to a server that stays on the list, the client stays with it; but if the
   * list has grown it may move to one of the new servers, with the probability that evens out the
   * load when every client is told the same list (not with {@link
   * ZkOptions.Builder#keepHostOrder}). If its server is gone, it moves to another. It moves with
   * its session: what is in flight is answered first, for at most one {@linkplain
   * ZkOptions.Builder#handshakeTimeout handshake timeout}; what is asked meanwhile waits; the state
   * is {@link ConnectionState#SUSPENDED} for a moment.
   *
   * @param hosts its root must be {@code /} or that of the client's options
   * @throws IllegalArgumentException naming both roots if it is another
   */
  void updateHosts(Hosts hosts);

  /**
   * Changes whom the client connects to; see {@link #updateHosts(Hosts)}.
   *
   * @throws IllegalArgumentException also naming what is wrong with {@code hosts}
   */
  default void updateHosts(String hosts) {
    updateHosts(Hosts.parse(hosts));
  }

  /** Returns what recipes are built from. */
  RecipeSupport recipes();

  /**
   * Closes this client and leaves its session, alive, to whoever attaches to it: another client,
   * also in another process, made with {@link ZkOptions.Builder#attach(ZkOptions.Attachment)}
   * before the session's timeout has passed. When it returns, the connection is closed.
   *
   * <p>Ephemeral znodes stay, and what recipes hold by them. Watches end here, and servers forget
   * them with the connection: the heir sets its own, and reads what it needs. It may be served by a
   * server that is behind what this client saw, until it calls {@link #sync}. Credentials are the
   * heir's own too.
   *
   * <p>Nothing more is sent. Requests that have no answer yet fail with {@link
   * ClientClosedException}: those not sent did not happen, the {@link Fate} of the others is
   * unknown. Who cares for them waits for their results first. State listeners hear {@link
   * KeeperState#DETACHED}; every later call is refused. Closing the client as well does no harm.
   *
   * <p>It always returns, as {@link #close} does, and works in callbacks. If the caller is
   * interrupted the flag stays set.
   *
   * @return what the heir needs, a secret; nothing if there is no session to leave: none was opened
   *     yet, it expired, or the client is detached or closed already. The client is closed all the
   *     same
   * @throws IllegalStateException if this is a view: detach the client that it is a view of
   */
  Optional<ZkOptions.Attachment> detach();

  /**
   * Ends the session and closes the connection; when it returns, the server has deleted the
   * session's ephemeral znodes, or could not be reached within the close deadline of the options.
   * Requests that have no answer yet fail with {@link ClientClosedException}. The client's own
   * handler is closed, one that was given is not. Idempotent. If the caller is interrupted it
   * closes without waiting for the server, and the flag stays set.
   *
   * <p>It always returns. With a handler of its own it waits for callbacks that run, except one
   * that calls it: those that take longer than 5 s are interrupted, and a second later left to
   * themselves, with an error in the log that shows where they are.
   */
  @Override
  void close();
}
