package org.echoscale.results.files;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Subject;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a run: {@code run.json} says what the run is, {@code trials.jsonl} grows by a line with each trial.
 * Everything else in it is made from these two. The run that measures owns the directory; anybody may read it, also
 * while it grows.
 */
public final class RunDirectory {
    public static final String MANIFEST = "run.json";
    public static final String TRIALS = "trials.jsonl";

    /** Far above any run of ours: a larger file is refused before it is read. */
    private static final long LARGEST_MANIFEST = 16 << 20;

    private static final long LARGEST_TRIALS = 512 << 20;
    private static final int LONGEST_LINE = 16 << 20;
    private static final int MOST_TRIALS = 100_000;

    /** After so many lines that are left out, the others are only counted. */
    private static final int MOST_WARNINGS = 10;

    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes the directory where needed and writes {@code run.json} into it, whole or not at all.
     *
     * @throws FileAlreadyExistsException when there is a run in it already
     */
    public static RunDirectory create(Path path, RunManifest manifest) throws IOException {
        Files.createDirectories(path);
        for (String name : List.of(MANIFEST, TRIALS)) {
            if (Files.exists(path.resolve(name))) {
                throw new FileAlreadyExistsException(path.resolve(name).toString(), null,
                        "there is a run in this directory already");
            }
        }
        Files.createFile(path.resolve(TRIALS));
        try {
            WholeFile.write(path.resolve(MANIFEST), ResultJson.prettyBytes(manifest));
        } catch (IOException e) {
            Files.deleteIfExists(path.resolve(TRIALS)); // it is no run, and must not look like one
            throw e;
        }
        return new RunDirectory(path);
    }

    /**
     * A directory that holds a run.
     *
     * @throws ResultFileException when there is no {@code run.json} in it
     */
    public static RunDirectory open(Path path) throws ResultFileException {
        if (!Files.isRegularFile(path.resolve(MANIFEST))) {
            throw new ResultFileException(path, "no run here: there is no file " + MANIFEST + " in it");
        }
        return new RunDirectory(path);
    }

    public Path path() {
        return path;
    }

    /**
     * Adds a trial as a line, which is on the disk when this returns. A line that cannot be written completely is taken
     * back.
     */
    public synchronized void append(Trial trial) throws IOException {
        byte[] json = ResultJson.bytes(trial);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        // Not through a channel: that would close when its thread is interrupted, in the middle of the line.
        try (RandomAccessFile file = new RandomAccessFile(path.resolve(TRIALS).toFile(), "rw")) {
            long end = file.length();
            if (endsTorn(file, end)) {
                throw new ResultFileException(path.resolve(TRIALS),
                        "its last line is torn, so nothing can be added; start a new run");
            }
            try {
                file.seek(end);
                file.write(line);
                file.getFD().sync();
            } catch (IOException e) {
                file.setLength(end);
                throw e;
            }
        }
    }

    private static boolean endsTorn(RandomAccessFile file, long end) throws IOException {
        if (end == 0) {
            return false;
        }
        file.seek(end - 1);
        return file.read() != '\n';
    }

    /**
     * What the files say now. A trial that cannot be read, whatever its line has become, is left out with a warning; all
     * others are read.
     *
     * @throws ResultFileException when {@code run.json} cannot be read, or a file is larger than any of ours
     */
    public RunResults read() throws IOException {
        Path manifestFile = path.resolve(MANIFEST);
        checkFile(manifestFile, LARGEST_MANIFEST);
        byte[] bytes = Files.readAllBytes(manifestFile);
        RunManifest manifest = ResultJson.parse(bytes, RunManifest.class, Shape.RUN, manifestFile, 1);
        List<String> warnings = new ArrayList<>();
        return results(manifest, warnings);
    }

