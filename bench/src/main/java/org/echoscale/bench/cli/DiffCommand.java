package org.echoscale.bench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.echoscale.results.compare.Findings;
import org.echoscale.results.compare.RunComparison;
import org.echoscale.results.files.PlainText;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.files.WholeFile;
import org.echoscale.results.report.DiffMarkdown;
import org.echoscale.results.report.DiffPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: two run directories, cell by cell. */
@Command(name = "diff", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Compares two runs that were made before, cell by cell: medians over the forks, their ratio, and its interval of 95 %%.",
    "Runs of different environments are refused, with a line for each field in which they differ and exit code 64.",
    "Nothing is measured. Runs made at different times are weak evidence; for servers that take turns see echoscale compare."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale diff before after",
        "  echoscale diff before after --out diff.md          the same as a page of Markdown, too",
        "  echoscale diff before after --json | jq .verdict",
        "  echoscale diff here there --force                  although the environments differ"})
final class DiffCommand implements Callable<Integer> {
    private static final int LONGEST_CELL = 300;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR_A", description = "A run directory: what B is held against.")
    private Path first = Path.of(".");

    @Parameters(index = "1", paramLabel = "DIR_B", description = "Another run directory.")
    private Path second = Path.of(".");

    @Option(names = "--force", description = "Compare although the environments differ. The output says so.")
    private boolean force;

    @Option(names = "--json", description = "Print JSON, as docs/diff.md describes it.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the comparison to a file of Markdown, too.")
    private @Nullable Path out;

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (out != null) {
            requireOurs(out);
        }
        RunResults a = read(first);
        RunResults b = read(second);
        List<String> warnings = new ArrayList<>();
        a.warnings().forEach(warning -> warnings.add("A: " + warning));
        b.warnings().forEach(warning -> warnings.add("B: " + warning));
        warnings.forEach(warning -> terminal.err().println("warning: " + warning));
        RunComparison runs = RunComparison.of(a, b);
        if (!runs.environment().passes() && !force) {
            return refuse(runs, warnings);
        }
        if (runs.cells().isEmpty()) {
            throw new UsageException(first + " and " + second + " have no cell in common, so nothing can be compared");
        }
        if (json) {
            terminal.out().println(Json.text(DiffDocument.of(first, second, runs, warnings)));
        } else {
            show(runs);
        }
        if (out != null) {
            write(out, DiffMarkdown.of(runs, first.toString(), second.toString(), warnings));
        }
        return runs.hasNumbers() && runs.broken().isEmpty() ? ExitCode.FINE : ExitCode.INVALID;
    }

    private static RunResults read(Path directory) throws IOException {
        RunResults results = RunDirectory.open(directory).read();
        String nothing = results.nothing();
        if (nothing != null) {
            throw new UsageException(directory + ": " + nothing);
        }
        return results;
    }

    private int refuse(RunComparison runs, List<String> warnings) {
        if (json) {
            terminal.out().println(Json.text(DiffDocument.refused(first, second, runs, warnings)));
        }
        int fields = runs.environment().differences().size();
        terminal.err()
                .println("echoscale: not compared: the environments or loads of the runs differ in "
                        + Words.count(fields, "field") + " (--force compares them all the same)");
        runs.environment()
                .differences()
                .forEach(difference -> terminal.err().println("  " + PlainText.line(difference.toString(), 1_000)));
        return ExitCode.USAGE;
    }

    private void show(RunComparison runs) {
        if (runs.sameRun()) {
            line("A and B are the same run, so every ratio is 1.");
            return;
        }
        line("A: " + first);
        line("B: " + second);
        line("");
        Findings.of(runs).forEach(sentence -> {
            List<String> lines = TextTable.broken(PlainText.line(sentence), TextTable.WIDTH - 2);
            line("- " + lines.getFirst());
            lines.stream().skip(1).forEach(more -> line("  " + more));
        });
        for (DiffPage.Section section : DiffPage.of(runs)) {
            line("");
            line(section.title() + (section.hint().isEmpty() ? "" : " (" + section.hint() + ")"));
            TextTable table = new TextTable(section.table().head().toArray(String[]::new));
            section.table()
                    .rows()
                    .forEach(row -> table
                            .row(row.stream().map(cell -> PlainText.line(cell, LONGEST_CELL)).toArray(String[]::new)));
            table.lines().forEach(this::line);
        }
        line("");
        DiffPage.LEGEND.forEach(text -> TextTable.broken(text, TextTable.WIDTH).forEach(this::line));
    }

    private void line(String text) {
        terminal.out().println(text);
    }

    // ---- the file ----

    /** Another file of that name is somebody's: a run directory's own, say. */
    private static void requireOurs(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UsageException("--out: " + file + " is a folder; name a file");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException("--out: there is no folder " + folder);
        }
        if (Files.exists(file) && !beginsWithTitle(file)) {
            throw new UsageException("--out: " + file + " is there already and is no comparison; name a new file");
        }
    }

    private static boolean beginsWithTitle(Path file) throws IOException {
        byte[] title = DiffMarkdown.TITLE.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(title.length), title);
        }
    }

    private static void write(Path file, String page) throws NotWrittenException {
        try {
            WholeFile.write(file.toAbsolutePath(), page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new NotWrittenException("the comparison", e);
        }
    }
}
