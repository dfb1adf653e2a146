package org.echoscale.bench.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A plan as a text file: a line a value, {@code key = value}, the keys those of the flags ({@link PlanKey}); what follows
 * a {@code #} is a comment. What a file does not say, the layer below decides.
 *
 * @param name of the plan: the file's, without {@code .plan}
 * @param layer what it says
 */
public record PlanFile(String name, PlanLayer layer) {
    /** Names of the plans that come with the program, from the smallest to the largest. */
    public static final List<String> BUNDLED = List.of("smoke", "quick", "ci", "full");

    private static final String SUFFIX = ".plan";

    /**
     * The plan that a word on the command line means: a bundled one by its name, or a file when the word has a slash or
     * ends in {@code .plan}.
     */
    public static PlanFile named(String word) {
        if (word.contains("/") || word.endsWith(SUFFIX)) {
            return read(Path.of(word));
        }
        if (!BUNDLED.contains(word)) {
            throw new InvalidPlanException("no plan is named '" + word + "'; " + Nearest.hint(word, BUNDLED)
                    + "; a file's name ends in " + SUFFIX);
        }
        try (InputStream in = PlanFile.class.getResourceAsStream(word + SUFFIX)) {
            if (in == null) {
                throw new IllegalStateException("the plan " + word + SUFFIX + " is missing from the program");
            }
            return parse(word + SUFFIX, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the program's own " + word + SUFFIX, e);
        }
    }

    private static PlanFile read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new InvalidPlanException(file + ": no such plan file", e);
        } catch (AccessDeniedException e) {
            throw new InvalidPlanException(file + ": not readable by this user", e);
        } catch (MalformedInputException e) {
            throw new InvalidPlanException(file + ": is not a text file", e);
        } catch (IOException e) {
            throw new InvalidPlanException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads the content of a file; {@code file} is its name in error messages. */
    static PlanFile parse(String file, String content) {
        Map<PlanKey, Setting> settings = new EnumMap<>(PlanKey.class);
        int number = 0;
        for (String line : content.lines().toList()) {
            number++;
            String origin = file + ":" + number;
            String text = withoutComment(line);
            if (text.isEmpty()) {
                continue;
            }
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new InvalidPlanException(origin + ": '" + text + "' is not 'key = value'");
            }
            PlanKey key = key(text.substring(0, equals).strip(), origin);
            Setting before = settings.put(key, new Setting(text.substring(equals + 1).strip(), origin));
            if (before != null) {
                throw new InvalidPlanException(
                        origin + ": key '" + key.word() + "' was given before, at " + before.origin());
            }
        }
        return new PlanFile(nameOf(file), PlanLayer.of(settings));
    }

    private static PlanKey key(String word, String origin) {
        return PlanKey.of(word)
                .orElseThrow(() -> new InvalidPlanException(
                        origin + ": unknown key '" + word + "'; " + Nearest.hint(word, PlanKey.words())));
    }

    private static String withoutComment(String line) {
        int hash = line.indexOf('#');
        return (hash < 0 ? line : line.substring(0, hash)).strip();
    }

    private static String nameOf(String file) {
        String last = file.substring(file.lastIndexOf('/') + 1);
        return last.endsWith(SUFFIX) && last.length() > SUFFIX.length()
                ? last.substring(0, last.length() - SUFFIX.length())
                : last;
    }
}
