package org.echoscale.bench.prove;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalLong;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.run.LoadTest;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Trial;

/** What is put to the proof: measures a server and says whether its figures can be believed. */
@FunctionalInterface
public interface Ruler {
    Trial measure(InetSocketAddress server, Crowd crowd, Load load, Duration warmUp, Duration window)
            throws IOException;

    /** The one that {@code echoscale load} uses too. */
    static Ruler own() {
        return (server, crowd, load, warmUp, window) -> new LoadTest("proof",
                new Target(server, OptionalLong.empty()), crowd, load, warmUp, window, null).run();
    }
}
