package org.echoscale.bench.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the program's version and what it runs on. */
final class Version implements IVersionProvider {

    /** The program's version; {@code development} when it runs from classes instead of its jar. */
    static String program() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }

    @Override
    public String[] getVersion() {
        return new String[]{"echoscale " + program() + " (Java " + Runtime.version() + ", "
                + System.getProperty("java.vm.vendor") + "; " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch") + ")"};
    }
}
