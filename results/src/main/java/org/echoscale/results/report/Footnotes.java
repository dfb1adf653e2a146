package org.echoscale.results.report;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.echoscale.results.stats.Remark;
import org.jspecify.annotations.Nullable;

/**
 * Marks in tables, and the lines below these that say what the marks mean. The same words get the same mark; where only
 * figures in them differ, the line shows their range. A figure that is the number of connections of the cell is no range: the
 * line lists exactly those that have the mark. Reasons of trials share a line whatever the loads and however many trials they are
 * of, which the line says.
 */
final class Footnotes {
    private static final List<String> LOADS = List.of("closed", "open", "churn");
    private static final String DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** A number that stands for itself: not the digits of a name. */
    private static final Pattern NUMBER = Pattern
            .compile("(?<![\\p{L}\\d_.-])\\d+(,\\d{3})*(\\.\\d+)?(?![\\p{L}\\d_-])");

    /** By the words without their figures. */
    private final Map<List<String>, Note> notes = new LinkedHashMap<>();

    /**
     * {@code "³"}: what to put beside a figure, or in the place of one, that needs these words.
     *
     * @param connections of the cell
     */
    String mark(String words, int connections) {
        Note note = notes.computeIfAbsent(withoutFigures("", words),
                same -> new Note(notes.size() + 1, words));
        note.add(words, connections);
        return note.mark();
    }

    /** {@code "³"}: for one of the reasons why trials are not in the figures. */
    String mark(Remark gap, Remark.Cause cause) {
        Note note = notes.computeIfAbsent(withoutFigures(gap.word(), cause.text()),
                same -> new Note(notes.size() + 1, cause.text()));
        note.add(cause.text(), gap.connections());
        note.of = note.of == null ? new Extent(gap.word()) : note.of;
        note.of.add(gap, cause);
        return note.mark();
    }

    /** What stands between the figures: whatever the words are, those with the same have as many figures. */
    private static List<String> withoutFigures(String kind, String words) {
        return Stream.concat(Stream.of(kind), Arrays.stream(NUMBER.split(words, -1))).toList();
    }

    /** Of which trials a reason is. */
    private static final class Extent {
        private final String word;
        private final Set<String> loads = new TreeSet<>(Comparator.comparingInt(LOADS::indexOf));
        private final NavigableSet<Integer> trials = new TreeSet<>();
        private final NavigableSet<Integer> of = new TreeSet<>();
        private boolean all = true;

        Extent(String word) {
            this.word = word;
        }

        void add(Remark gap, Remark.Cause cause) {
            loads.addAll(List.of(gap.loads().split(", ", -1)));
            trials.add(cause.trials());
            of.add(gap.of());
            all &= cause.trials() == gap.of();
        }

        /** {@code "INVALID (closed, open, 1 to 3 of 5 trials): "}. */
        String words() {
            return word + " (" + String.join(", ", loads)
                    + (all ? "" : ", " + range(trials) + " of " + range(of) + (of.last() == 1 ? " trial" : " trials"))
                    + "): ";
        }

        private static String range(NavigableSet<Integer> values) {
            return values.size() == 1 ? String.valueOf(values.first()) : values.first() + " to " + values.last();
        }
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
        private @Nullable Extent of;

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
            return (of == null ? "" : of.words()) + numbers.appendTail(words);
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
