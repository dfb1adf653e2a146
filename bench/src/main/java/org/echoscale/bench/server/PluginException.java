package org.echoscale.bench.server;

/** A plugin cannot be used. The message is one line for its user: which file, what is wrong with it. */
public final class PluginException extends RuntimeException {
    PluginException(String message) {
        super(message);
    }

    PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
