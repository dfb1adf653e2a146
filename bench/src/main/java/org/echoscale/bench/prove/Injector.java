package org.echoscale.bench.prove;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Puts one fault into the replies that pass through it. Finds messages by their place in the stream; a reply that is to be
 * treated is held until it is complete. Used by one thread, except {@link #firedAt}.
 */
final class Injector {
    /** Bytes that open each stream of the load generator; messages begin behind them. */
    static final int GREETING = 16;
    private static final int EXTRA = 7;

    private final @Nullable FaultPlan plan;
    private final SplittableRandom random;
    private final List<Held> held = new ArrayList<>();
    private long messagesBegun;
    private long firstMessageAt;
    private volatile @Nullable Instant firedAt;

    /** A reply on its way to a client, and where it goes. */
    interface Wire {
        /** Bytes of replies that came from the server on it so far. */
        long position();

        void advance(int bytes);

        void toClient(byte[] bytes);

        /** Ends the client's connection once it has been sent all. */
        void close();

        /** Resets the client's connection. */
        void reset();
    }

    private static final class Held {
        final Wire wire;
        byte[] bytes = new byte[0];

        Held(Wire wire) {
            this.wire = wire;
        }

        void add(ByteBuffer more) {
            int had = bytes.length;
            int added = more.remaining();
            bytes = Arrays.copyOf(bytes, had + added);
            more.get(bytes, had, added);
            wire.advance(added);
        }
    }

    private Injector(@Nullable FaultPlan plan) {
        this.plan = plan;
        this.random = new SplittableRandom(plan == null ? 0 : plan.seed());
    }

    static Injector of(FaultPlan plan) {
        return new Injector(plan);
    }

    /** Lets all pass as it is. */
    static Injector none() {
        return new Injector(null);
    }

    /** When the fault was put in; empty as long as it was not. */
    Optional<Instant> firedAt() {
        return Optional.ofNullable(firedAt);
    }

    /**
     * Passes on what came from the server.
     *
     * @param wires all that there are
     */
    void reply(Wire wire, ByteBuffer bytes, List<? extends Wire> wires) {
        if (plan == null) {
            pass(wire, bytes, bytes.remaining());
            return;
        }
        while (bytes.hasRemaining()) {
            Held waiting = heldOn(wire);
            if (waiting == null && isBoundary(wire, plan)) {
                if (messagesBegun++ == 0) {
                    firstMessageAt = System.nanoTime();
                }
                if (isDue(plan)) {
                    waiting = new Held(wire);
                    held.add(waiting);
                }
            }
            if (waiting == null) {
                pass(wire, bytes, (int) Math.min(bytes.remaining(), toNextBoundary(wire, plan)));
            } else {
                waiting.add(bytes);
                settle(plan, wires);
            }
        }
    }

    private static void pass(Wire wire, ByteBuffer bytes, int length) {
        byte[] passed = new byte[length];
        bytes.get(passed);
        wire.advance(length);
        wire.toClient(passed);
    }

    private @Nullable Held heldOn(Wire wire) {
        for (Held each : held) {
            if (each.wire.equals(wire)) {
                return each;
            }
        }
        return null;
    }

    private static boolean isBoundary(Wire wire, FaultPlan plan) {
        return wire.position() >= GREETING && (wire.position() - GREETING) % plan.payloadBytes() == 0;
    }

    private static long toNextBoundary(Wire wire, FaultPlan plan) {
        long position = wire.position();
        return position < GREETING
                ? GREETING - position
                : plan.payloadBytes() - (position - GREETING) % plan.payloadBytes();
    }

    private boolean isDue(FaultPlan plan) {
        if (firedAt != null) {
            return false;
        }
        if (plan.fault().isAtTheEnd()) {
            return messagesBegun == plan.lastMessage();
        }
        int wanted = plan.fault() == Fault.SWAP_CONNECTIONS ? 2 : 1;
        return held.size() < wanted && System.nanoTime() - firstMessageAt >= plan.delayNanos();
    }

    /** Does the fault if all that it needs is there. */
    private void settle(FaultPlan plan, List<? extends Wire> wires) {
        if (firedAt != null) {
            return;
        }
        int size = plan.payloadBytes();
        Held one = held.getFirst();
        switch (plan.fault()) {
            case FLIP_BIT -> {
                if (one.bytes.length >= size) {
                    one.bytes[random.nextInt(size)] ^= (byte) (1 << random.nextInt(8));
                    release(one.bytes);
                }
            }
            case DROP_BYTE -> {
                if (one.bytes.length >= size) {
                    int gone = random.nextInt(size);
                    release(joined(slice(one.bytes, 0, gone), from(one.bytes, gone + 1)));
                }
            }
            case DROP_MESSAGE -> {
                if (one.bytes.length >= size) {
                    release(from(one.bytes, size));
                }
            }
            case DUPLICATE_MESSAGE -> {
                if (one.bytes.length >= size) {
                    release(joined(slice(one.bytes, 0, size), one.bytes));
                }
            }
            case SWAP_MESSAGES -> {
                if (one.bytes.length >= 2 * size) {
                    release(joined(slice(one.bytes, size, 2 * size), slice(one.bytes, 0, size),
                            from(one.bytes, 2 * size)));
                }
            }
            case SWAP_CONNECTIONS -> {
                Held other = held.getLast();
                if (other != one && one.bytes.length >= size && other.bytes.length >= size) {
                    byte[] first = joined(slice(other.bytes, 0, size), from(one.bytes, size));
                    byte[] second = joined(slice(one.bytes, 0, size), from(other.bytes, size));
                    release(first, second);
                }
            }
            case CLOSE_CONNECTION -> {
                release(one.bytes);
                one.wire.close();
            }
            case RESET_IDLE -> {
                List<? extends Wire> idle = wires.stream().filter(wire -> wire.position() <= GREETING).toList();
                if (!idle.isEmpty()) {
                    release(one.bytes);
                    idle.get(random.nextInt(idle.size())).reset();
                }
            }
            case HOLD_LAST_REPLY -> firedAt = Instant.now(); // and it stays held
            case EXTRA_BYTES -> {
                if (one.bytes.length >= size) {
                    byte[] extra = new byte[EXTRA];
                    random.nextBytes(extra);
                    release(joined(one.bytes, extra));
                }
            }
        }
    }

    /** Sends these on the connections that were held, in their order, and holds none any more. */
    private void release(byte[]... bytes) {
        firedAt = Instant.now(); // before a client can notice
        for (int i = 0; i < bytes.length; i++) {
            held.get(i).wire.toClient(bytes[i]);
        }
        held.clear();
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] from(byte[] bytes, int from) {
        return slice(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
