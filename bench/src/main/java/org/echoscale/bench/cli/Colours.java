package org.echoscale.bench.cli;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/** Text in colours for a terminal that has them; plain elsewhere, and where {@code NO_COLOR} asks for it. */
enum Colours {
    PLAIN, ANSI;

    private static final String RESET = "\u001b[0m";

    enum Colour {
        GREEN("32"), RED("1;31"), YELLOW("33"), BLUE("34"), GREY("90"), BOLD("1");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    /** What the program's own output understands. */
    static Colours of(Map<String, String> environment) {
        return isTerminal() && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"))
                        ? ANSI
                        : PLAIN;
    }

    /** Whether somebody looks at the program's output while it is written. */
    static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    String paint(Colour colour, String text) {
        return switch (this) {
            case PLAIN -> text;
            case ANSI -> "\u001b[" + colour.code + "m" + text + RESET;
        };
    }
}
