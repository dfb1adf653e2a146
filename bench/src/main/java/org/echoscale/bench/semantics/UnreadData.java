package org.echoscale.bench.semantics;

import java.io.IOException;
import org.echoscale.syscalls.Syscalls;

/**
 * Whether data that nobody reads is reported once, or again.
 *
 * @param atFirst whether it was reported when it came
 * @param again whether it was reported again, with nothing read and nothing new
 * @param whenMoreCame whether it was reported when new data had come, the old still unread
 */
public record UnreadData(Mechanism mechanism, boolean atFirst, boolean again,
        boolean whenMoreCame) implements Observation {

    public static UnreadData observe(Mechanism mechanism) throws IOException {
        try (Lab lab = new Lab()) {
            Lab.Connection connection = lab.connect();
            Watch watch = Watch.of(lab, mechanism, connection.near(), Syscalls.POLLIN);
            lab.send(connection.far(), 1);
            boolean atFirst = watch.await(Lab.LONG_MILLIS);
            boolean again = watch.await(Lab.SHORT_MILLIS);
            lab.send(connection.far(), 1);
            boolean whenMoreCame = watch.await(Lab.LONG_MILLIS);
            return new UnreadData(mechanism, atFirst, again, whenMoreCame);
        }
    }

    @Override
    public String sentence() {
        return mechanism + ": unread data was reported " + (atFirst ? "when it came" : "never") + ", "
                + (again ? "again at the next call" : "not again at the next call")
                + (whenMoreCame ? ", and when more had come" : ", and not when more had come");
    }
}
