package org.echoscale.results.files;

/** Text from a result file, made fit for one line of a terminal: the file may come from anywhere. */
public final class PlainText {
    private PlainText() {}

    /** Without line ends and other characters that a terminal obeys or that turn the reading direction. */
    public static String line(String text) {
        return line(text, Integer.MAX_VALUE);
    }

    /** The same, cut to a length with an ellipsis as its last character. */
    public static String line(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().map(PlainText::harmless).forEach(shown::appendCodePoint);
        return shown.length() <= longest ? shown.toString() : shown.substring(0, Math.max(0, longest - 1)) + "…";
    }

    private static int harmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
                ' ';
            default -> c;
        };
    }
}
