package org.echoscale.results.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.model.ClaimResults;
import org.echoscale.results.model.ClaimResults.Figure;
import org.echoscale.results.model.ClaimResults.Finding;
import org.echoscale.results.model.ClaimResults.Verdict;
import org.echoscale.results.stats.Units;

/** What became of the claims, as a sentence, a table and Markdown. */
public final class ClaimTables {
    static final String TITLE = "What courses claim";

    private ClaimTables() {}

    /** How many hold, do not hold and cannot be told: the sentence that comes first. */
    public static String summary(ClaimResults results) {
        return results.findings().size() + (results.findings().size() == 1 ? " claim: " : " claims: ")
                + List.of(Verdict.values())
                        .stream()
                        .map(verdict -> named(verdict, results.findings()))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static String named(Verdict verdict, List<Finding> findings) {
        List<String> claims = findings.stream()
                .filter(finding -> finding.verdict() == verdict)
                .map(Finding::claim)
                .toList();
        if (claims.isEmpty()) {
            return "";
        }
        String words = switch (verdict) {
            case HOLDS -> claims.size() == 1 ? "1 holds" : claims.size() + " hold";
            case DOES_NOT_HOLD -> claims.size() == 1 ? "1 does not hold" : claims.size() + " do not hold";
            case CANNOT_TELL -> claims.size() + " cannot be told here";
        };
        return words + " (" + String.join(", ", claims) + ")";
    }

    /** A row for each claim. */
    public static Table table(ClaimResults results) {
        return new Table(List.of("Claim", "Verdict", "What is claimed", "What was seen", "To repeat it"),
                results.findings()
                        .stream()
                        .map(finding -> List.of(finding.claim(), finding.verdict().words(), finding.statement(),
                                seen(finding), finding.command()))
                        .toList());
    }

    /** What was seen, for how many rounds the machine was taken away meanwhile, and whether the servers were warm. */
    public static String seen(Finding finding) {
        if (finding.repeatedRounds() == null) {
            return finding.because();
        }
        Integer disturbed = finding.disturbedRounds();
        return finding.because() + (finding.repeatedRounds() == 0
                ? " No round was repeated for a disturbance by the machine"
                : " " + finding.repeatedRounds() + (finding.repeatedRounds() == 1 ? " round was" : " rounds were")
                        + " repeated, because the machine was disturbed")
                + (disturbed == null || disturbed == 0
                        ? "."
                        : "; " + disturbed
                                + (disturbed == 1 ? " disturbed round counts." : " disturbed rounds count."))
                + unsteady(finding);
    }

    private static String unsteady(Finding finding) {
        return finding.warmUps() == null || finding.unsteadyWarmUps() == null || finding.unsteadyWarmUps() == 0
                ? ""
                : " The warm-up of a server ended before a steady state " + finding.unsteadyWarmUps() + " of "
                        + Units.of(finding.warmUps(), "time") + ".";
    }

    /** {@code 20.7× (19.9–21.3, 5 times)}. */
    public static String text(Figure figure) {
        String value = digits(figure.value()) + unit(figure);
        if (figure.low() == null || figure.high() == null) {
            return value;
        }
        return value + " (" + digits(figure.low()) + "–" + digits(figure.high()) + ", " + figure.repeats() + " times)";
    }

    private static String unit(Figure figure) {
        return figure.unit().isEmpty() || figure.unit().equals("×") ? figure.unit() : " " + figure.unit();
    }

    /** Three significant digits, without an exponent. */
    static String digits(double value) {
        double size = Math.abs(value);
        int decimals = (size == Math.rint(size) && size < 1e6) || size >= 100
                ? 0
                : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
        return String.format(Locale.ROOT, size >= 1000 ? "%,." + decimals + "f" : "%." + decimals + "f", value);
    }

    /** A page of its own. */
    public static String markdown(ClaimResults results) {
        StringBuilder page = new StringBuilder("# " + TITLE + ", and what was measured\n\n");
        page.append(Markdown.text(summary(results))).append("\n\n");
        page.append(Markdown.text("Measured with Echoscale " + results.version() + " on " + where(results) + ", "
                + results.startedAt() + ".")).append("\n\n");
        for (Finding finding : results.findings()) {
            page.append("## ")
                    .append(Markdown.text(finding.claim() + ": " + finding.verdict().words()))
                    .append("\n\n")
                    .append(Markdown.text("Claimed: " + finding.statement()))
                    .append("\n\n")
                    .append(Markdown.text("Seen: " + seen(finding)))
                    .append("\n\n");
            finding.figures()
                    .forEach(figure -> page.append("- ")
                            .append(Markdown.text(figure.name() + ": " + text(figure)))
                            .append('\n'));
            page.append(finding.figures().isEmpty() ? "" : "\n").append(Markdown.code(finding.command())).append('\n');
        }
        return page.toString().stripTrailing() + "\n";
    }

    static String where(ClaimResults results) {
        return results.environment().cpuModel() + ", " + results.environment().cpus() + " CPUs, "
                + results.environment().os();
    }
}
