package org.echoscale.nio;

import java.io.IOException;
import java.nio.channels.Channel;

/** Closing a channel where nothing can be done about a failure to: the descriptor is released in any case. */
final class Channels {
    private Channels() {}

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // close(2) has released the descriptor, whatever it answered.
        }
    }
}
