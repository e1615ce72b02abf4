package dev.mirliton.zk;

import java.util.List;

/**
 * A znode's access control list and the stat that was read with it.
 *
 * @param entries who may do what; without ADMIN permission the server masks the secret part of
 *     digest identities
 * @param stat the znode's stat; {@link Version#ofAcl(Stat)} is what {@code setAcl} compares
 * @since 0.1
 */
public record NodeAcl(List<Acl> entries, Stat stat) {}
