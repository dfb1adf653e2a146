package org.echoscale.bench.claims;

import java.util.Arrays;
import java.util.List;

/** A claim as it is commonly taught. */
public enum Claim {
    K1("Event-driven beats one-at-a-time when tasks wait on I/O; threads do too, at a price per thread."),
    K2("select stops at 1024 descriptors."),
    K3("The cost of select and poll grows linearly with the registered descriptors, ready or not."),
    K4("The cost of epoll does not grow with the registered descriptors."),
    K5("poll has no limit on descriptors."),
    K6("select and poll are level-triggered: unread data is reported again."),
    K7("Edge-triggered epoll reports once, and is faster."),
    K8("epoll avoids copying by sharing memory with the kernel (mmap)."),
    K9("A descriptor in the write set wakes select at once, one in the read set does not."),
    K10("When the kernel's ready buffer is full, registration blocks."),
    K11("Without idle connections select and poll do about as well as epoll."),
    K12("At 10,000 descriptors select and poll are a thousand times dearer per call than epoll."),
    K13("io_uring beats epoll by half or more for echo."),
    K14("A virtual thread per connection costs about what an event loop does.");

    private final String statement;

    Claim(String statement) {
        this.statement = statement;
    }

    /** What is claimed, in a line. */
    public String statement() {
        return statement;
    }

    /**
     * The claim of a key, in whatever case.
     *
     * @throws IllegalArgumentException when there is no such claim
     */
    public static Claim of(String word) {
        return Arrays.stream(values())
                .filter(claim -> claim.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown claim '" + word + "'; known: K1 to K" + values().length));
    }

    public static List<Claim> all() {
        return List.of(values());
    }
}
