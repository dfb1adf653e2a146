package org.echoscale.bench.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.echoscale.bench.probe.Problem.Kind;
import org.echoscale.bench.probe.Script.Message;
import org.echoscale.bench.probe.Script.Part;
import org.echoscale.bench.server.Listening;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a probe: sends its script as far as it was released, and compares every byte that comes back. Writes what
 * there is room for and reads in between, so that neither end can block the other. For one thread.
 */
final class Connection implements AutoCloseable {
    /** Of messages up to this size each read is told; of larger ones only how many there were. */
    private static final int TOLD_BY_READ = 1_024;
    private static final int QUOTED_BYTES = 48;
    /** So many bytes that are another connection's are no coincidence. */
    private static final int TELLING_BYTES = 4;

    private final int number;
    private final Script script;
    private final Journal journal;
    private final SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable String local;
    private int released;
    private int sent;
    private int received;
    private int partsSent;
    private int readsOfMessage;
    private boolean connected;
    private boolean farewell;
    private boolean halfClosed;
    private boolean ended;
    private Runnable onFirstByte = () -> {};

    Connection(int number, Script script, Journal journal) throws IOException {
        this.number = number;
        this.script = script;
        this.journal = journal;
        this.channel = SocketChannel.open();
    }

    int number() {
        return number;
    }

    @Nullable
    String local() {
        return local;
    }

    int sent() {
        return sent;
    }

    int received() {
        return received;
    }

    boolean connected() {
        return connected;
    }

    /** Whether all that may be sent by now was sent and came back. */
    boolean isSettled() {
        return received == released;
    }

    boolean hasBack(int message) {
        return received >= script.messages().get(message - 1).to();
    }

    boolean hasAllBack() {
        return received == script.bytes().length;
    }

    boolean ended() {
        return ended;
    }

    /** Whether we have said that nothing more will come: to a server that is the end of it. */
    boolean isOver() {
        return halfClosed || !channel.isOpen();
    }

    void onFirstByte(Runnable action) {
        onFirstByte = action;
    }

    Script script() {
        return script;
    }

    /** Begins to connect; {@link #connected} tells when it has. */
    void connect(InetSocketAddress server, Selector selector) throws IOException, ProbeFailure {
        journal.add(number, Step.Kind.CONNECTING, "connecting to " + Listening.text(server));
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        try {
            if (channel.connect(server)) {
                connectionMade();
            }
        } catch (IOException e) {
            throw notConnected(e);
        }
    }

    private void connectionMade() throws IOException {
        // Each part leaves at once, as a segment of its own.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        local = channel.getLocalAddress() instanceof InetSocketAddress address ? Listening.text(address) : null;
        connected = true;
        interest();
        journal.add(number, Step.Kind.CONNECTED, "connected, from " + local);
    }

    private ProbeFailure notConnected(IOException e) {
        String reason = e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused")
                ? "the connection was refused: nothing listens there"
                : "no connection: " + e.getMessage();
        return new ProbeFailure(Kind.NO_CONNECTION, number, reason);
    }

    /** Sends a part, or as much of it as there is room for now. Parts that were released before are left alone. */
    void release(Message message, int part) throws IOException, ProbeFailure {
        List<Part> parts = message.parts();
        if (part <= parts.size() && parts.get(part - 1).to() > released) {
            released = parts.get(part - 1).to();
            write();
        }
    }

    /** Sends the last message and closes the sending half right behind it. */
    void sayFarewell() throws IOException, ProbeFailure {
        farewell = true;
        for (Part part : script.messages().getLast().parts()) {
            release(script.messages().getLast(), part.index());
        }
    }

    /** Does what the socket is ready for. */
    void turn(ByteBuffer buffer, List<Connection> all) throws IOException, ProbeFailure {
        if (key == null || !key.isValid()) {
            return;
        }
        if (key.isConnectable()) {
            try {
                channel.finishConnect();
            } catch (IOException e) {
                throw notConnected(e);
            }
            connectionMade();
            return;
        }
        if (key.isReadable()) {
            read(buffer, all);
        }
        if (key.isValid() && key.isWritable()) {
            write();
        }
    }

    private void write() throws IOException, ProbeFailure {
        try {
            sent += channel.write(ByteBuffer.wrap(script.bytes(), sent, released - sent));
        } catch (IOException e) {
            throw new ProbeFailure(Kind.CLOSED_EARLY, number, "the server ended the connection (" + e.getMessage()
                    + ") after " + count(received) + " of the " + count(released) + " sent had come back");
        }
        while (partsSent < script.parts().size() && script.parts().get(partsSent).to() <= sent) {
            tellSent(script.parts().get(partsSent++));
        }
        if (farewell && !halfClosed && sent == script.bytes().length) {
            halfClosed = true;
            channel.shutdownOutput();
            journal.add(number, Step.Kind.HALF_CLOSED, "closed the sending half; what was sent must still come back");
        }
        interest();
    }

    private void tellSent(Part part) {
        String which = part.of() == 1 ? "message " : "part " + part.index() + "/" + part.of() + " of message ";
        journal.add(number, Step.Kind.SENT, part.message(), part.index(), part.to() - part.from(),
                "sent " + which + part.message() + ": " + quoted(script.bytes(), part.from(), part.to()));
    }

