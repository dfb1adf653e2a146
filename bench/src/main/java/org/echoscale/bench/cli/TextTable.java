package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of words under a head, in columns as wide as their widest word; the last column breaks at {@value #WIDTH}. */
final class TextTable {
    static final int WIDTH = 100;
    private static final String GAP = "  ";
    /** Where the other columns leave less than this for the last one, lines get longer instead. */
    private static final int NARROWEST = 20;

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... head) {
        rows.add(List.of(head));
    }

    void row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + rows.getFirst().size());
        }
        rows.add(List.of(cells));
    }

    List<String> lines() {
        List<Integer> widths = IntStream.range(0, rows.getFirst().size() - 1)
                .mapToObj(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
                .toList();
        int indent = widths.stream().mapToInt(width -> width + GAP.length()).sum();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            String start = IntStream.range(0, widths.size())
                    .mapToObj(column -> padded(row.get(column), widths.get(column)))
                    .collect(Collectors.joining());
            for (String part : broken(row.getLast(), Math.max(NARROWEST, WIDTH - indent))) {
                lines.add((start + part).stripTrailing());
                start = " ".repeat(indent);
            }
        }
        return lines;
    }

    /** A text in lines of at most this width, broken between words; a word that is longer has a line of its own. */
    static List<String> broken(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length()) + GAP;
    }
}
