package org.echoscale.core;

import java.io.IOException;
import java.util.List;

/**
 * One way of doing I/O, as a factory of echo servers. Stateless; found by {@link java.util.ServiceLoader}; any thread
 * may call it.
 *
 * <p>
 * A variant of a mechanism (level-triggered, edge-triggered) is a transport with a name of its own, never an option. The
 * servers keep these rules, each of which the conformance suite tests by its number:
 * <ul>
 * <li><b>R1</b> the name matches {@value #NAME_PATTERN}, is unique and never changes;
 * <li><b>R2</b> a server is accepting when {@link #start} returns;
 * <li><b>R3</b> every byte received is sent back, in order, on the connection it came from;
 * <li><b>R4</b> however the stream is split into segments or run together, R3 holds;
 * <li><b>R5</b> a peer that shuts down its sending side gets all that it sent before, and then the end of the stream;
 * <li><b>R6</b> a peer that resets its connection, at any moment, touches no other connection;
 * <li><b>R7</b> a peer that sends and never reads makes the server hold no more than
 * {@link ServerOptions#maxQueuedBytes()} for it beyond one buffer, and delays nobody;
 * <li><b>R8</b> connections up to the stated {@linkplain Support.Supported#connectionLimit() limit} are served; those
 * past it are refused visibly (closed, and counted in {@link ServerStats#refused()}) and the others are unharmed;
 * <li><b>R9</b> {@link EchoServer#close} may be called twice and leaves no thread, descriptor or port, also while
 * connections are open;
 * <li><b>R10</b> servers can be started and closed a hundred times over in one JVM;
 * <li><b>R11</b> the {@linkplain ServerStats statistics} balance once all connections are closed;
 * <li><b>R12</b> a {@code start} that fails leaves nothing open;
 * <li><b>R13</b> when descriptors run out while accepting, the server neither spins nor dies, and accepts again once
 * there are some;
 * <li><b>R14</b> a server on which nothing happens uses no CPU.
 * </ul>
 * Rules that speak of other connections (R6, R7, R8) hold the other way round for a transport that states
 * {@link Support.Service#ONE_AT_A_TIME}: there the others wait, and are served when their turn comes.
 */
public interface EchoTransport {

    /** What a transport's name looks like: lower-case words and digits joined by hyphens. */
    String NAME_PATTERN = "[a-z0-9]+(-[a-z0-9]+)*";

    /** Its name: the word on the command line, the key in results, the label on charts. */
    String name();

    /** Whether it can run on this machine with a JVM started with {@link #jvmArguments()}. Cheap; never throws. */
    Support support();

    /** Arguments that a JVM needs to run it. Usually none. */
    default List<String> jvmArguments() {
        return List.of();
    }

    /**
     * Whether its servers have event loops that tell their steps through {@link org.echoscale.core.trace.LoopTrace}. Not so
     * where there is no loop, as with a thread for each connection.
     */
    default boolean tellsItsSteps() {
        return false;
    }

    /**
     * Starts a server, which is accepting connections when this returns.
     *
     * @throws IOException when the address cannot be bound or the mechanism fails; nothing is left open then
     */
    EchoServer start(ServerOptions options) throws IOException;
}
