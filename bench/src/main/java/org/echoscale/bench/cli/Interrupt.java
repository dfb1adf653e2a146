package org.echoscale.bench.cli;

/** Ctrl-C, which the terminal sends to a program and to all processes that it has started. */
final class Interrupt {
    private Interrupt() {}

    /**
     * Makes this process live on: the one that started it decides when it ends. By reflection, because the compiler warns
     * of {@code sun.misc.Signal}, for which the JDK has no successor, in a way that cannot be suppressed.
     */
    static void ignore() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"),
                            handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM cannot ignore SIGINT", e);
        }
    }
}
