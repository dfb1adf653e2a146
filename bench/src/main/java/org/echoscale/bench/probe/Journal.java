package org.echoscale.bench.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.echoscale.bench.probe.Step.Kind;
import org.jspecify.annotations.Nullable;

/** The steps of a probe as they happen: kept, and told to whoever watches. For one thread. */
final class Journal {
    private final long began = System.nanoTime();
    private final List<Step> steps = new ArrayList<>();
    private final Consumer<Step> watcher;

    Journal(Consumer<Step> watcher) {
        this.watcher = watcher;
    }

    void add(int connection, Kind kind, String text) {
        add(connection, kind, null, null, null, text);
    }

    void add(int connection, Kind kind, @Nullable Integer message, @Nullable Integer part, @Nullable Integer bytes,
            String text) {
        Step step = new Step(System.nanoTime() - began, connection, kind, message, part, bytes, text);
        steps.add(step);
        watcher.accept(step);
    }

    List<Step> steps() {
        return steps;
    }

    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }
}
