package org.echoscale.results.report;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Marks in tables, and the lines below these that say what the marks mean. The same words get the same mark; where only
 * figures in them differ, the line shows their range. A figure that is the number of connections of the cell is no range: the
 * line lists exactly those that have the mark.
 */
final class Footnotes {
    private static final String DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** A number that stands for itself: not the digits of a name. */
    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\d_.-])\\d[\\d,]*(\\.\\d+)?(?![\\p{L}\\d_-])");

    /** By the words without their figures. */
    private final Map<String, Note> notes = new LinkedHashMap<>();

    /**
     * {@code "³"}: what to put beside a figure, or in the place of one, that needs these words.
     *
     * @param connections of the cell
     */
    String mark(String words, int connections) {
        Note note = notes.computeIfAbsent(NUMBER.matcher(words).replaceAll("#"),
                same -> new Note(notes.size() + 1, words));
        note.add(words, connections);
        return note.mark();
    }

    /** {@code "³ p99 blank: 3,200 to 3,400 samples, 10,000 needed"}, in the order of the marks. */
    List<String> lines() {
        return notes.values().stream().map(note -> note.mark() + " " + note.words()).toList();
    }

    private static final class Note {
        private final int number;
        private final String first;
        /** What was said at each place of a figure, by its value. */
        private final List<NavigableMap<Double, String>> said;
        /** The places at which each cell has said how many connections it has. */
        private final BitSet sizes = new BitSet();

        Note(int number, String first) {
            this.number = number;
            this.first = first;
            said = Stream.<NavigableMap<Double, String>>generate(TreeMap::new).limit(numbers(first).size()).toList();
            sizes.set(0, said.size());
        }

        private static List<String> numbers(String words) {
            return NUMBER.matcher(words).results().map(found -> found.group()).toList();
        }

        void add(String words, int connections) {
            List<String> numbers = numbers(words);
            for (int i = 0; i < numbers.size(); i++) {
                double value = Double.parseDouble(numbers.get(i).replace(",", ""));
                said.get(i).putIfAbsent(value, numbers.get(i));
                if (value != connections) {
                    sizes.clear(i);
                }
            }
        }

        String words() {
            StringBuilder words = new StringBuilder();
            Matcher numbers = NUMBER.matcher(first);
            for (int i = 0; numbers.find(); i++) {
                numbers.appendReplacement(words, sizes.get(i) ? list(said.get(i)) : range(said.get(i)));
            }
            return numbers.appendTail(words).toString();
        }

        /** {@code "10, 100 or 1,000"}. */
        private static String list(NavigableMap<Double, String> said) {
            String last = said.lastEntry().getValue();
            return said.size() == 1
                    ? last
                    : String.join(", ", said.headMap(said.lastKey(), false).values()) + " or " + last;
        }

        private static String range(NavigableMap<Double, String> said) {
            return said.size() == 1
                    ? said.firstEntry().getValue()
                    : said.firstEntry().getValue() + " to " + said.lastEntry().getValue();
        }

        String mark() {
            StringBuilder mark = new StringBuilder();
            for (char digit : Integer.toString(number).toCharArray()) {
                mark.append(DIGITS.charAt(digit - '0'));
            }
            return mark.toString();
        }
    }
}