    private void read(ByteBuffer buffer, List<Connection> all) throws IOException, ProbeFailure {
        buffer.clear();
        int read;
        try {
            read = channel.read(buffer);
        } catch (IOException e) {
            end(", by a reset (" + e.getMessage() + ")");
            return;
        }
        if (read < 0) {
            end("");
            return;
        }
        byte[] bytes = new byte[read];
        buffer.flip().get(bytes);
        check(bytes, all);
    }

    private void end(String how) throws ProbeFailure {
        if (!halfClosed || !hasAllBack()) {
            throw new ProbeFailure(halfClosed ? Kind.LOST_AT_HALF_CLOSE : Kind.CLOSED_EARLY, number,
                    "the server ended the connection" + how + " after " + count(received) + " of the " + count(sent)
                            + " sent had come back"
                            + (halfClosed ? ": what is sent right before a half-close is lost" : ""));
        }
        ended = true;
        interest();
        journal.add(number, Step.Kind.END_OF_STREAM, "end of stream" + how + ": all that was sent has come back");
    }

    private void check(byte[] bytes, List<Connection> all) throws ProbeFailure {
        if (received == 0) {
            onFirstByte.run();
        }
        int expected = Math.min(bytes.length, sent - received);
        int wrong = Arrays.mismatch(bytes, 0, expected, script.bytes(), received, received + expected);
        if (wrong >= 0) {
            throw wrong(bytes, expected, wrong, all);
        }
        if (bytes.length > expected) {
            int extra = bytes.length - expected;
            String text = count(extra) + " came that nobody had sent: "
                    + quoted(bytes, expected, bytes.length);
            throw new ProbeFailure(Kind.EXTRA_BYTES, number, text);
        }
        int from = 0;
        while (from < expected) {
            Message message = script.messageAt(received);
            int length = Math.min(expected - from, message.to() - received);
            received += length;
            readsOfMessage++;
            tellReceived(message, bytes, from, from + length);
            from += length;
        }
    }

    private void tellReceived(Message message, byte[] bytes, int from, int to) {
        boolean complete = received == message.to();
        int back = received - message.from();
        if (message.length() <= TOLD_BY_READ) {
            journal.add(number, Step.Kind.RECEIVED, message.number(), null, to - from,
                    "received " + quoted(bytes, from, to)
                            + (complete ? "" : ", right so far: " + back + " of " + message.length()));
        }
        if (complete) {
            journal.add(number, Step.Kind.COMPLETE, message.number(), null, message.length(),
                    "message " + message.number() + " is back, complete and equal: " + count(message.length())
                            + (readsOfMessage == 1 ? " in 1 read" : " in " + readsOfMessage + " reads"));
            readsOfMessage = 0;
        }
    }

    private ProbeFailure wrong(byte[] bytes, int expected, int at, List<Connection> all) {
        for (Connection other : all) {
            if (other != this && expected >= TELLING_BYTES && other.sent >= received + expected
                    && Arrays.equals(bytes, 0, expected, other.script.bytes(), received, received + expected)) {
                return new ProbeFailure(Kind.OTHER_CONNECTION, number,
                        "WRONG: what connection " + other.number + " sent came back here: "
                                + quoted(bytes, 0, expected));
            }
        }
        Message message = script.messageAt(received + at);
        return new ProbeFailure(Kind.WRONG_BYTE, number,
                "WRONG at byte " + (received + at - message.from() + 1) + " of " + message.length() + " of message "
                        + message.number() + ": expected " + Quoted.one(script.bytes()[received + at]) + ", got "
                        + Quoted.one(bytes[at]) + "; this read: " + quoted(bytes, 0, bytes.length));
    }

    /** That nothing more has come for too long. */
    ProbeFailure stalled(String time) {
        if (received == 0) {
            return new ProbeFailure(Kind.NO_REPLY, number,
                    "took " + count(sent) + " and sent nothing back within " + time);
        }
        return new ProbeFailure(halfClosed ? Kind.LOST_AT_HALF_CLOSE : Kind.INCOMPLETE, number,
                count(received) + " of the " + count(released) + " sent came back, and then nothing for " + time
                        + (halfClosed ? ": what is sent right before a half-close is lost" : ""));
    }

    private void interest() {
        if (key != null && key.isValid()) {
            key.interestOps((ended ? 0 : SelectionKey.OP_READ) | (sent < released ? SelectionKey.OP_WRITE : 0));
        }
    }

    private static String quoted(byte[] bytes, int from, int to) {
        String text = Quoted.text(bytes, from, to, QUOTED_BYTES);
        return text + " (" + count(to - from) + ")";
    }

    private static String count(int bytes) {
        return String.format(Locale.ROOT, "%,d byte%s", bytes, bytes == 1 ? "" : "s");
    }

    /** Ends it with a regular close; says so when it had been connected. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            if (connected) {
                journal.add(number, Step.Kind.CLOSED, "closed");
            }
        }
    }
}
