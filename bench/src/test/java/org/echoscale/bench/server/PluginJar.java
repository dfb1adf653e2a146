package org.echoscale.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** Builds plugin jars for tests: what somebody else would compile and pack. */
public final class PluginJar {
    private PluginJar() {}

    /** A jar with a transport {@code plugged.Own} whose {@code name()} is the given Java expression. */
    public static Path withTransport(Path folder, String jarName, String nameExpression) {
        return of(folder, jarName, "plugged.Own", """
            package plugged;
            public final class Own implements org.echoscale.core.EchoTransport {
                public String name() { return %s; }
                public org.echoscale.core.Support support() {
                    return new org.echoscale.core.Support.Supported("a thread");
                }
                public org.echoscale.core.EchoServer start(org.echoscale.core.ServerOptions options)
                        throws java.io.IOException {
                    java.net.ServerSocket socket = new java.net.ServerSocket();
                    socket.bind(options.address());
                    return new org.echoscale.core.EchoServer() {
                        public java.net.InetSocketAddress address() {
                            return (java.net.InetSocketAddress) socket.getLocalSocketAddress();
                        }
                        public org.echoscale.core.ServerStats stats() {
                            return org.echoscale.core.ServerStats.NONE;
                        }
                        public void close() {
                            try {
                                socket.close();
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }
                    };
                }
            }
            """.formatted(nameExpression));
    }

    /** A jar that declares {@code service} as its transport and has the class {@code plugged.Own} from a source. */
    public static Path of(Path folder, String jarName, String service, String source) {
        try {
            Path work = Files.createTempDirectory(folder, "plugin");
            Path sourceFile = Files.writeString(work.resolve("Own.java"), source);
            int result = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-proc:none", "-cp",
                            System.getProperty("java.class.path"), "-d", work.toString(),
                            sourceFile.toString());
            if (result != 0) {
                throw new IllegalArgumentException("the plugin's source does not compile");
            }
            Path jar = folder.resolve(jarName);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                    var classes = Files.list(work.resolve("plugged"))) {
                out.putNextEntry(new JarEntry("META-INF/services/org.echoscale.core.EchoTransport"));
                out.write(service.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                for (Path file : classes.toList()) {
                    out.putNextEntry(new JarEntry("plugged/" + file.getFileName()));
                    out.write(Files.readAllBytes(file));
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
