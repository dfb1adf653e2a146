package org.echoscale.bench.models;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.results.models.State;

/**
 * One task with its connection: knows what is next, and writes down its time. The models differ in who calls it when. One
 * thread at a time.
 */
final class Task implements AutoCloseable {
    private static final Path THIS_THREAD = Path.of("/proc/thread-self");

    private final ModelsPlan plan;
    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Exchange.BYTES);
    private final Set<String> threads = new TreeSet<>();
    private TaskLog log = new TaskLog(0);
    private int waited;

    Task(ModelsPlan plan, SocketChannel channel) {
        this.plan = plan;
        this.channel = channel;
    }

    /** All tasks begin now; it is ready from then on. */
    void begin(long nanoTime) {
        log = new TaskLog(nanoTime);
    }

    SocketChannel channel() {
        return channel;
    }

    TaskLog log() {
        return log;
    }

    /** The kernel's threads that it ran on. */
    Set<String> threads() {
        return threads;
    }

    boolean isDone() {
        return waited == plan.steps();
    }

    void compute(Burner burner) throws IOException {
        burner.burn(plan.computeNanos(), log);
        threads.add(Files.readSymbolicLink(THIS_THREAD).toString());
    }

    /** Sends the request, for which there is always room; from right before that on it waits. */
    void ask() throws IOException {
        buffer.clear().putLong(plan.waitNanos()).flip();
        log.until(State.COMPUTING, System.nanoTime());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Reads of the reply what is there, or waits for it when the channel blocks; whether it is complete. */
    boolean replied() throws IOException {
        do {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the server that replies late has gone");
            }
        } while (channel.isBlocking() && buffer.hasRemaining());
        if (buffer.hasRemaining()) {
            return false;
        }
        log.until(State.WAITING, Math.min(buffer.flip().getLong(), System.nanoTime()));
        waited++;
        return true;
    }

    /** From its beginning to its end, with blocking calls. */
    void run(Burner burner) throws IOException {
        compute(burner);
        while (!isDone()) {
            ask();
            replied();
            compute(burner);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