    private RunResults results(RunManifest manifest, List<String> warnings) throws IOException {
        Path file = path.resolve(TRIALS);
        if (!Files.exists(file)) {
            warnings.add(TRIALS + " is missing: no trial was recorded");
            return new RunResults(manifest, List.of(), warnings);
        }
        checkFile(file, LARGEST_TRIALS);
        TrialLines lines = new TrialLines(file, manifest.subjects().stream().map(Subject::name).toList(), warnings);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 16);
            long length = 0;
            int number = 1;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    length++;
                    if (length <= LONGEST_LINE) {
                        line.write(next);
                    }
                    continue;
                }
                if (length > LONGEST_LINE) {
                    lines.leaveOut(number, "longer than " + LONGEST_LINE + " bytes");
                } else {
                    lines.add(line.toByteArray(), number);
                }
                line.reset();
                length = 0;
                number++;
            }
            if (length > 0) {
                lines.leaveOut(number, "torn, as a crash leaves it (" + length + (length == 1 ? " byte)" : " bytes)"));
            }
        }
        lines.end();
        return new RunResults(manifest, lines.trials, warnings, lines.firstLeftOut == null
                ? null
                : new RunResults.LeftOut(lines.leftOut, lines.firstLeftOut));
    }

    /** The lines of {@code trials.jsonl}, one after the other. */
    private static final class TrialLines {
        private final Path file;
        private final List<String> subjects;
        private final List<String> warnings;
        private final List<Trial> trials = new ArrayList<>();
        private final Set<ForkOfCell> seen = new HashSet<>();
        private int leftOut;
        private @Nullable String firstLeftOut;

        TrialLines(Path file, List<String> subjects, List<String> warnings) {
            this.file = file;
            this.subjects = subjects;
            this.warnings = warnings;
        }

        void add(byte[] json, long line) throws ResultFileException {
            if (trials.size() == MOST_TRIALS) {
                throw new ResultFileException(file, line, "more than " + MOST_TRIALS + " trials");
            }
            try {
                Trial trial = ResultJson.parse(json, Trial.class, Shape.TRIAL, Path.of(TRIALS), line);
                check(trial, line);
                trials.add(trial);
            } catch (ResultFileException e) {
                warn(String.valueOf(e.getMessage()));
            }
        }

        void leaveOut(long line, String problem) {
            warn(String.valueOf(new ResultFileException(Path.of(TRIALS), line, problem).getMessage()));
        }

        private void warn(String problem) {
            if (leftOut++ == 0) {
                firstLeftOut = problem.replaceFirst("^" + TRIALS + ", ", "");
            }
            if (leftOut <= MOST_WARNINGS) {
                warnings.add(problem + "; this trial is left out");
            }
        }

        void end() {
            int more = leftOut - MOST_WARNINGS;
            if (more > 0) {
                warnings.add(TRIALS + ": " + more + (more == 1 ? " more line is" : " more lines are") + " left out");
            }
        }

        private void check(Trial trial, long line) throws ResultFileException {
            checkHistograms(trial, line);
            Path name = Path.of(TRIALS);
            if (!subjects.contains(trial.cell().subject())) {
                throw new ResultFileException(name, line, "cell.subject: '" + trial.cell().subject()
                        + "' is not among the subjects of " + MANIFEST);
            }
            if (!trials.isEmpty() && trial.sequence() <= trials.getLast().sequence()) {
                throw new ResultFileException(name, line, "sequence: " + trial.sequence() + " does not follow "
                        + trials.getLast().sequence());
            }
            if (!seen.add(new ForkOfCell(trial.cell(), trial.fork()))) {
                throw new ResultFileException(name, line, "fork " + trial.fork() + " of this cell again");
            }
        }

        private static void checkHistograms(Trial trial, long line) throws ResultFileException {
            if (trial.measurement() == null) {
                return;
            }
            String key = "latency";
            try {
                trial.measurement().latency().decode();
                key = "serviceTime";
                if (trial.measurement().serviceTime() != null) {
                    trial.measurement().serviceTime().decode();
                }
                key = "sendLateness";
                if (trial.measurement().sendLateness() != null) {
                    trial.measurement().sendLateness().decode();
                }
            } catch (IllegalArgumentException e) {
                throw new ResultFileException(Path.of(TRIALS), line, "measurement." + key + ": " + e.getMessage(), e);
            }
        }
    }

    private record ForkOfCell(Cell cell, int fork) {}

    private static void checkFile(Path file, long largest) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ResultFileException(file, "not a file");
        }
        if (Files.size(file) > largest) {
            throw new ResultFileException(file, Files.size(file) + " bytes; at most " + largest + " are read");
        }
    }
}
