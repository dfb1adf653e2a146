package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.files.PlainText;
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
        Footnotes notes = new Footnotes();
        List<Block> blocks = Block.of(run);
        List<Table> figures = new ArrayList<>();
        List<List<Block.Absent>> absent = new ArrayList<>();
        for (Block block : blocks) {
            figures.add(block.figures(notes));
            absent.add(block.absent(notes));
        }
        List<Integer> widths = widths(figures, absent);
        for (int i = 0; i < blocks.size(); i++) {
            table.block(blocks.get(i), figures.get(i), absent.get(i), widths);
        }
        table.paragraph(notes.lines());
        table.churn(run);
        if (run.memory().values().stream().anyMatch(memory -> memory.user() != null || memory.kernel() != null)) {
            table.plain(MemoryTable.TITLE, MemoryTable.of(run));
        }
        if (!run.cells().isEmpty()) {
            table.paragraph(Legend.figures(run));
        }
        table.paragraph(
                List.of("Plan " + new CommandLine(run.manifest()).plan() + "; seed " + run.manifest().plan().seed()
                        + "."));
        return table.out.toString();
    }

    private void churn(RunFigures run) {
        Footnotes notes = new Footnotes();
        Map<String, Table> tables = ChurnTables.of(run, notes);
        if (tables.isEmpty()) {
            return;
        }
        out.append('\n').append(styled(ChurnTables.TITLE, BOLD)).append('\n');
        sentence(ChurnTables.reading(run.manifest().plan()));
        List<Integer> widths = widths(List.copyOf(tables.values()), List.of());
        tables.forEach((title, figures) -> {
            out.append('\n').append(styled(title, BOLD)).append('\n');
            line(figures.head(), widths, DIM);
            figures.rows().forEach(row -> line(row, widths, ""));
        });
        paragraph(notes.lines());
    }

    private void paragraph(List<String> sentences) {
        if (!sentences.isEmpty()) {
            out.append('\n');
            sentences.forEach(this::sentence);
        }
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
    private static List<Integer> widths(List<Table> figures, List<List<Block.Absent>> absent) {
        List<Integer> widths = new ArrayList<>();
        if (figures.isEmpty()) {
            return widths;
        }
        figures.getFirst().head().forEach(head -> widths.add(head.length()));
        for (Table block : figures) {
            for (List<String> row : block.rows()) {
                for (int i = 0; i < row.size(); i++) {
                    widths.set(i, Math.max(widths.get(i), row.get(i).length()));
                }
            }
        }
        absent.forEach(block -> block
                .forEach(server -> widths.set(0, Math.max(widths.getFirst(), server.subject().length()))));
        int others = widths.stream().skip(1).mapToInt(width -> 2 + width).sum();
        widths.set(0, Math.max(SHORTEST_NAME, Math.min(WIDTH - others, widths.getFirst())));
        return widths;
    }

    private void block(Block block, Table figures, List<Block.Absent> absent, List<Integer> widths) {
        out.append('\n').append(styled(block.title(), BOLD)).append('\n');
        if (block.hasFigures()) {
            line(figures.head(), widths, DIM);
        }
        List<Double> ratios = block.ratios();
        for (int i = 0; i < figures.rows().size(); i++) {
            double ratio = ratios.get(i);
            line(figures.rows().get(i), widths, ratio == 1 ? GREEN : ratio >= DEAR ? YELLOW : "");
        }
        for (Block.Absent server : absent) {
            String name = PlainText.line(server.subject(), widths.getFirst());
            out.append(styled(name + " ".repeat(widths.getFirst() - name.length()) + "  " + server.words(), DIM))
                    .append('\n');
        }
    }

    private void plain(String title, Table figures) {
        List<Integer> widths = widths(List.of(figures), List.of());
        out.append('\n').append(styled(title, BOLD)).append('\n');
        line(figures.head(), widths, DIM);
        figures.rows().forEach(row -> line(row, widths, ""));
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

    private String styled(String text, String style) {
        return colour && !style.isEmpty() ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
    }
}
