/**
 * How a client proves to a server who it is: SASL mechanisms, Kerberos logins and their tickets.
 * Knows neither sessions nor handlers. May block; so it runs in tasks.
 */
@org.jspecify.annotations.NullMarked
package dev.mirliton.zk.protocol.sasl;
