package org.echoscale.bench.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a plan can say. The word is the key in a plan file and, after two hyphens, the flag on the command line. */
public enum PlanKey {
    /** Names of transports, or {@code all}. */
    TRANSPORT("transport"),
    /** Numbers of open connections: the ladder. */
    CONNECTIONS("connections"),
    /** Connections that carry messages. */
    ACTIVE("active"),
    /** Bytes a message. */
    PAYLOAD("payload"),
    /** Messages outstanding per active connection in the closed loop, or {@code none}. */
    DEPTH("depth"),
    /** Messages per second in the open loop, or {@code none}. */
    RATE("rate"),
    /** Server processes per transport. */
    FORKS("forks"),
    /** Length of a measured window. */
    DURATION("duration"),
    /** The most time spent warming up a server process. */
    WARM_UP("warm-up"),
    /** How the generator waits for the next intended time. */
    WAITING("waiting"),
    /** Where random choices come from. */
    SEED("seed");

    private final String word;

    PlanKey(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** As a flag: {@code --warm-up}. */
    public String flag() {
        return "--" + word;
    }

    static Optional<PlanKey> of(String word) {
        return Arrays.stream(values()).filter(key -> key.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(PlanKey::word).toList();
    }
}
