package org.echoscale.bench.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.echoscale.bench.claims.Claim;
import org.echoscale.bench.claims.Claims;
import org.echoscale.bench.claims.Laboratory;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.run.EnvironmentReader;
import org.echoscale.bench.run.Placement;
import org.echoscale.results.files.ClaimFile;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.WaitFile;
import org.echoscale.results.files.WholeFile;
import org.echoscale.results.model.ClaimResults;
import org.echoscale.results.model.ClaimResults.Finding;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.report.ClaimTables;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code claims}: what courses on select, poll and epoll repeat, put to the test on this machine. */
@Command(name = "claims", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Puts the claims that courses on select, poll and epoll repeat to the test on this machine.",
    "For each one a verdict (holds, does not hold, cannot tell here), the numbers behind it, and the command that repeats it.",
    "docs/claims.md lists them and says how each is decided. Ctrl-C keeps what was decided."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale claims --quick                all of them, with fewer repetitions",
        "  echoscale claims K3 K4 K12              some of them",
        "  echoscale claims K12 --waits results/waits/20260101-120000     from results at hand",
        "  echoscale claims --out my-run           into a run directory, whose report then shows them",
        "  echoscale claims K2 K8 --json"})
final class ClaimsCommand implements Callable<Integer> {
    private static final String MARKDOWN = "claims.md";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneId.systemDefault());

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "CLAIM", description = "K1 to K14. Default: all.")
    private final List<String> words = new ArrayList<>();

    @Option(names = "--quick", description = "Fewer repetitions and sizes.")
    private boolean quick;

    @Option(names = "--waits", paramLabel = "DIR", description = "Decide K3, K4 and K12 from the results of echoscale waits in this directory, instead of measuring.")
    private @Nullable Path waits;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Repeats the random choices of another time.")
    private @Nullable Long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Where claims.json and claims.md go. Default: results/claims/TIME. In a run directory, the report is made anew.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print claims.json.")
    private boolean json;

    @Mixin
    private final PluginOption plugins = new PluginOption();

    ClaimsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Syscalls.unavailable().ifPresent(reason -> {
            throw new UsageException("claims cannot be tested here: " + reason);
        });
        List<Claim> claims = claims();
        Path directory = out != null ? out : Path.of("results", "claims", STAMP.format(Instant.now()));
        long chosen = seed == null ? new SplittableRandom().nextInt(1, Integer.MAX_VALUE) : seed;
        Limits limits = Limits.read();
        if (Files.exists(directory.resolve(ClaimFile.NAME))) {
            throw new UsageException("--out: there is a " + ClaimFile.NAME + " in " + directory + " already");
        }
        if (Files.exists(directory.resolve(MARKDOWN), LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageException("--out: there is a " + MARKDOWN + " in " + directory
                    + " that belongs to no " + ClaimFile.NAME + "; name another folder");
        }
        if (waits != null && !Files.exists(waits.resolve(WaitFile.NAME))) {
            throw new UsageException("--waits: there is no " + WaitFile.NAME + " in " + waits
                    + "; echoscale waits --out " + waits + " makes one");
        }
        Laboratory laboratory = new Laboratory(plugins.catalog(), limits, options(), quick, chosen, waits,
                this::progress);
        Instant startedAt = Instant.now();
        Environment environment = EnvironmentReader.read(Placement.onThisMachine(), limits);
        List<Finding> findings = new ArrayList<>();
        boolean interrupted = false;
        NotWrittenException lost = null;
        try (Interruption interruption = new Interruption(() -> {}); OutFolder _ = OutFolder.prepare(directory)) {
            interruption.watchThisThread();
            for (Claim claim : claims) {
                Finding finding = decide(claim, laboratory, interruption);
                if (finding == null) {
                    interrupted = true;
                    break;
                }
                findings.add(finding);
                lost = write(directory, results(startedAt, chosen, environment, findings));
                if (lost != null) {
                    break; // those after it would fare no better
                }
            }
            interruption.clear(); // what there is gets shown, also after Ctrl-C
            progress("");
            if (findings.isEmpty()) {
                terminal.err().println("echoscale: interrupted; no claim was decided");
                return ExitCode.INTERRUPTED;
            }
            show(results(startedAt, chosen, environment, findings), directory, claims.size(), lost == null);
            if (lost != null) {
                throw lost;
            }
            RunReport.renew(directory);
        }
        return interrupted ? ExitCode.INTERRUPTED : ExitCode.FINE;
    }

    /** Null when it was interrupted. A claim that cannot be measured does not end those after it. */
    private static @Nullable Finding decide(Claim claim, Laboratory laboratory, Interruption interruption)
            throws IOException {
        try {
            return Claims.decide(claim, laboratory);
        } catch (ResultFileException e) {
            throw e; // what the user named is not what it should be
        } catch (IOException | RuntimeException e) {
            if (interruption.requested()) { // the failure is that of being interrupted
                return null;
            }
            if (e instanceof RuntimeException defect) {
                throw defect;
            }
            return Claims.undecided(claim, laboratory, e);
        }
    }

    private List<Claim> claims() {
        try {
            return words.isEmpty() ? Claim.all() : words.stream().map(Claim::of).distinct().sorted().toList();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What of the command line makes another measurement of the same claim. */
    private String options() {
        return (quick ? " --quick" : "") + (waits == null ? "" : " --waits " + waits);
    }

    private ClaimResults results(Instant startedAt, long chosen, Environment environment, List<Finding> findings) {
        return new ClaimResults(RunManifest.SCHEMA, Version.program(), startedAt, CommandWords.of(spec, "claims"),
                chosen, environment, findings);
    }

    /** Null when all is on the disk; otherwise why it is not, to be said once what was decided is out. */
    private static @Nullable NotWrittenException write(Path directory, ClaimResults results) {
        try {
            ClaimFile.write(directory, results);
            WholeFile.write(directory.resolve(MARKDOWN),
                    ClaimTables.markdown(results).getBytes(StandardCharsets.UTF_8));
            return null;
        } catch (IOException e) {
            return new NotWrittenException("the results", e);
        }
    }

    private void show(ClaimResults results, Path directory, int asked, boolean written) {
        if (json) {
            terminal.out().println(Json.text(results));
            return;
        }
        if (results.findings().size() < asked) {
            terminal.out()
                    .println((written ? "Interrupted" : "Not written")
                            + ", so this is partial: " + results.findings().size() + " of " + asked
                            + " claims.");
        }
        TextTable.broken(ClaimTables.summary(results), TextTable.WIDTH).forEach(terminal.out()::println);
        for (Finding finding : results.findings()) {
            terminal.out().println();
            TextTable.broken(finding.claim() + ": " + finding.verdict().words() + ". " + finding.statement(),
                    TextTable.WIDTH).forEach(terminal.out()::println);
            TextTable.broken(ClaimTables.seen(finding), TextTable.WIDTH - 4)
                    .forEach(line -> terminal.out().println("    " + line));
            finding.figures()
                    .forEach(figure -> terminal.out()
                            .println("    - " + figure.name() + ": "
                                    + ClaimTables.text(figure)));
            terminal.out().println("    repeat: " + finding.command());
        }
        if (!written) {
            return;
        }
        terminal.out().println();
        terminal.out()
                .println("Written to " + directory.resolve(MARKDOWN) + " and " + directory.resolve(ClaimFile.NAME)
                        + "; repeat with --seed " + results.seed());
    }

    private String last = "";

    private void progress(String text) {
        boolean live = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && !"dumb".equals(System.getenv("TERM"));
        if (live) {
            terminal.err().print("\r\u001b[K" + text);
            terminal.err().flush();
        } else if (!text.isEmpty() && !text.equals(last)) {
            terminal.err().println(text);
        }
        last = text;
    }
}
