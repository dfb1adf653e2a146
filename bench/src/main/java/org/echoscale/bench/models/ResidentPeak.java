package org.echoscale.bench.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By how much a process was larger at most, from a moment on: the kernel keeps the peak of the resident memory, and writing 5
 * to {@code clear_refs} sets it back to the present value; see proc(5). Nothing is sampled.
 */
final class ResidentPeak {
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB");
    private static final String SET_BACK = "5";

    private final Path folder;
    private final OptionalLong before;

    private ResidentPeak(Path folder, OptionalLong before) {
        this.folder = folder;
        this.before = before;
    }

    /** @param folder {@code /proc/PID} */
    static ResidentPeak from(Path folder) {
        try {
            Files.writeString(folder.resolve("clear_refs"), SET_BACK);
            return new ResidentPeak(folder, bytes(folder));
        } catch (IOException e) {
            return new ResidentPeak(folder, OptionalLong.empty()); // not in every container
        }
    }

    /** Null where the kernel does not tell. */
    @Nullable
    Long growthBytes() {
        OptionalLong now = bytes(folder);
        return before.isPresent() && now.isPresent() ? Long.valueOf(now.getAsLong() - before.getAsLong()) : null;
    }

    private static OptionalLong bytes(Path folder) {
        try {
            Matcher peak = PEAK.matcher(Files.readString(folder.resolve("status")));
            return peak.find() ? OptionalLong.of(Long.parseLong(peak.group(1)) * 1024) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
