package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Marks in tables, and the lines below these that say what the marks mean. The same words get the same mark; where only
 * figures in them differ, the line shows their range.
 */
final class Footnotes {
    private static final String DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** A number that stands for itself: not the digits of a name. */
    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\d_.-])\\d[\\d,]*(\\.\\d+)?(?![\\p{L}\\d_-])");

    /** By the words without their figures. */
    private final Map<String, Note> notes = new LinkedHashMap<>();

    /** {@code "³"}: what to put beside a figure, or in the place of one, that needs these words. */
    String mark(String words) {
        Note note = notes.computeIfAbsent(NUMBER.matcher(words).replaceAll("#"),
                same -> new Note(notes.size() + 1, words));
        note.widen(words);
        return note.mark();
    }

    /** {@code "³ p99 blank: 3,200 to 3,400 samples, 10,000 needed"}, in the order of the marks. */
    List<String> lines() {
        return notes.values().stream().map(note -> note.mark() + " " + note.words()).toList();
    }

    private static final class Note {
        private final int number;
        private final String first;
        private final List<String> least;
        private final List<String> most;

        Note(int number, String first) {
            this.number = number;
            this.first = first;
            least = numbers(first);
            most = numbers(first);
        }

        private static List<String> numbers(String words) {
            return new ArrayList<>(NUMBER.matcher(words).results().map(found -> found.group()).toList());
        }

        void widen(String words) {
            List<String> numbers = numbers(words);
            for (int i = 0; i < numbers.size(); i++) {
                String number = numbers.get(i);
                if (value(number) < value(least.get(i))) {
                    least.set(i, number);
                }
                if (value(number) > value(most.get(i))) {
                    most.set(i, number);
                }
            }
        }

        private static double value(String number) {
            return Double.parseDouble(number.replace(",", ""));
        }

        String words() {
            StringBuilder words = new StringBuilder();
            Matcher numbers = NUMBER.matcher(first);
            for (int i = 0; numbers.find(); i++) {
                String range = least.get(i).equals(most.get(i)) ? least.get(i) : least.get(i) + " to " + most.get(i);
                numbers.appendReplacement(words, range);
            }
            return numbers.appendTail(words).toString();
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
