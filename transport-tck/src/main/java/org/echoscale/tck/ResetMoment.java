package org.echoscale.tck;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a peer has done when it resets its connection. */
enum ResetMoment {
    CONNECTED {
        @Override
        void prepare(EchoClient client) {}
    },
    ECHOED {
        @Override
        void prepare(EchoClient client) throws IOException {
            client.echo(Payload.of(1, 100));
        }
    },
    ECHO_UNREAD {
        @Override
        void prepare(EchoClient client) throws IOException {
            client.sendWithoutBlocking(ByteBuffer.wrap(Payload.of(2, 100_000)));
        }
    },
    FULL {
        @Override
        void prepare(EchoClient client) throws IOException {
            Flood.until(client);
        }
    },
    FULL_AND_HALF_CLOSED {
        @Override
        void prepare(EchoClient client) throws IOException {
            Flood.until(client);
            client.finishSending();
        }
    };

    abstract void prepare(EchoClient client) throws IOException;
}
