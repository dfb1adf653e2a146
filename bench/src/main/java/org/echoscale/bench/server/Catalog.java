package org.echoscale.bench.server;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.Set;
import java.util.jar.JarFile;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.Support;
import org.echoscale.core.Transports;

/**
 * The transports that can be asked for: those built in, and those of plugin jars.
 *
 * @param transports all of them
 * @param fromPlugins names of those that came with a plugin
 * @param plugins the jars, which a server's class path needs too
 */
public record Catalog(Transports transports, Set<String> fromPlugins, List<Path> plugins) {
    private static final String SERVICE_FILE = "META-INF/services/" + EchoTransport.class.getName();

    public Catalog {
        fromPlugins = Set.copyOf(fromPlugins);
        plugins = List.copyOf(plugins);
    }

    /**
     * Those on the class path and in these jars.
     *
     * @throws PluginException when a jar is none, or has no transport, a broken one, or one whose name is taken
     */
    public static Catalog load(List<Path> plugins) {
        List<EchoTransport> all = new ArrayList<>();
        Transports.load(Catalog.class.getClassLoader()).forEach(all::add);
        Set<String> fromPlugins = new TreeSet<>();
        for (Path plugin : plugins) {
            for (EchoTransport transport : transportsOf(plugin)) {
                fromPlugins.add(checked(plugin, transport));
                all.add(transport);
                // Whether names are valid and unique is asked jar by jar, so that the message can name the jar.
                unique(plugin, all);
            }
        }
        return new Catalog(Transports.of(all), fromPlugins, plugins.stream().map(Path::toAbsolutePath).toList());
    }

    private static List<EchoTransport> transportsOf(Path plugin) {
        List<EchoTransport> found = new ArrayList<>();
        ClassLoader loader = loader(plugin);
        try {
            for (EchoTransport transport : ServiceLoader.load(EchoTransport.class, loader)) {
                if (loader.equals(transport.getClass().getClassLoader())) {
                    found.add(transport);
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PluginException("plugin " + plugin + ": its transport cannot be made: " + oneLine(cause), e);
        }
        if (found.isEmpty()) {
            throw new PluginException("plugin " + plugin + ": has a service file without a transport of its own");
        }
        return found;
    }

    private static ClassLoader loader(Path plugin) {
        if (!Files.isRegularFile(plugin)) {
            throw new PluginException(
                    "plugin " + plugin + ": " + (Files.exists(plugin) ? "is no file" : "no such file"));
        }
        try (JarFile jar = new JarFile(plugin.toFile())) {
            if (jar.getEntry(SERVICE_FILE) == null) {
                throw new PluginException(
                        "plugin " + plugin + ": declares no transport (it has no " + SERVICE_FILE + ")");
            }
        } catch (IOException e) {
            throw new PluginException("plugin " + plugin + ": is no readable jar: " + oneLine(e), e);
        }
        return new URLClassLoader("plugin", new URL[]{url(plugin)}, Catalog.class.getClassLoader());
    }

    private static URL url(Path plugin) {
        try {
            return plugin.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file has no URL: " + plugin, e);
        }
    }

    /** The name of a plugin's transport, once it has shown that it answers without failing. */
    private static String checked(Path plugin, EchoTransport transport) {
        String type = transport.getClass().getName();
        try {
            String name = transport.name();
            Support support = transport.support();
            List<String> arguments = transport.jvmArguments();
            if (name == null || support == null || arguments == null) {
                throw new PluginException("plugin " + plugin + ": " + type + " has no "
                        + (name == null ? "name()" : support == null ? "support()" : "jvmArguments()"));
            }
            return name;
        } catch (RuntimeException | LinkageError e) {
            if (e instanceof PluginException ours) {
                throw ours;
            }
            throw new PluginException("plugin " + plugin + ": " + type + " does not answer: " + oneLine(e), e);
        }
    }

    private static void unique(Path plugin, List<EchoTransport> transports) {
        try {
            Transports.of(transports);
        } catch (IllegalStateException e) {
            throw new PluginException("plugin " + plugin + ": " + e.getMessage(), e);
        }
    }

    private static String oneLine(Throwable e) {
        return e.toString().lines().findFirst().orElse(e.getClass().getName());
    }
}
