package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.files.PlainText;
import org.echoscale.results.stats.Remark;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Verdict;

/** The verdict and a block for each number of connections, as text that fits a terminal of {@value #WIDTH} columns. */
final class TerminalTable {
    static final int WIDTH = 100;
    private static final int SHORTEST_NAME = 10;
    private static final double DEAR = 2;
    private static final String BOLD = "1";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String DIM = "2";

    private final boolean colour;
    private final StringBuilder out = new StringBuilder();

    private TerminalTable(boolean colour) {
        this.colour = colour;
    }

    static String of(RunFigures run, boolean colour) {
        TerminalTable table = new TerminalTable(colour);
        for (String sentence : Verdict.of(run)) {
            table.sentence(sentence);
        }
        List<Block> blocks = Block.of(run);
        List<Integer> widths = widths(blocks);
        blocks.forEach(block -> table.block(block, widths));
        if (!run.cells().isEmpty()) {
            table.out.append('\n');
            table.legend(run);
        }
        return table.out.toString();
    }

    private void sentence(String sentence) {
        int column = 0;
        for (String word : PlainText.line(sentence).split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                out.append("\n  ");
                column = 2;
            } else if (column > 0) {
                out.append(' ');
                column++;
            }
            out.append(word);
            column += word.length();
        }
        out.append('\n');
    }

    /** As wide as the widest entry in any block, so that columns are below each other; long names give way. */
    private static List<Integer> widths(List<Block> blocks) {
        List<Integer> widths = new ArrayList<>(Block.HEAD.stream().map(String::length).toList());
        for (Block block : blocks) {
            for (List<String> row : block.rows()) {
                for (int i = 0; i < row.size(); i++) {
                    widths.set(i, Math.max(widths.get(i), row.get(i).length()));
                }
            }
            for (Remark gap : block.gaps()) {
                widths.set(0, Math.max(widths.get(0), gap.subject().length()));
            }
        }
        int others = widths.stream().skip(1).mapToInt(width -> 2 + width).sum();
        widths.set(0, Math.max(SHORTEST_NAME, Math.min(WIDTH - others, widths.get(0))));
        return widths;
    }

    private void block(Block block, List<Integer> widths) {
        out.append('\n').append(styled(block.title(), BOLD)).append('\n');
        if (!block.cells().isEmpty()) {
            line(Block.HEAD, widths, DIM);
        }
        List<List<String>> rows = block.rows();
        List<Double> ratios = block.ratios();
        for (int i = 0; i < rows.size(); i++) {
            double ratio = ratios.get(i);
            line(rows.get(i), widths, ratio == 1 ? GREEN : ratio >= DEAR ? YELLOW : "");
        }
        for (Remark gap : block.gaps()) {
            String name = PlainText.line(gap.subject(), widths.getFirst());
            String text = name + " ".repeat(widths.getFirst() - name.length()) + "  " + gap.word() + " (" + gap.loads()
                    + "): " + PlainText.line(gap.text());
            out.append(styled(PlainText.line(text, WIDTH), DIM)).append('\n');
        }
    }

    private void line(List<String> entries, List<Integer> widths, String style) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < entries.size(); i++) {
            String entry = PlainText.line(entries.get(i), widths.get(i));
            String room = " ".repeat(widths.get(i) - entry.length());
            line.append(i == 0 ? entry + room : "  " + room + entry);
        }
        out.append(styled(line.toString().stripTrailing(), style)).append('\n');
    }

    private void legend(RunFigures run) {
        sentence("CPU/message: of the server, closed loop, median over " + (run.forks() == 1
                ? "1 fork, indicative"
                : "up to " + run.forks() + " forks, range from the smallest to the largest")
                + "; to best: against the cheapest in the block. p50, p99: open loop, from the time a message was due; blank "
                + "where the samples do not carry it. memory/conn.: of the server process; blank where it cannot be "
                + "derived.");
    }

    private String styled(String text, String style) {
        return colour && !style.isEmpty() ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
    }
}
