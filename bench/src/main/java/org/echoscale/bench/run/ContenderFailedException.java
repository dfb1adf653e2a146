package org.echoscale.bench.run;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server that took part in a comparison can no longer be measured. The message is one line, which begins with its name. */
public final class ContenderFailedException extends IOException {
    ContenderFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
