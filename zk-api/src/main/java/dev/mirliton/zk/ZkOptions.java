package dev.mirliton.zk;

import dev.mirliton.zk.spi.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to connect, and the limits of a client. Immutable; made by {@link #to(String)}.
 *
 * @since 0.1
 */
public final class ZkOptions {
  private final Builder b; // a private copy; never changed again

  private ZkOptions(Builder builder) {
    this.b = builder;
  }

  /**
   * Starts from a connect string.
   *
   * @throws IllegalArgumentException naming what is wrong with {@code hosts}
   */
  public static Builder to(String hosts) {
    return new Builder(Hosts.parse(hosts));
  }

  /** Returns a builder that starts with these options. */
  public Builder toBuilder() {
    return new Builder(b);
  }

  /** Returns whom to ask, and where paths begin. */
  public Hosts hosts() {
    return b.hosts;
  }

  /** See {@link Builder#sessionTimeout}. */
  public Duration sessionTimeout() {
    return b.sessionTimeout;
  }

  /** See {@link Builder#connectTimeout}. */
  public Duration connectTimeout() {
    return b.connectTimeout;
  }

  /** See {@link Builder#handshakeTimeout}. */
  public Duration handshakeTimeout() {
    return b.handshakeTimeout;
  }

  /** See {@link Builder#connectDeadline}. */
  public Duration connectDeadline() {
    return b.connectDeadline;
  }

  /** See {@link Builder#requestDeadline}. */
  public Duration requestDeadline() {
    return b.requestDeadline;
  }

  /** See {@link Builder#closeDeadline}. */
  public Duration closeDeadline() {
    return b.closeDeadline;
  }

  /** See {@link Builder#reconnect}. */
  public ReconnectPolicy reconnect() {
    return b.reconnect;
  }

  /** See {@link Builder#keepHostOrder}. */
  public boolean keepsHostOrder() {
    return b.hostOrder;
  }

  /** See {@link Builder#followEnsemble}. */
  public boolean followsEnsemble() {
    return b.followEnsemble;
  }

  /** See {@link Builder#maxQueuedRequests}. */
  public int maxQueuedRequests() {
    return b.maxQueuedRequests;
  }

  /** See {@link Builder#maxInFlight}. */
  public int maxInFlight() {
    return b.maxInFlight;
  }

  /** See {@link Builder#maxPacketBytes}. */
  public int maxPacketBytes() {
    return b.maxPacketBytes;
  }

  /** See {@link Builder#defaultAcl}. */
  public List<Acl> defaultAcl() {
    return b.defaultAcl;
  }

  /** See {@link Builder#authenticate}. */
  public List<Authentication> credentials() {
    return b.credentials;
  }

  /** See {@link Builder#sasl}. */
  public @Nullable SaslOptions sasl() {
    return b.sasl;
  }

  /** See {@link Builder#acceptReadOnly}. */
  public boolean acceptsReadOnly() {
    return b.readOnly;
  }

  /** See {@link Builder#tls(TlsOptions)}; null for plain TCP. */
  public @Nullable TlsOptions tls() {
    return b.tls;
  }

  /** See {@link Builder#handler(String)}. */
  public @Nullable String handlerName() {
    return b.handlerName;
  }

  /** See {@link Builder#handler(Handler)}. */
  public @Nullable Handler handler() {
    return b.handler;
  }

  /** See {@link Builder#attach}. */
  public @Nullable Attachment attachment() {
    return b.attachment;
  }

  /** See {@link Builder#observer}. */
  public List<ClientObserver> observers() {
    return b.observers;
  }

  /** See {@link Builder#slowCallback}. */
  public Duration slowCallback() {
    return b.slowCallback;
  }

  /** Says everything but secrets. */
  @Override
  public String toString() {
    return "ZkOptions["
        + b.hosts
        + ", session timeout "
        + b.sessionTimeout
        + ", request deadline "
        + b.requestDeadline
        + (b.tls == null ? "" : ", tls")
        + (b.sasl == null ? "" : ", " + b.sasl)
        + (b.credentials.isEmpty() ? "" : ", " + b.credentials)
        + "]";
  }

  /**
   * An existing session to take over: its id and password.
   *
   * @param sessionId the id
   * @param password the secret; not copied
   */
  public record Attachment(long sessionId, byte[] password) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Attachment that
          && sessionId == that.sessionId
          && java.security.MessageDigest.isEqual(password, that.password);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(sessionId);
    }

    @Override
    public String toString() {
      return "Attachment[0x" + Long.toHexString(sessionId) + "]";
    }
  }

  /** Collects options; {@link #build} may be called many times. Not thread-safe. */
  public static final class Builder {
    private Hosts hosts;
    private Duration sessionTimeout = Duration.ofSeconds(10);
    private Duration connectTimeout = Duration.ofSeconds(3);
    private Duration handshakeTimeout = Duration.ofSeconds(3);
    private Duration connectDeadline = Duration.ofSeconds(15);
    private Duration requestDeadline = Duration.ofSeconds(30);
    private Duration closeDeadline = Duration.ofSeconds(5);
    private ReconnectPolicy reconnect = ReconnectPolicy.DEFAULT;
    private boolean hostOrder;
    private boolean followEnsemble;
    private int maxQueuedRequests = 65_536;
    private int maxInFlight = 1_000;
    private int maxPacketBytes = 0xfffff;
    private List<Acl> defaultAcl = Acl.OPEN;
    private List<Authentication> credentials = List.of();
    private @Nullable SaslOptions sasl;
    private boolean readOnly;
    private @Nullable TlsOptions tls;
    private @Nullable String handlerName;
    private @Nullable Handler handler;
    private @Nullable Attachment attachment;
    private List<ClientObserver> observers = List.of();
    private Duration slowCallback = Duration.ofMillis(100);

    private Builder(Hosts hosts) {
      this.hosts = hosts;
    }

    private Builder(Builder other) {
      hosts = other.hosts;
      sessionTimeout = other.sessionTimeout;
      connectTimeout = other.connectTimeout;
      handshakeTimeout = other.handshakeTimeout;
      connectDeadline = other.connectDeadline;
      requestDeadline = other.requestDeadline;
      closeDeadline = other.closeDeadline;
      reconnect = other.reconnect;
      hostOrder = other.hostOrder;
      followEnsemble = other.followEnsemble;
      maxQueuedRequests = other.maxQueuedRequests;
      maxInFlight = other.maxInFlight;
      maxPacketBytes = other.maxPacketBytes;
      defaultAcl = other.defaultAcl;
      credentials = other.credentials;
      sasl = other.sasl;
      readOnly = other.readOnly;
      tls = other.tls;
      handlerName = other.handlerName;
      handler = other.handler;
      attachment = other.attachment;
      observers = other.observers;
      slowCallback = other.slowCallback;
    }

    /**
     * Paths begin at {@code root}, whatever the connect string says.
     *
     * @throws IllegalArgumentException for a bad path
     */
    public Builder root(String root) {
      hosts = new Hosts(hosts.servers(), root);
      return this;
    }

    /**
     * How long the server may not hear of this client before it ends the session. The server limits
     * it (by default to 2 to 20 of its ticks of 2 s). 10 s by default: a crashed holder's lock is
     * free soon, and a long garbage collection does not end the session.
     */
    public Builder sessionTimeout(Duration timeout) {
      sessionTimeout = positive("sessionTimeout", timeout);
      if (timeout.compareTo(Duration.ofMillis(1)) < 0) {
        throw new IllegalArgumentException(
            "sessionTimeout must be at least 1 ms but was " + timeout);
      }
      if (timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
        throw new IllegalArgumentException("sessionTimeout is too long: " + timeout);
      }
      return this;
    }

    /**
     * How long it may take to open a connection to one address, TLS included; resolving a name may
     * take as long before. 3 s by default: one lost SYN is sent again after 1 s, a second after 3
     * s.
     */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = positive("connectTimeout", timeout);
      return this;
    }

    /**
     * How long a server may take, once the connection is open, until it serves: the session granted
     * or found again, and every credential accepted. 3 s by default: a quorum writes a new session
     * to its disks, which takes milliseconds; and a server that stands still must not cost the
     * session, of whose timeout (10 s) a third is left when silence has given its connection up.
     */
    public Builder handshakeTimeout(Duration timeout) {
      handshakeTimeout = positive("handshakeTimeout", timeout);
      return this;
    }

    /** How long {@link ZkClient#connect(ZkOptions)} waits. 15 s by default, as in kazoo. */
    public Builder connectDeadline(Duration deadline) {
      connectDeadline = positive("connectDeadline", deadline);
      return this;
    }

    /**
     * How long a call may take from start to end when it names no deadline. 30 s by default: longer
     * than an election and a reconnect, shorter than a person's patience.
     */
    public Builder requestDeadline(Duration deadline) {
      requestDeadline = positive("requestDeadline", deadline);
      return this;
    }

    /**
     * How long {@link ZkClient#close} waits for the server to end the session. 5 s by default; a
     * server that answers does so in milliseconds.
     */
    public Builder closeDeadline(Duration deadline) {
      closeDeadline = positive("closeDeadline", deadline);
      return this;
    }

    /**
     * When to look for a server again, and when to give up. {@link ReconnectPolicy#DEFAULT} by
     * default, which does not give up.
     */
    public Builder reconnect(ReconnectPolicy policy) {
      reconnect = policy;
      return this;
    }

    /**
     * Tries servers in the order of the connect string, and addresses in that of the resolver.
     * Without this each round draws an order, so that clients spread. A server whose connection was
     * just lost comes last all the same.
     */
    public Builder keepHostOrder() {
      hostOrder = true;
      return this;
    }

    /**
     * Learns the ensemble's members from {@code /zookeeper/config}, and watches for changes. They
     * are tried after the servers of the connect string, which stay. Of use where members come and
     * go by {@link ZkClient#reconfigure} and clients live longer than their connect string is true.
     *
     * <p>A member that names no host for clients is looked for at the host where the other servers
     * find it. Servers before 3.5 have no such configuration; the client then goes on without. Off
     * by default: what servers call each other is not always what clients can reach.
     */
    public Builder followEnsemble() {
      followEnsemble = true;
      return this;
    }

    /**
     * How many requests may wait to be sent, for a connection or for room on it; one more fails
     * with {@link QueueFullException}. 65,536 by default: some megabytes if each carries a little,
     * and more than a server answers within a second.
     */
    public Builder maxQueuedRequests(int limit) {
      if (limit < 1) {
        throw new IllegalArgumentException("maxQueuedRequests must be at least 1 but was " + limit);
      }
      maxQueuedRequests = limit;
      return this;
    }

    /**
     * How many requests may be on the connection without an answer; more wait, and can still be
     * withdrawn. 1,000 by default: with so many outstanding from all its clients a server by
     * default reads no more, so that a larger number gains nothing and leaves more writes of
     * unknown {@link Fate} when the connection is lost. 1 keeps each request back until the one
     * before is answered.
     */
    public Builder maxInFlight(int limit) {
      if (limit < 1) {
        throw new IllegalArgumentException("maxInFlight must be at least 1 but was " + limit);
      }
      maxInFlight = limit;
      return this;
    }

    /**
     * The longest request or answer, in bytes. 1,048,575 by default, as servers have it ({@code
     * jute.maxbuffer}); give both sides the same.
     */
    public Builder maxPacketBytes(int bytes) {
      if (bytes < 1024) {
        throw new IllegalArgumentException(
            "maxPacketBytes must be at least 1024 bytes but was " + bytes);
      }
      maxPacketBytes = bytes;
      return this;
    }

    /** Who may use znodes whose creation names no ACL. Everybody by default. */
    public Builder defaultAcl(List<Acl> acl) {
      if (acl.isEmpty()) {
        throw new IllegalArgumentException(
            "defaultAcl must not be empty: nobody could use a znode");
      }
      defaultAcl = List.copyOf(acl);
      return this;
    }

    /**
     * Shows credentials to each server, in the order they were added, before anything else is sent.
     */
    public Builder authenticate(Authentication credentials) {
      List<Authentication> all = new ArrayList<>(this.credentials);
      all.add(credentials);
      this.credentials = List.copyOf(all);
      return this;
    }

    /**
     * Proves by SASL who the client is, on each connection and before anything else. Not done by
     * default. {@link #handshakeTimeout} bounds it too.
     */
    public Builder sasl(SaslOptions options) {
      sasl = options;
      return this;
    }

    /**
     * Accepts a server that lost its quorum, for reads. Not accepted by default. While such a
     * server serves, the client asks all servers for one that writes too, and moves to it: at first
     * 100 ms apart, the pauses doubling up to a third of the session timeout, so that the move
     * comes in time to keep a session.
     *
     * <p>A client that has had no session yet may be given one by such a server alone. Nobody else
     * knows it: it is {@link ConnectionState#LOST} with the connection, and a real one is opened
     * instead.
     */
    public Builder acceptReadOnly() {
      readOnly = true;
      return this;
    }

    /** Connects through TLS. Plain TCP by default. */
    public Builder tls(TlsOptions options) {
      tls = options;
      return this;
    }

    /** Connects through TLS and checks the server's host name: {@link TlsOptions#of}. */
    public Builder tls(SSLContext context) {
      return tls(TlsOptions.of(context));
    }

    /** Uses the handler of that name, made for this client and closed with it. */
    public Builder handler(String name) {
      handlerName = name;
      handler = null;
      return this;
    }

    /** Uses this handler, which may serve other clients too, and does not close it. */
    public Builder handler(Handler shared) {
      handler = shared;
      handlerName = null;
      return this;
    }

    /**
     * Takes an existing session over instead of opening one. If it is over, the client says LOST
     * and opens a new one.
     */
    public Builder attach(long sessionId, byte[] password) {
      attachment = new Attachment(sessionId, password.clone());
      return this;
    }

    /** Takes over the session that another client left; see {@link ZkClient#detach}. */
    public Builder attach(Attachment left) {
      return attach(left.sessionId(), left.password());
    }

    /**
     * Tells {@code observer} of requests, connections, watch events and slow callbacks; several may
     * be given. None by default, and then nothing is measured.
     */
    public Builder observer(ClientObserver observer) {
      List<ClientObserver> all = new ArrayList<>(observers);
      all.add(Objects.requireNonNull(observer, "observer"));
      observers = List.copyOf(all);
      return this;
    }

    /**
     * How long a callback of the application may run before it is reported, in the log and to
     * observers. 100 ms by default: a queue whose callbacks take longer carries fewer than ten
     * events a second, and whoever waits behind one begins to notice.
     */
    public Builder slowCallback(Duration limit) {
      slowCallback = positive("slowCallback", limit);
      return this;
    }

    /** Returns the options. */
    public ZkOptions build() {
      return new ZkOptions(new Builder(this));
    }

    private static Duration positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be positive but was " + value);
      }
      return value;
    }
  }
}
