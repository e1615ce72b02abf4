package dev.mirliton.zk;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a znode is created: its lifetime, whether it gets a sequence number, whether missing parents
 * are made, and who may use it. Immutable; each method returns a changed copy.
 *
 * <pre>{@code
 * zk.create("/queue/item-", data, CreateOptions.EPHEMERAL.sequential().withParents());
 * }</pre>
 *
 * @since 0.1
 */
public final class CreateOptions {
  /** Lives until deleted. */
  public static final CreateOptions PERSISTENT = new CreateOptions(new Lifetime.Persistent());

  /** Lives as long as the session. */
  public static final CreateOptions EPHEMERAL = new CreateOptions(new Lifetime.Ephemeral());

  /** Lives until its last child is gone. */
  public static final CreateOptions CONTAINER = new CreateOptions(new Lifetime.Container());

  private final Lifetime lifetime;
  private final boolean sequential;
  private final boolean parents;
  private final @Nullable List<Acl> acl;

  private CreateOptions(Lifetime lifetime) {
    this(lifetime, false, false, null);
  }

  private CreateOptions(
      Lifetime lifetime, boolean sequential, boolean parents, @Nullable List<Acl> acl) {
    if (sequential && lifetime instanceof Lifetime.Container) {
      throw new IllegalArgumentException("a container cannot be sequential: no server creates one");
    }
    this.lifetime = lifetime;
    this.sequential = sequential;
    this.parents = parents;
    this.acl = acl;
  }

  /** Lives until nobody changed it for {@code timeToLive} and it has no children. */
  public static CreateOptions ttl(Duration timeToLive) {
    return new CreateOptions(new Lifetime.Ttl(timeToLive));
  }

  /** Appends a number of ten digits to the name, higher than any the parent gave before. */
  public CreateOptions sequential() {
    return new CreateOptions(lifetime, true, parents, acl);
  }

  /**
   * Creates missing parents as persistent znodes first, with the same ACL. Not atomic: parents stay
   * when the create itself fails.
   */
  public CreateOptions withParents() {
    return new CreateOptions(lifetime, sequential, true, acl);
  }

  /** Lets only those in {@code acl} use the znode. Without this, the client's default ACL holds. */
  public CreateOptions withAcl(List<Acl> acl) {
    if (acl.isEmpty()) {
      throw new IllegalArgumentException("acl must not be empty: nobody could use the znode");
    }
    return new CreateOptions(lifetime, sequential, parents, List.copyOf(acl));
  }

  /** Returns how long the znode lives. */
  public Lifetime lifetime() {
    return lifetime;
  }

  /** Whether the name gets a sequence number. */
  public boolean isSequential() {
    return sequential;
  }

  /** Whether missing parents are created. */
  public boolean createsParents() {
    return parents;
  }

  /** Returns the access control list, or null for the client's default. */
  public @Nullable List<Acl> acl() {
    return acl;
  }

  @Override
  public String toString() {
    return lifetime
        + (sequential ? ", sequential" : "")
        + (parents ? ", with parents" : "")
        + (acl == null ? "" : ", " + acl);
  }
}
