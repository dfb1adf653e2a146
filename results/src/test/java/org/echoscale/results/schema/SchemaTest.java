package org.echoscale.results.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echoscale.results.files.ModelsFile;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Fairness;
import org.echoscale.results.model.KernelGrowth;
import org.echoscale.results.model.KernelMemory;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.ServerWarmUp;
import org.echoscale.results.model.Subject;
import org.echoscale.results.model.SyscallCounts;
import org.echoscale.results.model.Trial;
import org.echoscale.results.models.Interval;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.results.models.ModelsResult;
import org.echoscale.results.testdata.SyntheticModels;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The published JSON Schema, the records, the reader and the documentation say the same. */
class SchemaTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The record that each schema object stands for; the schema's root stands for the first. */
    private static final Map<String, List<Class<? extends Record>>> RECORDS = Map.of("run.schema.json",
            List.of(RunManifest.class, Plan.class, Subject.class, RunManifest.Visit.class,
                    RunManifest.Environment.class, NullTest.class),
            "models.schema.json", List.of(ModelsResult.class, ModelsPlan.class, ModelRun.class,
                    ModelRun.TaskTime.class, Interval.class, RunManifest.Environment.class),
            "trial.schema.json",
            List.of(Trial.class, Cell.class, Load.Closed.class, Load.Open.class, Load.Churn.class, Reason.class,
                    Measurement.class,
                    Measurement.Messages.class, Measurement.Connections.class, Measurement.ServerCost.class,
                    Measurement.GeneratorCost.class, ServerWarmUp.class, Measurement.WarmUp.class,
                    Measurement.Slice.class, Fairness.class,
                    Machine.class, KernelGrowth.class, KernelMemory.class, SyscallCounts.class));

    @TempDir
    Path temp;

    record Described(String file, Class<? extends Record> type, JsonNode schema) {
        @Override
        public String toString() {
            return file + " " + type.getSimpleName();
        }
    }

    static Stream<Described> described() {
        return RECORDS.entrySet().stream().flatMap(entry -> entry.getValue().stream().map(type -> {
            JsonNode root = schema(entry.getKey());
            boolean first = type == entry.getValue().getFirst();
            return new Described(entry.getKey(), type,
                    first ? root : root.path("$defs").path(type.getSimpleName()));
        }));
    }

    @ParameterizedTest
    @MethodSource("described")
    void every_component_of_a_record_is_described_and_nothing_else(Described described) {
        List<String> components = Arrays.stream(described.type().getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(ArrayList::new));
        if (Load.class.isAssignableFrom(described.type())) {
            components.addFirst("kind");
        }

        assertThat(described.schema().path("properties").propertyNames()).containsExactlyElementsOf(components);
        assertThat(described.schema().path("additionalProperties")).isEqualTo(JSON.getNodeFactory().booleanNode(false));
        assertThat(described.schema().path("description").asString()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("described")
    void a_key_is_required_unless_its_component_may_be_absent(Described described) {
        List<String> required = Arrays.stream(described.type().getRecordComponents())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(ArrayList::new));
        if (Load.class.isAssignableFrom(described.type())) {
            required.addFirst("kind");
        }

        assertThat(strings(described.schema().path("required"))).containsExactlyElementsOf(required);
    }

    @ParameterizedTest
    @MethodSource("described")
    void every_field_has_a_description_and_a_unit(Described described) {
        described.schema().path("properties").properties().forEach(field -> {
            assertThat(field.getValue().path("description").asString()).as(field.getKey()).endsWith(".");
            assertThat(field.getValue().path("x-unit").asString()).as(field.getKey()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("described")
    void every_field_is_in_the_documentation_with_its_unit(Described described) throws IOException {
        String page = Files.readString(repository().resolve("docs/results.md"));
        String title = "### " + described.type().getSimpleName() + "\n";
        assertThat(page).contains(title);
        String section = page.substring(page.indexOf(title) + title.length()).split("\n##", 2)[0];

        described.schema().path("properties").properties().forEach(field -> {
            boolean optional = !strings(described.schema().path("required")).contains(field.getKey());
            assertThat(section).contains("| `" + field.getKey() + "`" + (optional ? " (optional)" : "") + " | "
                    + field.getValue().path("x-unit").asString() + " | "
                    + field.getValue().path("description").asString());
        });
        assertThat(section.lines().filter(line -> line.startsWith("| `")))
                .hasSize(described.schema().path("properties").size());
    }

    @Test
    void nothing_is_described_that_no_record_has() {
        for (String file : RECORDS.keySet()) {
            TreeSet<String> known = RECORDS.get(file)
                    .stream()
                    .skip(1)
                    .map(Class::getSimpleName)
                    .collect(Collectors.toCollection(TreeSet::new));
            known.add("EncodedHistogram");
            assertThat(known).containsAll(schema(file).path("$defs").propertyNames());
        }
    }

    @Test
    void what_is_written_with_every_optional_key_and_with_none_is_valid() throws IOException {
        SyntheticRun run = run();
        run.write(temp);
        assertThat(errors("run.json", Files.readString(temp.resolve("run.json")))).isEmpty();
        List<String> lines = Files.readAllLines(temp.resolve("trials.jsonl"));
        assertThat(lines).hasSize(run.trials().size());
        for (String line : lines) {
            assertThat(errors("trials.jsonl", line)).isEmpty();
        }

        for (String file : files()) {
            String text = document(file);
            JsonNode full = JSON.readTree(text);
            assertThat(optionalKeys(full, file)).as("every optional key is in the example").isNotEmpty();
            JsonNode bare = withoutOptional(full, file);
            assertThat(errors(file, text)).isEmpty();
            assertThat(errors(file, bare.toString())).isEmpty();
            assertThat(read(file, text)).isNull();
            assertThat(read(file, bare.toString())).isNull();
            bare.findParents("server").forEach(parent -> ((ObjectNode) parent).remove("server"));
            assertThat(errors(file, bare.toString())).isEmpty();
            assertThat(read(file, bare.toString())).isNull();
        }
    }

    /** Each leaf of a good document, spoilt in several ways: what the schema refuses the reader refuses, and the reverse. */
    @ParameterizedTest
    @MethodSource("files")
    void the_reader_refuses_what_the_schema_refuses(String file) throws IOException {
        JsonNode good = JSON.readTree(document(file));
        int refused = 0;
        for (String pointer : pointers(good)) {
            for (String spoilt : List.of("-1", "\"\"", "null", "1.5", "true", "{}", "[]", "(removed)")) {
                JsonNode changed = good.deepCopy();
                change(changed, pointer, spoilt);
                boolean schemaRefuses = !errors(file, changed.toString()).isEmpty();
                String refusal = read(file, changed.toString());
                if (refusal != null && isAboutSeveralFields(refusal)) {
                    continue;
                }
                assertThat(refusal != null).as("%s = %s: schema refuses %s, reader says %s", pointer, spoilt,
                        schemaRefuses, refusal).isEqualTo(schemaRefuses);
                refused += schemaRefuses ? 1 : 0;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    static List<String> files() {
        return List.of("run.json", "trials.jsonl", "models.json");
    }

    @Test
    void every_published_run_is_valid_and_can_be_read() throws IOException {
        Path published = repository().resolve("results/published");
        if (!Files.isDirectory(published)) {
            return;
        }
        try (Stream<Path> runs = Files.walk(published)) {
            for (Path run : runs.filter(path -> Files.exists(path.resolve("run.json"))).toList()) {
                assertThat(RunDirectory.open(run).read().warnings()).isEmpty();
                assertThat(errors("run.json", Files.readString(run.resolve("run.json")))).isEmpty();
                for (String line : Files.readAllLines(run.resolve("trials.jsonl"))) {
                    assertThat(errors("trials.jsonl", line)).isEmpty();
                }
            }
        }
    }

    @Test
    void a_run_from_before_there_were_several_null_tests_has_its_one() throws IOException {
        Path old = repository().resolve("results/src/test/resources/run-before-several-null-tests");
        assertThat(RunDirectory.open(old).read().manifest().floors()).extracting(NullTest::connections)
                .containsExactly(64);
    }

    @Test
    void a_run_from_before_the_warm_up_of_a_server_was_kept_has_none() throws IOException {
        Path old = repository().resolve("results/src/test/resources/run-before-several-null-tests");
        assertThat(RunDirectory.open(old).read().trials()).isNotEmpty().allSatisfy(trial -> {
            assertThat(trial.serverWarmUps()).isNull();
            Measurement measurement = trial.measurement();
            assertThat(measurement == null ? null : measurement.warmUp().sliceCount()).isNull();
        });
    }

    @Test
    void a_figure_that_is_not_finite_cannot_be_written() throws IOException {
        RunDirectory directory = RunDirectory.create(temp, run().manifest());
        Trial good = run().trials().getFirst();
        Trial bad = new Trial(1, 1, 1, good.cell(), good.startedAt(), Outcome.FAILED,
                List.of(new Reason("made-up", "made up", Double.NaN, null)), null);

        assertThatThrownBy(() -> directory.append(bad)).hasMessageContaining("NaN");
        directory.append(good);
        assertThat(directory.read().trials()).containsExactly(good);
    }

    private static SyntheticRun run() {
        return new SyntheticRun().subject("made-up-a", Cost.flat(6))
                .subject("made-up-b", Cost.flat(7).limited(100))
                .floor("made-up-a")
                .external("made-up-b")
                .ladder(10, 1_000)
                .forks(1)
                .outcome("made-up-a", 1_000, Outcome.INVALID)
                .activeShare(0.1)
                .bursts(10)
                .churn(2)
                .watched();
    }

    /** A document with every optional key: run.json, or an open-loop trial that is INVALID with a figure in its reason. */
    private String document(String file) throws IOException {
        Path directory = Files.createTempDirectory(temp, "document");
        if (file.equals("models.json")) {
            ModelsFile.write(directory, SyntheticModels.two());
            return Files.readString(directory.resolve(file));
        }
        run().write(directory);
        if (file.equals("run.json")) {
            return JSON.readTree(Files.readString(directory.resolve(file)))
                    .toString()
                    .replace("\"latenessP99Nanos\"", "\"disturbance\":\"steal\",\"latenessP99Nanos\"")
                    .replace("\"nullTests\"",
                            "\"nullTest\":{\"connections\":9,\"ceilingPerSecond\":1,\"generatorNanosPerMessage\":1,\"roundTripNanos\":1},\"nullTests\"");
        }
        return Files.readAllLines(directory.resolve(file))
                .stream()
                .filter(line -> line.contains("INVALID")
                        && JSON.readTree(line).at("/cell/load/kind").asString().equals("open"))
                .findFirst()
                .orElseThrow()
                .replace("\"openNanos\"",
                        "\"connectsBegun\":9,\"connectsFailed\":2,\"connectsUnfinished\":1,\"openNanos\"");
    }

    /** Null when the reader takes the document, else what it says. */
    private @Nullable String read(String file, String document) throws IOException {
        Path directory = temp.resolve("read");
        if (!Files.exists(directory)) {
            RunDirectory.create(directory, run().manifest());
        }
        Files.writeString(directory.resolve(file), document + "\n");
        if (file.equals("run.json")) {
            Files.writeString(directory.resolve("trials.jsonl"), "");
        }
        try {
            if (file.equals("models.json")) {
                ModelsFile.read(directory);
                return null;
            }
            List<String> warnings = RunDirectory.open(directory).read().warnings();
            return warnings.isEmpty() ? null : warnings.getFirst();
        } catch (ResultFileException e) {
            return e.getMessage();
        }
    }

    /** Rules over several fields, which a schema cannot state. */
    private static boolean isAboutSeveralFields(String refusal) {
        return Stream.of("is not among the subjects", "is not from 1 to connections", "needs a reason",
                "needs a measurement", "neither a closed loop", "not a compressed HdrHistogram",
                "is not the share", "a schedule needs", "is not from leastMessages", "is not from 0 to active",
                "bursts need", "stands where", "and not at", "is not the end of the last task")
                .anyMatch(refusal::contains);
    }

    private static List<String> optionalKeys(JsonNode full, String file) {
        List<String> all = new ArrayList<>();
        described().filter(d -> d.file().equals(schemaOf(file)))
                .forEach(d -> d.schema()
                        .path("properties")
                        .propertyNames()
                        .stream()
                        .filter(key -> !strings(d.schema().path("required")).contains(key))
                        .forEach(all::add));
        assertThat(all).allSatisfy(key -> assertThat(full.findValue(key)).as(key).isNotNull());
        return all;
    }

    private static JsonNode withoutOptional(JsonNode full, String file) {
        JsonNode bare = full.deepCopy();
        // A plan needs one of its loads and an INVALID trial its measurement; the generator has keys of the same names.
        List<String> kept = List.of("closedDepth", "measurement", "server", "burst");
        for (String key : optionalKeys(full, file)) {
            if (!kept.contains(key)) {
                bare.findParents(key)
                        .stream()
                        .filter(parent -> !parent.has("threadCpuNanos"))
                        .forEach(parent -> ((ObjectNode) parent).remove(key));
            }
        }
        return bare;
    }

    private static List<String> pointers(JsonNode node) {
        List<String> all = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                all.add("/" + field.getKey());
                pointers(field.getValue()).forEach(rest -> all.add("/" + field.getKey() + rest));
            });
        } else if (node instanceof ArrayNode array && !array.isEmpty()) {
            all.add("/0");
            pointers(array.get(0)).forEach(rest -> all.add("/0" + rest));
        }
        return all;
    }

    private static void change(JsonNode root, String pointer, String to) {
        int cut = pointer.lastIndexOf('/');
        JsonNode parent = root.at(pointer.substring(0, cut));
        String key = pointer.substring(cut + 1);
        if (parent instanceof ObjectNode object) {
            if (to.equals("(removed)")) {
                object.remove(key);
            } else {
                object.set(key, JSON.readTree(to));
            }
        } else if (parent instanceof ArrayNode array) {
            if (to.equals("(removed)")) {
                array.remove(0);
            } else {
                array.set(0, JSON.readTree(to));
            }
        }
    }

    private static List<String> strings(JsonNode array) {
        return array.values().stream().map(JsonNode::asString).toList();
    }

    private static String schemaOf(String file) {
        return switch (file) {
            case "run.json" -> "run.schema.json";
            case "models.json" -> "models.schema.json";
            default -> "trial.schema.json";
        };
    }

    private static final Map<String, Schema> COMPILED = RECORDS.keySet()
            .stream()
            .collect(Collectors.toMap(name -> name, name -> SchemaRegistry
                    .withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text(name))));

    private static List<com.networknt.schema.Error> errors(String file, String document) {
        return COMPILED.get(schemaOf(file)).validate(document, InputFormat.JSON);
    }

    private static JsonNode schema(String name) {
        return JSON.readTree(text(name));
    }

    private static String text(String name) {
        try (InputStream in = SchemaTest.class.getResourceAsStream("/org/echoscale/results/schema/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("docs"))) {
            here = here.getParent();
        }
        return here;
    }
}
