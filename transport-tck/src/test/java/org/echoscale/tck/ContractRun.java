package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** A run of one rule of a contract, within a test. */
final class ContractRun {

    private ContractRun() {}

    /** The failures of this rule's tests, of which there is at least one. */
    static List<Failure> failures(Class<?> contract, String rule) {
        PostDiscoveryFilter ofRule = test -> FilterResult.includedIf(isOfRule(test, rule));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .filters(ofRule)
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsSucceededCount() + summary.getTestsFailedCount()).as("tests of " + rule)
                .isPositive();
        return summary.getFailures();
    }

    private static boolean isOfRule(TestDescriptor test, String rule) {
        return test.getSource()
                .map(source -> source instanceof MethodSource method
                        && method.getMethodName().startsWith(rule))
                .orElse(false);
    }
}
