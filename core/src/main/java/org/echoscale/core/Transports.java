package org.echoscale.core;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The transports that are known in this JVM, by name. Immutable; any thread. */
public final class Transports implements Iterable<EchoTransport> {
    private final Map<String, EchoTransport> byName;

    private Transports(Map<String, EchoTransport> byName) {
        this.byName = byName;
    }

    /**
     * Those that {@link ServiceLoader} finds on a class path.
     *
     * @throws IllegalStateException when two have the same name or one has no valid name
     * @throws java.util.ServiceConfigurationError when a declared class is absent or cannot be made
     */
    public static Transports load(ClassLoader classPath) {
        return of(
                ServiceLoader.load(EchoTransport.class, classPath).stream().map(ServiceLoader.Provider::get).toList());
    }

    /**
     * These.
     *
     * @throws IllegalStateException when two have the same name or one has no valid name
     */
    public static Transports of(Collection<? extends EchoTransport> transports) {
        Map<String, EchoTransport> byName = new TreeMap<>();
        for (EchoTransport transport : transports) {
            String name = transport.name();
            if (!name.matches(EchoTransport.NAME_PATTERN)) {
                throw new IllegalStateException("transport name '" + name + "' of " + transport.getClass().getName()
                        + " does not match " + EchoTransport.NAME_PATTERN);
            }
            EchoTransport other = byName.put(name, transport);
            if (other != null) {
                throw new IllegalStateException("two transports are named '" + name + "': " + other.getClass().getName()
                        + " and " + transport.getClass().getName());
            }
        }
        return new Transports(Collections.unmodifiableMap(byName));
    }

    /**
     * The transport of this name.
     *
     * @throws IllegalArgumentException when there is none; the message lists the names that exist
     */
    public EchoTransport get(String name) {
        EchoTransport transport = byName.get(name);
        if (transport == null) {
            throw new IllegalArgumentException(
                    "no transport is named '" + name + "'; known: " + String.join(", ", names()));
        }
        return transport;
    }

    /** The names, sorted. */
    public Collection<String> names() {
        return byName.keySet();
    }

    /** In the order of their names. */
    @Override
    public Iterator<EchoTransport> iterator() {
        return byName.values().iterator();
    }
}
